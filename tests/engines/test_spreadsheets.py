"""A list in XLSX becomes rows that know their places; what is wrong is named by row, column and code."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from orientir.engines.refusals import OF_SPREADSHEETS
from orientir.engines.spreadsheets import FAULTS, Column, Fault, Refused, read_table
from orientir.engines.spreadsheets.values import clean
from tests.engines.sheet_files import MAIN, Cell, parts, sheet, workbook
from tests.engines.word_files import archive

KIND = Column("kind", ("вид", "тип организации"))
NAME = Column("name", ("полное наименование", "наименование"), longest=20)
PLACE = Column("place", ("территория",), required=False)
COLUMNS = (KIND, NAME, PLACE)
HEAD = ("Вид", "Наименование", "Территория")
FEW = settings(
    max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

FULL = sheet([HEAD, ("школа", "Школа № 5", "Ключи")])


def refusal(path: Path) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(Refused) as caught:
        read_table(path, COLUMNS)
    return caught.value.reason, dict(caught.value.params)


def file_of(folder: Path, *sheets: str, **arguments: object) -> Path:
    path = folder / "list.xlsx"
    named = {f"Лист{at}": content for at, content in enumerate(sheets, start=1)}
    path.write_bytes(archive(parts(named, **arguments)))  # type: ignore[arg-type]
    return path


def test_a_table_is_found_under_its_title_in_any_order_of_columns(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Перечень организаций",),
        (),
        ("№ п/п", "Территория", "ТИП  организации: *", "Полное\u00a0наименование\n(по уставу)"),
        (1, 2, 3, 4),
        (1, "Ключи", "школа", "Школа №\u00a05"),
        (),
        ("№ п/п", "Территория", "ТИП  организации: *", "Полное\u00a0наименование\n(по уставу)"),
        (2,),
        (3, None, "детский сад", " Ёлочка\u200b "),
    )

    table = read_table(path, COLUMNS)

    assert (table.sheet, table.head, table.faults, table.ignored, table.unread) == ("Лист1", 3, (), {"A": "№ п/п"}, ())
    assert table.letters == {"place": "B", "kind": "C", "name": "D"}
    assert [(row.number, dict(row.values)) for row in table.rows] == [
        (5, {"place": "Ключи", "kind": "школа", "name": "Школа № 5"}),
        (9, {"place": "", "kind": "детский сад", "name": "Ёлочка"}),
    ]


def test_places_are_right_where_the_table_begins_in_the_middle_of_the_sheet(tmp_path: Path) -> None:
    path = file_of(tmp_path, sheet([HEAD, ("школа", None)], first=(7, 27)))

    table = read_table(path, COLUMNS)

    assert (table.head, table.letters, table.rows[0].number) == (7, {"kind": "AB", "name": "AC", "place": "AD"}, 8)
    assert table.faults == (Fault(8, "AC", "missing", {"column": "name"}),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (9, "9"),
        (9.0, "9"),
        (12345678901.0, "12345678901"),
        (0.1, "0.1"),
        (1e21, "1000000000000000000000"),
        (-0.0, "0"),
        (True, "TRUE"),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (datetime(2026, 9, 1, 12, 30), datetime(2026, 9, 1, 12, 30)),
        ("+7 900 000", "+7 900 000"),
        ("=1+1", "=1+1"),
        ('<c r="{place}"><f>1+1</f><v>2</v></c>', "2"),
        ("а\u0306\r\n\tб\u00adв\u2007г", "ӑ бв г"),
    ],
)
def test_a_value_is_what_a_person_sees(written: Cell, read: object, tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path, HEAD, ("школа", written)), COLUMNS)

    assert table.rows[0].values["name"] == read


def test_a_date_as_text_is_written_in_figures(tmp_path: Path) -> None:
    row = read_table(workbook(tmp_path, HEAD, (date(2026, 9, 1), datetime(2026, 9, 1, 12, 30))), COLUMNS).rows[0]

    assert (row.text("kind"), row.text("name"), row.text("place")) == ("01.09.2026", "01.09.2026 12:30", "")


def test_every_fault_is_named_by_row_column_and_code(tmp_path: Path) -> None:
    failed = '<c r="{place}" t="e"><v>#REF!</v></c>'
    path = workbook(
        tmp_path,
        ("Вид", "Наименование", "Территория", "Тип организации"),
        (None, "Школа № 5"),
        ("школа", "Ш" * 21, failed),
        (failed, "#Н/Д"),
    )

    assert read_table(path, COLUMNS).faults == (
        Fault(1, "D", "column_twice", {"column": "kind", "first": "A"}),
        Fault(2, "A", "missing", {"column": "kind"}),
        Fault(3, "B", "too_long", {"column": "name", "length": 21, "limit": 20}),
        Fault(3, "C", "error_value", {"column": "place", "text": "#REF!"}),
        Fault(4, "A", "error_value", {"column": "kind", "text": "#REF!"}),
        Fault(4, "B", "error_value", {"column": "name", "text": "#Н/Д"}),
    )


def test_a_required_column_that_is_not_there_is_a_fault_and_an_optional_one_is_not(tmp_path: Path) -> None:
    without_name = read_table(workbook(tmp_path, ("Вид", "Территория"), ("школа", "Ключи")), COLUMNS)
    without_place = read_table(workbook(tmp_path, ("Вид", "Наименование"), ("школа", "Школа № 5")), COLUMNS)

    assert without_name.faults == (Fault(1, "", "column_missing", {"column": "name"}),)
    assert (without_place.faults, without_place.rows[0].text("place")) == ((), "")


def test_hidden_sheets_are_passed_over_and_other_sheets_are_told(tmp_path: Path) -> None:
    letter = sheet([("Уважаемые коллеги",)])
    path = file_of(tmp_path, FULL, letter, sheet([]), FULL, FULL, hidden=["Лист1"])

    table = read_table(path, COLUMNS)

    assert (table.sheet, table.unread) == ("Лист4", ("Лист2", "Лист5"))


def test_a_workbook_without_such_a_table_is_refused_with_what_was_seen(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, ("Школа", "Детей"), ("№ 5", 500))) == ("no_table", {"seen": "Школа | Детей"})
    assert refusal(workbook(tmp_path)) == ("no_table", {"seen": ""})


def test_a_million_empty_rows_and_a_cell_at_their_end_do_no_harm(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{number}" s="1"><c r="A{number}" s="1"/></row>' for number in range(3, 100_000))
    last = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t> </t></is></c></row>'
    path = file_of(tmp_path, sheet([HEAD, ("школа", "Школа № 5")], more=empty + last))

    began = time.monotonic()
    table = read_table(path, COLUMNS)

    assert ([row.number for row in table.rows], table.faults) == ([2], ())
    assert time.monotonic() - began < 5


def test_a_list_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEAD, *[("школа", f"Школа № {number}") for number in range(20_001)])

    assert refusal(path) == ("too_many_rows", {"limit": 20_000})


GOOD = parts({"Лист1": FULL})
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;">]><sst {MAIN}><si><t>&b;</t></si></sst>'
SHEET = "xl/worksheets/sheet1.xml"
FAR = sheet([HEAD], more='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str | None]] = {
    "empty": (lambda: b"", "empty", None),
    "csv": (lambda: "вид;наименование\n".encode("cp1251"), "wrong_type", "text"),
    "pdf": (lambda: b"%PDF-1.7", "wrong_type", "pdf"),
    "picture": (lambda: b"GIF89a\0\0", "wrong_type", "unknown"),
    "table-of-a-web-page": (lambda: b"\n<html><table>", "wrong_type", "html"),
    "old-excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "wrong_type", "xls"),
    "password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
        None,
    ),
    "binary-excel": (
        lambda: archive({"[Content_Types].xml": "<a/>", "xl/workbook.bin": b"\0"}),
        "wrong_type",
        "xlsb",
    ),
    "open-document": (
        lambda: archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        "wrong_type",
        "ods",
    ),
    "word": (lambda: archive({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "wrong_type", "docx"),
    "other-zip": (lambda: archive({"a.txt": "список"}), "wrong_type", "archive"),
    "cut-short": (lambda: archive(GOOD)[:-40], "broken", None),
    "half-xml": (lambda: archive({**GOOD, SHEET: FULL[:-30]}), "broken", None),
    "no-sheet": (lambda: archive({name: text for name, text in GOOD.items() if name != SHEET}), "broken", None),
    "no-such-string": (
        lambda: archive({**GOOD, SHEET: sheet([('<c r="{place}" t="s"><v>9</v></c>',)])}),
        "broken",
        None,
    ),
    "unknown-encoding": (
        lambda: archive({**GOOD, "xl/styles.xml": '<?xml version="1.0" encoding="x-9"?><a/>'}),
        "broken",
        None,
    ),
    "far-corners": (lambda: archive({**GOOD, SHEET: FAR}), "too_many_cells", None),
    "far-corners-under-a-prefix": (
        lambda: archive(
            {
                **GOOD,
                SHEET: FAR.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x="),
            }
        ),
        "too_many_cells",
        None,
    ),
    "beyond-the-last-column": (lambda: archive({**GOOD, SHEET: FULL.replace('"A1"', '"ZZZ1"')}), "broken", None),
    "beyond-the-last-row": (
        lambda: archive({**GOOD, SHEET: FULL.replace('r="1"', 'r="9999999"').replace("A1", "A9999999")}),
        "broken",
        None,
    ),
    "a-cell-of-another-row": (lambda: archive({**GOOD, SHEET: FULL.replace('"A1"', '"A99"')}), "broken", None),
    "an-endless-number": (
        lambda: archive({**GOOD, SHEET: FULL.replace('"A1"', f'"A{"9" * 5000}"')}),
        "broken",
        None,
    ),
    "laughs": (lambda: archive({**GOOD, "xl/sharedStrings.xml": LAUGHS}), "entities", None),
    "bomb": (lambda: archive({**GOOD, "xl/media/a.bin": b"0" * (60 * 2**20)}), "bomb", None),
    "many-entries": (lambda: archive({**GOOD, **{f"a{n}": "" for n in range(2001)}}), "too_many_entries", None),
    "parent-name": (lambda: archive({**GOOD, "../../a": "x"}), "unsafe_name", None),
    "nested": (lambda: archive({**GOOD, "xl/a.zip": "x"}), "nested_archive", None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_wrong_file_is_refused_with_its_reason_in_time(name: str, tmp_path: Path) -> None:
    make, reason, seen = HOSTILE[name]
    path = tmp_path / "list.xlsx"
    path.write_bytes(make())

    began = time.monotonic()
    found, params = refusal(path)

    assert (found, params.get("seen"), time.monotonic() - began < 2) == (reason, seen, True)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.xlsx") == ("missing", {})


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=30)
ANY_CELL: st.SearchStrategy[Cell] = st.one_of(
    WORDS.filter(lambda text: not text.startswith("<c ")),
    st.integers(-(10**14), 10**14),
    st.dates(date(1901, 1, 1), date(2099, 12, 31)),
)
ROWS = st.lists(st.tuples(ANY_CELL, ANY_CELL, ANY_CELL), max_size=12)


def seen_in(value: Cell) -> object:
    return value if isinstance(value, date) else clean(value) if isinstance(value, str) else str(value)


@FEW
@given(ROWS, st.booleans(), st.permutations(range(3)), st.tuples(st.integers(1, 40), st.integers(0, 40)))
def test_rows_written_are_rows_read(
    tmp_path: Path, rows: list[tuple[Cell, ...]], shares: bool, order: list[int], first: tuple[int, int]
) -> None:
    # a row beneath the head that only numbers the columns is no row of the list
    assume(not rows or {str(value) for value in rows[0]} - {"None", ""} not in ({"1", "2"}, {"1", "2", "3"}))
    shared: list[str] | None = [] if shares else None
    written = [[row[at] for at in order] for row in [HEAD, *rows]]
    path = file_of(tmp_path, sheet(written, first=first, shared=shared), shared=shared or ())

    table = read_table(path, COLUMNS)

    expected = [(first[0] + at, tuple(map(seen_in, row))) for at, row in enumerate(rows, start=1)]
    assert [(row.number, tuple(row.values[column.key] for column in COLUMNS)) for row in table.rows] == [
        (number, row) for number, row in expected if any(row)
    ]


@FEW
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(GOOD)))
    content = GOOD[name]
    damaged = bytearray(content.encode() if isinstance(content, str) else content)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "list.xlsx"
    path.write_bytes(archive({**GOOD, name: bytes(damaged)}))

    with contextlib.suppress(Refused):
        assert {fault.code for fault in read_table(path, COLUMNS).faults} <= FAULTS


def test_a_reason_nobody_knows_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match="because"):
        Refused("because")
    assert {reason for _, reason, _ in HOSTILE.values()} < OF_SPREADSHEETS
