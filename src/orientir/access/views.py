from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.accounts.services import FirstPassword
from orientir.database.context import acting_as
from orientir.database.policy import require
from orientir.database.system_actors import GATE
from orientir.people.services import Name
from orientir.territory import policy as territories
from orientir.territory import services as territory_services
from orientir.territory.choices import Kind, Level, UnitKind
from orientir.territory.models import Organisation
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from . import policy, queries, services
from .forms import AppointForm, DistrictForm, FoundForm, OrganisationForm, UnitForm
from .models import Appointment
from .roles import ROLES

PER_PAGE = 50


class OrganisationList(SignedInView):
    """The organisations and who is responsible in each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = self.actor
        require(actor.may(territories.SEE_ORGANISATIONS))
        words = request.GET.get("q", "").strip()
        found = Paginator(queries.organisations_with_people(actor, words=words), PER_PAGE)
        return render(
            request,
            "access/organisation_list.html",
            {
                "organisations": found.get_page(request.GET.get("page")),
                "words": words,
                "territories": territories.territories_kept(actor),
                "can_add_districts": territories.can_add_districts(actor),
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
        return {"territories": territories.territories_kept(self.actor)}

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


class AddDistrict(FormPage, SignedInView):
    """Add a district, in which organisations may stand then, to a municipality."""

    name = "district"
    form_class = DistrictForm
    template_name = "access/add_district.html"
    refusals = {
        territory_services.NameTaken: ("name", _("The municipality has a district of this name already.")),
    }

    def prepare(self, **kwargs: Any) -> None:
        require(territories.can_add_districts(self.actor))

    def form_arguments(self) -> dict[str, Any]:
        return {"municipalities": territories.municipalities_kept(self.actor)}

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        territory_services.add_territory(
            data["name"], level=Level.DISTRICT, parent=data["parent"], by=self.actor, at=timezone.now()
        )
        messages.success(self.request, _("The district is added. Organisations may stand in it from now on."))
        return reverse("access:organisations")


class OrganisationPage(SignedInView):
    """One organisation and its people."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        organisation = get_object_or_404(territories.visible_organisations(actor).select_related("territory"), pk=pk)
        people = list(queries.people_of(actor).filter(organisation=organisation))
        renewable = policy.people_to_issue_passwords_to(actor, [appointment.person_id for appointment in people])
        return render(
            request,
            "access/organisation.html",
            {
                "organisation": organisation,
                "sees_people": actor.may(policy.SEE_APPOINTMENTS, organisation.pk),
                "people": [
                    (
                        appointment,
                        policy.can_end_appointment(actor, appointment),
                        appointment.person_id in renewable,
                    )
                    for appointment in people
                ],
                "units": organisation.units.all(),
                "can_keep": territories.can_keep_organisation(actor, organisation),
                "can_appoint": policy.can_appoint(actor, organisation),
            },
        )


class OfOrganisation(FormPage, SignedInView):
    """A form about one organisation."""

    organisation: Organisation

    def prepare(self, **kwargs: Any) -> None:
        self.organisation = get_object_or_404(
            territories.visible_organisations(self.actor).select_related("territory"), pk=kwargs["pk"]
        )
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


class Start(View):
    """The first page of an empty installation, reached by its one-time link only."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if not self._is_open(token):
            raise Http404
        return render(request, "access/start.html", {"form": FoundForm()})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        # Whoever presses twice waits here for the first press, which holds the link.
        if not self._is_open(token):
            if not accounts.was_first_link(token):
                raise Http404
            messages.info(request, _("The system has been started already: sign in."))
            return redirect(settings.LOGIN_URL)
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

    def _is_open(self, token: str) -> bool:
        return accounts.is_empty() and accounts.open_first_link(token) is not None
