"""Statements of a force for a period: of which plan, for which forces and periods, as a command names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planbook import Refusal
from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import ANY_FORCE
from planbook.data.values import nearest


@dataclass(frozen=True, order=True)
class Statement:
    """What a plan says of a force in a period."""

    force: str
    period: str

    @property
    def address(self) -> str:
        """Where it stands below the root of the site: ``kent/fy2014-15q3``."""
        return f"{self.force}/{Period.parse(self.period).slug}"


def plan_of_all_forces(places: Places, wanted: str = "") -> str:
    """The id of the plan that is wanted; without one, of the only plan of all forces.

    Raises:
        Refusal: none is wanted, and no plan or more than one is of all forces.
    """
    if wanted:
        return wanted
    plans = [plan for plan in registers.plan_ids(places) if ANY_FORCE in registers.read_plan(places, plan).forces]
    if len(plans) != 1:
        raise Refusal(f"plans of all forces: {', '.join(plans) or 'none'}. Name one with --plan")
    return plans[0]


def parse_periods(text: str, held: Sequence[str]) -> tuple[str, ...]:
    """The periods of a text: none is the latest quarter held, ``FY2019-20Q1..`` every quarter from that one on.

    ``FY2019-20..FY2020-21Q2`` ends with the second, and ``FY2024-25`` is that one period.

    Args:
        text: as the command has it.
        held: the quarters for which data are held, in order.

    Raises:
        BadPeriod: a period is in no known form.
        Refusal: no quarter that is held lies in the span.
    """
    first, dots, last = text.partition("..")
    if not text:
        return (held[-1],)
    if not dots:
        return (Period.parse(first).canonical,)
    start, end = Period.parse(first).start, Period.parse(last or held[-1]).end
    quarters = (Period.parse(quarter) for quarter in held)
    inside = tuple(one.canonical for one in quarters if start <= one.start and one.end <= end)
    if not inside:
        raise Refusal(f"periods {text!r}: no quarter that is held lies between; held: {held[0]} to {held[-1]}")
    return inside


def statements(forces: Sequence[str], periods: Sequence[str], known: Sequence[str]) -> tuple[Statement, ...]:
    """The statements of some forces (none named: all that are known) for periods, in order.

    Raises:
        Refusal: forces are not known; all of these are named.
    """
    if unknown := sorted(set(forces) - set(known)):
        misspelt = "; ".join(f"{name!r} (nearest: {nearest(name, known)})" for name in unknown)
        raise Refusal(f"forces that are not of the plan: {misspelt}; its forces: {', '.join(known)}")
    return tuple(Statement(force, period) for force in sorted(set(forces or known)) for period in periods)
