"""The commands on editions: sign, deliver, signoff, publish, bundle, diff; audit, of any; all, of all forces."""

import json
import signal
import sys
import textwrap
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planbook import Refusal
from planbook.cli import BY_DEFAULT, INTERRUPTED, AddCommand, force_option, notebook_options, with_defaults
from planbook.data.places import find_places
from planbook.data.values import counted

if TYPE_CHECKING:
    from planbook.claims.ledger import Edition
    from planbook.editions.differences import Difference, Differences
    from planbook.publish.publishing import PublishRequest

WIDTH = 100
"""Characters of a line in the terminal; a longer change is told on lines of its own."""


def add_commands(add: AddCommand) -> None:
    """Add the commands to ``planbook``."""
    _add_signing(add)
    add("signoff", _signoff, "show which milestones are signed off, and what changed since")
    _publication_options(add("publish", _publish, "publish the built site as an edition that never changes"))
    _publication_options(add("bundle", _bundle, "write the built edition and all that it was made from as one zip"))
    diff = add("diff", _diff, "what changed between two editions or two revisions of one")
    diff.add_argument("before", help="a ledger.json, a site, a bundle, or a published edition such as fy2013-14")
    diff.add_argument("after", help="the later one, named in the same ways")
    diff.add_argument("--json", action="store_true", help="as JSON")
    diff.add_argument("--in", dest="library", type=Path, help="folder of the library (default _build/published)")
    force_option(diff, " of published editions")
    audit = add("audit", _audit, "rebuild a published edition from its evidence and compare everything")
    audit.set_defaults(stopped="the audit was stopped; nothing of it is kept")
    audit.add_argument("site", type=Path, help="a bundle, a published edition, a site or a library, folder or zip")
    audit.add_argument("--evidence", type=Path, help="the bundle, where a site does not hold it")
    words = "install the packages of the edition's lock into an environment of its own (needs a network)"
    audit.add_argument("--new-environment", action="store_true", help=words)
    words = "folder for audit.json and the certificate (default _build/audit)"
    audit.add_argument("--to", type=Path, default=Path("_build") / "audit", help=words)
    _add_all(add)


def _add_signing(add: AddCommand) -> None:
    sign = add("sign", _sign, "sign a milestone, an outcome or all of an edition off as it stands")
    what = sign.add_mutually_exclusive_group(required=True)
    what.add_argument("milestone", nargs="?", help="id of a milestone or part, such as M5.1")
    what.add_argument("--outcome", default="", help="sign every milestone of this outcome, such as O5")
    what.add_argument("--all", action="store_true", help="sign every milestone of the edition")
    words = "author, checker or approver; can be given several times, each with its --role"
    sign.add_argument("--as", dest="capacity", required=True, action="append", metavar="CAPACITY", help=words)
    sign.add_argument("--role", required=True, action="append", help="the role that signs, never a person's name")
    sign.add_argument("--date", required=True, type=_day, help="the day of signing, such as 2015-06-30")
    deliver = add("deliver", _deliver, "write in the plan that a promise was delivered, with its evidence")
    deliver.add_argument("milestone", help="id of a milestone or part, such as M5.1")
    deliver.add_argument("--on", required=True, type=_day, help="the day of delivery, such as 2015-06-30")
    deliver.add_argument("--evidence", required=True, help="where anyone can see that it was delivered")
    deliver.add_argument("--plan", default="", help=f"id of the plan, a folder of data/plans {BY_DEFAULT}")


def _add_all(add: AddCommand) -> None:
    forces = add("all", _all, "make the statements of all forces on a plan of them all as one site, in _build/all")
    forces.set_defaults(stopped="interrupted; what was made is kept, and the same command goes on from there")
    forces.add_argument("--forces", nargs="+", default=[], metavar="FORCE", help="ids of forces (default: all 43)")
    forces.add_argument("--plan", default="", help="id of the plan (default: the only plan of all forces)")
    words = "a period, or quarters as FY2019-20Q1.. or first..last (default: the latest quarter held)"
    forces.add_argument("--period", default="", help=words)
    forces.add_argument("--scheduler", default="", help="run on the Dask cluster at this address, tcp://host:port")
    notebook_options(forces, " here")


def _publication_options(parser: ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="folder of the library (default _build/published)")
    parser.add_argument("--date", default="", help="day of publication, such as 2015-06-30")
    parser.add_argument("--reason", default="", help="why a published edition is corrected")
    parser.add_argument("--base-url", default="", help="where the library is served (default: as in _config.yml)")
    parser.add_argument("--draft", action="store_true", help="as a draft, marked as one: not all of it is signed off")


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _sign(options: Namespace) -> int:
    from planbook.editions.wording import sign, sign_many

    if len(options.capacity) != len(options.role) or len(set(options.capacity)) != len(options.capacity):
        raise ValueError("give each capacity once, and one --role for each --as, in the same order")
    roles = dict(zip(options.capacity, options.role, strict=True))
    if options.milestone:
        for capacity, role in roles.items():
            signature = sign(find_places(), options.milestone, capacity, role, options.date)
            print(f"{signature.milestone}: signed off as {capacity} by {role}, {signature.signed_on}")
        return 0
    given, faults = sign_many(find_places(), options.outcome, roles, options.date)
    for capacity, role in roles.items():
        count = sum(signature.capacity == capacity for signature in given)
        print(f"{counted(count, 'milestone')} signed off as {capacity} by {role}, {options.date}")
    if faults:
        print(f"{len(faults)} could not be signed:", *(f"  {fault}" for fault in faults), sep="\n")
    return 1 if faults else 0


def _deliver(options: Namespace) -> None:
    from planbook.data.registers import read_plan
    from planbook.data.row_edits import set_cells

    places, plan = find_places(), with_defaults(options).plan
    path, promise = places.plan(plan) / "milestones.csv", read_plan(places, plan).milestone(options.milestone)
    if promise.target_kind != "delivered":
        remedy = "Write dated_deliverable as its kind, delivered as its target_kind, and the day in due"
        raise Refusal(f"{path.name}, {promise.id}: no delivery is promised. {remedy}")
    set_cells(path, options.milestone, {"delivered_on": options.on, "delivered_evidence": options.evidence})
    print(f"{options.milestone}: delivered on {options.on}, written in {path.relative_to(places.root).as_posix()}")


def _signoff(_: Namespace) -> None:
    from planbook.editions.wording import edition_states

    states = edition_states(find_places())
    print("\n".join(f"{state.milestone:6} {state.words}" for state in states))
    print(f"{sum(state.complete for state in states)} of {len(states)} signed off as they stand")


def _publish_request(options: Namespace) -> "PublishRequest":
    from planbook.publish.publishing import PublishRequest

    library = options.to or find_places().library
    return PublishRequest(library, options.date, options.reason, options.base_url, options.draft)


def _publish(options: Namespace) -> None:
    from planbook.publish.library_pages import left_out
    from planbook.publish.publishing import publish

    result = publish(find_places(), _publish_request(options))
    fresh = "published as a draft" if result.published.draft else "published"
    outcome = "was published already, nothing changed" if result.stood_already else fresh
    print(f"{result.published.address}: {outcome}")
    if missing := left_out(result.publication):
        print(missing)


def _bundle(options: Namespace) -> None:
    from planbook.publish.publishing import bundle_site

    places = find_places()
    print(f"bundle: {bundle_site(places, _publish_request(options)).relative_to(places.root)}")


def _diff(options: Namespace) -> None:
    from planbook.editions.differences import differences
    from planbook.editions.library_files import named_edition

    # A path stands for itself; any other name is looked up in the library, where it may be of several forces.
    library, force = options.library or find_places().library, with_defaults(options).force
    before, after = (named_edition(name, library, force) for name in (options.before, options.after))
    changes = differences(before, after)
    print(json.dumps(changes.as_record(), indent=1, ensure_ascii=False) if options.json else _text(changes))


def _text(changes: "Differences") -> str:
    """The comparison for a terminal: sentences, then each change on a line of its own."""
    from planbook.editions.differences import KINDS

    lines = [f"{_label(changes.before)} to {_label(changes.after)}, {changes.after.force_name}", *changes.sentences]
    lines += [changes.caution] if changes.caution else []
    for kind in KINDS.values():
        if of_kind := changes.of(kind.id):
            lines += ["", f"{kind.heading}:", *(line for one in of_kind for line in _change_lines(one))]
    return "\n".join(lines)


def _label(edition: "Edition") -> str:
    return f"{edition.label} (as known at {edition.as_at})" if edition.as_at else edition.label


def _change_lines(one: "Difference") -> Iterator[str]:
    """A change on one line where it fits, else before and after below what it is about, wrapped."""
    before, after = one.before or "none", one.after or "none"
    short = f"  {one.label}: {before} -> {after}"
    if len(short) <= WIDTH:
        yield short
        return
    for start, text in (("  ", one.label), ("    before: ", before), ("    now:    ", after)):
        yield from textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _audit(options: Namespace) -> int:
    """Print the tables, write the certificates; 1 on any difference or fault of the evidence."""
    from planbook.audit.report import audit_table, remove_certificate, write_certificate
    from planbook.audit.run import audits_at

    remove_certificate(options.to)
    # A rebuild that is told to end removes its folders, like one that Ctrl+C stops.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(INTERRUPTED))
    passed = True
    for address, result in audits_at(options.site, options.evidence, fresh=options.new_environment):
        folder = options.to / address
        write_certificate(folder, result.audit, result.rebuilt)
        print(audit_table(result.audit))
        if result.rebuild_seconds:
            print(f"rebuilt in {result.rebuild_seconds:.0f} seconds, compared in {result.comparison_seconds:.0f}")
        print(f"certificate: {folder / 'index.html'}\n")
        passed = passed and result.audit.passed
    return 0 if passed else 1


def _all(options: Namespace) -> None:
    from planbook.forces.build_all import AllRequest, build_all

    places, words = find_places(), (options.plan, tuple(options.forces), options.period, options.scheduler)
    index = build_all(places, AllRequest(*words, options.workers, options.fresh), sys.stderr)
    print(f"site: {index.relative_to(places.root)}")
