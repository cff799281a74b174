"""The application does not start with rights, or without walls, that would make row-level security worthless."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import get_commands, load_command_class
from django.db import connection
from psycopg import sql

from orientir.database import guard
from orientir.database.commands import ApplicationCommand
from orientir.database.roles import APPLICATION_SETTINGS
from tests.support import databases, plugin

PASSWORD = "not-a-secret-of-a-test-cluster"
SUPERUSER = "the application's role is a superuser: row-level security does not bind it"
BYPASSES = "the application's role has BYPASSRLS"
OWNS = "the application's role owns the database or its tables: DATABASE_URL must name another role"
ROLES = {
    "superuser": ("SUPERUSER", [SUPERUSER]),
    "bypasses": ("BYPASSRLS", [BYPASSES]),
    "makes_roles": ("CREATEROLE", ["the application's role may create roles"]),
    "joined_the_owner": ("NOINHERIT IN ROLE {owner}", [OWNS]),
    "joined_a_bypass": ("NOINHERIT IN ROLE {bypasses}", [BYPASSES]),
    "plain": ("", []),
}
NO_TIMEOUT = {
    name: f"the application's role has no {name}: ALTER ROLE … SET {name} = '{usual}'"
    for name, usual in APPLICATION_SETTINGS.items()
}


@pytest.fixture(scope="module")
def clone(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), databases.clone() as name:
        usual = connection.settings_dict["NAME"]
        databases.use(name)
        yield name
        databases.use(usual)


@pytest.fixture(scope="module")
def roles(clone: str) -> Iterator[dict[str, str]]:
    """Make roles with rights that an application must not have; returns their connection strings by name."""
    if plugin.ADMINISTRATOR not in os.environ:
        pytest.skip("DATABASE_URL names a server where tests may not make roles")
    prefix = f"guard_{os.getpid()}_"
    known = {"owner": sql.Identifier(urlsplit(os.environ["DATABASE_OWNER_URL"]).username)} | {
        name: sql.Identifier(prefix + name) for name in ROLES
    }
    with psycopg.connect(os.environ[plugin.ADMINISTRATOR], autocommit=True) as administrator:
        for name, (rights, _) in ROLES.items():
            statement = "CREATE ROLE {role} LOGIN PASSWORD {password} " + rights
            administrator.execute(sql.SQL(statement).format(role=known[name], password=PASSWORD, **known))
            for setting, value in APPLICATION_SETTINGS.items():
                bound = sql.SQL("ALTER ROLE {} SET {} = {}")
                administrator.execute(bound.format(known[name], sql.Identifier(setting), value))
        yield {name: with_role(databases.application_url(clone), prefix + name) for name in ROLES}
        databases.disconnect()
        for name in ROLES:
            administrator.execute(sql.SQL("DROP ROLE {}").format(known[name]))


def with_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:{PASSWORD}@{parts.netloc.rpartition('@')[2]}"))


@contextmanager
def connected_as(url: str) -> Iterator[None]:
    """Let Django's connection of this process be that of another role."""
    parts = urlsplit(url)
    usual = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    databases.disconnect()
    connection.settings_dict.update(USER=parts.username, PASSWORD=parts.password)
    try:
        yield
    finally:
        databases.disconnect()
        connection.settings_dict.update(usual)


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Django in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "django", *words],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "orientir.config.settings",
            "PYTHONPATH": str(plugin.CHECKOUT / "src"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the WSGI application as a server does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-c", "import orientir.config.wsgi"],
        env={**os.environ, "PYTHONPATH": str(plugin.CHECKOUT / "src"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.strip().splitlines()[-1]


def test_the_application_starts_with_its_own_role(clone):
    done = start(DATABASE_URL=databases.application_url(clone))

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("role", ROLES)
def test_each_right_too_many_is_named(roles, role):
    with connected_as(roles[role]), guard.acting_as(guard.MAINTENANCE):
        assert list(guard.role_faults()) == ROLES[role][1]


@pytest.mark.parametrize("setting", APPLICATION_SETTINGS)
def test_a_role_made_by_hand_without_a_bound_on_time_is_told_which(roles, setting):
    plain = sql.Identifier(urlsplit(roles["plain"]).username)

    def bind(value: str) -> None:
        with psycopg.connect(os.environ[plugin.ADMINISTRATOR], autocommit=True) as administrator:
            administrator.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(plain, sql.Identifier(setting), value))

    bind("0")
    try:
        with connected_as(roles["plain"]), pytest.raises(guard.UnsafeDatabase) as refused:
            guard.refuse_unsafe_role()
    finally:
        bind(APPLICATION_SETTINGS[setting])

    assert str(refused.value) == NO_TIMEOUT[setting]


@pytest.mark.parametrize(("role", "sentence"), [("superuser", SUPERUSER), ("bypasses", BYPASSES)])
def test_the_application_does_not_start_with_a_right_too_many(roles, role, sentence):
    done = start(DATABASE_URL=roles[role])

    assert done.returncode != 0
    assert last_line(done) == f"orientir.database.guard.UnsafeDatabase: {sentence}"


def test_the_application_does_not_start_as_the_owner(clone):
    done = start(DATABASE_URL=databases.owner_url(clone), DATABASE_OWNER_URL="")

    assert done.returncode != 0
    assert last_line(done) == f"orientir.database.guard.UnsafeDatabase: {OWNS}"


@pytest.mark.parametrize(
    "words",
    [
        ["procrastinate", "worker", "--one-shot"],
        ["first_link"],
        ["new_password", "vera"],
        ["import_organisations", "list.xlsx"],
        ["sweep_files"],
        ["build_demo"],
    ],
    ids=" ".join,
)
def test_neither_the_worker_nor_a_command_of_ours_works_as_the_owner(clone, words):
    done = command(*words, DATABASE_URL=databases.owner_url(clone), DATABASE_OWNER_URL="")

    assert (done.returncode, last_line(done)) == (1, f"CommandError: {OWNS}")


def test_the_worker_works_as_the_application(clone):
    done = command("procrastinate", "worker", "--one-shot", DATABASE_URL=databases.application_url(clone))

    assert done.returncode == 0, done.stderr


def test_every_command_of_ours_that_acts_as_the_application_looks_at_its_role():
    others = {
        "check_deploy",
        "migrate",
        "prepare_database",
        "procrastinate",
    }  # tells; the owner; asks nobody; proves all
    ours = {name: app for name, app in get_commands().items() if app.startswith("orientir.")}

    unlooking = {
        name for name, app in ours.items() if not isinstance(load_command_class(app, name), ApplicationCommand)
    }

    assert unlooking == others


def test_the_worker_does_not_work_when_a_wall_is_missing(committed):
    with psycopg.connect(databases.owner_url(committed), autocommit=True) as owner:
        owner.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")

    done = command("procrastinate", "worker", "--one-shot", DATABASE_URL=databases.application_url(committed))

    assert (done.returncode, last_line(done)) == (
        1,
        "CommandError: people_person: row-level security is not as the register says",
    )


def test_the_application_does_not_start_when_both_addresses_name_one_role(clone):
    owner = databases.owner_url(clone)

    done = start(DATABASE_URL=owner, DATABASE_OWNER_URL=owner)

    assert done.returncode != 0
    assert last_line(done) == (
        "django.core.exceptions.ImproperlyConfigured: DATABASE_URL and DATABASE_OWNER_URL name the same role: "
        "row-level security would not bind the application"
    )


def test_the_application_does_not_start_when_a_wall_is_missing(committed):
    with psycopg.connect(databases.owner_url(committed), autocommit=True) as owner:
        owner.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")

    done = start(DATABASE_URL=databases.application_url(committed))

    assert done.returncode != 0
    assert last_line(done) == (
        "orientir.database.guard.UnsafeDatabase: people_person: row-level security is not as the register says"
    )


def test_the_application_does_not_start_on_an_empty_database(django_db_setup):
    name = f"{databases.TEMPLATE}_empty"
    databases.make(name)
    try:
        done = start(DATABASE_URL=databases.application_url(name))
    finally:
        databases.drop(name)

    assert done.returncode != 0
    assert "people_person: the table is missing: run migrate" in last_line(done)


LEAKS = "PostgreSQL {} has known leaks past row-level security: upgrade it"


@pytest.mark.parametrize(
    ("version", "faults"),
    [
        (14_0020, ["PostgreSQL 14 is too old: 15 or later is needed"]),
        (15_0013, [LEAKS.format("15.13")]),
        (15_0014, []),
        (16_0009, [LEAKS.format("16.9")]),
        (16_0010, []),
        (17_0005, [LEAKS.format("17.5")]),
        (17_0006, []),
        (18_0000, []),
        (19_0000, []),
    ],
)
def test_a_server_with_known_leaks_is_refused(version, faults):
    assert list(guard.version_faults(version)) == faults


def test_the_version_is_asked_of_the_server_itself(db, monkeypatch):
    with guard.acting_as(guard.MAINTENANCE):
        major, minor = divmod(connection.pg_version, 10000)
        monkeypatch.setattr(guard, "SAFE_VERSIONS", {major: connection.pg_version + 1})

        assert list(guard.role_faults()) == [LEAKS.format(f"{major}.{minor}")]
