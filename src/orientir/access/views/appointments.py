"""The people of an organisation, and one appointment: who, as what, from when to when, appointed by whom."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access import deputies, handover, policy, queries, services
from orientir.access.factor_reset import takes_two
from orientir.access.forms import DeputyForm, EndForm, SuccessorForm
from orientir.access.forms.people import term_of
from orientir.access.models import Appointment, AppointmentQuerySet, FactorReset
from orientir.accounts import codes
from orientir.accounts import services as accounts
from orientir.accounts.models import CodePurpose
from orientir.accounts.step_up import ConfirmedView
from orientir.database.policy import require
from orientir.people.naming import code_of
from orientir.territory import policy as territories
from orientir.territory.choices import Depth
from orientir.territory.models import Organisation
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from .people import HandingOver

PER_PAGE = 50
SHOWS = ("now", "coming", "over", "families")
"""What the page of people shows: who is in force, who comes, who has left, and the students and families."""


class People(SignedInView):
    """The people of an organisation: in force, coming and former ones, and its students and families."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        organisation = get_object_or_404(territories.visible_organisations(actor).select_related("territory"), pk=pk)
        require(actor.may(policy.SEE_APPOINTMENTS, pk))
        show = request.GET.get("show", "now")
        families = queries.families_of(actor, organisation)
        found = families.shown if show == "families" else queries.with_people(self._staff(organisation, show))
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        return render(
            request,
            "access/people.html",
            {
                "organisation": organisation,
                "show": show if show in SHOWS else "now",
                "page": page,
                "families": families,
                "codes": self._codes(page) if show == "families" and families.depth == Depth.CODES else None,
                "resets": self._resets(organisation),
                "can_appoint": policy.can_appoint(actor, organisation) and organisation.closed_on is None,
            },
        )

    def _staff(self, organisation: Organisation, show: str) -> AppointmentQuerySet:
        staff = policy.visible_appointments(self.actor).of_staff().filter(organisation=organisation)
        now = timezone.now()
        return {"coming": staff.coming, "over": staff.over}.get(show, staff.in_force)(now)

    def _resets(self, organisation: Organisation) -> list[tuple[FactorReset, bool]]:
        """Return what was asked about second factors here, and whether the reader may confirm it."""
        waiting = policy.visible_resets(self.actor).filter(organisation=organisation, confirmed_at=None)
        found = waiting.select_related("person", "asked_by").order_by("pk")
        return [(asked, policy.can_confirm_reset(self.actor, asked)) for asked in found]

    def _codes(self, page: Any) -> list[tuple[str, Appointment]]:
        return [(f"{one.role_card.name} {code_of(one.person_id)}", one) for one in page]


class OfAppointment:
    """A page about one appointment, by whatever right it is seen."""

    appointment: Appointment
    organisation: Organisation

    def load(self, pk: int) -> None:
        """Load the appointment through the policy."""
        actor = cast(SignedInView, self).actor
        found = queries.with_people(policy.visible_appointments(actor))
        self.appointment = get_object_or_404(found, pk=pk)
        self.organisation = self.appointment.organisation

    def way_there(self) -> dict[str, Any]:
        """Return the appointment and the way to it, as far as the reader may go it: one's own is seen by everybody."""
        actor, place = cast(SignedInView, self).actor, self.organisation.pk
        sees_place = actor.may(territories.SEE_ORGANISATIONS, place)
        sees_people = sees_place and actor.may(policy.SEE_APPOINTMENTS, place)
        return {
            "one": self.appointment,
            "organisation": self.organisation,
            "list_url": reverse("access:organisations") if sees_place else "",
            "organisation_url": reverse("access:organisation", args=[place]) if sees_place else "",
            "people_url": reverse("access:people", args=[place]) if sees_people else "",
        }


class AppointmentPage(OfAppointment, SignedInView):
    """One appointment and what may be done with it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.load(pk)
        actor, now, one = self.actor, timezone.now(), self.appointment
        lasts = one.during.upper is None or one.during.upper > now
        can_end = lasts and policy.can_end_appointment(actor, one)
        has_account = one.person.user_id is not None
        return render(
            request,
            "access/appointment.html",
            {
                **self.way_there(),
                "has_begun": one.during.lower <= now,
                "lasts": lasts,
                "deputies": queries.with_people(policy.visible_appointments(actor).filter(stands_in_for=one)),
                "can_end": can_end,
                "can_hand_over": can_end and policy.can_hand_over(actor, one),
                "can_appoint_deputy": lasts and policy.can_appoint_deputy(actor, one),
                "can_renew": lasts and policy.can_issue_password(actor, one.person),
                "can_reset": lasts and has_account and policy.can_reset_factor(actor, one),
                "takes_two": takes_two(one.person, at=now),
            },
        )


class OnAppointment(OfAppointment, FormPage):
    """A form about one appointment; after it its page is shown."""

    def prepare(self, **kwargs: Any) -> None:
        self.load(kwargs["pk"])
        require(self.permits())

    def permits(self) -> bool:
        """Say whether the actor may send this form."""
        raise NotImplementedError

    def about(self) -> str:
        return str(self.appointment.pk)

    def page_context(self) -> dict[str, Any]:
        return self.way_there()

    def address(self) -> str:
        """Return where the appointment is shown."""
        return reverse("access:appointment", args=[self.appointment.pk])


TOO_EARLY = _("It would end before it begins.")
MEANWHILE = _("They have this role here already in that time.")


class SetEnd(OnAppointment, ConfirmedView):
    """Say on which day an appointment ends."""

    name = "set_end"
    form_class = EndForm
    template_name = "access/set_end.html"
    refusals = {
        services.AlreadyEnded: ("", _("This appointment has ended.")),
        services.EndsTooEarly: ("until", TOO_EARLY),
        services.AlreadyAppointed: ("until", MEANWHILE),
    }

    def permits(self) -> bool:
        return policy.can_end_appointment(self.actor, self.appointment)

    def deed(self, form: forms.Form) -> str:
        until = term_of(form.cleaned_data)["until"]
        services.end_appointment(self.appointment, until=until, by=self.actor, at=timezone.now())
        return self.address()


class AppointDeputy(OnAppointment, ConfirmedView):
    """Let somebody stand in for another, or for oneself."""

    name = "appoint_deputy"
    form_class = DeputyForm
    template_name = "access/appoint_deputy.html"
    refusals = {
        services.EndsTooEarly: ("until", TOO_EARLY),
        services.AlreadyAppointed: ("person", MEANWHILE),
        deputies.TooLong: ("until", _("For oneself three months at most. For longer ask the head.")),
    }

    def permits(self) -> bool:
        return policy.can_appoint_deputy(self.actor, self.appointment)

    def form_arguments(self) -> dict[str, Any]:
        return {"people": policy.people_to_stand_in(self.actor, self.appointment)}

    def page_context(self) -> dict[str, Any]:
        return {**super().page_context(), "own": self.appointment.person_id == self.actor.person_id}

    def deed(self, form: forms.Form) -> str:
        data, now = form.cleaned_data, timezone.now()
        term = term_of(data)
        deputies.appoint_deputy(
            self.appointment,
            data["person"],
            reason=deputies.Absence(data["reason"]),
            since=term["since"] or now,
            until=cast(Any, term["until"]),
            by=self.actor,
            at=now,
        )
        return self.address()


class HandOver(OnAppointment, HandingOver):
    """Somebody leaves: all that they are here passes to a successor at once."""

    name = "hand_over"
    form_class = SuccessorForm
    template_name = "access/pass_on.html"
    refusals = {
        accounts.LoginTaken: ("login", _("Somebody already signs in with this login. Choose another one.")),
        handover.NothingToHandOver: ("", _("They hold nothing here any more.")),
        handover.HandsOverToThemselves: ("person", _("Choose somebody else than who leaves.")),
    }

    def permits(self) -> bool:
        return policy.can_hand_over(self.actor, self.appointment)

    def form_arguments(self) -> dict[str, Any]:
        return {"people": policy.people_to_appoint(self.actor).exclude(pk=self.appointment.person_id)}

    def page_context(self) -> dict[str, Any]:
        held = handover.held_at(self.organisation, self.appointment.person, at=timezone.now())
        return {**super().page_context(), "held": held}

    def deed(self, form: forms.Form) -> str:
        form = cast(SuccessorForm, form)
        done: dict[str, Any] = {"by": self.actor, "at": timezone.now()}
        successor = form.cleaned_data["person"]
        if not successor:
            login = form.cleaned_data["login"]
            successor = services.add_newcomer(form.name(), login=login, organisation=self.organisation, **done)
            self.hand_over(codes.issue(successor.user_id or 0, purpose=CodePurpose.CARD, **done))
        handover.hand_over(self.appointment.person, successor, self.organisation, **done)
        return reverse("access:people", args=[self.organisation.pk])
