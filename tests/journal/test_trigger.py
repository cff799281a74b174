"""PostgreSQL itself refuses a change without an entry, and any change of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from orientir.database import register
from tests.support import databases

WATCHED = sorted(
    found.table for found in register.declarations() if found.model._meta.managed and not found.unjournalled
)
UNWATCHED = sorted(
    found.table
    for found in register.declarations()
    if found.model._meta.managed and found.unjournalled and not found.append_only
)
ACTOR = (
    "SELECT set_config('orientir.actor', 'system:maintenance', true), set_config('orientir.user', '0', true),"
    " set_config('orientir.person', '0', true), set_config('orientir.organisations', '{}', true),"
    " set_config('orientir.named', '{}', true), set_config('orientir.opened', '{}', true)"
)


@pytest.fixture(scope="module")
def clone(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), databases.clone() as name:
        yield name


@pytest.fixture
def application(clone: str) -> Iterator[psycopg.Connection]:
    """Return a connection that says who acts, and nothing of what is done."""
    with psycopg.connect(databases.application_url(clone)) as connection:
        connection.execute(ACTOR)
        yield connection
        connection.rollback()


def changes(table: str) -> list[str]:
    """Return the three changes, of no row: the refusal does not depend on what is there."""
    key = register_key(table)
    return [
        f"INSERT INTO {table} SELECT * FROM {table} WHERE false",
        f"UPDATE {table} SET {key} = {key} WHERE false",
        f"DELETE FROM {table} WHERE false",
    ]


def register_key(table: str) -> str:
    (found,) = [found for found in register.declarations() if found.table == table]
    return found.model._meta.pk.column


@pytest.mark.parametrize("table", WATCHED)
def test_each_watched_table_refuses_each_change_without_an_entry(application, table):
    for change in changes(table):
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused, application.transaction():
            application.execute(change)
        assert refused.value.diag.message_primary == f"a change of {table} without a journal entry"

    application.execute("SELECT set_config('orientir.entry', 'open', true)")
    for change in changes(table):
        application.execute(change)


@pytest.mark.parametrize("table", UNWATCHED)
def test_tables_that_need_no_entry_say_so_in_the_register_and_take_changes(application, table):
    for change in changes(table):
        application.execute(change)


CHANGES = {
    table: [
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {column} = {table}.{column}",
    ]
    for table, key, column in (
        ("journal_entry", "id", "verb"),
        ("journal_link", "number", "digest"),
        ("journal_seal", "number", "digest"),
        ("journal_mention", "id", "words"),
        ("journal_erasure", "id", "person_id"),
    )
}
ERASING = CHANGES["journal_mention"].pop(1)


@pytest.mark.parametrize("change", [change for changes in CHANGES.values() for change in changes])
def test_for_the_application_the_journal_only_grows(application, change):
    application.execute("SELECT set_config('orientir.entry', 'open', true)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied for table journal_"):
        application.execute(change)


@pytest.mark.parametrize(
    "change", [change for changes in CHANGES.values() for change in changes if not change.startswith("INSERT")]
)
def test_the_owner_too_has_to_switch_a_trigger_off_first(clone, change):
    with psycopg.connect(databases.owner_url(clone)) as owner:
        owner.execute(ACTOR)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="the journal only grows"):
            owner.execute(change)
        owner.rollback()


@pytest.mark.parametrize(
    ("actor", "entry", "erased"),
    [("system:eraser", "open", True), ("system:eraser", "", False), ("system:registrar", "open", False)],
)
def test_a_mention_is_deleted_by_erasure_only(application, actor, entry, erased):
    application.execute(
        "SELECT set_config('orientir.actor', %s, true), set_config('orientir.entry', %s, true)", [actor, entry]
    )
    if erased:
        application.execute(ERASING)
    else:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="mentions are erased by"):
            application.execute(ERASING)


@pytest.mark.parametrize("table", [*WATCHED, *UNWATCHED])
def test_no_table_can_be_emptied_past_its_trigger(application, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
        application.execute(f"TRUNCATE {table} CASCADE")
