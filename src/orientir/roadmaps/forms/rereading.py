from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .creation import UploadForm


class EditionForm(forms.Form):
    """A new edition of a plan's document, and the act that changed it."""

    document = UploadForm.base_fields["document"]
    act = forms.CharField(
        label=_("Act by which the plan is changed"),
        help_text=_("Its kind, and who passed it where that matters."),
        max_length=200,
        error_messages={"required": _("Say which act changes the plan, for example an order.")},
    )
    act_number = forms.CharField(
        label=_("Number of the act"),
        max_length=50,
        error_messages={"required": _("Say the number of the act.")},
    )
    act_date = forms.DateField(
        label=_("Date of the act"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say the date of the act."),
            "invalid": _("Write the date as day, month and year, for example 25.11.2026."),
        },
    )

    def clean_act_date(self) -> date:
        day: date = self.cleaned_data["act_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the date of the act."))
        return day
