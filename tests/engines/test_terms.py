"""Terms: the words of a cell in, what they say out."""

import json
from pathlib import Path

import pytest

from orientir.engines.terms import Term, Window, parse_term

MONTH_FORMS = [
    ("январь января январе январём янв", 1),
    ("февраль февраля феврале фев февр", 2),
    ("март марта марте", 3),
    ("апрель апреля апреле апр", 4),
    ("май мая мае", 5),
    ("июнь июня июне", 6),
    ("июль июля июле", 7),
    ("август августа августе авг", 8),
    ("сентябрь сентября СЕНТЯБРЕ сен сент", 9),
    ("Октябрь октября октябре окт", 10),
    ("ноябрь ноября ноябре нояб", 11),
    ("декабрь декабря декабре дек", 12),
]
ONE_YEAR = (2027, 2027)


def once(**said: object) -> Term:
    return Term("once", **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(("forms", "month"), MONTH_FORMS)
def test_a_month_is_known_in_every_case_and_cut_short(forms: str, month: int) -> None:
    assert [parse_term(form).months for form in forms.split()] == [(month, month)] * len(forms.split())


WINDOWS = [
    ("ноябрь – январь", once(months=(11, 1))),
    ("с марта по май 2027 года", once(years=ONE_YEAR, months=(3, 5))),
    ("сентябрь, октябрь", once(months=(9, 10))),
    ("октябрь/ноябрь", once(months=(10, 11))),
    ("февраль, октябрь", once(months_list=(2, 10))),
    ("март и ноябрь 2027", once(years=ONE_YEAR, months_list=(3, 11))),
    ("2027: март, ноябрь", once(years=ONE_YEAR, months_list=(3, 11))),
    ("1) апрель\n2) август", once(months_list=(4, 8))),
    ("Апр.-июнь", once(months=(4, 6))),
    ("09.2027", once(years=ONE_YEAR, months=(9, 9))),
    ("X–XII", once(months=(10, 12))),
    ("сентябрь – октябрь, март – апрель", once(
        months_list=(9, 10, 3, 4), windows=(Window("09", "10"), Window("03", "04"))
    )),
    ("ноябрь 2026 – февраль 2027", once(years=(2026, 2027), months=(11, 2))),
    ("октябрь–апрель 2026/2027 учебного года", once(years=(2026, 2027), months=(10, 4))),
    ("лето 2027", once(years=ONE_YEAR, months=(6, 8))),
    ("начало марта", once(months=(3, 3), windows=(Window("03", "03", "third:1"),))),
    ("последняя неделя апреля", once(months=(4, 4), windows=(Window("04", "04", "week:last"),))),
    ("второй четверг ноября", once(months=(11, 11), windows=(Window("11", "11", "weekday:4:2"),))),
    ("II квартал 2027 года", once(years=ONE_YEAR, months=(4, 6))),
    ("П кв. 2027", once(years=ONE_YEAR, months=(4, 6))),
    ("2 полугодие 2027 года", once(years=ONE_YEAR, months=(7, 12))),
    ("1 п/г", once(months=(9, 12))),
    ("2–3 четверть", once(months=(11, 3))),
    ("второе полугодие учебного года", once(months=(1, 5))),
]  # fmt: skip
DAYS = [
    ("12 марта 2027 г.", once(years=ONE_YEAR, months=(3, 3), deadline="03-12")),
    ("12.03.27г", once(years=ONE_YEAR, months=(3, 3), deadline="03-12")),
    ("«5» мая", once(months=(5, 5), deadline="05-05")),
    ("двадцать пятого мая", once(months=(5, 5), deadline="05-25")),
    ("с 10 по 14 февраля", once(months=(2, 2), deadline="02-14", windows=(Window("02-10", "02-14"),))),
    ("10-14.02", once(months=(2, 2), deadline="02-14", windows=(Window("02-10", "02-14"),))),
    ("28.11 - 05.12", once(months=(11, 12), deadline="12-05", windows=(Window("11-28", "12-05"),))),
    ("не позднее 1 июня", once(deadline="06-01")),
    ("к 25.12.2027", once(years=ONE_YEAR, deadline="12-25")),
    ("до20 мая", once(deadline="05-20")),
    ("до конца февраля 2028 года", once(years=(2028, 2028), deadline="02-29")),
    ("до конца 2027 года", once(years=ONE_YEAR, deadline="12-31")),
    ("до 15 января, до 15 июля", once(
        deadline="07-15", windows=(Window(None, "01-15"), Window(None, "07-15"))
    )),
    ("МАРТ 2027 | 12", once(years=ONE_YEAR, months=(3, 3), deadline="03-12")),
    ("март, до 10 числа", once(deadline="03-10")),
]  # fmt: skip
YEARS = [
    ("2026-2028 гг.", Term("range", years=(2026, 2028))),
    ("2026, 2027, 2028", Term("range", years=(2026, 2028))),
    ("январь 2026 – декабрь 2028", Term("range", years=(2026, 2028))),
    ("в течение 2027 года", Term("range", years=ONE_YEAR)),
    ("2027 год", once(years=ONE_YEAR)),
    ("с 2027 года", Term("range", years=(2027, None))),
    ("2027 год и далее", Term("range", years=(2027, None))),
    ("до 2030 года", Term("range", years=(None, 2030))),
    ("с 01.09.2027", Term("range", years=(2027, None), windows=(Window("09-01", None),))),
    ("01.09.2026-31.05.2027", Term(
        "range", years=(2026, 2027), months=(9, 5), deadline="05-31", windows=(Window("09-01", "05-31"),)
    )),
    ("май 2027, далее – ежегодно", Term("annual", years=(2027, None), months=(5, 5))),
    ("ежегодно до 1 мая, 2026–2028", Term("annual", years=(2026, 2028), deadline="05-01")),
]  # fmt: skip
OFTEN = [
    ("ежегодно", Term("annual")),
    ("каждый ноябрь", Term("annual", months=(11, 11))),
    ("Ежегодно (сентябрь)", Term("annual", months=(9, 9))),
    ("раз в 2 года", Term("annual", frequency=(1, 2, "year"))),
    ("раз в полгода", Term("half_yearly")),
    ("2 раза в год: май, декабрь", Term("half_yearly", months_list=(5, 12))),
    ("не реже одного раза в квартал", Term("quarterly")),
    ("ежегодно, раз в четверть", Term("quarterly")),
    ("3 раза в год", Term("quarterly", frequency=(3, 1, "year"))),
    ("ежемесячно, октябрь – апрель", Term("monthly", months=(10, 4))),
    ("2 раза в месяц", Term("monthly", frequency=(2, 1, "month"))),
    ("до 20-го числа каждого месяца", Term("monthly", month_days=(None, 20))),
    ("последний рабочий день месяца", Term("monthly", month_days=(31, 31))),
    ("до 10 числа каждого квартала", Term("quarterly", month_days=(None, 10))),
    ("1 и 3 среда месяца", Term("monthly", weekdays=(3,), weeks=(1, 3))),
    ("еженедельно", Term("weekly")),
    ("по средам и пятницам", Term("weekly", weekdays=(3, 5))),
    ("каждый понедельник", Term("continuous", weekdays=(1,))),
    ("каждый день", Term("daily")),
    ("раз в 10 дней", Term("continuous", frequency=(1, 10, "day"))),
    ("однократно", once()),
    ("1 раз за весь период", once()),
]
LASTING = [
    ("постоянно", Term("continuous")),
    ("на постоянной основе", Term("continuous")),
    ("в теч. года", Term("continuous")),
    ("в течение всего срока реализации программы", Term("continuous")),
    ("в течение учебного года", Term("school_year")),
    ("2026-27 уч.г.", Term("school_year", years=(2026, 2027))),
    ("в течение ноября", once(months=(11, 11))),
    ("постоянно, отчёт до 20 декабря", Term("continuous", deadline="12-20")),
    ("по запросу, в течение года", Term("continuous", occasion="request")),
]
HANGING = [
    ("по плану работы школы", Term("by_schedule", relative="own_plan")),
    ("по плану министерства образования и науки", Term("by_schedule", relative="external_schedule")),
    ("согласно графика колледжа", Term("by_schedule", relative="external_schedule")),
    ("в соответствии с приказом комитета от 12.09.2026 № 7", Term("by_schedule", relative="external_schedule")),
    ("в установленные сроки", Term("by_schedule", relative="external_schedule")),
    ("апрель, по графику", once(months=(4, 4), relative="external_schedule")),
    ("ежегодно по итогам учебного года", Term("annual", relative="after_school_year")),
    ("до 1 марта года, следующего за отчётным", Term(
        "annual", deadline="03-01", relative="after_reporting_period"
    )),
    ("до 25 мая т.г.", once(deadline="05-25", relative="current_year")),
    ("по мере необходимости", Term("by_schedule", occasion="need")),
    ("по мере набора групп", Term("by_schedule", occasion="readiness")),
    ("к началу учебного года", once(occasion="school_year_start")),
    ("осенние каникулы", Term("by_schedule", relative="external_schedule", occasion="autumn_vacation")),
    ("после ярмарки", Term("by_schedule", note="после ярмарки", occasion="event")),
    ("в День города", Term(
        "by_schedule", relative="external_schedule", note="в День города", occasion="event"
    )),
]  # fmt: skip


@pytest.mark.parametrize(("words", "term"), WINDOWS + DAYS + YEARS + OFTEN + LASTING + HANGING)
def test_words_become_a_term(words: str, term: Term) -> None:
    assert parse_term(words) == term


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("ежемесяч\nно", "ежемесячно"),
        ("поне-\nдельник", "понедельник"),
        ("cентябрь", "сентябрь"),
        ("Н О Я Б Р Ь", "ноябрь"),
        ("ок\u00adтябрь", "октябрь"),
        ("октябрь*", "октябрь"),
        ("втечение года", "в течение года"),
        ("в теченнии года", "в течение года"),
        ("ежегодносентябрь", "ежегодно, сентябрь"),
        ("Постояно", "постоянно"),
        ("ежемесечно", "ежемесячно"),
        ("до 1\nмая", "до 1 мая"),
        ("1У квартал", "IV квартал"),
    ],
)
def test_torn_glued_and_misspelt_words_are_read(printed: str, meant: str) -> None:
    assert parse_term(printed) == parse_term(meant)
    assert parse_term(meant).warning == ""


@pytest.mark.parametrize("words", ["", " – ", "\n.\n", "—", "…"])
def test_an_empty_cell_says_nothing_and_warns_of_nothing(words: str) -> None:
    assert parse_term(words) == Term()


@pytest.mark.parametrize(
    "words",
    [
        "когда-нибудь",
        "МБОУ Гимназия № 12",
        "9-11 классы",
        "в течение 24 часов",
        "2 часа",
        "не менее 80 %",
        "приказ от 12.09.2026 № 118",
        "с 9.00 до 15.00",
        "на базе клуба",
        "2 года 10 м.",
    ],
)
def test_what_is_no_term_is_unspecified_with_its_words_and_a_warning(words: str) -> None:
    assert parse_term(words) == Term(note=words, warning="term_unread")


@pytest.mark.parametrize("words", ["30.02.2027", "31 ноября", "29 февраля 2027", "5 квартал", "с 20 по 10 марта"])
def test_a_day_that_does_not_exist_is_a_warning_and_no_deadline(words: str) -> None:
    term = parse_term(words)

    assert (term.kind, term.deadline, term.warning, term.note) == ("once", None, "term_impossible_date", words)


def test_words_beside_the_term_are_told() -> None:
    assert parse_term("Октябрь ЦРО, фойе") == once(months=(10, 10), warning="term_unread", unread=("ЦРО", "фойе"))


def test_words_of_the_work_beside_the_term_trouble_nobody() -> None:
    assert parse_term("подготовка отчёта (9 классы) – октябрь") == once(months=(10, 10))


def test_the_order_of_the_words_does_not_change_the_term() -> None:
    said = {
        parse_term(words)
        for words in ("ежегодно, май, 2026–2028", "май, ежегодно, 2026–2028", "2026–2028, май, ежегодно")
    }

    assert said == {Term("annual", years=(2026, 2028), months=(5, 5))}


def test_a_term_written_when_there_were_fewer_fields_is_read() -> None:
    plain = {
        "kind": "annual", "years": [2026, None], "months": None, "deadline": "09-01",
        "relative": None, "note": "", "months_list": None, "warning": None,
    }  # fmt: skip

    assert Term.from_json(plain) == Term("annual", years=(2026, None), deadline="09-01")


KNOWN = Path(__file__).resolve().parents[1] / "reading" / "terms_known.json"


def test_terms_that_others_wrote_down_are_read_as_agreed() -> None:
    """A row is right when every judged field agrees, or agrees after one of `accept` is laid over the term."""
    wrong = []
    for row in json.loads(KNOWN.read_text(encoding="utf-8")):
        said = parse_term(row["phrase"]).to_json()
        wanted = [row["term"], *({**row["term"], **other} for other in row.get("accept", []))]
        if not any(all((said[f] or None) == (term.get(f) or None) for f in row["judged"]) for term in wanted):
            wrong.append((row["phrase"], said))

    assert wrong == []
