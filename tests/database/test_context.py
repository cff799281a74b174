"""The context: nobody asks anything without an actor, and no actor outlives the transaction."""

from __future__ import annotations

import contextvars
import random
from collections.abc import Iterator
from functools import partial
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from psycopg.errors import InsufficientPrivilege

from orientir.database import register
from orientir.database.actor import ANONYMOUS, Actor
from orientir.database.context import NoContext, acting_as, become, current_actor
from orientir.database.system_actors import GATE, MAINTENANCE, REGISTRAR
from orientir.people.models import Person
from orientir.territory.models import Organisation
from tests.support import crowd as crowds
from tests.support import databases, world
from tests.support.threads import at_once, elsewhere

SETTINGS = ("actor", "user", "person", "organisations", "named", "opened", "entry")
ACTS = (
    "SELECT set_config('orientir.actor', 'system:maintenance', true), set_config('orientir.user', '0', true),"
    " set_config('orientir.person', '0', true), set_config('orientir.organisations', '{}', true),"
    " set_config('orientir.named', '{}', true), set_config('orientir.opened', '{}', true)"
)
PROTECTED = sorted(found.table for found in register.declarations() if found.wall)


@pytest.fixture(scope="module")
def crowd(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), crowds.standing() as name:
        yield name


def handed_over() -> tuple[str, ...]:
    """Return what PostgreSQL knows of the actor on this connection."""
    asked = ", ".join(f"coalesce(current_setting('orientir.{name}', true), '')" for name in SETTINGS)
    # Past the wrapper, which would refuse to ask outside of a context.
    return connection.connection.execute(f"SELECT {asked}").fetchone()


# Without a context


def test_without_a_context_the_orm_is_refused(db):
    with pytest.raises(NoContext):
        Organisation.objects.count()


def test_without_a_context_a_cursor_is_refused(db):
    with connection.cursor() as cursor, pytest.raises(NoContext):
        cursor.execute("SELECT 1")


def test_a_transaction_alone_is_no_context(db):
    with transaction.atomic(), pytest.raises(NoContext):
        Organisation.objects.count()


def test_a_name_without_a_transaction_is_no_context(committed):
    """A thread that was handed the variables of a context has not its connection."""
    with acting_as(GATE):
        variables = contextvars.copy_context()

    with pytest.raises(NoContext):
        elsewhere(partial(variables.run, Organisation.objects.count))
    with pytest.raises(NoContext), acting_as(GATE):
        elsewhere(partial(contextvars.copy_context().run, Organisation.objects.count))


@pytest.mark.parametrize("sql", ["SAVEPOINT a; SELECT 1", "ROLLBACK; SELECT 1", "savepointed"])
def test_no_question_rides_on_a_statement_of_transaction_control(db, sql):
    with connection.cursor() as cursor, pytest.raises(NoContext):
        cursor.execute(sql)


def test_the_refusal_outlives_other_wrappers_of_the_connection(committed):
    """`execute_wrapper()` takes the last wrapper off, and a connection is often made inside of one."""
    databases.disconnect()
    connection.execute_wrappers.clear()
    with connection.execute_wrapper(lambda execute, *question: execute(*question)):
        connection.ensure_connection()

    with pytest.raises(NoContext):
        Organisation.objects.count()


def test_nobody_acts_outside_of_a_context():
    with pytest.raises(NoContext):
        current_actor()


@pytest.mark.parametrize("table", PROTECTED)
def test_without_an_actor_postgresql_refuses_each_protected_table(crowd, table):
    with psycopg.connect(databases.application_url(crowd), autocommit=True) as application:
        for question in (
            f"SELECT * FROM {table}",
            f"SELECT count(*) FROM {table}",
            f"UPDATE {table} SET {table_key(table)} = {table_key(table)}",
            f"DELETE FROM {table}",
        ):
            with pytest.raises(InsufficientPrivilege) as refused, application.transaction():
                application.execute("SELECT set_config('orientir.entry', 'planted', true)")
                application.execute(question)
            assert_refused(refused.value, table)


def test_a_connection_on_which_somebody_acted_before_is_no_better_than_a_fresh_one(crowd):
    """What PostgreSQL keeps of a setting that was local to a transaction is an empty text, and no longer nothing."""
    with psycopg.connect(databases.application_url(crowd), autocommit=True) as application:
        with application.transaction():
            application.execute(ACTS)
        for table in PROTECTED:
            with pytest.raises(InsufficientPrivilege, match="no actor in this transaction"):
                application.execute(f"SELECT * FROM {table}")


def test_without_an_actor_nothing_is_written_into_the_journal_either(crowd):
    columns = "at, verb, actor, role, subject_type, facts"
    entry = f"INSERT INTO journal_entry ({columns}) VALUES (now(), '', '', '', '', '{{}}')"
    with psycopg.connect(databases.application_url(crowd)) as application:
        with pytest.raises(InsufficientPrivilege, match="no actor in this transaction"):
            application.execute(entry)
        application.rollback()
        application.execute(ACTS)
        application.execute(entry)
        application.rollback()


@pytest.mark.parametrize("table", PROTECTED)
def test_without_an_actor_postgresql_answers_truly_or_not_at_all(crowd, table):
    """A policy is asked row by row: where no row can match, it is not asked, and the empty answer is the true one."""
    key = table_key(table)
    with psycopg.connect(databases.owner_url(crowd)) as owner:
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        keys = [row[0] for row in owner.execute(f"SELECT {key}::text FROM {table} ORDER BY {key}").fetchall()]
        owner.rollback()
    absent = "00000000-0000-0000-0000-000000000000" if table == "ui_submission" else "999999"

    with psycopg.connect(databases.application_url(crowd), autocommit=True) as application:
        answers = {}
        for asked in (*keys, absent):
            try:
                found = application.execute(f"SELECT {key}::text FROM {table} WHERE {key} = '{asked}'").fetchall()
                answers[asked] = [row[0] for row in found]
            except InsufficientPrivilege:
                answers[asked] = "refused"

    assert keys
    assert answers.pop(absent) in ("refused", [])
    assert answers == dict.fromkeys(keys, "refused")


def table_key(table: str) -> str:
    return {"ui_submission": "key", "accounts_session": "session_key"}.get(table, "id")


def assert_refused(error: InsufficientPrivilege, table: str) -> None:
    denied = f"permission denied for table {table}"  # append-only tables refuse changes to everybody
    assert str(error).splitlines()[0] in ("no actor in this transaction", denied)


# Within a context


def test_in_a_context_postgresql_knows_the_actor_and_afterwards_nobody(committed):
    vera = world.actor("vera")
    (school,) = vera.organisations

    with acting_as(vera) as actor:
        assert current_actor() is actor
        within = handed_over()
    after = handed_over()

    assert within == (
        f"user:{vera.user_id}",
        str(vera.user_id),
        str(vera.person_id),
        f"{{{school}}}",
        f"{{{school}}}",
        "{}",
        "",
    )
    assert after == ("",) * len(SETTINGS)


def test_who_has_not_signed_in_is_an_actor_too_and_sees_nobody(db):
    with acting_as(ANONYMOUS):
        assert list(Person.objects.all()) == []
        assert handed_over() == ("anonymous", "0", "0", "{}", "{}", "{}", "")


def test_an_inner_context_gives_back_the_outer_one(vera, gleb):
    with acting_as(vera):
        outer = handed_over()
        with acting_as(gleb):
            assert current_actor() is gleb
            assert handed_over() != outer
        assert (current_actor(), handed_over()) == (vera, outer)


def test_a_failure_inside_gives_back_the_outer_context_and_undoes_the_inner_one(vera):
    with acting_as(vera):
        outer, count = handed_over(), Organisation.objects.count()
        with pytest.raises(ZeroDivisionError), acting_as(REGISTRAR):
            _add_organisation("Школа № 404")
            assert Organisation.objects.count() == count + 1
            1 / 0  # noqa: B018
        assert (current_actor(), handed_over()) == (vera, outer)
        assert Organisation.objects.count() == count


def test_a_refusal_of_the_database_inside_gives_back_the_outer_context(vera):
    with acting_as(vera):
        outer = handed_over()
        with pytest.raises(Exception, match="without a journal entry"), acting_as(GATE):
            Organisation.objects.update(name="")
        assert (current_actor(), handed_over()) == (vera, outer)


def test_a_rollback_inside_gives_back_the_outer_context(vera):
    with acting_as(vera):
        outer, count = handed_over(), Organisation.objects.count()
        with acting_as(REGISTRAR):
            _add_organisation("Школа № 404")
            transaction.set_rollback(True)
        assert (current_actor(), handed_over()) == (vera, outer)
        assert Organisation.objects.count() == count


def test_an_actor_who_became_known_acts_until_the_context_ends(vera, gleb):
    with acting_as(vera):
        with acting_as(GATE):
            become(gleb)
            assert (current_actor(), handed_over()[0]) == (gleb, gleb.name)
        assert (current_actor(), handed_over()[0]) == (vera, vera.name)


def test_nobody_becomes_an_actor_outside_of_a_context(vera):
    with pytest.raises(NoContext):
        become(vera)


def test_threads_do_not_share_actors(committed):
    cast = [world.actor(login) for login in ("vera", "galina", "boris", "gleb", "zoya")]
    all_inside = Barrier(len(cast), timeout=10)

    def look(actor: Actor) -> tuple[str, str, frozenset[int]]:
        with acting_as(actor):
            all_inside.wait()
            persons = frozenset(Person.objects.values_list("organisation_id", flat=True))
            return current_actor().name, handed_over()[0], persons

    seen = at_once([partial(look, actor) for actor in cast])

    assert seen == [(actor.name, actor.name, actor.organisations - _offices_without_persons(actor)) for actor in cast]


def _offices_without_persons(actor: Actor) -> frozenset[int]:
    with acting_as(REGISTRAR):
        kept = frozenset(Person.objects.values_list("organisation_id", flat=True))
    return actor.organisations - kept


def _add_organisation(name: str) -> None:
    from orientir.territory import services
    from orientir.territory.models import Territory

    territory = Territory.objects.get(name="Белоозерск")
    services.add_organisation(territory, kind="school", name=name, short_name=name, by=REGISTRAR, at=world.NOON)


# Reuse of pooled connections


@pytest.fixture
def two_connections(committed: str) -> Iterator[str]:
    """Let the pool have two connections only."""
    usual = connection.settings_dict["OPTIONS"]["pool"]
    databases.disconnect()
    connection.settings_dict["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 2, "timeout": 30}
    yield committed
    connection.settings_dict["OPTIONS"]["pool"] = usual
    databases.disconnect()


class Planted(Exception):
    pass


def ask(actor: Actor, fault: str) -> tuple[str, frozenset[int]]:
    """Ask for all persons as `actor`; end as `fault` says. Return the backend and the organisations seen."""
    try:
        with acting_as(actor):
            seen = frozenset(Person.objects.values_list("organisation_id", flat=True))
            if fault == "exception":
                raise Planted
            if fault == "broken":
                Organisation.objects.raw("SELECT nonsense")[0]
            if fault == "rollback":
                transaction.set_rollback(True)
    except Exception as error:
        if fault not in ("exception", "broken"):
            raise
        assert "NoContext" not in type(error).__name__
    with pytest.raises(NoContext):
        Person.objects.count()
    assert handed_over() == ("",) * len(SETTINGS)
    return connection.connection.info.backend_pid, seen


def test_no_pooled_connection_carries_an_actor_over(two_connections):
    cast = [ANONYMOUS, MAINTENANCE, *(world.actor(login) for login in world.LOGINS)]
    chance = random.Random(20261120)
    faults = ["", "", "exception", "broken", "rollback"]
    requests = [(chance.choice(cast), chance.choice(faults)) for _ in range(300)]

    def several(own: list[tuple[Actor, str]]) -> list[tuple[int, frozenset[int]]]:
        answers = []
        for actor, fault in own:
            answers.append(ask(actor, fault))
            connection.close()
        return answers

    connection.close()  # or this thread would keep one of the two
    lanes = [requests[lane::4] for lane in range(4)]
    answers = at_once([partial(several, lane) for lane in lanes])

    expected = [[persons_of(actor) for actor, _ in lane] for lane in lanes]
    assert [[seen for _, seen in lane] for lane in answers] == expected
    assert len({backend for lane in answers for backend, _ in lane}) == 2


def persons_of(actor: Actor) -> frozenset[int]:
    """Return the organisations whose persons the actor sees, asked for one by one by the registrar."""
    with acting_as(REGISTRAR):
        kept = Person.objects.values_list("pk", "organisation_id")
        return frozenset(
            organisation
            for person, organisation in kept
            if organisation in actor.organisations or person == actor.person_id
        )


def test_a_setting_for_the_session_would_be_noticed(two_connections):
    """The plant: what happens when somebody sets an actor without `is_local`."""
    databases.disconnect()
    with acting_as(GATE), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orientir.actor', 'system:gate', false)")

    assert handed_over()[0] == "system:gate"
    with pytest.raises(AssertionError):
        ask(ANONYMOUS, "")
