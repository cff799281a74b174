"""How a plan begins: from a document, from a pasted table, after an earlier plan, or empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orientir.database.policy import require
from orientir.files.services import FileRefused
from orientir.roadmaps import policy
from orientir.roadmaps.forms.creation import AfterEarlierForm, EmptyForm, PasteForm, UploadForm
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.services import creation, roadmaps
from orientir.roadmaps.services.pasting import document_of
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView


class Begin(FormPage, SignedInView):
    """A way to begin a plan."""

    template_name = "roadmaps/creation/begin.html"
    way: str

    def prepare(self, **kwargs: Any) -> None:
        require(policy.can_upload_roadmap(self.actor))

    def form_arguments(self) -> dict[str, Any]:
        return {"offices": policy.offices_of(self.actor)}

    def page_context(self) -> dict[str, Any]:
        return {"way": self.way, "can_repeat": policy.plans_to_repeat(self.actor).exists()}

    def led_to(self, roadmap: Roadmap) -> str:
        """Return where the way goes on: the page that shows how reading goes, and then what was read."""
        return reverse("roadmaps:review", args=[roadmap.pk])


class Upload(Begin):
    """Put a document in; a job reads it."""

    name = "roadmap"
    way = "document"
    form_class = UploadForm
    refusals = {
        FileRefused: ("document", ""),
        roadmaps.NotADocument: (
            "document",
            gettext_lazy("No plan is read from such files. Save it as DOCX, PDF, ODT or XLSX and put it in once more."),
        ),
    }

    def deed(self, form: forms.Form) -> str:
        office, document = form.cleaned_data["organisation"], form.cleaned_data["document"]
        return self.led_to(roadmaps.upload_roadmap(document, organisation=office, by=self.actor, at=timezone.now()))


class Paste(Begin):
    """Put a table in that was copied elsewhere; a job reads it like a document."""

    name = "pasted_plan"
    way = "table"
    form_class = PasteForm
    refusals = {FileRefused: ("table", "")}

    def deed(self, form: forms.Form) -> str:
        said = form.cleaned_data
        name = f"{_('Pasted table')}.html"
        document = document_of(said["table"], page=said["page"], title=said["title"], name=name)
        return self.led_to(
            roadmaps.upload_roadmap(document, organisation=said["organisation"], by=self.actor, at=timezone.now())
        )


class Empty(Begin):
    """Begin a plan with nothing but its title and years."""

    name = "empty_plan"
    way = "empty"
    form_class = EmptyForm

    def initial(self) -> dict[str, Any]:
        year = timezone.localdate().year + 1
        return {"first_year": year, "last_year": year}

    def deed(self, form: forms.Form) -> str:
        said = form.cleaned_data
        return self.led_to(
            creation.begin_empty(
                " ".join(said["title"].split()),
                first_year=said["first_year"],
                last_year=said["last_year"],
                organisation=said["organisation"],
                by=self.actor,
                at=timezone.now(),
            )
        )


class AfterEarlier(Begin):
    """Begin a plan after an earlier one."""

    name = "repeated_plan"
    way = "earlier"
    form_class = AfterEarlierForm
    refusals = {
        creation.NotRead: ("earlier", gettext_lazy("This plan has no measures yet. Choose another one.")),
    }

    def form_arguments(self) -> dict[str, Any]:
        return {"plans": policy.plans_to_repeat(self.actor)}

    def initial(self) -> dict[str, Any]:
        newest = policy.plans_to_repeat(self.actor).filter(first_year__isnull=False).first()
        last = newest and (newest.last_year or newest.first_year)
        return {"earlier": newest, "first_year": (last or timezone.localdate().year) + 1}

    def deed(self, form: forms.Form) -> str:
        said = form.cleaned_data
        roadmap = creation.begin_after(said["earlier"], first_year=said["first_year"], by=self.actor, at=timezone.now())
        messages.success(
            self.request, _("The plan is begun: years are moved on, who does what is taken over. Check it.")
        )
        return self.led_to(roadmap)
