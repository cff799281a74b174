from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orientir.access.emergency import SHORTEST_REASON
from orientir.access.models import LONGEST_REASON
from orientir.people.services import Name
from orientir.territory.models import Organisation


class AskForm(forms.Form):
    """Whose data are needed, and why."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    first_name = forms.CharField(label=_("First name"), max_length=100)
    middle_name = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    reason = forms.CharField(
        label=_("Why this cannot wait"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("This person will read it, word for word."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def name(self) -> Name:
        """Return the name of a form that is valid."""
        data = self.cleaned_data
        return Name(data["last_name"], data["first_name"], data["middle_name"])
