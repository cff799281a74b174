"""The catalogue of the database equals the data register; whatever departs from it is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from orientir.database import register, walls
from orientir.database.register import Wall
from tests.support import databases

APPLICATION = urlsplit(databases.application_url("any")).username


@pytest.fixture(scope="module")
def clone(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), databases.clone() as name:
        yield name


@pytest.fixture
def owner(clone: str) -> Iterator[psycopg.Cursor]:
    """Return a cursor of the owner in a transaction that comes to nothing."""
    with psycopg.connect(databases.owner_url(clone)) as connection:
        with connection.cursor() as cursor:
            yield cursor
        connection.rollback()


def test_the_database_is_guarded_as_the_register_says(owner):
    assert list(walls.differences(owner)) == []


PERSON = "people_person: the policy wall is not the one of the register"
FORCED = "people_person: row-level security is not as the register says"
TRIGGER = "roadmaps_report: the journal's trigger is not as the register says"
WRITES = "['DELETE', 'INSERT', 'SELECT', 'UPDATE']"
CALL = "BEFORE INSERT OR UPDATE OR DELETE ON roadmaps_report FOR EACH STATEMENT"
REFUSE = "EXECUTE FUNCTION orientir_refuse_unjournalled()"

FAULTS = {
    "FORCE lifted": ("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY", FORCED),
    "row-level security disabled": ("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY", FORCED),
    "policy dropped": (
        "DROP POLICY wall ON people_person",
        "people_person: has policies [], expected ['wall']",
    ),
    "policy opened": ("ALTER POLICY wall ON people_person USING (true)", PERSON),
    "check of a policy opened": ("ALTER POLICY wall ON people_person WITH CHECK (true)", PERSON),
    "policy of one role only": (f"ALTER POLICY wall ON people_person TO {APPLICATION}", PERSON),
    "policy replaced under its own seal": (
        "DO $$ DECLARE seal text := (SELECT obj_description(oid, 'pg_policy') FROM pg_policy"
        "           WHERE polrelid = 'people_person'::regclass);"
        " BEGIN DROP POLICY wall ON people_person; CREATE POLICY wall ON people_person USING (id > 0);"
        " EXECUTE format('COMMENT ON POLICY wall ON people_person IS %L', seal); END $$",
        PERSON,
    ),
    "policy added": (
        "CREATE POLICY guests ON people_person FOR SELECT USING (true)",
        "people_person: has policies ['guests', 'wall'], expected ['wall']",
    ),
    "wall where the register has none": (
        "ALTER TABLE territory_unit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        "territory_unit: row-level security is not as the register says",
    ),
    "trigger disabled": ("ALTER TABLE roadmaps_report DISABLE TRIGGER orientir_journalled", TRIGGER),
    "trigger for replicas only": (
        "ALTER TABLE roadmaps_report ENABLE REPLICA TRIGGER orientir_journalled",
        TRIGGER,
    ),
    "trigger that forgets deletion": (
        f"CREATE OR REPLACE TRIGGER orientir_journalled {CALL.replace(' OR DELETE', '')} {REFUSE}",
        TRIGGER,
    ),
    "trigger that never fires": (
        f"CREATE OR REPLACE TRIGGER orientir_journalled {CALL} WHEN (false) {REFUSE}",
        TRIGGER,
    ),
    "trigger where the register has none": (
        f"CREATE TRIGGER orientir_journalled {CALL.replace('roadmaps_report', 'ui_formdraft')} {REFUSE}",
        "ui_formdraft: the journal's trigger is not as the register says",
    ),
    "function of the trigger emptied": (
        "CREATE OR REPLACE FUNCTION orientir_refuse_unjournalled() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        "the function orientir_refuse_unjournalled() is not the one of this release: run migrate",
    ),
    "function of the policies answers for somebody": (
        "CREATE OR REPLACE FUNCTION orientir_setting(key text) RETURNS text LANGUAGE sql STABLE AS"
        " $$ SELECT 'system:gate' $$",
        "the function orientir_setting(text) is not the one of this release: run migrate",
    ),
    "journal that can be changed": (
        f"GRANT UPDATE ON journal_entry TO {APPLICATION}",
        "journal_entry: the application may ['INSERT', 'SELECT', 'UPDATE'], expected ['INSERT', 'SELECT']",
    ),
    "table that everybody may empty": (
        "GRANT TRUNCATE ON people_person TO PUBLIC",
        f"people_person: the application may ['DELETE', 'INSERT', 'SELECT', 'TRUNCATE', 'UPDATE'], expected {WRITES}",
    ),
    "table that the register does not know": (
        f"CREATE TABLE people_diagnosis (id bigint); GRANT SELECT ON people_diagnosis TO {APPLICATION}",
        "people_diagnosis: the application reaches it, and the register does not know it",
    ),
    "view past the walls": (
        f"CREATE VIEW everybody AS SELECT last_name FROM people_person; GRANT SELECT ON everybody TO {APPLICATION}",
        "everybody: the application reaches it, and the register does not know it",
    ),
    "table missing": ("DROP TABLE ui_formdraft", "ui_formdraft: the table is missing: run migrate"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_departure_is_named(owner, fault):
    statement, sentence = FAULTS[fault]

    owner.execute(statement)

    assert list(walls.differences(owner)) == [sentence]


def test_a_register_that_has_changed_since_the_last_migrate_is_noticed(owner, monkeypatch):
    person = register._declarations["people.Person"]
    monkeypatch.setitem(register._declarations, "people.Person", replace(person, wall=Wall(person="id")))

    assert list(walls.differences(owner)) == [PERSON]


def test_the_application_itself_can_lift_no_wall(clone, owner):
    with psycopg.connect(databases.application_url(clone), autocommit=True) as application:
        for statement, _ in FAULTS.values():
            # A grant of what one may not grant is only a warning, so what counts is what has come of it.
            with suppress(psycopg.errors.InsufficientPrivilege):
                application.execute(statement)

    assert list(walls.differences(owner)) == []


def test_the_application_cannot_ask_around_the_walls_in_silence(clone):
    """`row_security = off` is an error for whom policies bind; it opens nothing."""
    with psycopg.connect(databases.application_url(clone), autocommit=True) as application:
        application.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="would be affected by row-level security"):
            application.execute("SELECT * FROM people_person")


def test_the_owner_is_bound_by_the_walls_too(owner):
    """FORCE: without it everything that runs as the owner, a backup or a report, would see everybody."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no actor in this transaction"):
        owner.execute("SELECT * FROM people_person")


# Beneath a wall a comparison that could tell of a hidden row by its error is made last, so no index serves it.

PROTECTED = {found.table: found.model._meta.pk.column for found in register.declarations() if found.wall}


@pytest.fixture
def asking(clone: str) -> Iterator[psycopg.Connection]:
    """Return a connection of the application in a context, which looks for an index first."""
    with psycopg.connect(databases.application_url(clone)) as application:
        application.execute(
            "SELECT set_config('orientir.actor', 'user:1', true), set_config('orientir.user', '1', true),"
            " set_config('orientir.person', '1', true), set_config('orientir.organisations', '{1,2}', true),"
            " set_config('orientir.named', '{1}', true), set_config('orientir.opened', '{}', true),"
            " set_config('enable_seqscan', 'off', true)"
        )
        yield application


def plan(asking: psycopg.Connection, table: str, condition: str) -> str:
    lines = asking.execute(f"EXPLAIN SELECT * FROM {table} WHERE {condition}").fetchall()
    return "\n".join(line for (line,) in lines)


@pytest.mark.parametrize("table", PROTECTED)
def test_indexes_work_beneath_the_walls_and_settings_are_read_once_a_query(asking, table):
    key = "00000000-0000-0000-0000-000000000000" if table == "ui_submission" else "7"
    found = plan(asking, table, f"{PROTECTED[table]} = '{key}'")

    assert "Index Cond" in found and "Seq Scan" not in found
    assert "InitPlan" in found or "hashed SubPlan" in found
    assert "orientir_setting" not in found  # it stands in those only, which are run once


def test_an_index_that_only_a_leaking_comparison_could_use_is_not_used(clone, asking):
    """The plant: a function that is not leak-proof. This is why normalised forms are stored and not computed."""
    with psycopg.connect(databases.owner_url(clone), autocommit=True) as owner:
        owner.execute("CREATE INDEX planted ON accounts_user (lower(login))")
        try:
            found = plan(asking, "accounts_user", "lower(login) = 'vera'")
        finally:
            asking.rollback()
            owner.execute("DROP INDEX planted")

    assert "Index Cond: (lower" not in found
