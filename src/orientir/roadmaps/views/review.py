"""The page of review and its deeds. Each deed leads back to the page, to the measure it was about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.database.policy import require
from orientir.roadmaps import policy
from orientir.roadmaps.fields import DOUBT_OF
from orientir.roadmaps.models import Measure, Roadmap, Section
from orientir.roadmaps.queries.review import Review
from orientir.roadmaps.services import review
from orientir.roadmaps.words import DOUBTS, obstacle_words, remark_words
from orientir.ui.components.states import icon
from orientir.ui.signed_in import SignedInView

from .seeing.faces import key_in

PAGE = "roadmaps/review/page.html"
ICONS = {"pencil": 20, "document-text": 20, "ellipsis-horizontal": 20, "check": 16}
"""What stands on every card is drawn once, in this size."""


class ReviewPage(SignedInView):
    """What was read beside the document; until it is read, how far that is or why it cannot be."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        roadmap = get_object_or_404(policy.visible_roadmaps(actor).select_related("organisation"), pk=pk)
        require(actor.may(policy.KEEP_ROADMAPS, roadmap.organisation_id))
        if not roadmap.is_read:
            return render(request, "roadmaps/review/reading.html", self._reading(roadmap))
        if not policy.can_review(actor, roadmap):
            return redirect("roadmaps:roadmap", pk=pk)
        part, at = key_in(request.GET.get("part")), key_in(request.GET.get("at"))
        found = Review(roadmap, part=part or 1, about=at)
        return render(request, PAGE, context_of(found))

    def _reading(self, roadmap: Roadmap) -> dict[str, Any]:
        return {
            "roadmap": roadmap,
            "can_read_again": policy.can_read_again(self.actor, roadmap),
            "can_remove": policy.can_remove_document(self.actor, roadmap),
            "is_stuck": roadmap.is_stuck(timezone.now()),
            "obstacle": obstacle_words(roadmap.obstacle) if roadmap.obstacle else "",
        }


class Deed(SignedInView):
    """A press that changes a plan in review, or what else `right` allows."""

    right = staticmethod(policy.can_review)

    def roadmap(self, pk: int) -> Roadmap:
        """Load a plan that the actor sets right."""
        roadmap = get_object_or_404(policy.visible_roadmaps(self.actor), pk=pk)
        require(policy.can_review(self.actor, roadmap))
        return roadmap

    def measure(self, pk: int) -> Measure:
        """Load a measure of such a plan."""
        found = Measure.objects.filter(roadmap__in=policy.visible_roadmaps(self.actor))
        measure = get_object_or_404(found.select_related("roadmap"), pk=pk)
        require(self.right(self.actor, measure.roadmap))
        return measure

    def section(self, pk: int) -> Section:
        """Load a section of such a plan."""
        found = Section.objects.filter(roadmap__in=policy.visible_roadmaps(self.actor))
        section = get_object_or_404(found.select_related("roadmap"), pk=pk)
        require(policy.can_review(self.actor, section.roadmap))
        return section


class ConfirmDoubt(Deed):
    """Say that one doubtful field of a measure is right, or (`whole`) that all of it is, and go to the next doubt."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        measure = self.measure(pk)
        field = request.POST.get("field", "")
        if "whole" in request.POST:
            review.confirm_text([measure], by=self.actor, at=timezone.now())
        elif field in DOUBT_OF:  # no page offers another
            review.confirm_doubt(measure, field, by=self.actor, at=timezone.now())
        return back_to(measure.roadmap, about=Review(measure.roadmap).following(measure))


class ConfirmAlike(Deed):
    """Say that all fields doubtful for one reason are right, or (without a field) that the whole plan is."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap, now = self.roadmap(pk), timezone.now()
        field, _sign, reason = request.POST.get("alike", "").partition(" ")
        if not field:
            review.confirm_text(roadmap.measures.all(), by=self.actor, at=now)
            messages.success(request, _("All measures are confirmed. Now say who does what, and when."))
            return back_to(roadmap, part=request.POST.get("part"))
        if field in DOUBT_OF and reason in DOUBTS:
            settled = review.confirm_alike(roadmap, field, reason, by=self.actor, at=now)
            said = ngettext("%(count)s field is confirmed.", "%(count)s fields are confirmed.", settled)
            messages.success(request, said % {"count": settled})
        return back_to(roadmap, part=request.POST.get("part"))


class MergeMeasure(Deed):
    """Join a measure to the one before it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        measure = self.measure(pk)
        try:
            measure = review.merge_with_previous(measure, by=self.actor, at=timezone.now())
        except review.NothingToMerge:
            messages.info(request, _("No measure stands before this one in its section: there is nothing to join."))
        return back_to(measure.roadmap, about=measure)


class RemoveMeasure(Deed):
    """Leave a measure out of the plan."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        measure = self.measure(pk)
        part = Review(measure.roadmap, about=pk).part
        review.remove_measure(measure, by=self.actor, at=timezone.now())
        messages.success(request, _("The measure is left out of the plan. The step can be undone."))
        return back_to(measure.roadmap, part=part.number if part else None)


class RemoveSection(Deed):
    """Remove an empty section."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        section = self.section(pk)
        try:
            review.remove_section(section, by=self.actor, at=timezone.now())
            messages.success(request, _("The section is removed."))
        except review.SectionNotEmpty:
            messages.info(request, _("Measures stand in this section. Move them or leave them out first."))
        return back_to(section.roadmap, part=request.POST.get("part"))


def context_of(found: Review, *, mode: str = "", about: Measure | Section | None = None) -> dict[str, Any]:
    """Return what the page needs. `mode` is the form that stands on it, `about` what it is about."""
    return {
        "roadmap": found.roadmap,
        "review": found,
        "mode": mode,
        "form_measure": about.pk if isinstance(about, Measure) else None,
        "form_section": about.pk if isinstance(about, Section) else None,
        "icons": {name.partition("-")[0]: icon(name, size=size) for name, size in ICONS.items()},
        "remarks": [remark_words(remark) for remark in found.roadmap.remarks],
    }


def address_of(roadmap: Roadmap, *, about: Measure | int | None = None, part: object = None) -> str:
    """Return the address of the page of review at a measure, or at a part."""
    where = reverse("roadmaps:review", args=[roadmap.pk])
    key = about.pk if isinstance(about, Measure) else about
    if key:
        return f"{where}?at={key}#m-{key}"
    number = key_in(part)
    return f"{where}?part={number}" if number else where


def back_to(roadmap: Roadmap, *, about: Measure | int | None = None, part: object = None) -> HttpResponseRedirect:
    return HttpResponseRedirect(address_of(roadmap, about=about, part=part))
