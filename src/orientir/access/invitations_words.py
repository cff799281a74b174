"""What the pages say of a list of people to invite: what is wrong in which cell, what was read, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from orientir.engines.spreadsheets import Fault
from orientir.territory import import_words

from .invitations_list import COLUMNS, Comparison

_SHOWN = 80

COLUMN_NAMES: dict[str, Promise] = {
    "code": gettext_lazy("code"),
    "organisation": gettext_lazy("organisation"),
    "role": gettext_lazy("role"),
    "last_name": gettext_lazy("last name"),
    "first_name": gettext_lazy("first name"),
    "middle_name": gettext_lazy("patronymic"),
    "email": gettext_lazy("e-mail"),
}

FAULT_WORDS: dict[str, Promise] = {
    "too_long": gettext_lazy("“%(column)s” has %(length)s signs, %(limit)s fit"),
    "error_value": gettext_lazy("a formula failed: %(text)s"),
    "column_twice": gettext_lazy("a second column “%(column)s”; the first is %(first)s"),
    "organisation_missing": gettext_lazy("name the organisation, or its code"),
    "organisation_unknown": gettext_lazy("you have no organisation “%(text)s”"),
    "organisation_unknown.near": gettext_lazy("you have no organisation “%(text)s”; perhaps “%(near)s”"),
    "organisation_ambiguous": gettext_lazy("several organisations are called “%(text)s”: write the code as well"),
    "organisation_closed": gettext_lazy("“%(text)s” does not work today"),
    "code_unknown": gettext_lazy("none of your organisations has the code “%(text)s”"),
    "role_missing": gettext_lazy("name the role: for example “head of organisation”"),
    "role_unknown": gettext_lazy("there is no role “%(text)s”"),
    "role_unknown.near": gettext_lazy("there is no role “%(text)s”; perhaps “%(near)s”"),
    "role_not_yours": gettext_lazy("you cannot invite to the role “%(text)s” there"),
    "name_missing": gettext_lazy("the cell “%(column)s” is empty"),
    "address_wrong": gettext_lazy("“%(text)s” is no e-mail address"),
    "address_wrong.near": gettext_lazy("“%(text)s” is no e-mail address; perhaps “%(near)s”"),
    "repeated": gettext_lazy("the same invitation stands in row %(first)s already"),
}
"""By the code of a fault; with `.near` where something like it is known."""


def refusal(reason: str, params: Mapping[str, str | int], *, file: str) -> str:
    """One sentence: why the file is not taken and what to do."""
    if reason != "no_table":
        return import_words.refusal(reason, params, file=file)
    said = _("There is no list in %(file)s: no row names the columns. Take the sample. The first row reads: %(seen)s")
    return import_words.one_line(said % {"file": file, "seen": params["seen"] or "—"})


def fault_sentence(fault: Fault) -> str:
    """What is wrong in a cell, and what was perhaps meant."""
    return import_words.fault_sentence(fault, FAULT_WORDS, COLUMN_NAMES)


def remarks(comparison: Comparison) -> Iterator[str]:
    """What was read and what was left out."""
    table = comparison.table
    yield _("Sheet “%(sheet)s”, rows read: %(rows)s.") % {"sheet": table.sheet, "rows": len(table.rows)}
    if comparison.unfilled:
        yield _("Rows without a name and an address, left out: %(rows)s.") % {"rows": comparison.unfilled}
    if table.ignored:
        columns = ", ".join(f"{letter} ({_quoted(_short(name))})" for letter, name in table.ignored.items())
        yield _("Columns not used: %(columns)s.") % {"columns": columns}
    if table.unread:
        yield _("Sheets not read: %(sheets)s.") % {"sheets": ", ".join(map(_quoted, table.unread))}


def head() -> list[str]:
    """Return the head of the sample, in the language of the page."""
    names = [column.names[-1 if get_language() == "en" else 0] for column in COLUMNS]
    return [name[:1].upper() + name[1:] for name in names]


def _quoted(text: str) -> str:
    return f"“{text}”" if get_language() == "en" else f"«{text}»"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
