"""A data migration over protected tables touches the rows or fails; it never touches none in silence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.transaction import TransactionManagementError

from orientir.database import walls
from orientir.database.data_migrations import RunUnforced
from tests.support import databases

OWNER = "owner"


@pytest.fixture
def owner(committed: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[DatabaseWrapper]:
    """Return a connection as `migrate` has it: the owner's, with row_security off."""
    monkeypatch.setattr(settings, "DATABASE_ROLE", "owner")
    with owners_connection(committed, "-c row_security=off") as found:
        yield found


@contextmanager
def owners_connection(name: str, options: str) -> Iterator[DatabaseWrapper]:
    known = psycopg.conninfo.conninfo_to_dict(databases.owner_url(name))
    changes = {"USER": known["user"], "PASSWORD": known["password"], "OPTIONS": {"options": options}}
    connections[OWNER] = DatabaseWrapper({**connection.settings_dict, **changes}, OWNER)
    try:
        yield connections[OWNER]
    finally:
        connections[OWNER].close()
        del connections[OWNER]


def migrate(owner: DatabaseWrapper, operation: RunPython, *, back: bool = False, atomic: bool = True) -> None:
    """Run one operation as a migration of `people` does, with the models as its migrations know them."""
    state = MigrationLoader(None).project_state()
    with owner.schema_editor(atomic=atomic) as editor:
        run = operation.database_backwards if back else operation.database_forwards
        run("people", editor, state, state)


def shout(apps: Any, editor: Any) -> None:
    for person in apps.get_model("people", "Person").objects.using(OWNER).all():
        person.last_name = person.last_name.upper()
        person.save(using=OWNER)


def whisper(apps: Any, editor: Any) -> None:
    for person in apps.get_model("people", "Person").objects.using(OWNER).all():
        person.last_name = person.last_name.lower()
        person.save(using=OWNER)


def names(owner: DatabaseWrapper) -> list[str]:
    """Return all last names, past the walls, and leave these as they were."""
    with owner.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")
        cursor.execute("SELECT last_name FROM people_person ORDER BY id")
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("ROLLBACK")
    return found


def departures(owner: DatabaseWrapper) -> list[str]:
    with owner.cursor() as cursor:
        return list(walls.differences(cursor, OWNER))


def test_without_the_helper_a_data_migration_is_an_error(owner):
    with pytest.raises(ProgrammingError, match="would be affected by row-level security"):
        migrate(owner, RunPython(shout))


def test_without_row_security_off_it_would_touch_nothing_in_silence(committed, monkeypatch):
    """The plant: what `row_security = off` keeps from happening to somebody who made a context to get on."""
    monkeypatch.setattr(settings, "DATABASE_ROLE", "owner")
    silent = "-c orientir.actor=system:maintenance -c orientir.person=0 -c orientir.organisations={}"
    silent += " -c orientir.named={} -c orientir.opened={}"
    with owners_connection(committed, silent) as owner:
        before = names(owner)

        migrate(owner, RunPython(shout))

        assert names(owner) == before


def test_with_the_helper_it_touches_every_row_and_the_walls_stand_again(owner):
    before = names(owner)
    operation = RunUnforced(shout, whisper, tables=["people_person"])

    migrate(owner, operation)
    assert (names(owner), departures(owner)) == ([name.upper() for name in before], [])

    migrate(owner, operation, back=True)
    assert (names(owner), departures(owner)) == ([name.lower() for name in before], [])


def test_when_its_code_fails_the_walls_stand_and_nothing_has_changed(owner):
    before = names(owner)

    def fail(apps: Any, editor: Any) -> None:
        shout(apps, editor)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate(owner, RunUnforced(fail, tables=["people_person"]))

    assert (names(owner), departures(owner)) == (before, [])


def newcomer(apps: Any, editor: Any) -> None:
    """Add a row whose foreign key is checked only when the transaction ends."""
    kept = apps.get_model("people", "Person").objects.using(OWNER).values_list("organisation_id", flat=True)[0]
    apps.get_model("people", "Person").objects.using(OWNER).create(organisation_id=kept, last_name="Новая")


def test_foreign_keys_that_wait_to_be_checked_do_not_keep_the_walls_down(owner):
    migrate(owner, RunUnforced(newcomer, tables=["people_person"]))

    assert (names(owner)[-1], departures(owner)) == ("Новая", [])


def test_foreign_keys_that_wait_from_an_operation_before_are_no_obstacle(owner):
    state = MigrationLoader(None).project_state()
    with owner.schema_editor() as editor, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER")
        newcomer(state.apps, editor)
        RunUnforced(shout, tables=["people_person"]).database_forwards("people", editor, state, state)

    assert (names(owner)[-1], departures(owner)) == ("НОВАЯ", [])


def test_a_row_that_breaks_a_foreign_key_undoes_the_migration(owner):
    before = names(owner)

    def orphan(apps: Any, editor: Any) -> None:
        apps.get_model("people", "Person").objects.using(OWNER).create(organisation_id=404, last_name="Ничья")

    with pytest.raises(Exception, match="people_person_of_organisation"):
        migrate(owner, RunUnforced(orphan, tables=["people_person"]))

    assert (names(owner), departures(owner)) == (before, [])


def test_outside_of_a_transaction_nothing_is_lifted(owner):
    """There an error would leave the walls down."""
    with pytest.raises(TransactionManagementError):
        migrate(owner, RunUnforced(shout, tables=["people_person"]), atomic=False)

    assert departures(owner) == []


def test_an_upgrade_ties_a_new_table_to_a_walled_one_that_has_rows(owner: DatabaseWrapper) -> None:
    with owner.cursor() as cursor:
        cursor.execute("DROP TABLE access_emergencyaccess, access_factorreset, access_invitation")
        cursor.execute(
            'ALTER TABLE access_appointment DROP COLUMN unit_id, DROP COLUMN "group", DROP COLUMN appointed_by_id,'
            " DROP COLUMN stands_in_for_id CASCADE"
        )
        cursor.execute("DELETE FROM django_migrations WHERE (app, name) = ('access', '0003_rights')")

    call_command("migrate", database=OWNER, verbosity=0, interactive=False)

    assert departures(owner) == []
