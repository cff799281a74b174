from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.territory.choices import Kind
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


class MeasureChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Measures with what is printed of their term and performers: what the date and the schools have to fit."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Measure)
        printed = " · ".join(filter(None, [obj.term_words, obj.performers_words]))
        return f"{obj.words} ({printed})" if printed else obj.words


class Whom(models.TextChoices):
    """For whom measures are put in force."""

    SCHOOLS = "schools", _("all schools")
    CHOSEN = "chosen", _("the organisations ticked below")


class PutInForceForm(forms.Form):
    """Which measures, by whom, until when."""

    measures = MeasureChoice(
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
    again = forms.BooleanField(
        label=_("Put in force once more where it already is, with the new day"),
        help_text=_("Without this tick, organisations that have the measure as work already are passed over."),
        required=False,
    )
    whom = forms.ChoiceField(label=_("For whom"), choices=Whom, initial=Whom.SCHOOLS, widget=forms.RadioSelect)
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Chosen organisations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, measures: QuerySet[Measure], organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.performers = organisations
        self.fields["measures"].queryset = measures  # type: ignore[attr-defined]
        self.fields["organisations"].queryset = organisations  # type: ignore[attr-defined]

    def chosen_organisations(self) -> list[Organisation]:
        """Return the organisations of a form that is valid."""
        if self.cleaned_data["whom"] == Whom.SCHOOLS:
            # Not sent by the browser one by one: a territory may have a thousand.
            return list(self.performers.filter(kind=Kind.SCHOOL))
        return list(self.cleaned_data["organisations"])

    def clean(self) -> dict[str, Any]:
        """Look after what belongs together: whom, and which."""
        cleaned = super().clean() or {}
        if cleaned.get("whom") == Whom.CHOSEN and not cleaned.get("organisations"):
            self.add_error("organisations", _("Choose at least one organisation."))
        if cleaned.get("whom") == Whom.SCHOOLS and not self.performers.filter(kind=Kind.SCHOOL).exists():
            self.add_error("whom", _("There is no school in your list yet. Add schools, or choose organisations."))
        return cleaned

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
        help_text=_("An order, a photo, a list: PDF, office documents, pictures up to 50 MB, texts up to 5 MB."),
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
