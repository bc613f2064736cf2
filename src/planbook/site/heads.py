"""What the head of a page tells other sites: title and sentence for previews, and the edition as a schema.org Dataset.

Addresses are added when the edition is published, for until then it has none.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any, cast

from planbook.core.citing import LICENCE_OF_DATA
from planbook.core.periods import Period
from planbook.site.evidence import citation_of, described
from planbook.site.face import name_of

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

    from planbook.site.source import Source

__all__ = ["DATASET", "dataset", "describe_page", "script_safe"]

DATASET = "pb-dataset"
"""Id of the block of structured data; publishing adds the address and the day to it."""
MARKUP = re.compile(r"<[^>]+>")


def describe_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Title and description for previews on every page; the dataset on the front page."""
    del templatename, doctree
    source = cast("Source", app.planbook)  # type: ignore[attr-defined]
    edition = source.ledger.edition
    title = unescape(MARKUP.sub("", str(context.get("title") or ""))).strip()
    name = f"{title} · {edition.force_name}, {edition.label}" if title else citation_of(source).title
    told = (("og:type", "article"), ("og:site_name", name_of(app.config)), ("og:title", name))
    sentence = escape(described(source), quote=True)
    tags = [f'<meta property="{key}" content="{escape(value, quote=True)}">' for key, value in told]
    tags += [
        f'<meta property="og:description" content="{sentence}">',
        f'<meta name="description" content="{sentence}">',
    ]
    if pagename == app.config.root_doc:
        block = script_safe(json.dumps(dataset(source), ensure_ascii=False, indent=1))
        tags.append(f'<script type="application/ld+json" id="{DATASET}">{block}</script>')
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags])


def script_safe(text: str) -> str:
    """JSON that cannot end the element that it stands in."""
    return text.replace("<", "\\u003c")


def dataset(source: Source) -> dict[str, Any]:
    """The edition as a schema.org Dataset; addresses are relative to the root of the site."""
    edition, citation = source.ledger.edition, citation_of(source)
    period = Period.parse(edition.period)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": citation.title,
        "description": described(source),
        "creator": {"@type": "Organization", "name": citation.publication.publisher},
        "license": LICENCE_OF_DATA,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "temporalCoverage": f"{period.start.isoformat()}/{period.end.isoformat()}",
        "spatialCoverage": {"@type": "Place", "name": f"{edition.force_name} police force area"},
        "variableMeasured": [definition.label for definition in source.measures.all if definition.has_series],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": "ledger.json"},
        ],
    }
