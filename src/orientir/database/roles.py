"""The two roles of a database and their rights: one source for the private server and for an administrator.

The owner makes tables and may do what it likes with them. The application owns nothing, is no superuser and
may not pass row-level security by, so what the walls hide stays hidden from it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

APPLICATION_SETTINGS = {
    # A page answers in a second; a statement of half a minute is a mistake and must not hold up the others.
    # A job that needs longer says so with SET LOCAL.
    "statement_timeout": "30s",
    # Whoever waits for a lock also stands in the way of all who come later: better fail soon and be retried.
    "lock_timeout": "5s",
    # A transaction left open keeps its locks and stops the cleaning of old rows.
    "idle_in_transaction_session_timeout": "60s",
    # A client that vanished while its query runs is noticed by looking at its connection (PostgreSQL 14).
    "client_connection_check_interval": "5s",
}
OWNER_SETTINGS = {
    # Migrations may run long, but must not queue up every reader behind a lock they wait for.
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "10min",
    "client_connection_check_interval": "5s",
}


@dataclass(frozen=True)
class Names:
    """How the database and its two roles are called."""

    database: str = "orientir"
    owner: str = "orientir_owner"
    application: str = "orientir_app"


def quoted(name: str) -> str:
    """Return a name as SQL writes it, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL writes it; meant for names and settings, which hold no backslash."""
    return "'" + text.replace("'", "''") + "'"


def roles_sql(names: Names, *, creates_databases: bool = False) -> str:
    """Return the SQL that makes both roles or brings them up to date; may be run again at any time.

    `creates_databases` lets the owner make databases, which only a cluster for tests needs.
    """
    lines = []
    for role in (names.owner, names.application):
        lines.append(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(role)}) "
            f"THEN CREATE ROLE {quoted(role)}; END IF; END $$;"
        )
    plain = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION"
    lines.append(f"ALTER ROLE {quoted(names.owner)} {plain} {'CREATEDB' if creates_databases else 'NOCREATEDB'};")
    lines.append(f"ALTER ROLE {quoted(names.application)} {plain} NOCREATEDB;")
    for role, settings in ((names.owner, OWNER_SETTINGS), (names.application, APPLICATION_SETTINGS)):
        lines += [f"ALTER ROLE {quoted(role)} SET {key} = {literal(value)};" for key, value in settings.items()]
    return "\n".join(lines)


def password_sql(role: str, password: str) -> str:
    """Return the SQL that sets a password by its SCRAM verifier: no log can hold the password itself."""
    salt, rounds = os.urandom(16), 4096
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, rounds)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    texts = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"ALTER ROLE {quoted(role)} PASSWORD 'SCRAM-SHA-256${rounds}:{texts[0]}${texts[1]}:{texts[2]}';"


def database_sql(names: Names, *, postgresql: int = 18) -> str:
    """Return the statement that makes the database; it is run alone, outside a transaction.

    Russian letters change case rightly everywhere. The order of rows never depends on the server: names are
    sorted by a stored key, so the collation is the plain one.
    """
    if postgresql >= 18:
        locale = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LC_COLLATE 'C' LC_CTYPE 'C'"
    else:
        locale = "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    return (
        f"CREATE DATABASE {quoted(names.database)} OWNER {quoted(names.owner)} "
        f"TEMPLATE template0 ENCODING 'UTF8' {locale}"
    )


def rights_sql(names: Names) -> str:
    """Return the SQL that closes the database to all but the two roles; run inside it, again and again."""
    database, application = quoted(names.database), quoted(names.application)
    return "\n".join(
        [
            f"REVOKE ALL ON DATABASE {database} FROM PUBLIC;",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
            f"GRANT CONNECT ON DATABASE {database} TO {application};",
            f"GRANT USAGE ON SCHEMA public TO {application};",
        ]
    )


def preparation_sql(names: Names | None = None, *, postgresql: int = 18) -> str:
    """Return a script for `psql` with which an administrator prepares PostgreSQL 15 or later.

    It holds no password: `\\password` asks for each one and sends only its verifier. It may be run again.
    """
    names = names or Names()
    exists = f"EXISTS (SELECT FROM pg_database WHERE datname = {literal(names.database)})"
    make = literal(database_sql(names, postgresql=postgresql))
    return "\n".join(
        [
            f"-- PostgreSQL {'18 or later' if postgresql >= 18 else '15 to 17'}: run in psql as superuser.",
            "\\set ON_ERROR_STOP on",
            roles_sql(names),
            f"\\password {quoted(names.owner)}",
            f"\\password {quoted(names.application)}",
            f"SELECT {make} WHERE NOT {exists} \\gexec",
            f"\\connect {quoted(names.database)}",
            rights_sql(names),
            "",
        ]
    )


@dataclass(frozen=True)
class Passwords:
    """The passwords of a private server, in the order of the file that keeps them."""

    administrator: str
    owner: str
    application: str


@dataclass(frozen=True)
class Urls:
    """Connection strings of a private server's three roles."""

    application: str
    owner: str
    administrator: str


def urls(names: Names, passwords: Passwords, socket: Path) -> Urls:
    """Return the connection strings; the port is named so that no PGPORT of the environment can change it."""
    host = f"host={quote(str(socket))}"
    return Urls(
        application=f"postgresql://{names.application}:{passwords.application}@:5432/{names.database}?{host}",
        owner=f"postgresql://{names.owner}:{passwords.owner}@:5432/{names.database}?{host}",
        administrator=f"postgresql://administrator:{passwords.administrator}@:5432/postgres?{host}",
    )


def prepare(
    administrator: psycopg.Connection[TupleRow],
    urls: Urls,
    names: Names,
    passwords: Passwords,
    *,
    for_tests: bool = False,
) -> None:
    """Make roles and database of a private server, or bring them up to date when their SQL has changed since.

    What was done is marked in the comment of the database, last of all: what was cut short is repeated.
    """
    wanted = roles_sql(names, creates_databases=for_tests)
    mark = "orientir " + hashlib.sha256((wanted + rights_sql(names)).encode()).hexdigest()
    known = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    found = administrator.execute(known, [names.database]).fetchone()
    if found == (mark,):
        return
    for statement in (
        wanted,
        password_sql(names.owner, passwords.owner),
        password_sql(names.application, passwords.application),
        *([] if found else [database_sql(names)]),
    ):
        administrator.execute(sql.SQL(statement))
    with psycopg.connect(urls.administrator, dbname=names.database, autocommit=True) as inside:
        inside.execute(sql.SQL(rights_sql(names)))
        inside.execute(sql.SQL(f"COMMENT ON DATABASE {quoted(names.database)} IS {literal(mark)}"))
