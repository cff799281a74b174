"""Which measure of one edition of a plan is which of another: by number, section and the likeness of words.

Signs that differ from one office program to the next (quotation marks, dashes, spaces, the full stop after a number)
tell nothing apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from rapidfuzz import fuzz

from .model import Roadmap, Target

FIELDS = ("number", "text", "term", "performers", "result", "indicator", "targets")
"""What is compared of a measure."""

_SIGNS = str.maketrans({**dict.fromkeys("«»„“”‟‘’", '"'), **dict.fromkeys("–—−‑‐", "-"), "\u00ad": ""})
_SPACED_DASH = re.compile(r"\s*-\s*")
_OPS = {">=": "≥", "<=": "≤", "increase": "↑"}
_UNITS = {"percent": "%", "count": ""}
_ALIKE = 0.6
"""So alike are the words of a measure that stands elsewhere or under another number."""
_ALIKE_IN_PLACE = 0.5
"""So alike are its words where number and section say already that it is the same."""
_FEW_WORDS = 3
_BEGINNING = 4
_LEAST_SHARED = 0.25
"""Texts that share fewer beginnings of words are not weighed letter by letter: there are tens of thousands of pairs."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in its printed words. `key` tells it from the others and is not compared."""

    number: str = ""
    text: str = ""
    term: str = ""
    performers: str = ""
    result: str = ""
    indicator: str = ""
    targets: str = ""
    key: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its measures."""

    number: str
    title: str
    rows: tuple[Row, ...]
    key: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """Return number and title, as a heading shows them."""
        return f"{self.number.rstrip('.')}. {self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is compared: the words of its head, by HEAD, and its sections."""

    head: Mapping[str, str]
    parts: tuple[Part, ...]

    @property
    def rows(self) -> Iterator[Row]:
        """All measures in the order of the plan."""
        for part in self.parts:
            yield from part.rows


T = TypeVar("T", Row, Part)


def plan_of(roadmap: Roadmap, prefix: str = "n") -> Plan:
    """Return a read roadmap as it is compared; keys are the prefix with the place, of sections with an "s" between."""
    parts, count = [], 0
    for index, section in enumerate(roadmap.sections):
        rows = []
        for measure in section.measures:
            rows.append(
                Row(
                    number=measure.number,
                    text=measure.title,
                    term=measure.term_raw,
                    performers=measure.executors_raw,
                    result=measure.result or "",
                    indicator=measure.indicator_raw or "",
                    targets="\n".join(map(words_of_target, measure.targets)),
                    key=f"{prefix}{count}",
                )
            )
            count += 1
        parts.append(Part(section.number, section.title, tuple(rows), f"{prefix}s{index}"))
    approval = roadmap.approved_by
    head = {
        "title": roadmap.title,
        "years": words_of_years(roadmap.period.start_year, roadmap.period.end_year),
        "approval": words_of_approval(asdict(approval) if approval else {}),
        "goals": "\n".join(roadmap.goals),
    }
    return Plan(head, tuple(parts))


def words_of_years(first: int | None, last: int | None) -> str:
    """Return the years of a plan in a word; a last year before the first is a slip of the document."""
    kept = (first, None if first and last and last < first else last)
    return "–".join(str(year) for year in dict.fromkeys(kept) if year)


def words_of_approval(approval: Mapping[str, str | None]) -> str:
    """Return the act that approved a plan in a line: its kind, number, date and who passed it."""
    return ", ".join(filter(None, (approval.get(name) for name in ("kind", "number", "date", "body"))))


def words_of_target(target: Target) -> str:
    """Return a target in one line of signs and words, the same for the same target."""
    value = "" if target.value is None else f"{target.value:.2f}".rstrip("0").rstrip(".")
    amount = " ".join(filter(None, (_OPS.get(target.op, target.op), value, _UNITS.get(target.unit or "", target.unit))))
    return " · ".join(filter(None, (amount, target.population, str(target.year or ""))))


def same_words(one: str, other: str) -> bool:
    """Say whether two texts differ in nothing but signs that office programs set differently."""
    return _plain(one) == _plain(other)


def _plain(words: str) -> str:
    words = " ".join(words.translate(_SIGNS).split())
    return _SPACED_DASH.sub("-", words).rstrip(".;, ")


def _number(words: str) -> str:
    return _plain(words).rstrip(".)").replace(" ", "")


def same(what: str, one: str, other: str) -> bool:
    if what == "number":
        return _number(one) == _number(other)
    return same_words(one, other)


def same_part(one: Part, other: Part) -> bool:
    return _number(one.number) == _number(other.number) and same_words(one.title, other.title)


def paired_parts(old: Plan, new: Plan) -> dict[str, str]:
    """The sections that are the same, old key by new key."""
    pairs: dict[str, str] = {}
    _pair_by(old.parts, new.parts, pairs, lambda part: (_number(part.number), _plain(part.title)))
    _pair_by(old.parts, new.parts, pairs, lambda part: _plain(part.title).casefold())
    scored = []
    for one in left_of(old.parts, pairs):
        for other in left_of(new.parts, pairs.values()):
            likeness = _likeness(one.title, other.title)
            same_number = bool(_number(one.number)) and _number(one.number) == _number(other.number)
            if likeness >= (_ALIKE_IN_PLACE if same_number else _ALIKE):
                scored.append((likeness + same_number, one.key, other.key))
    _pair_best(scored, pairs)
    return pairs


def pair_parts_by_rows(old: Plan, new: Plan, parts: dict[str, str], rows: Mapping[str, str]) -> None:
    """Pair the sections that are left by the measures that they share."""
    where = {row.key: part.key for part in (*old.parts, *new.parts) for row in part.rows}
    shared = Counter((where[one], where[other]) for one, other in rows.items())
    taken = set(parts.values())
    scored = [(n, a, b) for (a, b), n in shared.items() if a not in parts and b not in taken]
    _pair_best(scored, parts)


def paired_rows(old: Plan, new: Plan, parts: Mapping[str, str]) -> dict[str, str]:
    """The measures that are the same, old key by new key."""
    section = {row.key: parts.get(part.key, part.key) for part in old.parts for row in part.rows}
    section |= {row.key: part.key for part in new.parts for row in part.rows}
    ours, theirs = tuple(old.rows), tuple(new.rows)
    text = {row.key: _plain(row.text).casefold() for row in (*ours, *theirs)}
    number = {row.key: _number(row.number) for row in (*ours, *theirs)}
    begins = {key: frozenset(word[:_BEGINNING] for word in words.split()) for key, words in text.items()}
    pairs: dict[str, str] = {}
    _pair_by(ours, theirs, pairs, lambda row: (section[row.key], *(_plain(getattr(row, name)) for name in FIELDS)))
    _pair_by(ours, theirs, pairs, lambda row: (section[row.key], number[row.key], text[row.key]))
    _pair_by(ours, theirs, pairs, lambda row: text[row.key] and (section[row.key], text[row.key]))
    _pair_by(ours, theirs, pairs, lambda row: text[row.key] and (number[row.key], text[row.key]))
    _pair_by(ours, theirs, pairs, lambda row: text[row.key])
    scored = []
    for one in left_of(ours, pairs):
        for other in left_of(theirs, pairs.values()):
            together = section[one.key] == section[other.key]
            in_place = together and bool(number[one.key]) and number[one.key] == number[other.key]
            if not in_place and not _share_words(begins[one.key], begins[other.key]):
                continue
            likeness = _likeness(text[one.key], text[other.key], _ALIKE_IN_PLACE if in_place else _ALIKE)
            if likeness:
                scored.append((likeness + in_place * 0.25 + together * 0.05, one.key, other.key))
    _pair_best(scored, pairs)
    return pairs


def _pair_by(old: Sequence[T], new: Sequence[T], pairs: dict[str, str], told_by: Callable[[T], Hashable]) -> None:
    """Pair what is told by the same, in order; nothing that is told by nothing."""
    waiting: dict[Hashable, list[str]] = defaultdict(list)
    for other in reversed(left_of(new, pairs.values())):
        waiting[told_by(other)].append(other.key)
    for one in left_of(old, pairs):
        sign = told_by(one)
        if sign and waiting[sign]:
            pairs[one.key] = waiting[sign].pop()


def _pair_best(scored: Sequence[tuple[float, str, str]], pairs: dict[str, str]) -> None:
    """Pair the likeliest first; of equal ones, those that come first."""
    taken = set(pairs.values())
    for _, one, other in sorted(scored, key=lambda found: -found[0]):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)


def left_of(those: Sequence[T], paired: Collection[str]) -> list[T]:
    taken = set(paired)
    return [one for one in those if one.key not in taken]


def _likeness(one: str, other: str, least: float = 0.0) -> float:
    """How alike two texts are, 0 to 1; 0 below the least. Words that were added to others leave them alike."""
    found = fuzz.ratio(one, other)
    if min(one.count(" "), other.count(" ")) + 1 >= _FEW_WORDS:
        found = max(found, 0.9 * fuzz.token_set_ratio(one, other))
    return found / 100 if found / 100 >= least else 0.0


def _share_words(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer = min(len(one), len(other))
    return fewer > 0 and len(one & other) >= _LEAST_SHARED * fewer
