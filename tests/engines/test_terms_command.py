"""`./orientir term WORDS`: what the words say, by which rules, on which dates."""

import json
import re
import string
from collections.abc import Callable

import pytest

from orientir.door import main
from orientir.door.term import WORDS

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask the door as a person does: exit code, standard output, standard error."""
    monkeypatch.setenv("ORIENTIR_LANGUAGE", "ru")
    monkeypatch.setenv("COLUMNS", "100")

    def asked(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["term", *arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return asked


def test_a_person_is_told_the_meaning_the_rules_and_the_dates(ask: Ask) -> None:
    code, out, err = ask("до 1 октября, ежегодно", "--from", "2026-09-01", "--to", "2028-08-31")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Понято        ежегодно, до 1 октября",
        "По правилам   Дату называют сами слова.",
        "              Внутренний срок — на 5 рабочих дней раньше.",
        "Даты в плане  01.09.2026 – 01.10.2026, сдать до 01.10.2026, внутренний срок 24.09.2026",
        "              01.09.2027 – 01.10.2027, сдать до 01.10.2027, внутренний срок 24.09.2027",
    ]


def test_the_machine_gets_json_alone(ask: Ask) -> None:
    code, out, err = ask("февраль 2028", "--from", "2026-01-01", "--to", "2028-12-31", "--json")

    answer = json.loads(out)
    assert (code, err, set(answer)) == (0, "", {"term", "occurrences"})
    assert {key: value for key, value in answer["term"].items() if value} == {
        "kind": "once", "years": [2028, 2028], "months": [2, 2],
    }  # fmt: skip
    assert answer["occurrences"] == [
        {"starts_on": "2028-02-01", "ends_on": "2028-02-29", "due_on": "2028-02-29", "inner_due_on": "2028-02-21"}
    ]


def test_without_a_period_there_are_no_dates(ask: Ask) -> None:
    _, out, _ = ask("раз в квартал")
    _, plain, _ = ask("раз в квартал", "--json")

    assert out == "Понято  ежеквартально\n"
    assert json.loads(plain)["occurrences"] == []


def test_rules_can_be_tried(ask: Ask) -> None:
    period = ("--from", "2027-01-01", "--to", "2027-12-31", "--lang", "en")

    _, out, _ = ask("постоянно", *period, "--rule", "continuous=half_year", "--rule", "inner_days=0")

    assert out.splitlines() == [
        "Understood         all the time",
        "By rule            «All the time» is accounted for every half-year.",
        "                   Half-years are January to June and July to December.",
        "                   The inner due day is 0 working days earlier.",
        "Dates in the plan  2027-01-01 – 2027-06-30, due 2027-06-30, inner due day 2027-06-30",
        "                   2027-07-01 – 2027-12-31, due 2027-12-31, inner due day 2027-12-31",
    ]


def test_words_that_are_no_term_are_an_answer_too(ask: Ask) -> None:
    code, out, _ = ask("как\x1b[2J получится")

    assert code == 0
    assert out.splitlines() == [
        "Понято           о сроке ничего не сказано",
        "Стоит проверить  не понято: как [2J получится",
    ]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("октябрь, фойе", ["Понято           октябрь", "Стоит проверить  не понято: фойе"]),
        ("30.02.2027", ["Понято           однократно", "Стоит проверить  такой даты не бывает: 30.02.2027"]),
        ("после ярмарки", ["Понято  после ярмарки"]),
    ],
)
def test_what_is_worth_a_look_is_said(ask: Ask, words: str, lines: list[str]) -> None:
    assert ask(words)[1].splitlines() == lines


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("по плану школы", "Даты в плане  нет, дату назначают люди"),
        ("март 2031", "Даты в плане  годы срока лежат вне плана"),
        ("до 2020 года", "Даты в плане  годы срока лежат вне плана"),
    ],
)
def test_no_dates_have_a_reason(ask: Ask, words: str, line: str) -> None:
    assert ask(words, "--from", "2026-01-01", "--to", "2028-12-31")[1].splitlines()[-1] == line


@pytest.mark.parametrize(
    "arguments",
    [
        ["--from", "2026-09-01"],
        ["--from", "2027-01-01", "--to", "2026-01-01"],
        ["--from", "0001-01-01", "--to", "2026-01-01"],
        ["--from", "x", "--to", "2026-01-01"],
        ["--rule", "colour=red"],
        ["--rule", "week=8"],
        ["--rule", ""],
    ],
)
def test_what_cannot_be_meant_is_a_sentence_and_code_2(ask: Ask, arguments: list[str]) -> None:
    code, out, err = ask("май", *arguments)

    assert (code, out, len(err.splitlines())) == (2, "", 1)


def test_both_languages_have_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert {key for key, (english, russian) in WORDS.items() if places(english) != places(russian)} == set()
    assert [key for key, (english, _) in WORDS.items() if re.search("[А-Яа-яЁё]", english)] == []
