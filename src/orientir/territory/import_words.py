"""What an import says: why a file is not taken, what is wrong in which cell, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from orientir.engines.spreadsheets import Fault

from .choices import Kind
from .imports import Comparison, Line

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
    "kind": gettext_lazy("kind"),
    "name": gettext_lazy("full name"),
    "short_name": gettext_lazy("short name"),
    "territory": gettext_lazy("territory"),
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
    "repeated": gettext_lazy("this organisation stands in row %(first)s already"),
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
    values: dict[str, object] = {name: _short(value) for name, value in fault.params.items()}
    if "column" in values:
        values["column"] = COLUMN_NAMES[str(values["column"])]
    code = f"{fault.code}.near" if fault.params.get("near") else fault.code
    place = {"row": fault.row, "letter": fault.letter, "what": str(FAULT_WORDS[code]) % values}
    return (_("Row %(row)s, column %(letter)s: %(what)s.") if fault.letter else _("Row %(row)s: %(what)s.")) % place


def fault_report(comparison: Comparison) -> Iterator[str]:
    """All faults, and the kinds there are where one was not known."""
    yield from map(fault_words, comparison.faults)
    if any(fault.code == "kind_unknown" for fault in comparison.faults):
        yield _("Kinds: %(kinds)s.") % {"kinds": ", ".join(str(kind.label) for kind in Kind)}


def remarks(comparison: Comparison) -> Iterator[str]:
    """What was read, what was left out, and what is there in another form than in the list."""
    table = comparison.table
    yield _("Sheet “%(sheet)s”, rows read: %(rows)s.") % {"sheet": table.sheet, "rows": len(table.rows)}
    if table.ignored:
        columns = ", ".join(f"{letter} ({_quoted(_short(name))})" for letter, name in table.ignored.items())
        yield _("Columns not used: %(columns)s.") % {"columns": columns}
    if table.unread:
        yield _("Sheets not read: %(sheets)s.") % {"sheets": ", ".join(map(_quoted, table.unread))}
    for line in comparison.differing:
        yield _("Row %(row)s: %(name)s is there with another kind or short name and stays as it is.") % {
            "row": line.row,
            "name": line.name,
        }


def line_words(line: Line) -> str:
    """An organisation that would come, for the list of a dry run."""
    return f"+ {line.short_name} — {line.name} ({line.kind.label}, {line.territory})"


def _quoted(text: str) -> str:
    return f"“{text}”" if get_language() == "en" else f"«{text}»"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def one_line(text: str) -> str:
    """A name may hold anything: nothing in it may move the cursor or begin a new line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
