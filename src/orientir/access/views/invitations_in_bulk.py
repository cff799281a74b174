"""Inviting by a list: sample, putting in, looking, confirming; the job behind it takes it in some rows at a time."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orientir.access import invitations_list, invitations_taking, invitations_words, policy
from orientir.access.forms.invitations import InvitationListForm
from orientir.access.invitations_state import mail_is_on
from orientir.accounts.step_up import ConfirmedView
from orientir.database.policy import require
from orientir.engines.spreadsheets import Refused, read_table
from orientir.engines.spreadsheets.writing import write_table
from orientir.territory.services.lists import XLSX
from orientir.ui.form_page import FormPage

SHOWN = 200
"""Lines of each kind that a page shows."""


class InvitationSample(ConfirmedView):
    """The spreadsheet to fill in: the organisations at which the actor may invite, and who is still missing there."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.APPOINT))
        content = write_table(_("Invitations"), invitations_words.head(), invitations_list.sample_rows(self.actor))
        response = HttpResponse(content, content_type=XLSX)
        response.headers["Content-Disposition"] = 'attachment; filename="invitations.xlsx"'
        return response


class HasFaults(Exception):
    """Something is wrong in the list: nothing of it is taken."""


class InviteByList(FormPage, ConfirmedView):
    """Put a list of people to invite in. Nothing comes of it before it was looked at and confirmed."""

    name = "invite_by_list"
    form_class = InvitationListForm
    template_name = "access/invitations/by_list.html"
    refusals = {
        Refused: ("document", ""),
        HasFaults: ("document", gettext_lazy("Put the rows below right in the spreadsheet and put it in again.")),
        invitations_taking.TooMany: (
            "document",
            gettext_lazy("The list is longer than 1,500 rows. Divide it into several files."),
        ),
        invitations_taking.UnderWay: ("", gettext_lazy("Your last list is being taken in just now. Wait for its end.")),
    }
    comparison: invitations_list.Comparison | None = None

    def prepare(self, **kwargs: Any) -> None:
        require(self.actor.may(policy.APPOINT))

    def page_context(self) -> dict[str, Any]:
        faults = self.comparison.faults if self.comparison else ()
        return {
            "waiting": invitations_taking.waiting_of(self.actor),
            "no_mail": not mail_is_on(),
            "faults": [(fault.row, fault.letter, invitations_words.fault_sentence(fault)) for fault in faults[:SHOWN]],
            "more": max(len(faults) - SHOWN, 0),
        }

    def deed(self, form: forms.Form) -> str:
        self.comparison = _read(form.cleaned_data["document"], by=self)
        if self.comparison.faults:
            raise HasFaults
        remarks = list(invitations_words.remarks(self.comparison))
        invitations_taking.keep(self.comparison, remarks, by=self.actor, at=timezone.now())
        return reverse("access:look_at_invitations")

    def explain(self, form: forms.Form, refusal: Exception) -> None:
        """Say why the file is not taken, in words about this file."""
        if isinstance(refusal, Refused):
            file = form.cleaned_data["document"].name
            form.add_error("document", invitations_words.refusal(refusal.reason, refusal.params, file=file))
        else:
            super().explain(form, refusal)


def _read(document: Any, *, by: InviteByList) -> invitations_list.Comparison:
    """Read an uploaded list and compare it; the file is gone afterwards."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        for chunk in document.chunks():
            copy.write(chunk)
        copy.flush()
        return invitations_list.compare(read_table(Path(copy.name), invitations_list.COLUMNS), by=by.actor)


class LookAtInvitations(FormPage, ConfirmedView):
    """What a list would bring, row by row, until it is confirmed; then how far it is."""

    name = "look_at_invitations"
    form_class = forms.Form
    template_name = "access/invitations/look.html"
    waiting: invitations_taking.Waiting | None = None
    refusals = {
        invitations_taking.UnderWay: ("", gettext_lazy("This list was confirmed before.")),
    }

    def prepare(self, **kwargs: Any) -> None:
        require(self.actor.may(policy.APPOINT))
        self.waiting = invitations_taking.waiting_of(self.actor)

    def page_context(self) -> dict[str, Any]:
        if self.waiting is None or self.waiting.is_confirmed:
            return {"waiting": self.waiting, "after": "after" in self.request.GET}
        new, there = invitations_taking.lines_of(self.waiting, by=self.actor)
        return {
            "waiting": self.waiting,
            "new": new[:SHOWN],
            "number": len(new),
            "more": max(len(new) - SHOWN, 0),
            "there": len(there),
            "letters": sum(bool(line.invited.email) for line in new) if mail_is_on() else 0,
        }

    def deed(self, form: forms.Form) -> str:
        invitations_taking.confirm(by=self.actor)
        return f"{reverse('access:look_at_invitations')}?after=1"


class ThrowInvitationsAway(ConfirmedView):
    """Forget a list that was not confirmed."""

    def post(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.APPOINT))
        invitations_taking.throw_away(by=self.actor)
        return redirect("access:invite_by_list")
