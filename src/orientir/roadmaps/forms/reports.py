from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


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
