"""How often the rules agree with people who judged measures by hand.

Judged measures come in two forms: `bindings.json` beside a folder `gold` (objects with seed, section and number),
or pairs `NAME.json` and `NAME.bindings.json`. The first is compared by section and number, the second in the
order of the document.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orientir.engines.reading.kinds import read_kinds
from orientir.engines.reading.kinds.rules import Rules

FIELDS = tuple(
    "fulfilment fulfilment_or_also fulfilment_among_candidates result_form event_type fan_out level_of_execution"
    " audience grades categories indicator_among_candidates".split()
)


@dataclass(frozen=True)
class Mistake:
    """One field of one measure that the rules see otherwise than the judge."""

    document: str
    number: str
    field: str
    judged: Any
    read: Any
    title: str


@dataclass(frozen=True)
class KindsFigures:
    """Right and judged measures for each of FIELDS, a line for each document, all mistakes, milliseconds a measure."""

    right: Mapping[str, int]
    judged: Mapping[str, int]
    documents: Mapping[str, Mapping[str, float]]
    mistakes: tuple[Mistake, ...]
    milliseconds: float

    def share(self, field: str) -> float:
        """The share of right answers, 0 to 1; 1 where nothing was judged."""
        return self.right[field] / self.judged[field] if self.judged[field] else 1.0


def kinds_figures(folder: Path, rules: Rules | None = None) -> KindsFigures:
    """The figures over all judged documents of a folder; raises FileNotFoundError where it has none."""
    right = dict.fromkeys(FIELDS, 0)
    judged = dict.fromkeys(FIELDS, 0)
    by_document: dict[str, dict[str, list[bool]]] = {}
    mistakes: list[Mistake] = []
    rows = list(_rows(folder))
    if not rows:
        raise FileNotFoundError(f"no judged measures in {folder}")
    for row in rows:  # the words are looked up in the dictionary before the clock runs
        _read(row, rules)
    began = time.perf_counter()
    read = [_read(row, rules) for row in rows]
    milliseconds = (time.perf_counter() - began) * 1000 / len(rows)
    for (document, _, _, measure, wanted), got in zip(rows, read, strict=True):
        for field, agrees, said in _compared(wanted, got):
            right[field] += agrees
            judged[field] += 1
            by_document.setdefault(document, {}).setdefault(field, []).append(agrees)
            if not agrees:
                mistakes.append(Mistake(document, measure["number"], field, wanted.get(field), said, measure["title"]))
    documents = {
        name: {field: sum(answers) / len(answers) for field, answers in fields.items()}
        for name, fields in by_document.items()
    }
    return KindsFigures(right, judged, documents, tuple(mistakes), milliseconds)


Row = tuple[str, str | None, str, dict[str, Any], dict[str, Any]]


def _rows(folder: Path) -> Iterator[Row]:
    pooled = folder / "bindings.json"
    if pooled.is_file():
        wanted = {(row["seed"], row["section"], row["number"]): row for row in json.loads(pooled.read_text("utf-8"))}
        for file in sorted((folder / "gold").glob("*.json")):
            for level, section, measure in _measures(file):
                key = (file.stem, section["number"].rstrip("."), measure["number"].rstrip("."))
                yield file.stem, level, section["title"], measure, wanted[key]
    for file in sorted(folder.glob("*.bindings.json")):
        name = file.name.removesuffix(".bindings.json")
        answers = json.loads(file.read_text("utf-8"))
        measures = list(_measures(folder / f"{name}.json"))
        for (level, section, measure), answer in zip(measures, answers, strict=True):
            yield name, level, section["title"], measure, answer


def _measures(file: Path) -> Iterator[tuple[str | None, dict[str, Any], dict[str, Any]]]:
    plan = json.loads(file.read_text("utf-8"))
    for section in plan["sections"]:
        for measure in section["measures"]:
            yield plan["level"], section, measure


def _read(row: Row, rules: Rules | None) -> dict[str, Any]:
    _, level, section, measure, _ = row
    return read_kinds(
        measure["title"],
        sub_items=measure["sub_items"],
        result=measure["result"],
        indicator_raw=measure["indicator_raw"],
        executors=measure["executors"],
        executors_raw=measure["executors_raw"],
        term_raw=measure["term_raw"],
        section=section or "",
        level=level,
        rules=rules,
    ).to_json()


def _compared(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> Iterator[tuple[str, bool, Any]]:
    """Field, whether both agree, and what was read; fields that were not judged are left out."""
    yield "fulfilment", got["fulfilment"] == wanted["fulfilment"], got["fulfilment"]
    allowed = (wanted["fulfilment"], *wanted["also"])
    yield "fulfilment_or_also", got["fulfilment"] in allowed, got["fulfilment"]
    candidates = (got["fulfilment"], *got["also"])
    yield "fulfilment_among_candidates", wanted["fulfilment"] in candidates, list(candidates)
    for field in ("result_form", "event_type", "fan_out", "level_of_execution", "grades"):
        if field in wanted:
            yield field, got[field] == wanted[field], got[field]
    for field in ("audience", "categories"):
        if field in wanted:
            yield field, set(got[field]) == set(wanted[field]), got[field]
    if wanted.get("indicators"):
        yield "indicator_among_candidates", bool(set(got["indicators"]) & set(wanted["indicators"])), got["indicators"]
