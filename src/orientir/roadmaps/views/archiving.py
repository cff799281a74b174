"""Pages on which a plan goes into the archive, comes back, or is deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orientir.database.policy import require
from orientir.roadmaps import policy
from orientir.roadmaps.forms.amending import NO_REASON, PlanReasonForm
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.queries.amending import deletion_of, open_work_of
from orientir.roadmaps.services import amending, archiving
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView


class OnPlan(FormPage, SignedInView):
    """A form about a whole plan, which asks for the reason."""

    form_class = PlanReasonForm
    refusals = {
        amending.NoReason: ("reason", NO_REASON),
        archiving.NotNow: ("", gettext_lazy("Somebody was quicker: the plan is in another state now.")),
    }
    plan: Roadmap

    def prepare(self, **kwargs: Any) -> None:
        found = policy.visible_roadmaps(self.actor).select_related("organisation")
        self.plan = get_object_or_404(found, pk=kwargs["pk"])

    def about(self) -> str:
        return str(self.plan.pk)

    def leave_for(self) -> str:
        return reverse("roadmaps:roadmap", args=[self.plan.pk])

    def page_context(self) -> dict[str, Any]:
        return {"roadmap": self.plan, "open": open_work_of(self.plan)}


class Archive(OnPlan):
    """Put a plan into the archive."""

    name = "archive_plan"
    template_name = "roadmaps/amending/archive.html"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        require(policy.can_archive(self.actor, self.plan))

    def deed(self, form: forms.Form) -> str:
        archiving.archive(self.plan, reason=form.cleaned_data["reason"], by=self.actor, at=timezone.now())
        messages.success(self.request, _("The plan is in the archive. It can be brought back."))
        return self.leave_for()


class BringBack(OnPlan):
    """Bring a plan back from the archive."""

    name = "bring_plan_back"
    template_name = "roadmaps/amending/bring_back.html"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        require(policy.can_bring_back(self.actor, self.plan))

    def deed(self, form: forms.Form) -> str:
        archiving.bring_back(self.plan, reason=form.cleaned_data["reason"], by=self.actor, at=timezone.now())
        messages.success(self.request, _("The plan is back from the archive."))
        return self.leave_for()


class Delete(SignedInView):
    """What goes with a plan that was put in by mistake, or what stands against it; then it is deleted."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self._plan(pk), 200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self._plan(pk)
        try:
            archiving.delete(plan, by=self.actor, at=timezone.now())
        except (archiving.ReportsAreThere, archiving.PlansFollow):
            return self._show(plan, 422)  # the page says what stands against it
        except archiving.NotNow:
            return redirect("roadmaps:roadmap", pk=pk)
        messages.success(request, _("The plan is deleted with all that came of it."))
        return redirect("roadmaps:roadmaps")

    def _plan(self, pk: int) -> Roadmap:
        found = policy.visible_roadmaps(self.actor).select_related("organisation")
        plan = get_object_or_404(found, pk=pk)
        require(policy.can_delete(self.actor, plan))
        return plan

    def _show(self, plan: Roadmap, status: int) -> HttpResponse:
        context = {
            "roadmap": plan,
            "goes": deletion_of(plan),
            "can_archive": policy.can_archive(self.actor, plan),
        }
        return render(self.request, "roadmaps/amending/delete.html", context, status=status)
