"""Lists of work: what an organisation has to do, what waits for review, how far a measure is."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from orientir.database.policy import require
from orientir.roadmaps import policy, queries
from orientir.ui.components.states import STATES
from orientir.ui.signed_in import SignedInView

PER_PAGE = 50


class AssignmentList(SignedInView):
    """What the actor's organisations have to do, nearest first, or (`?done=1`) what they have submitted."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.REPORT))
        own, done = queries.own_work(self.actor), queries.own_submitted(self.actor)
        shows_done = request.GET.get("done") == "1"
        work = Paginator(done if shows_done else own, PER_PAGE)
        return render(
            request,
            "roadmaps/assignment_list.html",
            {
                "assignments": work.get_page(request.GET.get("page")),
                "shows_done": shows_done,
                "own_count": own.count(),
                "done_count": done.count(),
                "several_organisations": len(self.actor.scope(policy.REPORT)) > 1,
            },
        )


class ReviewQueue(SignedInView):
    """The reports that wait for the actor, longest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.REVIEW_REPORTS))
        waiting = Paginator(queries.reports_to_review(self.actor), PER_PAGE)
        return render(request, "roadmaps/review_queue.html", {"reports": waiting.get_page(request.GET.get("page"))})


class MeasurePage(SignedInView):
    """A measure and how far each organisation is with it, all or those in one state."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        roadmap = get_object_or_404(policy.visible_roadmaps(actor), measures__pk=pk)
        measure = get_object_or_404(roadmap.measures.select_related("section"), pk=pk)
        work = policy.visible_assignments(actor).filter(measure=measure).with_subject()
        counts = queries.counts_by_shown_state(work)
        shown = request.GET.get("state", "")
        put_in_force_url = ""
        if policy.can_put_in_force(actor, roadmap):
            put_in_force_url = f"{reverse('roadmaps:put_in_force', args=[roadmap.pk])}?measure={measure.pk}"
        assignments = Paginator(work.shown_as(shown) if shown in counts else work, PER_PAGE)
        return render(
            request,
            "roadmaps/measure.html",
            {
                "roadmap": roadmap,
                "measure": measure,
                "assignments": assignments.get_page(request.GET.get("page")),
                "all_shown": shown not in counts,
                "states": [
                    {"label": f"{STATES[state].label} · {count}", "href": f"?state={state}", "on": state == shown}
                    for state, count in counts.items()
                ],
                "progress": queries.Progress(counts.get("accepted", 0), sum(counts.values())),
                "put_in_force_url": put_in_force_url,
            },
        )
