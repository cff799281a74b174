from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from orientir.territory.choices import Founder
from orientir.territory.classes import GROUPS, TRAITS, OrganisationClass, class_of
from orientir.territory.models import Organisation
from orientir.territory.models.organisations import LONGEST_BASIS

from .organisations import a_day, a_grade


def _groups() -> list[tuple[str, str]]:
    return [(code, str(capfirst(str(group.words)))) for code, group in GROUPS.items()]


class OwnClassForm(forms.Form):
    """A class of organisations with a name of the territory's own."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As your plans print it, for example “Pilot schools”.")
    )
    groups = forms.MultipleChoiceField(
        label=_("Who belongs to it"),
        choices=_groups,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a tick you name its members one by one afterwards."),
    )
    traits = forms.MultipleChoiceField(
        label=_("Only those"), choices=list(TRAITS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    founder = forms.ChoiceField(label=_("Founder"), choices=[("", _("any")), *Founder.choices], required=False)
    first_grade = a_grade(_("Teaches from grade"))
    last_grade = a_grade(_("Teaches to grade"))

    def clean(self) -> dict[str, Any]:
        """Look after what belongs together: grades, and a rule that can be kept."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_grade"), cleaned.get("last_grade")
        if (first is None) != (last is None) or (first and last and first > last):
            self.add_error("last_grade", _("Name both grades, the lower one first."))
        elif not self.errors:
            rule = self._rule(cleaned)
            if rule is not None and not rule.fits_key:
                self.add_error("groups", _("This is too much for one class: leave something out."))
            cleaned["rule"] = rule.key if rule else ""
        return cleaned

    def _rule(self, data: dict[str, Any]) -> OrganisationClass | None:
        narrowed = data["traits"] or data["founder"] or data["first_grade"]
        if not data["groups"] and not narrowed:
            return None
        wanted = class_of(*(data["groups"] or ["educational"]))
        return OrganisationClass(
            groups=wanted.groups,
            traits=tuple(trait for trait in TRAITS if trait in data["traits"]),
            founder=data["founder"],
            grades=(data["first_grade"], data["last_grade"]) if data["first_grade"] else None,
        )


class ExceptionForm(forms.Form):
    """An organisation that is no member of a class although the rule says so, or the reverse, and why."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose an organisation")
    )
    is_member = forms.ChoiceField(
        label=_("In this class"),
        choices=[("no", _("does not belong to it")), ("yes", _("belongs to it"))],
        initial="no",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_BASIS, help_text=_("For example “Closed for repairs until September”.")
    )
    since = a_day(_("From"))
    until = a_day(_("To"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Look after what belongs together: the end comes after the beginning."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first."))
        return cleaned
