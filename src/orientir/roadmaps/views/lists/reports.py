from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from orientir.database.policy import require
from orientir.roadmaps import policy, queries
from orientir.roadmaps.queries import lists
from orientir.territory.models import Organisation
from orientir.ui.lists import Column, Day, ListFile, ListOf, ListPage, OneList, Words

from .parts import day, one_of

COLUMNS = [
    Column(
        "measure",
        _("Measure"),
        lambda one: one.assignment.measure.words,
        leads=lambda one: reverse("roadmaps:assignment", args=[one.assignment_id]),
        sort=("assignment__measure__roadmap_id", "assignment__measure__position", "submitted_at", "pk"),
        kind="head",
    ),
    Column(
        "organisation",
        _("Organisation"),
        lambda one: one.organisation.short_name,
        sort=("organisation__sort_key", "submitted_at", "pk"),
    ),
    Column(
        "submitted",
        _("Submitted on"),
        lambda one: date_format(timezone.localtime(one.submitted_at), "j E Y, H:i"),
        written=lambda one: timezone.localtime(one.submitted_at).replace(tzinfo=None),
        sort=("submitted_at", "pk"),
    ),
    Column(
        "due",
        _("Due date"),
        lambda one: day(one.assignment.due_on),
        written=lambda one: one.assignment.due_on,
        sort=("assignment__due_on", "pk"),
    ),
    Column("plan", _("Roadmap"), lambda one: one.assignment.measure.roadmap.short_title, usual=False),
]


class Reports(OneList):
    """The reports that wait for the actor."""

    def list_of(self, **kwargs: Any) -> ListOf:
        require(self.actor.may(policy.REVIEW_REPORTS))
        waiting = queries.reports_to_review(self.actor).order_by()
        return ListOf(
            name="reports",
            title=_("Reports to review"),
            rows=waiting,
            columns=COLUMNS,
            filters=[
                Words(
                    "q",
                    _("Words of a measure"),
                    lambda rows, words: lists.with_words(rows, words, path="assignment__measure__"),
                ),
                one_of(
                    "organisation",
                    _("Organisation"),
                    Organisation.objects.filter(pk__in=waiting.values("organisation")),
                    lambda rows, key: rows.filter(organisation=int(key)),
                    chosen=self.request.GET.get("organisation", ""),
                ),
                Day("until", _("Due until"), lambda rows, on: rows.filter(assignment__due_on__lte=on)),
            ],
            sort="submitted",
            address=reverse("roadmaps:reports"),
            file_address=reverse("roadmaps:reports_file"),
            empty=_("No report waits for you."),
        )


class ReviewQueue(Reports, ListPage):
    """The reports that wait for the actor, longest first."""

    template_name = "roadmaps/lists/reports.html"


class ReportFile(Reports, ListFile):
    """The same as a spreadsheet; it holds no words of any report."""
