"""Forms with which a plan in force is changed: each asks for the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.models import Section

from .review import LONGEST_TEXT, SHOWN, MeasureForm

NO_REASON = _("Say why the plan is changed, for example: order No. 15 of 20.11.2026.")


class ReasonForm(forms.Form):
    """Why a plan in force is changed."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the history of the plan, and with each assignment that is moved or closed."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": NO_REASON},
    )


class PlanReasonForm(ReasonForm):
    """Why a whole plan goes into the archive or comes back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("It stands in the history of the plan.")


class AmendForm(MeasureForm, ReasonForm):
    """The printed words of a measure of a plan in force."""

    field_order = [*MeasureForm.base_fields, *ReasonForm.base_fields]


class AddForm(AmendForm):
    """A measure that a plan in force gets, and the section in which it stands."""

    section = forms.ChoiceField(label=_("Section"), error_messages={"required": _("Choose a section of this plan.")})
    field_order = ["section", *AmendForm.field_order]

    def __init__(self, *args: Any, sections: Sequence[Section], **kwargs: Any) -> None:
        """Offer the sections of the plan; the only one is chosen."""
        super().__init__(*args, **kwargs)
        self._sections = {str(one.pk): one for one in sections}
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            (key, Truncator(str(one) or str(_("Section without a name"))).chars(SHOWN, truncate="…"))
            for key, one in self._sections.items()
        ]

    def chosen(self) -> Section:
        """Return the section of a form that is valid."""
        return self._sections[self.cleaned_data["section"]]


class EndForm(ReasonForm):
    """From when on a measure is no part of the plan."""

    on = forms.DateField(
        label=_("From which day on"),
        help_text=_("What is due from this day on is asked of nobody any more. What was due before stays as it is."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say from which day on."),
            "invalid": _("Write the date as day, month and year, for example 25.11.2026."),
        },
    )
    field_order = ["on", "reason"]
