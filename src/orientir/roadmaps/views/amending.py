"""Pages on which the measures of a plan in force are changed, added, taken out, and their work is brought in line."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orientir.database.policy import require
from orientir.roadmaps import policy
from orientir.roadmaps.fields import TEXTS, version_of
from orientir.roadmaps.forms.amending import NO_REASON, AddForm, AmendForm, EndForm, ReasonForm
from orientir.roadmaps.models import Measure, Roadmap
from orientir.roadmaps.queries.amending import Effects, effects_of, ending_of, organisations_in
from orientir.roadmaps.queries.binding import Bindings
from orientir.roadmaps.services import amending, review, steps
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

REFUSALS: dict[type[Exception], tuple[str, Any]] = {
    amending.NoReason: ("reason", NO_REASON),
    amending.Ended: ("", gettext_lazy("The measure was taken out of the plan, or back into it, meanwhile.")),
    steps.NotInForce: ("", gettext_lazy("The plan is not in force any more: it was archived or taken back meanwhile.")),
}
"""What any deed on a plan in force may run into."""


class OnMeasure(FormPage, SignedInView):
    """A form about a measure of a plan in force. It is left for the page of the measure."""

    refusals = REFUSALS
    one: Measure

    def prepare(self, **kwargs: Any) -> None:
        found = Measure.objects.filter(roadmap__in=policy.visible_roadmaps(self.actor))
        found = found.select_related("roadmap__organisation__territory", "section")
        self.one = get_object_or_404(found, pk=kwargs["pk"])
        require(policy.can_amend(self.actor, self.one.roadmap))

    def about(self) -> str:
        return str(self.one.pk)

    def leave_for(self) -> str:
        return reverse("roadmaps:measure", args=[self.one.pk])

    def page_context(self) -> dict[str, Any]:
        return {"roadmap": self.one.roadmap, "measure": self.one}


class AmendMeasure(OnMeasure):
    """Change the printed words of a measure. Where they mean other dates or organisations, those come next."""

    name = "amend_measure"
    form_class = AmendForm
    template_name = "roadmaps/amending/measure.html"
    refusals = {
        **REFUSALS,
        amending.NothingChanged: ("", gettext_lazy("Nothing is changed yet: the measure stands so already.")),
        review.ChangedMeanwhile: (
            "",
            gettext_lazy(
                "Somebody has changed this measure meanwhile. Your words stand here: send them again to keep them."
            ),
        ),
    }

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        require(self.one.ended_on is None)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.one, name) for name in TEXTS}

    def page_context(self) -> dict[str, Any]:
        return {**super().page_context(), "version": version_of(self.one)}

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, AmendForm)
        seen, reason = self.request.POST.get("seen", ""), form.cleaned_data["reason"]
        measure = amending.amend(self.one, form.words(), reason=reason, seen=seen, by=self.actor, at=timezone.now())
        messages.success(self.request, _("The measure is changed."))
        return reverse("roadmaps:rebind" if measure.rebound_at else "roadmaps:measure", args=[measure.pk])


class AddToPlan(FormPage, SignedInView):
    """Add a measure to a plan in force; when and by whom it is carried out comes next."""

    name = "add_to_plan"
    form_class = AddForm
    template_name = "roadmaps/amending/add.html"
    refusals = REFUSALS
    plan: Roadmap

    def prepare(self, **kwargs: Any) -> None:
        self.plan = get_object_or_404(policy.visible_roadmaps(self.actor), pk=kwargs["pk"])
        require(policy.can_amend(self.actor, self.plan))

    def about(self) -> str:
        return str(self.plan.pk)

    def leave_for(self) -> str:
        return reverse("roadmaps:roadmap", args=[self.plan.pk])

    def form_arguments(self) -> dict[str, Any]:
        return {"sections": list(self.plan.sections.all())}

    def page_context(self) -> dict[str, Any]:
        return {"roadmap": self.plan}

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, AddForm)
        reason = form.cleaned_data["reason"]
        new = amending.add_measure(form.chosen(), form.words(), reason=reason, by=self.actor, at=timezone.now())
        messages.success(self.request, _("The measure stands in the plan. Now say when it is due and who performs it."))
        return reverse("roadmaps:rebind", args=[new.pk])


class EndMeasure(OnMeasure):
    """Take a measure out of the plan, with what comes of it before anything is done."""

    name = "end_measure"
    form_class = EndForm
    template_name = "roadmaps/amending/end.html"
    _on: date | None = None

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        require(self.one.ended_on is None)

    def initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show what would come of another day where that is asked, and else do it."""
        if "preview" not in request.POST:
            return super().post(request, **kwargs)
        self.prepare(**kwargs)
        form = EndForm(request.POST)
        form.fields["reason"].required = False
        if form.is_valid():
            self._on = form.cleaned_data["on"]
        return self.show(form, None, status=200 if self._on else 422)

    def page_context(self) -> dict[str, Any]:
        on = self._on or timezone.localdate()
        ending = ending_of(self.one, on=on)
        return {
            **super().page_context(),
            "on": on,
            "ending": ending,
            "organisations": organisations_in(ending.closed),
            "items": list(self.one.children.filter(ended_on=None)),
        }

    def deed(self, form: forms.Form) -> str:
        said = form.cleaned_data
        closed = amending.end_measure(self.one, on=said["on"], reason=said["reason"], by=self.actor, at=timezone.now())
        words = ngettext(
            "The measure is taken out of the plan: %(count)s assignment is no longer in force.",
            "The measure is taken out of the plan: %(count)s assignments are no longer in force.",
            closed,
        )
        messages.success(self.request, words % {"count": closed})
        return self.leave_for()


class ResumeMeasure(OnMeasure):
    """Take a measure back into the plan; its work comes next."""

    name = "resume_measure"
    form_class = ReasonForm
    template_name = "roadmaps/amending/resume.html"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        require(self.one.ended_on is not None)

    def deed(self, form: forms.Form) -> str:
        amending.resume_measure(self.one, reason=form.cleaned_data["reason"], by=self.actor, at=timezone.now())
        messages.success(self.request, _("The measure is part of the plan again. See what comes of it."))
        return reverse("roadmaps:rebind", args=[self.one.pk])


class Rebind(OnMeasure):
    """When a measure of a plan in force is due and who performs it, what comes of that, and bringing its work in line.

    The rows are those of the page of binding, and lead to the same forms.
    """

    name = "rebind"
    form_class = ReasonForm
    template_name = "roadmaps/amending/rebind.html"

    def page_context(self) -> dict[str, Any]:
        roadmap = self.one.roadmap
        bindings = Bindings(roadmap)
        card = bindings.card_of(self.one) if any(one.pk == self.one.pk for one in bindings.measures) else None
        return {
            **super().page_context(),
            "bindings": bindings,
            "card": card,
            "effects": effects_of(self.one, today=timezone.localdate()),
        }

    def deed(self, form: forms.Form) -> str:
        reason = form.cleaned_data["reason"]
        effects = amending.bring_in_line(self.one, reason=reason, by=self.actor, at=timezone.now())
        messages.success(self.request, _in_words(effects))
        return self.leave_for()


def _in_words(effects: Effects) -> str:
    if not effects.is_any:
        return _("The change is confirmed. No assignment is touched by it.")
    done = effects.counted()
    said = [
        (ngettext("%(count)s assignment made", "%(count)s assignments made", done.get("made", 0)), "made"),
        (ngettext("%(count)s moved", "%(count)s moved", done.get("moved", 0)), "moved"),
        (ngettext("%(count)s assignment changed", "%(count)s assignments changed", done.get("changed", 0)), "changed"),
        (ngettext("%(count)s opened again", "%(count)s opened again", done.get("opened", 0)), "opened"),
        (ngettext("%(count)s closed", "%(count)s closed", done.get("closed", 0)), "closed"),
    ]
    words = ", ".join(words % {"count": done[name]} for words, name in said if name in done)
    return _("The work is in line with the measure: %(what)s.") % {"what": words}
