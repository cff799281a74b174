"""Signing in by one press: in a demo, at this very machine, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from orientir import journal
from orientir.accounts.models import Installation
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from orientir.demo import cast
from tests.access import all_seeing
from tests.support.world import NOON

pytestmark = pytest.mark.usefixtures("demo", "db")


@dataclass(frozen=True)
class Visit:
    """Where the server listens, who comes, by which name, and what stands in between."""

    listens_on: str = "127.0.0.1"
    comes_from: str = "127.0.0.1"
    asks_for: str = "127.0.0.1:8000"
    headers: dict[str, str] = field(default_factory=dict)
    is_demo: bool = True

    def client(self, settings: Any, **options: Any) -> Client:
        settings.LISTENS_ON = self.listens_on
        settings.ALLOWED_HOSTS = ["*"]
        if not self.is_demo:
            with acting_as(MAINTENANCE), journal.entry("installation_founded", by=MAINTENANCE, at=NOON):
                Installation.objects.update(is_demo=False)
        address = {"REMOTE_ADDR": self.comes_from, "HTTP_HOST": self.asks_for}
        return Client(headers=self.headers, **address, **options)


OPEN = {
    "at this machine": Visit(),
    "by the name localhost": Visit(listens_on="localhost", asks_for="localhost:8000"),
    "by IPv6": Visit(listens_on="::1", comes_from="::1", asks_for="[::1]:8000"),
    "in capitals": Visit(asks_for="LOCALHOST:8000"),
}
CLOSED = {
    "a real installation": Visit(is_demo=False),
    "a server for the whole network": Visit(listens_on="0.0.0.0"),
    "a server for the whole network, IPv6": Visit(listens_on="::"),
    "a server for the office": Visit(listens_on="192.168.1.5"),
    "a server started by other means": Visit(listens_on=""),
    "a visitor from the office": Visit(comes_from="192.168.1.7"),
    "a visitor through a socket": Visit(comes_from=""),
    "a foreign name": Visit(asks_for="school.example"),
    "a foreign name that begins like ours": Visit(asks_for="127.0.0.1.evil.example"),
    "a proxy that tells for whom": Visit(headers={"X-Forwarded-For": "10.0.0.1"}),
    "a proxy that tells it by the standard": Visit(headers={"Forwarded": "for=10.0.0.1"}),
    "a proxy that tells the real address": Visit(headers={"X-Real-IP": "127.0.0.1"}),
    "a proxy that tells the real name": Visit(headers={"X-Forwarded-Host": "localhost"}),
    "a proxy that tells how it was asked": Visit(headers={"X-Forwarded-Proto": "http"}),
    "a proxy that tells only its own name": Visit(headers={"Via": "1.1 proxy"}),
}
BAR = b'class="demo-bar"'


@pytest.mark.parametrize("how", OPEN)
def test_where_it_is_meant_to_be_one_press_signs_in(how: str, settings: Any) -> None:
    client = OPEN[how].client(settings)

    assert client.get("/sign-in/").content.count(b'class="demo-role"') == len(cast.GUESTS)
    response = client.post("/demo/sign-in/boris/")

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/").context["identity"].name == "Ладожский\N{NO-BREAK SPACE}Б.\N{NO-BREAK SPACE}А."


@pytest.mark.parametrize("how", CLOSED)
def test_elsewhere_there_is_no_such_page_and_no_bar(how: str, settings: Any) -> None:
    client = CLOSED[how].client(settings)
    before = all_seeing.digests()

    response = client.post("/demo/sign-in/boris/")

    assert response.status_code == 404
    assert BAR not in client.get("/sign-in/").content
    assert client.get("/").status_code == 302
    assert all_seeing.digests() == before


@pytest.mark.parametrize("guest", cast.GUESTS, ids=lambda guest: guest.login)
def test_every_guest_gets_their_own_page_and_can_change_roles(guest: cast.Guest, settings: Any) -> None:
    client = Visit().client(settings)
    client.post("/demo/sign-in/boris/")
    boris = client.cookies["session"].value

    response = client.post(f"/demo/sign-in/{guest.login}/")

    assert response.status_code == 302
    assert client.cookies["session"].value != boris
    page = client.get("/")
    assert [role.title for role in page.context["demo_roles"] if role.current] == [guest.title]


@pytest.mark.parametrize("login", ["school-1", "nobody", "BORIS", "admin"])
def test_other_accounts_of_the_demo_are_not_open(login: str, settings: Any) -> None:
    assert Visit().client(settings).post(f"/demo/sign-in/{login}/").status_code == 404


def test_a_link_on_another_site_signs_nobody_in(settings: Any) -> None:
    client = Visit().client(settings, enforce_csrf_checks=True)

    assert client.get("/demo/sign-in/boris/").status_code == 405
    assert client.post("/demo/sign-in/boris/").status_code == 403


def test_it_is_written_down_who_signed_in(settings: Any) -> None:
    Visit().client(settings).post("/demo/sign-in/olga/")

    last = max(all_seeing.rows_of("journal_entry"), key=lambda entry: entry["id"])
    (olga,) = (user["id"] for user in all_seeing.rows_of("accounts_user") if user["login"] == "olga")
    assert (last["verb"], last["actor"]) == ("signed_in", f"user:{olga}")
