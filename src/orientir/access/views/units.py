"""Units of an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.access.forms import UnitForm
from orientir.database.policy import require
from orientir.territory import policy as territories
from orientir.territory import services
from orientir.territory.choices import UnitKind
from orientir.territory.models import Unit
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from .organisations import OfOrganisation

REFUSALS: dict[type[Exception], tuple[str, str | Promise]] = {
    services.NameTaken: ("name", _("The organisation has a unit of this name already.")),
}


class AddUnit(OfOrganisation):
    """Add a branch, a building, a group or a centre to an organisation."""

    name = "unit"
    form_class = UnitForm
    template_name = "access/add_unit.html"
    refusals = REFUSALS

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        services.add_unit(
            self.organisation,
            kind=UnitKind(data["kind"]),
            name=data["name"],
            youngest=data["youngest"],
            oldest=data["oldest"],
            opened_on=data["opened_on"],
            by=self.actor,
            at=timezone.now(),
        )
        return reverse("access:organisation", args=[self.organisation.pk])


class ChangeUnit(FormPage, SignedInView):
    """Rename a unit, put its days right, close it."""

    name = "change_unit"
    form_class = UnitForm
    template_name = "access/change_unit.html"
    refusals = REFUSALS
    unit: Unit

    def prepare(self, **kwargs: Any) -> None:
        visible = territories.visible_organisations(self.actor)
        self.unit = get_object_or_404(
            Unit.objects.filter(organisation__in=visible).select_related("organisation"), pk=kwargs["pk"]
        )
        require(territories.can_keep_organisation(self.actor, self.unit.organisation))

    def about(self) -> str:
        return str(self.unit.pk)

    def form_arguments(self) -> dict[str, Any]:
        return {"known": self.unit.kind}

    def initial(self) -> dict[str, Any]:
        unit = self.unit
        return {
            "kind": unit.kind,
            "name": unit.name,
            "youngest": unit.youngest,
            "oldest": unit.oldest,
            "opened_on": unit.opened_on,
            "closed_on": unit.closed_on,
        }

    def page_context(self) -> dict[str, Any]:
        return {"organisation": self.unit.organisation, "unit": self.unit}

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        services.change_unit(
            self.unit,
            name=data["name"],
            youngest=data["youngest"],
            oldest=data["oldest"],
            opened_on=data["opened_on"],
            closed_on=data["closed_on"],
            by=self.actor,
            at=timezone.now(),
        )
        return reverse("access:organisation", args=[self.unit.organisation_id])
