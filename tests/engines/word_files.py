"""Small Word documents made by hand, so that a test says exactly what stands in the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
HEAD = ("№ п/п", "Мероприятие", "Срок", "Ответственные", "Результат")


def run(text: str) -> str:
    """A run; «|» is a line break, «~» a no-break hyphen, «_» a soft hyphen of Word's own."""
    pieces = escape(text).replace("|", "</w:t><w:br/><w:t>").replace("~", "</w:t><w:noBreakHyphen/><w:t>")
    return f"<w:r><w:t>{pieces.replace('_', '</w:t><w:softHyphen/><w:t>')}</w:t></w:r>"


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="а">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="а"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def p(content: str = "", *, number: tuple[int, int] | None = None, properties: str = "") -> str:
    """A paragraph of runs or of plain text; `number` is (numId, level) of a list."""
    inner = content if content.startswith("<") else run(content) if content else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(*paragraphs: str, span: int = 1, merge: str = "") -> str:
    """A cell; `merge` is "restart" for the first of a cell merged downwards and "continue" for the rest."""
    inner = "".join(text if text.startswith("<w:p>") else p(text) for text in paragraphs) or p()
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}</w:tcPr>{inner}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    inner = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str | Iterable[str]) -> str:
    """A table; a row may be given as its cells."""
    return "<w:tbl>" + "".join(row if isinstance(row, str) else tr(*row) for row in rows) + "</w:tbl>"


def numbering(*lists: Mapping[int, tuple[str, str]]) -> str:
    """Lists 1, 2 … by level: (form, pattern)."""
    abstract = ""
    for at, levels in enumerate(lists, start=1):
        inner = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl>'
            for level, (form, pattern) in levels.items()
        )
        abstract += f'<w:abstractNum w:abstractNumId="{at}">{inner}</w:abstractNum>'
    nums = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(lists) + 1))
    return f"<w:numbering {NAMESPACE}>{abstract}{nums}</w:numbering>"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def document(*body: str) -> str:
    return f"<w:document {NAMESPACE}><w:body>{''.join(body)}</w:body></w:document>"


def word_file(folder: Path, *body: str, lists: str = "", more: Mapping[str, str | bytes] | None = None) -> Path:
    """Write a document with these blocks and return its path."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": document(*body),
    }
    if lists:
        parts["word/numbering.xml"] = lists
    path = folder / "plan.docx"
    path.write_bytes(archive({**parts, **(more or {})}))
    return path
