"""The fields of a measure and the head of a document."""

from pathlib import Path

import pytest

from orientir.engines.reading import Approval, Period, Target, find_targets, read_roadmap
from orientir.engines.reading.short_names import is_short_for
from tests.engines.word_files import HEAD, p, tbl, word_file

ROW = ("1.1.", "Собрать школы", "май", "Школы", "Протокол")


def test_the_head_of_the_document_is_read(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(("", "УТВЕРЖДЕНО|постановлением администрации|Заречного района|от 3 марта 2024 г. № 215-п")),
        p("КОМПЛЕКС МЕР"),
        p("ПО ВЫБОРУ ПРОФЕССИИ"),
        p("НА 2024 - 2026 ГОДЫ"),
        p("Цель: помочь выбрать."),
        p("Задачи:"),
        p("1) учить;"),
        p("2) звать."),
        tbl(HEAD, ROW),
    )

    roadmap = read_roadmap(path)

    assert roadmap.title == "КОМПЛЕКС МЕР ПО ВЫБОРУ ПРОФЕССИИ НА 2024 - 2026 ГОДЫ"
    assert (roadmap.territory, roadmap.level) == ("Заречный район", "district")
    assert roadmap.period == Period(2024, 2026)
    assert roadmap.approved_by == Approval("Администрация Заречного района", "постановление", "215-п", "2024-03-03")
    assert roadmap.goals == ("помочь выбрать", "учить", "звать")


def test_a_number_longer_than_any_is_no_target_and_a_clause_of_a_megabyte_is_read_in_passing() -> None:
    long = "Доля школ не менее 5 % и " * 40_000

    assert find_targets(title="", result=None, indicator=f"Не менее {'9' * 400} школ") == ()
    assert {target.value for target in find_targets(title="", result=None, indicator=long)} == {5}


def test_targets_are_found_in_the_indicator(tmp_path: Path) -> None:
    head = ("№", "Мероприятие", "Срок", "Исполнитель", "Показатель")
    rows = (
        ("1", "Игра", "май", "Школы", "Не менее 60 % детей 8–9 классов"),
        ("2", "Курсы", "май", "Школы", "Доля учителей: 2026 – 20%, 2027 – 35%"),
        ("3", "Сайт", "май", "Школы", "Ежегодный прирост посещений"),
        ("4", "Приказ", "май", "Школы", "Наличие приказа в 2026 году"),
    )

    found = [measure.targets for measure in read_roadmap(word_file(tmp_path, tbl(head, *rows))).measures]

    assert found == [
        (Target(">=", 60, "percent", "детей 8–9 классов", None, "Не менее 60 % детей 8–9 классов"),),
        (
            Target("=", 20, "percent", "учителей", 2026, "2026 – 20%"),
            Target("=", 35, "percent", "учителей", 2027, "2027 – 35%"),
        ),
        (Target("increase", None, None, "посещений", None, "Ежегодный прирост посещений"),),
        (),
    ]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Комитет, школы", ("Комитет", "школы")),
        ("Комитет; школы.", ("Комитет", "школы")),
        ("МКУ «Центр»|образовательные организации", ("МКУ «Центр»", "образовательные организации")),
        ("Отдел управления|образованием, школы", ("Отдел управления образованием", "школы")),
        (
            "организации общего, дополнительного образования",
            ("организации общего, дополнительного образования",),
        ),
        ("МБУ «Радуга, солнце и дом», СПО,ВО", ("МБУ «Радуга, солнце и дом»", "СПО", "ВО")),
        ("СПО/ВО", ("СПО", "ВО")),
        ("МБУ «ППМС-центр «Диалог», школы", ("МБУ «ППМС-центр «Диалог»", "школы")),
        ("Колледж (по согласованию), школы", ("Колледж", "школы")),
        ("Ответственный исполнитель: ИМЦ; соисполнители: школы, клубы", ("ИМЦ", "школы", "клубы")),
        ("Администрация, кл. руководители", ("Администрация", "кл. руководители")),
        (
            "Министерство труда, занятости и спорта края, школы",
            ("Министерство труда, занятости и спорта края", "школы"),
        ),
        ("Органы, осуществляющие управление, клубы", ("Органы, осуществляющие управление", "клубы")),
        ("Иванова А. П., зам. директора", ("Иванова А. П.", "зам. директора")),
        ("зам. директора по ВР, кл. рук.", ("зам. директора по ВР", "кл. рук.")),
        (
            "педагог-психолог, соц. пед., педагоги доп. образ.",
            ("педагог-психолог", "соц. пед.", "педагоги доп. образ."),
        ),
        ("Школа № 3|(Иванова О. П.)", ("Школа № 3 (Иванова О. П.)",)),
        ("Школы № 1, 5, 9", ("Школы № 1, 5, 9",)),
        ("МКУ «Центр» образовательные организации", ("МКУ «Центр»", "образовательные организации")),
        ("", ()),
    ],
)
def test_performers_are_parted(tmp_path: Path, printed: str, names: tuple[str, ...]) -> None:
    path = word_file(tmp_path, tbl(HEAD, ("1", "Игра", "май", printed, "")))

    assert [measure.executors for measure in read_roadmap(path).measures] == [names]


@pytest.mark.parametrize(
    ("lines", "approval"),
    [
        (
            [
                "МИНИСТЕРСТВО ПРОСВЕЩЕНИЯ",
                "СЕВЕРНОГО КРАЯ",
                "П Р И К А З",
                "от « 5 » марта 2026 г. № 12/3",
                "г. Ключи",
            ],
            Approval("Министерство просвещения Северного края", "приказ", "12/3", "2026-03-05"),
        ),
        (
            ["Приказ", "05.03.2026", "№ 12", "Начальник отдела образования О. П. Сорокина"],
            Approval("отдел образования", "приказ", "12", "2026-03-05"),
        ),
        (
            ["Приложение 1 к приказу управления образования", "от 05.03.2026 г. № 12-о"],
            Approval("Управление образования", "приказ", "12-о", "2026-03-05"),
        ),
        (["В соответствии с приказом министерства от 05.03.2026 № 12 школы готовят план."], None),
    ],
)
def test_the_approving_act_is_found_and_acts_in_running_text_are_not(
    tmp_path: Path, lines: list[str], approval: Approval | None
) -> None:
    path = word_file(tmp_path, *map(p, lines), p("План мероприятий на 2026 год"), tbl(HEAD, ROW))

    assert read_roadmap(path).approved_by == approval


@pytest.mark.parametrize(
    ("title", "territory", "level"),
    [
        ("Дорожная карта по профориентации в Северном крае", "Северный край", "region"),
        ("План мероприятий Республики Тиманья на 2026 год", "Республика Тиманья", "region"),
        ("План мероприятий города Ключи", "город Ключи", "city"),
        ("План мероприятий в г. Белоозерске", "г. Белоозерск", "city"),
        ("План мероприятий Заречного муниципального района", "Заречный муниципальный район", "district"),
        ("План работы МБОУ «СОШ № 7» на 2026/2027 учебный год", None, "institution"),
    ],
)
def test_territory_and_level_come_from_the_title(tmp_path: Path, title: str, territory: str | None, level: str) -> None:
    roadmap = read_roadmap(word_file(tmp_path, p(title), tbl(HEAD, ROW)))

    assert (roadmap.title, roadmap.territory, roadmap.level) == (title, territory, level)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("План мероприятий на 2026-2028 гг.", Period(2026, 2028)),
        ("План мероприятий на 2026 – 2028 годы", Period(2026, 2028)),
        ("План мероприятий на 2026/2027 учебный год", Period(2026, 2027)),
        ("План мероприятий на 2026 год", Period(2026, 2026)),
        ("План мероприятий на период до 2027 года", Period(None, 2027)),
        ("План мероприятий", Period(None, None)),
    ],
)
def test_the_period_comes_from_the_title(tmp_path: Path, title: str, period: Period) -> None:
    assert read_roadmap(word_file(tmp_path, p(title), tbl(HEAD, ROW))).period == period


@pytest.mark.parametrize(
    ("short", "name", "spells"),
    [
        ("Минобр ЗК", "Министерство образования Заречного края", True),
        ("Минпросвещения", "Министерство просвещения", True),
        ("УОиМП", "Управление образования и молодёжной политики", True),
        ("Минобр ЗК", "Министерство образования Лесного края", False),
        ("Минобр", "Министерство образования Заречного края", False),
        ("Комитет", "Комитет образования", False),
    ],
)
def test_a_short_name_is_spelled_by_the_beginnings_of_all_words(short: str, name: str, spells: bool) -> None:
    assert is_short_for(short, name) is spells


def test_an_office_named_in_short_in_the_stamp_is_named_in_full_by_its_measures(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        p("Приложение к приказу"),
        p("Минобр ЗК"),
        p("от 15.01.2026 № 7"),
        p("План мероприятий на 2026 год"),
        tbl(HEAD, ("1", "Игра", "май", "Министерство образования Заречного края", "")),
    )

    assert read_roadmap(path).approved_by == Approval(
        "Министерство образования Заречного края", "приказ", "7", "2026-01-15"
    )
