"""The application refuses to work with rights that would make the second wall worthless."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection

from . import walls
from .context import acting_as
from .roles import APPLICATION_SETTINGS
from .system_actors import MAINTENANCE

SAFE_VERSIONS = {15: 15_0014, 16: 16_0010, 17: 17_0006, 18: 18_0000}
"""First minor release of each major version in which statistics do not leak rows past a policy (CVE-2025-8713)."""

_ROLE = """
SELECT bool_or(r.rolsuper), bool_or(r.rolbypassrls), bool_or(r.rolcreaterole),
       bool_or(r.oid = (SELECT datdba FROM pg_database WHERE datname = current_database())),
       bool_or(r.oid IN (SELECT relowner FROM pg_class WHERE relnamespace = 'public'::regnamespace)),
       current_setting('server_version_num')::int
FROM pg_roles r
WHERE r.rolname IN (session_user, current_user)
      OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)
         AND pg_has_role(session_user, r.oid, 'MEMBER')
"""
"""What the role may do, also as a role that it can take on. A superuser can take on every one: then it counts alone."""


class UnsafeDatabase(Exception):
    """The database or the role is not fit to guard personal data; the message says why and what to do."""


def refuse_unsafe_database() -> None:
    """Raise `UnsafeDatabase` when the role could pass the walls or has no bound on time, or a wall is missing."""
    _refuse(lambda: list(role_faults()) or [*timeout_faults(), *wall_faults()])


def refuse_unsafe_role() -> None:
    """Raise `UnsafeDatabase` when the role of this connection could pass the walls or has no bound on time."""
    _refuse(lambda: list(role_faults()) or list(timeout_faults()))


def _refuse(found: Callable[[], list[str]]) -> None:
    with acting_as(MAINTENANCE):
        faults = found()
    if faults:
        raise UnsafeDatabase("; ".join(faults))


def role_faults() -> Iterator[str]:
    """Yield a sentence for each right that the role of this connection must not have."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        superuser, bypasses, creates_roles, owns_database, owns_tables, version = cursor.fetchone()
    if superuser:
        yield "the application's role is a superuser: row-level security does not bind it"
    if bypasses:
        yield "the application's role has BYPASSRLS"
    if creates_roles:
        yield "the application's role may create roles"
    if owns_database or owns_tables:
        yield "the application's role owns the database or its tables: DATABASE_URL must name another role"
    yield from version_faults(version)


def timeout_faults() -> Iterator[str]:
    """Yield a sentence for each bound on time that this connection does not have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY (%s) AND setting = '0'", [[*APPLICATION_SETTINGS]]
        )
        without_bound = {name for (name,) in cursor.fetchall()}
    for name, usual in APPLICATION_SETTINGS.items():
        if name in without_bound:
            yield f"the application's role has no {name}: ALTER ROLE … SET {name} = '{usual}'"


def version_faults(version: int) -> Iterator[str]:
    """Yield a sentence when this PostgreSQL (`server_version_num`) is too old to be trusted with walls."""
    major, minor = divmod(version, 10000)
    if major < min(SAFE_VERSIONS):
        yield f"PostgreSQL {major} is too old: {min(SAFE_VERSIONS)} or later is needed"
    elif version < SAFE_VERSIONS.get(major, 0):
        yield f"PostgreSQL {major}.{minor} has known leaks past row-level security: upgrade it"


def wall_faults() -> Iterator[str]:
    """Yield a sentence for each table that is not guarded as the data register says."""
    with connection.cursor() as cursor:
        yield from walls.differences(cursor)
