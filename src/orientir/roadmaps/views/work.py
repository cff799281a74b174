"""Lists of work: what an organisation has to do, what waits for review."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from orientir.database.policy import require
from orientir.roadmaps import policy, queries
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
