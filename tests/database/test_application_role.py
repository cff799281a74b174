"""The first tests of the database: everything after them runs as the application, or it would prove nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from orientir.database import guard
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from tests.support import databases
from tests.support.threads import at_once, elsewhere

OWNER = "the application's role owns the database or its tables: DATABASE_URL must name another role"


def role_and_faults() -> tuple[str, list[str]]:
    """Return who asks on this thread's connection, and what that role may do too much."""
    with acting_as(MAINTENANCE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            (role,) = cursor.fetchone()
        return role, list(guard.role_faults())


def test_tests_run_as_the_application(db):
    application = urlsplit(databases.application_url("any")).username

    assert role_and_faults() == (application, [])
    assert elsewhere(role_and_faults) == (application, [])


def test_every_connection_of_a_fresh_pool_is_the_applications(committed):
    application = urlsplit(databases.application_url("any")).username

    assert role_and_faults() == (application, [])
    assert at_once([role_and_faults] * 5) == [(application, [])] * 5


def test_a_connection_that_stayed_in_the_pool_as_owner_is_noticed(committed):
    owner = urlsplit(databases.owner_url(committed))
    application = dict(connection.settings_dict)
    databases.disconnect()
    try:
        connection.settings_dict.update(USER=owner.username, PASSWORD=owner.password)
        settings.DATABASE_ROLE = "owner"
        connection.ensure_connection()
        connection.close()  # and the pool is forgotten
        connection.settings_dict.update(application)
        settings.DATABASE_ROLE = "application"

        assert elsewhere(role_and_faults) == (owner.username, [OWNER])
    finally:
        settings.DATABASE_ROLE = "application"
        connection.settings_dict.update(application)
        databases.disconnect()
