from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access.deputies import Absence
from orientir.access.models import LONGEST_GROUP
from orientir.access.roles import CLASS_TEACHER, GUIDANCE_LEAD, ROLES, STUDENT, Role
from orientir.access.services import begin_of
from orientir.accounts.forms import NewPasswordFields
from orientir.accounts.models import User
from orientir.people.models import Person
from orientir.people.services import Name
from orientir.territory.choices import Level
from orientir.territory.models import Unit

from .organisations import a_day

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


class SomebodyForm(NameFields):
    """Somebody who has an account, or a new person."""

    person = PersonChoice(
        Person.objects.none(),
        label=_("Who"),
        required=False,
        empty_label=_("A new person, named below"),
        help_text=_("Whoever has an account already gets one role more and keeps login and password."),
    )
    field_order = ["person", "last_name", "first_name", "middle_name", "login"]
    of_newcomers = ("last_name", "first_name", "login")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        for name in self.of_newcomers:
            self.fields[name].required = not self.data.get("person")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("person") and any(cleaned.get(name) for name in (*self.of_newcomers, "middle_name")):
            self.add_error("person", _("Choose somebody here or name a new person below, not both."))
        return cleaned


class SuccessorForm(SomebodyForm):
    """Who carries on: somebody who has an account, or a new person."""

    person = PersonChoice(
        Person.objects.none(), label=_("Successor"), required=False, empty_label=_("A new person, named below")
    )


class AppointForm(SomebodyForm):
    """Somebody, the role they are given, of which part of the organisation, and from when to when."""

    role = forms.ChoiceField(label=_("Role"))
    group = forms.CharField(
        label=_("Class or group"),
        max_length=LONGEST_GROUP,
        required=False,
        help_text=_("Of class teachers, teachers, students and parents: “9 A”, several with commas."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Part of the organisation"), required=False, empty_label=_("Any")
    )
    since = a_day(_("From"), help_text=_("Empty is from now on."))
    until = a_day(_("Until"), help_text=_("The last day. Empty is without an end."))
    field_order = ["role", "group", "unit", *SomebodyForm.field_order, "since", "until"]

    def __init__(self, *args: Any, roles: list[Role], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.code, role.name) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = GUIDANCE_LEAD.code
        if len(roles) == 1:
            self.fields["role"].widget = forms.HiddenInput()
        if not any(role.of_group for role in roles):
            del self.fields["group"]
        if units:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        role = ROLES.get(cleaned.get("role", ""))
        if role in (CLASS_TEACHER, STUDENT) and not cleaned.get("group"):
            self.add_error("group", _("Say of which class or group."))
        if role and not role.of_group and cleaned.get("group"):
            self.add_error("group", _("This role is not of one class or group. Leave it empty."))
        look_after_days(self, cleaned)
        return cleaned

    def narrowed(self) -> Narrowed:
        """Return from when to when a valid form says, and of what."""
        data = self.cleaned_data
        return Narrowed(**term_of(data), unit=data.get("unit"), group=data.get("group", ""))


class Term(TypedDict):
    """From when to when; empty is from now on, and without an end."""

    since: datetime | None
    until: datetime | None


class Narrowed(Term):
    """A term, and the part of an organisation."""

    unit: Unit | None
    group: str


def look_after_days(form: forms.Form, data: Mapping[str, Any]) -> None:
    """Complain of days that are past or run backwards."""
    since, until, today = data.get("since"), data.get("until"), timezone.localdate()
    if since and since < today:
        form.add_error("since", _("Today or later: what was before cannot be given afterwards."))
    if until and until < max(since or today, today):
        form.add_error("until", _("The last day is not before the first one, and not past."))


def term_of(data: Mapping[str, Any]) -> Term:
    """Return the moments of the days of a form: a first day that is today begins now, the last day is a whole one."""
    since, until = data.get("since"), data.get("until")
    return {
        "since": begin_of(since) if since and since > timezone.localdate() else None,
        "until": begin_of(until + timedelta(days=1)) if until else None,
    }


class EndForm(forms.Form):
    """The last day of an appointment."""

    until = a_day(_("Last day"), required=True, help_text=_("The rights are gone when this day is over."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        look_after_days(self, cleaned)
        return cleaned


class DeputyForm(forms.Form):
    """Who stands in, why, and from when to when."""

    person = PersonChoice(Person.objects.none(), label=_("Who stands in"), empty_label=_("Choose somebody"))
    reason = forms.ChoiceField(
        label=_("Why"), choices=Absence, help_text=_("It stands in the journal only, and is shown on no page.")
    )
    since = a_day(_("From"), help_text=_("Empty is from now on."))
    until = a_day(_("Until"), required=True, help_text=_("The last day."))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        look_after_days(self, cleaned)
        return cleaned


class DepthForm(forms.Form):
    """How deep names of students and families go."""

    depth = forms.ChoiceField(label=_("Names of students"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["depth"].choices = choices  # type: ignore[attr-defined]
        self.fields["depth"].required = "" not in dict(choices)


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
