"""Signing in: who is let in, what is said to who is not, and where it leads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client

from orientir import journal
from orientir.accounts import views
from orientir.accounts.models import User
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from tests.access import all_seeing
from tests.support import world

pytestmark = pytest.mark.usefixtures("eyes", "db")


def sign_in(client: Client, login: str, password: str = world.PASSWORD, **more: str) -> HttpResponse:
    return client.post("/sign-in/", {"login": login, "password": password, **more})


def block(login: str) -> User:
    """Block an account, as its office would."""
    with acting_as(REGISTRAR):
        user = User.objects.get(login=login)
        with journal.entry("account_made", by=REGISTRAR, at=world.NOON, about=user):
            user.is_active = False
            user.save()
    return user


def answer(response: HttpResponse, login: str) -> tuple[int, str]:
    """Return an answer without the login that was typed and the token of the form."""
    token = str(response.context["csrf_token"])
    return response.status_code, response.content.decode().replace(login, "…").replace(token, "…")


@pytest.mark.parametrize("login", ["olga", "OLGA", "  Olga ", "ｏｌｇａ"])
def test_a_login_and_its_password_lead_home(client: Client, login: str) -> None:
    response = sign_in(client, login)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/").context["identity"].name == "Мшинская\N{NO-BREAK SPACE}О."


def note_address(login: str, address: str) -> None:
    """Note the address of an account, as an invitation that was mailed there does."""
    with acting_as(REGISTRAR):
        user = User.objects.get(login=login)
        with journal.entry("account_made", by=REGISTRAR, at=world.NOON, about=user):
            user.email = address
            user.save()


@pytest.mark.parametrize("typed", ["olga@school.example", " Olga@School.example "])
def test_an_address_that_is_known_to_be_theirs_serves_as_login(client: Client, typed: str) -> None:
    note_address("olga", "olga@school.example")

    assert sign_in(client, typed).status_code == 302
    assert client.get("/security/").context["user"].login == "olga"


def test_an_account_without_an_address_is_not_opened_by_none(client: Client) -> None:
    assert sign_in(client, " ").status_code == 422


def test_a_login_that_looks_like_the_address_of_another_opens_its_own_account(client: Client) -> None:
    with acting_as(REGISTRAR):
        world.accounts.make_account("olga@school.example", "чужой-пароль-для-входа", by=REGISTRAR, at=world.NOON)
    note_address("olga", "olga@school.example")

    assert sign_in(client, "olga@school.example").status_code == 422
    assert sign_in(client, "olga@school.example", "чужой-пароль-для-входа").status_code == 302


@pytest.mark.parametrize(
    "password", ["", "белый-парус", f"{world.PASSWORD} ", world.PASSWORD.upper(), "\x00", "a" * 201]
)
def test_another_password_lets_nobody_in(client: Client, password: str) -> None:
    response = sign_in(client, "vera", password)

    assert response.status_code == 422
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert client.get("/").status_code == 302


def test_a_wrong_password_an_unknown_login_and_a_blocked_account_are_answered_alike() -> None:
    block("zoya")

    wrong = answer(sign_in(Client(), "vera", "wrong"), "vera")
    unknown = answer(sign_in(Client(), "veta", "wrong"), "veta")
    blocked = answer(sign_in(Client(), "zoya"), "zoya")

    assert wrong == unknown == blocked
    assert wrong[0] == 422
    assert len(sign_in(Client(), "vera", "wrong").context["form"].non_field_errors()) == 1


@pytest.mark.parametrize(("login", "password"), [("vera", "wrong"), ("nobody", "wrong"), ("vera", world.PASSWORD)])
def test_each_attempt_costs_one_hash(login: str, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the time of the answer would tell which logins there are."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)

    sign_in(Client(), login, password)

    assert hashed == [password]


def test_a_blocked_account_costs_one_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    block("zoya")
    test_each_attempt_costs_one_hash("zoya", world.PASSWORD, monkeypatch)


def test_an_account_without_a_password_lets_nobody_in(client: Client) -> None:
    with acting_as(REGISTRAR):
        world.accounts.make_account("dasha", None, by=REGISTRAR, at=world.NOON)
        unusable = User.objects.get(login="dasha").password

    for password in ("", unusable, unusable[1:], "None"):
        assert sign_in(client, "dasha", password).status_code == 422


def test_who_is_signed_in_is_led_home_from_the_sign_in_page(signed_in: Any) -> None:
    response = signed_in("vera").get("/sign-in/?next=/organisations/")

    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_after_sign_in_they_are_where_they_wanted_to_go(client: Client) -> None:
    asked = client.get("/roadmaps/?q=приказ&page=2")
    sign_in_page = client.get(asked.headers["Location"])

    response = sign_in(client, "boris", next=sign_in_page.context["next"])

    assert response.status_code == 302
    assert response.headers["Location"] == asked.wsgi_request.get_full_path()


TRICKS = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "//testserver:80@evil.example/",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "\n//evil.example",
    "\x00//evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "ftp://testserver/",
]


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("place", ["form", "address"])
def test_no_address_of_another_site_is_gone_to(client: Client, trick: str, place: str) -> None:
    asked = {"login": "vera", "password": world.PASSWORD}
    if place == "form":
        response = client.post("/sign-in/", {**asked, "next": trick})
    else:
        response = client.post("/sign-in/", asked, query_params={"next": trick})

    assert response.status_code == 302
    there = urlsplit(urljoin("http://testserver/sign-in/", response.headers["Location"]))
    assert (there.scheme, there.netloc, there.path) == ("http", "testserver", "/")


def test_a_door_that_goes_wherever_it_is_told_is_found(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "url_has_allowed_host_and_scheme", lambda *asked, **options: True)

    assert sign_in(client, "vera", next=TRICKS[0]).headers["Location"] == TRICKS[0]


@pytest.mark.parametrize("trick", TRICKS)
def test_no_address_of_another_site_stands_on_the_sign_in_page(client: Client, trick: str) -> None:
    response = client.get("/sign-in/", {"next": trick})

    assert response.context["next"] == "/"
    assert "evil.example" not in response.content.decode().replace(response.context["ui"].path, "")


def test_signing_in_and_out_is_written_down(client: Client) -> None:
    before = len(all_seeing.rows_of("journal_entry"))

    sign_in(client, "vera", "wrong")
    sign_in(client, "vera")
    client.post("/sign-out/")

    entries = sorted(all_seeing.rows_of("journal_entry"), key=lambda entry: entry["id"])[before:]
    with acting_as(REGISTRAR):
        vera = User.objects.get(login="vera").pk
    assert [(entry["verb"], entry["actor"], entry["user_id"]) for entry in entries] == [
        ("signed_in", f"user:{vera}", vera),
        ("signed_out", f"user:{vera}", vera),
    ]


def test_whoever_was_signed_out_meanwhile_comes_back_to_a_page(client: Client) -> None:
    report = world.submit("Школа № 5", "vera")

    pressed = client.post(f"/reports/{report.pk}/accept/")
    sign_in_page = client.get(pressed.headers["Location"])
    response = sign_in(client, "boris", next=sign_in_page.context["next"])
    world.pass_factor(client)

    assert client.get(response.headers["Location"]).status_code == 200
