from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orientir.access.roles import GUIDANCE_LEAD, Role
from orientir.accounts.forms import NewPasswordFields
from orientir.accounts.models import User
from orientir.people.models import Person
from orientir.people.services import Name
from orientir.territory.choices import Level

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


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People by full name, with the organisation that keeps them."""

    def label_from_instance(self, person: Any) -> str:
        return f"{person.full_name} ({person.place})"


class AppointForm(NameFields):
    """Somebody who has an account, or a new person, and the role they are given."""

    role = forms.ChoiceField(label=_("Role"))
    person = PersonChoice(
        Person.objects.none(),
        label=_("Who"),
        required=False,
        empty_label=_("A new person, named below"),
        help_text=_("Whoever has an account already gets one role more and keeps login and password."),
    )
    field_order = ["role", "person", "last_name", "first_name", "middle_name", "login"]
    of_newcomers = ("last_name", "first_name", "login")

    def __init__(self, *args: Any, roles: list[Role], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.code, role.name) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = GUIDANCE_LEAD.code
        if len(roles) == 1:
            self.fields["role"].widget = forms.HiddenInput()
        for name in self.of_newcomers:
            self.fields[name].required = not self.data.get("person")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("person") and any(cleaned.get(name) for name in (*self.of_newcomers, "middle_name")):
            self.add_error("person", _("Choose somebody here or name a new person below, not both."))
        return cleaned


class FoundForm(NameFields, NewPasswordFields):
    """What an empty installation asks first."""

    territory = forms.CharField(label=_("Territory"), max_length=200, help_text=_("For example “Town of Beloozersk”."))
    level = forms.ChoiceField(
        label=_("What it is"),
        choices=[(level.value, level.label) for level in (Level.MUNICIPALITY, Level.REGION)],
        initial=Level.MUNICIPALITY,
        required=False,
    )
    office = forms.CharField(label=_("Education authority, full name"), max_length=300)
    office_short = forms.CharField(label=_("Education authority, short name"), max_length=100)
    field_order = [
        "territory",
        "level",
        "office",
        "office_short",
        "last_name",
        "first_name",
        "middle_name",
        "login",
        "password",
        "again",
    ]

    def clean_level(self) -> Level:
        return Level(self.cleaned_data["level"] or Level.MUNICIPALITY)
