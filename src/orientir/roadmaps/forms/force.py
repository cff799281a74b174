from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.models import Measure
from orientir.territory.choices import Kind
from orientir.territory.models import Organisation


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
