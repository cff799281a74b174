"""Organisations: the list, one of them, adding, changing, closing."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from orientir.access import policy, queries
from orientir.access.depths import depth_of
from orientir.access.forms import (
    AddOrganisationForm,
    ChangeOrganisationForm,
    CloseForm,
    TerritoryForm,
)
from orientir.database.policy import require
from orientir.territory import inheritance, services
from orientir.territory import policy as territories
from orientir.territory.choices import Level
from orientir.territory.models import Organisation
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from .invitations_listed import waiting_at

PER_PAGE = 50
NAME_TAKEN = _("There is an organisation of this name already. Open it in the list.")
CODE_TAKEN = _("Another organisation of this territory has this code.")


class OrganisationList(SignedInView):
    """The organisations and who is responsible in each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = self.actor
        require(actor.may(territories.SEE_ORGANISATIONS))
        words = request.GET.get("q", "").strip()
        closed, vacant = "closed" in request.GET, "vacant" in request.GET
        today = timezone.localdate()
        found = queries.organisations_with_people(actor, words=words, closed=closed, vacant=vacant, today=today)
        can_keep = territories.can_keep_organisations(actor)
        return render(
            request,
            "access/organisation_list.html",
            {
                "organisations": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
                "words": words,
                "closed": closed,
                "vacant": vacant,
                "territories": territories.greatest_first(territories.territories_kept(actor)),
                "can_add_territories": territories.can_add_territories(actor),
                "can_keep": can_keep,
                "sees_people": actor.may(policy.SEE_APPOINTMENTS),
                "can_invite": actor.may(policy.APPOINT),
            },
        )


class AddOrganisation(FormPage, SignedInView):
    name = "organisation"
    form_class = AddOrganisationForm
    template_name = "access/add_organisation.html"
    refusals = {
        services.NameTaken: ("name", NAME_TAKEN),
        services.CodeTaken: ("code", CODE_TAKEN),
    }

    def prepare(self, **kwargs: Any) -> None:
        require(territories.can_keep_organisations(self.actor))

    def form_arguments(self) -> dict[str, Any]:
        return {"territories": territories.territories_kept(self.actor)}

    def deed(self, form: forms.Form) -> str:
        form = cast(AddOrganisationForm, form)
        organisation = services.add_described(form.identity(), form.facts(), by=self.actor, at=timezone.now())
        return reverse("access:organisation", args=[organisation.pk])


class AddTerritory(FormPage, SignedInView):
    """Add a municipality to a region, or a district to a municipality: organisations may stand in it then."""

    name = "territory"
    form_class = TerritoryForm
    template_name = "access/add_territory.html"
    refusals = {
        services.NameTaken: ("name", _("There is a territory of this name there already.")),
    }

    def prepare(self, **kwargs: Any) -> None:
        require(territories.can_add_territories(self.actor))

    def form_arguments(self) -> dict[str, Any]:
        return {"territories": territories.territories_to_divide(self.actor)}

    def deed(self, form: forms.Form) -> str:
        parent = form.cleaned_data["parent"]
        level = services.BENEATH[Level(parent.level)]
        services.add_territory(form.cleaned_data["name"], level=level, parent=parent, by=self.actor, at=timezone.now())
        messages.success(self.request, _("The territory is added. Organisations may stand in it from now on."))
        return reverse("access:organisations")


class OrganisationPage(SignedInView):
    """One organisation, its units, its people and its history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        organisation = get_object_or_404(territories.visible_organisations(actor).select_related("territory"), pk=pk)
        people = list(queries.people_of(actor).of_staff().filter(organisation=organisation))
        renewable = policy.people_to_issue_passwords_to(actor, [appointment.person_id for appointment in people])
        endable = policy.appointments_to_end(actor, people)
        today = timezone.localdate()
        states = list(organisation.states.all())
        return render(
            request,
            "access/organisation.html",
            {
                "organisation": organisation,
                "state": next(state for state in states if today in state.during),
                "states": [state for state in reversed(states) if state.during.lower],
                "is_closed": not organisation.is_open_on(today),
                "successors": organisation.successors.all() if organisation.closed_on else (),
                "predecessors": Organisation.objects.filter(successions__successor=organisation),
                "sees_people": actor.may(policy.SEE_APPOINTMENTS, organisation.pk),
                "people": [
                    (
                        appointment,
                        appointment.pk in endable,
                        appointment.person_id in renewable,
                    )
                    for appointment in people
                ],
                "units": [(unit, unit.is_open_on(today)) for unit in organisation.units.all()],
                "can_keep": territories.can_keep_organisation(actor, organisation),
                "can_appoint": policy.can_appoint(actor, organisation) and organisation.closed_on is None,
                "can_invite": policy.can_invite(actor, organisation),
                "invitations": waiting_at(actor, organisation),
                "depth": depth_of(organisation),
                "can_set_depth": policy.can_set_depth(actor, organisation),
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
        return territories.can_keep_organisation(self.actor, self.organisation)

    def about(self) -> str:
        return str(self.organisation.pk)

    def page_context(self) -> dict[str, Any]:
        return {"organisation": self.organisation}


class ChangeOrganisation(OfOrganisation):
    """Put right what is known of an organisation, or write down what it is from a day on."""

    name = "change_organisation"
    form_class = ChangeOrganisationForm
    template_name = "access/change_organisation.html"
    refusals = {
        services.NameTaken: ("name", NAME_TAKEN),
        services.CodeTaken: ("code", CODE_TAKEN),
        services.BeforeOpening: ("since", _("On that day it had not been opened yet.")),
    }

    def form_arguments(self) -> dict[str, Any]:
        return {"territories": territories.territories_kept(self.actor)}

    def initial(self) -> dict[str, Any]:
        organisation = self.organisation
        state = organisation.state_on(timezone.localdate())
        return {
            "territory": organisation.territory_id,
            "kind": organisation.kind,
            "name": state.name,
            "short_name": state.short_name,
            "founder": state.founder,
            "first_grade": state.first_grade,
            "last_grade": state.last_grade,
            "adapted": {True: "yes", False: "no"}.get(cast(bool, state.adapted), ""),
            "code": organisation.code,
            "tax_number": organisation.tax_number,
            "opened_on": organisation.opened_on,
        }

    def deed(self, form: forms.Form) -> str:
        form = cast(ChangeOrganisationForm, form)
        facts, identity, since = form.facts(), form.identity(), form.cleaned_data["since"]
        organisation, now = self.organisation, timezone.now()
        today = services.facts_of(organisation.state_on(timezone.localdate(now)))
        put_right = today if since else facts
        if services.differences(services.identity_of(organisation), identity) or services.differences(today, put_right):
            services.correct_organisation(organisation, put_right, identity, by=self.actor, at=now)
        if since:
            services.change_organisation(
                organisation, facts, since=since, basis=form.cleaned_data["basis"], by=self.actor, at=now
            )
        return reverse("access:organisation", args=[organisation.pk])


class LookAgain(Exception):
    """The open work was shown for another day than the one that is sent."""


class CloseOrganisation(OfOrganisation):
    """Close an organisation; its open work is shown before it passes to the successor."""

    name = "close_organisation"
    form_class = CloseForm
    template_name = "access/close_organisation.html"
    refusals = {
        services.AlreadyClosed: ("", _("This organisation is closed already.")),
        services.BeforeOpening: ("on", _("On that day it had not been opened yet.")),
        services.SuccessorClosed: ("heir", _("One of the successors does not work on that day.")),
        services.HeirMissing: ("heir", _("Say which of the successors takes the open work over.")),
        LookAgain: ("", _("The day has changed, and so may have the open work: look at it here and send once more.")),
    }

    def initial(self) -> dict[str, Any]:
        return {"on": self._day()}

    def form_arguments(self) -> dict[str, Any]:
        day = self._day()
        kept = Organisation.objects.filter(pk__in=self.actor.scope(territories.KEEP_ORGANISATIONS))
        heirs = kept.open_on(day).exclude(pk=self.organisation.pk)
        alike = heirs.filter(kind=self.organisation.kind, territory=self.organisation.territory_id)
        return {"heirs": heirs, "others": alike}

    def page_context(self) -> dict[str, Any]:
        day = self._day()
        estates = inheritance.estate_of(self.organisation, on=day, by=self.actor)
        return {**super().page_context(), "estates": estates, "day": day}

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        if parse_day(self.request.POST.get("shown_for")) != data["on"]:
            raise LookAgain
        passed = services.close_organisation(
            self.organisation,
            on=data["on"],
            basis=data["basis"],
            successors=cast(CloseForm, form).successors(),
            heir=data["heir"],
            by=self.actor,
            at=timezone.now(),
        )
        said = _("The organisation is closed. Passed to the successor: %(passed)s.") % {"passed": passed}
        messages.success(self.request, said)
        return reverse("access:organisation", args=[self.organisation.pk])

    def _day(self) -> date:
        asked = self.request.POST.get("on") or self.request.GET.get("on")
        return parse_day(asked) or timezone.localdate()


class TakeBackClosing(SignedInView):
    """An organisation that was closed by mistake works again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        organisation = get_object_or_404(territories.visible_organisations(self.actor), pk=pk)
        require(territories.can_keep_organisation(self.actor, organisation))
        try:
            with suppress(services.StillOpen):  # pressed twice: the page shows that it works
                services.take_back_closing(organisation, by=self.actor, at=timezone.now())
        except services.NameTaken:
            messages.error(request, _("Another organisation has its name by now. Rename that one first."))
        return redirect("access:organisation", pk=pk)


def parse_day(text: str | None) -> date | None:
    """Return the day that stands in an address or a field, or nothing."""
    try:
        return parse_date(text or "")
    except ValueError:
        return None
