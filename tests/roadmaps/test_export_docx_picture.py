"""The document of a roadmap as an office program prints it: every word there, nothing torn."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from orientir.engines.reading import Measure, Roadmap, read_roadmap
from orientir.engines.reading.blocks import Grid, flat
from orientir.engines.reading.formats.pdf_pages import look_at
from orientir.engines.reading.layout import blocks_of
from orientir.engines.reading.layout.model import Page, Word
from orientir.roadmaps.export.docx import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, write

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

OWN = Path(__file__).resolve().parents[1] / "reading" / "documents"
DOCUMENTS = {
    "with targets": OWN / "unseen" / "a1-priozerie.docx",
    "with all columns": OWN / "known" / "a1-verhneozersk.docx",
    "without an act": OWN / "known" / "a2_gorizont.docx",
}
LONG = "with a row longer than a page"
NAMES = (*DOCUMENTS, LONG)
LEFT_EDGE, RIGHT_EDGE = LEFT.pt, PAGE_WIDTH.pt - RIGHT.pt
TOP_EDGE, BOTTOM_EDGE = TOP.pt, PAGE_HEIGHT.pt - BOTTOM.pt
SPARE = 1.0
"""Points: half a ruled line, and what a letter leans over."""


@dataclass(frozen=True)
class Print:
    """A plan, its document, and the pages an office program makes of it."""

    plan: Roadmap
    document: Path
    pages: list[Page]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of all tables of the document, the cells of each."""
        return [
            [flat(cell.text) for cell in row.cells[:1] if len({one._tc for one in row.cells}) == 1]
            or [flat(cell.text) for cell in row.cells]
            for table in Document(str(self.document)).tables
            for row in table.rows
        ]

    @property
    def heads(self) -> list[list[str]]:
        return [[flat(cell.text) for cell in table.rows[0].cells] for table in Document(str(self.document)).tables]

    def grids(self, page: Page) -> list[list[list[str]]]:
        """The tables on one page as they are drawn: rows of cells."""
        found = [block for block in blocks_of([page]) if isinstance(block, Grid)]
        return [[[flat(cell.text) for cell in row] for row in grid.rows] for grid in found]


def long_plan() -> Roadmap:
    """A plan with a row that fits on no page and with words that fit in no column."""
    plan = read_roadmap(DOCUMENTS["with targets"])
    first, *others = plan.sections
    endless = replace(first.measures[0], title="Провести встречу с мастером. " * 150)
    wide = replace(
        first.measures[1],
        title=f"Обновить страницу https://пример.рф/{'очень-длинный-адрес/' * 12}",
        executors_raw=f"{'водогрязеторфопарафино' * 4}лечебница",
    )
    return replace(plan, sections=(replace(first, measures=(endless, wide, *first.measures[2:])), *others))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Print]:
    """All plans printed by one run of the program: it takes longer to begin than to print."""
    folder = tmp_path_factory.mktemp("printed")
    plans = {name: read_roadmap(path) for name, path in DOCUMENTS.items()} | {LONG: long_plan()}
    files = {name: folder / f"{at}.docx" for at, name in enumerate(plans)}
    for name, plan in plans.items():
        files[name].write_bytes(write(plan))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files.values())],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {name: Print(plans[name], file, pages_of(file.with_suffix(".pdf"))) for name, file in files.items()}


def pages_of(path: Path) -> list[Page]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [look_at(document, number).content for number in range(len(document))]
    finally:
        document.close()


def words_in(text: str) -> Iterator[str]:
    """Yield the letters and figures that stand together, wherever a line ends."""
    return (found[0] for found in re.finditer(r"\w+", text.replace("_", " ")))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_word_of_the_plan_stands_on_a_page(name: str, printed: dict[str, Print]) -> None:
    one = printed[name]
    fields = ("number", "title", "term_raw", "executors_raw", "result", "indicator_raw")
    measures = (str(getattr(measure, field) or "") for measure in one.plan.measures for field in fields)
    sections = (f"{section.number} {section.title}" for section in one.plan.sections)
    wanted = Counter(
        word for text in (one.plan.title, *one.plan.goals, *sections, *measures) for word in words_in(text)
    )

    stand = Counter(word for page in one.pages for word in words_in(" ".join(word.text for word in page.words)))

    assert wanted - stand == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_outside_the_fields(name: str, printed: dict[str, Print]) -> None:
    left, right = LEFT_EDGE - SPARE, RIGHT_EDGE + SPARE
    top, bottom = TOP_EDGE - SPARE, BOTTOM_EDGE + SPARE

    for page in printed[name].pages:
        assert (round(page.width), round(page.height)) == (round(PAGE_WIDTH.pt), round(PAGE_HEIGHT.pt))
        inside = [word for word in page.words if word not in page_numbers(page)]
        beyond = [
            one
            for one in (*inside, *page.rules)
            if one.x0 < left or one.x1 > right or one.top < top or one.bottom > bottom
        ]
        assert beyond == []


def page_numbers(page: Page) -> list[Word]:
    """What stands in the upper field, at least 10 mm from the edge."""
    return [word for word in page.words if word.bottom < TOP_EDGE and word.top > TOP_EDGE / 2]


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_numbered_from_the_second_one_in_the_middle(name: str, printed: dict[str, Print]) -> None:
    numbers = [page_numbers(page) for page in printed[name].pages]
    middle = (LEFT_EDGE + RIGHT_EDGE) / 2

    assert [[word.text for word in found] for found in numbers] == [
        [], *([str(at)] for at in range(2, len(numbers) + 1)),
    ]  # fmt: skip
    assert all(abs(word.middle[0] - middle) < 3 for found in numbers for word in found)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_on_a_page_begins_with_its_head(name: str, printed: dict[str, Print]) -> None:
    one = printed[name]

    begun = [grid[0] for page in one.pages for grid in one.grids(page)]

    assert len(begun) >= 2
    assert [head for head in begun if head not in one.heads] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_row_is_cut(name: str, printed: dict[str, Print]) -> None:
    """The rows page by page, without the heads that come again, are the rows of the document."""
    one = printed[name]
    seen = [row for page in one.pages for grid in one.grids(page) for row in grid[1:]]

    assert seen == [row for row in one.rows if row not in one.heads]


def test_a_row_longer_than_a_page_is_the_only_one_that_is_cut(printed: dict[str, Print]) -> None:
    one = printed[LONG]
    rows = [row for row in one.rows if row not in one.heads]
    seen = [row for page in one.pages for grid in one.grids(page) for row in grid[1:]]

    assert len([row for row in seen if row[0] == "" and "Провести встречу" in row[1]]) >= 1
    assert [row[0] for row in seen if row[0]] == [row[0] for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_ends_with_a_line_to_sign_on(name: str, printed: dict[str, Print]) -> None:
    """The program is asked to leave the last rows on the page on which it is signed."""
    one = printed[name]
    said = [word.text for word in one.pages[-1].words]
    last_rows = Document(str(one.document)).tables[-1]._tbl.tr_lst[-2:]

    assert [word for word in said if word.strip("()") in ("должность", "подпись", "инициалы,", "фамилия")] == said[-4:]
    assert all(paragraph.find(qn("w:keepNext")) is not None for row in last_rows for paragraph in row.iter(qn("w:pPr")))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_printed_pages_are_read_as_the_same_measures(name: str, printed: dict[str, Print]) -> None:
    one = printed[name]

    again = read_roadmap(one.document.with_suffix(".pdf"))

    assert [words_of(measure) for measure in again.measures] == [words_of(measure) for measure in one.plan.measures]


def words_of(measure: Measure) -> tuple[str, ...]:
    return (measure.number, measure.title, measure.term_raw, measure.executors_raw)
