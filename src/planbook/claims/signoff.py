"""Sign-off tied to content: who signed a milestone off, and which of data, calculation and prose changed since.

A signature names a role, never a person, and holds the hashes of what was signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from planbook.claims.ledger import Ledger
from planbook.data.plan import Milestone, Plan
from planbook.data.values import nearest

CAPACITIES = ("author", "checker", "approver")  # in the order of signing
PARTS = ("data", "calculation", "prose")
HEADING = re.compile(r"#+ (\S+)")
OPENS = re.compile(r"""\.(?:milestone|judge)\(\s*["']([^"']+)["']""")
"""The code that opens a milestone; with its heading it begins the milestone's section of a notebook."""


class UnknownCapacity(ValueError):
    """A capacity other than the three."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"nobody signs off as {wanted!r}; nearest: {nearest(wanted, CAPACITIES)}")


class SignedTwice(ValueError):
    """One role signs a milestone off in two capacities."""

    def __init__(self, milestone: str, role: str, capacity: str) -> None:
        super().__init__(
            f"milestone {milestone}: the role {role!r} has signed it off as {capacity} already; "
            "author, checker and approver must be three roles, so that three people have looked"
        )


class Unsigned(ValueError):
    """An edition is to be published and not all of it is signed off as it stands."""

    def __init__(self, states: Sequence[SignOffState]) -> None:
        lines = "\n".join(f"  {state.milestone}: {state.words}" for state in states)
        noun = "milestone is" if len(states) == 1 else "milestones are"
        super().__init__(
            f"{len(states)} {noun} not signed off as they stand, so this edition cannot be published; sign with "
            f"`planbook sign --all --as CAPACITY --role ROLE --date DATE`:\n{lines}"
        )


@dataclass(frozen=True)
class Hashes:
    """SHA-256 of the three things that a signature covers."""

    data: str
    calculation: str
    prose: str


@dataclass(frozen=True)
class SignOff:
    """One signature: a row of ``data/signoff/<period>.csv``. ``signed_on`` is a day, as 2015-06-30."""

    milestone: str
    capacity: str
    role: str
    data: str
    calculation: str
    prose: str
    signed_on: str


@dataclass(frozen=True)
class SignOffState:
    """Where the sign-off of a milestone stands: its signatures, each with what changed since."""

    milestone: str
    signatures: tuple[tuple[SignOff, tuple[str, ...]], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Capacities in which nobody has signed."""
        signed_as = {signature.capacity for signature, _ in self.signatures}
        return tuple(capacity for capacity in CAPACITIES if capacity not in signed_as)

    @property
    def changed(self) -> tuple[str, ...]:
        """Which of data, calculation and prose changed after some signature."""
        return tuple(part for part in PARTS if any(part in changed for _, changed in self.signatures))

    @property
    def complete(self) -> bool:
        """Whether all three have signed what stands."""
        return not self.missing and not self.changed

    @property
    def words(self) -> str:
        """The state in a few words."""
        if not self.signatures:
            return "not signed off"
        changed = f"changed since sign-off: {' and '.join(self.changed)}" if self.changed else ""
        missing = f"not signed by {' and '.join(self.missing)}" if self.missing else ""
        return "; ".join(filter(None, (changed, missing))) or "signed off by author, checker and approver"


def section_of(notebook: Mapping[str, Any], milestone: str) -> tuple[tuple[str, str], ...]:
    """Kind and source of the cells of a milestone: from its heading, or the cell that opens it, to the next one's."""
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    opened = {name for kind, source in cells if kind == "code" for name in OPENS.findall(source)}
    section: list[tuple[str, str]] = []
    current = ""
    for kind, source in cells:
        begins = OPENS.search(source) if kind == "code" else HEADING.match(source)
        if begins and begins[1] in opened:  # another heading stands inside a section
            current = begins[1]
        if current == milestone:
            section.append((kind, source))
    return tuple(section)


def hashes_of(milestone: Milestone, ledger: Ledger, section: Sequence[tuple[str, str]], commentary: str) -> Hashes:
    """The three hashes of a milestone as it stands.

    Data are the rows and cited values behind its claims and its line in the register; calculation is the code
    of its section with every value, verdict and status that came of it; prose is its markdown and commentary.
    """
    claims = [claim for claim in ledger.claims if claim.milestone == milestone.id]
    verdicts = [verdict.as_record() for verdict in ledger.verdicts if verdict.milestone == milestone.id]
    status = ledger.status(milestone.id)
    rows = [[claim.id, claim.source, [part.as_record() for part in claim.rows]] for claim in claims]
    values = [[claim.id, repr(claim.value), claim.display, claim.method] for claim in claims]
    code = [source for kind, source in section if kind == "code"]
    words = [source for kind, source in section if kind != "code"]
    return Hashes(
        data=_hash([rows, asdict(milestone)]),
        calculation=_hash([code, values, verdicts, status.as_record() if status else None]),
        prose=_hash([words, commentary]),
    )


def _hash(content: object) -> str:
    # Sorted, so that a signature does not depend on the order of fields; a date has no form of its own in JSON.
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def state_of(milestone: str, signatures: Iterable[SignOff], now: Hashes) -> SignOffState:
    """The state of one milestone, its signatures in the order of capacities."""
    own = {signature.capacity: signature for signature in signatures if signature.milestone == milestone}
    signed_as = [
        (own[capacity], tuple(part for part in PARTS if getattr(own[capacity], part) != getattr(now, part)))
        for capacity in CAPACITIES
        if capacity in own
    ]
    return SignOffState(milestone, tuple(signed_as))


def signed(signatures: Iterable[SignOff], fresh: SignOff, plan: Plan) -> tuple[SignOff, ...]:
    """The register with one more signature; it takes the place of an earlier one in the same capacity.

    Raises:
        UnknownMilestone, UnknownCapacity: the milestone or the capacity does not exist.
        SignedTwice: the role has signed in another capacity.
    """
    plan.milestone(fresh.milestone)
    if fresh.capacity not in CAPACITIES:
        raise UnknownCapacity(fresh.capacity)
    register = {(row.milestone, row.capacity): row for row in (*signatures, fresh)}
    for row in register.values():
        same_role = row.role.casefold() == fresh.role.casefold()
        if same_role and row.milestone == fresh.milestone and row.capacity != fresh.capacity:
            raise SignedTwice(fresh.milestone, fresh.role, row.capacity)
    order = [(milestone.id, capacity) for milestone in plan.milestones for capacity in CAPACITIES]
    return tuple(sorted(register.values(), key=lambda row: order.index((row.milestone, row.capacity))))


def refuse_unsigned(states: Iterable[SignOffState]) -> None:
    """Let an edition be published only if every milestone is signed off as it stands.

    Raises:
        Unsigned: some are not; all are listed, each with what is missing or what changed.
    """
    if unsigned := [state for state in states if not state.complete]:
        raise Unsigned(unsigned)
