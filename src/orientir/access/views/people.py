"""Those responsible in an organisation: appointing, ending, new passwords."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access import policy, queries, services
from orientir.access.forms import AppointForm
from orientir.access.models import Appointment
from orientir.access.roles import ROLES
from orientir.accounts import codes
from orientir.accounts import services as accounts
from orientir.accounts.models import CodePurpose
from orientir.accounts.services import FirstPassword
from orientir.accounts.step_up import ConfirmedView
from orientir.database.policy import require
from orientir.territory.models import Organisation

from .organisations import OfOrganisation
from .shown_once import ShownOnce


class HandingOver(ShownOnce):
    """A form whose deed hands over a one-time code."""

    organisation: Organisation

    def hand_over(self, handed: FirstPassword) -> None:
        """Let the answer show what is handed over."""
        context = {"organisation": self.organisation, "handed": handed}
        self.shown = render(self.request, "access/hand_over.html", context)


class Appoint(HandingOver, OfOrganisation):
    """Appoint a new person, or one who has an account."""

    name = "appoint"
    form_class = AppointForm
    template_name = "access/appoint.html"
    refusals = {
        accounts.LoginTaken: ("login", _("Somebody already signs in with this login. Choose another one.")),
        services.AlreadyAppointed: ("person", _("This person has this role here already.")),
        services.NoNamesHere: ("role", _("Only counts are kept here: students and families are not entered.")),
    }

    def permits(self) -> bool:
        return policy.can_appoint(self.actor, self.organisation)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "roles": policy.roles_to_give(self.actor, self.organisation),
            "people": policy.people_to_appoint(self.actor),
            "units": self.organisation.units.open_on(timezone.localdate()),
        }

    def deed(self, form: forms.Form) -> str:
        form = cast(AppointForm, form)
        data, role = form.cleaned_data, ROLES[form.cleaned_data["role"]]
        done: dict[str, Any] = {"by": self.actor, "at": timezone.now()}
        if data["person"]:
            services.appoint(data["person"], role, self.organisation, **form.narrowed(), **done)
        else:
            self.hand_over(
                services.appoint_newcomer(
                    form.name(), role, login=data["login"], organisation=self.organisation, **form.narrowed(), **done
                )
            )
        return reverse("access:organisation", args=[self.organisation.pk])


class IssuePassword(HandingOver):
    """Give somebody who has forgotten the password a one-time code."""

    name = "issue_password"
    form_class = forms.Form
    template_name = "access/issue_password.html"
    appointment: Appointment

    def prepare(self, **kwargs: Any) -> None:
        self.appointment = get_object_or_404(
            policy.visible_appointments(self.actor).select_related("person", "organisation"), pk=kwargs["pk"]
        )
        self.organisation = self.appointment.organisation
        require(policy.can_issue_password(self.actor, self.appointment.person))

    def about(self) -> str:
        return str(self.appointment.pk)

    def page_context(self) -> dict[str, Any]:
        return {"organisation": self.organisation, "person": self.appointment.person}

    def deed(self, form: forms.Form) -> str:
        account = cast(int, self.appointment.person.user_id)
        self.hand_over(codes.issue(account, purpose=CodePurpose.HELP, by=self.actor, at=timezone.now()))
        return reverse("access:organisation", args=[self.organisation.pk])


class EndAppointment(ConfirmedView):
    """End an appointment now: its rights are gone with the next press of whoever had it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        appointment = get_object_or_404(queries.with_people(policy.visible_appointments(actor)), pk=pk)
        require(policy.can_end_appointment(actor, appointment))
        with suppress(services.AlreadyEnded):  # pressed twice: the page shows that it has ended
            services.end_appointment(appointment, by=actor, at=timezone.now())
        return redirect("access:organisation", pk=appointment.organisation_id)
