"""The texts of a file as a mapping names them: one row an observation, nothing understood yet."""

from __future__ import annotations

import re

import pandas as pd

from planbook import Refusal
from planbook.imports.mapping import PARTS, Mapping
from planbook.imports.names import BASE
from planbook.imports.raw import heading_of

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
