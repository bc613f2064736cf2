"""The commands on editions: publish, bundle, diff. Heavy imports wait until a command needs them."""

from __future__ import annotations

import argparse
import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planbook.claims.ledger import Edition
    from planbook.editions.differences import Difference, Differences

__all__ = ["add", "since_option"]

WIDTH = 100
"""Characters of a line in the terminal, beyond which a change is told on lines of its own."""

Commands = argparse._SubParsersAction  # noqa: SLF001 - the class has no public name


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands to the parser of ``planbook``."""
    publish = commands.add_parser("publish", help="publish the built site as an edition that never changes")
    _publication_options(publish)
    _draft_option(publish)
    publish.set_defaults(command=_publish)
    bundle = commands.add_parser("bundle", help="write the built edition and all that it was made from as one zip")
    _publication_options(bundle)
    _draft_option(bundle)
    bundle.set_defaults(command=_bundle)
    diff = commands.add_parser("diff", help="what changed between two editions or two revisions of one")
    diff.add_argument("before", help="a ledger.json, a site, a bundle, or a published edition such as fy2013-14")
    diff.add_argument("after", help="the later one, named in the same ways")
    diff.add_argument("--json", action="store_true", help="as JSON")
    diff.add_argument("--in", dest="library", type=Path, help="folder of the library (default _build/published)")
    diff.add_argument("--force", default="west_midlands", help="id of the force of published editions")
    diff.set_defaults(command=_diff)


def since_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the edition with which the pages compare themselves."""
    parser.add_argument(
        "--since",
        default="",
        metavar="EDITION",
        help="the edition to say what changed since: a path or a published edition (default: the one before; or none)",
    )


def _publication_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="folder of the library (default _build/published)")
    parser.add_argument("--date", default="", help="day of publication, such as 2015-06-30")
    parser.add_argument("--reason", default="", help="why a published edition is corrected")
    parser.add_argument("--base-url", default="", help="where the library is served (default: as in _config.yml)")


def _draft_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--draft", action="store_true", help="as a draft, marked as one: not all of it is signed off")


def _publish(options: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.publish.library_pages import left_out
    from planbook.publish.publishing import PublishRequest, publish

    places = find_places()
    library = options.to or places.library
    made = publish(places, PublishRequest(library, options.date, options.reason, options.base_url, options.draft))
    fresh = "published as a draft" if made.published.draft else "published"
    done = "was published already, nothing changed" if made.stood_already else fresh
    print(f"{made.published.address}: {done}")
    if missing := left_out(made.publication):
        print(missing)
    return 0


def _bundle(options: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.publish.publishing import PublishRequest, bundle_site

    places = find_places()
    library = options.to or places.library
    target = bundle_site(places, PublishRequest(library, options.date, options.reason, options.base_url, options.draft))
    print(f"bundle: {target.relative_to(places.root)}")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from planbook.editions.comparison import differences
    from planbook.editions.library_files import named_edition

    library = options.library or _library()
    before, after = (named_edition(named, library, options.force) for named in (options.before, options.after))
    found = differences(before, after)
    print(json.dumps(found.as_record(), indent=1, ensure_ascii=False) if options.json else _told(found))
    return 0


def _library() -> Path:
    from planbook.data.places import find_places

    return find_places().library


def _told(found: Differences) -> str:
    """The comparison for a terminal: sentences, then each change on a line of its own."""
    from planbook.editions.differences import KINDS

    lines = [f"{_edition(found.before)} to {_edition(found.after)}, {found.after.force_name}", *found.sentences]
    lines += [found.caution] if found.caution else []
    for kind in KINDS.values():
        if changes := found.of(kind.id):
            lines += ["", f"{kind.heading}:"]
            lines += [line for one in changes for line in _change(one)]
    return "\n".join(lines)


def _edition(edition: Edition) -> str:
    return f"{edition.label} (as known at {edition.as_at})" if edition.as_at else edition.label


def _change(one: Difference) -> list[str]:
    """A change on one line where it fits, else before and after below what it is about, wrapped."""
    before, after = one.before or "none", one.after or "none"
    short = f"  {one.label}: {before} -> {after}"
    if len(short) <= WIDTH:
        return [short]
    return [
        line
        for head, text in (("  ", one.label), ("    before: ", before), ("    now:    ", after))
        for line in textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
    ]
