"""Review: what was read is set right, step by step, and every step can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.journal.queries import history_of
from orientir.roadmaps.models import Measure, Roadmap, Section
from orientir.roadmaps.services import review, steps
from tests.support.world import NOON


@pytest.fixture
def plan(boris: Actor, db: None) -> Roadmap:
    """The roadmap of the world, taken back to review."""
    from orientir import journal

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


DEEDS: dict[str, Deed] = {
    "edit": lambda plan, by: review.edit_measure(first(plan), {"term_words": "май"}, by=by, at=NOON),
    "confirm": lambda plan, by: review.confirm_text([first(plan)], by=by, at=NOON),
    "split": lambda plan, by: review.split_measure(first(plan), 5, by=by, at=NOON),
    "merge": lambda plan, by: review.merge_with_previous(second(plan), by=by, at=NOON),
    "move": lambda plan, by: review.move_measure(second(plan), to=plan.sections.last(), by=by, at=NOON),
    "add": lambda plan, by: review.add_measure(plan.sections.first(), "Новый пункт", by=by, at=NOON),
    "add a section": lambda plan, by: review.add_section(plan, "Итоги", number="9", by=by, at=NOON),
    "rename a section": lambda plan, by: review.rename_section(
        plan.sections.first(), number="I", title="Начало", by=by, at=NOON
    ),
    "children": lambda plan, by: review.make_children(first(plan), ["Один", "Два"], by=by, at=NOON),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_step_is_taken_back_whole_and_brought_again(name: str, plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
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
        before = rows(plan)
        for deed in DEEDS.values():
            deed(plan, boris)
        for _ in DEEDS:
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


def test_a_measure_is_split_where_the_cursor_stands(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        whole = first(plan)
        review.edit_measure(whole, {"text": "Собрать школы. Сводить классы на завод."}, by=boris, at=NOON)
        new = review.split_measure(first(plan), len("Собрать школы."), by=boris, at=NOON)
        said = [one.text for one in review._in_order(plan)[:2]]

    assert said == ["Собрать школы.", "Сводить классы на завод."]
    assert (new.term_words, new.performers_words) == (whole.term_words, whole.performers_words)


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
        review.add_measure(late, "Подвести итоги", by=boris, at=NOON)
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
