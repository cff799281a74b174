"""What will come of a bound plan, putting it in force, how far that is, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.database.policy import require
from orientir.roadmaps import policy
from orientir.roadmaps.binding import Shares
from orientir.roadmaps.choices import RoadmapState
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.queries.force import left_out
from orientir.roadmaps.queries.rows import ROWS, is_open
from orientir.roadmaps.services import force
from orientir.ui.signed_in import SignedInView


class ForcePage(SignedInView):
    """What will come of a plan in review; then how far its assignments are, and what has come of it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap = self._roadmap(pk)
        if not roadmap.is_read:
            return redirect("roadmaps:review", pk=pk)
        context: dict[str, Any] = {"roadmap": roadmap}
        if roadmap.is_in_review:
            today, whose = timezone.localdate(), Shares(roadmap)
            before = force.preview(roadmap, today=today, whose=whose)
            measures = [measure for measure, *_rest in before.by_measure]
            context |= {
                "preview": before,
                "measures": [row for row in before.by_measure if row[1] and row[2]],
                "left_out": left_out(whose.register, measures, today=today),
                "open": sum(is_open(measure, row) for measure in measures for row in ROWS),
            }
        elif roadmap.state == RoadmapState.STARTING:
            context["total"] = len(force.measures_to_carry_out(roadmap))
        else:
            context["can_be_taken_back"] = force.can_be_taken_back(roadmap)
        return render(request, "roadmaps/binding/force.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put the plan in force; a job makes its assignments."""
        roadmap = self._roadmap(pk)
        require(policy.can_put_in_force(self.actor, roadmap))
        try:
            force.ask_to_put_in_force(roadmap, by=self.actor, at=timezone.now())
        except force.NothingToDo:
            messages.warning(request, _("No measure has both dates and performers yet: nothing would come of it."))
        except force.NotReady:
            pass  # pressed twice, or somebody was quicker: the page shows how far it is
        return redirect("roadmaps:force", pk=pk)

    def _roadmap(self, pk: int) -> Roadmap:
        found = policy.visible_roadmaps(self.actor).select_related("organisation__territory")
        roadmap = get_object_or_404(found, pk=pk)
        require(self.actor.may(policy.KEEP_ROADMAPS, roadmap.organisation_id))
        return roadmap


class TakeBack(SignedInView):
    """Undo putting in force while nothing was sent."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap = get_object_or_404(policy.visible_roadmaps(self.actor), pk=pk)
        require(self.actor.may(policy.KEEP_ROADMAPS, roadmap.organisation_id))
        try:
            gone = force.take_back(roadmap, by=self.actor, at=timezone.now())
        except force.WorkHasBegun:
            messages.warning(request, _("Work has begun: the plan cannot be taken back any more."))
        else:
            said = ngettext(
                "Taken back: %(count)s assignment is gone.", "Taken back: %(count)s assignments are gone.", gone
            )
            messages.success(request, said % {"count": gone})
        return redirect("roadmaps:force", pk=pk)
