"""Cards for a class: accounts made in one deed, shown once, kept nowhere; and who has not signed in yet."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from orientir.access import cards
from orientir.access import services as access
from orientir.access.depths import set_depth
from orientir.access.forms.cards import CardsForm
from orientir.access.models import Appointment
from orientir.access.roles import CLASS_TEACHER, HEAD, ROLES, STUDENT
from orientir.accounts.models import User
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name
from orientir.territory.choices import Depth
from orientir.territory.models import Organisation
from orientir.ui import submissions
from tests.access import all_seeing
from tests.accounts.conftest import eyes  # noqa: F401  (a fixture)
from tests.accounts.test_codes import CHOOSING
from tests.accounts.test_sign_in import sign_in
from tests.support import world

pytestmark = pytest.mark.usefixtures("eyes", "db")
CLASS = """1. Аистова Лада Игоревна
2) Берёзин-Клёнов Пётр

Дюкина О'Нил Мария
Мамедов Тимур Эльдар оглы
"""


def school(name: str = "Школа № 5") -> Organisation:
    with acting_as(REGISTRAR):
        return Organisation.objects.select_related("territory").get(short_name=name)


def head_of(name: str = "Школа № 5") -> str:
    """Return the login of a head newly appointed at a school."""
    with acting_as(REGISTRAR):
        access.appoint_newcomer(
            Name("Устюжанин", "Пётр"), HEAD, login="head", organisation=school(name), by=REGISTRAR, at=timezone.now()
        )
    return "head"


def send(client: Client, login: str, page: str = "cards", **words: Any) -> HttpResponse:
    place, form = school().pk, {"cards": "cards", "not-signed-in": "awaited"}[page]
    key = submissions.issue_key(world.actor(login).person_id or 0, form, str(place))
    return client.post(f"/organisations/{place}/{page}/", {**words, "submission_key": key})


def printed(client: Client, login: str, **words: str) -> list[cards.Card]:
    answer = send(client, login, **{"role": "student", "group": "9а", "names": CLASS, **words})
    assert answer.status_code == 200
    made: list[cards.Card] = answer.context["cards"]
    return made


def test_a_head_prints_cards_for_a_class_and_each_opens_its_account_once(signed_in: Any) -> None:
    head = head_of()

    made = printed(signed_in(head), head)

    assert [(one.person.full_name, one.group) for one in made] == [
        ("Аистова Лада Игоревна", "9 А"),
        ("Берёзин-Клёнов Пётр", "9 А"),
        ("Дюкина О'Нил Мария", "9 А"),
        ("Мамедов Тимур Эльдар оглы", "9 А"),
    ]
    with acting_as(REGISTRAR):
        kept = Appointment.objects.of_families().select_related("person__user").order_by("pk")
        assert [(one.person.is_staff, one.organisation_id, one.group, one.person.user.login) for one in kept] == [
            (False, school().pk, "9 А", one.handed.login) for one in made
        ]
    assert sign_in(Client(), made[0].handed.login, made[0].handed.password).headers["Location"] == CHOOSING
    assert [entry["verb"] for entry in all_seeing.rows_of("journal_entry")].count("cards_printed") == 1
    about = {mention["person_id"] for mention in all_seeing.rows_of("journal_mention")}
    assert about >= {one.person.pk for one in made}


def test_the_cards_are_shown_once_and_their_codes_are_kept_nowhere(signed_in: Any) -> None:
    head = head_of()
    client, place = signed_in(head), school().pk
    key = submissions.issue_key(world.actor(head).person_id or 0, "cards", str(place))
    sent = {"role": "student", "group": "9 А", "names": CLASS, "submission_key": key}

    answer, again = (client.post(f"/organisations/{place}/cards/", sent) for _ in range(2))

    page = answer.content.decode()
    for card in answer.context["cards"]:
        assert page.count(card.handed.password) == page.count(card.handed.login) == 1
        assert card.handed.password not in all_seeing.everything_written() + repr(card)
    assert (again.status_code, again.headers["Location"]) == (302, f"/organisations/{place}/not-signed-in/")
    with acting_as(REGISTRAR):
        assert Appointment.objects.of_families().count() == 4


def test_a_login_is_readable_and_tells_no_name() -> None:
    made = {cards.generated_login() for _ in range(500)}

    assert len(made) > 490
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-\d{4}", login) for login in made)


def test_a_login_that_is_taken_is_not_given_again(boris: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["vera", "galina", "kedr-sova-4820"])
    monkeypatch.setattr(cards, "generated_login", lambda: next(drawn))

    with acting_as(boris):
        (card,) = cards.print_cards(
            [Name("Аистова", "Лада")], CLASS_TEACHER, school(), group="9 А", by=boris, at=timezone.now()
        )

    assert card.handed.login == "kedr-sova-4820"


@pytest.mark.parametrize(
    ("names", "faults"),
    [
        ("Аистова\nБерёзин Пётр", ["Строка 1"]),
        ("Аистова Лада\n3 9А Берёзин Пётр\nДюкина Ма2рия", ["Строка 2", "Строка 3"]),
        ("Аистова Лада\nаистова лада", ["Строка 2"]),
        ("один два три четыре пять шесть", ["Строка 1"]),
        ("\n".join(["Аистова Лада"] * 61), ["61"]),
        ("Аистова " + "Л" * 101, ["Строка 1"]),
        ("  \n ", ["Заполните"]),
    ],
)
def test_what_is_wrong_with_a_list_is_said_line_by_line_and_nothing_is_made(
    signed_in: Any, names: str, faults: list[str]
) -> None:
    head = head_of()
    client = signed_in(head)
    before = all_seeing.digests()

    refused = send(client, head, role="student", group="9 А", names=names)

    assert refused.status_code == 422
    said = refused.context["form"].errors["names"]
    assert len(said) == len(faults)
    assert all(fault in one for fault, one in zip(faults, said, strict=True))
    assert all_seeing.digests() == before


def test_a_class_is_asked_for_where_the_role_has_one() -> None:
    form = CardsForm({"role": "student", "names": "Аистова Лада"}, roles=[STUDENT])

    assert [*form.errors] == ["group"]


def test_somebody_of_the_class_is_not_made_twice(signed_in: Any) -> None:
    head = head_of()
    client = signed_in(head)
    printed(client, head)

    again = send(client, head, role="student", group="9-А", names="Новикова Яна\nБерезин-Клёнов Пётр")
    elsewhere = send(client, head, role="student", group="9 Б", names="Берёзин-Клёнов Пётр")

    assert again.status_code == 422
    assert "Березин-Клёнов Пётр" in str(again.context["form"].errors["names"])
    assert "Новикова" not in str(again.context["form"].errors["names"])
    assert elsewhere.status_code == 200


@pytest.mark.parametrize(
    ("depth", "of_head", "of_coordinator"),
    [
        (Depth.NAMES, {"student", "guardian", "class_teacher", "teacher"}, {"student", "class_teacher", "head"}),
        (Depth.CODES, {"student", "guardian", "class_teacher"}, {"class_teacher", "head"}),
        (Depth.COUNTS, {"class_teacher", "teacher"}, {"class_teacher", "head"}),
    ],
)
def test_for_which_roles_cards_are_printed_depends_on_how_deep_names_go(
    depth: Depth, of_head: set[str], of_coordinator: set[str]
) -> None:
    head = head_of()
    with acting_as(REGISTRAR):
        set_depth(school(), depth, by=REGISTRAR, at=timezone.now())

    offered = {}
    for login in (head, "boris"):
        actor = world.actor(login)
        with acting_as(actor):
            offered[login] = {role.code for role in cards.roles_for_cards(actor, school())}

    families = {role.code for role in ROLES.values() if not role.is_staff}
    assert offered[head] >= of_head
    assert offered["boris"] >= of_coordinator
    assert offered[head] & families == of_head & families
    assert bool(offered["boris"] & families) == bool(of_coordinator & families)
    assert not offered["boris"] & {role.code for role in ROLES.values() if role.of_territory}


def test_where_only_counts_are_kept_the_page_says_why_and_refuses(signed_in: Any) -> None:
    head = head_of()
    with acting_as(REGISTRAR):
        set_depth(school(), Depth.COUNTS, by=REGISTRAR, at=timezone.now())
    client = signed_in(head)

    page = client.get(f"/organisations/{school().pk}/cards/")
    refused = send(client, head, role="student", group="9 А", names="Аистова Лада")

    assert "Здесь ведут только числа" in page.content.decode()
    assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["role"])
    with acting_as(REGISTRAR), pytest.raises(access.NoNamesHere):
        cards.print_cards([Name("Аистова", "Лада")], STUDENT, school(), group="9 А", by=REGISTRAR, at=timezone.now())
    with acting_as(REGISTRAR):
        assert not Person.objects.filter(last_name="Аистова").exists()


def test_who_has_not_signed_in_yet_is_listed_and_gets_a_new_card(signed_in: Any) -> None:
    head = head_of()
    client = signed_in(head)
    first, second, *_others = printed(client, head)
    entered = Client()
    sign_in(entered, first.handed.login, first.handed.password)
    entered.post("/sign-in/new-password/", {"password": "тихая-заводь-вечером", "again": "тихая-заводь-вечером"})
    with acting_as(REGISTRAR):
        keys = {one.person_id: one.pk for one in Appointment.objects.of_families()}

    page = client.get(f"/organisations/{school().pk}/not-signed-in/")
    renewed = send(client, head, page="not-signed-in", who=[keys[second.person.pk]])
    late = send(client, head, page="not-signed-in", who=[keys[first.person.pk]])
    nobody = send(client, head, page="not-signed-in")

    named = [one.appointment.person.last_name for one in page.context["rows"]]
    assert named[:3] == ["Берёзин-Клёнов", "Дюкина", "Мамедов"]
    assert "Аистова" not in named
    (card,) = renewed.context["cards"]
    assert (card.handed.login, card.group) == (second.handed.login, "9 А")
    assert sign_in(Client(), card.handed.login, second.handed.password).status_code == 422
    assert sign_in(Client(), card.handed.login, card.handed.password).headers["Location"] == CHOOSING
    assert [(one.status_code, [*one.context["form"].errors]) for one in (late, nobody)] == [(422, ["who"])] * 2


def test_a_page_of_those_awaited_takes_as_many_queries_for_one_as_for_many(
    signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    head = head_of()
    client, place = signed_in(head), school().pk
    asked = []
    for names in ("Аистова Лада", CLASS.replace("Аистова", "Чижова")):
        printed(client, head, names=names)
        with django_assert_max_num_queries(100) as queries:
            assert client.get(f"/organisations/{place}/not-signed-in/").status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_of_the_staff_the_last_sign_in_is_not_told_to_who_may_not_help_them(signed_in: Any) -> None:
    """Boris answers for Vera; whoever only sees her name learns nothing of her account."""
    with acting_as(REGISTRAR):
        assert User.objects.get(login="vera").last_login is None

    seen = signed_in("boris").get(f"/organisations/{school().pk}/not-signed-in/")

    assert [one.appointment.person.last_name for one in seen.context["rows"]] == ["Волховская"]
    assert signed_in("vera").get(f"/organisations/{school().pk}/not-signed-in/").status_code == 403
