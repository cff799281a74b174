"""Cards for a first sign-in: whose, and which are printed anew."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.access.cards import MOST
from orientir.access.models import LONGEST_GROUP, Appointment
from orientir.access.roles import ROLES, STUDENT, Role
from orientir.engines.russian import normalise
from orientir.people.services import Name

LONGEST_NAME = 100
LONGEST_LIST = 20_000
_NUMBER = re.compile(r"^\s*\d+\s*[.)]?\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*")


class CardsForm(forms.Form):
    """A class or group, and its names one a line."""

    role = forms.ChoiceField(label=_("Role"))
    group = forms.CharField(
        label=_("Class or group"),
        max_length=LONGEST_GROUP,
        required=False,
        help_text=_("For example “9 А”. It stands on each card and tells the classes apart."),
    )
    names = forms.CharField(
        label=_("Names"),
        max_length=LONGEST_LIST,
        help_text=_("One a line: last name, first name, patronymic. A list can be pasted here, numbers do no harm."),
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.code, role.name) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = STUDENT.code

    def clean_names(self) -> list[Name]:
        lines = [
            (number, line) for number, line in enumerate(self.cleaned_data["names"].splitlines(), 1) if line.strip()
        ]
        if len(lines) > MOST:
            raise ValidationError(
                _("These are %(count)s names; %(most)s cards are printed at once. Print them in parts.")
                % {"count": len(lines), "most": MOST}
            )
        names: list[Name] = []
        faults: list[str] = []
        seen: dict[str, int] = {}
        for number, line in lines:
            words = _NUMBER.sub("", line).split()
            fault = _fault(words)
            name = Name(words[0], words[1], " ".join(words[2:])) if not fault else None
            if name and (before := seen.setdefault(key_of(name), number)) != number:
                fault = _("the same stands in line %(before)s") % {"before": before}
            if fault:
                faults.append(
                    _("Line %(number)s, “%(line)s”: %(fault)s.") % {"number": number, "line": line, "fault": fault}
                )
            elif name:
                names.append(name)
        if faults:
            raise ValidationError(faults)
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = ROLES.get(cleaned.get("role", ""))
        if role and role.of_group and not cleaned.get("group"):
            self.add_error("group", _("Say of which class or group."))
        return cleaned


class CardsAgainForm(forms.Form):
    """Those who have not signed in yet and get a new card."""

    who = forms.ModelMultipleChoiceField(
        Appointment.objects.none(),
        error_messages={
            "required": _("Tick who needs a new card."),
            "invalid_choice": _("Somebody of them has signed in meanwhile. Look at the list and send it again."),
        },
    )

    def __init__(self, *args: Any, awaited: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = awaited  # type: ignore[attr-defined]

    def clean_who(self) -> list[Appointment]:
        chosen = list(self.cleaned_data["who"])
        if len(chosen) > MOST:
            raise ValidationError(_("%(most)s cards are printed at once. Tick fewer.") % {"most": MOST})
        return chosen


def key_of(name: Name) -> str:
    """Return what two spellings of one name have in common."""
    return normalise(" ".join((name.last, name.first, name.middle)))


def _fault(words: list[str]) -> str | Promise:
    if len(words) < 2:
        return _("a last name and a first name are needed")
    if len(words) > 5:
        return _("these are more words than a name has")
    if any(not _WORD.fullmatch(word) for word in words):
        return _("a name has letters, hyphens and apostrophes only")
    if any(len(part) > LONGEST_NAME for part in (words[0], words[1], " ".join(words[2:]))):
        return _("the name is too long")
    return ""
