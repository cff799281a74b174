"""Small workbooks made by hand, so that a test says exactly what stands in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.engines.word_files import archive

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<styleSheet {MAIN}><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'
)
EPOCH = datetime(1899, 12, 30)

Cell = str | int | float | bool | date | None


def letter(index: int) -> str:
    return chr(ord("A") + index) if index < 26 else letter(index // 26 - 1) + letter(index % 26)


def cell(value: Cell, place: str, shared: list[str] | None = None) -> str:
    """A cell; text starting with «<c» is taken as it is, with {place} for its place. `shared` collects the strings."""
    if value is None or value == "":
        return ""
    if isinstance(value, str) and value.startswith("<c "):
        return value.replace("{place}", place)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if isinstance(value, datetime):
        return f'<c r="{place}" s="2"><v>{(value - EPOCH).total_seconds() / 86400!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(datetime(value.year, value.month, value.day) - EPOCH).days}</v></c>'
    if shared is not None:
        if value not in shared:
            shared.append(value)
        return f'<c r="{place}" t="s"><v>{shared.index(value)}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet(
    rows: Sequence[Sequence[Cell]], *, first: tuple[int, int] = (1, 0), shared: list[str] | None = None, more: str = ""
) -> str:
    """A sheet whose rows begin at this row (from 1) and column (from 0); an empty row is not written at all."""
    written = ""
    for number, row in enumerate(rows, start=first[0]):
        cells = "".join(cell(value, f"{letter(at)}{number}", shared) for at, value in enumerate(row, start=first[1]))
        written += f'<row r="{number}">{cells}</row>' if cells else ""
    return f"<worksheet {MAIN}><sheetData>{written}{more}</sheetData></worksheet>"


def parts(
    sheets: Mapping[str, str], *, hidden: Sequence[str] = (), shared: Sequence[str] = ()
) -> dict[str, str | bytes]:
    """The parts of a workbook with these sheets by name."""
    states = dict.fromkeys(hidden, 'state="hidden" ')
    names = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" {states.get(name, "")}r:id="rId{at}"/>'
        for at, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
            f'<Relationship Id="rId90" Type="{LINKS}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId91" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
        **{f"xl/worksheets/sheet{at}.xml": content for at, content in enumerate(sheets.values(), start=1)},
    }


def workbook(folder: Path, *rows: Sequence[Cell], name: str = "list.xlsx") -> Path:
    """Write a workbook with one sheet of these rows and return its path."""
    path = folder / name
    path.write_bytes(archive(parts({"Лист1": sheet(rows)})))
    return path
