"""The last step of setting a plan right, taken back or brought again, on the page of review and on that of binding."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.models import ReviewEdit, Roadmap
from orientir.roadmaps.services import steps

from . import binding, review


class Undo(review.Deed):
    """Take the last step back."""

    of_binding = False
    nothing: Promise = _("There is no step to undo.")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap, about = self.roadmap(pk), None
        try:
            about = steps.touched(self.step(roadmap))
        except steps.NothingToUndo:
            messages.info(request, str(self.nothing))
        if self.of_binding:
            return binding.back_to(roadmap, about=about)
        return review.back_to(roadmap, about=about, part=request.POST.get("part"))

    def step(self, roadmap: Roadmap) -> ReviewEdit:
        return steps.undo(roadmap, by=self.actor, at=timezone.now())


class Redo(Undo):
    """Bring the step that was undone last again."""

    nothing = _("There is no step to bring again.")

    def step(self, roadmap: Roadmap) -> ReviewEdit:
        return steps.redo(roadmap, by=self.actor, at=timezone.now())
