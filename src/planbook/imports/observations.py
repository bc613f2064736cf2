"""Texts become observations: period, area, measure and value, every fault told with file, row and column."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from planbook import Refusal
from planbook.data.places import Places
from planbook.data.tables import Fault, Problem, Schema, problem_report
from planbook.imports.mapping import PARTS, Mapping
from planbook.imports.names import BASE, enum_of, period_order, readers, within
from planbook.imports.offences import TOTAL, read_codes, with_noughts
from planbook.imports.raw import heading_of
from planbook.statistics.constants import SUPPRESSED_BASE

KEY = ["period", "area", "measure"]


class CannotImport(ValueError):
    """What is read cannot be used; ``problems`` holds each fault, the message all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problem_report(self.problems).replace("nothing was built", "nothing was imported", 1))


@dataclass
class Findings:
    """What is met while a release is read: faults, and in words what is left out."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, count: float, what: str) -> None:
        """Say how many there are, and of what."""
        self.notes += [f"{count:,.0f} {what}"] if count else []

    def fault(self, row: dict[str, object], column: str, value: str, what: str, remedy: str) -> None:
        """Tell of a fault with its place."""
        self.problems.append(Problem(str(row["file"]), int(str(row["row"])), column, value, what, remedy))

    def settle(self) -> None:
        """Raise what is wrong so far, all at once."""
        if self.problems:
            raise CannotImport(self.problems)


def observations_of(
    places: Places, mapping: Mapping, frames: Iterable[pd.DataFrame], schema: Schema | None, found: Findings
) -> pd.DataFrame:
    """The observations of frames in the order of a table; what was left out stands in the notes of ``found``.

    Raises:
        CannotImport: texts that stand for nothing known, or two values for one observation.
    """
    texts = pd.concat([texts_of(frame, mapping) for frame in frames], ignore_index=True)
    table = _read(places, texts, mapping, schema, found)
    found.settle()
    table = _offences(places, table, found) if mapping.offence_codes else table
    table = _one_each(_within_spans(table, mapping), mapping, found)
    found.settle()
    table = _summed(with_noughts(table, read_codes(places)) if mapping.offence_codes else table, mapping)
    table = _admitted(table, schema, found)
    _check_survey(table, mapping, found)
    found.settle()
    ordered = table.assign(order=table["period"].map(period_order)).sort_values(["area", "measure", "order"])
    return ordered[[*KEY, "value"]].reset_index(drop=True)


def _read(
    places: Places, texts: pd.DataFrame, mapping: Mapping, schema: Schema | None, found: Findings
) -> pd.DataFrame:
    """The observations with ids and numbers in place of texts; each text that stands for none is told once."""
    table = texts
    for part, reader in readers(places, mapping, schema).items():
        known = {text: reader(text) for text in texts[part].unique()}
        for text, fault in known.items():
            if isinstance(fault, Fault):
                hit = texts[texts[part] == text]
                column = hit["heading"].iloc[0] if part == "value" else ", ".join(mapping.headings(part)) or part
                more = f" ({len(hit):,} rows)" if len(hit) > 1 else ""
                found.fault(hit.iloc[0].to_dict(), column, text, f"{fault.what}{more}", fault.remedy)
        table = table.assign(**{part: texts[part].map(known)})
    return table


def _offences(places: Places, table: pd.DataFrame, found: Findings) -> pd.DataFrame:
    """Each row once for every measure that its offence code counts in."""
    codes, used = read_codes(places), list(zip(table["measure"], table["period"], strict=True))
    known = {pair: codes.of(*pair) for pair in set(used)}
    for text, fault in {text: fault for (text, _), fault in known.items() if isinstance(fault, Fault)}.items():
        found.fault(table[table["measure"] == text].iloc[0].to_dict(), "offence code", text, *fault)
    found.settle()
    measures = pd.Series([known[pair] for pair in used], table.index)
    for row in table[measures.map(lambda own: own == (TOTAL,)) & (table["value"] != 0)].to_dict("records"):
        words = f"offence{'' if row['value'] == 1 else 's'} of code {row['measure']}, {row['area']}, {row['period']}"
        found.note(row["value"], f"{words}: out of the dates of the code, counted in the total alone")
    return table.assign(measure=measures).loc[measures.map(len) > 0].explode("measure")


def _within_spans(table: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    if not mapping.spans:
        return table
    spans = {measure: span.partition("..")[::2] for measure, span in mapping.spans.items()}
    pairs = zip(table["period"], table["measure"], strict=True)
    return table.loc[[within(period, *spans.get(measure, ("", ""))) for period, measure in pairs]]


def _one_each(table: pd.DataFrame, mapping: Mapping, found: Findings) -> pd.DataFrame:
    """One row an observation: added up where the mapping says so, else a second one is a fault."""
    if mapping.add_up or mapping.offence_codes:
        sums = table.groupby(KEY, sort=False)["value"].sum()
        return sums.rename("value").reset_index()
    first: dict[tuple[object, ...], object] = {}
    for row in table[table.duplicated(KEY, keep=False)].to_dict("records"):
        key = tuple(row[part] for part in KEY)
        if first.setdefault(key, row["row"]) != row["row"]:
            remedy = f"Keep this row or row {first[key]}, or write add_up = true if they are parts of one figure"
            words = f"a second row for the same {', '.join(KEY)}"
            found.fault(
                {str(name): cell for name, cell in row.items()}, "period", ", ".join(map(str, key)), words, remedy
            )
    return table


def _summed(table: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """The observations with those that the mapping makes as sums of others."""
    made = [table]
    for measure, parts in mapping.sums.items():
        made.append(
            table[table["measure"].isin(parts)].assign(measure=measure).groupby(KEY, as_index=False)[["value"]].sum()
        )
    return pd.concat(made, ignore_index=True)


def _admitted(table: pd.DataFrame, schema: Schema | None, found: Findings) -> pd.DataFrame:
    """The observations of areas and measures that the table holds."""
    for part in ("measure", "area"):
        if admitted := enum_of(schema, part):
            others = sorted(set(table[part]) - set(admitted))
            found.note(len(others), f"{part}s are not in this table: {', '.join(others)}")
            table = table[table[part].isin(admitted)]
    return table


def _check_survey(table: pd.DataFrame, mapping: Mapping, found: Findings) -> None:
    """Each answer has its base, and lies within it; a small base is told."""
    if not mapping.survey:
        return
    values = {tuple(row[part] for part in KEY): row["value"] for row in table.to_dict("records")}
    for (period, area, measure), value in values.items():
        base = values.get((period, area, f"{measure}{BASE}"), 0.0)
        most = base if mapping.survey.answers == "counts" else 100.0
        wave = f"{measure}, {area}, {period}"
        if measure.endswith(BASE):
            found.note(value < SUPPRESSED_BASE, f"wave of fewer than {SUPPRESSED_BASE} asked: {wave}")
        elif base <= 0 or not 0 <= value <= most:
            what = f"{value:g} of {base:g} asked" if most == base else f"{value:g} per cent of {base:g} asked"
            remedy = "Look the figures up, and say as answers in [survey] whether they are counts or per cent"
            found.problems.append(Problem(wave, None, None, "", what, remedy))


HEADING, CELL = "\0heading", "\0cell"


def texts_of(frame: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """The texts of a frame in columns period, area, measure and value, with file, row and heading of the value."""
    table = frame
    for wanted, accepted in mapping.where.items():
        table = table[table[heading_of(wanted, table.columns)].isin(accepted)]
    if mapping.unpivot:
        pattern = re.compile(mapping.unpivot.match)
        cells = [name for name in table.columns if pattern.fullmatch(name)]
        others = [name for name in table.columns if name not in cells]
        table = table.melt(others, cells, var_name=HEADING, value_name=CELL, ignore_index=False)
    parts = {part: _part(table, part, mapping) for part in PARTS}
    heading = table[HEADING] if mapping.unpivot else heading_of("".join(mapping.headings("value")), table.columns)
    texts = pd.DataFrame(parts, table.index).assign(heading=heading, file=frame.attrs["file"], row=table.index)
    texts = _renamed(texts, mapping)
    if mapping.survey:
        base = heading_of(mapping.survey.base, table.columns)
        texts = pd.concat([texts, texts.assign(value=table[base], heading=base, measure=texts["measure"] + BASE)])
    return texts.reset_index(drop=True)


def _part(table: pd.DataFrame, part: str, mapping: Mapping) -> pd.Series:
    """One part of each observation: from columns, from the headings, or the same for all."""
    if mapping.unpivot and part == "value":
        return table[CELL]
    if mapping.unpivot and part == mapping.unpivot.names:
        pattern = re.compile(mapping.unpivot.match)
        return table[HEADING].str.replace(pattern, r"\1" if pattern.groups else r"\g<0>", regex=True)
    if names := [heading_of(name, table.columns) for name in mapping.headings(part)]:
        return table[names[0]].str.cat(table[names[1:]], sep=" ") if names[1:] else table[names[0]]
    if part in mapping.constants:
        return pd.Series(mapping.constants[part], table.index, dtype=str)
    raise Refusal(f"the mapping does not say what the {part} is. Name its column in [columns], or write one for all "
                  "rows in [constants]")  # fmt: skip


def _renamed(texts: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """The texts without those left out, and with ``meanings`` in place of what they stand for; two make two rows."""
    table = texts
    for part in PARTS:
        table = table[~table[part].isin(mapping.leave_out.get(part, []))]
    for part, names in mapping.meanings.items():
        table = table.assign(**{part: [names.get(text, text) for text in table[part]]}).explode(part)
    return table
