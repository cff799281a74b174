"""How well a document was read: its measures held against a truth made by hand.

The truth is JSON in the form of `Roadmap.to_json`; a measure or the document may carry `accept`, other values that
are as right as the first, by field. Letter case, kinds of dash and quotation mark and white space do not count;
torn words and final punctuation do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Plain = Mapping[str, Any]

DOCUMENT_FIELDS = ("title", "territory", "level", "period", "approved_by", "goals")
_TERM = ("kind", "years", "months", "deadline", "relative")
FIELDS = (
    "section", "number", "title", "sub_items", *(f"term.{part}" for part in _TERM), "executors", "result",
    "indicator_raw", "targets",
)  # fmt: skip
_SIGNS = {
    **dict.fromkeys(map(ord, "«»„“”‟\"‹›‘’‚′″'"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"), None),
}
_MARKER = re.compile(r"(?:(?<=[\s:;])|^)(?:[-•·▪●○◦■*o]|[^\W\d_]\)|\d{1,2}\))(?=[\s\w\"]|$)\s*")
_ALIKE = 0.5
_TWIN = 0.6


@dataclass(frozen=True)
class Figures:
    """Counts for one document or several: `right` measures have every field right."""

    measures: int = 0
    found: int = 0
    spurious: int = 0
    right: int = 0
    mistakes: tuple[tuple[str, str, Any, Any], ...] = ()
    """(measure, field, what is true, what was read) for each wrong field; "missed" and "spurious" are fields too."""

    @property
    def share(self) -> float:
        """The share of measures right in every field; a spurious measure counts as one that is wrong."""
        whole = self.measures + self.spurious
        return self.right / whole if whole else 1.0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.measures + other.measures,
            self.found + other.found,
            self.spurious + other.spurious,
            self.right + other.right,
            self.mistakes + other.mistakes,
        )


def compare(truth: Plain, read: Plain) -> Figures:
    """Pair the measures of a truth and of what was read, and count what agrees."""
    wanted, said = _flat(truth), _flat(read)
    pairs = _pairs(wanted, said)
    mistakes: list[tuple[str, str, Any, Any]] = []
    for field in DOCUMENT_FIELDS:
        if not any(_document_field(field, value, read.get(field)) for value in _allowed(truth, field)):
            mistakes.append(("document", field, truth.get(field), read.get(field)))
    right = 0
    for at, (section, measure) in enumerate(wanted):
        name = f"{section.get('number') or ''}/{measure.get('number') or ''} {measure['title'][:50]}"
        if at not in pairs:
            mistakes.append((name, "missed", None, None))
            continue
        wrong = list(_wrong(section, measure, *said[pairs[at]]))
        right += not wrong
        mistakes += [(name, *one) for one in wrong]
    spurious = [said[at][1] for at in range(len(said)) if at not in pairs.values()]
    mistakes += [(str(measure.get("title"))[:60], "spurious", None, None) for measure in spurious]
    return Figures(len(wanted), len(pairs), len(spurious), right, tuple(mistakes))


def _flat(document: Plain) -> list[tuple[Plain, Plain]]:
    return [(section, measure) for section in document.get("sections", ()) for measure in section["measures"]]


def _pairs(wanted: Sequence[tuple[Plain, Plain]], said: Sequence[tuple[Plain, Plain]]) -> dict[int, int]:
    """The same words first, in order; then what is most alike of those left."""

    def key(one: tuple[Plain, Plain]) -> tuple[str, str, str]:
        return _plain(one[0].get("title")), _number(one[1].get("number")), _plain(one[1].get("title"))

    free: dict[tuple[str, str, str], list[int]] = {}
    for at, one in enumerate(said):
        free.setdefault(key(one), []).append(at)
    pairs = {at: places.pop(0) for at, one in enumerate(wanted) if (places := free.get(key(one)))}
    left = [at for at in range(len(said)) if at not in pairs.values()]
    alike = sorted(
        ((_likeness(wanted[a], said[b]), a, b) for a in range(len(wanted)) if a not in pairs for b in left),
        key=lambda found: (-found[0], abs(found[1] - found[2])),
    )
    for likeness, a, b in alike:
        if likeness >= _ALIKE and a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def _likeness(wanted: tuple[Plain, Plain], said: tuple[Plain, Plain]) -> float:
    words = SequenceMatcher(None, _plain(wanted[1].get("title")), _plain(said[1].get("title")), autojunk=False)
    same = _number(wanted[1].get("number")) == _number(said[1].get("number")) != ""
    return words.ratio() + 0.1 * same


def _wrong(section: Plain, measure: Plain, read_section: Plain, read: Plain) -> Iterable[tuple[str, Any, Any]]:
    judges: dict[str, Callable[[Any, Any], bool]] = {
        "number": lambda a, b: _number(a) == _number(b),
        "title": lambda a, b: _same_title(a, b, measure),
        "sub_items": lambda a, b: [_item(x) for x in a or ()] == [_item(x) for x in b or ()],
        "executors": lambda a, b: Counter(map(_item, a or ())) == Counter(map(_item, b or ())),
        "result": lambda a, b: _plain(a) == _plain(b),
        "indicator_raw": lambda a, b: _plain(a) == _plain(b),
        "targets": _same_targets,
    }
    if not any(_plain(title) == _plain(read_section.get("title")) for title in _allowed(section, "title")):
        yield "section", section.get("title"), read_section.get("title")
    for field, same in judges.items():
        if not any(same(value, read.get(field)) for value in _allowed(measure, field)):
            yield field, measure.get(field), read.get(field)
    term, said = measure["term"], read.get("term") or {}
    others = _accepted(measure, "term")
    for part in _TERM:
        good = [term, *(other for other in others if part in other or (part == "months" and "months_list" in other))]
        if not any(_same_part(part, value, said) for value in good):
            yield f"term.{part}", term.get(part), said.get(part)


def _same_part(part: str, wanted: Plain, said: Plain) -> bool:
    if part != "months":
        return (wanted.get(part) or None) == (said.get(part) or None)
    return _months(wanted) == _months(said)


def _months(term: Plain) -> set[int]:
    if term.get("months_list"):
        return set(term["months_list"])
    if not term.get("months"):
        return set()
    first, last = term["months"]
    return {(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)}


def _same_title(wanted: str, said: Any, measure: Plain) -> bool:
    if _plain(wanted) == _plain(said):
        return True
    has_items = measure.get("sub_items") or _accepted(measure, "sub_items")
    return bool(has_items) and _MARKER.sub("", _plain(wanted)) == _MARKER.sub("", _plain(said))


def _same_targets(wanted: Sequence[Plain] | None, said: Sequence[Plain] | None) -> bool:
    left = list(said or ())
    if len(left) != len(wanted or ()):
        return False
    for target in wanted or ():
        twin = next((other for other in left if _same_target(target, other)), None)
        if twin is None:
            return False
        left.remove(twin)
    return True


def _same_target(wanted: Plain, said: Plain) -> bool:
    if any(wanted.get(part) != said.get(part) for part in ("op", "value", "unit", "year")):
        return False
    a, b = _plain(wanted.get("population")), _plain(said.get("population"))
    return not a or (bool(b) and (a in b or b in a)) or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _TWIN


def _document_field(field: str, wanted: Any, said: Any) -> bool:
    if field == "goals":
        return [_item(x) for x in wanted or ()] == [_item(x) for x in said or ()]
    if field in ("period", "approved_by"):
        if not wanted or not said:
            return not wanted and not said
        return all(_plain(wanted.get(part)) == _plain(said.get(part)) for part in {*wanted, *said})
    return _plain(wanted) == _plain(said)


def _accepted(one: Plain, field: str) -> list[Any]:
    found = (one.get("accept") or {}).get(field, [])
    return list(found) if isinstance(found, list) else [found]


def _allowed(one: Plain, field: str) -> Iterable[Any]:
    return [one.get(field), *_accepted(one, field)]


def _plain(text: Any) -> str:
    if text is None:
        return ""
    words = str(text).translate(_SIGNS).casefold()
    return re.sub(r"\s+", " ", words.replace('""', '"')).strip()


def _item(text: Any) -> str:
    return re.sub(r"[\s;,.]+$", "", _plain(text))


def _number(text: Any) -> str:
    return _plain(text).replace(" ", "").rstrip(".")
