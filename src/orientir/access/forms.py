from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orientir.accounts.models import User
from orientir.people.services import Name
from orientir.territory.choices import Kind, UnitKind
from orientir.territory.models import Territory

LONGEST_LOGIN = 150
LOGIN_HELP = _("Letters, figures, dots and hyphens; an e-mail address will do. Capitals do not matter.")


class NameFields(forms.Form):
    """A person's name and the login they will sign in with."""

    last_name = forms.CharField(label=_("Last name"), max_length=100)
    first_name = forms.CharField(label=_("First name"), max_length=100)
    middle_name = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    login = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("Login"),
        max_length=LONGEST_LOGIN,
        help_text=LOGIN_HELP,
        error_messages={"invalid": _("Use letters, figures and the signs . @ + - _ only, without spaces.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_login(self) -> str:
        # Small letters may take more room than capitals did ("ß" becomes "ss"), and what is stored has to fit.
        login = User.normalise(self.cleaned_data["login"])
        MaxLengthValidator(LONGEST_LOGIN)(login)
        return login

    def name(self) -> Name:
        """Return the name of a form that is valid."""
        data = self.cleaned_data
        return Name(data["last_name"], data["first_name"], data["middle_name"])


class OrganisationForm(forms.Form):
    """An organisation of one's territory."""

    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Territory"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind, initial=Kind.SCHOOL)
    name = forms.CharField(
        label=_("Full name"), max_length=300, help_text=_("As in the charter, with quotation marks.")
    )
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=100,
        help_text=_("As it stands in lists, for example “School No. 5”."),
    )

    def __init__(self, *args: Any, territories: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories  # type: ignore[attr-defined]
        if len(territories) == 1:
            self.fields["territory"].initial = territories[0]
            self.fields["territory"].widget = forms.HiddenInput()


class UnitForm(forms.Form):
    """A part of an organisation."""

    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind)
    name = forms.CharField(label=_("Name"), max_length=200)


class AppointForm(NameFields):
    """A new guidance lead."""


class FoundForm(NameFields):
    """What an empty installation asks first."""

    territory = forms.CharField(label=_("Territory"), max_length=200, help_text=_("For example “Town of Beloozersk”."))
    office = forms.CharField(label=_("Education authority, full name"), max_length=300)
    office_short = forms.CharField(label=_("Education authority, short name"), max_length=100)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        help_text=_("At least 12 characters; a sentence is easier to remember than a word."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = [
        "territory",
        "office",
        "office_short",
        "last_name",
        "first_name",
        "middle_name",
        "login",
        "password",
        "again",
    ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and password != cleaned.get("again"):
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        elif password:
            try:
                validate_password(password, User(login=cleaned.get("login", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
