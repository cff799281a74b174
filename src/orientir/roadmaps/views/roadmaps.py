from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.database.policy import require
from orientir.roadmaps import policy, queries
from orientir.roadmaps.forms import PutInForceForm
from orientir.roadmaps.models import Measure, Roadmap
from orientir.roadmaps.services import assignments, roadmaps
from orientir.roadmaps.words import obstacle_words, remark_words
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView


class RoadmapList(SignedInView):
    """The roadmaps and how far they are."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.SEE_ROADMAPS))
        return render(
            request,
            "roadmaps/roadmap_list.html",
            {
                "roadmaps": queries.roadmaps_with_progress(self.actor),
                "can_upload": policy.can_upload_roadmap(self.actor),
            },
        )


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
            sections = queries.sections_with_measures(roadmap, words=words)
            shown = {measure.pk for found in sections for measure in found.measures}
            chosen = _keys(request, "measure")
            context |= {
                "words": words,
                "sections": sections,
                "chosen": chosen,
                "chosen_elsewhere": sorted(chosen - shown),  # ticked before the search: they stay so
                "can_put_in_force": policy.can_put_in_force(actor, roadmap),
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


class PutInForce(FormPage, SignedInView):
    """Make measures work of organisations: those chosen in the address, or any where none is."""

    name = "put_in_force"
    form_class = PutInForceForm
    template_name = "roadmaps/put_in_force.html"
    roadmap: Roadmap
    measures: QuerySet[Measure]
    chosen: list[Measure]

    def prepare(self, **kwargs: Any) -> None:
        actor = self.actor
        self.roadmap = get_object_or_404(
            policy.visible_roadmaps(actor).select_related("organisation__territory"), pk=kwargs["pk"]
        )
        require(policy.can_put_in_force(actor, self.roadmap))

        chosen = _keys(self.request, "measure")
        self.measures = self.roadmap.measures.filter(pk__in=chosen) if chosen else self.roadmap.measures.all()
        self.chosen = list(self.measures) if chosen else []

    def about(self) -> str:
        return str(self.roadmap.pk)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "measures": self.measures,
            "organisations": policy.performers_for(self.actor, self.roadmap),
        }

    def initial(self) -> dict[str, Any]:
        dates = [
            found
            for measure in self.chosen
            if (found := queries.due_date_of(self.roadmap, measure, today=timezone.localdate()))
        ]
        return {
            "measures": [measure.pk for measure in self.chosen],
            "due_on": min(dates, default=None),
        }

    def page_context(self) -> dict[str, Any]:
        return {"roadmap": self.roadmap}

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, PutInForceForm)
        made = assignments.put_in_force(
            self.roadmap,
            form.cleaned_data["measures"],
            form.chosen_organisations(),
            due_on=form.cleaned_data["due_on"],
            again=form.cleaned_data["again"],
            by=self.actor,
            at=timezone.now(),
        )
        if made:
            said = ngettext("%(made)s assignment is in force.", "%(made)s assignments are in force.", made)
            messages.success(self.request, said % {"made": made})
        else:
            messages.info(self.request, _("All of this was in force already: nothing has changed."))
        return reverse("roadmaps:roadmap", args=[self.roadmap.pk])


def _keys(request: HttpRequest, name: str) -> set[int]:
    """Return the keys in the address under a name; what is none is left out."""
    return {int(key) for key in request.GET.getlist(name) if key.isascii() and key.isdigit()}
