"""A new edition of the document of a plan in force: what will come of it is said before, and no report is lost."""

from __future__ import annotations

from collections import Counter

import pytest

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.files.models import StoredFile
from orientir.journal.models import Entry
from orientir.roadmaps.fields import TEXTS
from orientir.roadmaps.models import Amendment, Assignment, Edition, Report, Roadmap
from orientir.roadmaps.services import amending, archiving, rereading
from orientir.roadmaps.tasks import apply_edition, read_edition
from tests.roadmaps import plans
from tests.roadmaps.rereading import (
    EVENTS,
    FAIR,
    ORDER,
    REASON,
    ROWS,
    STANDS,
    TRIPS,
    WORK,
    again,
    apply,
    changes,
    edition_of,
    put_in,
    put_in_force,
    shown,
    told,
)
from tests.roadmaps.running import submit
from tests.support.world import NOON

COURSE = ("2.2", "Назначить кураторов классов", "сентябрь 2027 г.", "Школы", "Приказ")
LATER = (*FAIR[:2], "апрель 2027 г.", *FAIR[3:])
NEW = (WORK, ORDER, EVENTS, LATER, COURSE, ("2.3", *STANDS[1:]))
"""The fair is later, the trips are gone, there is a course, the stands have another number."""


@pytest.fixture
def plan(boris: Actor) -> Roadmap:
    roadmap = put_in(boris)
    put_in_force(roadmap, boris)
    return roadmap


def work(plan: Roadmap, boris: Actor) -> list[tuple[str, int, str, str]]:
    """Return the assignments of a plan: words of the measure, how many of each month, state and outcome."""
    with acting_as(boris):
        found = Counter(
            (one.measure.text, one.due_on.month, one.state, one.outcome)
            for one in Assignment.objects.filter(measure__roadmap=plan).select_related("measure")
        )
    return sorted(
        (text, month, state, f"{outcome} {number}".strip()) for (text, month, state, outcome), number in found.items()
    )


def report_on(plan: Roadmap, boris: Actor, number: str) -> Assignment:
    """Let School 5 report on a measure."""
    with acting_as(boris):
        found = Assignment.objects.select_related("organisation")
        assignment = found.get(measure__roadmap=plan, measure__number=number, organisation__short_name="Школа № 5")
    submit(assignment)
    return assignment


def test_the_new_edition_is_written_and_the_work_follows(plan: Roadmap, boris: Actor) -> None:
    apply(edition_of(plan, boris, NEW), boris)

    assert shown(plan, boris) == list(NEW)
    assert work(plan, boris) == [
        (ORDER[1], 9, "waiting", "2"),
        (COURSE[1], 9, "waiting", "2"),
        (STANDS[1], 5, "waiting", "2"),
        (TRIPS[1], 10, "closed", "void 2"),
        (FAIR[1], 4, "waiting", "2"),
    ]


def test_what_will_come_of_it_is_said_before_and_is_what_comes(plan: Roadmap, boris: Actor) -> None:
    report_on(plan, boris, "1.2")
    report_on(plan, boris, "2.1")
    before = work(plan, boris)

    edition = edition_of(plan, boris, NEW)

    by_words = {one.key.rpartition("-")[0]: one.becomes or one.was for one in changes(edition, boris)}
    assert {by_words[key]: effects for key, effects in edition.effects.items()} == {
        COURSE[1]: {"made": 2},
        "апрель 2027 г.": {"moved": 1, "reported": 1},
        TRIPS[1]: {"closed": 1, "reported": 1},
    }
    assert work(plan, boris) == before


def test_reports_are_never_lost(plan: Roadmap, boris: Actor, vera: Actor) -> None:
    report_on(plan, boris, "1.2")
    report_on(plan, boris, "2.1")

    apply(edition_of(plan, boris, NEW), boris)

    with acting_as(boris):
        kept = Assignment.objects.filter(report__isnull=False, measure__roadmap=plan).order_by("due_on")
        assert [(one.measure.text, one.due_on.month, one.state) for one in kept.select_related("measure")] == [
            (FAIR[1], 3, "submitted"),
            (TRIPS[1], 10, "submitted"),
        ]
        assert Report.objects.filter(assignment__measure__roadmap=plan).count() == 2


def test_the_act_is_the_reason_of_every_amendment(plan: Roadmap, boris: Actor) -> None:
    apply(edition_of(plan, boris, NEW), boris)

    with acting_as(boris):
        found = Amendment.objects.filter(roadmap=plan)
        assert set(found.values_list("reason", flat=True)) == {REASON}
        assert Counter(found.values_list("kind", flat=True)) == {"changed": 2, "added": 1, "ended": 1, "in_line": 2}


def test_the_same_edition_once_more_changes_nothing(plan: Roadmap, boris: Actor) -> None:
    apply(edition_of(plan, boris, NEW), boris)

    edition = edition_of(plan, boris, [*NEW[:-1], ("2.3.", *NEW[-1][1:])])

    assert (edition.state, told(edition, boris)) == ("same", [])


def test_a_measure_left_in_the_plan_keeps_its_work(plan: Roadmap, boris: Actor) -> None:
    before = work(plan, boris)

    apply(edition_of(plan, boris, NEW), boris, "number")

    assert shown(plan, boris) == [WORK, ORDER, TRIPS, EVENTS, FAIR, ("2.3", *STANDS[1:])]
    assert work(plan, boris) == before


def test_a_measure_in_another_section_takes_its_work_along(plan: Roadmap, boris: Actor) -> None:
    moved = (WORK, ORDER, TRIPS, ("1.3", *FAIR[1:]), EVENTS, STANDS)
    before = work(plan, boris)

    edition = apply(edition_of(plan, boris, moved), boris)

    assert (edition.state, shown(plan, boris)) == ("applied", list(moved))
    assert work(plan, boris) == before


def test_whoever_is_not_known_is_decided_by_a_person_before_work_changes(plan: Roadmap, boris: Actor) -> None:
    unknown = (*FAIR[:3], "Совет ветеранов сцены", FAIR[4])
    before = work(plan, boris)

    edition = edition_of(plan, boris, [*ROWS[:-2], unknown, STANDS])
    assert list(edition.effects.values()) == [{"unbound": 1}]
    apply(edition, boris)

    assert shown(plan, boris)[4] == unknown
    assert work(plan, boris) == before
    with acting_as(boris):
        assert plan.measures.get(number="2.1").rebound_at is not None


def test_other_years_move_what_the_rules_have_laid(plan: Roadmap, boris: Actor) -> None:
    longer = plans.TITLE.replace("2026–2027", "2026–2028")

    edition = edition_of(plan, boris, ROWS, title=longer)
    assert edition.effects == {"years": {"made": 1}}
    apply(edition, boris)

    with acting_as(boris):
        order = Assignment.objects.filter(measure__roadmap=plan, measure__number="1.1")
        assert sorted(one.due_on.year for one in order) == [2026, 2027, 2028]
        plan.refresh_from_db()
        assert (plan.first_year, plan.last_year, plan.title) == (2026, 2028, longer)


def test_a_job_that_is_begun_again_goes_on_where_it_stopped(plan: Roadmap, boris: Actor) -> None:
    edition = edition_of(plan, boris, NEW)
    keys = [one.key for one in changes(edition, boris)]
    with acting_as(boris):
        rereading.apply(edition, keys, by=boris, at=NOON)
        steps = apply_edition.function(edition.pk, by=boris)
        for _ in range(4):
            next(steps)
        steps.close()

    apply_edition.run(by=boris.name, edition_id=edition.pk)

    assert again(edition, boris).state == "applied"
    assert shown(plan, boris) == list(NEW)
    with acting_as(boris):
        assert Counter(Amendment.objects.filter(roadmap=plan).values_list("kind", flat=True)) == {
            "changed": 2,
            "added": 1,
            "ended": 1,
            "in_line": 2,
        }


def test_a_measure_that_somebody_has_added_meanwhile_is_not_added_twice(plan: Roadmap, boris: Actor) -> None:
    edition = edition_of(plan, boris, NEW)
    keys = [one.key for one in changes(edition, boris)]
    with acting_as(boris):
        rereading.apply(edition, keys, by=boris, at=NOON)
        steps = apply_edition.function(edition.pk, by=boris)
        next(steps)
        events = plan.sections.get(number="2")
        words = dict(zip(TEXTS, COURSE, strict=False))
        amending.add_measure(events, words, reason="Письмо", by=boris, at=NOON)
        for _ in steps:
            pass

    assert again(edition, boris).state == "applied"
    assert shown(plan, boris) == list(NEW)


def test_what_would_come_of_it_is_counted_before_anything_is_applied(boris: Actor) -> None:
    roadmap = put_in(boris)
    edition = edition_of(roadmap, boris, NEW)
    keys = [one.key for one in changes(edition, boris)]
    put_in_force(roadmap, boris)

    with acting_as(boris), pytest.raises(rereading.NotCounted):
        rereading.apply(edition, keys, by=boris, at=NOON)

    with acting_as(boris):
        rereading.read_again(edition, by=boris, at=NOON)
    read_edition.run(by=boris.name, edition_id=edition.pk)
    assert (again(edition, boris).state, again(edition, boris).effects != {}) == ("read", True)


def test_the_journal_tells_how_an_edition_came(plan: Roadmap, boris: Actor) -> None:
    apply(edition_of(plan, boris, NEW), boris, "number")

    with acting_as(boris):
        verbs = Entry.objects.filter(subject_type="roadmaps.Roadmap", subject_id=plan.pk, verb__startswith="edition")
        assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
            "edition_uploaded",
            "edition_reading",
            "edition_read",
            "edition_chosen",
            "edition_begun",
            "edition_measure_written",
            "edition_applied",
        ]


def test_other_targets_are_kept_and_change_no_work(plan: Roadmap, boris: Actor) -> None:
    more = (*STANDS[:4], "Фотоотчёт, охват не менее 80 % обучающихся")
    before = work(plan, boris)

    apply(edition_of(plan, boris, [*ROWS[:-1], more]), boris)

    with acting_as(boris):
        stands = plan.measures.get(number="2.2")
        assert [(one.op, one.value, one.unit) for one in stands.targets.all()] == [(">=", 80, "percent")]
        assert stands.rebound_at is None
    assert work(plan, boris) == before


def test_a_plan_that_was_put_in_by_mistake_goes_with_its_editions(plan: Roadmap, boris: Actor) -> None:
    edition = apply(edition_of(plan, boris, NEW), boris)

    with acting_as(boris):
        archiving.delete(plan, by=boris, at=NOON)

        assert not Edition.objects.filter(pk=edition.pk).exists()
        assert not StoredFile.objects.filter(pk=edition.source_id).exists()
