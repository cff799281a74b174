"""Plans that begin without a document: empty, and after an earlier plan with its years moved on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.journal.queries import history_of
from orientir.roadmaps.models import Measure, Roadmap
from orientir.roadmaps.services import creation, review, steps
from orientir.territory.models import Organisation, Succession
from tests.roadmaps.plans import put_in
from tests.support.world import NOON

LATER = datetime(2027, 11, 20, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
ROWS = (
    ("1. Организация работы",),
    ("1.1", "Издать приказ на 2026 год", "до 15 сентября 2026 г.", "Школа № 5", "Приказ"),
    ("1.2", "Обновить стенды", "май, ежегодно", "Школа № 6", "Не менее 60 % школ в 2027 году"),
    ("1.3", "Провести: ярмарку; встречу", "до 29 февраля 2028 г.", "Школы", "Отчёт по стратегии до 2035 года"),
)


@pytest.fixture
def earlier(boris: Actor) -> Roadmap:
    """A plan of 2026 and 2027 with items, a window of a person's own and a measure that has ended."""
    roadmap = put_in(boris, ROWS)
    with acting_as(boris):
        review.confirm_text(roadmap.measures.all(), by=boris, at=NOON)
        review.make_children(of(roadmap, "1.3"), ["ярмарка", "встреча"], by=boris, at=NOON)
        ended = review.add_measure(roadmap.sections.all()[0], {"text": "Закрыть музей"}, by=boris, at=NOON)
        with journal.entry("measure_edited", by=boris, at=NOON):
            Measure.objects.filter(pk=ended.pk).update(ended_on=NOON.date(), end_reason="Музей закрыт")
            whole = of(roadmap, "1.3")
            Measure.objects.filter(pk=whole.pk).update(own_dates=True)
            whole.occurrences.all().delete()
            leap = date(2028, 2, 29)
            whole.occurrences.create(starts_on=leap, ends_on=leap, due_on=leap, inner_due_on=leap)
    return roadmap


def of(roadmap: Roadmap, number: str) -> Measure:
    return roadmap.measures.get(number=number)


def after(earlier: Roadmap, boris: Actor, first_year: int = 2028) -> Roadmap:
    with acting_as(boris):
        return creation.begin_after(earlier, first_year=first_year, by=boris, at=LATER)


def test_an_empty_plan_is_in_review_with_one_section_to_write_in(boris: Actor) -> None:
    with acting_as(boris):
        office = Organisation.objects.get(short_name="УО, Белоозерск")
        roadmap = creation.begin_empty(
            "План на 2028 год", first_year=2028, last_year=2028, organisation=office, by=boris, at=NOON
        )
        review.add_measure(roadmap.sections.get(), {"text": "Провести ярмарку"}, by=boris, at=NOON)
        steps.undo(roadmap, by=boris, at=NOON)

        assert (roadmap.is_in_review, roadmap.source, roadmap.short_title) == (True, None, "Дорожная карта 2028")
        assert [entry.verb for entry in history_of(roadmap)][:2] == ["roadmap_begun", "measure_added"]


def test_a_plan_after_an_earlier_one_has_its_measures_with_the_years_moved_on(earlier: Roadmap, boris: Actor) -> None:
    roadmap = after(earlier, boris)

    with acting_as(boris):
        measures = roadmap.measures.order_by("position")
        assert (roadmap.first_year, roadmap.last_year, roadmap.based_on_id) == (2028, 2029, earlier.pk)
        assert roadmap.title.endswith("Белоозерска на 2028–2029 годы")
        assert [(one.number, one.text, one.term_words, one.parent_id is not None) for one in measures] == [
            ("1.1", "Издать приказ на 2026 год", "до 15 сентября 2028 г.", False),
            ("1.2", "Обновить стенды", "май, ежегодно", False),
            ("1.3", "Провести: ярмарку; встречу", "до 29 февраля 2028 г.", False),
            ("1.3.1", "ярмарка", "до 29 февраля 2028 г.", True),
            ("1.3.2", "встреча", "до 29 февраля 2028 г.", True),
        ]
        assert {one.parent_id for one in measures if one.parent_id} == {of(roadmap, "1.3").pk}


def test_words_that_name_a_year_of_the_earlier_plan_stay_and_are_doubtful(earlier: Roadmap, boris: Actor) -> None:
    roadmap = after(earlier, boris)

    with acting_as(boris):
        doubts = {
            one.number: {name: doubt["reason"] for name, doubt in one.doubts.items()} for one in roadmap.measures.all()
        }
    assert doubts == {
        "1.1": {"title": "year_named"},
        "1.2": {"result": "year_named"},
        "1.3": {},  # 2035 is none of its years
        "1.3.1": {},
        "1.3.2": {},
    }


def test_windows_follow_from_the_terms_and_those_set_by_hand_are_moved(earlier: Roadmap, boris: Actor) -> None:
    roadmap = after(earlier, boris)

    with acting_as(boris):
        due = {
            number: list(of(roadmap, number).occurrences.values_list("due_on", flat=True))
            for number in ("1.1", "1.2", "1.3")
        }
        own = of(roadmap, "1.3").own_dates
    assert (due["1.1"], [day.year for day in due["1.2"]]) == ([date(2028, 9, 15)], [2028, 2029])
    assert (due["1.3"], own) == ([date(2030, 2, 28)], True)


def test_performers_and_targets_are_taken_over(earlier: Roadmap, boris: Actor) -> None:
    roadmap = after(earlier, boris)

    with acting_as(boris):
        bound = [
            (one.printed, [who.organisation.short_name for who in one.bound.all()])
            for one in of(roadmap, "1.1").performers.all()
        ]
        targets = [(one.op, one.value, one.year) for one in of(roadmap, "1.2").targets.all()]
        was = [(one.op, one.value, one.year) for one in of(earlier, "1.2").targets.all()]
    assert bound == [("Школа № 5", ["Школа № 5"])]
    assert targets == [(op, value, year and year + 2) for op, value, year in was] != []


def test_what_a_closed_school_had_to_do_its_successor_has(earlier: Roadmap, boris: Actor) -> None:
    with acting_as(boris), journal.entry("measure_edited", by=boris, at=NOON):
        fifth, sixth = (Organisation.objects.get(short_name=f"Школа № {number}") for number in (5, 6))
        closed_on = NOON.date() + timedelta(days=30)
        Organisation.objects.filter(pk=fifth.pk).update(closed_on=closed_on, closing_basis="Постановление № 1")
        Succession.objects.create(predecessor=fifth, successor=sixth)
    roadmap = after(earlier, boris)

    with acting_as(boris):
        (performer,) = of(roadmap, "1.1").performers.all()
        assert [one.organisation.short_name for one in performer.bound.all()] == ["Школа № 6"]


def test_the_earlier_plan_stays_as_it_was(earlier: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        before = steps._rows(earlier)
    after(earlier, boris)
    with acting_as(boris):
        assert steps._rows(earlier) == before


def test_after_a_plan_that_was_not_read_nothing_begins(earlier: Roadmap, boris: Actor) -> None:
    unread = Roadmap(organisation_id=earlier.organisation_id, uploaded_at=NOON)

    with acting_as(boris), pytest.raises(creation.NotRead):
        creation.begin_after(unread, first_year=2028, by=boris, at=LATER)
