"""A secret link opens what its owner may see, is kept as a keyed hash, and is made anew or withdrawn by its owner."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from orientir.access import services as access
from orientir.access.links import owner_of
from orientir.access.models import Appointment
from orientir.accounts import secret_links
from orientir.accounts.models import SecretLink, User
from orientir.accounts.secret_links import MOST_IN_A_SPAN, SPAN, AskedTooOften
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.journal import entry
from orientir.roadmaps.policy import SEE_ASSIGNMENTS
from tests.access import all_seeing
from tests.support import world
from tests.support.world import NOON

pytestmark = pytest.mark.usefixtures("eyes", "db")


def make(someone: Actor, at: datetime = NOON) -> str:
    with acting_as(someone):
        return secret_links.make_link(by=someone, at=at)


def opened(token: str, at: datetime = NOON) -> str:
    """Return the name of whoever stands behind a token; nobody's is empty."""
    with acting_as(GATE):
        found = owner_of(token, sees=SEE_ASSIGNMENTS, at=at)
    return found[1].name if found else ""


def deeds() -> list[tuple[str, str]]:
    entries = sorted(all_seeing.rows_of("journal_entry"), key=lambda row: row["id"])
    return [(row["verb"], row["actor"]) for row in entries if row["verb"].startswith("secret_link")]


def test_a_link_stands_for_its_owner_with_the_rights_of_the_moment(vera: Actor) -> None:
    token = make(vera)

    with acting_as(GATE):
        found = owner_of(token, sees=SEE_ASSIGNMENTS, at=NOON)

    assert found is not None
    assert found[1] == vera
    assert deeds() == [("secret_link_made", vera.name)]


def test_the_token_is_long_and_written_nowhere(vera: Actor) -> None:
    token = make(vera)

    assert secret_links.BYTES * 8 >= 128
    assert len(token) >= 32
    assert token not in all_seeing.everything_written()
    assert make(vera) != token


def test_what_is_kept_of_a_token_cannot_be_told_without_the_key_of_the_installation() -> None:
    known = secret_links.hash_of("token")

    with override_settings(SECRET_KEY="another"):
        assert secret_links.hash_of("token") != known


def test_a_new_link_replaces_the_one_until_now_and_forgets_its_use(vera: Actor) -> None:
    first = make(vera)
    with acting_as(GATE):
        secret_links.note_use(secret_links.links_with(first).get(), at=NOON)

    second = make(vera, at=NOON + SPAN)

    assert (opened(first), opened(second)) == ("", vera.name)
    (row,) = all_seeing.rows_of("accounts_secretlink")
    assert (row["used_at"], row["asked"]) == (None, 0)


def test_a_withdrawn_link_opens_nothing_and_withdrawing_none_is_no_deed(vera: Actor) -> None:
    token = make(vera)
    with acting_as(vera):
        secret_links.withdraw_link(by=vera, at=NOON)
        secret_links.withdraw_link(by=vera, at=NOON)

    assert opened(token) == ""
    assert deeds() == [("secret_link_made", vera.name), ("secret_link_withdrawn", vera.name)]


@pytest.mark.parametrize("login", ["fyodor", "nina"])
def test_the_link_of_somebody_without_an_appointment_opens_nothing(login: str) -> None:
    assert opened(make(world.actor(login))) == ""


def test_with_the_appointment_the_link_ends_and_with_a_new_one_it_lives_again(vera: Actor) -> None:
    token = make(vera)
    with acting_as(REGISTRAR):
        appointment = Appointment.objects.select_related("person", "organisation").get(person=vera.person_id)
        access.end_appointment(appointment, by=REGISTRAR, at=NOON)
    dismissed = opened(token, NOON + SPAN)
    with acting_as(REGISTRAR):
        access.appoint(
            appointment.person, appointment.role_card, appointment.organisation, by=REGISTRAR, at=NOON + 2 * SPAN
        )

    assert (dismissed, opened(token, NOON + 3 * SPAN)) == ("", vera.name)


def test_the_link_of_a_blocked_account_opens_nothing(vera: Actor) -> None:
    token = make(vera)
    with acting_as(REGISTRAR), entry("account_made", by=REGISTRAR, at=NOON):
        User.objects.filter(pk=vera.user_id).update(is_active=False)

    assert opened(token) == ""


def test_nobody_sees_or_withdraws_the_link_of_another(vera: Actor, boris: Actor) -> None:
    token = make(vera)

    with acting_as(boris):
        assert secret_links.own_link(boris) is None
        assert not SecretLink.objects.exists()
        secret_links.withdraw_link(by=boris, at=NOON)

    assert opened(token) == vera.name


def test_a_link_is_answered_so_often_within_an_hour_and_then_again(vera: Actor) -> None:
    token = make(vera)
    with acting_as(GATE):
        for minute in range(MOST_IN_A_SPAN):
            at = NOON + timedelta(seconds=30 * minute)
            secret_links.note_use(secret_links.links_with(token).get(), at=at)
        full = secret_links.links_with(token).get()

        with pytest.raises(AskedTooOften) as refused:
            secret_links.note_use(full, at=NOON + timedelta(minutes=40))
        secret_links.note_use(full, at=NOON + SPAN)
        again = secret_links.links_with(token).get()

    assert refused.value.seconds == 20 * 60 + 1
    assert (full.asked, full.used_at) == (MOST_IN_A_SPAN, at)
    assert (again.asked, again.asked_since, again.used_at) == (1, NOON + SPAN, NOON + SPAN)
