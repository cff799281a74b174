"""Reading pictures of pages: what tesseract makes of them, and all that is done before and behind it."""

import io
import struct
import time
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from orientir.engines.reading import Remark, read_roadmap
from orientir.engines.reading.blocks import Grid, Line
from orientir.engines.reading.formats import FORMATS, picture, scan
from orientir.engines.reading.formats.base import Content, Source
from orientir.engines.reading.formats.ocr import raster
from orientir.engines.reading.formats.ocr.bullets import with_bullets
from orientir.engines.reading.formats.ocr.choosing import chosen
from orientir.engines.reading.formats.ocr.regions import Region
from orientir.engines.reading.formats.ocr.ruling import erase, rulings
from orientir.engines.reading.formats.ocr.spaces import spaced
from orientir.engines.reading.formats.ocr.stops import with_commas
from orientir.engines.reading.formats.ocr.tesseract import Reading
from orientir.engines.reading.layout import Page, Word
from orientir.engines.refusals import Refused
from tests.engines.scan_files import DPI, Sheet, needs_font, saved, scanned
from tests.support.needs import needs_tesseract

HEAD = ("№|п/п", "Мероприятие", "Срок", "Ответственные")
WIDTHS = (130, 620, 300, 400)
FIRST_ROWS = (
    HEAD,
    ("1. Организационная работа",),
    ("1.1.", "Создание рабочей группы|по профориентации", "сентябрь 2025 г.", "Управление|образования"),
    ("1.2.", "Заключение соглашений|с предприятиями («Завод»)", "I квартал 2026 г.", "ОО, СПО"),
)
SECOND_ROWS = (
    ("2. Работа с обучающимися",),
    ("2.1.", "Экскурсии для 8–9 классов|на предприятия района", "ежегодно", "ОО"),
    ("2.2.", "Конкурс «Моя профессия»", "до 1 мая, ежегодно", "Центр «Точка|роста», ОО"),
)
MEASURES = [
    ("1.1.", "Создание рабочей группы по профориентации", "once", ["Управление образования"]),
    ("1.2.", "Заключение соглашений с предприятиями («Завод»)", "once", ["ОО", "СПО"]),
    ("2.1.", "Экскурсии для 8–9 классов на предприятия района", "annual", ["ОО"]),
    ("2.2.", "Конкурс «Моя профессия»", "annual", ["Центр «Точка роста»", "ОО"]),
]


def plan_pages() -> tuple[Sheet, Sheet]:
    first, second = Sheet(), Sheet()
    first.write(420, 120, "План мероприятий («дорожная карта»)|по профориентации в Озёрском районе|на 2025–2026 годы")
    first.table(100, 320, WIDTHS, FIRST_ROWS)
    second.table(100, 120, WIDTHS, SECOND_ROWS)
    return first, second


@cache
def scans() -> tuple[Image.Image, ...]:
    """Two pages as a scanner gives them, each turned by another angle."""
    return tuple(
        scanned(sheet.image, angle=angle, seed=at)
        for at, (sheet, angle) in enumerate(zip(plan_pages(), (0.7, -1.3), strict=True))
    )


def read(data: bytes) -> Content:
    source = Source(data)
    return next(kind for kind in FORMATS if kind.knows(source)).read(source)


def texts(content: Content) -> list[str]:
    return [block.printed for block in content.blocks if isinstance(block, Line)]


def rows(content: Content) -> list[list[str]]:
    return [[cell.text for cell in row] for block in content.blocks if isinstance(block, Grid) for row in block.rows]


def recognised(image: Image.Image) -> list[str]:
    (page,) = scan.recognise_images([(image, DPI)])
    return [word.text for word in page.words]


def dashes_alike(text: str) -> str:
    return text.replace("—", "–").replace("-", "–")


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
@needs_tesseract
@needs_font
def test_turned_and_grainy_pages_are_read_as_the_plan_that_was_printed(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "scan"
    file.write_bytes(saved(scans(), kind))

    roadmap = read_roadmap(file)

    assert [
        (measure.number, dashes_alike(measure.title), measure.term.kind, list(measure.executors))
        for measure in roadmap.measures
    ] == MEASURES
    assert [section.title for section in roadmap.sections] == ["Организационная работа", "Работа с обучающимися"]
    assert Remark("recognised", {"pages": "1–2"}) in roadmap.warnings
    assert all(0 < measure.confidence["title"].value < 1 for measure in roadmap.measures)


@needs_tesseract
@needs_font
def test_a_page_that_lies_on_its_side_is_turned_upright() -> None:
    sheet = Sheet()
    sheet.write(
        150, 150, "Руководителям образовательных организаций|обеспечить реализацию плана в установленные сроки."
    )

    words = recognised(sheet.image.rotate(90, expand=True))

    assert " ".join(words) == (
        "Руководителям образовательных организаций обеспечить реализацию плана в установленные сроки."
    )


@needs_tesseract
@needs_font
def test_numerals_latin_words_bullets_and_numbers_alone_in_their_cells_are_read() -> None:
    sheet = Sheet((1654, 900))
    sheet.table(
        100,
        100,
        (200, 700, 500),
        [
            ("3.1.", "Участие в «Билете в будущее»", "III квартал"),
            ("3.2.", "Конкурс WorldSkills Russia", "IV квартал"),
            ("3.3.", "Дни открытых дверей", "ежегодно"),
        ],
    )
    for at, text in enumerate(("изучать опыт школ;", "развивать партнёрство.")):
        sheet.dot(110, 512 + 60 * at, 12)
        sheet.write(150, 500 + 60 * at, text)

    content = picture.read(Source(saved([scanned(sheet.image, angle=-0.4)], "PNG")))

    assert rows(content) == [
        ["3.1.", "Участие в «Билете в будущее»", "III квартал"],
        ["3.2.", "Конкурс WorldSkills Russia", "IV квартал"],
        ["3.3.", "Дни открытых дверей", "ежегодно"],
    ]
    assert texts(content) == ["• изучать опыт школ;", "• развивать партнёрство."]


@needs_tesseract
@needs_font
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP"])
def test_pictures_of_every_kind_are_known_by_their_bytes(kind: str) -> None:
    sheet = Sheet((1000, 300))
    sheet.write(60, 100, "План работы школы")

    content = read(saved([sheet.image], kind))

    assert texts(content) == ["План работы школы"]
    assert content.warnings == (Remark("recognised", {"pages": "1"}),)


@needs_tesseract
def test_an_empty_page_has_no_words() -> None:
    page = scanned(Image.new("L", (800, 1100), 255))

    assert recognised(page) == []


def test_without_the_program_a_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    image = Image.new("L", (600, 400), 255)
    image.paste(0, (100, 100, 140, 140))

    with pytest.raises(Refused) as refused:
        scan.recognise_images([(image, 150)])

    assert refused.value.reason == "no_recognition"


def png_that_says(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(bytes(width))),
            chunk(b"IEND", b""),
        )
    )


GREY_PAGE = saved([Image.new("L", (700, 900), 200)], "JPEG")
HOSTILE = {
    "more pixels than a page has": (png_that_says(9_000, 9_000), "too_big_unpacked"),
    "more pixels than Pillow opens": (png_that_says(60_000, 60_000), "too_big_unpacked"),
    "a picture that is cut short": (png_that_says(700, 900), "broken"),
    "a photograph without its end": (GREY_PAGE[: len(GREY_PAGE) // 2], "broken"),
    "nothing behind the signature": (b"II*\x00" + bytes(40), "broken"),
    "more pages than any plan": (saved([Image.new("1", (8, 8))] * 101, "TIFF"), "too_many_pages"),
    "a bomb within a PDF": (saved([Image.new("1", (9_000, 9_000))], "PDF"), "too_big_unpacked"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pictures_are_refused_at_once(name: str) -> None:
    data, reason = HOSTILE[name]
    began = time.monotonic()

    with pytest.raises(Refused) as refused:
        read(data)

    assert refused.value.reason == reason
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "data", [b"BMW is no picture but a text of more than eighteen bytes", b"RIFF....WAVE", b"\x89PN"]
)
def test_what_only_begins_like_a_picture_is_none(data: bytes) -> None:
    assert not picture.knows(Source(data))


def test_pages_that_were_recognised_are_told_to_the_user_and_bad_ones_by_name() -> None:
    good = Page(600, 800, (Word("План", 0, 0, 40, 10, 0.95),))
    bad = Page(600, 800, (Word("Пл4н", 0, 0, 40, 10, 0.4),))

    assert scan.remarks({1: good, 2: good, 3: bad, 7: good}) == (
        Remark("recognised", {"pages": "1–3, 7"}),
        Remark("recognised_badly", {"page": 3}),
    )
    assert scan.remarks({}) == ()


@pytest.mark.parametrize("angle", [-4.6, -0.35, 0.0, 1.2, 6.0])
@needs_font
def test_the_slant_of_a_page_is_found(angle: float) -> None:
    sheet = Sheet()
    sheet.write(200, 300, "|".join(["Наша школа готовит общий план работы на весь год"] * 12))

    grey = np.asarray(sheet.image.rotate(angle, fillcolor=255))

    assert raster.skew(grey <= 128) == pytest.approx(-angle, abs=0.1)


def grained(paper: np.ndarray) -> np.ndarray:
    """Ink as a bad copy has it: every fiftieth pixel is missing."""
    chance = np.random.default_rng(3)
    return paper & (chance.random(paper.shape) > 0.02)


def test_rules_are_found_with_gaps_and_a_slight_slant_and_letters_are_none() -> None:
    ink = np.zeros((600, 900), dtype=bool)
    for x in range(100, 800):
        ink[100 + x // 300, x] = ink[101 + x // 300, x] = True  # falls by three pixels
        ink[400:402, x] = True
    ink[100:402, 300:302] = True
    ink[200:204, 500:540] = True  # a dash
    for x in range(350, 700, 14):  # stems with serifs that nearly touch
        ink[250:280, x : x + 5] = True
        ink[250, x - 4 : x + 9] = True

    flat, upright = rulings(grained(ink), DPI)

    assert [(round(stroke.across[0], -1), stroke.start, stroke.end) for stroke in flat] == [
        (100, pytest.approx(100, abs=2), pytest.approx(800, abs=2)),
        (400, pytest.approx(100, abs=2), pytest.approx(800, abs=2)),
    ]
    assert [(round(stroke.across[0], -1), stroke.start, stroke.end) for stroke in upright] == [
        (300, pytest.approx(100, abs=4), pytest.approx(402, abs=4))
    ]


def test_a_rule_is_taken_out_and_the_letter_that_crosses_it_stays() -> None:
    grey = np.full((100, 400), 255, dtype=np.uint8)
    grey[50:52, 20:380] = 0
    grey[30:70, 200:204] = 0  # a stem through the rule
    grey[30:50, 300:304] = 0  # one that stands on it
    ink = grey <= 128

    (flat,), _ = rulings(ink, DPI)
    erase(grey, ink, flat)

    left = grey <= 128
    assert left[30:70, 201:203].all()
    assert left[30:48, 301:303].all()
    assert not left[50:52, 20:190].any()
    assert not left[50:52, 310:380].any()


def reading(text: str, left: float, *, sureness: float = 0.95, width: float = 0, line: int = 0) -> Reading:
    return Reading(text, left, 100, left + (width or 10 * len(text)), 120, (line,), sureness)


def test_of_two_readings_the_known_word_is_taken_and_agreement_makes_sure() -> None:
    first = [reading("план", 0), reading("раб0ты", 60, sureness=0.9), reading("на", 140), reading("год", 180)]
    second = [reading("план", 1), reading("работы", 60, sureness=0.8), reading("|", 130, width=4), reading("год", 181)]

    words = chosen(first, second)

    assert [word.text for word in words] == ["план", "работы", "на", "год"]
    assert words[0].sureness > 0.99
    assert words[1].sureness == pytest.approx(0.64)


def test_a_word_torn_by_one_reading_is_whole_when_the_other_has_it_whole() -> None:
    torn = [reading("профес", 0, sureness=0.7), reading("сии", 64, sureness=0.7)]
    whole = [reading("профессии", 0, sureness=0.8, width=94)]

    assert [word.text for word in chosen(torn, whole)] == ["профессии"]


def line_of_blots(*columns: tuple[int, int], height: int = 20) -> np.ndarray:
    ink = np.zeros((140, 300), dtype=bool)
    for start, end in columns:
        ink[100 : 100 + height, start:end] = True
    return ink


def test_spaces_are_set_and_taken_as_the_paper_shows_them() -> None:
    ink = line_of_blots((0, 9), (11, 20), (32, 50), (60, 69), (71, 80), (82, 100))

    apart = spaced([reading("25%", 0, width=50)], ink, 20)
    close = spaced([reading("25%", 60, width=40)], ink, 20)
    torn = spaced([reading("экскурс", 120, width=60), reading("ий", 181), reading("ий", 240)], ink, 20)

    assert [word.text for word in apart] == ["25", "%"]
    assert [word.text for word in close] == ["25%"]
    assert [word.text for word in torn] == ["экскурсий", "ий"]


def test_a_comma_is_told_from_a_full_stop_by_its_form() -> None:
    ink = line_of_blots((0, 9), (11, 20), (22, 31), (100, 109), (111, 120), (122, 131))
    ink[116:126, 34:38] = True  # hangs below the line
    ink[116:120, 134:138] = True  # stands on it

    found = with_commas(
        [
            Reading("год.", 0, 100, 38, 126, (0,), 0.9),
            Reading("год", 0, 100, 38, 126, (0,), 0.9),
            Reading("год.", 100, 100, 138, 120, (0,), 0.9),
        ],
        ink,
        30,
    )

    assert [word.text for word in found] == ["год,", "год,", "год."]


def test_a_blot_before_a_line_is_a_bullet_and_a_letter_or_a_speck_is_none() -> None:
    ink = np.zeros((300, 300), dtype=bool)
    y, x = np.mgrid[0:12, 0:12]
    disc = (y - 5.5) ** 2 + (x - 5.5) ** 2 <= 36
    ring = disc & ((y - 5.5) ** 2 + (x - 5.5) ** 2 > 12)
    ink[104:116, 4:16] = disc
    ink[144:156, 4:16] = ring
    ink[190:193, 4:7] = True
    lines = [
        Reading("опыт", 30, 100, 80, 120, (1,), 0.9),
        Reading("о", 4, 144, 16, 156, (2,), 0.9),
        Reading("плане", 30, 140, 80, 160, (2,), 0.9),
        Reading("школы", 30, 180, 80, 200, (3,), 0.9),
    ]

    found = with_bullets(lines, ink, Region(0, 100, 100, 200, 3), 30)

    assert [word.text for word in found] == ["•", "опыт", "о", "плане", "школы"]


def test_the_resolution_a_picture_claims_is_believed_only_where_it_makes_a_sheet_of_paper() -> None:
    page = Image.new("L", (1240, 1754), 255)
    said = [picture.resolution(Image.open(io.BytesIO(saved([page], "PNG", dpi=dpi)))) for dpi in (72, 150, 200, 1200)]

    assert said == pytest.approx([150, 150, 200, 150], abs=1)
