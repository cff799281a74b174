"""Small OpenDocument texts made by hand, so that a test says exactly what stands in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.engines.word_files import archive

MIMETYPE = "application/vnd.oasis.opendocument.text"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_URN}{name}:1.0"'
    for prefix, name in {
        "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
)  # fmt: skip


def p(content: str = "", **attributes: str) -> str:
    """A paragraph of text and elements; attributes without their prefix «text:»."""
    return element("p", content, **attributes)


def element(tag: str, *content: str, **attributes: str) -> str:
    """An element of the namespace of texts; `start_value` becomes text:start-value."""
    said = "".join(f' text:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<text:{tag}{said}>{''.join(content)}</text:{tag}>"


def item(*content: str, **attributes: str) -> str:
    """A list item; plain text becomes a paragraph."""
    return element("list-item", *(text if text.startswith("<") else p(text) for text in content), **attributes)


def items(*entries: str, style: str = "", name: str = "", **attributes: str) -> str:
    """A list with these items; `name` is its id."""
    identity = f' xml:id="{name}"' if name else ""
    if style:
        attributes["style_name"] = style
    return element("list", *entries, **attributes).replace("<text:list", f"<text:list{identity}", 1)


def level(number: int, form: str, suffix: str = ".", more: str = "") -> str:
    """A numbered level of a list style, from 1."""
    numbers = f'style:num-format="{form}" style:num-suffix="{suffix}"'
    return f'<text:list-level-style-number text:level="{number}" {numbers} {more}/>'


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def hidden_style(name: str, family: str = "text", base: str = "") -> str:
    """A style that hides its text, or one based on it."""
    properties = "" if base else '<style:text-properties text:display="none"/>'
    parent = f' style:parent-style-name="{base}"' if base else ""
    return f'<style:style style:name="{name}" style:family="{family}"{parent}>{properties}</style:style>'


def cell(*content: str, columns: int = 1, rows: int = 1, repeated: int = 1) -> str:
    spans = f'table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
    inner = "".join(text if text.startswith("<") else p(text) for text in content)
    return f'<table:table-cell {spans} table:number-columns-repeated="{repeated}">{inner}</table:table-cell>'


COVERED = "<table:covered-table-cell/>"


def row(*cells: str, repeated: int = 1) -> str:
    inner = "".join(text if text.startswith("<table:") else cell(text) for text in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


def table(*rows: str | Iterable[str], head: str = "") -> str:
    """A table; a row may be given as its cells, `head` is a row that every page repeats."""
    inner = "".join(text if isinstance(text, str) else row(*text) for text in rows)
    repeated = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    return f"<table:table>{repeated}{inner}</table:table>"


def deletions(*names: str, insertions: Iterable[str] = (), aside: str = "") -> str:
    """The list of tracked changes; `aside` is deleted text that it keeps itself."""
    regions = [(name, "deletion") for name in names] + [(name, "insertion") for name in insertions]
    changed = (element("changed-region", element(kind, p(aside) if aside else ""), id=name) for name, kind in regions)
    return element("tracked-changes", *changed)


def begin(name: str) -> str:
    return f'<text:change-start text:change-id="{name}"/>'


def end(name: str) -> str:
    return f'<text:change-end text:change-id="{name}"/>'


def flat(*body: str, styles: str = "", named: str = "") -> str:
    """The whole document in one file: `styles` are automatic ones, `named` those of the whole document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:mimetype="{MIMETYPE}">'
        f"<office:styles>{named}</office:styles><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document>"
    )


def packed(*body: str, styles: str = "", named: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """The document as an archive."""
    content = flat(*body, styles=styles).replace("office:document ", "office:document-content ")
    content = content.replace("</office:document>", "</office:document-content>")
    parts: dict[str, str | bytes] = {
        "mimetype": MIMETYPE,
        "content.xml": content.replace("<office:styles></office:styles>", ""),
        "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{named}</office:styles>"
        "</office:document-styles>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return archive({**parts, **(more or {})})


def odt_file(folder: Path, *body: str, styles: str = "", named: str = "") -> Path:
    """Write an archive with these blocks and return its path."""
    path = folder / "plan.odt"
    path.write_bytes(packed(*body, styles=styles, named=named))
    return path
