from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from orientir.roadmaps import policy, queries
from orientir.roadmaps.queries.rereading import documents_of

from .faces import Face, key_in

PER_PAGE = 50
FARTHEST = 1000
"""How many pages back one can go."""


class HistoryPage(Face):
    """What was done to a roadmap and decided about its work, latest first."""

    face = "history"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap = self.running_roadmap(pk)
        page = min(max(key_in(request.GET.get("page", "")) or 1, 1), FARTHEST)
        moments, more = queries.history_of_roadmap(self.actor, roadmap, page=page, most=PER_PAGE)
        return render(
            request,
            "roadmaps/seeing/history.html",
            {
                **self.head_of(roadmap, self.figures_of(roadmap)),
                "documents": documents_of(roadmap, with_files=policy.can_put_edition_in(self.actor, roadmap)),
                "moments": moments,
                "later": self.here(page=str(page - 1)) if page > 1 else "",
                "earlier": self.here(page=str(page + 1)) if more else "",
            },
        )
