"""What the reader's codes mean, for the person who put the document in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OBSTACLES: dict[str, Promise] = {
    "missing": _("The file is no longer there. Put the document in once more."),
    "empty": _("The file is empty. Save the document again in your office program and put it in once more."),
    "too_large": _("The file is larger than a roadmap needs. Remove pictures from it and put it in once more."),
    "wrong_type": _("No plan is read from such files. Save it as DOCX, PDF, ODT or XLSX and put it in once more."),
    "encrypted": _("The document asks for a password. Save it without one and put it in once more."),
    "broken": _("The file is damaged. Open it in your office program, save it again and put it in once more."),
    "too_many_entries": _("The file holds more parts than a document has. Save it again as DOCX."),
    "too_big_unpacked": _("The file grows too large when it is unpacked. Save it again as DOCX."),
    "bomb": _("The file grows more than a document can when it is unpacked. Save it again as DOCX."),
    "nested_archive": _("There is an archive inside the file. Remove attached files and put it in once more."),
    "unsafe_name": _("The file has parts with unsafe names. Save it again as DOCX."),
    "entities": _("The file declares entities, which documents of an office do not need. Save it again as DOCX."),
    "too_long": _("Reading took too long. Remove pictures from the document and put it in once more."),
    "too_much_memory": _("Reading took too much memory. Remove pictures and put the document in once more."),
    "too_many_pages": _("The document has more pages than a plan. Put in the pages of the plan alone."),
    "unnamed_signs": _(
        "The fonts of this PDF do not say which letters they draw. Put in the document from which the PDF was made, or"
        " a scan of it."
    ),
    "no_recognition": _(
        "This is a scan, and the program that recognises letters is not installed on this server. Put in the document"
        " itself, or tell your administrator."
    ),
    "no_converter": _(
        "DOC and RTF are read by LibreOffice, which is not installed on this server. Open the document in your office"
        " program, save it as DOCX and put it in once more."
    ),
    "failed": _("Reading the document failed. Try once more; if that does not help, tell your administrator."),
    "no_plan": _(
        "There is no table of measures in this document. Check that it is the plan itself, not only its order."
    ),
}

REMARKS: dict[str, Promise] = {
    "title_missing": _("The title of the document was not found."),
    "territory_missing": _("The territory is not named in the document."),
    "period_missing": _("The last year of the plan is not named."),
    "numbers_missing": _("The measures have no numbers."),
    "table_skipped": _("Table %(table)s is not part of the plan and was left out: “%(head)s”."),
    "line_skipped": _("These words belong to no measure and were left out: “%(text)s”."),
    "section_empty": _("The heading “%(title)s” has no measures and was left out."),
    "number_unread": _("Table %(table)s, row %(row)s: the number “%(text)s” was not understood."),
    "number_empty": _("Table %(table)s, row %(row)s: the measure has no number."),
    "number_repeated": _("Table %(table)s, row %(row)s: the number %(number)s stands in the section twice."),
    "title_empty": _("Table %(table)s, row %(row)s: the measure has no words."),
    "term_empty": _("Table %(table)s, row %(row)s: the term is empty."),
    "term_unread": _("Table %(table)s, row %(row)s: the term “%(words)s” was not understood."),
    "term_impossible_date": _("Table %(table)s, row %(row)s: there is no such date as “%(words)s”."),
    "head_guessed": _("Table %(table)s has no head; its columns were told by what stands in them."),
    "read_from_paragraphs": _("There is no table; the measures were read from numbered paragraphs."),
    "page_is_picture": _("Page %(page)s is a picture and was not read."),
    "recognised": _("Letters of these pages were recognised from pictures: %(pages)s."),
    "recognised_badly": _("Page %(page)s was recognised badly: compare it with the document."),
    "sheet_hidden": _("The sheet “%(sheet)s” is hidden and was not read."),
    "rows_hidden": _("Hidden rows of the sheet “%(sheet)s” were not read: %(rows)s."),
    "columns_hidden": _("Hidden columns of the sheet “%(sheet)s” were not read: %(columns)s."),
    "formula_empty": _("Sheet “%(sheet)s”, cell %(cell)s: a formula without a stored value."),
    "performers_empty": _("Table %(table)s, row %(row)s: no performer is named."),
}

YEAR_NAMED = "year_named"
"""Why words of a plan that repeats another are doubtful: they name a year of that one."""

DOUBTS: dict[str, Promise] = {
    "column_guessed": _("The table has no head: what this column holds was told by its words."),
    "rejoined": _("Joined from pieces that stood in several rows."),
    "split_without_sign": _("Taken apart where no sign stood between."),
    "term_from_heading": _("Taken from the heading above."),
    "term_from_column": _("Taken from the column in which a mark stands."),
    "field_empty": _("The cell is empty."),
    "words_unread": _("These words were not understood."),
    "number_from_text": _("Taken off the beginning of the text."),
    "recognised": _("Recognised from a picture: letters may be wrong."),
    "number_repeated": _("The same number stands in the section twice."),
    "from_paragraph": _("Read from a paragraph, not from a table."),
    YEAR_NAMED: _("Names a year of the earlier plan."),
}


def obstacle_words(code: str) -> str:
    """Say why a document could not be read, and what to do."""
    return str(OBSTACLES[code])


def doubt_words(reason: str) -> str:
    """Say why a field that was read may be wrong."""
    return str(DOUBTS[reason])


def remark_words(remark: Mapping[str, Any]) -> str:
    """Say what the reader has noticed, and where."""
    words: str = str(REMARKS[remark["code"]]) % remark["params"]
    return words
