"""What PostgreSQL lets through is what the oracle (`law.py`) says, for everybody and every protected table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from orientir.access.actors import actor_of_key
from orientir.accounts.models import User
from orientir.database import register
from orientir.database.actor import ANONYMOUS, Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import ALL, GATE, MAINTENANCE
from orientir.roadmaps.models import Evidence, Report
from orientir.territory.models import Organisation
from tests.support.crowd import CAST
from tests.support.world import actor
from tests.walls.law import KEYS, model_of


def let_through(someone: Actor) -> dict[str, set[Any]]:
    """Return what the second wall lets through: everything, asked without any filter."""
    with acting_as(someone):
        return {table: set(model_of(table)._base_manager.values_list("pk", flat=True)) for table in KEYS}


def test_the_oracle_knows_every_protected_table():
    assert {found.table for found in register.declarations() if found.wall} == KEYS.keys()


@pytest.mark.parametrize("login", CAST)
def test_the_wall_lets_through_exactly_what_the_oracle_says(oracle, login):
    assert let_through(actor(login)) == oracle[login]


def test_a_wall_with_a_hole_would_be_noticed(oracle, crowd):
    """The plant: one appointment too many in the actor, as a mistake in its making would give it."""
    vera = actor("vera")
    with acting_as(MAINTENANCE):
        everywhere = frozenset(Organisation.objects.values_list("pk", flat=True))
    holed = Actor(vera.name, vera.user_id, vera.person_id, organisations=everywhere)

    assert let_through(holed) != oracle["vera"]


def test_who_has_not_signed_in_sees_nothing_at_all(oracle):
    assert let_through(ANONYMOUS) == {table: set() for table in KEYS}


def test_a_system_actor_has_no_account_no_person_and_no_organisation():
    assert {(a.user_id, a.person_id, a.role, a.organisations, len(a.grants)) for a in ALL} == {
        (None, None, "", frozenset(), 0)
    }


@pytest.mark.parametrize("login", CAST)
def test_an_actor_is_built_anew_alike(crowd, login):
    """A job has the same rights as a request of the same moment."""
    someone = actor(login)
    with acting_as(GATE):
        assert actor_of_key(User.objects.get(login=login).pk) == someone


# Writing


REFUSED = "violates row-level security policy"


@pytest.fixture
def writing(db: None, vera: Actor) -> Iterator[tuple[Organisation, Organisation]]:
    """Let Vera write, as in an open entry; yields her own school and a foreign one."""
    with acting_as(vera):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('orientir.entry', 'planted', true)")
        yield tuple(Organisation.objects.get(short_name=name) for name in ("Школа № 5", "Школа № 6"))


def test_nobody_writes_into_a_foreign_organisation(writing):
    own, foreign = writing
    Report.objects.create(assignment=own.assignments.get(), organisation=own)

    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Report.objects.create(assignment=foreign.assignments.get(), organisation=foreign)


def test_nobody_gives_a_row_away_into_a_foreign_organisation(writing):
    own, foreign = writing
    report = Report.objects.create(assignment=own.assignments.get(), organisation=own)

    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(organisation=foreign)


def test_what_is_hidden_is_neither_changed_nor_removed(crowd):
    vera = actor("vera")
    with acting_as(vera):
        (own,) = vera.organisations
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('orientir.entry', 'planted', true)")
        assert Report.objects.exclude(organisation=own).update(text="x") == 0
        assert Evidence.objects.exclude(organisation=own).delete() == (0, {})
        assert Report.objects.filter(organisation=own).update(text="x") == 3
        transaction.set_rollback(True)


def test_a_unique_key_tells_that_something_hidden_has_it_and_nothing_more(writing, vera):
    """Known and accepted: constraints look past the walls. Beneath a wall the message names neither key nor row."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.filter(pk=vera.user_id).update(login="nina")

    assert refused.value.__cause__.diag.message_detail is None
