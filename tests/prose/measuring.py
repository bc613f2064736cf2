"""The gate measured on labelled sentences: what it misses and what it stops without cause."""

import csv
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.claims.claims import Claim
from planbook.prose.findings import RULES, Context, Licence
from planbook.prose.rules import inspect, terms_of_glossary

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LICENSED = (
    "stable",
    "stable since",
    "process average",
    "significant reduction on last year",
    "significant reduction",
    "significant decrease",
    "lower than last year",
    "reduced but stable",
    "reduced",
    "lowest on record",
    "lowest",
)
"""Words that the verdicts on robbery permitted in 2014/15."""


def claim(name: str, value: float, number: str, unit: str) -> Claim:
    """A claim on robbery."""
    return Claim(name, name, value, number, unit, "FY2014-15", "O5", "M5.4b", "", (), "computed", "")


CLAIMS = (
    claim("robbery.change_pct", -9.02661, "−9.0", "per cent"),
    claim("robbery.count", 4888, "4,888", "offences"),
    claim("robbery.baseline", 5373, "5,373", "offences"),
    claim("robbery.gap_points", -4.02661, "−4.0", "percentage points"),
    claim("robbery.published_target_pct", -5, "−5", "per cent"),
    claim("satisfaction_crime.level", 82.7, "82.7", "per cent"),
)


def contexts() -> dict[str, Context]:
    """A milestone with verdicts and charts, one without either, and an explaining page."""
    with (ROOT / "data" / "glossary.csv").open(encoding="utf-8", newline="") as lines:
        terms = terms_of_glossary(row["term"] for row in csv.DictReader(lines))
    bare = Context(milestone="M1.1", claims=CLAIMS, licences=(), terms=terms, charts=0)
    licence = Licence(("robbery", "Robbery"), LICENSED)
    licensed = replace(bare, milestone="M5.4b", licences=(licence,), charts=4)
    return {"bare": bare, "licensed": licensed, "page": Context("page", claims=CLAIMS, terms=terms)}


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence: the kind it was written for, and every fault that it holds, as ``rule=text``."""

    kind: str
    context: str
    text: str
    expected: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figures:
    """Of one rule: labels, labels missed, sentences without such a label, and those of them that were stopped."""

    labels: int
    missed: tuple[str, ...]
    free: int
    stopped: tuple[str, ...]

    @property
    def misses(self) -> float:
        """Share of labels missed."""
        return len(self.missed) / self.labels if self.labels else 0.0

    @property
    def false_alarms(self) -> float:
        """Share of the sentences free of such a fault that were stopped for one."""
        return len(self.stopped) / self.free if self.free else 0.0


def sentences(file: str) -> tuple[Sentence, ...]:
    """The sentences of a corpus."""
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return tuple(_sentence(row) for row in csv.DictReader(lines))


def _sentence(row: dict[str, str]) -> Sentence:
    labels = tuple(tuple(label.split("=", 1)) for label in row["expected"].split("; ") if label)
    return Sentence(row["kind"], row["context"], row["text"], labels)  # type: ignore[arg-type]


def measured(corpus: tuple[Sentence, ...]) -> dict[str, Figures]:
    """Figures of every rule over a corpus; a fault meets a label of its rule where one text holds the other."""
    labels, free = Counter[str](), Counter[str]()
    missed: dict[str, list[str]] = {rule: [] for rule in RULES}
    stopped: dict[str, list[str]] = {rule: [] for rule in RULES}
    surroundings = contexts()
    for sentence in corpus:
        faults = [(fault.rule, fault.text) for fault in inspect("x.md", sentence.text, surroundings[sentence.context])]
        for rule in RULES:
            wanted = [text for name, text in sentence.expected if name == rule]
            stops = [text for name, text in faults if name == rule]
            labels[rule] += len(wanted)
            missed[rule] += [
                f"{text}: {sentence.text}" for text in wanted if not any(_same(text, one) for one in stops)
            ]
            free[rule] += not wanted
            extra = [one for one in stops if not any(_same(text, one) for text in wanted)]
            stopped[rule] += [f"{', '.join(extra)}: {sentence.text}"] if extra else []
    return {rule: Figures(labels[rule], tuple(missed[rule]), free[rule], tuple(stopped[rule])) for rule in RULES}


def _same(one: str, other: str) -> bool:
    return one.lower() in other.lower() or other.lower() in one.lower()
