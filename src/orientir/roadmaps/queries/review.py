"""What the page of review shows: a plan part by part, the document beside it, and what is still open."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from orientir.engines.reading.blocks import Line
from orientir.engines.reading.items import sub_items
from orientir.journal import verbs
from orientir.roadmaps.fields import DOUBT_OF, LABELS
from orientir.roadmaps.models import Measure, Roadmap, Section
from orientir.roadmaps.words import doubt_words

from .original import Block, Paper, paper_of
from .rereading import blocks_of

_MARKED = re.compile(r"\s*(?:\d{1,2}[.)]|[а-яa-z]\)|[-–—•·▪●○◦■➢✓])\s+")

_ON_A_TAB = 28

PER_PART = 40
"""How many measures are shown at once: a section, or a piece of a longer one."""

FIELD_OF = {name: field for field, name in DOUBT_OF.items()}
"""Our name of a field by the reader's."""


@dataclass(frozen=True, slots=True)
class Words:
    """A field of a measure: its words, where they stand in the document, why they may be wrong."""

    field: str
    label: str | Promise
    value: str
    cell: str
    reason: str

    @property
    def doubt(self) -> str:
        """Return in words why the field may be wrong; empty where it is not doubtful."""
        return doubt_words(self.reason) if self.reason else ""


@dataclass(frozen=True, slots=True)
class Card:
    """A measure on the page of review."""

    measure: Measure
    words: dict[str, Words]
    anchor: str
    """The row or the line of the document in which it stands, as the page names it; empty where there is none."""
    can_merge: bool

    @property
    def number(self) -> Words:
        return self.words["number"]

    @property
    def title(self) -> Words:
        return self.words["text"]

    @property
    def facts(self) -> list[Words]:
        """Return what else is said of the measure, or should be."""
        return [one for name, one in self.words.items() if name not in ("number", "text") and (one.value or one.reason)]

    @property
    def cells(self) -> str:
        """Return which field stands in which cell of the document, as the page says it to its script."""
        return " ".join(f"{one.field}:{one.cell}" for one in self.words.values() if one.cell)

    @property
    def open(self) -> int:
        """Return how many of its fields are doubtful and not settled."""
        return sum(1 for one in self.words.values() if one.reason)


@dataclass(frozen=True, slots=True)
class Alike:
    """Fields that are doubtful for the same reason, of all measures that have it."""

    field: str
    label: str | Promise
    reason: str
    count: int
    first: Measure

    @property
    def doubt(self) -> str:
        return doubt_words(self.reason)


@dataclass
class Part:
    """What is shown at once: a section or a piece of one."""

    number: int
    section: Section
    piece: int
    """Which piece of the section it is, from one; 0 where the section is shown whole."""
    measures: list[Measure] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(len(open_doubts(one)) for one in self.measures)

    @property
    def open_or_none(self) -> int | None:
        """Return how much is open; None where nothing is, so that it is not said."""
        return self.open or None

    @property
    def title(self) -> str:
        """Return the section's title, and which piece of it this is."""
        title = str(self.section) or str(_("Measures"))
        return f"{title} · {self.piece}" if self.piece else title

    @property
    def short_title(self) -> str:
        """Return what has room on a tab: the number with a few words."""
        title = Truncator(str(self.section) or str(_("Measures"))).chars(_ON_A_TAB, truncate="…")
        return f"{title} · {self.piece}" if self.piece else title

    @property
    def open_query(self) -> str:
        """Return what follows the address of the page to show the first doubt of this part."""
        first = next((one for one in self.measures if open_doubts(one)), None)
        return f"?at={first.pk}#m-{first.pk}" if first else self.query

    @property
    def query(self) -> str:
        """Return what follows the address of the page to show this part."""
        return f"?part={self.number}"


class Review:
    """A plan in review, read at once; `part` is what the page shows of it."""

    def __init__(
        self, roadmap: Roadmap, *, part: int = 1, about: int | None = None, section: int | None = None
    ) -> None:
        """Show part number `part`, or where the measure with key `about` stands, or the end of a section."""
        self.roadmap = roadmap
        self.sections = list(roadmap.sections.all())
        self.measures = list(roadmap.measures.order_by("section__position", "position"))
        steps = roadmap.edits.defer("before", "after").order_by("pk")
        self.back = steps.filter(undone_at=None).last()
        """The step that would be undone."""
        self.again = steps.filter(undone_at__isnull=False).first()
        """The step that would be brought again."""
        self.parts = _parts(self.sections, self.measures)
        of_measure = {measure.pk: part for part in self.parts for measure in part.measures}
        ends = {one.section.pk: one for one in self.parts}
        numbers = {one.number: one for one in self.parts}
        first = self.parts[0] if self.parts else None
        self.part = of_measure.get(about or 0) or ends.get(section or 0) or numbers.get(part) or first
        self.about = about if about in of_measure else None

    @cached_property
    def open(self) -> int:
        """Return how many doubts of the whole plan are not settled."""
        return sum(part.open for part in self.parts)

    @property
    def is_confirmed(self) -> bool:
        """Say whether a person has said of every measure that it is right."""
        return all(measure.text_checked for measure in self.measures)

    @cached_property
    def alike(self) -> list[Alike]:
        """Return the open doubts by what they are about, the most frequent first."""
        first: dict[tuple[str, str], Measure] = {}
        counts: Counter[tuple[str, str]] = Counter()
        for measure in self.measures:
            for name, reason in open_doubts(measure).items():
                counts[name, reason] += 1
                first.setdefault((name, reason), measure)
        return [
            Alike(name, LABELS[name], reason, count, first[name, reason])
            for (name, reason), count in counts.most_common()
        ]

    @cached_property
    def cards(self) -> list[Card]:
        """Return the measures of the part."""
        measures = self.part.measures if self.part else []
        known: set[tuple[int, int | None]] = set()
        found = []
        for measure in measures:
            among = (measure.section_id, measure.parent_id)
            found.append(self._card(measure, can_merge=among in known or self._goes_on(measure)))
            known.add(among)
        return found

    def items_of(self, measure: Measure) -> list[str]:
        """Return the items of a list inside a measure: as its cell draws them, else as its words divide them."""
        drawn = sub_items([_line(text) for text in self._paper.lines_of(measure)])
        if len(drawn) > 1:
            return list(drawn)
        _, sign, listed = measure.text.partition(":")
        pieces = (piece.strip(" .,–—-•") for piece in (listed if sign else measure.text).split(";"))
        return [piece for piece in pieces if piece]

    def places_for(self, measure: Measure) -> list[tuple[Section, list[Measure]]]:
        """Return before what a measure may be put, by section: before measures, an item before its fellows too."""
        fellows = (None, measure.parent_id)
        others = [one for one in self.measures if one.parent_id in fellows and one.pk != measure.pk]
        return [(section, [one for one in others if one.section_id == section.pk]) for section in self.sections]

    @cached_property
    def blocks(self) -> list[Block]:
        """Return what of the document stands beside the part."""
        return self._paper.of_part(self.part.number) if self.part else []

    @property
    def has_original(self) -> bool:
        return bool(self._paper)

    @property
    def next_open(self) -> Part | None:
        """Return the next part with open doubts, from the beginning again after the last."""
        return self._beside(1)

    @property
    def previous_open(self) -> Part | None:
        return self._beside(-1)

    @property
    def back_words(self) -> str:
        return verbs.words(self.back.verb) if self.back else ""

    @property
    def again_words(self) -> str:
        return verbs.words(self.again.verb) if self.again else ""

    def following(self, measure: Measure) -> Measure:
        """Return the next measure with open doubts, this one first, from the beginning again after the last."""
        keys = [one.pk for one in self.measures]
        at = keys.index(measure.pk) if measure.pk in keys else 0
        return next((one for one in self.measures[at:] + self.measures[:at] if open_doubts(one)), measure)

    def _beside(self, way: int) -> Part | None:
        here = self.part.number if self.part else 0
        others = sorted(self.parts, key=lambda one: ((one.number - here) * way - 1) % (len(self.parts) or 1))
        return next((one for one in others if one.open and one is not self.part), None)

    def _goes_on(self, measure: Measure) -> bool:
        """Whether another measure stands before it in its section, on the part before."""
        return bool(self.part and self.part.piece > 1 and measure is self.part.measures[0])

    def _card(self, measure: Measure, *, can_merge: bool) -> Card:
        doubts = open_doubts(measure)
        words = {
            name: Words(
                field=name,
                label=label,
                value=getattr(measure, name),
                cell=self._paper.cell_of(measure, DOUBT_OF[name]),
                reason=doubts.get(name, ""),
            )
            for name, label in LABELS.items()
        }
        return Card(measure, words, self._paper.anchor_of(measure), can_merge)

    @cached_property
    def _paper(self) -> Paper:
        by_measure = [(measure, part.number) for part in self.parts for measure in part.measures]
        spoken = any(remark["code"] == "read_from_paragraphs" for remark in self.roadmap.remarks)
        return paper_of(blocks_of(self.roadmap), by_measure, spoken=spoken)


def _line(text: str) -> Line:
    """A line of a cell, with the sign or number that marks it as an item taken off."""
    marked = _MARKED.match(text)
    return Line(text[marked.end() :], marker=marked[0].strip()) if marked else Line(text)


def open_doubts(measure: Measure) -> dict[str, str]:
    """Return the reasons why fields of a measure may be wrong, by field, as far as nobody has settled them."""
    if measure.text_checked:
        return {}
    return {FIELD_OF[name]: doubt["reason"] for name, doubt in measure.doubts.items() if name in FIELD_OF}


def _parts(sections: Sequence[Section], measures: Iterable[Measure]) -> list[Part]:
    """Sections one by one; of a long one, pieces that keep items with their measure."""
    by_section: dict[int, list[Measure]] = defaultdict(list)
    for key, found in groupby(measures, key=lambda one: one.section_id):
        by_section[key] += found
    parts: list[Part] = []
    for section in sections:
        pieces = _pieces(by_section[section.pk])
        for index, piece in enumerate(pieces, 1):
            parts.append(Part(len(parts) + 1, section, index if len(pieces) > 1 else 0, piece))
    return parts


def _pieces(measures: list[Measure]) -> list[list[Measure]]:
    pieces: list[list[Measure]] = [[]]
    for measure in measures:
        if len(pieces[-1]) >= PER_PART and measure.parent_id is None:
            pieces.append([])
        pieces[-1].append(measure)
    return pieces
