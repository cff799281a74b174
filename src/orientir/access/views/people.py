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

from orientir.access import policy, services
from orientir.access.forms import AppointForm
from orientir.access.models import Appointment
from orientir.access.roles import ROLES
from orientir.accounts import services as accounts
from orientir.accounts.services import FirstPassword
from orientir.database.policy import require
from orientir.territory.models import Organisation
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from .organisations import OfOrganisation


class HandingOver(FormPage, SignedInView):
    """A form whose deed makes a first password: the answer to the deed itself shows it.

    So it is kept nowhere, neither in the session nor on the way to another page. When that answer is asked for again,
    the form was sent before, and its sender is led to the organisation, without the password.
    """

    organisation: Organisation
    first_password: FirstPassword | None = None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, **kwargs)
        if self.first_password is None:
            return answer
        return render(
            request, "access/hand_over.html", {"organisation": self.organisation, "handed": self.first_password}
        )


class Appoint(HandingOver, OfOrganisation):
    """Appoint a new person, or one who has an account."""

    name = "appoint"
    form_class = AppointForm
    template_name = "access/appoint.html"
    refusals = {
        accounts.LoginTaken: ("login", _("Somebody already signs in with this login. Choose another one.")),
        services.AlreadyAppointed: ("person", _("This person has this role here already.")),
    }

    def permits(self) -> bool:
        return policy.can_appoint(self.actor, self.organisation)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "roles": policy.roles_to_give(self.actor, self.organisation),
            "people": policy.people_to_appoint(self.actor),
        }

    def deed(self, form: forms.Form) -> str:
        data, role = form.cleaned_data, ROLES[form.cleaned_data["role"]]
        if data["person"]:
            services.appoint(data["person"], role, self.organisation, by=self.actor, at=timezone.now())
        else:
            self.first_password = services.appoint_newcomer(
                cast(AppointForm, form).name(),
                role,
                login=data["login"],
                organisation=self.organisation,
                by=self.actor,
                at=timezone.now(),
            )
        return reverse("access:organisation", args=[self.organisation.pk])


class IssuePassword(HandingOver):
    """Give somebody who has forgotten the password a new first one."""

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
        self.first_password = accounts.issue_password(account, by=self.actor, at=timezone.now())
        return reverse("access:organisation", args=[self.organisation.pk])


class EndAppointment(SignedInView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        appointment = get_object_or_404(policy.visible_appointments(actor).select_related("organisation"), pk=pk)
        require(policy.can_end_appointment(actor, appointment))
        with suppress(services.AlreadyEnded):  # pressed twice: the page shows that it has ended
            services.end_appointment(appointment, by=actor, at=timezone.now())
        return redirect("access:organisation", pk=appointment.organisation_id)
