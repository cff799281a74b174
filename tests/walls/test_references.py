"""What somebody does not see they cannot refer to either: for each reference of the product, hidden is as not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from orientir.access.actors import actor_of_key
from orientir.accounts.models import User
from orientir.database import references, register, walls
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.references import Reference
from orientir.database.system_actors import GATE
from orientir.files.models import StoredFile
from orientir.roadmaps.models import Evidence, Report
from tests.support import databases, worlds
from tests.walls.law import Belongings, belongings

KNOWN = register.declarations()
ALL = references.of_declarations([one for one in KNOWN if one.model._meta.managed])
UNUSED = {"account_emailaddress", "socialaccount_socialtoken"}
"""Tables that come with a part and stay empty."""
REFERENCES = [one for one in ALL if one.table not in UNUSED]
MISSING = 10**9
FREE = {
    "access_appointment.person_id": "somebody of one organisation is appointed at another",
    "access_appointment.appointed_by_id": "whoever appoints is of the office",
    "access_emergencyaccess.person_id": "a person may be opened at another organisation than the one that keeps them",
    "access_emergencyaccess.asked_by_id": "whoever asks may be of the office",
    "access_emergencyaccess.confirmed_by_id": "whoever confirms may be of the office",
    "access_factorreset.person_id": "a coordinator is kept by one organisation and appointed at another",
    "access_factorreset.asked_by_id": "whoever asks may be of the office",
    "access_factorreset.confirmed_by_id": "whoever confirms may be of the office",
    "access_invitation.invited_by_id": "whoever invites may be of the office",
    "access_invitation.taken_up_by_id": "who comes may be known from another organisation",
    "files_storedfile.person_id": "an office puts a file in for a school",
    "roadmaps_amendment.made_by_id": "people of several organisations change a plan",
    "roadmaps_assignmentchange.made_by_id": "the office moves due dates",
    "roadmaps_assignmentcount.roadmap_id": "a plan of the office gives work to schools; written by a trigger",
    "roadmaps_report.reviewed_by_id": "the office reviews",
    "roadmaps_report.submitted_by_id": "somebody of another organisation may lead guidance here",
    "roadmaps_reportreturn.returned_by_id": "the office returns",
    "roadmaps_reviewedit.made_by_id": "people of several organisations review a plan",
    "roadmaps_roadmap.based_on_id": "a plan may follow that of another office",
}
"""References between rows that have organisations, and why the two need not be the same. They are seen all the same."""


class World:
    def __init__(self, database: str) -> None:
        self.law: Belongings = belongings(database)
        with psycopg.connect(databases.owner_url(database)) as owner:
            for table in self.law[""]:
                owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            self.rows = {one: self._rows(owner, one) for one in REFERENCES}
            self.targets = {one.target: self._targets(owner, one) for one in REFERENCES}
            owner.rollback()

    def _rows(self, owner: psycopg.Connection, one: Reference) -> list[tuple[Any, Any, Any]]:
        place = "organisation_id" if one.within else "NULL"
        return owner.execute(
            f"SELECT {one.key}, {one.column}, {place} FROM {one.table} WHERE {one.column} IS NOT NULL ORDER BY 1"
        ).fetchall()

    def _targets(self, owner: psycopg.Connection, one: Reference) -> dict[Any, Any]:
        place = "organisation_id" if any(r.within and r.target == one.target for r in REFERENCES) else "NULL"
        return dict(owner.execute(f"SELECT {one.target_key}, {place} FROM {one.target} ORDER BY 1").fetchall())

    def hidden_from(self, login: str, table: str) -> set[Any]:
        return self.law[""][table] - self.law[login][table] if table in self.law[""] else set()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), worlds.standing(20261120) as database:
        yield World(database)


def actor_of(login: str) -> Actor:
    with acting_as(GATE):
        return actor_of_key(User.objects.get(login=login).pk)


def write(someone: Actor, one: Reference, row: Any, target: Any) -> DatabaseError | None:
    """Let somebody write a reference into a row of theirs; returns what PostgreSQL says against it."""
    with acting_as(someone), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orientir.entry', 'planted', true)")
        try:
            with transaction.atomic():
                cursor.execute(f"UPDATE {one.table} SET {one.column} = %s WHERE {one.key} = %s", [target, row])
                assert cursor.rowcount == 1
                return None
        except DatabaseError as refused:
            return refused
        finally:
            transaction.set_rollback(True)


def attempts(world: World, one: Reference) -> Iterator[tuple[str, Any, Any]]:
    """Yield who could write into which row a reference to which row that is hidden, or another organisation's."""
    used = {target for _, target, _ in world.rows[one]}
    for login in sorted(world.law):
        hidden = world.hidden_from(login, one.target)
        for row, _, place in world.rows[one]:
            if login and (one.table not in world.law[""] or row in world.law[login][one.table]):
                astray = {key for key, where in world.targets[one.target].items() if one.within and where != place}
                foreign = sorted((hidden | astray) - used, key=str) or sorted(hidden | astray, key=str)
                if foreign:
                    yield login, row, foreign[0]
                    break


@pytest.mark.parametrize("one", REFERENCES, ids=lambda one: f"{one.table}.{one.column}")
def test_a_reference_to_what_is_hidden_is_refused_as_one_to_nothing(world, one):
    tried = list(attempts(world, one))[:3]
    answers = [
        tuple(told(write(actor_of(login), one, row, target)) for target in (foreign, MISSING))
        for login, row, foreign in tried
    ]

    refused = f"a row of {one.table} refers to what is not there"
    # Where the column is the writer's only way to the row, the wall refuses first, whatever the key.
    by_the_wall = f'new row violates row-level security policy for table "{one.table}"'
    assert tried
    assert {answer for pair in answers for answer in pair} <= {(refused, None), (by_the_wall, None)}
    assert [hidden for hidden, missing in answers if hidden != missing] == []


def told(refused: DatabaseError | None) -> tuple[str, str | None]:
    """Return what an error tells: its words, and what PostgreSQL adds in detail."""
    said: Any = refused and refused.__cause__
    return (said.diag.message_primary, said.diag.message_detail) if said else ("done", None)


def test_only_columns_that_are_the_way_through_the_wall_are_left_to_the_wall(world):
    by_the_wall = {
        f"{one.table}.{one.column}"
        for one in REFERENCES
        for login, row, foreign in list(attempts(world, one))[:1]
        if "row-level security" in str(write(actor_of(login), one, row, foreign))
    }

    assert by_the_wall == {
        f"{one.table}.{one.wall.user}" for one in KNOWN if one.wall and one.wall.user and one.wall.user != "id"
    }


def test_a_reference_that_stays_as_it_was_is_nobodys_business(world):
    """Fyodor's report is corrected by those who do not see Fyodor: what they do not change is not asked for."""
    for one in REFERENCES:
        for login in sorted(set(world.law) - {""}):
            hidden = world.hidden_from(login, one.target)
            stale = [
                (row, target)
                for row, target, _ in world.rows[one]
                if target in hidden and row in world.law[login].get(one.table, ())
            ]
            if stale:
                assert write(actor_of(login), one, *stale[0]) is None
                break


def test_what_one_sees_of_the_own_organisation_may_be_referred_to(world):
    report, file = one_report_with_a_file(world)

    with acting_as(everybody(world)), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orientir.entry', 'planted', true)")
        made = Evidence.objects.create(report=report, organisation_id=report.organisation_id, file=file)
        assert made.pk
        transaction.set_rollback(True)


def test_a_file_of_another_organisation_proves_nothing_even_for_who_sees_both(world):
    report, file = one_report_with_a_file(world)

    with acting_as(everybody(world)), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orientir.entry', 'planted', true)")
        foreign = StoredFile.objects.exclude(organisation_id=file.organisation_id).order_by("pk")[0]
        with pytest.raises(DatabaseError, match="refers to what is not there"), transaction.atomic():
            Evidence.objects.create(report=report, organisation_id=report.organisation_id, file=foreign)
        transaction.set_rollback(True)


def one_report_with_a_file(world: World) -> tuple[Report, StoredFile]:
    with acting_as(everybody(world)):
        report = Report.objects.order_by("pk")[0]
        return report, StoredFile.objects.filter(organisation_id=report.organisation_id).order_by("pk")[0]


def everybody(world: World) -> Actor:
    everywhere = frozenset(range(1000))
    return Actor("everybody at once", organisations=everywhere, named=everywhere)


# All references are known, and the triggers are those of the register.


def test_every_foreign_key_to_a_protected_table_is_checked(world):
    with acting_as(GATE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.conrelid::regclass::text || '.' || a.attname FROM pg_constraint f"
            " JOIN pg_class t ON t.oid = f.confrelid AND t.relforcerowsecurity"
            " JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey)"
            " WHERE f.contype = 'f'"
        )
        there = {name for (name,) in cursor.fetchall()}
    checked = {f"{one.table}.{one.column}" for one in ALL}

    assert there - checked == set()


def test_every_reference_between_rows_of_organisations_keeps_to_one_or_says_why_not():
    of_organisations = {
        one.label for one in KNOWN if "organisation_id" in {f.attname for f in one.model._meta.local_fields}
    }
    found = {
        f"{one.table}.{field.attname}"
        for one in KNOWN
        if one.label in of_organisations
        for field in one.model._meta.local_fields
        if field.attname not in one.within
        and (one.refers.get(field.attname) or (field.related_model and field.related_model._meta.label))
        in of_organisations
    }

    assert found == set(FREE)


TABLE = "roadmaps_evidence"
FAULTS = {
    "trigger dropped": f"DROP TRIGGER orientir_refers_insert ON {TABLE}",
    "trigger disabled": f"ALTER TABLE {TABLE} DISABLE TRIGGER orientir_refers_update",
    "trigger of another event": f"DROP TRIGGER orientir_refers_update ON {TABLE};"
    f" CREATE TRIGGER orientir_refers_update AFTER DELETE ON {TABLE}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION orientir_refers_{TABLE}()",
    "trigger that never fires": f"DROP TRIGGER orientir_refers_insert ON {TABLE};"
    f" CREATE TRIGGER orientir_refers_insert AFTER INSERT ON {TABLE} REFERENCING NEW TABLE AS written"
    f" FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION orientir_refers_{TABLE}()",
    "function emptied": f"CREATE OR REPLACE FUNCTION orientir_refers_{TABLE}() RETURNS trigger LANGUAGE plpgsql"
    " AS $$ BEGIN RETURN NULL; END $$",
    "function of the owner's eyes": f"ALTER FUNCTION orientir_refers_{TABLE}() SECURITY DEFINER",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_reference_that_is_not_checked_is_named(world, fault):
    with psycopg.connect(databases.owner_url(connection.settings_dict["NAME"])) as owner:
        owner.execute(FAULTS[fault])
        with owner.cursor() as cursor:
            told = list(walls.differences(cursor))
        owner.rollback()

    assert told == [f"{TABLE}: references are not checked as the register says"]
