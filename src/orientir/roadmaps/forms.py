from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.territory.models import Organisation

from .models import Measure


class UploadForm(forms.Form):
    """A document, and for which office where there are several."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Office"), empty_label=None)
    document = forms.FileField(
        label=_("Roadmap document"),
        help_text=_("The approved plan as a Word document (DOCX), up to 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": _("Choose the document of the roadmap.")},
    )

    def __init__(self, *args: Any, offices: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.fields["organisation"].initial = offices[0]
            self.fields["organisation"].widget = forms.HiddenInput()


class PutInForceForm(forms.Form):
    """Which measures, by whom, until when."""

    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(),
        label=_("Measures"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one measure.")},
    )
    due_on = forms.DateField(
        label=_("Due date"),
        help_text=_("The last day on which the organisations submit their reports."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say until when the work has to be reported."),
            "invalid": _("Write the date as day, month and year, for example 25.11.2026."),
        },
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Organisations"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one organisation.")},
    )

    def __init__(
        self, *args: Any, measures: QuerySet[Measure], organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].queryset = measures  # type: ignore[attr-defined]
        self.fields["organisations"].queryset = organisations  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        return due_on


class ReportForm(forms.Form):
    """What has been done, and one file more as evidence."""

    text = forms.CharField(
        label=_("What has been done"),
        help_text=_("When, with whom and with what result. Do not name students."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say in a few words what has been done.")},
    )
    document = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("An order, a photo, a list: PDF, DOCX, XLSX, ODT, PNG or JPEG, up to 50 MB."),
    )


class ReturnForm(forms.Form):
    """Why a report is returned."""

    reason = forms.CharField(
        label=_("What is missing"),
        help_text=_("The organisation reads this and submits the report again."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is missing, so that the organisation knows what to do.")},
    )
