"""A second factor that was lost: taken off in one press, or, for coordinators, by two persons."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access import factor_reset, policy
from orientir.accounts.step_up import ConfirmedView
from orientir.database.policy import require

from .appointments import OfAppointment


class ResetFactor(OfAppointment, ConfirmedView):
    """Take the second factor off somebody's account, or ask another to confirm it where it takes two."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.load(pk)
        require(policy.can_reset_factor(self.actor, self.appointment))
        done: dict[str, Any] = {"by": self.actor, "at": timezone.now()}
        person = self.appointment.person
        try:
            factor_reset.reset(person, self.organisation, **done)
            messages.success(request, _("The second factor is taken off. They set up a new one when they sign in."))
        except factor_reset.NeedsTwo:
            with suppress(factor_reset.AskedAlready):  # pressed twice: it waits for another
                factor_reset.ask(person, self.organisation, **done)
            messages.info(request, _("It is asked. Another who appoints coordinators here confirms it on this page."))
        return redirect("access:people", pk=self.organisation.pk)


class ConfirmReset(ConfirmedView):
    """Confirm what another has asked."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = get_object_or_404(policy.visible_resets(self.actor), pk=pk)
        require(policy.can_confirm_reset(self.actor, asked))
        factor_reset.confirm(asked, by=self.actor, at=timezone.now())
        messages.success(request, _("The second factor is taken off. They set up a new one when they sign in."))
        return redirect("access:people", pk=asked.organisation_id)


class WithdrawReset(ConfirmedView):
    """Take back what was asked."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = get_object_or_404(policy.visible_resets(self.actor), pk=pk)
        require(policy.can_withdraw_reset(self.actor, asked))
        factor_reset.withdraw(asked, by=self.actor, at=timezone.now())
        return redirect("access:people", pk=asked.organisation_id)
