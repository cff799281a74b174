"""`read` and `term` at the door: a table, JSON, or one sentence why not."""

import json
import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest

from orientir.door import main
from orientir.door.read import WORDS as READ_WORDS
from orientir.door.term import WORDS as TERM_WORDS
from orientir.engines.reading import from_json, read_roadmap
from orientir.engines.refusals import OF_ROADMAPS
from tests.engines.word_files import HEAD, archive, p, tbl, word_file

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask the door as a person does: exit code, standard output, standard error."""
    monkeypatch.setenv("ORIENTIR_LANGUAGE", "ru")
    monkeypatch.setenv("COLUMNS", "100")

    def asked(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return asked


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return word_file(
        tmp_path,
        p("Дорожная карта города Ключи на 2026-2027 гг."),
        tbl(
            HEAD,
            ("1.1.", "Собрать школы", "май", "Школы, клубы", "Протокол"),
            ("1.2.", "Игра", "", "Клубы", ""),
        ),
    )


def test_read_prints_a_table_with_warnings_and_counts(ask: Ask, plan: Path) -> None:
    code, out, err = ask("read", str(plan))

    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[:3] == [
        "Дорожная карта города Ключи на 2026-2027 гг.",
        "Территория: город Ключи",
        "Период: 2026–2027",
    ]
    assert [re.split(r"\s{2,}", line) for line in lines if line.startswith("1.")] == [
        ["1.1.", "Собрать школы", "май", "Школы, клубы", "Протокол"],
        ["1.2.", "Игра", "Клубы"],
    ]
    assert "  – 1.2. (таблица 1, строка 3): срок не указан" in lines
    assert lines[-1] == "1 раздел, 2 пункта, 1 предупреждение"
    assert max(map(len, lines)) <= 100


def test_read_speaks_english(ask: Ask, plan: Path) -> None:
    _, out, _ = ask("read", str(plan), "--lang", "en")

    assert out.splitlines()[-1] == "1 section, 2 measures, 1 warning"
    assert "Territory: город Ключи" in out


def test_read_gives_json_alone(ask: Ask, plan: Path) -> None:
    code, out, err = ask("read", str(plan), "--json")

    assert (code, err) == (0, "")
    assert from_json(json.loads(out)) == read_roadmap(plan)


def test_what_is_not_read_is_one_sentence_and_code_2(ask: Ask, tmp_path: Path) -> None:
    files = {
        "no.docx": None,
        "empty.docx": b"",
        "table.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
        "cut.pdf": b"%PDF-1.4",
        "cut.docx": archive({"word/document.xml": "<a/>"})[:-30],
        "bad\nname.docx": archive({"../a": "x"}),
    }
    answers = []
    for name, content in files.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        answers.append(ask("read", str(tmp_path / name)))

    folder = str(tmp_path)
    assert [(code, out) for code, out, _ in answers] == [(2, "")] * len(files)
    assert [err.replace(folder, "") for _, _, err in answers] == [
        "Файла /no.docx нет.\n",
        "Файл /empty.docx пуст.\n",
        "/table.xls — это старая книга Excel (XLS); дорожная карта читается из DOCX, PDF, ODT, XLSX, HTML, текста и"
        " снимков страниц.\n",
        "/cut.pdf повреждён; откройте его в офисной программе и сохраните заново.\n",
        "/cut.docx повреждён; откройте его в офисной программе и сохраните заново.\n",
        "В /bad name.docx есть небезопасное имя: ../a.\n",
    ]


def test_a_document_without_a_plan_is_one_sentence_saying_what_was_seen(ask: Ask, tmp_path: Path) -> None:
    empty = ask("read", str(word_file(tmp_path, p("Письмо"), p("Просим сообщить"))))
    other = ask("read", str(word_file(tmp_path, tbl(("Школа", "Детей"), ("1", "500"), ("2", "300")))))

    assert [(code, out) for code, out, _ in (empty, other)] == [(2, ""), (2, "")]
    assert empty[2].endswith("нет плана мероприятий: строк текста: 2, таблиц нет.\n")
    assert other[2].endswith("; в шапке стоит «Школа | Детей».\n")


def test_every_refusal_has_its_words_and_both_languages_have_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert set(READ_WORDS) >= OF_ROADMAPS
    for words in (READ_WORDS, TERM_WORDS):
        assert {key for key, (english, russian) in words.items() if places(english) != places(russian)} == set()
        assert [key for key, (english, _) in words.items() if re.search("[А-Яа-яЁё]", english)] == []
