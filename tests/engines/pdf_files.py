"""Small pages made by hand: the same words and rules as plain values for the layout and as a PDF.

Every letter is half as wide as its type is high, a space a quarter: a test can say where a word stands.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from orientir.engines.reading.layout import Page, Rule, Word

LETTER, SPACE, PITCH = 0.5, 0.25, 1.2
UNNAMED = "unnamed"
INVISIBLE = "invisible"
PADDING = 4.0


@dataclass(frozen=True)
class Written:
    """A text on one base line; `turned` counts quarters to the left, `style` is empty, UNNAMED or INVISIBLE."""

    x: float
    base: float
    text: str
    size: float
    turned: int = 0
    style: str = ""
    spacing: float = 0.0


@dataclass
class Paper:
    """A page on which tests write; coordinates count from the upper left corner."""

    width: float = 600.0
    height: float = 800.0
    rotate: int = 0
    written: list[Written] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)

    def write(self, x: float, base: float, text: str, size: float = 10.0, **more: float | str) -> None:
        """Write a text; «|» begins a new line beneath."""
        for at, line in enumerate(text.split("|")):
            step = at * PITCH * size
            place = (x + step, base) if more.get("turned") == 1 else (x, base + step)
            self.written.append(Written(*place, line, size, **more))  # type: ignore[arg-type]

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.rules.append((x0, top, x1, bottom))

    def frame(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """The four sides of a cell, each drawn by itself as Word does."""
        self.rules += [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]

    def table(self, x: float, top: float, widths: Sequence[float], rows: Sequence[Row], *, ruled: bool = True) -> float:
        """Draw rows of cells, text wrapped in its cell; gives where the table ends."""
        for row in rows:
            lines = [wrapped(cell.text, width, ruled=ruled) for cell, width in _spans(row, widths)]
            bottom = top + max(len(found) for found in lines) * PITCH * 10 + 2 * (PADDING if ruled else 0)
            left = x
            for (cell, width), found in zip(_spans(row, widths), lines, strict=True):
                inner = width - 2 * PADDING
                for at, line in enumerate(found):
                    indent = (inner - measured(line, 10)) / 2 if cell.centred else 0
                    base = top + (PADDING if ruled else 0) + 10 + at * PITCH * 10
                    self.write(left + PADDING + indent, base, line)
                if ruled:
                    self._sides(cell, left, top, left + width, bottom)
                left += width
            top = bottom
        return top

    def _sides(self, cell: C, x0: float, top: float, x1: float, bottom: float) -> None:
        self.rules += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
        self.rules += [] if cell.is_covered else [(x0, top, x1, top)]
        self.rules += [] if cell.goes_down else [(x0, bottom, x1, bottom)]

    def page(self) -> Page:
        """What the layout is given of it."""
        words = [word for written in self.written for word in _words(written)]
        rules = [Rule(x0 - 0.25, top - 0.25, x1 + 0.25, bottom + 0.25) for x0, top, x1, bottom in self.rules]
        return Page(self.width, self.height, words, rules)


@dataclass(frozen=True)
class C:
    """A cell of a drawn table; one merged downwards says so in all of its rows."""

    text: str = ""
    span: int = 1
    centred: bool = False
    goes_down: bool = False
    is_covered: bool = False


Row = Sequence[C | str]


def _spans(row: Row, widths: Sequence[float]) -> list[tuple[C, float]]:
    left = list(widths)
    found = []
    for cell in row:
        cell = C(cell) if isinstance(cell, str) else cell
        found.append((cell, sum(left[: cell.span])))
        left = left[cell.span :]
    return found


def measured(text: str, size: float) -> float:
    return sum(SPACE if sign == " " else LETTER for sign in text) * size


def wrapped(text: str, width: float, *, ruled: bool = True) -> list[str]:
    """Lines of a cell: «|» ends one, and so does its side; a soft hyphen is seen only where a line ends in it."""
    room = width - 2 * PADDING
    lines = []
    for paragraph in text.split("|"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}".strip() if line else word
            if not line or measured(longer.replace("\u00ad", ""), 10) <= room:
                line = longer
                continue
            first, soft, second = word.partition("\u00ad")
            if soft and measured(f"{line} {first}-", 10) <= room:
                lines.append(f"{line} {first}-")
                line = second
                continue
            lines.append(line)
            line = word
        lines.append(line)
    return [line.replace("\u00ad", "") for line in lines]


def _words(written: Written) -> list[Word]:
    words = []
    x = written.x
    for text in written.text.split(" "):
        wide = measured(text, written.size)
        if text:
            top, bottom = written.base - 0.8 * written.size, written.base + 0.2 * written.size
            words.append(Word(text, x, top, x + wide, bottom))
        x += wide + SPACE * written.size
    return words


def pdf_file(folder: Path, *papers: Paper, name: str = "plan.pdf", locked: bool = False) -> Path:
    """Write the papers as a PDF. `locked` says that it asks for a password."""
    path = folder / name
    path.write_bytes(pdf_bytes(papers, locked=locked))
    return path


def pdf_bytes(papers: Sequence[Paper], *, locked: bool = False) -> bytes:
    """The bytes of a PDF of these papers."""
    signs = sorted({sign for paper in papers for written in paper.written for sign in written.text})
    codes = {sign: _FIRST_CODE + at for at, sign in enumerate(signs)}
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *_fonts(codes), _IMAGE]
    kids = []
    for paper in papers:
        kids.append(f"{len(objects) + 2} 0 R")
        content = zlib.compress(_drawn(paper, codes).encode("ascii"))
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n" % len(content) + content + b"\nendstream")
        rotate = f"/Rotate {paper.rotate}" if paper.rotate else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {paper.width} {paper.height}]{rotate}/Contents {len(objects)} 0 R"
            f"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</I1 8 0 R>>>>>>".encode()
        )
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    return _file(objects, locked)


_FIRST_CODE = 36  # what is drawn are some signs of the viewer's own font; what they mean stands in the map


def _fonts(codes: dict[str, int]) -> list[bytes]:
    """A font that names its signs, one that does not, and what both are made of: objects 3 to 7."""
    names = "".join(f"<{code:04x}> <{ord(sign):04x}>\n" for sign, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Named def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{len(codes)} beginbfchar\n{names}endbfchar\nendcmap\nend\nend"
    ).encode()
    widths = f"/DW {round(LETTER * 1000)}/W[{codes.get(' ', 0)}[{round(SPACE * 1000)}]]"
    font = "<</Type/Font/Subtype/Type0/BaseFont/Plan/Encoding/Identity-H/DescendantFonts[5 0 R]"
    return [
        f"{font}/ToUnicode 7 0 R>>".encode(),
        f"{font}>>".encode(),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Plan/FontDescriptor 6 0 R/CIDToGIDMap/Identity"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>{widths}>>".encode(),
        b"<</Type/FontDescriptor/FontName/Plan/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200"
        b"/CapHeight 700/StemV 80>>",
        b"<</Length %d>>stream\n" % len(cmap) + cmap + b"\nendstream",
    ]


_IMAGE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x80\n"
    b"endstream"
)


def _drawn(paper: Paper, codes: dict[str, int]) -> str:
    """The page in the words of PDF, turned back to its lower left corner."""
    parts = []
    for x0, top, x1, bottom in paper.pictures:
        parts.append(f"q {x1 - x0} 0 0 {bottom - top} {x0} {paper.height - bottom} cm /I1 Do Q")
    for x0, top, x1, bottom in paper.rules:
        # as Word draws them: thin rectangles, filled
        parts.append(f"{x0 - 0.25} {paper.height - bottom - 0.25} {x1 - x0 + 0.5} {bottom - top + 0.5} re f")
    for x, y in paper.dots:
        parts.append(
            f"{x} {paper.height - y} m {x + 4} {paper.height - y} {x + 4} {paper.height - y + 4} {x} "
            f"{paper.height - y + 4} c h f"
        )
    for text in paper.written:
        turns = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))[text.turned]
        font = "F2" if text.style == UNNAMED else "F1"
        mode = 3 if text.style == INVISIBLE else 0
        shown = "".join(f"{codes[sign]:04x}" for sign in text.text)
        matrix = " ".join(map(str, turns))
        parts.append(
            f"BT /{font} {text.size} Tf {mode} Tr {text.spacing} Tc {matrix} {text.x} {paper.height - text.base} Tm"
            f" <{shown}> Tj ET"
        )
    return "\n".join(parts)


def _file(objects: Sequence[bytes], locked: bool) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    # no password makes these keys right
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>/ID[<00><00>]"
    trailer = b"trailer<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, lock if locked else b"")
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + rows
        + trailer
        + b"startxref\n%d\n%%%%EOF\n" % start
    )
