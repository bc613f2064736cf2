"""The one role by which prose quotes a figure: ``{claim}`robbery.change_pct```.

Modifiers follow a colon: ``:size`` drops the sign, ``:number`` the unit. An id that nothing recorded is
a fault that stops a strict build, with its place and the nearest ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from planbook.core.claims import Claim, UnknownClaim, claim_text
from planbook.site.claim_links import described, next_anchor, receipt_page
from planbook.site.place import place_text
from planbook.site.source import link_to, source_of

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message

__all__ = ["ClaimRole"]

logger = logging.getLogger(__name__)


class ClaimRole(SphinxRole):
    """Quote a claim as a link to its receipt."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """The words of the claim, linked; the bare text and a fault where there is no such claim."""
        wanted, *modifiers = self.text.split(":")
        try:
            claim = source_of(self.env, f"claim:{wanted}").ledger.claim(wanted)
            words = claim_text(claim, tuple(modifiers))
        except (UnknownClaim, ValueError) as fault:
            source, line = self.get_source_info()
            logger.warning("%s: %s", place_text(source, line), fault.args[0], type="planbook", subtype="claim")
            return [nodes.inline(self.rawtext, wanted, classes=["pb-unknown"])], []
        return [self._quoted(claim, words)], []

    def _quoted(self, claim: Claim, words: str) -> Node:
        """The link; where it stands is an address to which the claim's receipt leads back."""
        address, anchor = link_to(self.env, receipt_page(claim.id)), next_anchor(self.env, claim.id)
        classes = ["pb-claim", *(["pb-claim--published"] if claim.status == "published" else [])]
        return nodes.reference(
            self.rawtext,
            words,
            internal=True,
            refuri=address,
            reftitle=described(claim, source_of(self.env, f"claim:{claim.id}")),
            classes=classes,
            ids=[anchor],
            quoted=[(claim.id, anchor)],
        )
