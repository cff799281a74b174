"""The page of binding and what is pressed on it. Each press leads back to the page, to the measure it was about."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.database.policy import require
from orientir.roadmaps import policy
from orientir.roadmaps.models import Measure, Performer, Roadmap
from orientir.roadmaps.queries.binding import Bindings
from orientir.roadmaps.queries.rows import PERFORMERS, ROWS
from orientir.roadmaps.services import bind
from orientir.ui.signed_in import SignedInView

from .review import Deed
from .seeing.faces import key_in

ONE, ALIKE, SURE = "one", "alike", "sure"


class BindingPage(SignedInView):
    """What the words of each measure are bound to, and what of it is still open."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        roadmap = get_object_or_404(policy.visible_roadmaps(actor).select_related("organisation__territory"), pk=pk)
        require(actor.may(policy.KEEP_ROADMAPS, roadmap.organisation_id))
        if not roadmap.is_read:
            return redirect("roadmaps:review", pk=pk)
        if not policy.can_review(actor, roadmap):
            return redirect("roadmaps:force", pk=pk)
        page, about = key_in(request.GET.get("page")) or 1, key_in(request.GET.get("at"))
        found = Bindings(roadmap, only=request.GET.get("open", ""), page=page, about=about)
        if about:
            return back_to(roadmap, about=about, only=found.only, page=found.page.number)
        return render(request, "roadmaps/binding/page.html", {"roadmap": roadmap, "bindings": found})


class BindingDeed(Deed):
    """A press that changes what a plan is bound to: in review, or a measure of a plan in force anew."""

    right = staticmethod(policy.can_bind)

    def bound_roadmap(self, pk: int) -> Roadmap:
        """Load a plan that the actor binds."""
        roadmap = get_object_or_404(policy.visible_roadmaps(self.actor), pk=pk)
        require(self.right(self.actor, roadmap))
        return roadmap

    def performer(self, pk: int) -> Performer:
        """Load a performer of such a plan."""
        found = Performer.objects.filter(measure__roadmap__in=policy.visible_roadmaps(self.actor))
        performer = get_object_or_404(found.select_related("measure__roadmap__organisation__territory"), pk=pk)
        require(self.right(self.actor, performer.measure.roadmap))
        return performer


class ConfirmBinding(BindingDeed):
    """Say that a row is right, that all that look like it are, or that all without doubt are."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap, now = self.bound_roadmap(pk), timezone.now()
        if SURE in request.POST:
            require(policy.can_review(self.actor, roadmap))
            settled = bind.confirm_sure(roadmap, by=self.actor, at=now)
            self._say(settled)
            return self._back(roadmap, None)
        word = ALIKE if ALIKE in request.POST else ONE
        row, _sign, key = request.POST.get(word, "").partition(" ")
        if row not in ROWS:
            return self._back(roadmap, None)
        if row == PERFORMERS and word == ALIKE:
            performers = Performer.objects.filter(measure__roadmap=roadmap).select_related("measure__roadmap")
            performer = get_object_or_404(performers, pk=key_in(key) or 0)
            self._say(bind.confirm_performer(performer, by=self.actor, at=now))
            return self._back(roadmap, performer.measure)
        measure = get_object_or_404(roadmap.measures.filter(children=None), pk=key_in(key) or 0)
        if word == ALIKE:
            self._say(bind.confirm_alike(measure, row, by=self.actor, at=now))
        else:
            bind.confirm_row(measure, row, by=self.actor, at=now)
        return self._back(roadmap, measure)

    def _say(self, settled: int) -> None:
        said = ngettext("%(count)s row is confirmed.", "%(count)s rows are confirmed.", settled)
        messages.success(self.request, said % {"count": settled})

    def _back(self, roadmap: Roadmap, measure: Measure | None) -> HttpResponse:
        said = self.request.POST
        return back_to(roadmap, about=measure, only=said.get("open", ""), page=said.get("page", ""))


class DatesByRules(BindingDeed):
    """Give a measure the dates again that its words have by the rules of the plan."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        measure = self.measure(pk)
        bind.dates_by_rules(measure, by=self.actor, at=timezone.now())
        return back_to(measure.roadmap, about=measure)


class RemovePerformer(BindingDeed):
    """Take away a performer that is none."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        performer = self.performer(pk)
        bind.remove_performer(performer, by=self.actor, at=timezone.now())
        messages.success(request, _("The performer is taken away. The step can be undone."))
        return back_to(performer.measure.roadmap, about=performer.measure)


def address_of(roadmap: Roadmap, *, about: Measure | int | None = None, only: str = "", page: object = "") -> str:
    """Return the address of the page of binding at a measure, or at a page of a filter; in force, the measure's own."""
    key = about.pk if isinstance(about, Measure) else about
    if roadmap.is_in_force:
        return reverse("roadmaps:rebind", args=[key]) if key else reverse("roadmaps:roadmap", args=[roadmap.pk])
    said = {"open": only, "page": key_in(page) or "", "at": "" if page else key or ""}
    query = urlencode({name: value for name, value in said.items() if value})
    where = reverse("roadmaps:binding", args=[roadmap.pk])
    return f"{where}{'?' if query else ''}{query}{f'#m-{key}' if key else ''}"


def back_to(
    roadmap: Roadmap, *, about: Measure | int | None = None, only: str = "", page: object = ""
) -> HttpResponseRedirect:
    return HttpResponseRedirect(address_of(roadmap, about=about, only=only, page=page))
