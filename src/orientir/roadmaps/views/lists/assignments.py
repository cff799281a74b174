"""Assignments: what organisations have to do, and what they have submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from orientir.database.actor import Actor
from orientir.database.policy import require
from orientir.roadmaps import policy, queries
from orientir.roadmaps.choices import AssignmentState, Force, Part, RoadmapState
from orientir.roadmaps.models import Assignment, Measure, Roadmap, Section
from orientir.roadmaps.models.assignments import NOT_BEGUN, OVERDUE
from orientir.roadmaps.queries import lists
from orientir.roadmaps.queries.figures import SHOWN_STATES
from orientir.roadmaps.views.seeing.faces import Choice as Way
from orientir.territory.models import Territory
from orientir.ui.components.states import STATES, badge
from orientir.ui.lists import Choice, Column, Day, Filter, ListFile, Listing, ListOf, ListPage, OneList, Words

from .parts import day, hidden_one_of, one_of, term_of

WITHIN: Final = (7, 14, 31, 92)
TWO_WEEKS: Final = "14"
PLAN_FIELDS: Final = ("title", "first_year", "last_year", "uploaded_at", "state", "organisation__short_name")


def columns(plans: Mapping[int, str], *, of_one_measure: bool, of_one_organisation: bool) -> list[Column]:
    """Return the columns. A row is called by its measure, in the list of one measure by its organisation.

    `plans` are the names of the plans by their keys.
    """
    measure = Column(
        "measure",
        _("Measure"),
        lambda one: one.measure.words,
        sort=("measure__roadmap_id", "measure__position", "due_on", "organisation_id"),
        usual=False,
    )
    organisation = Column(
        "organisation",
        _("Organisation"),
        lambda one: one.organisation.short_name,
        sort=("organisation__sort_key", "organisation_id", "due_on", "measure_id"),
    )
    place = Column("place", _("Municipality"), lambda one: one.organisation.territory.name, usual=of_one_measure)
    if of_one_measure and not of_one_organisation:
        first = [replace(organisation, kind="head", leads=_page_of), measure]
    else:
        first = [replace(measure, kind="head", leads=_page_of), organisation]
    return [
        *(one for one in (*first, place) if one.key == "measure" or not of_one_organisation),
        Column(
            "due",
            _("Due date"),
            term_of,
            written=lambda one: one.due_on,
            # As they stand in the index of open work by day, and unlike for every two assignments.
            sort=("due_on", "measure_id", "organisation_id"),
        ),
        Column(
            "inner",
            _("Inner due date"),
            lambda one: day(one.inner_due_on),
            written=lambda one: one.inner_due_on,
            usual=False,
        ),
        Column("plan", _("Roadmap"), lambda one: plans[one.measure.roadmap_id], usual=False),
        Column("section", _("Section"), lambda one: str(one.measure.section), usual=False),
        Column("part", _("Part"), Assignment.get_part_display, usual=False),
        Column("force", _("Force"), Assignment.get_force_display, usual=False),
        Column(
            "state",
            _("State"),
            lambda one: badge(one.shown_state),
            written=lambda one: str(STATES[one.shown_state].label),
        ),
    ]


def _page_of(assignment: Assignment) -> str:
    return reverse("roadmaps:assignment", args=[assignment.pk])


class Assignments(OneList):
    """The assignments that the actor sees: of the own organisation, or of all of a territory."""

    def list_of(self, **kwargs: Any) -> ListOf:
        require(self.actor.may(policy.SEE_ASSIGNMENTS))
        asked = self.request.GET.dict()
        filters = _Filters(self.actor, asked, timezone.localdate())
        of_one_measure = bool(asked.get("measure"))
        return ListOf(
            # Columns are remembered by the name: those of the one say nothing of those of the other.
            name="assignments-of-a-measure" if of_one_measure else "assignments",
            title=_("Assignments"),
            rows=lists.assignments_to_list(self.actor),
            columns=columns(
                filters.names,
                of_one_measure=of_one_measure,
                of_one_organisation=len(self.actor.scope(policy.SEE_ASSIGNMENTS)) == 1,
            ),
            filters=list(filters.all()),
            sort="due",
            address=reverse("roadmaps:assignments"),
            file_address=reverse("roadmaps:assignments_file"),
            empty=_("Nothing to do: all is submitted."),
        )


class AssignmentList(Assignments, ListPage):
    """What there is to do, nearest first, or whatever the filters ask for."""

    template_name = "roadmaps/lists/assignments.html"

    def page_context(self, listing: Listing) -> dict[str, Any]:
        values = listing.values
        ways = [
            (_("To do"), {"state": "", "within": ""}),
            (_("Late"), {"state": OVERDUE, "within": ""}),
            (_("Due in two weeks"), {"state": "", "within": TWO_WEEKS}),
            (_("Submitted"), {"state": lists.SENT, "within": ""}),
            (_("All"), {"state": lists.ALL, "within": ""}),
        ]
        now = {"state": values.get("state", ""), "within": values.get("within", "")}
        return {
            "about": listing.words_of("measure"),
            "ways": [
                Way(str(words), listing.address(**asked), {**asked, "state": asked["state"] or lists.TO_DO} == now)
                for words, asked in ways
            ],
        }


class AssignmentFile(Assignments, ListFile):
    """The same as a spreadsheet."""


class _Filters:
    """The filters by which somebody can narrow what they see; those with one choice only are left out."""

    def __init__(self, actor: Actor, asked: dict[str, str], today: date) -> None:
        self._actor, self._asked, self._today = actor, asked, today

    @cached_property
    def names(self) -> Mapping[int, str]:
        """The names of the plans by their keys."""
        return queries.names_of(self._plans)

    def all(self) -> Iterator[Filter]:
        yield Words("q", _("Words of a measure"), lambda rows, words: lists.with_words(rows, words, path="measure__"))
        yield self._state()
        yield Choice("within", _("Due within"), self._due_within, among=[(str(n), _days(n)) for n in WITHIN])
        yield Day("from", _("Due from"), lambda rows, on: rows.filter(due_on__gte=on))
        yield Day("to", _("Due until"), lambda rows, on: rows.filter(due_on__lte=on))
        yield from self._whose()
        yield from self._of_which_plan()
        yield Choice("part", _("Part"), lambda rows, part: rows.filter(part=part), among=Part.choices)
        yield Choice("force", _("Force"), lambda rows, force: rows.filter(force=force), among=Force.choices)

    def _state(self) -> Filter:
        groups = [(lists.TO_DO, _("To do")), (lists.SENT, _("Submitted")), (lists.ALL, _("All"))]
        waiting = {AssignmentState.WAITING.value: _("In its term"), NOT_BEGUN: STATES[NOT_BEGUN].label}
        single = [(str(state), waiting.get(str(state), STATES[state].label)) for state in SHOWN_STATES]
        return Choice(
            "state",
            _("State"),
            self._in_state,
            usual=lists.TO_DO,
            among=[*groups, *single],
        )

    def _in_state(self, rows: QuerySet[Assignment], state: str) -> QuerySet[Assignment]:
        found = rows.filter(lists.in_state(state, on=self._today))
        archived = [one.pk for one in self._plans if one.state == RoadmapState.ARCHIVED]
        if archived and state in (lists.TO_DO, OVERDUE):
            return found.exclude(measure__roadmap__in=archived)  # such a plan asks for nothing
        return found

    def _due_within(self, rows: QuerySet[Assignment], days: str) -> QuerySet[Assignment]:
        return rows.filter(due_on__range=(self._today, self._today + timedelta(days=int(days))))

    def _whose(self) -> Iterator[Filter]:
        own, seen = self._actor.scope(policy.REPORT), self._actor.scope(policy.SEE_ASSIGNMENTS)
        if own and len(seen) > len(own):
            yield Choice(
                "mine",
                _("Whose"),
                lambda rows, _value: rows.filter(organisation__any_of=own),
                among=[("1", _("Of the organisations for which I report"))],
            )
        if len(seen) < 2:
            return
        organisation = one_of(
            "organisation",
            _("Organisation"),
            lists.organisations_at_work(self._actor),
            lambda rows, key: rows.filter(organisation=int(key)),
            chosen=self._asked.get("organisation", ""),
        )
        yield organisation
        if not organisation.control:
            yield Words("of", _("Words of the organisation's name"), lists.of_organisations_called)
        places = one_of(
            "place",
            _("Municipality"),
            lists.places_at_work(self._actor),
            _in_place,
            chosen=self._asked.get("place", ""),
        )
        if len(places.among) > 1:
            yield places

    def _of_which_plan(self) -> Iterator[Filter]:
        plan = self._plan
        yield Choice(
            "plan",
            _("Roadmap"),
            lambda rows, key: rows.filter(measure__roadmap=int(key)),
            among=[(str(key), name) for key, name in self.names.items()],
        )
        section = self._asked.get("section", "")
        if plan is not None or section:
            yield one_of(
                "section",
                _("Section"),
                Section.objects.filter(pk__in=self._measures_of(plan).values("section")),
                lambda rows, key: rows.filter(measure__section=int(key)),
                chosen=section,
            )
        chosen, narrow = self._asked.get("measure", ""), _of_measure
        if plan is not None:
            yield one_of("measure", _("Measure"), self._measures_of(plan), narrow, chosen=chosen, words=_heading)
        elif chosen:
            measures = self._measures_of(None)
            yield hidden_one_of("measure", _("Measure"), measures, narrow, chosen=chosen, words=_heading)

    def _measures_of(self, plan: Roadmap | None) -> QuerySet[Measure]:
        """Return the measures to choose from: those of the plan, or of all."""
        found = lists.measures_with_work(self._actor, [plan] if plan else self._plans)
        return found.only("number", "text", "roadmap")

    @cached_property
    def _plans(self) -> list[Roadmap]:
        plans = lists.plans_with_work(self._actor).select_related("organisation")
        return list(plans.only(*PLAN_FIELDS))

    @cached_property
    def _plan(self) -> Roadmap | None:
        return next((one for one in self._plans if str(one.pk) == self._asked.get("plan", "")), None)


def _heading(measure: Measure) -> str:
    return measure.heading


def _of_measure(rows: QuerySet[Assignment], key: str) -> QuerySet[Assignment]:
    return rows.filter(measure=int(key))


def _in_place(rows: QuerySet[Assignment], key: str) -> QuerySet[Assignment]:
    place = Territory.objects.get(pk=int(key))
    return rows.filter(organisation__territory__path__startswith=place.path)


def _days(number: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", number) % {"days": number}
