"""The commands on the project's own files: check, paper, paragraphs, periods, trace."""

from argparse import Namespace

from planbook.cli import AddCommand, period_option
from planbook.data.places import find_places


def add_commands(add: AddCommand) -> None:
    """Add the commands to ``planbook``."""
    add("check", _check, "check every table of data/ and the words of every text")
    add("paper", _paper, "make the board paper of the edition that was last run, PDF and DOCX")
    period_option(add("paragraphs", _paragraphs, "number new paragraphs of the commentary"))
    add("periods", _periods, "list the quarters for which recorded crime is held")
    trace = add("trace", _trace, "show what a figure was made from, and where it is used")
    trace.add_argument("claim", help="id of a claim, such as robbery.change_pct")


def _check(_: Namespace) -> None:
    from planbook.data.table_files import checked_data
    from planbook.paper.paragraph_register import check_numbers
    from planbook.prose.gate import checked_prose

    places = find_places()
    tables = checked_data(places.data)
    check_numbers(places.data)
    print(f"{tables} tables and {checked_prose(places)} texts checked, no problem found")


def _paper(_: Namespace) -> None:
    from dataclasses import replace

    from planbook.editions.wording import states
    from planbook.paper.gather import gathered, make_paper

    places = find_places()
    source = gathered(places)
    draft = not all(state.complete for state in states(places, source.ledger, source.plan))
    for path in make_paper(places, replace(source, draft=draft)):
        print(f"board paper: {path.relative_to(places.root)}")


def _paragraphs(options: Namespace) -> None:
    from planbook.data.periods import Period
    from planbook.data.registers import PLAN_FORCE, commentary_folder
    from planbook.paper.paragraph_register import write_register

    folder = commentary_folder(find_places().data, PLAN_FORCE, Period.parse(options.period).slug)
    changed = write_register(folder)
    for entry in changed:
        print(f"{entry.number}\t{'retired' if entry.retired else entry.opening}")
    print(f"{len(changed)} of the paragraphs changed in the register" if changed else "every paragraph keeps its entry")


def _periods(_: Namespace) -> None:
    from planbook.data.available import available_periods

    print("\n".join(available_periods(find_places())))


def _trace(options: Namespace) -> None:
    from planbook.site.lineage import traced

    print("\n".join(traced(find_places(), options.claim)))
