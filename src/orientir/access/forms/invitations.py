from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orientir.access.models import Invitation
from orientir.access.roles import GUIDANCE_LEAD, Role
from orientir.accounts.forms import NewPasswordFields

from .people import NameFields


class InviteForm(NameFields):
    """Somebody to invite, and to which role."""

    login = None  # type: ignore[assignment]  # whoever is invited chooses it
    role = forms.ChoiceField(label=_("Role"))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("The link is sent there. Without an address you print it and hand it over."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["role", "last_name", "first_name", "middle_name", "email"]

    def __init__(self, *args: Any, roles: list[Role], mail_is_on: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.code, role.name) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = GUIDANCE_LEAD.code
        if not mail_is_on:
            self.fields["email"].help_text = _(
                "No mail leaves this installation: the link is printed and handed over. The address is kept for later."
            )


class InvitationListForm(forms.Form):
    """A list of people to invite."""

    document = forms.FileField(
        label=_("List of people to invite"),
        help_text=_("A spreadsheet (XLSX) with a row for each person. Your organisations stand in the sample."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the spreadsheet with the list.")},
    )


class ChosenForm(forms.Form):
    """Invitations that were ticked in the list, or all that wait."""

    one = forms.ModelMultipleChoiceField(
        Invitation.objects.none(),
        required=False,
        widget=forms.MultipleHiddenInput,
        error_messages={"invalid_choice": _("Something has happened to these invitations meanwhile. Tick them anew.")},
    )
    all = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, candidates: QuerySet[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        self.fields["one"].queryset = candidates  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("all") and not cleaned.get("one") and not self.errors:
            raise forms.ValidationError(_("Nothing is ticked. Go back to the list and tick those that are meant."))
        return cleaned

    def chosen(self) -> list[Invitation]:
        """Return the invitations of a valid form."""
        return list(self.candidates if self.cleaned_data["all"] else self.cleaned_data["one"])


class TakeUpForm(NameFields, NewPasswordFields):
    """What somebody who was invited chooses: a login and a password. The name stands in the invitation."""

    last_name = first_name = middle_name = None  # type: ignore[assignment]
    field_order = ["login", "password", "again"]
