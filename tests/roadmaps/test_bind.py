"""Binding: what was proposed is confirmed or decided, what looks alike in one press, each deed a step back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.binding import Shares
from orientir.roadmaps.models import Measure, Performer, Roadmap
from orientir.roadmaps.queries.binding import DOUBTFUL, Bindings
from orientir.roadmaps.queries.force import left_out
from orientir.roadmaps.queries.rows import PERFORMERS, PROOF, TARGETS, TERM
from orientir.roadmaps.queries.rules import changed_days
from orientir.roadmaps.services import bind, force, roadmaps, steps
from orientir.roadmaps.services.offers import offers_for
from orientir.territory.models import Organisation, RememberedPerformer
from tests.support import world
from tests.support.world import NOON

TODAY = date(2026, 11, 20)


@pytest.fixture
def plan(boris: Actor, db: None) -> Roadmap:
    """A plan just read: three measures with the same term and performers."""
    with acting_as(boris):
        office = Organisation.objects.select_related("territory").get(short_name="УО, Белоозерск")
        roadmap: Roadmap = roadmaps.upload_roadmap(world.a_document(), organisation=office, by=boris, at=NOON)
        roadmaps.take_in(roadmap, world.a_plan(), by=boris, at=NOON)
        return Roadmap.objects.select_related("organisation__territory").get(pk=roadmap.pk)


def first(plan: Roadmap) -> Measure:
    return plan.measures.select_related("roadmap__organisation__territory").order_by("position")[0]


def schools(plan: Roadmap) -> Performer:
    found = Performer.objects.select_related("measure__roadmap__organisation__territory")
    return found.get(measure=first(plan), printed="школы")


def days(measure: Measure) -> list[date]:
    return [one.due_on for one in measure.occurrences.all()]


def meaning(plan: Roadmap, printed: str) -> list[tuple[str, list[str], bool]]:
    found = Performer.objects.filter(measure__roadmap=plan, printed=printed).order_by("measure__position")
    return [
        (one.organisation_class, [bound.organisation.short_name for bound in one.bound.all()], one.is_checked)
        for one in found
    ]


def test_what_looks_alike_is_confirmed_in_one_press(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        before = Bindings(plan).open_by_row
        settled = bind.confirm_alike(first(plan), TERM, by=boris, at=NOON)
        after = Bindings(plan).open_by_row

    assert before == {TERM: 3, PERFORMERS: 3, PROOF: 3, TARGETS: 0}
    assert settled == 3
    assert after == {TERM: 0, PERFORMERS: 3, PROOF: 3, TARGETS: 0}


def test_a_term_with_days_of_its_own_does_not_look_like_the_others(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        second = plan.measures.order_by("position")[1]
        bind.set_dates(second, [(None, date(2027, 5, 20))], by=boris, at=NOON)
        with journal.entry("dates_set", by=boris, at=NOON, about=plan):
            plan.measures.update(term_checked=False)
        settled = bind.confirm_alike(first(plan), TERM, by=boris, at=NOON)
        still_open = [one.pk for one in plan.measures.filter(term_checked=False)]

    assert (settled, still_open) == (2, [second.pk])


def test_one_row_is_confirmed_alone(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        bind.confirm_row(first(plan), PERFORMERS, by=boris, at=NOON)
        open_rows = Bindings(plan).open_by_row
        checked = list(first(plan).performers.values_list("is_checked", flat=True))

    assert open_rows == {TERM: 3, PERFORMERS: 2, PROOF: 3, TARGETS: 0}
    assert checked == [True, True]


def test_a_performer_is_confirmed_wherever_it_means_the_same(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        one, office = schools(plan), Performer.objects.get(measure=first(plan), position=0)
        reached = bind.confirm_performer(one, by=boris, at=NOON)
        half = Bindings(plan).open_by_row[PERFORMERS]
        bind.confirm_performer(office, by=boris, at=NOON)
        whole = Bindings(plan).open_by_row[PERFORMERS]

    assert (reached, half, whole) == (3, 3, 0)


def test_all_without_doubt_is_confirmed_in_one_press_and_doubt_stays(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        lost = first(plan)
        with journal.entry("dates_set", by=boris, at=NOON, about=plan):
            lost.occurrences.all().delete()
        bind.confirm_sure(plan, by=boris, at=NOON)
        found = Bindings(plan, only=DOUBTFUL)
        left = [(card.measure.pk, [name for name, row in card.rows.items() if row.is_open]) for card in found.cards]

    assert left == [(lost.pk, [TERM])]
    assert (found.open, found.doubtful, found.sure) == (1, 1, 0)


def test_own_dates_go_to_all_measures_with_the_same_words(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        count = bind.set_dates(
            first(plan),
            [(None, date(2027, 5, 20)), (date(2027, 9, 1), date(2027, 10, 15))],
            alike=True,
            by=boris,
            at=NOON,
        )
        windows = [
            [(one.starts_on, one.due_on, one.inner_due_on) for one in measure.occurrences.all()]
            for measure in plan.measures.all()
        ]
        flags = set(plan.measures.values_list("own_dates", "term_checked"))

    assert count == 3
    assert (
        windows
        == [
            [
                (date(2027, 4, 20), date(2027, 5, 20), date(2027, 5, 13)),
                (date(2027, 9, 1), date(2027, 10, 15), date(2027, 10, 8)),
            ]
        ]
        * 3
    )
    assert flags == {(True, True)}


def test_own_dates_give_way_to_the_rules_again(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        before = days(first(plan))
        bind.set_dates(first(plan), [], by=boris, at=NOON)
        none = days(first(plan))
        bind.dates_by_rules(first(plan), by=boris, at=NOON)
        after, checked = days(first(plan)), first(plan).term_checked

    assert before and none == [] and after == before
    assert checked is False


@pytest.mark.parametrize(
    "windows",
    [
        [(date(2027, 5, 2), date(2027, 5, 1))],
        [(None, date(2027, 5, 1)), (date(2027, 4, 1), date(2027, 5, 1))],
    ],
)
def test_a_window_that_runs_backwards_or_ends_twice_is_refused(
    windows: list[tuple[date | None, date]], plan: Roadmap, boris: Actor
) -> None:
    with acting_as(boris):
        before = days(first(plan))
        with pytest.raises(bind.BackwardsWindow):
            bind.set_dates(first(plan), windows, by=boris, at=NOON)
        after = days(first(plan))

    assert after == before


def test_a_performer_means_the_same_in_the_whole_plan_and_is_remembered(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        five = Organisation.objects.get(short_name="Школа № 5")
        count = bind.bind_performer(
            schools(plan),
            organisations=[five],
            part="lead",
            force="recommended",
            alike=True,
            remember=True,
            by=boris,
            at=NOON,
        )
        found = meaning(plan, "школы")
        parts = list(
            Performer.objects.filter(measure__roadmap=plan, printed="школы")
            .order_by("measure__position")
            .values_list("part", "force")
        )
        kept = [list(one.organisations.all()) for one in RememberedPerformer.objects.filter(printed="школы")]

    assert count == 3
    assert found == [("", ["Школа № 5"], True)] * 3
    assert parts == [("lead", "recommended"), ("submits", "obligatory"), ("submits", "obligatory")]
    assert kept == [[five]]


def test_a_measure_has_one_lead(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        for printed in ("Управление образования", "школы"):
            one = Performer.objects.select_related("measure__roadmap__organisation__territory").get(
                measure=first(plan), printed=printed
            )
            bind.bind_performer(one, class_key="schools", part="lead", force="obligatory", by=boris, at=NOON)
        parts = list(first(plan).performers.values_list("printed", "part"))

    assert parts == [("Управление образования", "submits"), ("школы", "lead")]


def test_a_performer_is_added_with_whom_it_means_and_taken_away(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        made = bind.add_performer(first(plan), "Школа № 6", by=boris, at=NOON)
        bound = [one.organisation.short_name for one in made.bound.all()]
        bind.remove_performer(made, by=boris, at=NOON)
        left = list(first(plan).performers.values_list("printed", flat=True))

    assert bound == ["Школа № 6"]
    assert left == ["Управление образования", "школы"]


def test_offers_hold_what_the_words_mean_and_what_somebody_looks_for(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        mine = Organisation.objects.filter(pk__in=boris.organisations)
        plain = offers_for(schools(plan), mine, today=TODAY)
        further = offers_for(schools(plan), mine, words="№ 6", today=TODAY)

    assert [one.short_name for one, _ in plain.organisations] == ["Школа № 5", "Школа № 6"]
    assert "schools" in dict(plain.classes)
    assert [one.short_name for one, _ in further.organisations] == ["Школа № 6", "Школа № 5"]


def test_other_rules_are_shown_before_and_change_what_was_shown(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        bind.confirm_sure(plan, by=boris, at=NOON)
        before = days(first(plan))
        shown = changed_days(plan, {"inner_days": 20})
        untouched = days(first(plan))
        count = bind.set_rules(plan, {"inner_days": 20}, by=boris, at=NOON)
        now = [(one.due_on, one.inner_due_on) for one in first(plan).occurrences.all()]
        terms = set(plan.measures.values_list("term_checked", flat=True))

    assert untouched == before
    assert (shown.total, count) == (3, 3)
    assert list(shown.shown[0].after) == now
    assert [due for due, _ in now] == before
    assert terms == {False}


def test_dates_set_by_hand_outlive_other_rules(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        bind.set_dates(first(plan), [(None, date(2027, 5, 20))], by=boris, at=NOON)
        count = bind.set_rules(plan, {"inner_days": 20}, by=boris, at=NOON)
        kept = days(first(plan))

    assert (count, kept) == (2, [date(2027, 5, 20)])


def test_what_is_due_before_the_start_of_control_becomes_archive(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        first_due = days(first(plan))[0]
        bind.set_control(plan, date(2027, 1, 15), "приказ № 12", by=boris, at=NOON)
        before = force.preview(Roadmap.objects.get(pk=plan.pk), today=TODAY)
        steps.undo(plan, by=boris, at=NOON)
        undone = Roadmap.objects.get(pk=plan.pk)
        after = force.preview(undone, today=TODAY)

    assert first_due < date(2027, 1, 15)
    assert before.archive == before.assignments / 3
    assert (undone.control_from, undone.control_basis, after.archive) == (None, "", 0)


def test_a_measure_with_items_is_bound_by_its_items(plan: Roadmap, boris: Actor) -> None:
    from orientir.roadmaps.services import review

    with acting_as(boris):
        review.make_children(first(plan), ["Собрать заявки", "Провести встречу"], by=boris, at=NOON)
        shown = [one.number for one in Bindings(plan).measures]

    assert "1.1." not in shown
    assert len(shown) == 4


TARGET = {"text": "Не менее 60 %", "op": ">=", "value": 60, "unit": "%", "population": "8 класс", "year": 2027}
DEEDS: dict[str, Callable[[Roadmap, Actor], object]] = {
    "confirm": lambda plan, by: bind.confirm_sure(plan, by=by, at=NOON),
    "dates": lambda plan, by: bind.set_dates(first(plan), [(None, date(2027, 5, 20))], alike=True, by=by, at=NOON),
    "performer": lambda plan, by: bind.bind_performer(
        schools(plan), class_key="colleges", part="lead", force="agreed", alike=True, by=by, at=NOON
    ),
    "proof": lambda plan, by: bind.set_proof(first(plan), "survey", "report", by=by, at=NOON),  # type: ignore[arg-type]
    "targets": lambda plan, by: bind.set_targets(first(plan), [TARGET], by=by, at=NOON),
    "rules": lambda plan, by: bind.set_rules(plan, {"inner_days": 20}, by=by, at=NOON),
    "control": lambda plan, by: bind.set_control(plan, date(2027, 1, 15), "приказ № 12", by=by, at=NOON),
}


@pytest.mark.parametrize("name", DEEDS)
def test_every_deed_is_taken_back_whole_and_brought_again(name: str, plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        before = steps._rows(plan)
        DEEDS[name](plan, boris)
        after = steps._rows(plan)
        steps.undo(plan, by=boris, at=NOON)
        undone = steps._rows(plan)
        steps.redo(plan, by=boris, at=NOON)
        redone = steps._rows(plan)

    assert before != after
    assert undone == before
    assert redone == after


def test_organisations_of_which_a_fact_is_missing_are_left_out_with_the_reason(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        with journal.entry("bindings_confirmed", by=boris, at=NOON, about=plan):
            plan.measures.update(traits={"grades": {"value": [10, 11]}})
        found = left_out(Shares(plan).register, force.measures_to_carry_out(plan), today=TODAY)
        said = [(one.count, [school.short_name for school in one.organisations], len(one.reasons)) for one in found]

    assert said == [(3, ["Школа № 5", "Школа № 6"], 1)]
