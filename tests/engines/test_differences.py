"""In what two editions of a plan differ: told as a person would, and true as a law."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.reading import read_roadmap
from orientir.engines.reading.differences import (
    HEAD,
    Differences,
    Kind,
    Part,
    Piece,
    Plan,
    Row,
    applied,
    compare,
    merged,
    pieces,
    plan_of,
)
from tests.roadmaps.plans import ROWS, document

TITLE = {"title": "План на 2026–2027 годы", "years": "2026–2027", "approval": "приказ, 45", "goals": ""}
FAIR = "Провести ярмарку учебных мест"
STANDS = "Обновить стенды по профориентации"
ORDER = "Издать приказ об ответственных за профориентацию"
TRIPS = "Провести экскурсии на предприятия города"


def row(number: str, text: str, **words: str) -> Row:
    return Row(number=number, text=text, **{"term": "май", "performers": "Школы", **words})


def plan(*parts: tuple[str, list[Row]], prefix: str = "o", **head: str) -> Plan:
    """Return a plan whose rows have keys by their place."""
    count, made = 0, []
    for index, (title, rows) in enumerate(parts):
        keyed = [replace(one, key=f"{prefix}{count + place}") for place, one in enumerate(rows)]
        count += len(rows)
        made.append(Part(f"{index + 1}", title, tuple(keyed), f"{prefix}s{index}"))
    return Plan({**TITLE, **head}, tuple(made))


def told(found: Differences) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.what, one.was, one.becomes) for one in found.changes]


OLD = plan(("Работа", [row("1.1", ORDER), row("1.2", TRIPS)]), ("События", [row("2.1", FAIR), row("2.2", STANDS)]))


def edition(*parts: tuple[str, list[Row]], **head: str) -> Plan:
    return plan(*parts, prefix="n", **head)


def test_a_changed_term_is_one_change_of_one_measure() -> None:
    new = edition(
        ("Работа", [row("1.1", ORDER), row("1.2", TRIPS, term="октябрь")]),
        ("События", [row("2.1", FAIR), row("2.2", STANDS)]),
    )

    found = compare(OLD, new)

    assert told(found) == [("changed", "term", "май", "октябрь")]
    assert (found.unchanged, found.changes[0].key) == (3, "o1-term")


def test_a_measure_that_came_in_between_renumbers_those_after_it() -> None:
    new = edition(
        ("Работа", [row("1.1", "Назначить кураторов классов"), row("1.2", ORDER), row("1.3", TRIPS)]),
        ("События", [row("2.1", FAIR), row("2.2", STANDS)]),
    )

    assert told(compare(OLD, new)) == [
        ("added", "measure", "", "Назначить кураторов классов"),
        ("changed", "number", "1.1", "1.2"),
        ("changed", "number", "1.2", "1.3"),
    ]


def test_a_measure_in_another_section_has_moved_and_one_that_is_not_there_is_gone() -> None:
    new = edition(("Работа", [row("1.1", ORDER)]), ("События", [row("2.1", FAIR), row("2.2", TRIPS)]))

    assert told(compare(OLD, new)) == [
        ("changed", "number", "1.2", "2.2"),
        ("place", "measure", "1. Работа", "2. События"),
        ("gone", "measure", STANDS, ""),
    ]


def test_other_words_under_the_same_number_are_another_measure() -> None:
    new = edition(
        ("Работа", [row("1.1", ORDER), row("1.2", "Опросить родителей о питании детей")]),
        ("События", [row("2.1", FAIR), row("2.2", STANDS)]),
    )

    assert told(compare(OLD, new)) == [
        ("added", "measure", "", "Опросить родителей о питании детей"),
        ("gone", "measure", TRIPS, ""),
    ]


def test_words_that_were_added_to_a_measure_leave_it_the_same() -> None:
    longer = f"{FAIR} с участием колледжей, техникумов и предприятий города и района, пригласить родителей"
    new = edition(
        ("Работа", [row("1.1", ORDER), row("1.2", TRIPS)]), ("События", [row("2.1", longer), row("2.2", STANDS)])
    )

    assert told(compare(OLD, new)) == [("changed", "text", FAIR, longer)]


def test_sections_are_renamed_added_and_gone() -> None:
    new = edition(
        ("Организационная работа", [row("1.1", ORDER), row("1.2", TRIPS)]),
        ("Кадры", [row("2.1", "Обучить педагогов-навигаторов")]),
    )

    assert told(compare(OLD, new)) == [
        ("changed", "section", "1. Работа", "1. Организационная работа"),
        ("gone", "section", "2. События", ""),
        ("added", "section", "", "2. Кадры"),
        ("added", "measure", "", "Обучить педагогов-навигаторов"),
        ("gone", "measure", FAIR, ""),
        ("gone", "measure", STANDS, ""),
    ]


def test_two_measures_that_changed_places_are_one_move() -> None:
    new = edition(("Работа", [row("", TRIPS), row("", ORDER)]), ("События", [row("2.1", FAIR), row("2.2", STANDS)]))
    old = plan(("Работа", [row("", ORDER), row("", TRIPS)]), ("События", [row("2.1", FAIR), row("2.2", STANDS)]))

    found = compare(old, new)

    assert [one.kind for one in found.changes] == [Kind.PLACE]
    assert [one.text for one in applied(found).rows] == [TRIPS, ORDER, FAIR, STANDS]


def test_signs_of_another_office_program_are_no_difference() -> None:
    old = plan(("Работа «А»", [row("1.1.", "Проект «Билет в  будущее» – участие", term="май – июнь;")]))
    new = edition(('Работа "А"', [row("1.1", "Проект “Билет в будущее” — участие", term="май-июнь")]))

    assert compare(old, new).changes == ()


def test_what_a_person_set_right_is_told_apart_from_what_the_document_changes() -> None:
    corrected = plan(
        ("Работа", [row("1.1", ORDER, performers="Все школы"), row("1.2", TRIPS), row("1.3", "Своё дело учителя")]),
        ("События", [row("2.1", FAIR)]),
    )
    new = edition(
        ("Работа", [row("1.1", ORDER, term="сентябрь"), row("1.2", TRIPS)]),
        ("События", [row("2.1", FAIR), row("2.2", STANDS)]),
    )

    found = compare(corrected, new, base=OLD)

    assert {(one.what, one.becomes or one.was): one.is_own for one in found.changes} == {
        ("term", "сентябрь"): False,
        ("performers", "Школы"): True,
        ("measure", "Своё дело учителя"): True,
        ("measure", STANDS): True,
    }
    assert found.proposed == {"o0-term"}


def test_what_is_not_chosen_stays_as_it_was() -> None:
    new = edition(
        ("Работа", [row("1.1", "Назначить кураторов классов"), row("1.2", ORDER, term="июнь")]),
        ("Кадры", [row("2.1", "Обучить педагогов-навигаторов"), row("2.2", STANDS)]),
    )
    found = compare(OLD, new)
    obtained = applied(found, {"o0-term", "n2-added"})

    assert [(part.title, [(one.number, one.text, one.term) for one in part.rows]) for part in obtained.parts] == [
        ("Работа", [("1.1", ORDER, "июнь"), ("1.2", TRIPS, "май")]),
        ("События", [("2.1", FAIR, "май"), ("2.1", "Обучить педагогов-навигаторов", "май"), ("2.2", STANDS, "май")]),
    ]


def test_words_that_went_and_came_are_told_word_by_word() -> None:
    assert pieces("до 15 сентября, ежегодно", "до 1 октября, ежегодно") == (
        Piece("", "до "),
        Piece("-", "15 сентября"),
        Piece("+", "1 октября"),
        Piece("", ", ежегодно"),
    )


def test_a_read_document_compared_with_itself_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(document(ROWS))
    read = read_roadmap(path)

    found = compare(plan_of(read, "o"), plan_of(read))

    assert (found.changes, found.unchanged) == ((), 4)


WORDS = st.sampled_from([FAIR, STANDS, ORDER, TRIPS, f"{FAIR} и вакансий", f"{TRIPS} и области", "Опрос", ""])
LINES = st.builds(
    Row,
    number=st.sampled_from(["", "1", "1.1", "1.2.", "2.1"]),
    text=WORDS | st.text("абв –«»", max_size=6),
    term=st.sampled_from(["", "май", "до 1 мая"]),
    performers=st.sampled_from(["Школы", "УО, школы"]),
    targets=st.sampled_from(["", "≥ 60 %"]),
)
PARTS = st.tuples(st.sampled_from(["", "Работа", "События", "Кадры", "Кадровая работа"]), st.lists(LINES, max_size=5))
HEADS = st.fixed_dictionaries({name: st.sampled_from(["", "План", "2026"]) for name in HEAD})
PLANS = st.tuples(st.lists(PARTS, max_size=4), HEADS)
Content = tuple[list[tuple[str, list[Row]]], dict[str, str]]
MANY = settings(max_examples=300, deadline=None, database=None)


def made(content: Content, prefix: str) -> Plan:
    parts, head = content
    return plan(*parts, prefix=prefix, **head)


@MANY
@given(PLANS)
def test_a_plan_compared_with_itself_gives_nothing(content: Content) -> None:
    old = made(content, "o")

    assert compare(old, made(content, "n")).changes == ()


@MANY
@given(PLANS, PLANS)
def test_all_differences_applied_to_the_old_plan_give_the_new_one(one: Content, other: Content) -> None:
    old, new = made(one, "o"), made(other, "n")

    obtained = applied(compare(old, new))

    assert compare(obtained, new).changes == ()
    assert shape(obtained) == shape(new)


def shape(found: Plan) -> list[list[tuple[str, ...]]]:
    """Return the words of a plan in their order, without the signs that tell nothing apart."""
    signs = str.maketrans("", "", " .–«»-")
    return [
        [(part.title,), *((row.text.translate(signs), row.term, row.performers, row.targets) for row in part.rows)]
        for part in found.parts
    ]


@MANY
@given(PLANS, PLANS)
def test_nothing_applied_leaves_the_plan_as_it_was(one: Content, other: Content) -> None:
    old = made(one, "o")

    assert applied(compare(old, made(other, "n")), ()) == old


@MANY
@given(PLANS, PLANS, st.data())
def test_chosen_differences_are_not_there_any_more_and_the_others_still_are(
    one: Content,
    other: Content,
    data: st.DataObject,
) -> None:
    found = compare(made(one, "o"), made(other, "n"))
    fields = [change.key for change in found.changes if change.kind in (Kind.CHANGED, Kind.GONE, Kind.ADDED)]
    chosen = data.draw(st.sets(st.sampled_from(fields))) if fields else set()

    obtained = applied(found, chosen)

    gone = {change.old for change in found.changes if change.kind == Kind.GONE and change.what == "measure"}
    came = {change.new for change in found.changes if change.kind == Kind.ADDED and change.what == "measure"}
    kept = {row.key for row in found.old.rows} - {key for key in gone if f"{key}-gone" in chosen}
    assert {row.key for row in obtained.rows} == kept | {key for key in came if f"{key}-added" in chosen}


@MANY
@given(st.text("аб в,.", max_size=30), st.text("аб вг,.", max_size=30))
def test_stretches_of_words_give_both_texts_back(was: str, becomes: str) -> None:
    found = pieces(was, becomes)

    assert "".join(one.text for one in found if one.sign != "+") == was
    assert "".join(one.text for one in found if one.sign != "-") == becomes


@MANY
@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_a_merged_order_has_everything_once_and_keeps_the_new_order(old: list[int], new: list[int]) -> None:
    found = merged(old, new)

    assert sorted(found) == sorted({*old, *new})
    assert [one for one in found if one in new] == new
