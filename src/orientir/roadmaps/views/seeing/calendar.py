from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orientir.engines.counts import in_words
from orientir.roadmaps.models import Measure, Roadmap, Section
from orientir.roadmaps.queries import Figures, Tally, calendar
from orientir.roadmaps.queries.calendar import CalendarRow, Column, Spread, Window, Zoom
from orientir.ui.components.plans import Piece
from orientir.ui.components.states import STATES

from .faces import Choice, Face, day_in, language

PER_PAGE = 50
GOES_ON = "waiting"
"""The state in which a window is drawn that ends beyond what is seen."""

WITH_TEXT = (Zoom.YEAR, Zoom.QUARTER)
"""Where a column is wide enough for a figure."""

HEADS = {Zoom.YEAR: "M", Zoom.QUARTER: "j.m", Zoom.MONTH: "j"}
SPOKEN = {Zoom.YEAR: "F Y", Zoom.QUARTER: "j E", Zoom.MONTH: "j E"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: a short word, the same spoken whole, and whether today is in it."""

    text: str
    words: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A measure and its pieces, column by column."""

    measure: Measure
    pieces: list[Piece]


class CalendarPage(Face):
    """A roadmap on the calendar: months across, a window of each measure as a bar, a line where today is."""

    face = "calendar"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap = self.running_roadmap(pk)
        figures, today = self.figures_of(roadmap), timezone.localdate()
        zoom = Zoom(request.GET["zoom"]) if request.GET.get("zoom", "") in list(Zoom) else Zoom.YEAR
        seen = calendar.spread(zoom, day_in(request.GET.get("from", "")) or _nearest(today, figures))
        performers = calendar.performers_of(self.actor, roadmap)
        performer = request.GET.get("performer", "")
        performer = performer if performer in performers else ""
        within = calendar.measures_within(self.actor, roadmap, seen, performer=performer)
        measures = Paginator(within, PER_PAGE).get_page(request.GET.get("page"))
        rows = calendar.calendar_of(self.actor, list(measures), seen, today=today)
        years = _years(roadmap, figures)
        around = min(max(today, seen.first), seen.last)
        return render(
            request,
            "roadmaps/seeing/calendar.html",
            {
                **self.head_of(roadmap, figures),
                "zooms": [
                    Choice(str(label), self.at(around, name), name == zoom)
                    for name, label in ((Zoom.YEAR, _("Year")), (Zoom.QUARTER, _("Quarter")), (Zoom.MONTH, _("Month")))
                ],
                "seen": seen,
                "title_of_seen": _title(seen),
                "before": self.at(_before(seen, years), zoom),
                "after": self.at(_after(seen, years), zoom),
                "now": self.at(today, zoom) if not seen.first <= today <= seen.last else "",
                "heads": [_head(zoom, column, today) for column in seen.columns],
                "sections": list(_by_section(rows, seen, today)),
                "measures": measures,
                "performers": performers,
                "performer": performer,
                "kept": {name: request.GET[name] for name in ("zoom", "from") if name in request.GET},
            },
        )

    def at(self, day: date | None, zoom: Zoom) -> str:
        """Return the address of what holds a day of the calendar, or nothing without one."""
        return self.here(**{"from": calendar.spread(zoom, day).first.isoformat()}, zoom=zoom, year="") if day else ""


def _nearest(today: date, figures: Figures) -> date:
    """Return today, or the nearest day of the years in which something is due."""
    if not figures.years:
        return today
    return min(max(today, date(figures.years[0], 1, 1)), date(figures.years[-1], 12, 31))


def _years(roadmap: Roadmap, figures: Figures) -> list[int]:
    """Return the years to go through: those of the plan, and those in which something is due besides."""
    planned = range(roadmap.first_year, (roadmap.last_year or roadmap.first_year) + 1) if roadmap.first_year else ()
    return sorted({*planned, *figures.years})


def _before(seen: Spread, years: Sequence[int]) -> date | None:
    """Return a day of what stands before what is seen; years in which nothing is due are passed over."""
    earlier = [year for year in years if year <= seen.before.year]
    return min(seen.before, date(earlier[-1], 12, 31)) if earlier else None


def _after(seen: Spread, years: Sequence[int]) -> date | None:
    later = [year for year in years if year >= seen.after.year]
    return max(seen.after, date(later[0], 1, 1)) if later else None


def _title(seen: Spread) -> str:
    if seen.zoom == Zoom.YEAR:
        return str(seen.first.year)
    if seen.zoom == Zoom.MONTH:
        return date_format(seen.first, "F Y")
    return _("Quarter %(number)s of %(year)s") % {"number": (seen.first.month + 2) // 3, "year": seen.first.year}


def _head(zoom: Zoom, column: Column, today: date) -> Head:
    words = date_format(column.first, SPOKEN[zoom])
    return Head(date_format(column.first, HEADS[zoom]), words, column.holds(today))


def _by_section(rows: Sequence[CalendarRow], seen: Spread, today: date) -> Iterator[tuple[Section, list[Line]]]:
    for section, its in groupby(rows, key=lambda row: row.measure.section):
        yield section, [Line(row.measure, list(_pieces(row, seen, today))) for row in its]


def _pieces(row: CalendarRow, seen: Spread, today: date) -> Iterator[Piece]:
    """Yield the pieces of a row, column by column: the windows that end in it come before one that runs through it."""
    url = reverse("roadmaps:measure", args=[row.measure.pk])
    said = [(window, _words(window)) for window in row.windows]
    for column in seen.columns:
        running = [one for one in said if one[0].starts_on <= column.last and column.first <= one[0].due_on]
        ending = [one for one in running if column.holds(one[0].due_on)]
        if not running:
            yield Piece(is_now=column.holds(today))
            continue
        shown = ending or running[:1]
        tally = sum((window.tally for window, _ in shown if window.tally), Tally())
        days = [window.due_on.isoformat() for window, _ in shown]
        yield Piece(
            state=tally.state or GOES_ON,
            words="; ".join(words for _, words in shown),
            text=_text(tally) if ending and seen.zoom in WITH_TEXT else "",
            href="" if not tally.state else f"{url}?due={days[0]}" if len(days) == 1 else url,
            begins=any(column.holds(window.starts_on) for window, _ in shown),
            ends=bool(ending),
            is_now=column.holds(today),
        )


def _words(window: Window) -> str:
    """Say when a window ends and how far it is."""
    words = _("due %(day)s") % {"day": date_format(window.due_on, "j E Y")}
    if window.tally is None:
        return words
    progress = in_words(window.tally.progress, language())
    return f"{words}: {progress} · {STATES[window.tally.state].label}"


def _text(tally: Tally) -> str:
    progress = tally.progress
    return f"{progress.value}/{progress.denominator}" if progress.denominator else ""
