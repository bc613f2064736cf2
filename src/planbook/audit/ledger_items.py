"""The things in a ledger: each claim's value, display and the rest; verdicts, statuses, rows of charts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planbook.audit.thing import Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ledger_items"]


def ledger_items(record: Mapping[str, Any]) -> Iterator[Item]:
    """Everything in a ledger, named as its readers know it."""
    for claim in record["claims"]:
        yield from _claim(claim)
    for status in record["milestones"]:
        yield from _fields("verdict", f"status of {status['milestone']}", status)
    for verdict in record["verdicts"]:
        yield from _fields("verdict", f"{verdict.get('verdict')} of {verdict.get('measure')}", verdict)
    for chart in record["charts"]:
        yield from _chart(chart)
    known = {"claims", "milestones", "verdicts", "charts"}
    for name, value in record.items():
        if name not in known:
            yield from _fields("value", name, value if isinstance(value, dict) else {"": value})


def _claim(claim: Mapping[str, Any]) -> Iterator[Item]:
    """The value first, with its tolerance; then every other field as one thing each."""
    name = str(claim["id"])
    yield Item("claim", f"{name}, value", _text(claim["value"]), claim=name)
    yield from _fields("detail", name, {key: value for key, value in claim.items() if key != "value"})


def _chart(chart: Mapping[str, Any]) -> Iterator[Item]:
    name = f"chart {chart['id']}"
    yield from _fields("chart", name, {key: value for key, value in chart.items() if key != "rows"})
    for row in chart["rows"]:
        yield Item("chart", f"{name}, row {row[0] if row else '?'}", _text(row))


def _fields(kind: str, name: str, record: Mapping[str, Any]) -> Iterator[Item]:
    for field, value in record.items():
        yield Item(kind, f"{name}, {field}" if field else name, _text(value))


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
