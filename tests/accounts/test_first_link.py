"""The first link: through it an installation that nobody uses is founded, once, and then there is no such page."""

from __future__ import annotations

import io
import re
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from orientir.accounts import services
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from tests.access import all_seeing

GOOD = {
    "territory": "Город Белоозерск",
    "office": "Управление образования города Белоозерска",
    "office_short": "УО Белоозерска",
    "last_name": "Ладожский",
    "first_name": "Борис",
    "middle_name": "Андреевич",
    "login": "Boris",
    "password": "озеро-белое-и-глубокое",
    "again": "озеро-белое-и-глубокое",
}


def first_link() -> str:
    """Return the link as `serve` prints it, or nothing."""
    out = io.StringIO()
    call_command("first_link", stdout=out)
    return out.getvalue().strip().removeprefix("http://127.0.0.1:8000")


def rows(table: str) -> list[dict[str, Any]]:
    with acting_as(MAINTENANCE):
        return all_seeing.rows_of(table)


def test_the_link_founds_the_installation_and_signs_the_coordinator_in(empty_installation: str, client: Client) -> None:
    address = first_link()

    assert client.get(address).status_code == 200
    response = client.post(address, GOOD)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    # The first coordinator sees names of all, so the second factor is the first thing to be set up.
    assert client.get("/").headers["Location"] == "/security/factor/?next=/"
    identity = client.get("/security/factor/?next=/").context["identity"]
    assert (str(identity.post), identity.place) == ("Муниципальный координатор", "УО Белоозерска")
    (user,) = rows("accounts_user")
    (territory,) = rows("territory_territory")
    (office,) = rows("territory_organisation")
    (person,) = rows("people_person")
    (appointment,) = rows("access_appointment")
    (installation,) = rows("accounts_installation")
    assert user["login"] == "boris"
    assert (territory["name"], territory["level"]) == (GOOD["territory"], "municipality")
    assert (office["name"], office["kind"]) == (GOOD["office"], "authority")
    assert (person["last_name"], person["user_id"], person["organisation_id"]) == (
        "Ладожский",
        user["id"],
        office["id"],
    )
    assert (appointment["role"], appointment["person_id"]) == ("municipal_coordinator", person["id"])
    assert installation["is_demo"] is False
    assert {entry["verb"] for entry in rows("journal_entry")} == {
        "first_link_made",
        "installation_founded",
        "territory_added",
        "organisation_added",
        "account_made",
        "person_added",
        "appointed",
        "signed_in",
    }


def test_the_link_works_once(empty_installation: str) -> None:
    address = first_link()
    Client().post(address, GOOD)
    founded = rows("accounts_user")

    assert Client().get(address).status_code == 404
    again = Client().post(address, {**GOOD, "login": "gleb"}, follow=True)
    assert again.redirect_chain == [("/sign-in/", 302)]
    assert "Система уже начата: войдите." in again.content.decode()
    assert rows("accounts_user") == founded


def test_there_is_no_link_into_an_installation_that_is_in_use(empty_installation: str) -> None:
    Client().post(first_link(), GOOD)

    assert first_link() == ""
    with acting_as(MAINTENANCE), pytest.raises(services.AlreadyInUse):
        services.make_first_link(at=timezone.now())


def test_a_link_made_before_is_of_no_use_after_a_newer_one(empty_installation: str) -> None:
    older, newer = first_link(), first_link()

    assert Client().get(older).status_code == 404
    assert Client().get(newer).status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 32, "%00", "п" * 32, "a" * 5000])
def test_a_link_nobody_made_is_no_page(token: str, empty_installation: str) -> None:
    first_link()

    assert Client().get(f"/start/{token}/").status_code == 404
    assert Client().post(f"/start/{token}/", GOOD).status_code == 404
    assert rows("accounts_user") == []


def test_a_link_is_of_no_use_once_there_is_an_account_however_it_came(empty_installation: str) -> None:
    """As after a restored copy: the link lies there unused, and the installation is in use."""
    address = first_link()
    with acting_as(services.REGISTRAR):
        services.make_account("somebody", None, by=services.REGISTRAR, at=timezone.now())

    assert Client().get(address).status_code == 404
    assert Client().post(address, GOOD).status_code == 404


def test_the_database_keeps_no_link_that_could_be_used(empty_installation: str) -> None:
    token = first_link().split("/")[-2]

    assert len(token) >= 32
    with acting_as(MAINTENANCE):
        assert token not in all_seeing.everything_written()


def test_two_who_press_at_once_found_one_installation(empty_installation: str) -> None:
    address, answers = first_link(), []

    def press(login: str) -> None:
        try:
            answer = Client().post(address, {**GOOD, "login": login})
            answers.append((answer.status_code, answer.headers.get("Location")))
        finally:
            connection.close()

    both = [Thread(target=press, args=[login]) for login in ("boris", "gleb")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(answers) == [(302, "/"), (302, "/sign-in/")]
    assert len(rows("accounts_user")) == len(rows("territory_territory")) == 1


BAD = {
    "territory": "",
    "office": " ",
    "office_short": "У" * 101,
    "last_name": "",
    "first_name": "",
    "login": "борис и глеб",
    "again": "another-password-here",
}


@pytest.mark.parametrize("field", BAD)
def test_what_is_wrong_is_explained_beside_its_field(field: str, empty_installation: str) -> None:
    address = first_link()

    response = Client().post(address, {**GOOD, field: BAD[field]})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    body = response.content.decode()
    beside = re.search(rf'<ul class="field-errors" id="id_{field}_error">.*?<span>([^<]+)</span>', body, re.S)
    assert beside is not None
    assert len(beside[1]) > 15
    assert GOOD["password"] not in body
    assert rows("accounts_user") == []
    assert Client().post(address, GOOD).status_code == 302  # the link is not used up by a slip


GUESSED = {
    "short": "мало-знаков",
    "among the common ones": "qwerty123456",
    "like the login": "boris.ladozhsky1",
}


@pytest.mark.parametrize("why", GUESSED)
def test_a_password_that_is_easily_guessed_is_not_taken(why: str, empty_installation: str) -> None:
    address, password = first_link(), GUESSED[why]

    response = Client().post(address, {**GOOD, "login": "boris.ladozhsky", "password": password, "again": password})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["password"]


def test_a_login_that_grows_when_it_is_made_small_is_refused_as_too_long(empty_installation: str) -> None:
    address = first_link()

    assert Client(raise_request_exception=False).post(address, {**GOOD, "login": "ß" * 100}).status_code == 422
    assert rows("accounts_user") == []


def test_a_founding_that_fails_halfway_leaves_nothing(empty_installation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address = first_link()
    browser = Client(raise_request_exception=False)

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(services, "login", broken)
        assert browser.post(address, GOOD).status_code == 500

    assert rows("accounts_user") == rows("territory_territory") == rows("accounts_installation") == []
    assert browser.post(address, GOOD).status_code == 302
