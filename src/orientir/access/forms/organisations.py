from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orientir.territory.choices import Founder, Kind, UnitKind
from orientir.territory.imports.columns import is_tax_number
from orientir.territory.models import Organisation, Territory
from orientir.territory.models.organisations import (
    FIRST_GRADE,
    LAST_GRADE,
    LONGEST_BASIS,
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_SHORT_NAME,
)
from orientir.territory.services import Facts, Identity

YES_NO = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]


def a_day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as day, month and year, for example 25.11.2026.")},
    )


def a_grade(label: Any) -> forms.TypedChoiceField:
    """Return a field for a grade of a school."""
    grades = [("", "—"), *((str(grade), str(grade)) for grade in range(FIRST_GRADE, LAST_GRADE + 1))]
    return forms.TypedChoiceField(label=label, choices=grades, coerce=int, empty_value=None, required=False)


def offer(form: forms.Form, name: str, choices: QuerySet[Any]) -> None:
    """Let one of these be chosen; where there is only one, nobody is asked."""
    field = form.fields[name]
    field.queryset = choices  # type: ignore[attr-defined]
    if len(choices) == 1:
        field.initial = choices[0]
        field.widget = forms.HiddenInput()


class AddOrganisationForm(forms.Form):
    """An organisation of one's territory."""

    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Territory"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind, initial=Kind.SCHOOL)
    name = forms.CharField(
        label=_("Full name"), max_length=LONGEST_NAME, help_text=_("As in the charter, with quotation marks.")
    )
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=LONGEST_SHORT_NAME,
        help_text=_("As it stands in lists, for example “School No. 5”."),
    )
    founder = forms.ChoiceField(label=_("Founder"), choices=[("", _("not known")), *Founder.choices], required=False)
    first_grade = a_grade(_("Teaches from grade"))
    last_grade = a_grade(_("Teaches to grade"))
    adapted = forms.ChoiceField(label=_("Teaches by adapted programmes"), choices=YES_NO, required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=_("The key under which your office keeps it. Lists find it by this code."),
    )
    tax_number = forms.CharField(label=_("Tax number"), max_length=12, required=False)
    opened_on = a_day(_("Opened on"))

    def __init__(self, *args: Any, territories: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "territory", territories)

    def clean_tax_number(self) -> str:
        number = str(self.cleaned_data["tax_number"]).strip()
        if number and not is_tax_number(number):
            raise forms.ValidationError(_("This is no tax number: ten or twelve figures are needed, and they agree."))
        return number

    def clean(self) -> dict[str, Any]:
        """Look after what belongs together: both grades, the lower one first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_grade"), cleaned.get("last_grade")
        if (first is None) != (last is None) or (first and last and first > last):
            self.add_error("last_grade", _("Name both grades, the lower one first."))
        return cleaned

    def facts(self) -> Facts:
        """Return what a valid form says of the organisation."""
        data = self.cleaned_data
        return Facts(
            name=data["name"],
            short_name=data["short_name"],
            founder=data["founder"],
            first_grade=data["first_grade"],
            last_grade=data["last_grade"],
            adapted={"yes": True, "no": False}.get(data["adapted"]),
        )

    def identity(self) -> Identity:
        """Return what a valid form says it is by itself."""
        data = self.cleaned_data
        return Identity(
            territory=data["territory"],
            kind=Kind(data["kind"]),
            code=data["code"].strip(),
            tax_number=data["tax_number"],
            opened_on=data["opened_on"],
        )


class ChangeOrganisationForm(AddOrganisationForm):
    """What an organisation is, put right, or changed from a day on."""

    since = a_day(
        _("Changed from"),
        help_text=_(
            "From this day on name, founder, grades and programmes are as written above; before it they stay as they"
            " were. Leave it empty to put a mistake right."
        ),
    )
    basis = forms.CharField(
        label=_("Basis"),
        max_length=LONGEST_BASIS,
        required=False,
        help_text=_("The act, for example “Resolution of 01.08.2026 No. 214”."),
    )

    def clean(self) -> dict[str, Any]:
        """Look after what belongs together: a day and the act."""
        cleaned = super().clean()
        if cleaned.get("since") and not cleaned.get("basis"):
            self.add_error("basis", _("Name the act by which this changes."))
        since, opened_on = cleaned.get("since"), cleaned.get("opened_on")
        if since and opened_on and since < opened_on:
            self.add_error("since", _("On that day it had not been opened yet."))
        return cleaned


class CloseForm(forms.Form):
    """From when an organisation works no longer, by which act, and who carries on."""

    on = a_day(_("Closed from"), required=True, help_text=_("The first day on which it works no longer."))
    basis = forms.CharField(
        label=_("Basis"),
        max_length=LONGEST_BASIS,
        help_text=_("The act, for example “Resolution of 01.08.2026 No. 214”."),
    )
    heir = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Successor"),
        required=False,
        empty_label=_("Nobody carries on"),
        help_text=_("The open work listed here passes to it."),
    )
    others = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Further successors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where it is divided among several."),
    )

    def __init__(
        self, *args: Any, heirs: QuerySet[Organisation], others: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = heirs  # type: ignore[attr-defined]
        self.fields["others"].queryset = others  # type: ignore[attr-defined]

    def successors(self) -> list[Organisation]:
        """Return all successors of a valid form, each once."""
        data = self.cleaned_data
        named = [data["heir"], *data["others"]] if data["heir"] else list(data["others"])
        return list({organisation.pk: organisation for organisation in named}.values())


class UnitForm(forms.Form):
    """A part of an organisation."""

    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind)
    name = forms.CharField(label=_("Name"), max_length=200)
    youngest = forms.IntegerField(
        label=_("Age from"),
        min_value=0,
        max_value=8,
        required=False,
        help_text=_("In full years; of a kindergarten group."),
    )
    oldest = forms.IntegerField(label=_("Age to"), min_value=0, max_value=8, required=False)
    opened_on = a_day(_("Opened on"))
    closed_on = a_day(_("Closed from"))

    def __init__(self, *args: Any, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            self.fields["kind"].initial = known
            self.fields["kind"].disabled = True
        else:
            del self.fields["closed_on"]

    def clean(self) -> dict[str, Any]:
        """Look after what belongs together: ages of a group, opening before closing."""
        cleaned = super().clean() or {}
        low, high = cleaned.get("youngest"), cleaned.get("oldest")
        if (low is None) != (high is None) or (low is not None and high is not None and low > high):
            self.add_error("oldest", _("Name both ages, the lower one first."))
        elif low is not None and cleaned.get("kind") != UnitKind.GROUP:
            self.add_error("youngest", _("Only a kindergarten group has ages."))
        opened_on, closed_on = cleaned.get("opened_on"), cleaned.get("closed_on")
        if opened_on and closed_on and closed_on <= opened_on:
            self.add_error("closed_on", _("It closes after it opens."))
        return cleaned


class TerritoryForm(forms.Form):
    """A municipality of one's region, or a district of one's municipality."""

    parent = forms.ModelChoiceField(Territory.objects.none(), label=_("Lies in"), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("For example “Ozerny district”."))

    def __init__(self, *args: Any, territories: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent", territories)


class ListForm(forms.Form):
    """A list of organisations, and for which office where there are several."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Office"), empty_label=None)
    document = forms.FileField(
        label=_("List of organisations"),
        help_text=_("A spreadsheet (XLSX) with a row for each organisation. Export the list to see its columns."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the spreadsheet with the list.")},
    )

    def __init__(self, *args: Any, offices: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", offices)
