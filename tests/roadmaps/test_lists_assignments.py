"""The list of assignments: narrowed by everything one asks by, and never more than its reader may see."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from orientir import journal
from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.roadmaps import policy
from orientir.roadmaps.choices import AssignmentState, Force, Outcome, Part
from orientir.roadmaps.models import Assignment, Roadmap
from orientir.roadmaps.models.assignments import OPEN
from orientir.roadmaps.queries import lists
from orientir.roadmaps.queries.figures import SHOWN_STATES
from orientir.roadmaps.views.lists.assignments import Assignments
from orientir.territory.models import Organisation
from orientir.ui.lists.keysets import Sort, page_of
from orientir.ui.lists.listing import PER_PAGE
from tests.roadmaps.running import FAR, NEAR, PAST, a_district, give, measure, schools, submit
from tests.roadmaps.seeing import Seen, seen
from tests.support import world
from tests.support.world import NOON

pytestmark = pytest.mark.usefixtures("noon")

Visit = Callable[[str], Client]
TODAY = NOON.date()
FIVE, SIX = "Школа № 5", "Школа № 6"


def rows(page: Seen) -> list[tuple[str, str]]:
    """Return the number of the measure and the organisation of each row."""
    head, *found = page.rows or [["Пункт плана", "Организация"]]
    where = {name: at for at, name in enumerate(head)}
    return [(cells[where["Пункт плана"]].split()[0], cells[where["Организация"]]) for cells in found]


def listed(client: Client, query: str = "") -> list[tuple[str, str]]:
    """Return what the list holds of the running plan; the plans of the world fall due in another century."""
    until = "" if "to=" in query else "&to=2098-01-01"
    return rows(seen(client.get(f"/assignments/?{query}{until}")))


def test_it_shows_what_is_not_submitted_nearest_first(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "2.1"), NEAR)
    give(measure(roadmap, "1.1"), FAR, state="closed", outcome="done")
    late, _ = give(measure(roadmap, "1.2"), PAST)
    submit(late)

    assert listed(signed_in("boris")) == [("1.2", SIX), ("2.1", FIVE), ("2.1", SIX)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["1.1", "1.2", "2.1"]),
        ("state=all", ["1.1", "1.2", "2.1", "2.2"]),
        ("state=overdue", ["1.1"]),
        ("state=sent", ["2.2"]),
        ("state=done", ["2.2"]),
        ("state=waiting", ["1.2"]),
        ("state=not_begun", ["2.1"]),
        ("within=14", ["1.2"]),
        ("within=31&sort=-due", ["2.1", "1.2"]),
        ("from=2026-11-30&to=2026-11-30", ["1.2"]),
        ("part=lead", ["2.1"]),
        ("force=recommended", ["2.1"]),
        ("q=экскурсией", ["1.2"]),
        ("q=экскурсия космодром", []),
        ("q=2.1", ["2.1"]),
        ("state=all&sort=-measure", ["2.2", "2.1", "1.2", "1.1"]),
    ],
)
def test_it_is_narrowed_by_state_term_part_force_and_words(
    query: str, found: list[str], signed_in: Visit, roadmap: Roadmap
) -> None:
    five, boris = schools()[:1], world.actor("boris")
    excursion = measure(roadmap, "1.2")
    excursion.text = "Провести экскурсии"
    with acting_as(boris), journal.entry("measure_edited", by=boris, at=NOON, measure=excursion.pk):
        excursion.save()
    give(measure(roadmap, "1.1"), PAST, five)
    give(excursion, NEAR, five)
    (leads,) = give(measure(roadmap, "2.1"), FAR, five, force=Force.RECOMMENDED)
    with acting_as(boris), journal.entry("assignments_made", by=boris, at=NOON, measure=leads.measure_id):
        Assignment.objects.filter(pk=leads.pk).update(part=Part.LEAD)
    give(measure(roadmap, "2.2"), FAR, five, state="closed", outcome="done")

    assert [number for number, _ in listed(signed_in("boris"), query)] == found


def test_it_is_narrowed_by_plan_section_measure_organisation_and_municipality(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    district = a_district("Заозёрный район", "Школа № 21", "Лицей № 3")
    with acting_as(REGISTRAR):
        far = list(Organisation.objects.filter(territory=district))
    one, two = measure(roadmap, "1.1"), measure(roadmap, "2.1")
    give(one, NEAR, [*schools(), *far])
    give(two, NEAR, schools())
    boris = signed_in("boris")

    def of(query: str) -> list[tuple[str, str]]:
        return listed(boris, f"plan={roadmap.pk}&sort=organisation&{query}")

    assert of(f"section={two.section_id}") == of(f"measure={two.pk}&column=measure") == [("2.1", FIVE), ("2.1", SIX)]
    assert of(f"organisation={schools()[0].pk}") == [("1.1", FIVE), ("2.1", FIVE)]
    assert of(f"place={district.pk}") == [("1.1", "Лицей № 3"), ("1.1", "Школа № 21")]
    town = schools()[0].territory_id
    assert len(of(f"place={town}")) == 6  # what lies in it is its own


def test_a_choice_of_a_plan_offers_its_sections_and_measures(signed_in: Visit, roadmap: Roadmap) -> None:
    for number in ("1.1", "1.2", "2.1"):
        give(measure(roadmap, number), NEAR)

    def offered(query: str) -> dict[str, list[str]]:
        page = signed_in("boris").get(f"/assignments/?{query}").context["list"]
        return {one.key: [str(words) for _, words in one.options] for one in page.controls if one.control == "choice"}

    without, within = offered(""), offered(f"plan={roadmap.pk}")

    assert [without.get("section"), without.get("measure")] == [None, None]
    assert within["section"] == ["1. Нормативное обеспечение", "2. События"]
    assert within["measure"] == [f"{n} Провести работу {n}" for n in ("1.1", "1.2", "2.1")]
    assert within["plan"] == ["Дорожная карта 2025–2027", "Дорожная карта 2026–2028"]
    assert within["organisation"] == ["УО, Белоозерск", FIVE, SIX]


def test_of_very_many_organisations_one_is_found_by_words_or_set_by_a_link(signed_in: Visit, roadmap: Roadmap) -> None:
    district = a_district("Заозёрный район", *(f"Школа № {number}" for number in range(100, 202)))
    with acting_as(REGISTRAR):
        far = list(Organisation.objects.filter(territory=district))
    give(measure(roadmap, "1.1"), NEAR, far)
    boris = signed_in("boris")
    chosen = next(one for one in far if one.short_name == "Школа № 150")

    page = boris.get(f"/assignments/?organisation={chosen.pk}")

    controls = {one.key: one.control for one in page.context["list"].controls}
    assert ("organisation" in controls, controls["of"]) == (False, "words")
    assert [chip.words for chip in page.context["list"].chips] == ["Организация: Школа № 150"]
    assert rows(seen(page)) == listed(boris, "of=школа 150") == [("1.1", "Школа № 150")]


def test_vera_sees_her_own_school_only_whatever_she_asks_for(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    six = next(one for one in schools() if one.short_name == SIX)
    vera = signed_in("vera")

    page = vera.get("/assignments/?to=2098-01-01").context["list"]

    assert [head.title for head in page.heads] == ["Пункт плана", "Срок представления", "Состояние"]
    assert [row[0].content for row in page.rows] == ["1.1 Провести работу 1.1"]
    asked = {vera.get(f"/assignments/?organisation={six.pk}&column=organisation").content.count(SIX.encode())}
    assert asked == {0}


def test_vera_chooses_among_the_measures_and_sections_in_which_her_school_has_work(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    five, six = schools()
    give(measure(roadmap, "1.1"), NEAR, [five])
    give(measure(roadmap, "2.1"), NEAR, [six])
    other = measure(roadmap, "2.1")
    vera = signed_in("vera")

    controls = {one.key: one for one in vera.get(f"/assignments/?plan={roadmap.pk}").context["list"].controls}
    linked = vera.get(f"/assignments/?measure={other.pk}").context["list"]

    assert [[words for _, words in controls[key].options] for key in ("section", "measure")] == [
        ["1. Нормативное обеспечение"],
        ["1.1 Провести работу 1.1"],
    ]
    assert ([chip.words for chip in linked.chips], linked.total) == (["Пункт плана: неизвестно"], 0)


def test_a_plan_in_the_archive_asks_for_nothing_and_is_still_found(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), PAST, schools()[:1])
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("roadmap_archived", by=boris, at=NOON, about=roadmap):
        Roadmap.objects.filter(pk=roadmap.pk).update(state="archived", archived_at=NOON, archive_basis="Срок истёк")
    client = signed_in("boris")

    assert [listed(client, query) for query in ("", "state=overdue", "state=all")] == [[], [], [("1.1", FIVE)]]


def test_who_reports_and_also_sees_others_can_ask_for_their_own(signed_in: Visit, roadmap: Roadmap) -> None:
    with acting_as(REGISTRAR):
        boris = Appointment.objects.get(person__user__login="boris").person
        six = Organisation.objects.get(short_name=SIX)
        access.appoint(boris, GUIDANCE_LEAD, six, by=REGISTRAR, at=NOON)
    give(measure(roadmap, "1.1"), NEAR)

    assert listed(signed_in("boris")) == [("1.1", FIVE), ("1.1", SIX)]
    assert listed(signed_in("boris"), "mine=1") == [("1.1", SIX)]


def test_its_pages_follow_each_other_without_a_row_twice(signed_in: Visit, roadmap: Roadmap) -> None:
    days = [TODAY + timedelta(days=days) for days in range(1, 31)]
    for day, number in itertools.product(days, ("1.1", "2.1")):
        give(measure(roadmap, number), day, starts_on=TODAY)
    boris, where, found = signed_in("boris"), f"/assignments/?plan={roadmap.pk}", []

    while where:
        page = boris.get(where)
        found += [row[0].href for row in page.context["list"].rows]
        where = page.context["list"].next

    assert (len(found), len(set(found))) == (120, 120)
    assert found[:PER_PAGE] == [row[0].href for row in boris.get(page.context["list"].first).context["list"].rows]
    assert "Показано: 20 из 120" in seen(page).words


@pytest.mark.parametrize("force", Force.values)
@pytest.mark.parametrize("days", [-40, -1, 0, 40])
def test_a_state_is_asked_for_as_it_is_shown(force: str, days: int, roadmap: Roadmap) -> None:
    """The condition that an index serves holds exactly where the state is shown; overdue are the returned ones too."""
    due, boris = TODAY + timedelta(days=days), world.actor("boris")
    ended = [("accepted", outcome) for outcome in ("done", "partly", "not_done")]
    closed = [("closed", outcome) for outcome in Outcome.values]
    every = [*((state, "") for state in (*OPEN, "submitted", "archive")), *ended, *closed]
    for number, (state, outcome) in enumerate(every):
        start = due - timedelta(days=5 + number)
        give(
            measure(roadmap, "1.1"),
            due - timedelta(days=number),
            starts_on=start,
            force=force,
            state=state,
            outcome=outcome,
        )

    with acting_as(boris):
        work = policy.visible_assignments(boris).filter(measure__roadmap=roadmap)
        for state in SHOWN_STATES:
            found = set(work.filter(lists.in_state(state, on=TODAY)))
            shown = {one for one in work if one.shown_state == state or (state == "overdue" and one.is_late)}
            assert found == shown, state
        assert set(work.filter(lists.in_state("all", on=TODAY))) == set(work)
        assert AssignmentState.WAITING in SHOWN_STATES


def test_what_is_to_do_is_read_from_the_index_in_its_order_however_far_into_the_list(roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    give(measure(roadmap, "1.2"), FAR)
    boris = world.actor("boris")
    with acting_as(boris):
        work = lists.assignments_to_list(boris).filter(lists.in_state(lists.TO_DO, on=TODAY))
        sort = Sort("due", ("due_on", "measure_id", "organisation_id"))
        place = sort.place_in(page_of(work, sort, size=1).after)
        assert place is not None
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
        plan = sort.apply(sort.beyond(work, place))[:PER_PAGE].explain()

    assert "using open_work_by_day" in plan
    assert "ROW(due_on, measure_id, organisation_id) > ROW('2026-11-30'::date" in plan.partition("Index Cond: ")[2]
    assert "Sort Key" not in plan


def test_the_list_is_declared_once_for_page_and_file() -> None:
    assert {one.__name__ for one in Assignments.__subclasses__()} == {"AssignmentFile", "AssignmentList"}
