"""Forms of binding: days of a person's own, whom a performer means, what proves a measure, targets, rules, control."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orientir.engines.calendar import CHOICES, Rules, rule_name, rule_words
from orientir.roadmaps.choices import Comparison, Force, Fulfilment, Part, ResultForm
from orientir.roadmaps.models import Target
from orientir.territory.models import Organisation

_DASH = re.compile(r"\s*[-–—]\s*")
_SPARE_TARGETS = 1
_PERCENT = "percent"
RULES = ("year", "annual", "continuous", "day_off")
"""The rules of choice that are asked about; the others follow them or stay as they are."""
_FOLLOWING_YEAR = {
    "civil": {"halves": "civil", "quarters": "civil", "months": "all"},
    "school": {"halves": "school", "quarters": "school", "months": "school"},
}
"""What goes with the year of work."""


class DatesForm(forms.Form):
    """Windows of a person's own, one a line."""

    days = forms.CharField(
        label=_("Due dates"),
        help_text=_(
            "One date a line, for example 25.11.2026. A window is written with both its days: 01.10.2026 – 25.11.2026."
            " No line at all: the measure has no dates."
        ),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    alike = forms.BooleanField(label=_("The same for all measures with these words"), required=False)

    def clean_days(self) -> list[tuple[date | None, date]]:
        """Return the windows: the first day or None, and the last."""
        return [self._window(line) for line in self.cleaned_data["days"].splitlines() if line.strip()]

    def _window(self, line: str) -> tuple[date | None, date]:
        try:
            days = [datetime.strptime(part, "%d.%m.%Y").date() for part in _DASH.split(line.strip(" .;"))]
        except ValueError:
            days = []
        if not 1 <= len(days) <= 2 or not all(2000 <= day.year <= 2100 for day in days):
            raise forms.ValidationError(
                _("“%(line)s” is no date. Write day, month and year, for example 25.11.2026."), params={"line": line}
            )
        return (days[0] if len(days) == 2 else None), days[-1]


class PerformerForm(forms.Form):
    """Whom a printed performer means: some organisations, or a class of them."""

    organisations = forms.MultipleChoiceField(
        label=_("Organisations"), required=False, widget=forms.CheckboxSelectMultiple
    )
    organisation_class = forms.ChoiceField(label=_("Or all organisations of a class"), required=False)
    part = forms.ChoiceField(label=_("Part in this measure"), choices=Part, widget=forms.RadioSelect)
    force = forms.ChoiceField(label=_("How binding it is"), choices=Force, widget=forms.RadioSelect)
    alike = forms.BooleanField(
        label=_("The same everywhere in this plan where this performer is printed"), required=False
    )
    remember = forms.BooleanField(label=_("Remember for the territory"), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[tuple[Organisation, str]],
        classes: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer organisations, each with why it is, and classes by key."""
        super().__init__(*args, **kwargs)
        self._offered = {str(one.pk): one for one, _why in organisations}
        self.fields["organisations"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name} ({why})" if why else one.name) for one, why in organisations
        ]
        self.fields["organisation_class"].choices = [("", "—"), *classes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """See that either organisations are meant or a class."""
        cleaned = super().clean() or {}
        if cleaned.get("organisations") and cleaned.get("organisation_class"):
            self.add_error("organisation_class", _("Choose either organisations or a class of them."))
        return cleaned

    def chosen(self) -> list[Organisation]:
        """Return the organisations of a form that is valid."""
        return [self._offered[key] for key in self.cleaned_data["organisations"]]


class NewPerformerForm(forms.Form):
    """A performer whom the document does not name apart."""

    printed = forms.CharField(
        label=_("Performer"), max_length=300, error_messages={"required": _("Say who performs it.")}
    )


class ProofForm(forms.Form):
    """What proves a measure."""

    fulfilment = forms.ChoiceField(label=_("What proves it"), choices=Fulfilment)
    result_form = forms.ChoiceField(label=_("Form of the result"), choices=ResultForm)


class TargetsForm(forms.Form):
    """The targets of a measure, and room for a further one."""

    def __init__(self, *args: Any, targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._size = len(targets) + _SPARE_TARGETS
        for index in range(self._size):
            found = targets[index] if index < len(targets) else None
            for name, field in _target_fields(found).items():
                self.fields[f"{name}_{index}"] = field

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """Return the fields, target by target."""
        names = list(_target_fields(None))
        return [[self[f"{name}_{index}"] for name in names] for index in range(self._size)]

    def clean(self) -> dict[str, Any]:
        """See that what is to be reached has a value, but where it only grows."""
        cleaned = super().clean() or {}
        for index in range(self._size):
            said, value = cleaned.get(f"text_{index}"), cleaned.get(f"value_{index}")
            if said and value is None and cleaned.get(f"op_{index}") != "increase" and not self._wrong(index):
                self.add_error(f"value_{index}", _("Say which value is to be reached."))
            if value is not None and not said:
                self.add_error(f"text_{index}", _("Say in words what is to be reached."))
        return cleaned

    def targets(self) -> list[dict[str, Any]]:
        """Return the targets of a form that is valid; one without words is left out."""
        names = list(_target_fields(None))
        found = [{name: self.cleaned_data[f"{name}_{index}"] for name in names} for index in range(self._size)]
        return [{**one, "unit": _unit_of(one["unit"])} for one in found if one["text"]]

    def _wrong(self, index: int) -> bool:
        return f"value_{index}" in self.errors


def _target_fields(found: Target | None) -> dict[str, forms.Field]:
    return {
        "text": forms.CharField(
            label=_("In words"),
            required=False,
            max_length=2_000,
            initial=found.text if found else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "op": forms.ChoiceField(label=_("Is to be"), choices=Comparison, initial=found.op if found else ">="),
        "value": forms.DecimalField(
            label=_("Value"),
            required=False,
            max_digits=14,
            decimal_places=2,
            initial=_plain(found.value) if found else None,
        ),
        "unit": forms.CharField(
            label=_("Unit"), required=False, max_length=20, initial=unit_words(found.unit) if found else ""
        ),
        "population": forms.CharField(
            label=_("Of whom"), required=False, max_length=500, initial=found.population if found else ""
        ),
        "year": forms.IntegerField(
            label=_("Year"), required=False, min_value=2000, max_value=2100, initial=found.year if found else None
        ),
    }


def unit_words(unit: str) -> str:
    """Return a unit as people write it."""
    return "%" if unit == _PERCENT else unit


def _unit_of(words: str) -> str:
    return _PERCENT if words == "%" else words


def _plain(value: Decimal | None) -> Decimal | None:
    """Return 60 for 60.00."""
    return value.to_integral_value() if value is not None and value == value.to_integral_value() else value


class RulesForm(forms.Form):
    """The handful of rules by which the words of a plan become dates."""

    inner_days = forms.IntegerField(
        label="", min_value=0, max_value=60, help_text=_("Working days before the due date of the plan.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "ru"
        for key in RULES:
            choices = [(str(value), rule_words(Rules().changed({key: value}), key, language)) for value in CHOICES[key]]
            self.fields[key] = forms.ChoiceField(
                label=rule_name(key, language), choices=choices, widget=forms.RadioSelect
            )
        self.fields["inner_days"].label = rule_name("inner_days", language)
        self.order_fields([*RULES, "inner_days"])

    def rules(self, kept: dict[str, Any]) -> dict[str, Any]:
        """Return the rules of a form that is valid; of those not asked about, the plan's own are kept."""
        said = {key: self.cleaned_data[key] for key in (*RULES, "inner_days")}
        return {**kept, **_FOLLOWING_YEAR[said["year"]], **said}


class ControlForm(forms.Form):
    """From when on a plan is controlled, and on what basis."""

    control_from = forms.DateField(
        label=_("Start of control"),
        help_text=_("What is due before this day is archive: no reminder, never overdue. Empty: all is controlled."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    basis = forms.CharField(
        label=_("Basis"),
        help_text=_("For example: order No. 12 of 15.01.2027."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """See that a start of control has its basis."""
        cleaned = super().clean() or {}
        if cleaned.get("control_from") and not cleaned.get("basis", "").strip():
            self.add_error("basis", _("Say on what basis the control begins on this day."))
        return cleaned
