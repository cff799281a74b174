"""Files that mean harm, in every format: what a maker gives, and for which reason it must be refused."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.engines import odt_files, sheet_files
from tests.engines.word_files import CONTENT_TYPES, HEAD, NAMESPACE, archive, document, p, tbl, tc, tr

Maker = Callable[[], bytes]
Parts = Mapping[str, str | bytes]

WORD: Parts = {
    "[Content_Types].xml": CONTENT_TYPES,
    "word/document.xml": document(p("План"), tbl(HEAD, ("1", "Игра", "май", "Школы", ""))),
}
ODT: Parts = {
    "mimetype": odt_files.MIMETYPE,
    "content.xml": odt_files.flat(odt_files.p("План")).replace("office:document", "office:document-content"),
}
BOOK: Parts = sheet_files.parts({"План": sheet_files.sheet([["№"], [1]])})
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
FOREIGN = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
_MIB = 2**20


# ---------------------------------------------------------------- archives


def _nameless(parts: Parts) -> bytes:
    whole = io.BytesIO(archive(parts))
    with zipfile.ZipFile(whole, "a") as added, added.open(zipfile.ZipInfo(""), "w") as entry:
        entry.write(b"x")
    return whole.getvalue()


def _linked(parts: Parts) -> bytes:
    link = zipfile.ZipInfo("media/link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    out = io.BytesIO(archive(parts))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(link, "/etc/passwd")
    return out.getvalue()


def _locked(parts: Parts) -> bytes:
    """The flag «encrypted» on the first entry, in both places that carry it."""
    data = bytearray(archive(parts))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    return bytes(data)


def _liar(parts: Parts) -> bytes:
    """The directory says that an entry is small: no more is unpacked, and the sum does not agree."""
    data = bytearray(archive({**parts, "media/a.bin": b"0" * (2 * _MIB)}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def _endless_directory(parts: Parts) -> bytes:
    """The end record alone says that the directory is enormous."""
    data = bytearray(archive(parts))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<I", 2**31)
    return bytes(data)


def _twice(parts: Parts) -> bytes:
    data = archive({**parts, "media/a": "x", "media/b": "y"})
    return data.replace(b"media/b", b"media/a")


def _slow(parts: Parts) -> bytes:
    """Each entry stays beneath the ratio, together they do not stay beneath the limit."""
    block = random.Random(1).randbytes(_MIB // 64) + b"0" * (_MIB - _MIB // 64)
    return archive({**parts, **{f"media/{n}.bin": block for n in range(101)}})


_OF_ARCHIVES: dict[str, tuple[Callable[[Parts], bytes], str]] = {
    "locked": (_locked, "encrypted"),
    "cut-short": (lambda parts: archive(parts)[:-40], "broken"),
    "cut-in-the-middle": (lambda parts: archive(parts)[:300] + archive(parts)[-120:], "broken"),
    "bomb": (lambda parts: archive({**parts, "media/a.bin": b"0" * (2 * _MIB)}), "bomb"),
    "lying-bomb": (_liar, "broken"),
    "many-entries": (lambda parts: archive({**parts, **{f"a{n}": "" for n in range(2001)}}), "too_many_entries"),
    "endless-directory": (_endless_directory, "too_many_entries"),
    "parent-name": (lambda parts: archive({**parts, "../../etc/cron.d/a": "x"}), "unsafe_name"),
    "absolute-name": (lambda parts: archive({**parts, "/etc/cron.d/a": "x"}), "unsafe_name"),
    "windows-name": (lambda parts: archive({**parts, "C:\\a": "x"}), "unsafe_name"),
    "backward-parent": (lambda parts: archive({**parts, "word\\..\\..\\a": "x"}), "unsafe_name"),
    "no-name": (_nameless, "unsafe_name"),
    "link": (_linked, "unsafe_name"),
    "same-name-twice": (_twice, "unsafe_name"),
    "nested-by-name": (lambda parts: archive({**parts, "media/a.zip": "x"}), "nested_archive"),
    "nested-by-bytes": (lambda parts: archive({**parts, "media/image1.png": archive(WORD)}), "nested_archive"),
}

_OF_EACH_ARCHIVE = ("locked", "bomb", "many-entries", "parent-name", "link", "nested-by-bytes")


def _as_archives() -> dict[str, tuple[Maker, str]]:
    """All walls for one format, for the others some that show that they stand there too."""
    shown = {"docx": (WORD, _OF_ARCHIVES), "odt": (ODT, _OF_EACH_ARCHIVE), "xlsx": (BOOK, _OF_EACH_ARCHIVE)}
    return {
        f"{name}.{suffix}": (lambda make=_OF_ARCHIVES[name][0], parts=parts: make(parts), _OF_ARCHIVES[name][1])
        for suffix, (parts, names) in shown.items()
        for name in names
    }


# ---------------------------------------------------------------- XML within archives


def _word(body: str, **more: str | bytes) -> bytes:
    return archive({**WORD, "word/document.xml": body, **{f"word/{name}.xml": text for name, text in more.items()}})


def _odt(content: str) -> bytes:
    return archive({**ODT, "content.xml": content})


def _sheet(content: str) -> bytes:
    name = next(name for name in BOOK if name.startswith("xl/worksheets/"))
    return archive({**BOOK, name: content})


def _rows_of_cells(rows: int, columns: int) -> str:
    """A text that no packing makes small, so that it does not look like a bomb."""
    numbers = random.Random(rows)
    words = (f"{numbers.getrandbits(48):x}" for _ in range(rows * columns))
    return "".join(tr(*(tc(next(words)) for _ in range(columns))) for _ in range(rows))


def _numbers(rows: int) -> str:
    numbers = random.Random(rows)
    written = "".join(f'<row r="{n}"><c r="A{n}"><v>{numbers.random()}</v></c></row>' for n in range(1, rows + 1))
    return f"<worksheet {sheet_files.MAIN}><sheetData>{written}</sheetData></worksheet>"


_OF_XML: dict[str, tuple[Maker, str]] = {
    "grows-slowly.docx": (lambda: _slow(WORD), "too_big_unpacked"),
    "laughs.docx": (lambda: _word(LAUGHS), "entities"),
    "foreign-entity.docx": (lambda: _word(FOREIGN), "entities"),
    "laughs-in-styles.docx": (lambda: _word(str(WORD["word/document.xml"]), styles=LAUGHS), "entities"),
    "half.docx": (lambda: _word(str(WORD["word/document.xml"])[:-30]), "broken"),
    "no-body.docx": (lambda: _word("<a/>"), "broken"),
    "no-document.docx": (lambda: archive({"[Content_Types].xml": "<a/>", "word/styles.xml": "<a/>"}), "broken"),
    "unknown-encoding.docx": (lambda: _word('<?xml version="1.0" encoding="x-9"?><a/>'), "broken"),
    "deep.docx": (
        lambda: _word(
            f"<w:document {NAMESPACE}><w:body>{'<w:sdt>' * 60_000}{'</w:sdt>' * 60_000}</w:body></w:document>"
        ),
        "broken",
    ),
    "deep-tables.docx": (
        lambda: _word(document("<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000)),
        "broken",
    ),
    "many-elements.docx": (lambda: _word(document(f"<w:tbl>{_rows_of_cells(20_000, 5)}</w:tbl>")), "too_much_memory"),
    "laughs.odt": (lambda: _odt(LAUGHS), "entities"),
    "foreign-entity.odt": (lambda: _odt(FOREIGN), "entities"),
    "half.odt": (lambda: _odt(str(ODT["content.xml"])[:-30]), "broken"),
    "deep-tables.odt": (
        lambda: odt_files.packed(
            "<table:table><table:table-row><table:table-cell>" * 3000
            + "</table:table-cell></table:table-row></table:table>" * 3000
        ),
        "broken",
    ),
    "repeated-cells.odt": (
        lambda: odt_files.packed(
            odt_files.table(*[odt_files.row(odt_files.cell("а", repeated=1000), repeated=1000) for _ in range(9)])
        ),
        "too_much_memory",
    ),
    "laughs.xlsx": (lambda: _sheet(LAUGHS), "entities"),
    "foreign-entity.xlsx": (lambda: _sheet(FOREIGN), "entities"),
    "half.xlsx": (lambda: _sheet(f"<worksheet {sheet_files.MAIN}><sheetData><row>"), "broken"),
    "many-cells.xlsx": (
        lambda: _sheet(_numbers(200_000)),
        "too_much_memory",
    ),
    "strings.docx": (lambda: archive({"a.txt": "план"}), "wrong_type"),
    "first-bytes-only.docx": (lambda: b"PK\x03\x04", "broken"),
    "old-word.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "wrong_type"),
    "password-in-old-container.docx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
}


# ---------------------------------------------------------------- PDF


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return bytes(out) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, trailer, len(out))
    )


def deflated(unit: bytes, times: int = 1) -> bytes:
    """A unit so many times, packed without ever being whole."""
    packer = zlib.compressobj(1)
    return b"".join([*(packer.compress(unit) for _ in range(times)), packer.flush()])


def stream(packed: bytes, entries: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    return b"<</Length %d/Filter%s%s>>stream\n%s\nendstream" % (len(packed), filters, entries, packed)


def one_page(content: bytes, *more: bytes, pages: int = 1, resources: bytes = b"") -> bytes:
    """A page, shown as many times as there are pages; `more` are objects from 6 on."""
    kids = b" ".join([b"3 0 R"] * pages)
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>%s>>>>"
        % resources,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        content,
        *more,
    )


_TEXT = b"BT /F 10 Tf 50 700 Td (abc) Tj ET "
_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"

_OF_PDF: dict[str, tuple[Maker, str]] = {
    "header-alone.pdf": (lambda: b"%PDF-1.7 ...", "broken"),
    "501-pages.pdf": (lambda: one_page(stream(deflated(_TEXT)), pages=501), "too_many_pages"),
    "claims-pages.pdf": (
        lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[]>>"),
        "broken",
    ),
    "pages-in-a-circle.pdf": (
        lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>"),
        "broken",
    ),
    "deep-arrays.pdf": (
        lambda: pdf(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 100_000 + b"]" * 100_000 + b">>", b"<</Kids[]>>"),
        "broken",
    ),
    "password.pdf": (
        lambda: pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 0/Kids[]>>",
            b"<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>" % (b"a" * 32, b"b" * 32),
            trailer=b"/Encrypt 3 0 R/ID[(a)(a)]",
        ),
        "encrypted",
    ),
    "zeros.pdf": (lambda: b"%PDF-1.7\n" + b"\0" * (49 * _MIB), "broken"),
    "objects-without-end.pdf": (
        lambda: b"%PDF-1.7\n" + b"".join(b"%d 0 obj<<>>endobj\n" % n for n in range(1, 600_000)),
        "broken",
    ),
    "bomb.pdf": (lambda: one_page(stream(deflated(b" " * _MIB, 320))), "too_much_memory"),
    "bomb-in-bomb.pdf": (
        lambda: one_page(stream(deflated(deflated(b" " * _MIB, 320)), filters=b"[/FlateDecode/FlateDecode]")),
        "too_much_memory",
    ),
    "text-bomb.pdf": (lambda: one_page(stream(deflated(_TEXT * 1000, 1000))), "too_much_memory"),
    "form-in-itself.pdf": (
        lambda: one_page(
            stream(deflated(b"/X Do")), stream(deflated(b"/X Do /X Do"), _FORM % 6), resources=b"/XObject<</X 6 0 R>>"
        ),
        "too_much_memory",
    ),
    "forms-in-forms.pdf": (
        lambda: one_page(
            stream(deflated(b"/X Do")),
            *(stream(deflated(b"/X Do " * 10), _FORM % (7 + n)) for n in range(12)),
            stream(deflated(_TEXT), _FORM % 6),
            resources=b"/XObject<</X 6 0 R>>",
        ),
        "too_much_memory",
    ),
}


# ---------------------------------------------------------------- web pages, text, pictures


def _page(body: bytes) -> bytes:
    return b"<html><body>" + body


def _png(width: int, height: int, packed: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


_TIFF_IN_A_CIRCLE = b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 256, 4, 1, 10, 8)

_OF_PAGES: dict[str, tuple[Maker, str]] = {
    "deep.html": (lambda: _page(b"<div>" * 900_000), "too_much_memory"),
    "deep-tables.html": (lambda: _page(b"<table><tr><td>" * 20_000), "broken"),
    "many-attributes.html": (
        lambda: _page(b"<p " + b" ".join(b"a%d=1" % n for n in range(450_000)) + b">"),
        "too_much_memory",
    ),
    "spans-without-end.html": (
        lambda: _page(b"<table>" + b"<tr><td colspan=999999999 rowspan=999999>a<td>b" * 1000),
        "too_much_memory",
    ),
    "lines-without-end.txt": (lambda: b"a\n" + b"\n" * (5 * _MIB - 10), "too_many_pages"),
    "pages-without-end.txt": (lambda: b"a\f" * 2_000_000, "too_many_pages"),
    "tabs-without-end.txt": (lambda: b"a" + b"\t" * (5 * _MIB - 10), "too_much_memory"),
    "bars-without-end.txt": (lambda: b"a" + b"|" * (5 * _MIB - 10), "too_much_memory"),
    "cell-without-end.txt": (
        lambda: "№\tДело\tСрок\n1.\t{}\tмай\n2.\tИгра\tмай\n".format("слово " * 400_000).encode(),
        "too_much_memory",
    ),
    "noise.txt": (lambda: random.Random(3).randbytes(100_000), "wrong_type"),
    "empty.txt": (lambda: b"", "empty"),
}

_OF_PICTURES: dict[str, tuple[Maker, str]] = {
    "too-many-pixels.png": (lambda: _png(20_000, 20_000, deflated(b"\0" * 2501, 20_000)), "too_big_unpacked"),
    "claims-pixels.png": (lambda: _png(2**31 - 1, 2, deflated(b"\0" * 1000)), "too_big_unpacked"),
    "cut.png": (lambda: _png(500, 500, deflated(b"\0" * 64, 500))[:-40], "broken"),
    "cut.jpg": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 1000, "broken"),
    "circle.tif": (lambda: _TIFF_IN_A_CIRCLE, "broken"),
}

FILES: dict[str, tuple[Maker, str]] = {**_as_archives(), **_OF_XML, **_OF_PDF, **_OF_PAGES, **_OF_PICTURES}
