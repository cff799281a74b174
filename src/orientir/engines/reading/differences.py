"""In what two editions of a plan differ, measure by measure, and the plan that comes of applying what was chosen.

    found = compare(plan_of(old), plan_of(new))
    found.changes                       # frozen values, each with a key by which it is chosen
    applied(found, {"o3-term"})         # the old plan with that one change

Signs that differ from one office program to the next (quotation marks, dashes, spaces, the full stop after a number)
are no difference. A measure is the same by its number and the likeness of its words: under another number it is
renumbered, elsewhere it is moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from rapidfuzz.distance import Indel

from .alignment import (
    FIELDS,
    Part,
    Plan,
    Row,
    left_of,
    pair_parts_by_rows,
    paired_parts,
    paired_rows,
    plan_of,
    same,
    same_part,
    same_words,
    words_of_approval,
    words_of_target,
    words_of_years,
)

__all__ = [
    "FIELDS",
    "HEAD",
    "Change",
    "Differences",
    "Kind",
    "Part",
    "Piece",
    "Plan",
    "Row",
    "applied",
    "compare",
    "merged",
    "pieces",
    "plan_of",
    "same_words",
    "words_of_approval",
    "words_of_target",
    "words_of_years",
]

HEAD = ("title", "years", "approval", "goals")
"""What is compared of what stands above the table."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_SHORT = 3
"""A stretch of so few letters between two changes is read as part of them."""

K = TypeVar("K", bound=Hashable)


class Kind(StrEnum):
    """What has become of something."""

    CHANGED = "changed"
    PLACE = "place"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in which two plans differ.

    `what` is one of HEAD or FIELDS, "section" or "measure"; `old` and `new` are the keys of what it is about, `was` and
    `becomes` its words. `is_own` says that the documents do not differ here: the plan was changed by a person since.
    """

    key: str
    kind: Kind
    what: str
    old: str = ""
    new: str = ""
    was: str = ""
    becomes: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class Differences:
    """In what a plan differs from its new edition. `rows` and `parts` are what is the same, old key by new key."""

    old: Plan
    new: Plan
    rows: Mapping[str, str]
    parts: Mapping[str, str]
    changes: tuple[Change, ...]

    @cached_property
    def unchanged(self) -> int:
        """How many measures are the same in every word and in the same place."""
        touched = {change.old for change in self.changes}
        return sum(1 for key in self.rows if key not in touched)

    @property
    def proposed(self) -> frozenset[str]:
        """Keys of the changes that the documents themselves make."""
        return frozenset(change.key for change in self.changes if not change.is_own)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: in both texts (`sign` is empty), in the old one alone ("-") or in the new one ("+")."""

    sign: str
    text: str


def compare(old: Plan, new: Plan, base: Plan | None = None) -> Differences:
    """Return in what a new edition differs from a plan.

    `base` is the document from which the plan came: where it says the same as the new one, the plan itself was changed.
    """
    parts = paired_parts(old, new)
    rows = paired_rows(old, new, parts)
    pair_parts_by_rows(old, new, parts, rows)
    changes = tuple(_changes(old, new, parts, rows))
    found = Differences(old, new, rows, parts, changes)
    return found if base is None else _with_own(found, base)


def applied(found: Differences, chosen: Collection[str] | None = None) -> Plan:
    """Return the old plan with the changes whose keys are chosen, all of them where none are named.

    What came and what stays keep their keys. A section that a chosen measure needs comes with it; one that is gone
    stays while a measure stands in it.
    """
    wanted = {change.key for change in found.changes} if chosen is None else set(chosen)
    changes = [change for change in found.changes if change.key in wanted]
    head = {**found.old.head, **{one.what: one.becomes for one in changes if one.what in HEAD}}
    old_of = {new: old for old, new in found.rows.items()}
    old_part_of = {new: old for old, new in found.parts.items()}
    gone = {one.old for one in changes if one.kind == Kind.GONE}
    added = {one.new for one in changes if one.kind == Kind.ADDED}
    moved = {one.old for one in changes if one.kind == Kind.PLACE}
    stays = {one.old for one in found.changes if one.kind == Kind.PLACE} - moved

    words: dict[str, dict[str, str]] = defaultdict(dict)
    for one in changes:
        if one.kind == Kind.CHANGED and one.what in FIELDS:
            words[one.old][one.what] = one.becomes
    rows = {row.key: replace(row, **words.get(row.key, {})) for row in found.old.rows}
    rows |= {row.key: row for row in found.new.rows if row.key in added}

    here: dict[str, list[str]] = defaultdict(list)
    there: dict[str, list[str]] = defaultdict(list)
    for part in found.old.parts:
        here[part.key] = [row.key for row in part.rows if row.key not in gone | moved]
    for part in found.new.parts:
        kept = ((row.key, old_of.get(row.key)) for row in part.rows)
        within = [old if old else new for new, old in kept if (old and old not in stays | gone) or new in added]
        there[old_part_of.get(part.key, part.key)] = within
    order = {key: merged(here[key], there[key]) for key in {*here, *there}}

    named = {part.key: part for part in (*found.old.parts, *found.new.parts)}
    renamed = {one.old: one.new for one in changes if one.kind == Kind.CHANGED and one.what == "section"}
    old_parts = [part.key for part in found.old.parts if part.key not in gone or order[part.key]]
    new_parts = [old_part_of.get(part.key, part.key) for part in found.new.parts]
    known = set(old_parts)
    going = [key for key in new_parts if key not in stays and (key in known or key in added or order[key])]
    parts = []
    for key in merged([key for key in old_parts if key not in moved], going):
        heading = named[renamed.get(key, key)]
        parts.append(Part(heading.number, heading.title, tuple(rows[one] for one in order[key]), key))
    return Plan(head, tuple(parts))


def merged(old: Sequence[K], new: Sequence[K]) -> list[K]:
    """Return the order of `new` with what only `old` has, each after what it followed there."""
    result, known = list(new), set(new)
    before: K | None = None
    for key in old:
        if key not in known:
            result.insert(0 if before is None else result.index(before) + 1, key)
        before = key
    return result


def pieces(was: str, becomes: str) -> tuple[Piece, ...]:
    """Return two texts as stretches: words in both, words that went, words that came."""
    one, other = _TOKEN.findall(was), _TOKEN.findall(becomes)
    found: list[tuple[str, str, str]] = []  # what both have; or what went and what came, side by side
    for step in Indel.opcodes(one, other):
        went, came = "".join(one[step.src_start : step.src_end]), "".join(other[step.dest_start : step.dest_end])
        found.append((went, "", "") if step.tag == "equal" else ("", went, came))
    return tuple(_stretches(found))


def _stretches(found: Sequence[tuple[str, str, str]]) -> Iterator[Piece]:
    went = came = ""
    for index, (both, less, more) in enumerate(found):
        inside = 0 < index < len(found) - 1
        letters = sum(1 for sign in both if sign.isalnum())
        if both and not (inside and letters <= _SHORT):
            yield from _pair(went, came)
            went = came = ""
            yield Piece("", both)
        else:
            went, came = went + both + less, came + both + more
    yield from _pair(went, came)


def _pair(went: str, came: str) -> Iterator[Piece]:
    if went == came:
        went, came, both = "", "", went
        if both:
            yield Piece("", both)
    if went:
        yield Piece("-", went)
    if came:
        yield Piece("+", came)


def _changes(old: Plan, new: Plan, parts: Mapping[str, str], rows: Mapping[str, str]) -> Iterator[Change]:
    for name in HEAD:
        was, becomes = old.head.get(name, ""), new.head.get(name, "")
        if not same_words(was, becomes):
            yield Change(f"head-{name}", Kind.CHANGED, name, was=was, becomes=becomes)
    yield from _changes_of_parts(old, new, parts)
    ours, theirs = {row.key: row for row in old.rows}, {row.key: row for row in new.rows}
    moved = _moved_rows(old, new, parts, rows)
    where = {row.key: part.words for part in (*old.parts, *new.parts) for row in part.rows}
    old_of = {new_key: old_key for old_key, new_key in rows.items()}
    for new_row in new.rows:
        one = ours.get(old_of.get(new_row.key, ""))
        if one is None:
            yield Change(f"{new_row.key}-added", Kind.ADDED, "measure", new=new_row.key, becomes=new_row.text)
            continue
        about = (one.key, new_row.key)
        for name in FIELDS:
            was, becomes = getattr(one, name), getattr(new_row, name)
            if not same(name, was, becomes):
                yield Change(f"{one.key}-{name}", Kind.CHANGED, name, *about, was, becomes)
        if one.key in moved:
            yield Change(f"{one.key}-place", Kind.PLACE, "measure", *about, where[one.key], where[new_row.key])
    for key, row in ours.items():
        if rows.get(key) not in theirs:
            yield Change(f"{key}-gone", Kind.GONE, "measure", old=key, was=row.text)


def _changes_of_parts(old: Plan, new: Plan, parts: Mapping[str, str]) -> Iterator[Change]:
    named = {part.key: part for part in new.parts}
    place = {part.key: index for index, part in enumerate(new.parts)}
    paired = [part.key for part in old.parts if part.key in parts]
    moved = _out_of_order(paired, [place[parts[key]] for key in paired])
    for part in old.parts:
        other = named.get(parts.get(part.key, ""))
        if other is None:
            yield Change(f"{part.key}-gone", Kind.GONE, "section", old=part.key, was=part.words)
            continue
        about = (part.key, other.key, part.words, other.words)
        if not same_part(part, other):
            yield Change(f"{part.key}-words", Kind.CHANGED, "section", *about)
        if part.key in moved:
            yield Change(f"{part.key}-place", Kind.PLACE, "section", *about)
    for part in left_of(new.parts, parts.values()):
        yield Change(f"{part.key}-added", Kind.ADDED, "section", new=part.key, becomes=part.words)


def _moved_rows(old: Plan, new: Plan, parts: Mapping[str, str], rows: Mapping[str, str]) -> set[str]:
    """The measures that stand in another section, or elsewhere among those of theirs: as few as can be said."""
    place = {row.key: (part.key, index) for part in new.parts for index, row in enumerate(part.rows)}
    moved: set[str] = set()
    for part in old.parts:
        paired = [row.key for row in part.rows if row.key in rows]
        here = [key for key in paired if place[rows[key]][0] == parts.get(part.key)]
        moved |= set(paired) - set(here)
        moved |= _out_of_order(here, [place[rows[key]][1] for key in here])
    return moved


def _out_of_order(keys: Sequence[str], places: Sequence[int]) -> set[str]:
    """The keys outside of a longest run of rising places."""
    ends: list[int] = []  # the least place at which a run of each length ends
    at: list[int] = []
    for place in places:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        at.append(length)
    length, kept = len(ends) - 1, set()
    for key, reached in zip(reversed(keys), reversed(at), strict=True):
        if reached == length:
            kept.add(key)
            length -= 1
    return set(keys) - kept


def _with_own(found: Differences, base: Plan) -> Differences:
    """Mark the changes that the documents do not make."""
    since, before = compare(base, found.new), compare(found.old, base)
    told = {(one.new, one.what, one.kind) for one in since.changes}
    known = {*since.rows.values(), *since.parts.values()}
    differ = {one.new for one in since.changes}

    def is_own(change: Change) -> bool:
        if change.kind == Kind.GONE:
            return change.old not in before.rows and change.old not in before.parts
        if change.kind == Kind.ADDED:
            return change.new in known and change.new not in differ
        if change.what in HEAD:
            return same_words(base.head.get(change.what, ""), change.becomes)
        return change.new in known and (change.new, change.what, change.kind) not in told

    changes = tuple(replace(change, is_own=is_own(change)) for change in found.changes)
    return replace(found, changes=changes)
