"""Review: what was read is set right, step by step, and every step can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.journal.queries import history_of
from orientir.roadmaps.fields import version_of
from orientir.roadmaps.models import Measure, Roadmap, Section
from orientir.roadmaps.services import review, steps
from tests.support.world import NOON


@pytest.fixture
def plan(boris: Actor, db: None) -> Roadmap:
    """The roadmap of the world, taken back to review."""
    with acting_as(boris):
        roadmap = Roadmap.objects.get(organisation_id__in=boris.scope("roadmaps.keep_roadmaps"))
        with journal.entry("roadmap_read", by=boris, at=NOON, about=roadmap):
            roadmap.state, roadmap.in_force_at = "read", None
            roadmap.save()
            roadmap.measures.update(text_checked=False)
            roadmap.edits.all().delete()
    return roadmap


def rows(roadmap: Roadmap) -> dict[str, Any]:
    return steps._rows(roadmap)


def texts(roadmap: Roadmap) -> list[tuple[str, str]]:
    return [(one.section.title, one.text) for one in review._in_order(roadmap)]


Deed = Callable[[Roadmap, Actor], object]


def first(roadmap: Roadmap) -> Measure:
    return review._in_order(roadmap)[0]


def second(roadmap: Roadmap) -> Measure:
    return review._in_order(roadmap)[1]


def doubtful(measure: Measure, by: Actor, *fields: str) -> Measure:
    """The measure with an empty cell in the result, as the reader would say it, or with these doubts."""
    with journal.entry("roadmap_read", by=by, at=NOON, about=measure.roadmap):
        measure.doubts = {name: {"value": 0.7, "reason": "field_empty"} for name in fields or ("result",)}
        measure.text_checked = False
        measure.save()
    return measure


DEEDS: dict[str, Deed] = {
    "edit": lambda plan, by: review.edit_measure(first(plan), {"term_words": "май"}, by=by, at=NOON),
    "confirm": lambda plan, by: review.confirm_text([first(plan)], by=by, at=NOON),
    "confirm a doubt": lambda plan, by: review.confirm_doubt(doubtful(first(plan), by), "result", by=by, at=NOON),
    "confirm alike": lambda plan, by: review.confirm_alike(
        doubtful(first(plan), by).roadmap, "result", "field_empty", by=by, at=NOON
    ),
    "edit the head": lambda plan, by: review.edit_head(plan, {"first_year": 2027, "title": "План"}, by=by, at=NOON),
    "split": lambda plan, by: review.split_measure(first(plan), ["Издать", "Приказ"], by=by, at=NOON),
    "merge": lambda plan, by: review.merge_with_previous(second(plan), by=by, at=NOON),
    "move": lambda plan, by: review.move_measure(second(plan), to=plan.sections.last(), by=by, at=NOON),
    "add": lambda plan, by: review.add_measure(plan.sections.first(), {"text": "Новый пункт"}, by=by, at=NOON),
    "remove": lambda plan, by: review.remove_measure(second(plan), by=by, at=NOON),
    "add a section": lambda plan, by: review.add_section(plan, "Итоги", number="9", by=by, at=NOON),
    "rename a section": lambda plan, by: review.rename_section(
        plan.sections.first(), number="I", title="Начало", by=by, at=NOON
    ),
    "children": lambda plan, by: review.make_children(first(plan), ["Один", "Два"], by=by, at=NOON),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_step_is_taken_back_whole_and_brought_again(name: str, plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        doubtful(first(plan), boris)
        before = rows(plan)
        DEEDS[name](plan, boris)
        after = rows(plan)
        steps.undo(plan, by=boris, at=NOON)
        undone = rows(plan)
        steps.redo(plan, by=boris, at=NOON)
        redone = rows(plan)

    assert before != after
    assert undone == before
    assert redone == after


def test_all_steps_are_taken_back_one_after_another(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        doubtful(first(plan), boris)
        before = rows(plan)
        deeds = [deed for name, deed in DEEDS.items() if name != "confirm alike"]
        for deed in deeds:
            deed(plan, boris)
        for _ in deeds:
            steps.undo(plan, by=boris, at=NOON)
        back = rows(plan)
        with pytest.raises(steps.NothingToUndo):
            steps.undo(plan, by=boris, at=NOON)

    assert back == before


def test_a_new_step_forgets_what_was_undone(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.edit_measure(first(plan), {"text": "Первое"}, by=boris, at=NOON)
        steps.undo(plan, by=boris, at=NOON)
        review.edit_measure(first(plan), {"text": "Второе"}, by=boris, at=NOON)
        with pytest.raises(steps.NothingToUndo):
            steps.redo(plan, by=boris, at=NOON)
        said = first(plan).text

    assert said == "Второе"


def test_a_measure_is_split_into_pieces_and_a_number_in_front_becomes_theirs(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        whole = first(plan)
        pieces = ["Собрать школы.", "1.2. Сводить классы на завод.", "  ", "Подвести итоги."]
        review.split_measure(whole, pieces, by=boris, at=NOON)
        found = review._in_order(plan)[:4]

    assert [(one.number, one.text) for one in found] == [
        ("1.1.", "Собрать школы."),
        ("1.2.", "Сводить классы на завод."),
        ("", "Подвести итоги."),
        ("1.2.", "Провести экскурсии на предприятия"),
    ]
    assert {(one.term_words, one.performers_words) for one in found} == {(whole.term_words, whole.performers_words)}


def test_one_piece_is_no_split(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris), pytest.raises(review.NothingToSplit):
        review.split_measure(first(plan), ["Собрать школы", " "], by=boris, at=NOON)


def test_joined_measures_say_the_same_words_once(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        one, two = first(plan), second(plan)
        review.edit_measure(
            one, {"text": "Собрать школы", "term_words": "май", "result": "Протокол"}, by=boris, at=NOON
        )
        review.edit_measure(two, {"text": "и родителей", "term_words": "май", "result": "Отчёт"}, by=boris, at=NOON)
        joined = review.merge_with_previous(second(plan), by=boris, at=NOON)

    assert (joined.text, joined.term_words, joined.result) == ("Собрать школы и родителей", "май", "Протокол Отчёт")


def test_the_first_of_a_section_is_joined_to_nothing(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris), pytest.raises(review.NothingToMerge):
        review.merge_with_previous(first(plan), by=boris, at=NOON)


def test_a_measure_moves_before_another_of_another_section(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        late = review.add_section(plan, "Итоги", by=boris, at=NOON)
        review.add_measure(late, {"text": "Подвести итоги"}, by=boris, at=NOON)
        order = review._in_order(plan)
        target = next(one for one in order if one.section_id != order[0].section_id)
        review.move_measure(order[0], to=target.section, before=target, by=boris, at=NOON)
        now = review._in_order(plan)

    assert [one.pk for one in now] == [
        *(one.pk for one in order[1 : order.index(target)]),
        order[0].pk,
        *(one.pk for one in order[order.index(target) :]),
    ]
    assert next(one for one in now if one.pk == order[0].pk).section_id == target.section_id


def test_what_a_person_wrote_is_not_doubtful_and_a_new_term_is_read(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        measure = first(plan)
        edited = review.edit_measure(measure, {"term_words": "до 15 октября"}, by=boris, at=NOON)

    assert (edited.term["deadline"], edited.term_checked) == ("10-15", False)


def test_a_section_with_measures_is_not_removed(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        before = texts(plan)
        section = plan.sections.first()
        assert isinstance(section, Section)
        with pytest.raises(review.SectionNotEmpty):
            review.remove_section(section, by=boris, at=NOON)
        after = texts(plan)

    assert before == after


def test_a_plan_in_force_is_not_edited_in_review(boris: Actor, db: None) -> None:
    with acting_as(boris):
        roadmap = Roadmap.objects.get(organisation_id__in=boris.scope("roadmaps.keep_roadmaps"))
        with pytest.raises(steps.NotInReview):
            review.add_section(roadmap, "Итоги", by=boris, at=NOON)


def test_steps_stand_in_the_journal(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.add_section(plan, "Итоги", by=boris, at=NOON + timedelta(hours=1))
        steps.undo(plan, by=boris, at=NOON + timedelta(hours=2))
        verbs = [entry.verb for entry in history_of(plan)]

    assert verbs[-2:] == ["section_added", "review_step_undone"]


def test_a_doubt_is_settled_alone_and_the_last_one_confirms_the_measure(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        measure = doubtful(first(plan), boris, "result", "term")
        review.confirm_doubt(measure, "result", by=boris, at=NOON)
        one_left = first(plan)
        review.confirm_doubt(measure, "term_words", by=boris, at=NOON)
        none_left = first(plan)

    assert (list(one_left.doubts), one_left.text_checked) == (["term"], False)
    assert (list(none_left.doubts), none_left.text_checked) == ([], True)


def test_doubts_of_one_reason_are_settled_together_and_others_stay(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        doubtful(first(plan), boris, "result", "term")
        doubtful(second(plan), boris, "result")
        settled = review.confirm_alike(plan, "result", "field_empty", by=boris, at=NOON)
        left = [list(one.doubts) for one in review._in_order(plan)]

    assert (settled, left) == (2, [["term"], [], []])


def test_what_somebody_else_has_written_is_not_written_over(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        seen = version_of(first(plan))
        review.edit_measure(first(plan), {"text": "Первое"}, by=boris, at=NOON)
        with pytest.raises(review.ChangedMeanwhile):
            review.edit_measure(first(plan), {"text": "Второе"}, seen=seen, by=boris, at=NOON)
        said = first(plan).text

    assert said == "Первое"


def test_other_years_give_the_terms_other_windows(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.edit_measure(first(plan), {"term_words": "до 15 октября, ежегодно"}, by=boris, at=NOON)
        review.edit_head(plan, {"first_year": 2027, "last_year": 2028}, by=boris, at=NOON)
        years = [one.due_on.year for one in first(plan).occurrences.all()]

    assert years == [2027, 2028]


def test_other_performers_are_asked_for_anew(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.edit_measure(first(plan), {"performers_words": "Школа № 5"}, by=boris, at=NOON)
        printed = [one.printed for one in first(plan).performers.all()]

    assert printed == ["Школа № 5"]


def test_items_go_where_their_measure_goes_and_stay_with_what_it_is_joined_to(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.make_children(second(plan), ["Завод", "Депо"], by=boris, at=NOON)
        late = review.add_section(plan, "Итоги", by=boris, at=NOON)
        review.move_measure(second(plan), to=late, by=boris, at=NOON)
        moved = texts(plan)
        review.move_measure(second(plan), to=late, before=review._in_order(plan)[2], by=boris, at=NOON)
        review.merge_with_previous(review._in_order(plan)[2], by=boris, at=NOON)
        joined = [(one.text, one.parent.text if one.parent else "") for one in review._in_order(plan)]

    assert moved[2:] == [("Итоги", "Провести экскурсии на предприятия"), ("Итоги", "Завод"), ("Итоги", "Депо")]
    assert joined == [
        ("Издать приказ о профориентационной работе", ""),
        ("Подвести итоги года Провести экскурсии на предприятия", ""),
        ("Завод", "Подвести итоги года Провести экскурсии на предприятия"),
        ("Депо", "Подвести итоги года Провести экскурсии на предприятия"),
    ]


def test_an_item_that_leaves_its_measure_is_one_of_its_own(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.make_children(first(plan), ["Завод", "Депо"], by=boris, at=NOON)
        _whole, works, depot, *_others = review._in_order(plan)
        review.move_measure(depot, to=depot.section, before=works, by=boris, at=NOON)
        among = [(one.text, one.parent_id is not None) for one in review._in_order(plan)[1:3]]
        review.move_measure(depot, to=depot.section, by=boris, at=NOON)
        last = review._in_order(plan)[-1]

    assert among == [("Депо", True), ("Завод", True)]
    assert (last.text, last.parent_id) == ("Депо", None)


def test_a_step_says_what_it_was_about(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.move_measure(second(plan), to=second(plan).section, by=boris, at=NOON)
        moved = review._in_order(plan)[-1]
        undone = steps.touched(steps.undo(plan, by=boris, at=NOON))
        review.add_section(plan, "Итоги", by=boris, at=NOON)
        of_a_section = steps.touched(steps.undo(plan, by=boris, at=NOON))

    assert (undone, of_a_section) == (moved.pk, None)
