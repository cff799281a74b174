"""What an import says: why a file is not taken, what is wrong in which cell, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from orientir.engines.spreadsheets import Fault

from .choices import Founder, Kind
from .imports import Comparison, Line
from .imports.comparing import facts_on
from .services import identity_of

REFUSALS: dict[str, Promise] = {
    "missing": gettext_lazy("There is no file %(file)s."),
    "empty": gettext_lazy("The file %(file)s is empty."),
    "too_large": gettext_lazy(
        "The file %(file)s is larger than %(limit)s MB: a list of organisations is never so big."
    ),
    "wrong_type": gettext_lazy("%(file)s is %(seen)s. Open it in an office program, save it as XLSX and try again."),
    "encrypted": gettext_lazy("%(file)s asks for a password. Save it without one and try again."),
    "broken": gettext_lazy("%(file)s is damaged. Open it in an office program, save it anew and try again."),
    "too_many_entries": gettext_lazy("%(file)s holds more than %(limit)s parts; that is no list of organisations."),
    "too_big_unpacked": gettext_lazy(
        "%(file)s grows beyond %(limit)s MB while it is unpacked. Save only the list in a new file."
    ),
    "bomb": gettext_lazy("%(file)s grows more than %(limit)s times while it is unpacked; no office program packs so."),
    "nested_archive": gettext_lazy("%(file)s holds another file: %(name)s. Save it without enclosed objects."),
    "unsafe_name": gettext_lazy("%(file)s holds a part with an unsafe name: %(name)s."),
    "entities": gettext_lazy("%(file)s refers to data outside of itself. Save it anew in an office program."),
    "too_many_cells": gettext_lazy(
        "A sheet of %(file)s spans more than %(limit)s cells. Copy only the list to a new file and save that one."
    ),
    "too_many_rows": gettext_lazy("%(file)s has more than %(limit)s rows. Divide the list into several files."),
    "no_table": gettext_lazy(
        "There is no list in %(file)s: no row names the columns “kind”, “full name” and “short name”."
        " Columns are described in %(page)s. The first row reads: %(seen)s"
    ),
}
"""By the reason of `orientir.engines.spreadsheets.Refused`."""

LOOKS: dict[str, Promise] = {
    "xls": gettext_lazy("a workbook of an old Excel (XLS)"),
    "xlsb": gettext_lazy("a binary workbook (XLSB)"),
    "ods": gettext_lazy("an OpenDocument spreadsheet (ODS)"),
    "docx": gettext_lazy("a Word document (DOCX)"),
    "text": gettext_lazy("a text file, perhaps CSV"),
    "html": gettext_lazy("a web page or XML"),
    "pdf": gettext_lazy("a PDF"),
    "rtf": gettext_lazy("a text document (RTF)"),
    "png": gettext_lazy("a picture"),
    "jpeg": gettext_lazy("a picture"),
    "archive": gettext_lazy("an archive of another kind"),
    "unknown": gettext_lazy("a file of an unknown kind"),
}

COLUMN_NAMES: dict[str, Promise] = {
    "code": gettext_lazy("code"),
    "kind": gettext_lazy("kind"),
    "name": gettext_lazy("full name"),
    "short_name": gettext_lazy("short name"),
    "territory": gettext_lazy("territory"),
    "founder": gettext_lazy("founder"),
    "tax_number": gettext_lazy("tax number"),
    "first_grade": gettext_lazy("first grade"),
    "last_grade": gettext_lazy("last grade"),
    "adapted": gettext_lazy("adapted programmes"),
    "growth_point": gettext_lazy("growth point"),
    "groups": gettext_lazy("kindergarten groups"),
    "opened_on": gettext_lazy("opened on"),
    "since": gettext_lazy("changes from"),
    "basis": gettext_lazy("basis"),
}

FAULT_WORDS: dict[str, Promise] = {
    "missing": gettext_lazy("the cell “%(column)s” is empty"),
    "too_long": gettext_lazy("“%(column)s” has %(length)s signs, %(limit)s fit"),
    "error_value": gettext_lazy("a formula failed: %(text)s"),
    "column_missing": gettext_lazy("there is no column “%(column)s”"),
    "column_twice": gettext_lazy("a second column “%(column)s”; the first is %(first)s"),
    "kind_unknown": gettext_lazy("there is no kind “%(text)s”"),
    "kind_unknown.near": gettext_lazy("there is no kind “%(text)s”; perhaps “%(near)s”"),
    "territory_unknown": gettext_lazy("you have no territory “%(text)s”"),
    "territory_unknown.near": gettext_lazy("you have no territory “%(text)s”; perhaps “%(near)s”"),
    "territory_ambiguous": gettext_lazy("several of your territories have the name “%(text)s”"),
    "territory_missing": gettext_lazy("you have several territories: name the one"),
    "founder_unknown": gettext_lazy("there is no founder “%(text)s”"),
    "founder_unknown.near": gettext_lazy("there is no founder “%(text)s”; perhaps “%(near)s”"),
    "answer_unknown": gettext_lazy("“%(column)s” is answered with yes or no, not with “%(text)s”"),
    "tax_number_wrong": gettext_lazy("“%(text)s” is no tax number: its figures do not agree"),
    "tax_number_wrong.near": gettext_lazy("“%(text)s” is no tax number; perhaps “%(near)s”, without whose first zero"),
    "grade_wrong": gettext_lazy("there is no grade “%(text)s”: a number from 1 to 12 is needed"),
    "grades_reversed": gettext_lazy("name both grades, the lower one first"),
    "date_wrong": gettext_lazy("“%(text)s” is no day: write it as 01.09.2026"),
    "basis_missing": gettext_lazy("changes from a day on need the act by which they are made: fill in “basis”"),
    "before_opening": gettext_lazy("on that day it had not been opened yet"),
    "repeated": gettext_lazy("this organisation stands in row %(first)s already"),
    "code_repeated": gettext_lazy("this code stands in row %(first)s already"),
    "key_conflict.near": gettext_lazy(
        "the code belongs to “%(near)s”, the name to “%(other)s”: put one of them right on the organisation's page"
    ),
    "former_name.near": gettext_lazy("it is called “%(near)s” now: write that name, or its code"),
    "closed": gettext_lazy(
        "an organisation of this name is closed since %(on)s; if this is another one, add it on a page"
    ),
}
"""By the code of a fault; with `.near` where something like it is known."""
_SHOWN = 80


def refusal(reason: str, params: Mapping[str, str | int], *, file: str) -> str:
    """One sentence: why the file is not taken and what to do."""
    values: dict[str, object] = {**params, "file": file}
    if reason == "wrong_type":
        values["seen"] = LOOKS[str(params["seen"])]
    elif reason == "no_table":
        values |= {"seen": params["seen"] or "—", "page": "docs/import.md"}
    return one_line(str(REFUSALS[reason]) % values)


def fault_words(fault: Fault) -> str:
    """One line: row, column, what is wrong there."""
    place = {"row": fault.row, "letter": fault.letter, "what": fault_sentence(fault)}
    return (_("Row %(row)s, column %(letter)s: %(what)s.") if fault.letter else _("Row %(row)s: %(what)s.")) % place


def fault_sentence(
    fault: Fault, words: Mapping[str, Promise] = FAULT_WORDS, columns: Mapping[str, Promise] = COLUMN_NAMES
) -> str:
    """What is wrong in a cell, and what was perhaps meant; other lists have words and names of columns of their own."""
    values: dict[str, object] = {name: _short(value) for name, value in fault.params.items()}
    if "column" in values:
        values["column"] = columns[str(values["column"])]
    code = f"{fault.code}.near" if fault.params.get("near") else fault.code
    return str(words[code]) % values


def fault_report(comparison: Comparison) -> Iterator[str]:
    """All faults, and the kinds there are where one was not known."""
    yield from map(fault_words, comparison.faults)
    if any(fault.code == "kind_unknown" for fault in comparison.faults):
        yield _("Kinds: %(kinds)s.") % {"kinds": ", ".join(str(kind.label) for kind in Kind)}


def remarks(comparison: Comparison) -> Iterator[str]:
    """What was read and what was left out."""
    table = comparison.table
    yield _("Sheet “%(sheet)s”, rows read: %(rows)s.") % {"sheet": table.sheet, "rows": len(table.rows)}
    if table.ignored:
        columns = ", ".join(f"{letter} ({_quoted(_short(name))})" for letter, name in table.ignored.items())
        yield _("Columns not used: %(columns)s.") % {"columns": columns}
    if table.unread:
        yield _("Sheets not read: %(sheets)s.") % {"sheets": ", ".join(map(_quoted, table.unread))}


def line_words(line: Line) -> str:
    """An organisation that would come, or what would change in one, for the list of a dry run."""
    if line.there is None:
        said = f"+ {line.facts.short_name} — {line.facts.name} ({line.kind.label}, {line.territory})"
        return "; ".join([said, *unit_words(line)])
    return f"~ {line.there.short_name}: {'; '.join([*change_words(line), *unit_words(line)])}"


def change_words(line: Line) -> list[str]:
    """What would change in an organisation, one after the other: «short name: A → B»."""
    assert line.there is not None
    facts, identity = facts_on(line.there, line.since), identity_of(line.there)
    said = []
    for field in line.changed:
        before, after = (facts, line.facts) if hasattr(facts, field) else (identity, line.identity)
        said.append(f"{COLUMN_NAMES[field]}: {_value(getattr(before, field))} → {_value(getattr(after, field))}")
    if line.since and said:
        said.append(_("from %(day)s") % {"day": f"{line.since:%d.%m.%Y}"})
    return said


def unit_words(line: Line) -> list[str]:
    """Which units would be opened or closed."""
    return [
        (_("opened: %(unit)s") if is_open else _("closed: %(unit)s")) % {"unit": kind.label}
        for kind, is_open in line.units
    ]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Kind):
        return str(value.label)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if value in Founder.values:
        return str(Founder(str(value)).label)
    return _quoted(_short(value)) if value not in (None, "") else "—"


def _quoted(text: str) -> str:
    return f"“{text}”" if get_language() == "en" else f"«{text}»"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def one_line(text: str) -> str:
    """A name may hold anything: nothing in it may move the cursor or begin a new line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
