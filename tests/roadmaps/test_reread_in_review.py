"""A new edition of the document of a plan in review: compared, applied as one step, taken back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.files import store
from orientir.roadmaps.models import Edition, Roadmap
from orientir.roadmaps.queries.rereading import blocks_of, documents_of
from orientir.roadmaps.services import rereading, review, steps
from tests.roadmaps import plans
from tests.roadmaps.rereading import (
    ACT,
    EVENTS,
    FAIR,
    ORDER,
    ROWS,
    STANDS,
    TRIPS,
    WORK,
    apply,
    changes,
    edition_of,
    put_in,
    shown,
    told,
    upload,
)
from tests.support.world import NOON

COURSE = ("1.2", "Назначить кураторов классов", "сентябрь 2027 г.", "Школы", "Приказ")
LATER = (*FAIR[:2], "апрель 2027 г.", *FAIR[3:])
NEW = (WORK, ORDER, COURSE, ("1.3", *TRIPS[1:]), EVENTS, LATER)


@pytest.fixture
def plan(boris: Actor) -> Roadmap:
    return put_in(boris)


def test_the_differences_are_told_measure_by_measure(plan: Roadmap, boris: Actor) -> None:
    edition = edition_of(plan, boris, NEW)

    assert edition.state == "read"
    assert told(edition, boris) == [
        ("added", "measure", "", COURSE[1]),
        ("changed", "number", "1.2", "1.3"),
        ("changed", "term", "март 2027 г.", "апрель 2027 г."),
        ("gone", "measure", STANDS[1], ""),
    ]


def test_all_differences_applied_give_the_new_document(plan: Roadmap, boris: Actor) -> None:
    edition = apply(edition_of(plan, boris, NEW), boris)

    assert edition.state == "applied"
    assert shown(plan, boris) == [WORK, ORDER, COURSE, ("1.3", *TRIPS[1:]), EVENTS, LATER]
    assert told(edition, boris) == []


def test_what_is_not_chosen_stays_and_a_changed_term_gets_other_days(plan: Roadmap, boris: Actor) -> None:
    apply(edition_of(plan, boris, NEW), boris, "term")

    assert shown(plan, boris) == [WORK, ORDER, TRIPS, EVENTS, LATER, STANDS]
    with acting_as(boris):
        fair = plan.measures.get(number="2.1")
        assert [one.due_on.month for one in fair.occurrences.all()] == [4]


def test_applying_is_one_step_that_can_be_undone(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        before = blocks_of(plan)
    apply(edition_of(plan, boris, NEW), boris)
    with acting_as(boris):
        after = blocks_of(Roadmap.objects.get(pk=plan.pk))
        steps.undo(plan, by=boris, at=NOON)
        restored = blocks_of(Roadmap.objects.get(pk=plan.pk))

    assert shown(plan, boris) == list(ROWS)
    assert before == restored != after


def test_the_same_document_is_told_at_once(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris), pytest.raises(rereading.SameDocument):
        assert plan.source is not None
        same = SimpleUploadedFile("другое имя.docx", content_of(plan))
        rereading.upload_edition(same, roadmap=plan, **ACT, by=boris, at=NOON)


def content_of(plan: Roadmap) -> bytes:
    assert plan.source is not None
    return store.path_of(plan.source.sha256).read_bytes()


def test_a_document_that_was_only_saved_anew_changes_nothing(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.edit_measure(plan.measures.get(number="1.2"), {"result": "Отчёт с фото"}, by=boris, at=NOON)

    edition = edition_of(plan, boris, [*ROWS[:-1], (*STANDS[:1], f"{STANDS[1]}.", *STANDS[2:])])

    assert edition.state == "same"
    assert shown(plan, boris)[2] == (*TRIPS[:4], "Отчёт с фото")


def test_what_was_set_right_by_hand_is_told_apart(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        review.edit_measure(plan.measures.get(number="1.2"), {"result": "Отчёт с фото"}, by=boris, at=NOON)

    edition = edition_of(plan, boris, [*ROWS[:-2], LATER, STANDS])

    assert [(one.what, one.is_own) for one in changes(edition, boris)] == [("result", True), ("term", False)]


def test_items_follow_what_they_have_from_the_whole(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        fair = plan.measures.get(number="2.1")
        review.make_children(fair, ["Колледжи", "Вузы"], by=boris, at=NOON)

    apply(edition_of(plan, boris, [*ROWS[:-2], LATER, STANDS]), boris)

    with acting_as(boris):
        assert {one.term_words for one in fair.children.all()} == {"апрель 2027 г."}
        assert [one.number for one in plan.measures.all()] == ["1.1", "1.2", "2.1", "2.1.1", "2.1.2", "2.2"]


def test_a_plan_has_one_edition_to_look_through(plan: Roadmap, boris: Actor) -> None:
    edition = edition_of(plan, boris, NEW)
    with pytest.raises(rereading.AnotherIsOpen):
        upload(plan, boris, [*ROWS[:-1]])

    with acting_as(boris):
        rereading.leave(edition, by=boris, at=NOON)
    upload(plan, boris, [*ROWS[:-1]])

    with acting_as(boris):
        assert list(Edition.objects.values_list("state", flat=True)) == ["left", "waiting"]


def test_a_plan_that_was_changed_since_it_was_seen_is_looked_at_again(plan: Roadmap, boris: Actor) -> None:
    edition = edition_of(plan, boris, NEW)
    keys = [one.key for one in changes(edition, boris)]

    with acting_as(boris), pytest.raises(rereading.PlanChanged):
        rereading.apply(edition, keys, seen="what was seen before", by=boris, at=NOON)
    with acting_as(boris), pytest.raises(rereading.NothingChosen):
        rereading.apply(edition, ["m0-term"], by=boris, at=NOON)
    assert shown(plan, boris) == list(ROWS)


def test_a_document_without_a_plan_says_so_and_is_put_aside(plan: Roadmap, boris: Actor) -> None:
    edition = edition_of(plan, boris, [])

    assert (edition.state, edition.obstacle) == ("unreadable", "no_plan")
    with acting_as(boris):
        rereading.leave(edition, by=boris, at=NOON)
    assert shown(plan, boris) == list(ROWS)


def test_the_documents_of_a_plan_are_remembered_in_their_order(plan: Roadmap, boris: Actor) -> None:
    apply(edition_of(plan, boris, NEW), boris)
    edition_of(plan, boris, ROWS, title=plans.TITLE)

    with acting_as(boris):
        found = documents_of(Roadmap.objects.get(pk=plan.pk), with_files=True)

    assert [(one.act, one.number, one.state, one.file and one.file.name) for one in found] == [
        ("", "", "applied", "план.docx"),
        ("Приказ", "45", "applied", "новая редакция.docx"),
        ("Приказ", "45", "read", "новая редакция.docx"),
    ]
