"""A one-time code: it opens an account once, leads to a new password and to nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orientir import journal
from orientir.accounts import codes, upkeep
from orientir.accounts.models import CodePurpose, OneTimeCode, User
from orientir.accounts.services import FirstPassword
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from tests.access import all_seeing
from tests.support import world

from .phones import enter, leads_to, set_up
from .test_sign_in import answer, block, sign_in

pytestmark = pytest.mark.usefixtures("eyes", "db")
NEW = "тихая-заводь-на-рассвете"
CHOOSING = "/sign-in/new-password/?next=%2F"


def issued(login: str, *, purpose: CodePurpose = CodePurpose.HELP, at: datetime | None = None) -> FirstPassword:
    """Return a code that the office issued for somebody."""
    with acting_as(REGISTRAR):
        user = User.objects.get(login=login)
        return codes.issue(user.pk, purpose=purpose, by=REGISTRAR, at=at or timezone.now())


def choose(client: Client, password: str = NEW, again: str | None = None, **more: str) -> HttpResponse:
    sent = {"password": password, "again": password if again is None else again, **more}
    return client.post("/sign-in/new-password/", sent)


def is_signed_in(client: Client) -> bool:
    return client.get("/sign-in/").headers.get("Location") == "/"


def test_a_code_leads_to_a_password_of_ones_own_and_is_used_up_with_it(client: Client) -> None:
    code = issued("vera").password

    entered = sign_in(client, "vera", code)
    page = client.get(entered.headers["Location"])
    chosen = choose(client)

    assert (entered.status_code, entered.headers["Location"]) == (302, CHOOSING)
    assert (page.status_code, page.context["login"]) == (200, "vera")
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/")
    assert is_signed_in(client)
    assert sign_in(Client(), "vera", code).status_code == 422
    assert sign_in(Client(), "vera", NEW).status_code == 302
    vera = world.actor("vera")
    deeds = sorted(all_seeing.rows_of("journal_entry"), key=lambda entry: entry["id"])[-4:]
    assert [(deed["verb"], deed["actor"]) for deed in deeds] == [
        ("code_issued", "system:registrar"),
        ("password_chosen", vera.name),
        ("signed_in", vera.name),
        ("signed_in", vera.name),
    ]


def test_until_a_password_is_chosen_every_page_leads_there_and_nothing_is_open(client: Client) -> None:
    with acting_as(world.actor("vera")):
        assignment = f"/assignments/{world.assignment_of('Школа № 5').pk}/"
    sign_in(client, "vera", issued("vera").password)

    for address in ("/", assignment, "/organisations/", "/password/", "/journal/own/"):
        asked = client.get(address, follow=True)
        assert asked.redirect_chain[-1][0] == reverse("accounts:choose_password", query={"next": address})
        assert asked.context["request"].user.is_anonymous
    assert client.post(assignment, {"text": "Сделано."}).status_code in (302, 401)
    assert "report_submitted" not in {entry["verb"] for entry in all_seeing.rows_of("journal_entry")}


def test_whoever_chooses_goes_on_to_the_page_they_wanted(client: Client) -> None:
    entered = sign_in(client, "boris", issued("boris").password, next="/roadmaps/?page=2")

    page = client.get(entered.headers["Location"])

    assert page.context["next"] == "/roadmaps/?page=2"
    assert choose(client, next=page.context["next"]).headers["Location"] == "/roadmaps/?page=2"


def test_a_code_takes_the_place_of_the_password_and_of_an_older_code_and_ends_all_sessions(signed_in: Any) -> None:
    vera = signed_in("vera")

    older, newer = issued("vera"), issued("vera", purpose=CodePurpose.CARD)

    assert not is_signed_in(vera)
    assert sign_in(Client(), "vera").status_code == 422
    assert sign_in(Client(), "vera", older.password).status_code == 422
    assert sign_in(Client(), "vera", newer.password).headers["Location"] == CHOOSING
    written = all_seeing.everything_written()
    assert older.password not in written
    assert newer.password not in written


@pytest.mark.parametrize(("purpose", "days"), [(CodePurpose.CARD, 14), (CodePurpose.HELP, 1)])
def test_a_code_is_good_for_its_days_and_no_longer(client: Client, purpose: CodePurpose, days: int) -> None:
    now, term = timezone.now(), timedelta(days=days)
    good = issued("vera", purpose=purpose, at=now - term + timedelta(minutes=1))
    expired = issued("galina", purpose=purpose, at=now - term - timedelta(minutes=1))

    assert good.until == now + timedelta(minutes=1)
    assert sign_in(client, "vera", good.password).headers["Location"] == CHOOSING
    assert sign_in(Client(), "galina", expired.password).status_code == 422


def test_a_used_an_expired_a_foreign_and_a_blocked_ones_code_are_answered_like_a_wrong_password(
    client: Client,
) -> None:
    used, foreign = issued("vera").password, issued("boris").password
    sign_in(client, "vera", used)
    choose(client)
    expired = issued("galina", at=timezone.now() - timedelta(days=2)).password
    blocked = issued("zoya").password
    block("zoya")

    answers = [
        answer(sign_in(Client(), login, typed), login)
        for login, typed in (
            ("olga", "wrong"),
            ("nobody", "wrong"),
            ("vera", used),
            ("olga", foreign),
            ("galina", expired),
            ("zoya", blocked),
        )
    ]

    assert answers[1:] == answers[:1] * 5
    assert answers[0][0] == 422


@pytest.mark.parametrize(
    "typed_as",
    [
        str.upper,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " ") + " ",
        lambda code: code.translate(str.maketrans("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить")),
    ],
    ids=["capitals", "no hyphens", "spaces", "Russian layout"],
)
def test_a_code_is_taken_however_it_is_typed(client: Client, typed_as: Any) -> None:
    typed = typed_as(issued("vera").password)

    assert sign_in(client, "vera", typed).headers["Location"] == CHOOSING


def test_a_code_opens_by_the_e_mail_address_too(client: Client) -> None:
    code = issued("vera").password
    with acting_as(REGISTRAR):
        vera = User.objects.get(login="vera")
        with journal.entry("account_made", by=REGISTRAR, at=world.NOON, about=vera):
            vera.email = "vera@example.org"
            vera.save()

    assert sign_in(client, "Vera@example.org", code).headers["Location"] == CHOOSING


def test_a_weak_password_is_not_taken_and_the_code_stays_good(client: Client) -> None:
    code = issued("vera").password
    sign_in(client, "vera", code)

    refused = [choose(client, "коротко"), choose(client, NEW, "другое"), choose(client, "")]

    assert [(one.status_code, next(iter(one.context["form"].errors))) for one in refused] == [
        (422, "password"),
        (422, "again"),
        (422, "password"),
    ]
    assert sign_in(Client(), "vera", code).headers["Location"] == CHOOSING


def test_of_two_browsers_with_one_code_the_first_chooses(client: Client) -> None:
    code, other = issued("vera").password, Client()
    sign_in(client, "vera", code)
    sign_in(other, "vera", code)

    choose(client)
    late = choose(other, "совсем-другие-слова")

    assert (late.status_code, late.headers["Location"]) == (302, "/sign-in/")
    assert not is_signed_in(other)
    assert sign_in(Client(), "vera", NEW).status_code == 302


def test_a_page_left_open_is_closed_before_the_next_one_sits_down_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "vera", issued("vera").password)

    later = timezone.now() + codes.CHOOSING
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert client.get("/sign-in/new-password/").headers["Location"] == "/sign-in/"
    assert choose(client).headers["Location"] == "/sign-in/"
    assert client.get("/sign-in/").status_code == 200


def test_a_code_takes_the_place_of_the_password_and_not_of_the_second_factor(client: Client) -> None:
    sign_in(client, "olga")
    phone, thief = set_up(client), Client()
    sign_in(thief, "olga", issued("olga").password)

    chosen = choose(thief)

    assert thief.get(chosen.headers["Location"]).headers["Location"] == "/sign-in/code/?next=/"
    assert leads_to(enter(thief, phone.code(1))) == "/"


def test_without_a_code_there_is_nothing_to_choose(signed_in: Any) -> None:
    for visitor in (Client(), signed_in("vera")):
        assert visitor.get("/sign-in/new-password/").headers["Location"] == "/sign-in/"
        assert choose(visitor).headers["Location"] == "/sign-in/"
    assert sign_in(Client(), "vera").status_code == 302


def test_whoever_was_signed_in_at_this_computer_is_not_any_more(signed_in: Any) -> None:
    computer = signed_in("galina")

    sign_in(computer, "vera", issued("vera").password)

    assert not is_signed_in(computer)


def test_expired_codes_go_in_the_night() -> None:
    now = timezone.now()
    issued("galina", at=now - timedelta(days=2))
    issued("vera", at=now)

    upkeep.delete_expired(at=now)
    upkeep.delete_expired(at=now)

    with acting_as(REGISTRAR):
        assert [code.user.login for code in OneTimeCode.objects.all()] == ["vera"]
    verbs = [entry["verb"] for entry in all_seeing.rows_of("journal_entry")]
    assert verbs.count("codes_expired") == 1


def test_codes_differ_and_can_be_read_from_paper() -> None:
    made = {codes.one_time_code() for _ in range(500)}

    assert len(made) == 500
    assert {len(code) for code in made} == {19}
    assert not set("".join(made)) & set("01ilo")


def test_the_page_of_help_is_the_same_for_everybody(client: Client) -> None:
    page = client.get("/sign-in/help/")

    assert page.status_code == 200
    assert "<input" not in page.content.decode().split("<main", 1)[1]
