"""What may be put in, and what not and why."""

from __future__ import annotations

import os
import time

import pytest
from django.utils import translation

from orientir.engines.refusals import OF_ROADMAPS
from orientir.files import kinds
from orientir.files.checks import check
from orientir.files.refusals import SENTENCES, FileRefused

from . import samples

MEGABYTE = 2**20
NOISE = os.urandom(MEGABYTE).hex().encode()
SVG = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'


def word(more: dict[str, bytes | str], *content_types: str) -> bytes:
    return samples.openxml(samples.WORD, more, *content_types)


GOOD = {
    "a document of Word": ("Приказ.docx", samples.docx(), kinds.DOCX),
    "a table": ("Список.xlsx", samples.openxml(samples.SHEET), kinds.XLSX),
    "slides": ("Слайды.pptx", samples.openxml(samples.SLIDES), kinds.PPTX),
    "a document of LibreOffice": ("Приказ.odt", samples.opendocument(samples.ODT), kinds.ODT),
    "a table of LibreOffice": ("Список.ods", samples.opendocument(samples.ODS), kinds.ODS),
    "a document with a drawing": ("a.docx", word({"word/media/a.svg": SVG}), kinds.DOCX),
    "a document in which much repeats": ("a.docx", samples.docx("и так далее " * 20_000), kinds.DOCX),
    "a PDF": ("Справка.pdf", samples.pdf(), kinds.PDF),
    "a PDF that links to a page": ("a.pdf", samples.pdf(b"/URI (http://a.ru/JavaScripts/1)"), kinds.PDF),
    "a picture": ("Экран.png", samples.png(), kinds.PNG),
    "a photograph": ("фото.jpg", samples.jpeg(4000, 3000), kinds.JPEG),
    "a photograph by another name": ("фото.JPEG", samples.jpeg(), kinds.JPEG),
    "a photograph that appears step by step": ("a.jpg", samples.jpeg(frame=0xC2), kinds.JPEG),
    "a picture of 50 million pixels": ("Карта.png", samples.png(10_000, 5_000), kinds.PNG),
    "a text": ("Заметка.txt", "Ёлка\r\n\tи ель".encode(), kinds.TXT),
    "a text with a mark at its start": ("a.txt", "Ёлка".encode("utf-8-sig"), kinds.TXT),
    "a text of an old program": ("a.txt", "Ёлка — «ель»".encode("cp1251"), kinds.TXT),
    "a table as Excel saves it as text": ("a.csv", "класс\tчисло".encode("utf-16"), kinds.CSV),
    "a table as text": ("Список.CSV", "класс;число\n9А;25\n".encode(), kinds.CSV),
}  # fmt: skip


PAGE = "<!DOCTYPE html><html><body><table><tr><td>План</td></tr></table><script>count()</script></body></html>"
RTF = b"{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'eb\\'e0\\'ed}"

TO_READ = {
    "a page of a site": ("План.html", PAGE.encode(), kinds.HTML),
    "a page of an old program": ("План.HTM", PAGE.encode("cp1251"), kinds.HTML),
    "a piece of a page": ("a.html", "<table><tr><td>План</td></tr></table>".encode("utf-16"), kinds.HTML),
    "a document of 2003": ("План.doc", samples.old_office(), kinds.DOC),
    "a rich text": ("План.rtf", RTF, kinds.RTF),
    "a text": ("План.txt", "План".encode(), kinds.TXT),
}


@pytest.mark.parametrize(("name", "content", "kind"), TO_READ.values(), ids=TO_READ)
def test_what_is_read_is_taken_where_it_is_asked_for(name: str, content: bytes, kind: kinds.Kind) -> None:
    assert check(name, content, also=kinds.TO_READ) is kind


@pytest.mark.parametrize("name", ["a page of a site", "a document of 2003", "a rich text"])
def test_what_is_only_read_is_taken_nowhere_else(name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        check(*TO_READ[name][:2])

    assert refused.value.code in ("unknown_kind", "old_office")


HOSTILE_TO_READ = {
    "a table of 2003 named as a document": ("a.doc", samples.old_office("Workbook"), "old_office"),
    "a document of 2003 with a password": ("a.doc", samples.old_office("WordDocument EncryptedPackage"), "encrypted"),
    "a document of 2003 with macros": (
        "a.doc", samples.old_office("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"), "macros",
    ),
    "a rich text with a program inside": (
        "a.rtf", RTF[:-1] + b"{\\object\\objemb{\\*\\objdata 01}}}", "nested_archive",
    ),
    "a rich text with an object in disguise": ("a.rtf", RTF[:-1] + b"{\\objdata01}}", "nested_archive"),
    "a rich text named as a document": ("a.doc", RTF, "not_as_named"),
    "a text named as a page": ("a.html", "Просто текст < таблица >".encode(), "not_as_named"),
    "a program named as a page": ("a.html", b"MZ\x90\0\x03\0\0\0", "not_as_named"),
    "a page of more than 5 MB": ("a.html", b"<html>" + b"a" * (5 * MEGABYTE), "too_large"),
    "a picture named as a rich text": ("a.rtf", samples.png(), "not_as_named"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code"), HOSTILE_TO_READ.values(), ids=HOSTILE_TO_READ)
def test_what_could_do_harm_is_refused_where_more_is_taken(name: str, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        check(name, content, also=kinds.TO_READ)

    assert refused.value.code == code


@pytest.mark.parametrize(("name", "content", "kind"), GOOD.values(), ids=GOOD)
def test_what_people_send_is_taken_for_what_it_is(name: str, content: bytes, kind: kinds.Kind) -> None:
    assert check(name, content) is kind


def one_long_part(content: bytes) -> bytes:
    return samples.zipped({"[Content_Types].xml": samples.types(samples.WORD), "word/document.xml": content})


def ten_times_as_much_as_it_says() -> bytes:
    """Eleven parts of 10 MB, each packed no tighter than a good document."""
    block = (os.urandom(1_000) + bytes(50_000)) * (10 * MEGABYTE // 51_000)
    return word({f"word/media/{number}.bmp": block for number in range(11)})


DTD = '<!DOCTYPE w SYSTEM "http://example.org/w.dtd"><w/>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
VBA = "application/vnd.ms-office.vbaProject"
ENCRYPTED = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'

HOSTILE = {
    "nothing": ("a.docx", b"", "empty"),
    "more than 50 MB": ("a.pdf", b"%PDF-".ljust(50 * MEGABYTE + 1), "too_large"),
    "a text of more than 5 MB": ("a.txt", b"a" * (5 * MEGABYTE + 1), "too_large"),
    "a program": ("setup.exe", b"MZ\x90\0", "unknown_kind"),
    "a program behind a document's name": ("Приказ.pdf.exe", samples.pdf(), "unknown_kind"),
    "no end of the name": ("Приказ", samples.pdf(), "unknown_kind"),
    "a drawing that may hold programs": ("a.svg", SVG.encode(), "unknown_kind"),
    "an archive": ("all.zip", samples.zipped({"a.txt": "a"}), "archive"),
    "an archive behind a document's name": ("a.docx", samples.zipped({"a.txt": "a"}), "not_as_named"),
    "an archive behind a picture's name": ("a.png", samples.zipped({"a.txt": "a"}), "not_as_named"),
    "a document of 2003": ("a.doc", samples.old_office(), "old_office"),
    "a document of 2003 renamed": ("a.docx", samples.old_office(), "old_office"),
    "a document with a password": ("a.docx", samples.old_office("EncryptedPackage"), "encrypted"),
    "a program named as a PDF": ("a.pdf", b"MZ\x90\0%PDF-1.7", "not_as_named"),
    "a page named as a table": ("a.xlsx", b"<html><table></table></html>", "not_as_named"),
    "a table named as a document": ("a.docx", samples.openxml(samples.SHEET), "not_as_named"),
    "a document named as another one": ("a.odt", samples.docx(), "not_as_named"),
    "a document of two kinds": ("a.docx", word({}, samples.SHEET), "not_as_named"),
    "a document for two programs": ("a.odt", word({"mimetype": samples.ODT}), "not_as_named"),
    "a document for two programs, the other way": ("a.docx", word({"mimetype": samples.ODT}), "not_as_named"),
    "a photograph named as a picture": ("a.png", samples.jpeg(), "not_as_named"),
    "a program named as a text": ("a.txt", b"MZ\x90\0\x03\0\0\0", "not_as_named"),
    "a text with controls": ("a.txt", b"a" * 5_000 + b"\x1b[31m", "not_text"),
    "a text in no encoding": ("a.csv", b"\xff\xfe\x00\xd8", "not_text"),
    "a cut document": ("a.docx", samples.docx()[:-40], "broken"),
    "a document without its list of parts": ("a.docx", samples.openxml("")[:200], "broken"),
    "a part that is no XML": ("a.docx", word({"word/a.xml": "<a"}), "broken"),
    "a part in an encoding nobody reads": (
        "a.docx", word({"word/a.xml": '<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-'}), "broken",
    ),
    "a part with nothing for a long time": ("a.docx", one_long_part(b"<!--%s--><w/>" % NOISE), "broken"),
    "a bomb": ("a.docx", one_long_part(bytes(60 * MEGABYTE)), "bomb"),
    "very much unpacked": ("a.docx", ten_times_as_much_as_it_says(), "too_big_unpacked"),
    "2,001 parts": ("a.docx", samples.zipped({str(n): "" for n in range(2_001)}), "too_many_entries"),
    "an archive inside": ("a.docx", word({"word/x.bin": samples.zipped({"a": "a"})}), "nested_archive"),
    "a name that leads out": ("a.docx", word({"../../etc/cron.d/a": "a"}), "unsafe_name"),
    "a name from the root": ("a.docx", word({"/etc/passwd": "a"}), "unsafe_name"),
    "a name that leads out in Windows": ("a.docx", word({"..\\..\\a.xml": "a"}), "unsafe_name"),
    "a symbolic link": ("a.docx", samples.with_link(samples.docx()), "unsafe_name"),
    "parts with a password": ("a.docx", samples.with_password(samples.docx()), "encrypted"),
    "an encrypted document of LibreOffice": (
        "a.odt", samples.opendocument(samples.ODT, {"META-INF/manifest.xml": ENCRYPTED}), "encrypted",
    ),
    "macros": ("a.docx", word({"word/vbaProject.bin": "a"}), "macros"),
    "macros under another name": ("a.docx", word({"word/theme.bin": "a"}, VBA), "macros"),
    "macros in a second list of parts": ("a.docx", word({"[CONTENT_TYPES].xml": samples.types(VBA)}), "macros"),
    "macros spelt with numbers": ("a.docx", word({}, VBA.replace("P", "&#80;")), "macros"),
    "a document with macros renamed": ("a.docx", samples.openxml(MACRO), "macros"),
    "macros of the old kind": (
        "a.xlsx", samples.openxml(samples.SHEET, {}, "application/vnd.ms-excel.macrosheet+xml"), "macros",
    ),
    "macros of LibreOffice": (
        "a.odt", samples.opendocument(samples.ODT, {"Basic/Standard/Module1.xml": "<m/>"}), "macros",
    ),
    "a type from elsewhere": ("a.docx", word({"word/a.xml": DTD}), "entities"),
    "entities that multiply": ("a.docx", word({"word/a.xml": LAUGHS}), "entities"),
    "entities that read files": ("a.docx", word({"word/_rels/a.rels": OUTSIDE}), "entities"),
    "entities in two bytes a letter": ("a.docx", word({"word/a.xml": OUTSIDE.encode("utf-16")}), "entities"),
    "entities in a drawing": ("a.docx", word({"word/media/a.svg": LAUGHS}), "entities"),
    "entities in the list of parts": ("a.docx", samples.zipped({"[Content_Types].xml": LAUGHS}), "entities"),
    "a flood of pixels": ("a.png", samples.png(60_000, 60_000), "too_many_pixels"),
    "a flood of pixels in a photograph": ("a.jpg", samples.jpeg(65_535, 65_535), "too_many_pixels"),
    "a picture without a height": ("a.png", samples.png(10, 0), "broken"),
    "a cut picture": ("a.png", samples.png()[:18], "broken"),
    "a photograph without a size": ("a.jpg", b"\xff\xd8\xff\xda\x00\x02\xff\xd9", "broken"),
    "a photograph of filling": ("a.jpg", b"\xff\xd8" + b"\xff" * MEGABYTE, "broken"),
    "a PDF with a program": ("a.pdf", samples.pdf(b"/OpenAction << /S /JavaScript /JS (a) >>"), "active_pdf"),
    "a PDF with a program in disguise": ("a.pdf", samples.pdf(b"/S/J#61v#61Script/JS(a)"), "active_pdf"),
    "a PDF that starts a program": ("a.pdf", samples.pdf(b"/S /Launch /F (cmd.exe)"), "active_pdf"),
    "a PDF with an attached file": ("a.pdf", samples.pdf(b"/Type /EmbeddedFile"), "active_pdf"),
    "a PDF with attached files": ("a.pdf", samples.pdf(b"/Names << /EmbeddedFiles 5 0 R >>"), "active_pdf"),
    "a PDF after something else": ("a.pdf", b"#!/bin/sh\n" + samples.pdf(), "not_as_named"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_could_do_harm_is_refused_and_why(name: str, content: bytes, code: str) -> None:
    began = time.process_time()

    with pytest.raises(FileRefused) as refused:
        check(name, content)

    assert refused.value.code == code
    assert time.process_time() - began < 2


def test_a_hostile_pdf_that_is_hard_to_search_is_searched_in_two_seconds() -> None:
    content = b"%PDF-" + b"/#4a#61" * (7 * MEGABYTE)
    began = time.process_time()

    assert check("a.pdf", content) is kinds.PDF
    assert time.process_time() - began < 2


@pytest.mark.parametrize("code", SENTENCES)
def test_each_refusal_says_what_is_wrong_and_what_to_do(code: str) -> None:
    refused = FileRefused(code, limit=50, kinds="PDF, DOCX", kind="PDF", suffix=".pdf")

    for language in ("ru", "en"):
        with translation.override(language):
            wrong, _, what_to_do = str(refused).partition(". ")

            assert wrong and what_to_do.endswith(".")
            assert "%" not in wrong + what_to_do


def test_each_reason_for_which_an_archive_is_not_unpacked_has_a_sentence() -> None:
    of_the_reader = {
        "missing", "empty", "too_large", "wrong_type", "too_long", "too_much_memory",
        "too_many_pages", "unnamed_signs", "no_recognition",
    }  # fmt: skip

    assert OF_ROADMAPS - of_the_reader <= SENTENCES.keys()
