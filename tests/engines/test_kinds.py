"""What the words of a measure say: who decides, why, for whom, by whom."""

import json
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.reading.kinds import RuleError, default_rules, read_kinds, read_rules
from orientir.engines.reading.kinds.clauses import stretches
from orientir.engines.reading.kinds.loading import FOLDER
from orientir.engines.reading.kinds.model import EVENTS, FULFILMENTS, RESULT_FORMS
from orientir.engines.reading.kinds.rules import Rule
from orientir.engines.reading.kinds.voices import voices


def kind(title: str, **fields: object) -> str:
    return read_kinds(title, **fields).fulfilment.value  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------ what decides


def test_the_word_said_first_decides() -> None:
    assert kind("Мониторинг участия в конкурсах") == "monitoring"
    assert kind("Участие в конкурсах по итогам мониторинга") == "contest"


def test_empty_words_decide_nothing() -> None:
    assert [kind(f"{empty} экскурсий") for empty in ("Проведение", "Организация", "Организация и проведение")] == [
        "event"
    ] * 3
    assert kind("Организовать и провести опрос родителей") == "survey"


def test_what_is_said_of_the_reason_is_background() -> None:
    assert kind("Беседы с учащимися по итогам тестирования") == "event"
    assert kind("Тестирование учащихся по итогам бесед") == "diagnostics"


def test_mere_measures_are_what_they_aim_at() -> None:
    assert kind("Проведение мероприятий (конкурсы, олимпиады)") == "contest"
    assert kind("Реализация комплекса мероприятий, направленных на проведение профессиональных проб") == "event"
    assert kind("Проведение мероприятий в рамках проекта «Азимут»") == "programme"


def test_further_actions_and_needs_are_seconds() -> None:
    read = read_kinds("Анкетирование родителей, размещение итогов на сайте школы")

    assert read.fulfilment.value == "survey"
    assert [second.value for second in read.also] == ["analysis", "resource"]


def test_the_result_decides_where_the_title_is_silent() -> None:
    assert kind("Расширение представлений о рынке труда", result="Проведены экскурсии") == "event"
    assert kind("Расширение представлений о рынке труда", result="Аналитическая справка") == "analysis"


def test_a_theme_beneath_a_heading_is_what_the_heading_says() -> None:
    assert kind("«Сто дорог – одна твоя»", section="Конкурсы и олимпиады") == "contest"
    assert kind("«Сто дорог – одна твоя»", section="Консультации для родителей") == "consultation"


def test_sub_items_are_heard() -> None:
    read = read_kinds("Работа с выпускниками", sub_items=["диагностика склонностей", "встречи с мастерами"])

    assert (read.fulfilment.value, [second.value for second in read.also]) == ("diagnostics", ["event", "analysis"])


def test_without_any_word_nothing_is_pretended() -> None:
    read = read_kinds("Иное")

    assert (read.fulfilment.value, read.fulfilment.confidence, read.fulfilment.words) == ("event", 0.2, ())


# ------------------------------------------------------------------------------------------------ reasons


def test_a_finding_tells_rule_words_and_confidence() -> None:
    said = read_kinds("Проведение анкетирования девятиклассников").fulfilment.reason()

    assert said == {"value": "survey", "confidence": 0.92, "rule": "опрос, анкетирование", "words": ["анкетирования"]}


def test_what_is_only_hinted_at_is_less_sure() -> None:
    core = read_kinds("Экскурсии для школьников").fulfilment.confidence
    background = read_kinds("Содействие школам при экскурсиях").fulfilment.confidence
    section = read_kinds("Иное", section="Экскурсии").fulfilment.confidence

    assert core > section > background > 0.2


def test_json_holds_plain_values_and_their_reasons() -> None:
    plain = read_kinds("Экскурсии для 8–9 классов", executors=["Школы района"], level="district").to_json()

    assert json.loads(json.dumps(plain)) == plain
    why = plain.pop("why")
    assert plain == {
        "fulfilment": "event",
        "also": [],
        "audience": ["students"],
        "grades": [8, 9],
        "categories": [],
        "event_type": "excursion",
        "programmes": [],
        "result_form": "event_held",
        "indicators": ["I06"],
        "level_of_execution": "school",
        "fan_out": "each",
        "force": "mandatory",
        "lead": "Школы района",
        "co_performers": [],
    }
    assert set(why) == set(plain) - {"lead", "co_performers"}


# ------------------------------------------------------------------------------------------------ for whom


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Экскурсии для 6-11 классов", (6, 7, 8, 9, 10, 11)),
        ("Опрос обучающихся 9 и 11 классов", (9, 11)),
        ("Занятия (5–7 кл., 9 кл.)", (5, 6, 7, 9)),
        ("Пробы для учащихся 8-х, 9-х классов", (8, 9)),
        ("Беседа в 10 «А» классе", (10,)),
        ("Встречи с девятиклассниками", (9,)),
        ("Классный час «7 шагов»", None),
        ("Экскурсия в часть № 12", None),
    ],
)
def test_class_numbers_are_read(title: str, numbers: tuple[int, ...] | None) -> None:
    grades = read_kinds(title).grades

    assert (grades.value if grades else None) == numbers


def test_class_numbers_stand_in_the_result_too() -> None:
    grades = read_kinds("Экскурсии на завод", result="Охвачены 8 классы").grades

    assert grades is not None
    assert (grades.value, grades.rule) == ((8,), "классы: result")


@pytest.mark.parametrize(
    ("title", "audience"),
    [
        ("Собрание для родителей выпускников", ["parents"]),
        ("Консультации для обучающихся и их родителей", ["students", "parents"]),
        ("Семинар для классных руководителей", ["staff"]),
        ("Совещание по самоопределению обучающихся", ["staff"]),
        ("Круглый стол с участием родителей", ["staff"]),
        ("Мониторинг работы школ с обучающимися", ["organisations"]),
        ("Экскурсии на завод", ["students"]),
    ],
)
def test_audience_is_to_whom_the_measure_turns(title: str, audience: list[str]) -> None:
    assert read_kinds(title).to_json()["audience"] == audience


def test_categories_come_from_words_and_not_from_names() -> None:
    assert read_kinds("Пробы для детей с ОВЗ и инвалидностью").to_json()["categories"] == ["ovz"]
    assert read_kinds("Смена для одарённых детей").to_json()["categories"] == ["gifted"]
    assert read_kinds("Участие в конкурсе «Одарённые дети с ОВЗ»").to_json()["categories"] == []


# ------------------------------------------------------------------------------------------------ names


def test_programmes_are_known_by_their_form() -> None:
    title = 'Участие в проектах «Первый взлёт», "Азимут", SkillsCity и смене Зимние каникулы для 8 классов'

    assert read_kinds(title).to_json()["programmes"] == ["Первый взлёт", "Азимут", "SkillsCity", "Зимние каникулы"]


def test_organisations_documents_and_themes_are_no_programmes() -> None:
    for title in (
        "Экскурсии в ГАПОУ «Заречный колледж»",
        "Обсуждение концепции «Новая школа»",
        "Классный час «Кем быть»",
        "Разъяснение термина «группа риска»",
    ):
        assert read_kinds(title).to_json()["programmes"] == []


@pytest.mark.parametrize("name", ["«Мониторинг будущего»", "«Конкурс»", '"Школа олимпиад"', "„Совещание“", "JobFest"])
@pytest.mark.parametrize("town", ["Заречье", "Ольшанка", "Верхний Яр"])
def test_renaming_programmes_and_towns_changes_nothing(name: str, town: str) -> None:
    def bound(name: str, town: str) -> dict[str, object]:
        plain = read_kinds(
            f"Участие школ города {town} в проекте {name}, встречи с мастерами",
            result=f"Доля участников {name} в городе {town} – 30 %",
            executors=[f"Управление образования города {town}", "школы"],
            section=f"Работа с обучающимися города {town}",
        ).to_json()
        return {key: value for key, value in plain.items() if key not in ("programmes", "lead", "why")}

    assert bound(name, town) == bound("«Азимут»", "Камнегорск")


# ------------------------------------------------------------------------------------------------ by whom


@pytest.mark.parametrize(
    ("executors", "level", "fan_out"),
    [
        (["Управление образования"], "authority", "one"),
        (["Общеобразовательные организации"], "school", "each"),
        (["Отдел образования", "школы района"], "both", "each"),
        (["Муниципальные органы управления образованием"], "authority", "each"),
        (["МБОУ «СОШ № 4»"], "school", "one"),
        (["Колледжи", "Министерство образования"], "college", "each"),
        (["ГБПОУ «Аграрный техникум»", "школы"], "college", "one"),
        (["Классные руководители"], "school", "each"),
    ],
)
def test_performers_give_level_and_fan_out(executors: list[str], level: str, fan_out: str) -> None:
    read = read_kinds("Профориентационное тестирование", executors=executors, level="district").to_json()

    assert (read["level_of_execution"], read["fan_out"]) == (level, fan_out)


def test_one_paper_or_one_meeting_for_all_is_one_delivery() -> None:
    both = ["Управление образования", "школы"]

    assert read_kinds("Разработка положения о конкурсе", executors=both).fan_out.value == "one"
    assert read_kinds("Семинар для педагогов", executors=both).fan_out.value == "one"
    assert read_kinds("Утверждение планов работы", executors=both).fan_out.value == "each"
    assert read_kinds("Назначение ответственного в каждой школе", executors=both).fan_out.value == "each"


def test_in_the_plan_of_one_school_there_is_one_delivery() -> None:
    read = read_kinds("Классные часы", executors=["Классные руководители"], level="institution").to_json()

    assert (read["level_of_execution"], read["fan_out"]) == ("school", "one")


def test_the_first_performer_leads_unless_the_cell_says_otherwise() -> None:
    names = ["Школы", "Отдел образования", "Центр занятости"]

    def lead(raw: str) -> tuple[str | None, tuple[str, ...]]:
        read = read_kinds("Экскурсии", executors=names, executors_raw=raw)
        return read.lead, read.co_performers

    assert lead("Школы, Отдел образования, Центр занятости") == (names[0], tuple(names[1:]))
    assert lead("Школы (по согласованию), Отдел образования, Центр занятости") == (names[1], (names[0], names[2]))
    assert lead("Соисполнители: Школы; Отдел образования; Центр занятости") == (names[1], (names[0], names[2]))
    assert lead("Школы; ответственный исполнитель: Отдел образования; Центр занятости")[0] == names[1]


def test_force_is_what_the_plan_says() -> None:
    assert read_kinds("Экскурсии").force.value == "mandatory"
    assert read_kinds("Рекомендовать школам провести экскурсии").force.value == "recommended"
    assert read_kinds("Экскурсии", term_raw="по согласованию").force.value == "by_agreement"
    guest = read_kinds("Экскурсии", executors=["Завод"], executors_raw="Завод (по согласованию)")
    assert (guest.force.value, guest.performers[0].by_agreement) == ("by_agreement", True)


# ------------------------------------------------------------------------------------------------ the rules themselves

RULES = [(subject, rule) for subject, rules in default_rules().sets.items() for rule in rules.rules]


@pytest.mark.parametrize(("subject", "rule"), RULES, ids=[f"{subject}: {rule.id}" for subject, rule in RULES])
def test_a_rule_hears_its_own_example(subject: str, rule: Rule) -> None:
    manner, rules = default_rules().manner, default_rules().sets[subject]
    spoken = voices(stretches(rule.example, (), manner), rules)

    if subject == "kinds":
        assert spoken[0].hit.rule.id == rule.id
    assert rule.id in {voice.hit.rule.id for voice in spoken}


@pytest.fixture
def own_rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "rules"))


def test_a_methodologist_adds_a_rule(own_rules: Path) -> None:
    title = "Проведение профтурнира"
    assert kind(title) == "event"

    with (own_rules / "kinds.toml").open("a", encoding="utf-8") as file:
        file.write('[[rule]]\nid = "профтурнир"\ngives = "contest"\nwords = ["профтурнир"]\nexample = "Профтурнир"\n')

    assert kind(title, rules=read_rules(own_rules)) == "contest"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('id = "а"\ngives = "party"\nwords = ["а"]\nexample = "а"', "kinds.toml: «а»: gives party"),
        ('id = "а"\ngives = "event"\nwords = ["… а"]\nexample = "а"', "begins or ends with «…»"),
        ('id = "а"\ngives = "event"\nexample = "а"', "words missing"),
        ('id = "а"\ngives = "event"\nword = ["а"]\nexample = "а"', "unknown keys word"),
        ('id = "а"\ngives = "event"\nwords = ["а"]\nstrength = "loud"\nexample = "а"', "strength is one of"),
        ('id = "экскурсия"\ngives = "event"\nwords = ["а"]\nexample = "а"', "two rules are called «экскурсия»"),
        ('id = "а', "kinds.toml: "),
    ],
)
def test_a_wrong_rule_is_refused_by_its_name(own_rules: Path, rule: str, said: str) -> None:
    with (own_rules / "kinds.toml").open("a", encoding="utf-8") as file:
        file.write(f"[[rule]]\n{rule}\n")

    with pytest.raises(RuleError) as refusal:
        read_rules(own_rules)

    assert said in str(refusal.value)


WORDS = st.sampled_from(
    "Проведение экскурсий , и ( ) « » : ; \n для 8–9 классов 6-11 № Яр города по итогам конкурса %".split(" ")
)


@given(title=st.text() | st.lists(WORDS).map(" ".join), result=st.none() | st.lists(WORDS).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_read_into_the_vocabularies(title: str, result: str | None) -> None:
    read = read_kinds(title, result=result, executors=[title], executors_raw=title, section=title).to_json()

    assert {read["fulfilment"], *read["also"]} <= FULFILMENTS
    assert read["result_form"] in RESULT_FORMS
    assert read["event_type"] in EVENTS | {None}
    assert len(read["also"]) <= 3
    assert read["fulfilment"] not in read["also"]


def test_a_measure_takes_two_milliseconds_at_most() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        read_kinds(
            "Организация и проведение профессиональных проб для обучающихся 8–9 классов на базе колледжей района",
            result="Доля обучающихся, прошедших пробы, не менее 40 %",
            executors=["Управление образования", "общеобразовательные организации"],
            section="Практическая работа с обучающимися",
        )
        return time.perf_counter() - began

    seconds()
    assert min(seconds() for _ in range(20)) <= 0.002
