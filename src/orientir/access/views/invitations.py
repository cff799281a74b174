"""Inviting one person, and what is done with invitations that were ticked: sent again, printed, withdrawn."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orientir.access import invitations, invitations_mail, policy
from orientir.access.forms.invitations import ChosenForm, InviteForm
from orientir.access.invitations_state import is_waiting, mail_is_on
from orientir.access.models import Invitation
from orientir.access.roles import ROLES
from orientir.accounts.step_up import ConfirmedView
from orientir.database.policy import require

from .organisations import OfOrganisation
from .shown_once import ShownOnce

SHOWN = 200
"""Invitations that a page names before it acts on all of them."""


def paper(request: HttpRequest, printed: list[Invitation]) -> HttpResponse:
    """Show links to be printed and handed over; nothing keeps them."""
    site = request.build_absolute_uri("/").rstrip("/")
    slips = [
        (
            invitations.name_of(one),
            one,
            ROLES[one.role].name,
            invitations_mail.link_of(one, site),
            timezone.localtime(one.expires_at),
        )
        for one in printed
    ]
    return render(request, "access/invitations/paper.html", {"slips": slips})


class Invite(OfOrganisation, ShownOnce, ConfirmedView):
    """Invite one person to a role at an organisation."""

    name = "invite"
    form_class = InviteForm
    template_name = "access/invitations/invite.html"
    refusals = {
        invitations.AlreadyInvited: (
            "email",
            gettext_lazy("This address is invited to this role already. Send that invitation again from the list."),
        ),
    }

    def permits(self) -> bool:
        return policy.can_invite(self.actor, self.organisation)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "roles": policy.roles_to_invite_to(self.actor, self.organisation),
            "mail_is_on": mail_is_on(),
        }

    def deed(self, form: forms.Form) -> str:
        data, now = form.cleaned_data, timezone.now()
        invited = invitations.Invited(
            self.organisation, ROLES[data["role"]], cast(InviteForm, form).name(), data["email"]
        )
        invitation = invitations.invite(invited, by=self.actor, at=now)
        if data["email"] and mail_is_on():
            invitations_mail.ask_to_send([invitation], by=self.actor)
            messages.success(self.request, _("The invitation is on its way to %(email)s.") % {"email": data["email"]})
        else:
            self.shown = paper(self.request, [invitation])
        return reverse("access:organisation", args=[self.organisation.pk])


class OfChosen(ShownOnce, ConfirmedView):
    """A deed on invitations that were ticked (`one`), or on all that wait (`all`); first they are shown."""

    form_class = ChosenForm
    template_name = "access/invitations/chosen.html"
    title: ClassVar[str | Promise]
    consequence: ClassVar[str | Promise]
    press: ClassVar[str | Promise]
    icon: ClassVar[str]
    kind: ClassVar[str] = "primary"

    def prepare(self, **kwargs: Any) -> None:
        require(self.actor.may(policy.APPOINT))

    def candidates(self) -> QuerySet[Invitation]:
        """Return those on which it can be done, in the order of the list."""
        found = policy.visible_invitations(self.actor).filter(is_waiting())
        return found.select_related("organisation__territory").order_by("organisation__sort_key", "made_at", "pk")

    def form_arguments(self) -> dict[str, Any]:
        return {"candidates": self.candidates()}

    def initial(self) -> dict[str, Any]:
        return {"one": [one.pk for one in self._ticked()], "all": "all" in self.request.GET or None}

    def page_context(self) -> dict[str, Any]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        chosen = self.candidates() if asked.get("all") else self._ticked()
        number = len(chosen)
        return {
            "title": self.title,
            "consequence": self.consequence,
            "press": self.press,
            "icon": self.icon,
            "kind": self.kind,
            "chosen": [(one, ROLES[one.role].name) for one in chosen[:SHOWN]],
            "number": number,
            "more": max(number - SHOWN, 0),
        }

    def _ticked(self) -> QuerySet[Invitation]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = [int(key) for key in asked.getlist("one") if key.isascii() and key.isdecimal() and len(key) < 19]
        return self.candidates().filter(pk__in=keys)


class ResendInvitations(OfChosen):
    """Send letters again, with new links: the older ones open nothing any more."""

    name = "resend_invitations"
    title = gettext_lazy("Send invitations again")
    consequence = gettext_lazy("Each gets a letter with a new link. Links sent or printed before open nothing.")
    press = gettext_lazy("Send")
    icon = "paper-airplane"

    def candidates(self) -> QuerySet[Invitation]:
        found = super().candidates()
        return found.exclude(email="") if mail_is_on() else found.none()

    def page_context(self) -> dict[str, Any]:
        return {**super().page_context(), "no_mail": not mail_is_on()}

    def deed(self, form: forms.Form) -> str:
        mine = policy.invitations_to_resend(self.actor, cast(ChosenForm, form).chosen())
        renewed = invitations.renew(mine, by=self.actor, at=timezone.now())
        invitations_mail.ask_to_send(renewed, by=self.actor)
        said = ngettext("%(number)s letter is on its way.", "%(number)s letters are on their way.", len(renewed))
        messages.success(self.request, said % {"number": len(renewed)})
        return reverse("access:invitations")


class PrintInvitations(OfChosen):
    """Print links to be handed over, several at once."""

    name = "print_invitations"
    title = gettext_lazy("Print links")
    consequence = gettext_lazy("Each gets a new link on paper. Links sent or printed before open nothing.")
    press = gettext_lazy("Show the links to print")
    icon = "printer"

    def deed(self, form: forms.Form) -> str:
        mine = policy.invitations_to_resend(self.actor, cast(ChosenForm, form).chosen())
        printed = invitations.put_on_paper(mine, by=self.actor, at=timezone.now())
        self.shown = paper(self.request, printed)
        return reverse("access:invitations")


class WithdrawInvitations(OfChosen):
    """Take invitations back: their links open nothing any more."""

    name = "withdraw_invitations"
    title = gettext_lazy("Withdraw invitations")
    consequence = gettext_lazy("Their links open nothing any more. Whoever has come in already stays.")
    press = gettext_lazy("Withdraw")
    icon = "x-mark"
    kind = "danger"

    def deed(self, form: forms.Form) -> str:
        number = invitations.withdraw(cast(ChosenForm, form).chosen(), by=self.actor, at=timezone.now())
        said = ngettext("%(number)s invitation is withdrawn.", "%(number)s invitations are withdrawn.", number)
        messages.success(self.request, said % {"number": number})
        return reverse("access:invitations")
