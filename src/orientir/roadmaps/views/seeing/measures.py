from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orientir.engines.counts import in_words
from orientir.roadmaps import policy
from orientir.roadmaps.choices import Force
from orientir.roadmaps.models import Assignment, AssignmentChange, AssignmentQuerySet
from orientir.roadmaps.models.assignments import OVERDUE
from orientir.roadmaps.queries import Tally, measures
from orientir.roadmaps.queries.figures import SHOWN_STATES
from orientir.roadmaps.queries.plan import work_in
from orientir.territory.models import Organisation, Territory
from orientir.ui.components.states import STATES
from orientir.ui.signed_in import SignedInView

from .faces import Choice, address_of, day_in, key_in, language
from .matrix import PANEL

PER_PAGE, IN_PANEL = 50, 10
MOVED = "moved"
"""A filter beside the states: what was moved is still in one of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """An assignment as the list of a measure shows it: the last move of its due date, and why it ended."""

    assignment: Assignment
    moved: AssignmentChange | None
    closed: AssignmentChange | None

    @property
    def is_obligatory(self) -> bool:
        return self.assignment.force == Force.OBLIGATORY


class MeasurePage(SignedInView):
    """A measure and how far each organisation is: all, or those of a place, a due date, a state.

    A matrix asks for one of its cells, to be shown beside it.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor, today = self.actor, timezone.localdate()
        measure = get_object_or_404(policy.visible_measures(actor).select_related("section", "roadmap"), pk=pk)
        roadmap = measure.roadmap
        work, within = self._within(policy.visible_assignments(actor).filter(measure=measure))
        windows = measures.windows_of(work, today=today)
        due = day_in(request.GET.get("due", ""))
        if due in windows:
            work, tally = work.filter(due_on=due), windows[due]
        else:
            due, tally = None, sum(windows.values(), Tally())
        moved = measures.moved(work)
        states = _states(request, tally, moved.count())
        shown = next((state for state, choice in states.items() if choice.on), "")
        found = moved if shown == MOVED else work.shown_as(shown, on=today) if shown else work
        found = found.select_related("organisation").order_by("due_on", "organisation__sort_key", "pk")
        in_panel = request.headers.get("HX-Target") == PANEL
        page = Paginator(found, IN_PANEL if in_panel else PER_PAGE).get_page(request.GET.get("page"))
        return render(
            request,
            "roadmaps/seeing/cell.html" if in_panel else "roadmaps/seeing/measure.html",
            {
                "roadmap": roadmap,
                "measure": measure,
                "within": within,
                "whole": address_of(request, organisation="", territory="", year=""),
                "windows": [
                    Choice(_window(day, tally), address_of(request, due=day.isoformat()), day == due)
                    for day, tally in windows.items()
                ],
                "all_windows": Choice(_("All terms"), address_of(request, due=""), due is None),
                "states": list(states.values()),
                "all_states": Choice(_("All"), address_of(request, state=""), not shown),
                "tally": tally,
                "progress": tally.progress,
                "page": page,
                "rows": list(_rows(list(page))),
                "here": address_of(request),
                "can_amend": policy.can_amend(actor, roadmap),
            },
        )

    def _within(self, work: AssignmentQuerySet) -> tuple[AssignmentQuerySet, Organisation | Territory | None]:
        """Return the work that is asked for: of an organisation or a territory, of a year; and of whom."""
        asked = self.request.GET
        year = key_in(asked.get("year", ""))
        if year is not None and 2000 <= year <= 2200:
            work = work_in(work, year)
        if organisation := key_in(asked.get("organisation", "")):
            of = work.filter(organisation=organisation)
            first = of.select_related("organisation").first()
            return of, first.organisation if first else None
        if territory := key_in(asked.get("territory", "")):
            place = Territory.objects.filter(pk=territory).first()
            of = work.filter(organisation__territory__path__startswith=place.path) if place else work.none()
            return of, place if of.exists() else None
        return work, None


def _states(request: HttpRequest, tally: Tally, moved: int) -> dict[str, Choice]:
    """Return the states to choose from, each with how many are in it, the most urgent first."""
    numbers = {state: tally.by_state.get(state, 0) for state in SHOWN_STATES} | {OVERDUE: tally.late, MOVED: moved}
    asked = request.GET.get("state", "")
    return {
        state: Choice(f"{STATES[state].label} · {number}", address_of(request, state=state), state == asked)
        for state, number in numbers.items()
        if number
    }


def _window(day: date, tally: Tally) -> str:
    on = date_format(day, "j E Y")
    if not tally.progress.denominator:
        return on  # all of it was closed: «0 of 0» would say nothing
    return f"{on} · {in_words(tally.progress, language())}"


def _rows(assignments: list[Assignment]) -> Iterable[Row]:
    changes = measures.changes_of(assignments)
    for assignment in assignments:
        last = {change.kind: change for change in changes.get(assignment.pk, [])}
        closed = last.get(AssignmentChange.Kind.CLOSED) if assignment.outcome else None
        yield Row(assignment, last.get(AssignmentChange.Kind.MOVED), closed)
