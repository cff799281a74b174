"""What the page of binding shows: each measure with its four rows, what is open of them, what looks alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orientir.engines.terms import describe, explain
from orientir.journal import verbs
from orientir.roadmaps.binding import Shares, calendar_of, period_of
from orientir.roadmaps.choices import Comparison, Fulfilment
from orientir.roadmaps.models import Measure, Occurrence, Performer, Roadmap, Target
from orientir.territory.classes import NoSuchClass, class_of_key, words_of_classes
from orientir.territory.performers import REASONS

from .rows import (
    LOOKS,
    PERFORMERS,
    PROOF,
    ROWS,
    TERM,
    counting_day,
    is_doubtful,
    is_open,
    is_unbound,
    looks_of_performer,
    measures_to_bind,
    members_of,
    reaching_nobody,
)

DOUBTFUL = "doubtful"
"""The filter for rows about which the words leave doubt."""

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Month:
    """A month on the small calendar: whether a window reaches into it, and the days on which something is due."""

    number: int
    has_window: bool
    due: tuple[date, ...]
    is_archive: bool


@dataclass(frozen=True, slots=True)
class Year:
    """A year on the small calendar."""

    number: int
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a card: whether it waits, whether it is doubtful, in how many measures it looks so."""

    name: str
    label: str | Promise
    is_open: bool
    is_doubtful: bool
    alike: int

    @property
    def has_fellows(self) -> bool:
        """Say whether other open rows look the same, so that they can be confirmed together."""
        return self.is_open and not self.is_doubtful and self.alike > 1


@dataclass(frozen=True, slots=True)
class Whom:
    """A printed performer, and whom it means."""

    performer: Performer
    means: str
    """The organisations or the class; empty where nobody is found."""
    count: int | None
    """How many organisations of a class it is on the first due day."""
    reasons: tuple[str, ...]
    alike: int

    @property
    def is_open(self) -> bool:
        return not self.performer.is_checked

    @property
    def has_fellows(self) -> bool:
        return self.is_open and bool(self.means) and self.count != 0 and self.alike > 1


@dataclass(frozen=True, slots=True)
class Card:
    """A measure on the page of binding."""

    measure: Measure
    rows: dict[str, Row]
    term_words: str
    """What the words of the term were understood to say."""
    rules: tuple[str, ...]
    years: tuple[Year, ...]
    windows: tuple[Occurrence, ...]
    whom: tuple[Whom, ...]
    also: tuple[str | Promise, ...]
    targets: tuple[tuple[str | Promise, Target], ...]
    """Each with how its value stands to it, in words."""

    @property
    def open(self) -> int:
        return sum(1 for row in self.rows.values() if row.is_open)


@dataclass(frozen=True, slots=True)
class Alike:
    """Open rows that look the same: what they say, in how many measures, and the key by which all are confirmed."""

    row: str
    label: str
    says: str
    count: int
    key: str


class Bindings:
    """The bindings of a plan, read at once; a page of cards of it, those with an open row where a filter is set."""

    def __init__(self, roadmap: Roadmap, *, only: str = "", page: int = 1, about: int | None = None) -> None:
        """Show page number `page` of the measures in which `only` is open, or the page with the measure `about`."""
        self.roadmap = roadmap
        self.measures = measures_to_bind(roadmap)
        self.only = only if only in (*ROWS, DOUBTFUL) else ""
        self.chosen = [one for one in self.measures if self._passes(one)]
        keys = [one.pk for one in self.chosen]
        wanted = keys.index(about) // PER_PAGE + 1 if about in keys else page
        self.page: Page[Measure] = Paginator(self.chosen, PER_PAGE).get_page(wanted)
        steps = roadmap.edits.defer("before", "after").order_by("pk")
        self.back = steps.filter(undone_at=None).last()
        self.again = steps.filter(undone_at__isnull=False).first()

    @property
    def back_words(self) -> str:
        return verbs.words(self.back.verb) if self.back else ""

    @property
    def again_words(self) -> str:
        return verbs.words(self.again.verb) if self.again else ""

    @cached_property
    def open_by_row(self) -> dict[str, int]:
        """Return in how many measures each row waits for a person."""
        return {row: sum(is_open(one, row) for one in self.measures) for row in ROWS}

    @cached_property
    def open(self) -> int:
        """Return how many rows of the whole plan wait for a person."""
        return sum(self.open_by_row.values())

    @cached_property
    def doubtful(self) -> int:
        """Return how many of them the words leave in doubt."""
        return sum(is_open(one, row) and self._is_doubtful(one, row) for one in self.measures for row in ROWS)

    @property
    def sure(self) -> int:
        """Return how many of them can be confirmed in one press."""
        return self.open - self.doubtful

    @cached_property
    def filters(self) -> list[tuple[str, str | Promise, int]]:
        """Return the filters: their key, what they are called, how much is open in them."""
        found: list[tuple[str, str | Promise, int]] = [("", _("All measures"), self.open)]
        found.append((DOUBTFUL, _("To decide"), self.doubtful))
        return found + [(row, label, self.open_by_row[row]) for row, label in ROWS.items()]

    @cached_property
    def cards(self) -> list[Card]:
        """Return the measures of the page."""
        return [self._card(one) for one in self.page.object_list]

    @cached_property
    def alike(self) -> list[Alike]:
        """Return what looks alike and can be confirmed together, the most frequent first."""
        found: list[Alike] = []
        for row in ROWS if self.only in ("", DOUBTFUL) else [self.only]:
            found += self._alike_performers() if row == PERFORMERS else self._alike_rows(row)
        return sorted((one for one in found if one.count > 1), key=lambda one: -one.count)

    def card_of(self, measure: Measure) -> Card:
        """Return one measure of the plan as a card.

        Raises:
            KeyError: it is carried out by its children, or is none of this plan.
        """
        return self._card({one.pk: one for one in self.measures}[measure.pk])

    def _passes(self, measure: Measure) -> bool:
        if not self.only:
            return True
        if self.only == DOUBTFUL:
            return any(is_open(measure, row) and self._is_doubtful(measure, row) for row in ROWS)
        return is_open(measure, self.only)

    def _alike_rows(self, row: str) -> list[Alike]:
        groups: dict[Hashable, list[Measure]] = defaultdict(list)
        for measure in self.measures:
            if is_open(measure, row) and not self._is_doubtful(measure, row):
                groups[LOOKS[row](measure)].append(measure)
        return [
            Alike(row, str(ROWS[row]), _says(row, group[0]), len(group), f"{row} {group[0].pk}")
            for group in groups.values()
        ]

    def _alike_performers(self) -> list[Alike]:
        groups: dict[Hashable, list[Performer]] = defaultdict(list)
        for measure in self.measures:
            for one in measure.performers.all():
                if not one.is_checked and not is_unbound(one) and one.pk not in self._nobody:
                    groups[looks_of_performer(one)].append(one)
        return [
            Alike(
                PERFORMERS,
                str(ROWS[PERFORMERS]),
                f"{group[0].printed} → {self._means(group[0])}",
                len({one.measure_id for one in group}),
                f"{PERFORMERS} {group[0].pk}",
            )
            for group in groups.values()
        ]

    @cached_property
    def _counts(self) -> dict[str, Counter[Hashable]]:
        """How many open rows look the same, by row and look."""
        found: dict[str, Counter[Hashable]] = {row: Counter() for row in ROWS}
        for measure in self.measures:
            for row, looks in LOOKS.items():
                found[row][looks(measure)] += is_open(measure, row)
            found[PERFORMERS].update(looks_of_performer(one) for one in measure.performers.all() if not one.is_checked)
        return found

    @cached_property
    def _classes(self) -> dict[str, str]:
        keys = {one.organisation_class for measure in self.measures for one in measure.performers.all()} - {""}
        known = []
        for key in keys:
            try:
                known.append(class_of_key(key))
            except NoSuchClass:
                continue
        return words_of_classes(known)

    @cached_property
    def _shares(self) -> Shares:
        return Shares(self.roadmap)

    def _means(self, performer: Performer) -> str:
        if performer.organisation_class:
            return self._classes.get(performer.organisation_class, "")
        return ", ".join(str(one.organisation) for one in performer.bound.all())

    def _card(self, measure: Measure) -> Card:
        windows = tuple(measure.occurrences.all())
        language = get_language() or "ru"
        period = period_of(self.roadmap)
        term = measure.parsed_term
        return Card(
            measure=measure,
            rows={row: self._row(measure, row) for row in ROWS},
            term_words=describe(term, language),
            rules=()
            if measure.own_dates or period is None
            else explain(term, period, calendar_of(self.roadmap), language=language),
            years=_years(windows, period, self.roadmap.control_from),
            windows=windows,
            whom=tuple(self._whom(one, measure) for one in measure.performers.all()),
            also=tuple(Fulfilment(kind).label for kind in measure.also if kind in Fulfilment.values),
            targets=tuple((Comparison(one.op).label, one) for one in measure.targets.all()),
        )

    def _row(self, measure: Measure, row: str) -> Row:
        alike = 0 if row == PERFORMERS else self._counts[row][LOOKS[row](measure)]
        return Row(row, ROWS[row], is_open(measure, row), self._is_doubtful(measure, row), alike)

    def _whom(self, performer: Performer, measure: Measure) -> Whom:
        count = None
        if performer.organisation_class in self._classes:
            count = len(members_of(self._shares, performer, measure, on=self._day))
        return Whom(
            performer=performer,
            means=self._means(performer),
            count=count,
            reasons=tuple(str(REASONS[reason]) for reason in performer.reasons if reason in REASONS),
            alike=self._counts[PERFORMERS][looks_of_performer(performer)],
        )

    @cached_property
    def _day(self) -> date:
        return counting_day(self.measures)

    @cached_property
    def _nobody(self) -> frozenset[int]:
        return reaching_nobody(self._shares, self.measures)

    def _is_doubtful(self, measure: Measure, row: str) -> bool:
        return is_doubtful(measure, row, self._nobody)


def _says(row: str, measure: Measure) -> str:
    if row == TERM:
        days = [f"{one.due_on:%d.%m.%Y}" for one in measure.occurrences.all()]
        shown = ", ".join(days[:3]) + (" …" if len(days) > 3 else "")
        return f"{measure.term_words or '—'} → {shown}"
    if row == PROOF:
        return f"{measure.get_fulfilment_display()} · {measure.get_result_form_display()}"
    return "; ".join(one.text for one in measure.targets.all())


def _years(windows: Sequence[Occurrence], period: tuple[date, date] | None, control: date | None) -> tuple[Year, ...]:
    """The years of a plan, or of its windows, month by month."""
    days: Iterable[date] = [day for one in windows for day in (one.starts_on, one.due_on)]
    edges = [*days, *(period or ())]
    if not edges or not windows:
        return ()
    return tuple(
        Year(number, tuple(_month(number, month, windows, control) for month in range(1, 13)))
        for number in range(min(edges).year, max(edges).year + 1)
    )


def _month(year: int, month: int, windows: Sequence[Occurrence], control: date | None) -> Month:
    here = (year, month)
    due = tuple(one.due_on for one in windows if (one.due_on.year, one.due_on.month) == here)
    reached = any(
        (one.starts_on.year, one.starts_on.month) <= here <= (one.ends_on.year, one.ends_on.month) for one in windows
    )
    archive = bool(due) and control is not None and all(day < control for day in due)
    return Month(month, reached or bool(due), due, archive)
