"""How deep names of students go: of a territory and of an organisation. What comes of it is shown before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access import depths, policy
from orientir.access.forms import DepthForm
from orientir.accounts.step_up import ConfirmedView
from orientir.database.policy import require
from orientir.territory.choices import Depth
from orientir.territory.models import Organisation, Territory
from orientir.ui.form_page import FormPage

from .organisations import OfOrganisation

SET = _("It is set, and holds from the next press of everybody.")
AS_ABOVE = _("as in the territory")


class _SetDepth(FormPage, ConfirmedView):
    form_class = DepthForm
    template_name = "access/depth.html"
    refusals = {depths.TooDeep: ("depth", _("The territory above is stricter."))}

    def subject(self) -> Territory | Organisation:
        """Return what is given a depth."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        return {"depth": self.subject().depth}

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": [(one.value, one.label) for one in self._allowed()]}

    def page_context(self) -> dict[str, Any]:
        subject, now = self.subject(), timezone.now()
        offered = [(one, depths.consequences(subject, one, at=now)) for one in self._allowed()]
        return {
            "subject": subject,
            "above": depths.depth_above(subject),
            "offered": offered,
            "back": self.address(),
        }

    def deed(self, form: forms.Form) -> str:
        depths.set_depth(self.subject(), form.cleaned_data["depth"], by=self.actor, at=timezone.now())
        messages.success(self.request, SET)
        return self.address()

    def _allowed(self) -> list[Depth]:
        return depths.allowed_beneath(depths.depth_above(self.subject()))

    def address(self) -> str:
        """Return the page to go back to."""
        raise NotImplementedError


class OrganisationDepth(_SetDepth, OfOrganisation):
    """How deep names go in an organisation: as its territory says, or stricter."""

    name = "organisation_depth"

    def permits(self) -> bool:
        return policy.can_set_depth(self.actor, self.organisation)

    def subject(self) -> Organisation:
        return self.organisation

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": [("", AS_ABOVE), *super().form_arguments()["choices"]]}

    def address(self) -> str:
        return reverse("access:organisation", args=[self.organisation.pk])


class TerritoryDepth(_SetDepth):
    """How deep names go in a territory and all beneath it."""

    name = "territory_depth"
    territory: Territory

    def prepare(self, **kwargs: Any) -> None:
        self.territory = get_object_or_404(policy.territories_with_depth(self.actor), pk=kwargs["pk"])
        require(policy.can_set_depth_of_territory(self.actor, self.territory))

    def about(self) -> str:
        return str(self.territory.pk)

    def subject(self) -> Territory:
        return self.territory

    def address(self) -> str:
        return reverse("access:organisations")
