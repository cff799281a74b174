"""Sign-in by a portal of the region: against a real provider of OpenID Connect that runs beside the test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from orientir.accounts.portal import PortalProvider
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
from tests.access import all_seeing
from tests.support import world

from .test_sign_in import block, note_address

pytestmark = [
    pytest.mark.usefixtures("eyes", "db"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),
]
NAME = "Портал образования"
ADDRESS = "olga@school.example"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The portal's address; it knows olga (her address verified), somebody unverified and a stranger."""
    claims = [
        oidc_provider_mock.User(sub="olga-of-the-portal", claims={"email": ADDRESS, "email_verified": True}),
        oidc_provider_mock.User(sub="unverified", claims={"email": ADDRESS, "email_verified": False}),
        oidc_provider_mock.User(sub="stranger", claims={"email": "else@school.example", "email_verified": True}),
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=claims, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def portal(provider: str, settings: Any) -> str:
    """Set the portal as an installation does."""
    settings.PORTAL_NAME = NAME
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    changed = {**app, "client_id": "orientir", "secret": "s", "settings": {"server_url": provider}}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": [changed]}
    }
    return provider


def go(client: Client, start: str, subject: str) -> str:
    """Follow the way to the portal, sign in there, and return the address by which it sends back."""
    there = client.get(start).headers["Location"]
    answer = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    assert (back.netloc, back.path) == ("testserver", "/sign-in/portal/return/")
    return f"{back.path}?{back.query}"


def sign_in_by_portal(client: Client, subject: str, start: str = "/sign-in/portal/") -> HttpResponse:
    return client.get(go(client, start, subject))


def tie(client: Client, subject: str) -> HttpResponse:
    return client.get(go(client, client.get("/security/portal/").context["go_url"], subject))


def is_signed_in(client: Client) -> bool:
    return client.get("/security/").status_code == 200


def verbs(last: int) -> list[str]:
    entries = sorted(all_seeing.rows_of("journal_entry"), key=lambda entry: entry["id"])
    return [entry["verb"] for entry in entries][-last:]


def test_without_a_portal_there_is_neither_button_nor_page(client: Client, settings: Any) -> None:
    settings.PORTAL_NAME = ""

    assert "/sign-in/portal/" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/portal/").status_code == 404
    assert client.get("/sign-in/portal/return/").status_code == 404


def test_the_button_is_a_link_and_asks_for_no_more_than_is_needed(client: Client, provider: str) -> None:
    page = client.get("/sign-in/?next=/roadmaps/")
    assert 'href="/sign-in/portal/?next=/roadmaps/"' in page.content.decode().replace("%2F", "/")
    assert NAME in page.content.decode()

    there = urlsplit(client.get("/sign-in/portal/?next=/roadmaps/").headers["Location"])

    asked = {name: value for name, (value,) in parse_qs(there.query).items()}
    assert f"{there.scheme}://{there.netloc}" == provider
    assert asked["redirect_uri"] == "http://testserver/sign-in/portal/return/"
    assert (asked["response_type"], set(asked["scope"].split())) == ("code", {"openid", "email"})
    assert asked["code_challenge_method"] == "S256"
    assert asked.keys() >= {"state", "nonce", "code_challenge"}


def test_nobody_gets_an_account_by_the_portal(client: Client) -> None:
    before = len(all_seeing.rows_of("accounts_user"))

    answer = sign_in_by_portal(client, "stranger")

    assert answer.headers["Location"] == "/sign-in/"
    assert "свяжите" in client.get("/sign-in/").content.decode()
    assert not is_signed_in(client)
    assert len(all_seeing.rows_of("accounts_user")) == before


def test_the_owner_ties_the_portal_signs_in_by_it_and_unties_it(client: Client) -> None:
    olga = world.sign_in(Client(), "olga")
    assert tie(olga, "stranger").headers["Location"] == "/security/"
    assert verbs(1) == ["portal_tied"]

    answer = sign_in_by_portal(client, "stranger", "/sign-in/portal/?next=/roadmaps/")

    assert answer.headers["Location"] == "/roadmaps/"
    assert client.get("/security/").context["user"].login == "olga"
    key = client.get("/security/portal/").context["submission_key"]
    client.post("/security/portal/", {"submission_key": key})
    assert verbs(1) == ["portal_untied"]
    assert not is_signed_in_by("stranger")


def is_signed_in_by(subject: str) -> bool:
    client = Client()
    sign_in_by_portal(client, subject)
    return is_signed_in(client)


def test_an_appointment_that_needs_a_factor_needs_it_behind_the_portal_too(client: Client) -> None:
    tie(world.sign_in(Client(), "boris"), "stranger")

    sign_in_by_portal(client, "stranger")

    assert client.get("/organisations/").headers["Location"].startswith("/security/factor/")


def test_a_subject_is_tied_to_one_account_only() -> None:
    tie(world.sign_in(Client(), "olga"), "stranger")
    galina = world.sign_in(Client(), "galina")

    tie(galina, "stranger")

    assert "связана с другой" in galina.get("/security/").content.decode()
    with acting_as(GATE):
        assert [tied.user.login for tied in SocialAccount.objects.select_related("user")] == ["olga"]


def test_an_address_of_an_invitation_that_the_portal_vouches_for_ties_by_itself(client: Client) -> None:
    note_address("olga", ADDRESS)

    answer = sign_in_by_portal(client, "olga-of-the-portal")

    assert answer.headers["Location"] == "/"
    assert verbs(2) == ["portal_tied", "signed_in"]


@pytest.mark.parametrize("subject", ["unverified", "stranger"])
def test_an_address_that_is_not_verified_or_not_hers_ties_nobody(subject: str) -> None:
    note_address("olga", ADDRESS)

    assert not is_signed_in_by(subject)


def test_an_address_gives_no_second_subject_to_an_account() -> None:
    note_address("olga", ADDRESS)
    tie(world.sign_in(Client(), "olga"), "stranger")

    assert not is_signed_in_by("olga-of-the-portal")


def test_of_what_the_portal_tells_only_the_subject_is_kept(client: Client) -> None:
    tie(world.sign_in(client, "olga"), "olga-of-the-portal")
    sign_in_by_portal(Client(), "olga-of-the-portal")

    assert ADDRESS not in all_seeing.everything_written()
    (kept,) = all_seeing.rows_of("socialaccount_socialaccount")
    assert (kept["uid"], kept["extra_data"]) == ("olga-of-the-portal", {})


def test_a_blocked_account_is_not_let_in_by_the_portal_either() -> None:
    tie(world.sign_in(Client(), "olga"), "stranger")
    block("olga")

    assert not is_signed_in_by("stranger")


def test_an_answer_that_another_browser_has_asked_for_signs_nobody_in(client: Client) -> None:
    """State: an attacker who sends somebody the address of their own return."""
    tie(world.sign_in(Client(), "olga"), "stranger")
    back = go(Client(), "/sign-in/portal/", "stranger")

    answer = client.get(back)

    assert answer.headers["Location"] == "/sign-in/"
    assert not is_signed_in(client)


def test_an_answer_counts_once(client: Client) -> None:
    tie(world.sign_in(Client(), "olga"), "stranger")
    back = go(client, "/sign-in/portal/", "stranger")
    client.get(back)
    client.post("/sign-out/")

    assert client.get(back).headers["Location"] == "/sign-in/"
    assert not is_signed_in(client)


def test_an_answer_to_another_question_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nonce: a token that was signed for another sign-in."""
    tie(world.sign_in(Client(), "olga"), "stranger")
    back = go(client, "/sign-in/portal/", "stranger")
    (state,) = client.session["socialaccount_states"].values()
    session = client.session
    next(iter(session["socialaccount_states"].values()))[0]["data"]["nonce"] = "of another question"
    session.save()
    assert state[0]["data"]["nonce"] != "of another question"

    client.get(back)

    assert not is_signed_in(client)


def test_another_site_ties_nothing_to_an_account_that_is_signed_in() -> None:
    olga, galina = world.sign_in(Client(), "olga"), world.sign_in(Client(), "galina")
    of_galina = galina.get("/security/portal/").context["go_url"]

    for address in ("/security/portal/go/", "/security/portal/go/?token=x", of_galina):
        assert olga.get(address).headers["Location"] == "/security/portal/"


def test_a_portal_that_does_not_answer_is_told_of(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:1"

    assert client.get("/sign-in/portal/").headers["Location"] == "/sign-in/"
    assert "не отвечает" in client.get("/sign-in/").content.decode()


def test_who_gave_it_up_at_the_portal_is_back_at_sign_in(client: Client) -> None:
    there = client.get("/sign-in/portal/").headers["Location"]
    (state,) = parse_qs(urlsplit(there).query)["state"]

    answer = client.get("/sign-in/portal/return/", {"state": state, "error": "access_denied"})

    assert answer.headers["Location"] == "/sign-in/"


class OfAnotherDialect(PortalProvider):  # type: ignore[misc]  # allauth has no types
    """A portal that calls its subjects otherwise, as docs/sign-in.md tells how to join one."""

    def extract_uid(self, data: dict[str, Any]) -> str:
        return f"dialect:{super().extract_uid(data)}"


def test_a_portal_of_another_dialect_is_joined_by_a_class_of_its_own(settings: Any) -> None:
    settings.PORTAL_PROVIDER = f"{__name__}.OfAnotherDialect"

    tie(world.sign_in(Client(), "olga"), "stranger")

    (kept,) = all_seeing.rows_of("socialaccount_socialaccount")
    assert kept["uid"] == "dialect:stranger"
    assert is_signed_in_by("stranger")
