"""Cards of roles: what each may see and do, in plain words; one's own roles; the card to be signed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from orientir.access import queries
from orientir.access.models import Appointment
from orientir.access.role_cards import card_of
from orientir.access.roles import ROLES
from orientir.ui.signed_in import SignedInView

from .appointments import OfAppointment


class Roles(SignedInView):
    """All roles, one line each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "access/roles/list.html", {"roles": ROLES.values()})


class RolePage(SignedInView):
    """What one role may see and do."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if code not in ROLES:
            raise Http404
        return render(request, "access/roles/role.html", {"card": card_of(ROLES[code])})


class OwnRoles(SignedInView):
    """What one is oneself, where, and from when to when."""

    def get(self, request: HttpRequest) -> HttpResponse:
        own = Appointment.objects.not_ended(timezone.now()).filter(person_id=self.actor.person_id or 0)
        held = queries.with_people(own)
        return render(
            request,
            "access/roles/own.html",
            {"held": [(one, card_of(one.role_card)) for one in held]},
        )


class RoleCardPage(OfAppointment, SignedInView):
    """The card of an appointment on one sheet: whose, where, from when to when, what it lets see and do, signatures."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.load(pk)
        context = {**self.way_there(), "card": card_of(self.appointment.role_card)}
        return render(request, "access/roles/card.html", context)
