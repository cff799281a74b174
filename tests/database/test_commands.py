"""The commands of the database: who may run them, and what they leave behind."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import sql

from orientir.database import walls
from orientir.database.roles import Names, preparation_sql
from tests.support import databases, plugin


def command(name: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Django in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "django", name, *words],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "orientir.config.settings",
            "PYTHONPATH": str(plugin.CHECKOUT / "src"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def departures(name: str) -> list[str]:
    with psycopg.connect(databases.owner_url(name)) as owner, owner.cursor() as cursor:
        return list(walls.differences(cursor))


def test_the_application_does_not_migrate(db):
    with pytest.raises(CommandError, match="as the owner"):
        call_command("migrate")


def test_migrating_makes_the_walls_anew_and_may_be_done_again(committed):
    with psycopg.connect(databases.owner_url(committed), autocommit=True) as owner:
        owner.execute("DROP POLICY wall ON people_person")
        owner.execute("ALTER TABLE accounts_user NO FORCE ROW LEVEL SECURITY")
        owner.execute("DROP TRIGGER orientir_journalled ON roadmaps_report")
    assert len(departures(committed)) == 3

    for _ in range(2):
        done = command(
            "migrate",
            DATABASE_URL=databases.application_url(committed),
            DATABASE_OWNER_URL=databases.owner_url(committed),
            ORIENTIR_DATABASE_ROLE="owner",
        )
        assert done.returncode == 0, done.stderr
        assert departures(committed) == []


def test_an_installation_with_a_fault_is_not_fit(committed):
    with psycopg.connect(databases.owner_url(committed), autocommit=True) as owner:
        owner.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")
        owner.execute(sql.SQL("GRANT UPDATE ON journal_entry TO {}").format(sql.Identifier(Names().application)))
    said = io.StringIO()

    with pytest.raises(CommandError):
        call_command("check_deploy", stderr=said)

    assert said.getvalue().splitlines() == [
        "journal_entry: the application may ['INSERT', 'SELECT', 'UPDATE'], expected ['INSERT', 'SELECT']",
        "people_person: row-level security is not as the register says",
    ]


@pytest.mark.parametrize(("https", "fit"), [("1", True), ("", False)])
def test_an_installation_is_fit_when_rights_walls_and_settings_are_as_they_should_be(committed, https, fit):
    done = command(
        "check_deploy",
        DATABASE_URL=databases.application_url(committed),
        DATABASE_OWNER_URL="",
        ORIENTIR_HTTPS=https,
        ORIENTIR_HOSTS="orientir.example",
    )

    assert (done.returncode == 0) is fit, done.stderr


def test_an_administrator_is_given_the_same_sql_that_the_private_server_is_made_with(capsys):
    call_command("prepare_database", "--database", "guidance", "--postgresql", "15")

    assert capsys.readouterr().out == preparation_sql(Names(database="guidance"), postgresql=15)
