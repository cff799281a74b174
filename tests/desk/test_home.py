"""The first page: what to do now, for each role exactly what is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils import timezone

from orientir import journal
from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.engines.counts import Figure
from orientir.roadmaps.models import Assignment, Measure, Roadmap, Section
from orientir.roadmaps.services import reports
from orientir.territory.models import Organisation
from tests.access.pages import read
from tests.roadmaps.running import give
from tests.support import world

SignedIn = Callable[[str], Client]
WORDS = "Приказ издан, канарейка."
VERA, GALINA, ZOYA = "Школа № 5", "Школа № 6", "Школа № 1"
pytestmark = pytest.mark.usefixtures("db")


def today() -> date:
    return timezone.localdate()


def in_force(login: str, position: int, days: int, *schools: str) -> list[int]:
    """Make a measure the work of schools, due in some days from today, and return the keys of the assignments."""
    coordinator, due_on = world.actor(login), today() + timedelta(days=days)
    with acting_as(coordinator):
        roadmap = Roadmap.objects.get(organisation__in=coordinator.organisations)
        measure = roadmap.measures.get(position=position)
        performers = Organisation.objects.filter(short_name__in=schools, pk__in=coordinator.organisations)
        made = {work.organisation.short_name: work.pk for work in give(measure, due_on, performers, starts_on=due_on)}
        return [made[school] for school in schools]


def submit(login: str, *keys: int) -> None:
    lead = world.actor(login)
    for key in keys:
        with acting_as(lead):
            reports.submit_report(Assignment.objects.get(pk=key), WORDS, by=lead, at=timezone.now())


def review(login: str, key: int, *, reason: str = "") -> None:
    coordinator = world.actor(login)
    with acting_as(coordinator):
        report = Assignment.objects.get(pk=key).report
        if reason:
            reports.return_report(report, reason, by=coordinator, at=timezone.now())
        else:
            reports.accept_report(report, by=coordinator, at=timezone.now())


def first(school: str, login: str) -> int:
    with acting_as(world.actor(login)):
        return world.assignment_of(school).pk


def measure_of(key: int, login: str) -> int:
    with acting_as(world.actor(login)):
        return Assignment.objects.get(pk=key).measure_id


def main_of(response: HttpResponse) -> str:
    found = re.search(r"<main.*</main>", response.content.decode(), re.S)
    assert found is not None
    return found[0]


def led_to(response: HttpResponse, kind: str) -> list[int]:
    """Return the keys of the objects to which the page leads, in its order, each once."""
    addresses = [urlsplit(deed.address).path for deed in read(HttpResponse(main_of(response))).deeds]
    keys = [int(match[1]) for address in addresses if (match := re.fullmatch(rf"/{kind}/(\d+)/", address))]
    return list(dict.fromkeys(keys))


def asked_about(response: HttpResponse) -> list[int]:
    """Return the keys of the measures about whose work the page leads to a list, in its order, each once."""
    addresses = [urlsplit(deed.address) for deed in read(HttpResponse(main_of(response))).deeds]
    asked = [QueryDict(one.query) for one in addresses if one.path == "/assignments/"]
    return list(dict.fromkeys(int(one["measure"]) for one in asked if "measure" in one))


def text_of(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", main_of(response)).split())


def in_english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_boris_sees_reports_that_wait_for_him_longest_first(signed_in: SignedIn) -> None:
    veras, galinas, zoyas = first(VERA, "vera"), first(GALINA, "galina"), first(ZOYA, "zoya")
    submit("galina", galinas)
    submit("vera", veras)
    submit("zoya", zoyas)

    home = signed_in("boris").get("/")

    assert led_to(home, "assignments") == [galinas, veras]
    assert home.context["to_review_count"] == 2


def test_boris_sees_what_is_late_and_from_how_many(signed_in: SignedIn) -> None:
    veras, galinas = in_force("boris", 1, -3, VERA, GALINA)
    (third,) = in_force("boris", 2, -1, VERA)
    in_force("gleb", 1, -3, ZOYA)
    submit("galina", galinas)

    home = signed_in("boris").get("/")

    late = [(one.measure.pk, one.late) for one in home.context["late"]]
    assert late == [(measure_of(veras, "boris"), 1), (measure_of(third, "boris"), 1)]
    assert asked_about(home) == [pk for pk, _ in late]


def test_a_measure_is_late_by_the_number_of_its_organisations(signed_in: SignedIn) -> None:
    in_force("boris", 1, -3, VERA, GALINA)
    in_force("boris", 1, -2, VERA)
    in_force("boris", 2, -3, GALINA)

    home = signed_in("boris").get("/")

    assert [one.late for one in home.context["late"]] == [3, 1]


@pytest.mark.parametrize(("days", "late", "coming"), [(-1, 1, 0), (0, 0, 1), (1, 0, 1), (14, 0, 1), (15, 0, 0)])
def test_what_is_due_today_is_not_late_and_two_weeks_count_whole(
    days: int, late: int, coming: int, signed_in: SignedIn
) -> None:
    in_force("boris", 1, days, VERA)

    context = signed_in("boris").get("/").context

    assert (len(context["late"]), len(context["coming_up"])) == (late, coming)


def test_boris_sees_how_far_the_next_two_weeks_are(signed_in: SignedIn) -> None:
    veras, galinas = in_force("boris", 1, 5, VERA, GALINA)
    (later,) = in_force("boris", 2, 9, GALINA)
    submit("vera", veras)

    home = signed_in("boris").get("/")

    found = [(one.measure.pk, one.due_on, one.tally.submitted) for one in home.context["coming_up"]]
    assert found == [
        (measure_of(galinas, "boris"), today() + timedelta(days=5), Figure(1, 2)),
        (measure_of(later, "boris"), today() + timedelta(days=9), Figure(0, 1)),
    ]


def test_boris_sees_how_far_his_roadmap_is_and_no_other(signed_in: SignedIn) -> None:
    veras = first(VERA, "vera")
    submit("vera", veras)
    review("boris", veras)

    home = signed_in("boris").get("/")

    with acting_as(world.actor("boris")):
        his = Roadmap.objects.get(organisation__in=world.actor("boris").organisations)
    assert [(one.roadmap.pk, one.progress) for one in home.context["roadmaps"]] == [(his.pk, Figure(1, 2))]
    assert led_to(home, "roadmaps") == [his.pk]


def test_of_many_reports_the_ten_that_have_waited_longest_are_shown(signed_in: SignedIn) -> None:
    keys = [key for days in range(20, 32) for key in in_force("boris", 1, days, VERA)]
    submit("vera", *keys)

    home = in_english(signed_in("boris")).get("/")

    assert led_to(home, "assignments") == keys[:10]
    assert "12 reports wait for your review" in text_of(home)
    assert "/reports/" in [deed.address for deed in read(home).deeds]  # where the others are


def test_where_all_is_done_boris_is_told_so(signed_in: SignedIn) -> None:
    words = text_of(in_english(signed_in("boris")).get("/"))

    assert "Nothing is late." in words
    assert "No report waits for you." in words
    assert "Nothing falls due in the next two weeks." in words


def test_vera_sees_her_own_work_nearest_first(signed_in: SignedIn) -> None:
    december = first(VERA, "vera")
    (soon, _) = in_force("boris", 1, 5, VERA, GALINA)
    (late,) = in_force("boris", 2, -3, VERA)

    home = signed_in("vera").get("/")

    assert led_to(home, "assignments") == [late, soon, december]
    assert asked_about(home) == led_to(home, "roadmaps") == []


def test_what_vera_has_submitted_is_no_longer_to_do_until_it_comes_back(signed_in: SignedIn) -> None:
    key, vera = first(VERA, "vera"), signed_in("vera")

    submit("vera", key)
    assert led_to(vera.get("/"), "assignments") == []
    review("boris", key, reason="Не все.")
    assert led_to(vera.get("/"), "assignments") == [key]
    submit("vera", key)
    review("boris", key)
    assert led_to(vera.get("/"), "assignments") == []


def test_where_all_is_submitted_vera_is_told_so(signed_in: SignedIn) -> None:
    submit("vera", first(VERA, "vera"))

    assert "Nothing to do: all is submitted." in text_of(in_english(signed_in("vera")).get("/"))


def test_olga_sees_figures_without_persons_or_texts(signed_in: SignedIn) -> None:
    veras, galinas = first(VERA, "vera"), first(GALINA, "galina")
    in_force("boris", 1, -3, VERA, GALINA)
    submit("vera", veras)
    submit("galina", galinas)
    review("boris", galinas)

    home = signed_in("olga").get("/")

    assert [one.progress for one in home.context["roadmaps"]] == [Figure(1, 4)]
    assert [one.late for one in home.context["late"]] == [2]
    assert led_to(home, "assignments") == []
    said = home.content.decode()
    assert not [word for word in ("Волховская", "Полянская", "Ладожский", "канарейка") if word in said]
    assert "to_review" not in home.context


def test_olga_and_boris_see_the_same_figures(signed_in: SignedIn) -> None:
    submit("vera", first(VERA, "vera"))
    in_force("boris", 1, -3, VERA, GALINA)
    in_force("boris", 2, 3, VERA)

    def figures(login: str) -> list[object]:
        context = signed_in(login).get("/").context
        return [
            [(one.roadmap.pk, one.progress, one.sections) for one in context["roadmaps"]],
            [(one.measure.pk, one.late) for one in context["late"]],
            list(context["coming_up"]),
        ]

    assert figures("olga") == figures("boris")


def test_gleb_sees_nothing_of_beloozersk(signed_in: SignedIn) -> None:
    submit("vera", first(VERA, "vera"))
    in_force("boris", 1, -3, VERA, GALINA)
    in_force("boris", 2, 3, VERA)

    home = signed_in("gleb").get("/")

    context = home.context
    assert [len(context[name]) for name in ("late", "coming_up", "to_review", "roadmaps")] == [0, 0, 0, 1]
    assert led_to(home, "assignments") == asked_about(home) == []


@pytest.mark.parametrize("login", ["nina", "fyodor"])
def test_who_has_no_appointment_is_told_what_to_do(login: str, signed_in: SignedIn) -> None:
    home = in_english(signed_in(login)).get("/")

    assert "You have no appointment at the moment. Ask your coordinator to appoint you." in text_of(home)
    assert read(HttpResponse(main_of(home))).deeds == []


def test_who_holds_two_appointments_sees_the_work_of_both(signed_in: SignedIn) -> None:
    """Boris leads guidance in School 6 besides: what waits for him and what he has to do himself."""
    with acting_as(REGISTRAR):
        boris = Appointment.objects.get(person__user__login="boris").person
        school = Organisation.objects.get(short_name=GALINA)
        access.appoint(boris, GUIDANCE_LEAD, school, by=REGISTRAR, at=world.NOON)
    veras, galinas = first(VERA, "vera"), first(GALINA, "galina")
    submit("vera", veras)

    home = signed_in("boris").get("/")

    assert [work.pk for work in home.context["own_work"]] == [galinas]
    assert [report.assignment_id for report in home.context["to_review"]] == [veras]


def a_plan_of_two_sections() -> Roadmap:
    """Give Boris a second section in his plan, with one measure that is late for both schools."""
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("section_added", by=boris, at=world.NOON):
        roadmap = Roadmap.objects.get(organisation__in=boris.organisations)
        section = Section.objects.create(roadmap=roadmap, position=9, number="2.", title="События")
        measure = Measure.objects.create(roadmap=roadmap, section=section, position=9, number="2.1", text="Ярмарка")
    give(measure, today() - timedelta(days=3))
    return roadmap


def test_boris_sees_which_section_is_behind_and_by_how_many(signed_in: SignedIn) -> None:
    roadmap = a_plan_of_two_sections()

    home = signed_in("boris").get("/")

    (one,) = home.context["roadmaps"]
    assert [(str(part.section), part.progress, part.late) for part in one.sections] == [
        ("1. Организация работы", Figure(0, 2), 0),
        ("2. События", Figure(0, 2), 2),
    ]
    first, second = (part.section.pk for part in one.sections)
    addresses = [deed.address for deed in read(HttpResponse(main_of(home))).deeds]
    there = f"/roadmaps/{roadmap.pk}/measures/?section="
    assert [one for one in addresses if one.startswith(there)] == [
        f"{there}{first}",
        f"{there}{second}",
        f"{there}{second}&show=late",
    ]


def test_beyond_ten_the_rest_of_what_is_late_and_of_what_falls_due_has_a_page(signed_in: SignedIn) -> None:
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("measure_added", by=boris, at=world.NOON):
        section = Section.objects.get(roadmap__organisation__in=boris.organisations)
        measures = [
            Measure.objects.create(
                roadmap_id=section.roadmap_id, section=section, position=number, number=f"1.{number}", text="Пункт"
            )
            for number in range(10, 22)
        ]
    for measure in measures:
        give(measure, today() - timedelta(days=1))
        give(measure, today() + timedelta(days=1))
    client = signed_in("boris")

    home = client.get("/")

    addresses = [deed.address for deed in read(HttpResponse(main_of(home))).deeds]
    assert {"/late/", "/coming-up/"} <= set(addresses)
    assert (len(home.context["late"]), len(home.context["coming_up"])) == (10, 10)
    assert asked_about(client.get("/late/")) == [measure.pk for measure in measures]
    assert asked_about(client.get("/coming-up/")) == [measure.pk for measure in measures]


def test_what_falls_due_leads_to_those_of_that_day(signed_in: SignedIn) -> None:
    (key,) = in_force("boris", 1, 5, VERA)
    in_force("boris", 1, 7, VERA)
    client = signed_in("boris")

    pressed = next(
        deed.address for deed in read(HttpResponse(main_of(client.get("/")))).deeds if "from=" in deed.address
    )

    assert led_to(client.get(pressed), "assignments") == [key]


def test_where_nothing_is_late_or_falls_due_the_pages_say_so(signed_in: SignedIn) -> None:
    boris = in_english(signed_in("boris"))

    assert "Nothing is late." in text_of(boris.get("/late/"))
    assert "Nothing falls due in the next two weeks." in text_of(boris.get("/coming-up/"))


def test_a_plan_that_is_being_put_in_force_shows_nothing_of_its_work(signed_in: SignedIn) -> None:
    roadmap, boris = a_plan_of_two_sections(), world.actor("boris")
    with acting_as(boris), journal.entry("roadmap_starting", by=boris, at=world.NOON, about=roadmap):
        Roadmap.objects.filter(pk=roadmap.pk).update(state="starting")

    context = signed_in("boris").get("/").context

    assert [len(context[name]) for name in ("late", "coming_up", "roadmaps")] == [0, 0, 0]
