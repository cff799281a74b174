"""Break-glass: asking, the second person's word, what is open now, the data themselves."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access import emergency
from orientir.access import emergency_policy as policy
from orientir.access.forms.emergency import AskForm
from orientir.access.models import Appointment, EmergencyAccess
from orientir.accounts.step_up import ConfirmedView
from orientir.database.policy import require
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

EARLIER = 20
ANSWERED = _("Somebody has answered already.")
LATE = _("Two hours have passed: it has to be asked anew.")


class Emergencies(SignedInView):
    """What waits for my word, what is open now, what was opened of late."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(policy.may_ask(self.actor))
        now = timezone.now()
        latest = policy.visible_openings(self.actor).select_related("organisation").order_by("-asked_at")
        waiting = list(emergency.waiting(latest, at=now))
        open_now = list(emergency.open_now(latest, at=now))
        shown = {opening.pk for opening in (*waiting, *open_now)}
        earlier = list(latest.exclude(pk__in=shown)[:EARLIER])
        names = emergency.names_of(_people_in([*waiting, *open_now, *earlier]))
        context = {
            "waiting": self._told(waiting, names),
            "open_now": self._told(open_now, names),
            "earlier": self._told(earlier, names),
            "ask_address": reverse("access:ask_emergency"),
        }
        return render(request, "access/emergency/list.html", context)

    def _told(self, openings: list[EmergencyAccess], names: dict[int, str]) -> list[dict[str, Any]]:
        return [
            {
                **_words(opening, names),
                "is_own": opening.asked_by_id == self.actor.person_id,
                "can_answer": policy.can_answer(self.actor, opening),
                "can_end": policy.can_end(self.actor, opening),
            }
            for opening in openings
        ]


class Ask(FormPage, ConfirmedView):
    """Ask to see somebody's data."""

    name = "ask_emergency"
    form_class = AskForm
    template_name = "access/emergency/ask.html"
    refusals = {
        emergency.NobodyOfThatName: (
            "last_name",
            _("The organisation keeps nobody, or several people, of this name. Check it and add the patronymic."),
        ),
        emergency.AboutOneself: ("last_name", _("These are your own data: they are open to you.")),
        emergency.AskedAlready: ("", _("You have asked for this person already: see “Emergency access”.")),
    }

    def prepare(self, **kwargs: Any) -> None:
        require(policy.may_ask(self.actor))

    def form_arguments(self) -> dict[str, Any]:
        return {"organisations": policy.organisations_to_ask_at(self.actor).order_by("sort_key")}

    def deed(self, form: forms.Form) -> str:
        form = cast(AskForm, form)
        person = emergency.find_person(form.name(), form.cleaned_data["organisation"])
        emergency.ask(person, reason=form.cleaned_data["reason"], by=self.actor, at=timezone.now())
        messages.success(self.request, _("Asked. A second person has two hours to answer; tell them."))
        return reverse("access:emergency")


class Answer(FormPage, ConfirmedView):
    """The second person's word."""

    name = "answer_emergency"
    form_class = forms.Form
    template_name = "access/emergency/answer.html"
    refusals = {emergency.AnsweredAlready: ("", ANSWERED), emergency.TooLate: ("", LATE)}
    opening: EmergencyAccess

    def prepare(self, **kwargs: Any) -> None:
        self.opening = _visible(self, kwargs["pk"])
        require(policy.can_answer(self.actor, self.opening))

    def about(self) -> str:
        return str(self.opening.pk)

    def page_context(self) -> dict[str, Any]:
        names = emergency.names_of(_people_in([self.opening]))
        waits = emergency.standing(self.opening, at=timezone.now()).waits
        return {**_words(self.opening, names), "waits": waits}

    def deed(self, form: forms.Form) -> str:
        emergency.confirm(self.opening, by=self.actor, at=timezone.now())
        messages.success(self.request, _("Open for an hour. This person is told of it, with both your names."))
        return reverse("access:emergency")


class Refuse(SignedInView):
    """The second person says no, or whoever asked takes it back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        opening = _visible(self, pk)
        own = opening.asked_by_id == self.actor.person_id
        require(own or policy.can_answer(self.actor, opening))
        with suppress(emergency.AnsweredAlready):  # the page shows how
            emergency.refuse(opening, by=self.actor, at=timezone.now())
        return redirect("access:emergency")


class End(SignedInView):
    """Close the data before the hour is over."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        opening = _visible(self, pk)
        require(policy.can_end(self.actor, opening))
        emergency.end(opening, by=self.actor, at=timezone.now())
        return redirect("access:emergency")


class Opened(SignedInView):
    """The data of the one person. Each look is written down."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = timezone.now()
        own = emergency.open_now(policy.visible_openings(self.actor), at=now).filter(asked_by=self.actor.person_id or 0)
        opening = get_object_or_404(own.select_related("organisation"), person_id=pk)
        person = get_object_or_404(policy.visible_opened(self.actor), pk=pk)
        emergency.look(opening, by=self.actor, at=now)
        appointments = Appointment.objects.in_force(now).filter(person=person).select_related("organisation")
        context = {"person": person, "opening": opening, "appointments": appointments}
        return render(request, "access/emergency/opened.html", context)


def _visible(view: SignedInView, pk: int) -> EmergencyAccess:
    openings = policy.visible_openings(view.actor).select_related("organisation")
    return get_object_or_404(openings, pk=pk)


def _people_in(openings: Iterable[EmergencyAccess]) -> set[int | None]:
    return {key for one in openings for key in (one.person_id, one.asked_by_id, one.confirmed_by_id)}


def _words(opening: EmergencyAccess, names: dict[int, str]) -> dict[str, Any]:
    """Return an opening with the names of those who take part."""
    return {
        "opening": opening,
        "whose": names.get(opening.person_id, ""),
        "asked_by": names.get(opening.asked_by_id, ""),
        "confirmed_by": names.get(opening.confirmed_by_id or 0, ""),
    }
