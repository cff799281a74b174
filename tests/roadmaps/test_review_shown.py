"""What the page of review shows: the plan in parts, each beside its piece of the document, and what is open."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Measure, Roadmap, Section
from orientir.roadmaps.queries.original import paper_of
from orientir.roadmaps.queries.review import PER_PART, Review
from orientir.roadmaps.services import review
from tests.roadmaps.plans import put_in
from tests.support.world import NOON


@pytest.fixture
def plan(boris: Actor) -> Roadmap:
    return put_in(boris)


def paper(found: Review) -> list[list[tuple[str, list[str], list[str]]]]:
    """The document beside a part: of each block its rows, each with its first words and the measures read from it."""
    return [
        [
            (row.anchor, [cell.text for cell in row.cells][:2], [one.number for one in row.measures])
            for row in block.rows
        ]
        for block in found.blocks
    ]


def test_a_plan_is_shown_section_by_section_with_its_rows_of_the_document(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        first, second = Review(plan), Review(plan, part=2)

        assert [card.measure.number for card in first.cards] == ["1.1", "1.2"]
        assert [block.is_table for block in first.blocks] == [False, True]
        assert paper(first)[1] == [
            ("t1r2", ["1. Организация работы"], []),
            ("t1r3", ["1.1", "Издать приказ об ответственных"], ["1.1"]),
            ("t1r4", ["1.2", "Провести: экскурсии на завод; встречи в депо"], ["1.2"]),
        ]
        assert [cell.text for cell in first.blocks[1].head][:3] == ["№ п/п", "Мероприятия", "Сроки"]
        assert [row[0] for row in paper(second)[0]] == ["t1r5", "t1r6", "t1r7"]
        assert [cell.text for cell in second.blocks[0].head][:1] == ["№ п/п"]


def test_each_line_of_the_document_stands_beside_one_part(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        parts = [Review(plan, part=number) for number in (1, 2)]
        shown = [row.anchor for found in parts for block in found.blocks for row in block.rows]

    assert shown == ["line1", "t1r2", "t1r3", "t1r4", "t1r5", "t1r6", "t1r7"]  # the head stands above both


def test_a_card_knows_its_row_and_the_cells_of_its_words(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        card = Review(plan).cards[1]

    assert (card.anchor, card.title.cell, card.words["term_words"].cell) == ("t1r4", "t1r4c2", "t1r4c3")


def test_what_is_open_is_counted_by_part_and_by_reason(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        found = Review(plan)

        assert (found.open, [part.open for part in found.parts]) == (2, [1, 1])
        assert [(str(one.label), one.reason, one.count) for one in found.alike] == [
            ("Срок", "words_unread", 1),
            ("Срок", "field_empty", 1),
        ]
        assert found.next_open == found.parts[1]


def test_confirmed_measures_leave_nothing_open(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        before = Review(plan)
        review.confirm_text(plan.measures.all(), by=boris, at=NOON)
        after = Review(plan)

        assert (before.is_confirmed, after.is_confirmed) == (False, True)
        assert (after.open, after.alike, after.next_open) == (0, [], None)


def test_the_next_doubt_follows_the_one_that_was_settled_and_comes_round(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        first, second, third, fourth = Review(plan).measures
        found = Review(plan)

        assert [found.following(one).number for one in (first, second, third, fourth)] == ["1.2", "1.2", "2.1", "1.2"]


def test_the_row_of_a_measure_goes_with_it_to_another_section(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        measure = plan.measures.get(number="1.2")
        review.move_measure(measure, to=plan.sections.last(), by=boris, at=NOON)  # type: ignore[arg-type]
        here, there = Review(plan), Review(plan, about=measure.pk)

        assert [card.anchor for card in there.cards] == ["t1r6", "t1r7", "t1r4"]
        assert [row[2] for row in paper(there)[0]] == [["1.2"], [], ["2.1"], ["2.2"]]
        assert [row[2] for row in paper(here)[1]] == [[], ["1.1"]]


def test_a_piece_of_a_measure_in_another_section_is_not_beside_the_row_it_came_from(
    plan: Roadmap, boris: Actor
) -> None:
    with acting_as(boris):
        measure = plan.measures.get(number="1.2")
        (piece,) = review.split_measure(measure, ["Экскурсии", "Встречи"], by=boris, at=NOON)
        review.move_measure(piece, to=plan.sections.last(), by=boris, at=NOON)  # type: ignore[arg-type]

        assert [card.anchor for card in Review(plan).cards] == ["t1r3", "t1r4"]
        assert [card.anchor for card in Review(plan, part=2).cards] == ["t1r6", "t1r7", ""]


def test_items_are_those_the_cell_draws_or_the_words_divide(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        found = Review(plan)
        by_words = found.items_of(plan.measures.get(number="1.2"))
        drawn = put_in(boris, [("1", "Провести:\n- экскурсии;\n- встречи", "май", "Школы", "Отчёт")])
        by_cell = Review(drawn).items_of(drawn.measures.get())

    assert (by_words, by_cell) == (["экскурсии на завод", "встречи в депо"], ["экскурсии", "встречи"])


def test_a_long_section_is_shown_in_pieces_and_costs_no_more_questions(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        with CaptureQueriesContext(connection) as few:
            seen(Review(plan))
        rows = [(str(n), f"Провести встречу № {n}", "май", "Школы", "Отчёт") for n in range(1, 151)]
        long = put_in(boris, rows)
        with CaptureQueriesContext(connection) as many:
            found = Review(long)
            seen(found)

        assert [len(part.measures) for part in found.parts] == [PER_PART, PER_PART, PER_PART, 150 - 3 * PER_PART]
        assert [part.title.rpartition(" · ")[2] for part in found.parts] == ["1", "2", "3", "4"]
        assert len(many) == len(few)


def seen(found: Review) -> list[Any]:
    return [found.cards, found.blocks, found.alike, found.back_words]


def test_cells_that_reach_over_rows_are_drawn_once_a_part() -> None:
    def cell(start: int, text: str, *, continues: bool = False) -> dict[str, Any]:
        return {"start": start, "span": 1, "text": text, "continues": continues}

    blocks = [
        {"table": 1, "rows": [
            [cell(1, "1"), cell(2, "май")],
            [cell(1, "2"), cell(2, "май", continues=True)],
            [cell(1, "3"), cell(2, "май", continues=True)],
        ]},
    ]  # fmt: skip
    measures = [
        (Measure(pk=key, places={"title": {"table": 1, "row": key, "cell": 1}}), part)
        for key, part in ((1, 1), (2, 1), (3, 2))
    ]
    found = paper_of(blocks, measures, spoken=False)

    drawn = {
        part: [[(one.text, one.rows) for one in row.cells] for row in found.of_part(part)[0].rows] for part in (1, 2)
    }
    assert drawn == {1: [[("1", 1), ("май", 2)], [("2", 1)]], 2: [[("3", 1), ("май", 1)]]}


def test_measures_read_from_paragraphs_are_found_by_their_words() -> None:
    blocks = [
        {"line": "План на 2026 год", "page": 1, "number": 0},
        {"line": "1. Провести ярмарку\nСрок: май", "page": 1, "number": 0},
        {"line": "2. Провести ярмарку для родителей", "page": 1, "number": 0},
    ]
    section = Section(pk=1)
    measures = [
        (Measure(pk=1, section=section, text="Провести ярмарку", places={"title": {"table": 1, "row": 1}}), 1),
        (Measure(pk=2, section=section, text="Провести ярмарку для родителей", places={}), 1),
        (Measure(pk=3, section=section, text="Обновить стенды", places={}), 1),
    ]

    found = paper_of(blocks, measures, spoken=True)

    assert [found.anchor_of(one) for one, _ in measures] == ["line2", "line3", ""]


def test_a_plan_without_a_document_has_no_paper(boris: Actor) -> None:
    with acting_as(boris):
        roadmap = Roadmap.objects.get(organisation_id__in=boris.scope("roadmaps.keep_roadmaps"))
        found = Review(roadmap)

        assert (found.has_original, found.blocks, found.cards[0].anchor) == (False, [], "")
