"""The instructions in a bundle: ten lines from an unpacked folder to the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planbook.editions.citing import Citation

__all__ = ["instructions"]


def instructions(citation: Citation, since: str) -> str:
    """The bundle's README. ``since`` is the folder of the edition that the pages compare with, or ``none``."""
    edition = citation.edition
    known = f" --as-at {edition.as_at}" if edition.as_at else ""
    run = f"planbook.cli book --period {edition.period} --force {edition.force}{known} --since {since}"
    return f"""# {citation.title}

{citation.text}

The folder `site` holds the pages as published, `site/ledger.json` every claim, `site/as_run` the notebooks as run. All else is what they were made from. To make them again, in this folder:

1. Check the files: `sha256sum --check --quiet checksums.txt`
2. Make an environment, once; this alone needs a network: `python3 -m venv .venv`
3. Install the locked packages: `.venv/bin/python -m pip install --require-hashes -r requirements.lock`
4. Use the library of this bundle: `export PYTHONPATH=src PLANBOOK_ROOT="$PWD"`
5. Python 3.11 to 3.13 will do; another release of it or of a processor may give other last digits, and the comparison below will say so.
6. Run the notebooks and build the site, without a network: `.venv/bin/python -m {run}`
7. Compare the ledgers: `cmp site/ledger.json _build/html/ledger.json`
8. Compare everything: `diff -r site _build/html`; or let `.venv/bin/python -m planbook.cli audit .` do 6 to 8, name each difference and write a certificate. `Containerfile` does it in a container.
9. One figure: look for its name, such as `robbery.change_pct`, in `site/ledger.json`, then open its notebook in `site/as_run`.
10. What each file is, with its hash and how it was made: `ro-crate-metadata.json` (RO-Crate 1.1, PROV).
"""
