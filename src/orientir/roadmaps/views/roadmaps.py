from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from orientir.database.policy import require
from orientir.roadmaps import policy, queries
from orientir.roadmaps.services import roadmaps
from orientir.roadmaps.words import obstacle_words, remark_words
from orientir.ui.signed_in import SignedInView


class RoadmapPage(SignedInView):
    """The measures of a roadmap in review; until they are there, that it is being read or why it could not be."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        roadmap = get_object_or_404(policy.visible_roadmaps(actor).select_related("organisation__territory"), pk=pk)
        context: dict[str, Any] = {
            "roadmap": roadmap,
            "can_read_again": policy.can_read_again(actor, roadmap),
            "can_remove": policy.can_remove_document(actor, roadmap),
            "can_review": policy.can_review(actor, roadmap),
            "is_stuck": roadmap.is_stuck(timezone.now()),
        }
        if roadmap.is_read:
            words = request.GET.get("q", "").strip()
            context |= {
                "words": words,
                "sections": queries.sections_with_measures(roadmap, words=words),
                "approved_on": parse_date(roadmap.approval.get("date") or ""),
                "remarks": [remark_words(remark) for remark in roadmap.remarks],
            }
        elif roadmap.obstacle:
            context["obstacle"] = obstacle_words(roadmap.obstacle)
        # While it is being read the page asks for itself again; then the whole page is replaced.
        return render(request, "roadmaps/roadmap.html", context)


class ReadAgain(SignedInView):
    """Ask once more for a document to be read."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap = get_object_or_404(policy.visible_roadmaps(self.actor), pk=pk)
        require(policy.can_read_again(self.actor, roadmap))
        # What was asked for may be under way or done by now: the page shows it.
        with suppress(roadmaps.StillReading, roadmaps.NothingToRead):
            roadmaps.read_again(roadmap, by=self.actor, at=timezone.now())
        return redirect("roadmaps:review", pk=pk)


class RemoveDocument(SignedInView):
    """Remove a document that was put in by mistake."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap = get_object_or_404(policy.visible_roadmaps(self.actor), pk=pk)
        require(policy.can_remove_document(self.actor, roadmap))
        with suppress(roadmaps.InForce):  # read in the meantime: the list shows it
            roadmaps.remove_document(roadmap, by=self.actor, at=timezone.now())
            messages.success(request, _("The document is removed."))
        return redirect("roadmaps:roadmaps")
