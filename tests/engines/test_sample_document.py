"""The sample roadmap: read fully right, and a real office document that prints as one."""

import re
import shutil
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import pytest

from orientir.demo import sample_plan
from orientir.demo.sample_roadmap import build
from orientir.engines.reading import Approval, Period, read_roadmap
from orientir.engines.terms import Term

YEAR = 2026
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TERMS = {
    "1.1.": Term("once", years=(2026, 2026), months=(3, 3)),
    "1.2.": Term("annual", deadline="09-10"),
    "1.3.": Term("annual", months=(8, 9)),
    "1.4.": Term("range", years=(2026, 2026)),
    "1.5.": Term("annual", months=(9, 9)),
    "1.6.": Term("quarterly"),
    "2.1.": Term("annual", months=(10, 11)),
    "2.2.": Term("school_year"),
    "2.3.": Term("annual", months=(4, 4)),
    "2.4.": Term("annual", months=(11, 3)),
    "2.5.": Term("by_schedule", relative="external_schedule"),
    "2.6.": Term("continuous"),
    "2.7.": Term("half_yearly"),
    "2.8.": Term("annual", months=(6, 8)),
    "3.1.": Term("range", years=(2026, 2028)),
    "3.2.": Term("once", months_list=(2, 10)),
    "3.3.": Term("continuous"),
    "3.4.": Term("once", years=(2026, 2026), months=(11, 11)),
    "3.5.": Term("monthly"),
    "4.1.": Term("annual", deadline="11-30"),
    "4.2.": Term("annual", months=(12, 12)),
    "4.3.": Term("annual", months=(12, 12)),
    "4.4.": Term("annual", deadline="10-01"),
    "4.5.": Term("annual", relative="after_school_year"),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "roadmap.docx"
    build(path, year=YEAR)
    return path


def test_the_reader_reads_the_head_of_the_sample(sample: Path) -> None:
    roadmap = read_roadmap(sample)

    assert roadmap.title == sample_plan.title(YEAR)
    assert (roadmap.territory, roadmap.level, roadmap.period) == ("город Белоозерск", "city", Period(2026, 2028))
    assert roadmap.approved_by == Approval(
        "Управление образования администрации города Белоозерска", "приказ", "17-од", "2026-01-14"
    )
    assert roadmap.goals == (sample_plan.GOAL, *sample_plan.TASKS)
    assert roadmap.warnings == ()


def test_the_reader_reads_every_measure_of_the_sample_right(sample: Path) -> None:
    found = [
        (section.number, section.title, [
            (m.number, m.title, m.sub_items, m.term_raw, m.executors, m.result, m.indicator_raw)
            for m in section.measures
        ])
        for section in read_roadmap(sample).sections
    ]  # fmt: skip

    assert found == [
        (direction.number, direction.title, [
            (row.number, printed(row), row.items, row.term, led(row), row.result, row.indicator)
            for row in direction.rows
        ])
        for direction in sample_plan.directions(YEAR)
    ]  # fmt: skip


def test_the_terms_of_the_sample_are_understood(sample: Path) -> None:
    assert {measure.number: measure.term for measure in read_roadmap(sample).measures} == TERMS


def printed(row: sample_plan.Row) -> str:
    """The measure with its list as the page shows it."""
    items = [f"– {item}{'.' if item == row.items[-1] else ';'}" for item in row.items]
    return " ".join([row.title, *items])


def led(row: sample_plan.Row) -> tuple[str, ...]:
    """The performers as printed: the first begins the cell, so it begins with a capital."""
    first, *others = row.performers
    return (first[:1].upper() + first[1:], *others)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_an_office_program_prints_the_sample_and_the_title_can_be_read_off_the_page(
    sample: Path, tmp_path: Path
) -> None:
    languages = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    if "rus" not in languages.stdout.split():
        pytest.skip("tesseract has no Russian")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(sample)],
        check=True,
        capture_output=True,
        timeout=100,
    )

    pages = pypdfium2.PdfDocument(tmp_path / "roadmap.pdf")
    landscape = {page.get_width() > page.get_height() for page in pages}
    picture = tmp_path / "page.pgm"
    draw(pages[0], picture)
    words = subprocess.run(
        ["tesseract", str(picture), "-", "-l", "rus", "--psm", "4"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    read_back = re.sub("[—-]", "–", " ".join(words.split())).partition("Цель")[0]

    assert (landscape, 3 <= len(pages) <= 8) == ({True}, True)
    assert "УТВЕРЖД" in read_back
    title = sample_plan.title(YEAR)
    # one letter in a hundred may be misread: fonts differ from machine to machine
    assert SequenceMatcher(None, title, read_back[-len(title) - 1 :]).ratio() > 0.98


def draw(page: pypdfium2.PdfPage, path: Path) -> None:
    """The page in grey at 200 dots an inch as a portable graymap, which needs no library of pictures."""
    bitmap = page.render(scale=200 / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    body = b"".join(rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height))
    path.write_bytes(f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + body)
