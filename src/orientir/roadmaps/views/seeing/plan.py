from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.engines.counts import in_words
from orientir.roadmaps import policy
from orientir.roadmaps.choices import AssignmentState, Fulfilment
from orientir.roadmaps.models import Measure, Section
from orientir.roadmaps.models.assignments import OVERDUE
from orientir.roadmaps.queries import plan
from orientir.roadmaps.queries.plan import MeasureRow, SectionRows
from orientir.roadmaps.views import roadmaps
from orientir.ui.components.states import STATES, badge

from .faces import Choice, Face, key_in, language

PROOFS = {
    Fulfilment.ACT: "document-check",
    Fulfilment.AGREEMENT: "pencil-square",
    Fulfilment.ANALYSIS: "chart-bar-square",
    Fulfilment.CHOICE: "cursor-arrow-rays",
    Fulfilment.CONSULTATION: "chat-bubble-left-right",
    Fulfilment.CONTEST: "trophy",
    Fulfilment.COORDINATION: "user-group",
    Fulfilment.COURSE: "academic-cap",
    Fulfilment.DECISION: "scale",
    Fulfilment.DIAGNOSTICS: "clipboard-document-check",
    Fulfilment.EFFECT: "arrow-trending-up",
    Fulfilment.EVENT: "calendar-days",
    Fulfilment.MONITORING: "presentation-chart-line",
    Fulfilment.OUTCOME: "flag",
    Fulfilment.PATHWAY: "map",
    Fulfilment.PROGRAMME: "puzzle-piece",
    Fulfilment.RECOMMENDATION: "light-bulb",
    Fulfilment.REGISTER: "table-cells",
    Fulfilment.RESOURCE: "globe-alt",
    Fulfilment.SURVEY: "question-mark-circle",
}
"""The icon beside the words of what proves a measure."""

WITH_NUMBER = (OVERDUE, AssignmentState.RETURNED, AssignmentState.SUBMITTED)
"""States that ask somebody to act: their badge says how many times."""


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as the plan shows it, in words."""

    measure: Measure
    url: str
    next_due: date | None
    progress: str
    proof: str
    proof_icon: str
    state: SafeString | str


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the plan shows it, in words."""

    section: Section
    progress: str
    late: str
    lines: list[Line] | None
    href: str
    """What opens it where it is closed."""


class RoadmapPage(Face):
    """The measures of a roadmap in force by their sections, and how far each is. Before, what comes next."""

    face = "roadmap"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        roadmap = self.visible_roadmap(pk)
        if roadmap.state not in policy.RUNNING:
            return roadmaps.RoadmapPage.as_view()(request, pk=pk)
        figures = self.figures_of(roadmap)
        words, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
        show = show if show in plan.SHOWN else ""
        section = key_in(request.GET.get("section", ""))
        found = plan.plan_of(
            self.actor,
            roadmap,
            figures,
            today=timezone.localdate(),
            year=self.year(figures),
            section=section,
            words=words,
            show=show,
        )
        shows = {"": _("Whole plan"), plan.LATE: _("Late"), plan.DUE_SOON: _("Due in two weeks")}
        return render(
            request,
            "roadmaps/seeing/plan.html",
            {
                **self.head_of(roadmap, figures),
                "years": self.years(figures),
                "parts": [_part(one, self.here(section=str(one.section.pk))) for one in found],
                "open_all": self.here(section=str(plan.EVERY)) if any(one.rows is None for one in found) else "",
                "words": words,
                "shows": [Choice(label, self.here(show=key), show == key) for key, label in shows.items()],
                "show": show,
                "kept": {name: request.GET[name] for name in ("show", "section", "year") if name in request.GET},
                "approved_on": parse_date(roadmap.approval.get("date") or ""),
            },
        )


def _part(found: SectionRows, href: str) -> Part:
    late = ngettext("%(number)d late", "%(number)d late", found.late) % {"number": found.late} if found.late else ""
    lines = None if found.rows is None else [_line(row) for row in found.rows]
    return Part(found.section, in_words(found.progress, language()), late, lines, href)


def _line(row: MeasureRow) -> Line:
    measure = row.measure
    kind = Fulfilment(measure.fulfilment) if measure.fulfilment else None
    return Line(
        measure,
        reverse("roadmaps:measure", args=[measure.pk]),
        row.next_due,
        in_words(row.progress, language()) if row.progress.denominator else "—",
        str(kind.label) if kind else "",
        PROOFS[kind] if kind else "",
        state_of(row),
    )


def state_of(row: MeasureRow) -> SafeString | str:
    """Return the badge of a measure; one without work in the year has none."""
    if not row.state:
        return "—"
    number = row.late or row.tally.by_state.get(row.state, 0)
    return badge(row.state, f"{STATES[row.state].label}: {number}" if row.state in WITH_NUMBER else "")
