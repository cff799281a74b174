"""Lists of organisations: out as a spreadsheet, in by upload, look and confirmation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access.forms import ListForm
from orientir.database.policy import require
from orientir.engines.spreadsheets import Refused
from orientir.files.services import FileRefused
from orientir.territory import import_words, imports
from orientir.territory import policy as territories
from orientir.territory.choices import ListState
from orientir.territory.exports import organisations_as_xlsx
from orientir.territory.models import OrganisationList
from orientir.territory.services import lists
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

SHOWN = 200
"""Lines of each kind that the page of a list shows."""


class ExportOrganisations(SignedInView):
    """The organisations as the spreadsheet that can be put in again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(territories.SEE_ORGANISATIONS))
        today = timezone.localdate()
        response = HttpResponse(organisations_as_xlsx(by=self.actor, today=today), content_type=lists.XLSX)
        response.headers["Content-Disposition"] = f'attachment; filename="organisations-{today:%Y-%m-%d}.xlsx"'
        return response


class PutListIn(FormPage, SignedInView):
    """Put a list in. Nothing changes before it has been looked at and confirmed."""

    name = "organisation_list"
    form_class = ListForm
    template_name = "access/put_list_in.html"
    refusals = {
        FileRefused: ("document", ""),
        lists.NotAWorkbook: (
            "document",
            _("This is not a spreadsheet (XLSX). Open the list in an office program and save it as XLSX."),
        ),
        Refused: ("document", ""),
    }

    def prepare(self, **kwargs: Any) -> None:
        require(territories.can_keep_organisations(self.actor))

    def form_arguments(self) -> dict[str, Any]:
        return {"offices": territories.offices_keeping(self.actor)}

    def page_context(self) -> dict[str, Any]:
        return {"lists": territories.lists_kept(self.actor).exclude(state=ListState.TAKEN_IN)[:SHOWN]}

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        made = lists.put_list_in(data["document"], organisation=data["organisation"], by=self.actor, at=timezone.now())
        return reverse("access:organisation_list", args=[made.pk])

    def explain(self, form: forms.Form, refusal: Exception) -> None:
        """Say why the file is not taken, in words about this file."""
        if isinstance(refusal, Refused):
            file = form.cleaned_data["document"].name
            form.add_error("document", import_words.refusal(refusal.reason, refusal.params, file=file))
        else:
            super().explain(form, refusal)


class ListPage(SignedInView):
    """What a list would bring, row by row; while it is taken in, that; then what came of it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(territories.lists_kept(self.actor).select_related("organisation"), pk=pk)
        context: dict[str, Any] = {"list": found}
        if found.state in (ListState.WAITING, ListState.OUTDATED):
            context |= self._dry_run(found)
        # While it is taken in the page asks for itself again; then the whole page is replaced.
        return render(request, "access/organisation_list_page.html", context)

    def _dry_run(self, found: OrganisationList) -> dict[str, Any]:
        comparison = imports.compare(lists.table_of(found), by=self.actor, at=timezone.now())
        return {
            "comparison": comparison,
            "remarks": list(import_words.remarks(comparison)),
            "faults": [
                (fault.row, fault.letter, import_words.fault_sentence(fault)) for fault in comparison.faults[:SHOWN]
            ],
            "added": comparison.added[:SHOWN],
            "changed": [
                (line, [*import_words.change_words(line), *import_words.unit_words(line)])
                for line in comparison.changed[:SHOWN]
            ],
            "more": {
                "faults": max(len(comparison.faults) - SHOWN, 0),
                "added": max(len(comparison.added) - SHOWN, 0),
                "changed": max(len(comparison.changed) - SHOWN, 0),
            },
            "is_empty": not (comparison.added or comparison.changed or comparison.faults),
            "seen": imports.digest_of(comparison),
        }


class ConfirmList(SignedInView):
    """Let a list be taken in as it was shown."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(territories.lists_kept(self.actor), pk=pk)
        try:
            lists.confirm_list(found, request.POST.get("seen", "")[:64], by=self.actor, at=timezone.now())
        except lists.NotWaiting:
            messages.info(request, _("This list was confirmed before."))
        return redirect("access:organisation_list", pk=pk)


class ThrowListAway(SignedInView):
    """Throw a list away that was not taken in."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(territories.lists_kept(self.actor), pk=pk)
        try:
            lists.throw_list_away(found, by=self.actor, at=timezone.now())
        except lists.NotWaiting:
            messages.info(request, _("This list was confirmed before."))
            return redirect("access:organisation_list", pk=pk)
        messages.success(request, _("The list is thrown away. Nothing has changed."))
        return redirect("access:organisations")
