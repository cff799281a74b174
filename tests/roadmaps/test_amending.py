"""Changing a plan in force: with a reason, and nobody who has reported loses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.choices import Force, Outcome
from orientir.roadmaps.models import Assignment, AssignmentChange, Measure, Roadmap, Section
from orientir.roadmaps.queries.amending import effects_of
from orientir.roadmaps.queries.recount import count_differences
from orientir.roadmaps.services import amending, bind, control, review, steps
from orientir.territory import services as territories
from orientir.territory.models import Organisation
from tests.roadmaps.amended import (
    DECEMBER,
    MAY,
    REASON,
    bring,
    later,
    reports_of,
    when,
    whom,
    work_of,
)
from tests.roadmaps.running import PAST, a_district, accept, give, measure, schools, submit
from tests.support import world
from tests.support.world import NOON

JANUARY = date(2027, 1, 25)
FIVE, SIX = "Школа № 5", "Школа № 6"
ALL_WAITING = [(FIVE, DECEMBER, "waiting"), (FIVE, MAY, "waiting"), (SIX, DECEMBER, "waiting"), (SIX, MAY, "waiting")]


@pytest.fixture
def boris(plan: Roadmap) -> Iterator[Actor]:
    actor = world.actor("boris")
    with acting_as(actor):
        yield actor


def of(one: Measure, school: str, day: date) -> Assignment:
    with acting_as(world.actor("boris")):
        return Assignment.objects.select_related("organisation").get(
            measure=one, organisation__short_name=school, due_on=day
        )


def amendments(plan: Roadmap) -> list[tuple[str, str, str]]:
    found = plan.amendments.select_related("measure").order_by("made_at", "pk")
    return [(a.kind, a.measure.number if a.measure else "", a.reason) for a in found]


def test_other_words_change_nothing_of_the_work(plan: Roadmap, one: Measure, boris: Actor) -> None:
    changed = amending.amend(one, {"text": "Издать приказ", "result": "Приказ"}, reason=REASON, by=boris, at=NOON)

    kept = plan.amendments.get()
    assert (changed.text, changed.rebound_at) == ("Издать приказ", None)
    assert kept.words == {"text": ["Провести работу 1.1", "Издать приказ"]}
    assert amendments(plan) == [("changed", "1.1", REASON)]
    assert work_of(one) == ALL_WAITING


def test_another_term_is_bound_anew_and_waits_for_a_person(one: Measure, boris: Actor) -> None:
    changed = amending.amend(one, {"term_words": "до 15 марта 2027 года"}, reason=REASON, by=boris, at=NOON)

    windows = [window.due_on for window in changed.occurrences.all()]
    assert (windows, changed.term_checked, changed.rebound_at) == ([date(2027, 3, 15)], False, NOON)
    assert work_of(one) == ALL_WAITING


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": " "}, amending.NoReason),
        ({"fields": {"number": "1.1"}}, amending.NothingChanged),
        ({"fields": {"ended_on": NOON.date()}}, ValueError),
        ({"seen": "words of yesterday"}, review.ChangedMeanwhile),
    ],
)
def test_a_change_that_says_too_little_or_too_much_is_refused(
    said: dict[str, Any], refusal: type[Exception], plan: Roadmap, one: Measure, boris: Actor
) -> None:
    with pytest.raises(refusal):
        amending.amend(one, **({"fields": {"text": "Издать приказ"}, "reason": REASON} | said), by=boris, at=NOON)

    assert (Measure.objects.get(pk=one.pk).text, amendments(plan)) == ("Провести работу 1.1", [])


DEEDS: dict[str, Callable[[Measure, Actor], object]] = {
    "amend": lambda one, by: amending.amend(one, {"text": "Иначе"}, reason=REASON, by=by, at=NOON),
    "add": lambda one, by: amending.add_measure(one.section, {"text": "Ещё"}, reason=REASON, by=by, at=NOON),
    "end": lambda one, by: amending.end_measure(one, on=NOON.date(), reason=REASON, by=by, at=NOON),
    "resume": lambda one, by: amending.resume_measure(one, reason=REASON, by=by, at=NOON),
    "in line": lambda one, by: amending.bring_in_line(one, reason=REASON, by=by, at=NOON),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_in_review_is_not_amended(deed: str, plan: Roadmap, one: Measure, boris: Actor) -> None:
    with journal.entry("roadmap_read", by=boris, at=NOON, about=plan):
        Roadmap.objects.filter(pk=plan.pk).update(state="read")

    with pytest.raises(steps.NotInForce):
        DEEDS[deed](one, boris)


def test_work_moves_with_its_window_and_what_was_reported_stays(plan: Roadmap, one: Measure) -> None:
    submit(of(one, FIVE, DECEMBER))
    when(one, [JANUARY, MAY])

    effects = bring(one)

    assert effects.counted() == {"moved": 1, "reported": 1}
    assert work_of(one) == [
        (FIVE, DECEMBER, "submitted"),
        (FIVE, MAY, "waiting"),
        (SIX, JANUARY, "waiting"),
        (SIX, MAY, "waiting"),
    ]
    assert reports_of(plan) == [(FIVE, "submitted", "Приказ издан.")]


def test_what_is_shown_before_is_what_comes_of_it(one: Measure, boris: Actor) -> None:
    submit(of(one, FIVE, MAY))
    when(one, [JANUARY, date(2027, 10, 1)])
    whom(one, [schools()[0]], how=Force.RECOMMENDED)
    one = Measure.objects.select_related("roadmap").get(pk=one.pk)

    before = effects_of(one, today=NOON.date())
    after = bring(one)

    assert before == after
    assert Measure.objects.get(pk=one.pk).rebound_at is None


def test_who_performs_it_no_more_is_let_go_with_the_reason_and_comes_back(one: Measure, boris: Actor) -> None:
    five, six = sorted(schools(), key=lambda school: school.short_name)
    accept(of(one, SIX, DECEMBER))
    whom(one, [five])
    bring(one)
    without = work_of(one)
    whom(one, [five, six], hours=3)
    again = bring(one, hours=4)

    assert without == [
        (FIVE, DECEMBER, "waiting"),
        (FIVE, MAY, "waiting"),
        (SIX, DECEMBER, "done"),
        (SIX, MAY, "void"),
    ]
    assert again.counted() == {"opened": 1}
    assert work_of(one)[-1] == (SIX, MAY, "waiting")
    told = AssignmentChange.objects.filter(assignment=of(one, SIX, MAY)).values_list("kind", "basis")
    assert list(told) == [("closed", REASON), ("opened", REASON)]


def test_a_new_performer_gets_what_is_not_past(one: Measure, boris: Actor) -> None:
    a_district("Заречье", "Школа № 9")
    when(one, [PAST, DECEMBER, MAY])
    whom(one, Organisation.objects.filter(short_name__in=[FIVE, SIX, "Школа № 9"]))

    effects = bring(one)

    assert (effects.counted(), effects.past) == ({"made": 2}, (PAST,))
    assert work_of(one)[-2:] == [("Школа № 9", DECEMBER, "waiting"), ("Школа № 9", MAY, "waiting")]


def test_how_binding_it_is_follows_for_open_work_only(one: Measure, boris: Actor) -> None:
    submit(of(one, FIVE, DECEMBER))
    whom(one, schools(), how=Force.RECOMMENDED)

    effects = bring(one)

    forces = Assignment.objects.filter(measure=one, force=Force.OBLIGATORY)
    assert effects.counted() == {"changed": 3}
    assert [(a.organisation.short_name, a.due_on) for a in forces] == [(FIVE, DECEMBER)]


def test_what_was_decided_about_one_alone_stays(one: Measure, boris: Actor) -> None:
    extra = date(2026, 12, 28)
    control.move_due_date([of(one, FIVE, DECEMBER)], extra, basis="письмо № 7", by=boris, at=later(1))
    control.close([of(one, SIX, DECEMBER)], Outcome.OFF_CONTROL, basis="письмо № 8", by=boris, at=later(1))
    same = bring(one)
    when(one, [JANUARY, MAY], hours=3)
    other = bring(one, hours=4)
    again = bring(one, hours=5)

    assert (same.counted(), other.counted(), again.counted()) == ({}, {"decided": 2}, {})
    assert work_of(one) == [
        (FIVE, extra, "waiting"),
        (FIVE, MAY, "waiting"),
        (SIX, DECEMBER, "off_control"),
        (SIX, MAY, "waiting"),
    ]


def test_a_window_that_moves_twice_takes_its_work_along(one: Measure) -> None:
    when(one, [JANUARY, MAY])
    bring(one)
    when(one, [date(2027, 2, 20), MAY], hours=3)

    assert bring(one, hours=4).counted() == {"moved": 2}
    assert bring(one, hours=5).counted() == {}


def test_what_a_closed_school_had_to_do_its_successor_is_asked_for(plan: Roadmap, boris: Actor) -> None:
    five, six = sorted(schools(), key=lambda school: school.short_name)
    two = Measure.objects.select_related("roadmap__organisation__territory").get(roadmap=plan, number="1.2")
    bind.add_performer(two, "школа", by=boris, at=later(1))
    whom(two, [six])
    when(two, [DECEMBER, MAY])
    closing = {"on": date(2027, 1, 1), "basis": "приказ", "successors": [five]}
    territories.close_organisation(six, **closing, by=boris, at=later(1))

    assert bring(two).counted() == {"made": 2}
    assert work_of(two) == [(FIVE, MAY, "waiting"), (SIX, DECEMBER, "waiting")]


def test_a_measure_is_added_and_becomes_work(plan: Roadmap, boris: Actor) -> None:
    section = Section.objects.select_related("roadmap").filter(roadmap=plan).order_by("position")[0]
    words = {
        "number": "1.3",
        "text": "Провести ярмарку",
        "term_words": "до 15 марта 2027 года",
        "performers_words": "общеобразовательные организации",
    }
    new = amending.add_measure(section, words, reason=REASON, by=boris, at=NOON)

    order = list(plan.measures.order_by("position").values_list("number", flat=True))
    assert (order, new.rebound_at, new.added_at) == (["1.1", "1.2", "1.3", "2.1", "2.2"], NOON, NOON)
    assert work_of(new) == []
    assert bring(new).counted() == {"made": 2}
    assert work_of(new) == [(FIVE, date(2027, 3, 15), "waiting"), (SIX, date(2027, 3, 15), "waiting")]
    assert amendments(plan) == [("added", "1.3", REASON), ("in_line", "1.3", REASON)]


def test_a_measure_ends_and_what_was_reported_or_due_before_stays(plan: Roadmap, one: Measure, boris: Actor) -> None:
    give(one, PAST)
    submit(of(one, FIVE, DECEMBER))

    closed = amending.end_measure(one, on=NOON.date(), reason=REASON, by=boris, at=NOON)

    ended = Measure.objects.get(pk=one.pk)
    assert (closed, ended.ended_on, ended.end_reason) == (3, NOON.date(), REASON)
    assert work_of(one) == [
        (FIVE, PAST, "waiting"),
        (FIVE, DECEMBER, "submitted"),
        (FIVE, MAY, "void"),
        (SIX, PAST, "waiting"),
        (SIX, DECEMBER, "void"),
        (SIX, MAY, "void"),
    ]
    assert reports_of(plan) == [(FIVE, "submitted", "Приказ издан.")]


def test_an_ended_measure_comes_back_with_its_work(plan: Roadmap, one: Measure, boris: Actor) -> None:
    amending.end_measure(one, on=NOON.date(), reason="ошибка", by=boris, at=NOON)
    with pytest.raises(amending.Ended):
        amending.amend(one, {"text": "Иначе"}, reason=REASON, by=boris, at=later(1))

    amending.resume_measure(one, reason=REASON, by=boris, at=later(1))

    assert bring(one).counted() == {"opened": 4}
    assert work_of(one) == ALL_WAITING
    assert amendments(plan) == [("ended", "1.1", "ошибка"), ("resumed", "1.1", REASON), ("in_line", "1.1", REASON)]


def test_the_items_of_a_measure_end_with_it(plan: Roadmap, one: Measure, boris: Actor) -> None:
    two = measure(plan, "1.2")
    with journal.entry("children_made", by=boris, at=NOON, about=plan):
        Measure.objects.filter(pk=two.pk).update(parent=one)
    give(two, MAY)

    closed = amending.end_measure(one, on=NOON.date(), reason=REASON, by=boris, at=NOON)

    assert (closed, {done for *_, done in work_of(two)}) == (6, {"void"})


def test_the_same_bindings_written_anew_are_no_change(one: Measure, boris: Actor) -> None:
    whom(one, schools())
    assert Measure.objects.get(pk=one.pk).rebound_at is None

    whom(one, schools(), how=Force.AGREED, hours=2)
    assert Measure.objects.get(pk=one.pk).rebound_at == later(2)


def test_the_counts_follow(one: Measure, boris: Actor) -> None:
    submit(of(one, FIVE, MAY))
    when(one, [JANUARY, date(2027, 3, 1), MAY])
    whom(one, [schools()[1]])
    bring(one)
    amending.end_measure(one, on=JANUARY, reason=REASON, by=boris, at=later(3))

    assert count_differences() == []


DAYS = [DECEMBER, JANUARY, MAY]
CHANGES = st.lists(
    st.tuples(st.sets(st.sampled_from(DAYS)), st.sets(st.integers(0, 1)), st.integers(0, 2)), min_size=2, max_size=3
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
@example(changes=[({JANUARY}, set(), 1), ({JANUARY, DECEMBER}, {0}, 0)])  # a reported day is not moved onto
@example(changes=[({JANUARY, DECEMBER}, set(), 0), ({JANUARY, DECEMBER, MAY}, {0}, 0)])  # a day is left and comes again
def test_whatever_changes_nobody_loses_a_report_and_the_work_is_in_line(
    changes: list[tuple[set[date], set[int], int]], plan: Roadmap, one: Measure, boris: Actor
) -> None:
    both = sorted(schools(), key=lambda school: school.short_name)
    with transaction.atomic():
        for number, (days, performers, reporting) in enumerate(changes):
            hours = 10 * number
            when(one, sorted(days), hours=hours + 1)
            whom(one, [both[index] for index in sorted(performers)], hours=hours + 2)
            submit(*Assignment.objects.filter(measure=one, state="waiting").select_related("organisation")[:reporting])
            reported = reports_of(plan)

            bring(one, hours=hours + 3)

            fresh = Measure.objects.select_related("roadmap").get(pk=one.pk)
            wanted = {(both[index].pk, day) for index in performers for day in days}
            waiting = Assignment.objects.filter(measure=one, state="waiting")
            assert reports_of(plan) == reported
            assert not effects_of(fresh, today=NOON.date()).is_any
            assert {(a.organisation_id, a.due_on) for a in waiting} <= wanted
        assert count_differences() == []
        transaction.set_rollback(True)
