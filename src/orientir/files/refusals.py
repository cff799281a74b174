"""Why a file is not taken: for the program a code, for the person what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise  # a name of the type stubs only

SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty. Check that it opens on your computer, then choose it again."),
    "too_large": _(
        "The file is larger than %(limit)s MB. Make it smaller, for example by compressing the pictures"
        " in it, or divide it into parts."
    ),
    "unknown_kind": _(
        "Files of this kind are not taken. Save the file as one of these and choose it again: %(kinds)s."
    ),
    "archive": _("Archives are not taken. Unpack it and put the documents in one by one."),
    "old_office": _(
        "This is a format of old office programs. Open the file, save it as DOCX, XLSX or PDF and choose it again."
    ),
    "not_as_named": _(
        "The name ends in “%(suffix)s”, but the content is of another kind. Open the file in its program,"
        " save it as %(kind)s and choose it again."
    ),
    "broken": _("The file is damaged or cut short. Open it on your computer, save it anew and choose it again."),
    "encrypted": _("The file is protected by a password. Save it without the password and choose it again."),
    "macros": _("The file holds macros. Save it without macros or as PDF and choose it again."),
    "entities": _(
        "The file refers to data outside of itself, as office programs never do. Open it, save it anew"
        " and choose it again."
    ),
    "nested_archive": _(
        "There is another file inside this one, for example the table behind a diagram. Replace it by a"
        " picture or save the document as PDF."
    ),
    "too_many_entries": _(
        "The document consists of too many parts. Save it as PDF, or divide it into several documents."
    ),
    "too_big_unpacked": _(
        "Unpacked, the document is larger than %(limit)s MB. Compress the pictures in it, or divide it"
        " into several documents."
    ),
    "bomb": _(
        "The document is packed in a way that office programs never use. Open it, save it anew and choose it again."
    ),
    "unsafe_name": _(
        "The names of the parts of this document are not as office programs give them. Open it, save it"
        " anew and choose it again."
    ),
    "too_many_pixels": _("The picture has more than %(limit)s million pixels. Make it smaller and choose it again."),
    "active_pdf": _(
        "The PDF holds a program or an attached file. Print it to a new PDF (“Save as PDF” in the print"
        " window) and choose that one."
    ),
    "not_text": _("The text cannot be read. Save it in the encoding UTF-8 and choose the file again."),
    "quota": _(
        "There is no room for this file: your organisation may keep %(limit)s MB in all. Remove files that"
        " are not needed any more, or ask the administrator for more room."
    ),
    "disk_full": _(
        "There is no room left on the server, so the file was not kept. Tell the administrator, and try again later."
    ),
}


class FileRefused(Exception):
    """The file is not taken. `code` is a key of `SENTENCES`; `str()` of it is the sentence, translated."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.sentence = SENTENCES[code]
        self.code = code
        self.params: Mapping[str, str | int] = params

    def __str__(self) -> str:
        return str(self.sentence) % self.params
