"""The three depths of names: the product works in each, and each shows students to those alone whom it lets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from orientir.access import depths, services
from orientir.access.actors import signed_in as known
from orientir.access.roles import ROLES, STUDENT
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.people.naming import code_of
from orientir.territory.choices import Depth
from orientir.territory.models import Organisation, Territory
from tests.support.world import NOON, actor

from . import staff

pytestmark = pytest.mark.usefixtures("db")
SignedIn = Callable[[str], Client]
NAMES = {"dasha": "Девятова", "egor": "Бэшкин", "mila": "Мамина"}
NINTH_A = ["Девятова", "Мамина"]
ALL = ["Бэшкин", *NINTH_A]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def everybody(noon: None, db: None) -> None:
    staff.add()


def choose(one: Organisation | Territory, depth: Depth) -> None:
    with acting_as(REGISTRAR):
        depths.set_depth(one, depth, by=REGISTRAR, at=NOON)


def names_on(page: str) -> list[str]:
    return sorted(name for name in NAMES.values() if name in page)


@pytest.mark.parametrize(
    ("depth", "seen"),
    [
        (Depth.NAMES, {"boris": ALL, "pyotr": ALL, "vera": ALL, "polina": ALL, "klara": NINTH_A, "roman": ALL}),
        (Depth.CODES, {"boris": [], "pyotr": ALL, "vera": ALL, "polina": ALL, "klara": NINTH_A, "roman": ALL}),
        (Depth.COUNTS, {"boris": [], "pyotr": [], "vera": [], "polina": [], "klara": [], "roman": []}),
    ],
)
@pytest.mark.parametrize("where", ["territory", "organisation"])
def test_who_sees_which_students_by_name(depth, seen, where, signed_in: SignedIn):
    school = staff.organisation(staff.SCHOOL)
    choose(school.territory if where == "territory" else school, depth)
    addresses = [f"/organisations/{school.pk}/people/?show={show}" for show in ("now", "families")]
    addresses += [f"/organisations/{school.pk}/history/", "/organisations/", f"/organisations/{school.pk}/"]

    shown = {}
    for login in seen:
        window = signed_in(login)
        pages = [window.get(address) for address in addresses]
        assert [page.status_code for page in pages] == [200] * len(pages)
        shown[login] = names_on("".join(page.content.decode() for page in pages))

    assert shown == seen


def test_above_a_school_with_codes_each_student_is_a_code_that_stays_and_tells_nothing(signed_in: SignedIn):
    school = staff.organisation(staff.SCHOOL)
    choose(school, Depth.CODES)

    page = signed_in("boris").get(f"/organisations/{school.pk}/people/?show=families").content.decode()

    codes = re.findall(r"\d{4}-\d{4}", page)
    assert sorted(codes) == sorted(code_of(staff.person(login).pk) for login in NAMES)
    assert names_on(page) == []


def test_no_two_people_share_a_code():
    assert len({code_of(key) for key in range(1, 20_000)}) == 19_999


def test_where_only_counts_are_kept_the_page_says_how_many_and_names_nobody(signed_in: SignedIn):
    school = staff.organisation(staff.SCHOOL)
    choose(school, Depth.COUNTS)

    page = signed_in("vera").get(f"/organisations/{school.pk}/people/?show=families")

    assert "3" in re.findall(r"\d+", page.content.decode().partition("<main")[2])
    assert (page.context["families"].hidden, list(page.context["page"])) == (3, [])


def test_where_only_counts_are_kept_no_student_is_appointed_and_none_has_a_role():
    school = staff.organisation(staff.SCHOOL)
    before = actor("dasha").role
    choose(school.territory, Depth.COUNTS)

    with acting_as(REGISTRAR), pytest.raises(services.NoNamesHere):
        services.appoint(staff.person("fyodor"), STUDENT, school, group="9А", by=REGISTRAR, at=NOON)

    assert (before, actor("dasha").role) == ("student", "")


def test_where_only_counts_are_kept_nobody_is_asked_for_a_second_factor():
    def needed() -> dict[str, bool]:
        with acting_as(REGISTRAR):
            people = Person.objects.filter(user__login__in=["boris", "vera", "klara", "olga"]).select_related("user")
            return {one.user.login: known(one.user).needs_second_factor for one in people if one.user}

    before = needed()
    choose(staff.organisation(staff.SCHOOL).territory, Depth.COUNTS)

    assert before == {"boris": True, "vera": True, "klara": False, "olga": False}
    assert not any(needed().values())


def test_beneath_a_territory_one_may_only_be_stricter(signed_in: SignedIn):
    school = staff.organisation(staff.SCHOOL)
    choose(school.territory, Depth.CODES)

    with acting_as(REGISTRAR), pytest.raises(depths.TooDeep):
        depths.set_depth(school, Depth.NAMES, by=REGISTRAR, at=NOON)
    offered = signed_in("pyotr").get(f"/organisations/{school.pk}/depth/").context["form"].fields["depth"].choices

    assert [value for value, _ in offered] == ["", "counts", "codes"]


def test_what_comes_of_it_is_told_before_it_is_set(signed_in: SignedIn):
    school = staff.organisation(staff.SCHOOL)
    address = f"/territories/{school.territory_id}/depth/"
    boris = signed_in("boris")

    offered = dict(boris.get(address).context["offered"])
    key = boris.get(address).context["submission_key"]
    answer = boris.post(address, {"submission_key": key, "depth": "counts"})

    assert offered[Depth.COUNTS] == depths.Consequences(organisations=3, shut_out=3, let_in=0)
    assert offered[Depth.NAMES] == depths.Consequences(organisations=0, shut_out=0, let_in=0)
    assert answer.status_code == 302
    with acting_as(REGISTRAR):
        assert depths.depth_of(school) == Depth.COUNTS
    assert dict(boris.get(address).context["offered"])[Depth.NAMES].let_in == 3


def test_a_wall_hides_the_names_even_without_the_policy():
    school = staff.organisation(staff.SCHOOL)
    choose(school, Depth.CODES)
    families = [staff.person(login).pk for login in NAMES]

    def reached(login: str) -> int:
        with acting_as(actor(login)):
            return Person.objects.filter(pk__in=families).count()

    assert {login: reached(login) for login in ("boris", "galina", "vera", "klara", "gleb")} == {
        "boris": 0,
        "galina": 0,
        "vera": 3,
        "klara": 3,
        "gleb": 0,
    }


def test_every_role_that_shows_names_widely_asks_for_a_second_factor():
    wide = {code for code, role in ROLES.items() if role.sees_names_widely}

    assert wide == {"regional_coordinator", "municipal_coordinator", "head", "guidance_lead", "psychologist"}
