"""Cards for a first sign-in, and who has not signed in yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from orientir.access import cards, groups, policy, services
from orientir.access.depths import depth_of
from orientir.access.forms.cards import CardsAgainForm, CardsForm, key_of
from orientir.access.models import Appointment
from orientir.access.roles import ROLES, Role
from orientir.people.services import Name
from orientir.territory.choices import Depth

from .organisations import OfOrganisation
from .shown_once import ShownOnce


class KnownAlready(Exception):
    """Somebody of these names has an account of the same role in the same class."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            _("There is an account in this class already for: %(names)s. Tell a namesake apart by the patronymic.")
            % {"names": ", ".join(names)}
        )


class Printing(ShownOnce, OfOrganisation):
    """A form about an organisation whose deed prints cards."""

    def show_cards(self, printed: list[cards.Card]) -> str:
        context = {
            "organisation": self.organisation,
            "cards": printed,
            "address": self.request.build_absolute_uri("/").removeprefix("https://").removeprefix("http://"),
        }
        self.shown = render(self.request, "access/cards_printed.html", context)
        return reverse("access:awaited", args=[self.organisation.pk])


class PrintCards(Printing):
    """Make accounts for a class and print their cards."""

    name = "cards"
    form_class = CardsForm
    template_name = "access/cards.html"
    refusals = {
        KnownAlready: ("names", ""),
        services.NoNamesHere: ("role", _("Only counts are kept here: students and families get no accounts.")),
    }

    def permits(self) -> bool:
        return bool(self.roles)

    @cached_property
    def roles(self) -> list[Role]:
        """The roles for which the actor prints cards here."""
        return cards.roles_for_cards(self.actor, self.organisation)

    def form_arguments(self) -> dict[str, Any]:
        return {"roles": self.roles}

    def page_context(self) -> dict[str, Any]:
        depth = depth_of(self.organisation)
        families = any(not role.is_staff for role in self.roles)
        return {
            **super().page_context(),
            "most": cards.MOST,
            "only_counts": depth == Depth.COUNTS,
            "hidden_names": depth != Depth.COUNTS and not families,
        }

    def deed(self, form: forms.Form) -> str:
        data, role = form.cleaned_data, ROLES[form.cleaned_data["role"]]
        self._refuse_known(data["names"], role, data["group"])
        return self.show_cards(
            cards.print_cards(
                data["names"], role, self.organisation, group=data["group"], by=self.actor, at=timezone.now()
            )
        )

    def _refuse_known(self, names: list[Name], role: Role, group: str) -> None:
        there = policy.visible_appointments(self.actor).not_ended(timezone.now()).select_related("person")
        alike = there.filter(organisation=self.organisation, role=role.code, group=groups.canonical(group))
        known = {key_of(Name(one.person.last_name, one.person.first_name, one.person.middle_name)) for one in alike}
        if again := [" ".join(filter(None, (n.last, n.first, n.middle))) for n in names if key_of(n) in known]:
            raise KnownAlready(again)


class NotSignedIn(Printing):
    """Who has an account here and has never signed in; new cards for those who are ticked."""

    name = "awaited"
    form_class = CardsAgainForm
    template_name = "access/cards_awaited.html"

    def permits(self) -> bool:
        return policy.can_appoint(self.actor, self.organisation)

    @cached_property
    def awaited(self) -> list[cards.Awaited]:
        """All who have not signed in yet."""
        return cards.awaited(self.actor, self.organisation, at=timezone.now())

    @cached_property
    def rows(self) -> Page[cards.Awaited]:
        """The page of them that is shown: as many as cards are printed at once."""
        return Paginator(self.awaited, cards.MOST).get_page(self.request.GET.get("page"))

    def form_arguments(self) -> dict[str, Any]:
        keys = [one.appointment.pk for one in self.awaited]
        found = policy.visible_appointments(self.actor).filter(pk__in=keys).select_related("person")
        return {"awaited": found.order_by("group", "person__sort_key", "pk")}

    def page_context(self) -> dict[str, Any]:
        return {
            **super().page_context(),
            "rows": self.rows,
            "can_print": bool(cards.roles_for_cards(self.actor, self.organisation)),
            "ticked": set(self.request.POST.getlist("who")),
        }

    def deed(self, form: forms.Form) -> str:
        chosen: list[Appointment] = form.cleaned_data["who"]
        return self.show_cards(cards.print_again(chosen, self.organisation, by=self.actor, at=timezone.now()))
