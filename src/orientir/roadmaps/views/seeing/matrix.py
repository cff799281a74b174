from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from orientir.engines.counts import Figure, in_words
from orientir.roadmaps.models import Measure, Roadmap
from orientir.roadmaps.queries import Tally, calendar, matrix
from orientir.roadmaps.queries.figures import SHOWN_STATES, together
from orientir.roadmaps.queries.matrix import Cells, Place
from orientir.ui.components.plans import Cell
from orientir.ui.components.states import STATES

from .faces import ALL, Face, key_in, language

PANEL = "cell"
"""The id of the element in which a pressed cell is shown."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: a measure by its number."""

    number: str
    measure: Measure
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a place or an organisation, how far it is with the whole plan, and its cells."""

    title: str
    href: str
    progress: Figure
    cells: list[Cell]


class MatrixPage(Face):
    """Measures × organisations: first the municipalities, then the organisations of one; fifty rows, forty columns."""

    face = "matrix"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap = self.running_roadmap(pk)
        figures, within = matrix.figures_by_place(self.actor, roadmap)
        year = self.year(figures)
        measures = calendar.measures_of(self.actor, roadmap)
        columns = Paginator(measures, matrix.MEASURES).get_page(request.GET.get("columns"))
        heads = [Head(number_of(one), one, reverse("roadmaps:measure", args=[one.pk])) for one in columns]
        places = matrix.places_of(figures, within, year=year)
        chosen = next((one for one in places if one.territory.pk == key_in(request.GET.get("territory", ""))), None)
        if chosen is None and len(places) > 1:
            seen = self._places(places, heads, year)
        else:
            seen = self._organisations(roadmap, chosen, heads, year)
        return render(
            request,
            "roadmaps/seeing/matrix.html",
            {
                **self.head_of(roadmap, figures),
                **seen,
                "years": self.years(figures),
                "heads": heads,
                "columns": columns,
                "together": chosen.progress if chosen else figures.of(year=year),
                "place": chosen.territory if chosen else None,
                "all_places": self.here(territory="") if chosen else "",
                "panel": PANEL,
                "states": [state for state in SHOWN_STATES if state in seen["states"]],
            },
        )

    def _places(self, places: Sequence[Place], heads: Sequence[Head], year: int | None) -> dict[str, Any]:
        measures = [head.measure for head in heads]
        found = matrix.cells_of_places(self.actor, measures, places, year=year, today=timezone.localdate())
        sums = _sums(found, measures)
        cells = _Drawing(found, heads, year)
        lines = [
            Line(
                str(place.territory),
                self.here(territory=str(place.territory.pk)),
                place.progress,
                cells.row(place.territory.pk, "territory"),
            )
            for place in places
        ]
        return {
            "lines": lines,
            "totals": [sums.get(measure.pk, Tally()).progress for measure in measures],
            "states": _states(found),
            "head_of_rows": _("Municipality"),
        }

    def _organisations(
        self, roadmap: Roadmap, place: Place | None, heads: Sequence[Head], year: int | None
    ) -> dict[str, Any]:
        today, measures = timezone.localdate(), [head.measure for head in heads]
        organisations = matrix.organisations_of(self.actor, roadmap, year=year, place=place)
        page = Paginator(organisations, matrix.ORGANISATIONS).get_page(self.request.GET.get("page"))
        shown = list(page)
        progress = matrix.progress_of_organisations(self.actor, roadmap, shown, year=year)
        found = matrix.cells_of_organisations(self.actor, measures, shown, year=year, today=today)
        sums = _sums(found, measures)
        if page.paginator.num_pages > 1:
            sums = matrix.totals_of_measures(self.actor, measures, year=year, today=today, place=place)
        cells = _Drawing(found, heads, year)
        lines = [
            Line(
                str(one),
                reverse("access:organisation", args=[one.pk]),
                progress.get(one.pk, Figure(0, 0)),
                cells.row(one.pk, "organisation"),
            )
            for one in shown
        ]
        return {
            "lines": lines,
            "page": page,
            "totals": [sums.get(measure.pk, Tally()).progress for measure in measures],
            "states": _states(found),
            "head_of_rows": _("Organisation"),
        }


def number_of(measure: Measure) -> str:
    """Return the number of a measure as a column bears it; one without a number has its place in the plan."""
    return measure.number.rstrip(".") or str(measure.position + 1)


def _sums(found: Cells, measures: Sequence[Measure]) -> dict[int, Tally]:
    """Return a tally for each measure by its key: that of all rows together."""
    columns: dict[int, list[Tally]] = {measure.pk: [] for measure in measures}
    for (_row, measure), tally in found.items():
        columns[measure].append(tally)
    return {key: together(tallies) for key, tallies in columns.items()}


def _states(found: Cells) -> set[str]:
    return {tally.state for tally in found.values()}


class _Drawing:
    """Draws the rows of a matrix. Thousands of cells hold a few dozen tallies: each is put into words once."""

    def __init__(self, found: Cells, heads: Sequence[Head], year: int | None) -> None:
        self._found, self._heads, self._year = found, heads, year
        self._drawn: dict[object, Cell] = {}

    def row(self, row: int, name: str) -> list[Cell]:
        """Return the cells of a row; each leads to its measure with nothing but what was counted in the cell."""
        query = f"?{name}={row}&year={self._year or ALL}"
        return [self._cell(self._found.get((row, head.measure.pk)), head.url + query) for head in self._heads]

    def _cell(self, tally: Tally | None, href: str) -> Cell:
        if tally is None:
            return Cell()
        kind = (tally.late, *tally.by_state.items())
        drawn = self._drawn.get(kind)
        if drawn is None:
            drawn = self._drawn[kind] = _cell(tally)
        return Cell(drawn.state, drawn.words, drawn.text, href)


def _cell(tally: Tally) -> Cell:
    progress, number = tally.progress, sum(tally.by_state.values())
    words = str(STATES[tally.state].label)
    if number > 1:
        words = f"{in_words(progress, language())} · {words}"
    text = f"{progress.value}/{progress.denominator}" if number > 1 and progress.denominator else ""
    return Cell(tally.state, words, text)
