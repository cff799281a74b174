from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from orientir.engines.russian.hyphenation import SOFT_HYPHEN
from orientir.roadmaps.fields import LABELS, TEXTS
from orientir.roadmaps.models import Measure, Section

LONGEST_TEXT = 20_000
SHOWN = 90
"""So many characters of a measure tell it from the others in a list of places."""

_LAST = "last"


def _lines(rows: int = 1) -> forms.Textarea:
    # Printed words stand in one line; the field grows with them and, where scripts run, is sent by Enter.
    return forms.Textarea(attrs={"rows": rows, "data-sent-by-enter": True})


def _flat(text: str) -> str:
    """The text in one line; what was copied from the document on the page brings its soft hyphens along."""
    return " ".join(text.replace(SOFT_HYPHEN, "").split())


def _words(name: str, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=LABELS[name], required=required, max_length=LONGEST_TEXT, widget=_lines(), **more)


class Begins:
    """A form whose field `begin_at` is the one in which the reader starts; else the first."""

    fields: dict[str, forms.Field]

    def begin_at(self, name: str) -> None:
        field = self.fields.get(name) or next(iter(self.fields.values()))
        field.widget.attrs["autofocus"] = True


class MeasureForm(Begins, forms.Form):
    """The printed words of a measure."""

    number = forms.CharField(label=LABELS["number"], required=False, max_length=20)
    text = _words("text", required=True, error_messages={"required": _("Say what is to be done.")})
    term_words = _words("term_words")
    performers_words = _words("performers_words")
    result = _words("result")
    indicator = _words("indicator")

    def words(self) -> dict[str, str]:
        """Return the words of a form that is valid: in one line, as in a cell."""
        return {name: _flat(self.cleaned_data[name]) for name in TEXTS}


class PiecesForm(Begins, forms.Form):
    """A text divided by its lines."""

    pieces = forms.CharField(
        label=_("Pieces"),
        help_text=_("Each line becomes a measure. Begin a new line where the next measure begins."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Leave at least two lines.")},
    )

    def lines(self) -> list[str]:
        """Return the pieces of a form that is valid."""
        lines = map(_flat, self.cleaned_data["pieces"].splitlines())
        return [line for line in lines if line]


class ItemsForm(PiecesForm):
    """The items of a list inside a measure."""

    pieces = forms.CharField(
        label=_("Items"),
        help_text=_("Each line becomes a measure of its own under this one, with the same term and performers."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write at least one item.")},
    )


class MoveForm(Begins, forms.Form):
    """Where a measure goes: before another one, or to the end of a section."""

    place = forms.ChoiceField(
        label=_("Put it before"), error_messages={"invalid_choice": _("Choose a place of this plan.")}
    )

    def __init__(self, *args: Any, sections: Iterable[tuple[Section, list[Measure]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sections = {str(section.pk): section for section, _measures in sections}
        self._measures = {str(one.pk): one for _section, measures in sections for one in measures}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (
                Truncator(str(section) or str(_("Section without a name"))).chars(SHOWN, truncate="…"),
                [
                    *((str(one.pk), Truncator(one.words).chars(SHOWN, truncate="…")) for one in measures),
                    (f"{_LAST}-{section.pk}", _("at the end of the section")),
                ],
            )
            for section, measures in sections
        ]

    def chosen(self) -> tuple[Section, Measure | None]:
        """Return the section of a form that is valid, and the measure before which to put; None for its end."""
        place = self.cleaned_data["place"]
        if place.startswith(f"{_LAST}-"):
            return self._sections[place.removeprefix(f"{_LAST}-")], None
        before = self._measures[place]
        return self._sections[str(before.section_id)], before


class SectionForm(Begins, forms.Form):
    """Number and title of a section."""

    number = forms.CharField(label=_("No."), required=False, max_length=20)
    title = forms.CharField(
        label=_("Title of the section"),
        max_length=2_000,
        widget=_lines(),
        error_messages={"required": _("Say what the section is about.")},
    )


class HeadForm(Begins, forms.Form):
    """What stands above the table of a plan: title, years, the act that approved it, goals."""

    title = forms.CharField(
        label=_("Title of the plan"),
        max_length=5_000,
        widget=_lines(),
        error_messages={"required": _("Say how the plan is called.")},
    )
    first_year = forms.IntegerField(label=_("First year"), required=False, min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Last year"), required=False, min_value=2000, max_value=2100)
    kind = forms.CharField(label=_("Approved by (kind of act)"), required=False, max_length=200)
    act_number = forms.CharField(label=_("Number of the act"), required=False, max_length=50)
    act_date = forms.DateField(
        label=_("Date of the act"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    body = forms.CharField(label=_("Who approved it"), required=False, max_length=500)
    goals = forms.CharField(
        label=_("Goals"),
        help_text=_("One goal a line."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """See that the plan does not end before it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The plan ends before it begins. Check the years."))
        return cleaned

    def head(self) -> dict[str, Any]:
        """Return the head of a form that is valid, as the plan keeps it."""
        said = self.cleaned_data
        act = {
            "body": said["body"] or None,
            "kind": said["kind"] or None,
            "number": said["act_number"] or None,
            "date": said["act_date"].isoformat() if said["act_date"] else None,
        }
        return {
            "title": " ".join(said["title"].split()),
            "first_year": said["first_year"],
            "last_year": said["last_year"],
            "approval": act if any(act.values()) else {},
            "goals": [line for line in map(str.strip, said["goals"].splitlines()) if line],
        }
