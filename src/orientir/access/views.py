from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.database.context import acting_as
from orientir.database.policy import require
from orientir.database.system_actors import GATE
from orientir.people.services import Name
from orientir.territory import policy as territories
from orientir.territory import services as territory_services
from orientir.territory.choices import Kind, UnitKind
from orientir.territory.models import Organisation, Territory
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from . import policy, queries, services
from .forms import AppointForm, FoundForm, OrganisationForm, UnitForm

FIRST_PASSWORD = "first_password"  # noqa: S105  (the name of a place in the session, not a password)


class OrganisationList(SignedInView):
    """The organisations and who is responsible in each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = self.actor
        require(actor.may(territories.SEE_ORGANISATIONS))
        return render(
            request,
            "access/organisation_list.html",
            {
                "organisations": queries.organisations_with_people(actor),
                "can_keep": territories.can_keep_organisations(actor),
                "sees_people": actor.may(policy.SEE_APPOINTMENTS),
            },
        )


class AddOrganisation(FormPage, SignedInView):
    name = "organisation"
    form_class = OrganisationForm
    template_name = "access/add_organisation.html"
    refusals = {
        territory_services.NameTaken: (
            "name",
            _("There is an organisation of this name already. Open it in the list."),
        ),
    }

    def prepare(self, **kwargs: Any) -> None:
        require(territories.can_keep_organisations(self.actor))

    def form_arguments(self) -> dict[str, Any]:
        kept = self.actor.scope(territories.KEEP_ORGANISATIONS)
        return {"territories": Territory.objects.filter(organisations__in=kept).distinct().order_by("path")}

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        organisation = territory_services.add_organisation(
            data["territory"],
            kind=Kind(data["kind"]),
            name=data["name"],
            short_name=data["short_name"],
            by=self.actor,
            at=timezone.now(),
        )
        return reverse("access:organisation", args=[organisation.pk])


class OrganisationPage(SignedInView):
    """One organisation and its people."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        organisation = get_object_or_404(territories.visible_organisations(actor).select_related("territory"), pk=pk)
        return render(
            request,
            "access/organisation.html",
            {
                "organisation": organisation,
                "sees_people": actor.may(policy.SEE_APPOINTMENTS, organisation.pk),
                "people": [
                    (appointment, policy.can_end_appointment(actor, appointment))
                    for appointment in queries.people_of(actor).filter(organisation=organisation)
                ],
                "units": organisation.units.order_by("kind", "name"),
                "can_keep": territories.can_keep_organisation(actor, organisation),
                "can_appoint": policy.can_appoint(actor, organisation),
                "newcomer": request.session.pop(FIRST_PASSWORD, None),
            },
        )


class OfOrganisation(FormPage, SignedInView):
    """A form about one organisation."""

    organisation: Organisation

    def prepare(self, **kwargs: Any) -> None:
        self.organisation = get_object_or_404(territories.visible_organisations(self.actor), pk=kwargs["pk"])
        require(self.permits())

    def permits(self) -> bool:
        """Say whether the actor may send this form."""
        raise NotImplementedError

    def about(self) -> str:
        return str(self.organisation.pk)

    def page_context(self) -> dict[str, Any]:
        return {"organisation": self.organisation}


class AddUnit(OfOrganisation):
    """Add a branch, a building, a group or a centre to an organisation."""

    name = "unit"
    form_class = UnitForm
    template_name = "access/add_unit.html"
    refusals = {
        territory_services.NameTaken: ("name", _("The organisation has a unit of this name already.")),
    }

    def permits(self) -> bool:
        return territories.can_keep_organisation(self.actor, self.organisation)

    def deed(self, form: forms.Form) -> str:
        territory_services.add_unit(
            self.organisation,
            kind=UnitKind(form.cleaned_data["kind"]),
            name=form.cleaned_data["name"],
            by=self.actor,
            at=timezone.now(),
        )
        return reverse("access:organisation", args=[self.organisation.pk])


class AppointLead(OfOrganisation):
    """Appoint a guidance lead who has no account yet."""

    name = "appoint"
    form_class = AppointForm
    template_name = "access/appoint.html"
    refusals = {
        accounts.LoginTaken: ("login", _("Somebody already signs in with this login. Choose another one.")),
    }

    def permits(self) -> bool:
        return policy.can_appoint(self.actor, self.organisation)

    def deed(self, form: forms.Form) -> str:
        newcomer = services.appoint_newcomer(
            cast(AppointForm, form).name(),
            login=form.cleaned_data["login"],
            organisation=self.organisation,
            by=self.actor,
            at=timezone.now(),
        )
        # Shown once, on the next page, and gone from the session with it.
        self.request.session[FIRST_PASSWORD] = {"login": newcomer.login, "password": newcomer.password}
        return reverse("access:organisation", args=[self.organisation.pk])


class EndAppointment(SignedInView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        appointment = get_object_or_404(policy.visible_appointments(actor).select_related("organisation"), pk=pk)
        require(policy.can_end_appointment(actor, appointment))
        with suppress(services.AlreadyEnded):  # pressed twice: the page shows that it has ended
            services.end_appointment(appointment, by=actor, at=timezone.now())
        return redirect("access:organisation", pk=appointment.organisation_id)


class Start(View):
    """The first page of an empty installation, reached by its one-time link only."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        self._require(token)
        return render(request, "access/start.html", {"form": FoundForm()})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        self._require(token)
        form = FoundForm(request.POST)
        if not form.is_valid():
            return render(request, "access/start.html", {"form": form}, status=422)
        data = form.cleaned_data
        founding = services.Founding(
            territory=data["territory"],
            office=data["office"],
            office_short=data["office_short"],
            coordinator=Name(data["last_name"], data["first_name"], data["middle_name"]),
            login=data["login"],
            password=data["password"],
        )
        now = timezone.now()
        services.found(founding, is_demo=False, at=now)
        with acting_as(GATE):
            user = User.objects.get_by_natural_key(data["login"])
        accounts.sign_in(request, user, at=now)
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))

    def _require(self, token: str) -> None:
        if not accounts.is_empty() or accounts.open_first_link(token) is None:
            raise Http404
