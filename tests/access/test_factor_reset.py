"""A lost second factor: one press of the head, two persons for whoever holds a role of a territory."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from orientir.access import factor_reset, queries, services
from orientir.access.models import FactorReset
from orientir.accounts import factors
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal.models import Entry
from tests.support.world import NOON, actor

from . import staff

pytestmark = pytest.mark.usefixtures("db")
SignedIn = Callable[[str], Client]


@pytest.fixture
def taken_off(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the accounts whose factor was taken off, and let it be taken off for real."""
    real, found = factors.take_off, []

    def noted(user_id: int, **done: object) -> None:
        found.append(user_id)
        real(user_id, **done)  # type: ignore[arg-type]

    monkeypatch.setattr(factors, "take_off", noted)
    return found


def test_a_head_takes_it_off_in_one_press(signed_in: SignedIn, taken_off: list[int]):
    staff.add("pyotr")
    vera = staff.appointment("vera")

    answer = signed_in("pyotr").post(f"/appointments/{vera.pk}/reset-factor/")

    assert (answer.status_code, taken_off) == (302, [actor("vera").user_id])
    pyotr = actor("pyotr")
    with acting_as(pyotr):
        written = Entry.objects.filter(person_id=pyotr.person_id, verb="factor_reset")
        assert [entry.subject_id for entry in written] == [staff.appointment("vera").person_id]


def test_a_coordinators_takes_two_persons(signed_in: SignedIn, taken_off: list[int]):
    staff.add("ivan")
    ivan = staff.appointment("ivan")
    staff.newcomer("second", ivan.role_card, staff.OFFICE)
    boris, second = signed_in("boris"), signed_in("second")

    boris.post(f"/appointments/{ivan.pk}/reset-factor/")
    with acting_as(REGISTRAR):
        asked = FactorReset.objects.get()
    alone = boris.post(f"/factor-resets/{asked.pk}/confirm/").status_code
    own = signed_in("ivan").post(f"/factor-resets/{asked.pk}/confirm/").status_code
    before = list(taken_off)
    waiting = queries_of("second")
    answer = second.post(f"/factor-resets/{asked.pk}/confirm/")

    assert (alone, own, before, waiting) == (403, 403, [], [asked.pk])
    assert (answer.status_code, taken_off, queries_of("second")) == (302, [actor("ivan").user_id], [])


def queries_of(login: str) -> list[int]:
    someone = actor(login)
    with acting_as(someone):
        return list(queries.resets_to_confirm(someone).values_list("pk", flat=True))


def test_the_deeds_refuse_what_the_pages_do_not_offer():
    staff.add("ivan")
    boris, ivan = actor("boris"), staff.person("ivan")
    office = staff.organisation(staff.OFFICE)
    with acting_as(boris):
        with pytest.raises(factor_reset.NeedsTwo):
            factor_reset.reset(ivan, office, by=boris, at=NOON)
        asked = factor_reset.ask(ivan, office, by=boris, at=NOON)
        with pytest.raises(factor_reset.AskedAlready):
            factor_reset.ask(ivan, office, by=boris, at=NOON)
        with pytest.raises(factor_reset.NeedsAnother):
            factor_reset.confirm(asked, by=boris, at=NOON)
        factor_reset.withdraw(asked, by=boris, at=NOON)
        assert not FactorReset.objects.exists()


def test_somebody_with_a_role_elsewhere_is_beyond_the_head(signed_in: SignedIn, taken_off: list[int]):
    staff.add("pyotr")
    vera = staff.appointment("vera")
    with acting_as(REGISTRAR):
        services.appoint(staff.person("vera"), vera.role_card, staff.organisation("Школа № 6"), by=REGISTRAR, at=NOON)

    answer = signed_in("pyotr").post(f"/appointments/{vera.pk}/reset-factor/")

    assert (answer.status_code, taken_off) == (403, [])
