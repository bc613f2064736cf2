"""The pages of the site of all forces, in the frame of the publication's own theme, from records alone.

No Sphinx is started: the templates of the theme are read as files.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

import planbook
from planbook.charts.labels import MISSING, number, percent
from planbook.claims.claims import Claim
from planbook.claims.ledger import Ledger, VerdictRecord
from planbook.data.periods import Period
from planbook.forces.force_years import RATES, ForceYear, MeasureRecord, absent_measures, measure_records
from planbook.site.theme import POLICY, Entry, Heading, Part

INDEX = "index"
TOTAL = "total_recorded_crime"
CALCULATION = "calculation"  # the id of the notebook's cell that works the figures out
LIBRARY = Path(planbook.__file__).parent
TEMPLATES = [LIBRARY / folder for folder in ("forces/templates", "site/templates", "site/theme")]


@dataclass(frozen=True)
class Frame:
    """What the frames of all pages share: the title of the publication, and the forces and years of the site."""

    title: str
    forces: tuple[tuple[str, str], ...]
    years: tuple[str, ...]

    def menu(self, force: str) -> tuple[Part, ...]:
        """All forces; and the years of one, where a page is of one."""
        parts = [Part("", (Entry(INDEX, "All forces and years"),))]
        if force:
            years = (
                Entry(f"{force}/{Period.parse(year).slug}/{INDEX}", Period.parse(year).label) for year in self.years
            )
            parts.append(Part(dict(self.forces)[force], (Entry(f"{force}/{INDEX}", "All years"), *years)))
        return tuple(parts)


@dataclass(frozen=True)
class YearRow:
    """A year of a force on the pages that lead to it: counts and changes in per cent, by measure."""

    period: str
    counts: Mapping[str, float]
    changes: Mapping[str, float]


def year_row(ledger: bytes) -> YearRow:
    """What the file of a ledger says of its edition."""
    record = json.loads(ledger)
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for claim in record["claims"]:
        measure, _, statistic = claim["id"].partition(".")
        if claim["value"] is not None:
            values[statistic][measure] = claim["value"]
    return YearRow(record["edition"]["period"], values["count"], values["change_pct"])


def index_page(frame: Frame, changes: Mapping[str, Mapping[str, float]]) -> str:
    """One row a force, one column a year: the change in total recorded crime by force and period.

    A period that is not there has no page; NaN is a change that is not available.
    """
    return _page(frame, "index.html", INDEX, "All forces and years", changes=changes)


def force_page(frame: Frame, force: str, rows: Sequence[YearRow], labels: Mapping[str, str]) -> str:
    """The years of a force: the count of every measure that any year has, by the measures' ``labels``."""
    name = dict(frame.forces)[force]
    present = {measure: label for measure, label in labels.items() if any(measure in row.counts for row in rows)}
    values = {"force_name": name, "rows": rows, "labels": present, "nan": math.nan}
    return _page(frame, "force.html", f"{force}/{INDEX}", f"{name}: all years", force=force, **values)


@dataclass(frozen=True)
class MeasureView:
    """A measure on the page of a force and year: its record, its claims by statistic, its verdicts."""

    record: MeasureRecord
    claims: Mapping[str, Claim]
    verdicts: tuple[VerdictRecord, ...]

    def value(self, statistic: str) -> float:
        """The value of a claim; NaN where it is absent."""
        value = self.claims[statistic].value
        return math.nan if value is None else value

    @property
    def range(self) -> str:
        """The interval of the change."""
        low, high = percent(self.value("change_low")), percent(self.value("change_high"))
        # One end alone would read as a figure.
        return MISSING if MISSING in {low, high} else f"{low} to {high}"

    @property
    def level(self) -> str:
        """The word of the control chart."""
        return next((one.word for one in self.verdicts if one.kind == "level"), MISSING)

    @property
    def place(self) -> str:
        """The place by rate."""
        claim = self.claims["force_rank"]
        return f"{claim.number} {claim.unit.partition(' forces')[0]}" if claim.number else MISSING

    @property
    def plainly(self) -> str:
        """The interval of the change and the direction of good, in plain words."""
        direction = f"{self.record.direction}." if self.record.direction else ""
        return " ".join(text for text in (self.record.interval, direction) if text)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why figures other than rates are absent, each reason once."""
        absent = (claim.reason for name, claim in self.claims.items() if claim.reason and name not in RATES)
        return tuple(dict.fromkeys(absent))


def edition_page(frame: Frame, force_year: ForceYear, ledger: Ledger, notebook: Mapping[str, Any]) -> str:
    """The page of one force and year, from its ledger and the records of its executed notebook."""
    edition, measures = ledger.edition, []
    for record in measure_records(notebook):
        claims = {claim.statistic: claim for claim in ledger.claims if claim.measure == record.measure}
        verdicts = tuple(one for one in ledger.verdicts if one.measure == record.measure)
        measures.append(MeasureView(record, claims, verdicts))
    no_rates = dict.fromkeys(measure.claims["rate"].reason for measure in measures)
    # The page shows the code that ran, not the notebook on disk: they part when somebody edits it.
    code = next(cell["source"] for cell in notebook["cells"] if cell["id"] == CALCULATION)
    headings = [Heading(f"#{measure.record.anchor}", measure.record.label) for measure in measures]
    place = frame.years.index(force_year.period)
    return _page(
        frame,
        "edition.html",
        f"{force_year.address}/{INDEX}",
        f"{edition.force_name}, {edition.label}",
        force=force_year.force,
        planbook_contents=(*headings, Heading("#behind", "Behind this page")),
        planbook_wide=False,
        prev=_neighbour(frame.years[place - 1 : place]) if place else None,
        next=_neighbour(frame.years[place + 1 : place + 2]),
        edition=edition,
        measures=measures,
        rated="" in no_rates,
        no_rates=[reason for reason in no_rates if reason],
        quarters=_quarters(measures),
        absent=absent_measures(notebook),
        calculation=code if isinstance(code, str) else "".join(code),
    )


def _quarters(measures: Sequence[MeasureView]) -> list[tuple[str, list[float]]]:
    """Each quarter that any measure has: its label, and the count of each measure or NaN."""
    labels = {one.period: one.label for measure in measures for one in measure.record.quarters}
    counts = [{one.period: one.count for one in measure.record.quarters} for measure in measures]
    return [(labels[period], [column.get(period, math.nan) for column in counts]) for period in sorted(labels)]


def _neighbour(years: Sequence[str]) -> dict[str, str] | None:
    """The page before or after, which is of the first of ``years``."""
    year = Period.parse(years[0]) if years else None
    return {"title": year.label, "link": f"../{year.slug}/index.html"} if year else None


def _page(frame: Frame, template: str, name: str, title: str, *, force: str = "", **values: Any) -> str:  # noqa: ANN401 - a template takes anything
    """The whole page ``name`` as HTML, in the frame of the theme."""
    up = "../" * name.count("/")

    # The functions and names that Sphinx gives to the templates of a theme.
    def pathto(page: str, resource: int = 0) -> str:
        return f"{up}{page}" if resource else f"{up}{page}.html"

    def css_tag(sheet: str) -> Markup:
        return Markup('<link rel="stylesheet" href="{}">').format(f"{up}{sheet}")

    common = {
        "pathto": pathto,
        "css_tag": css_tag,
        "content_root": up or "./",
        "favicon_url": f"{up}_static/favicon.svg",
        "title": title,
        "docstitle": frame.title,
        "project_title": frame.title,
        "pagename": name,
        "planbook_menu": frame.menu(force),
        "planbook_wide": True,
        "frame": frame,
        "years": {period: Period.parse(period).label for period in frame.years},
    }
    return _templates().get_template(template).render(common | values)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    environment.filters |= {
        "number": number,
        "percent": percent,
        "slug": lambda period: Period.parse(period).slug,
        "first_capital": lambda text: text[:1].upper() + text[1:],
    }
    environment.globals |= {
        "language": "en-GB",
        "metatags": "",
        "css_files": ["_static/planbook.css"],
        "script_files": [],
        "root_doc": INDEX,
        "planbook_policy": POLICY,
        "planbook_contents": (),
        "planbook_footer": (),
        "planbook_mark": "_static/wordmark-light.svg",
        "prev": None,
        "next": None,
    }
    return environment
