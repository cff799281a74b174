"""The second wall: row-level security, grants, the journal's trigger and references, made from the data register.

They are derived, like an index: after each `migrate` they are made anew from the register by the owner, and
`differences` tells where the database departs from it. The form of the policies is the fast one: the actor's
organisations are read once a query and looked up by hash, so that a row costs the same for a school and for a region,
and PostgreSQL takes the wall for wide; every comparison is leak-proof, so that indexes work beneath it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connections, router, transaction
from django.db.backends.utils import CursorWrapper

from . import references
from .register import Declaration, Wall, declarations

_FUNCTIONS = {
    "orientir_setting(text)": (
        "orientir_setting(key text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE",
        """
DECLARE
    found text := current_setting('orientir.' || key, true);
BEGIN
    IF found IS NULL OR found = '' THEN
        RAISE EXCEPTION 'no actor in this transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN found;
END
""",
    ),
    "orientir_refuse_unjournalled()": (
        "orientir_refuse_unjournalled() RETURNS trigger LANGUAGE plpgsql",
        """
BEGIN
    IF coalesce(current_setting('orientir.entry', true), '') = '' THEN
        RAISE EXCEPTION 'a change of % without a journal entry', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
""",
    ),
}
"""Functions that policies and triggers call: signature, head, body."""
_FOREIGN_TABLES = (
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
)
"""Tables that Django does not manage: the job queue. Its arguments are keys only."""


def apply(using: str = "default") -> None:
    """Make grants, policies and triggers as the register says. The owner of the tables runs it."""
    application = connections[using].settings_dict["APPLICATION_ROLE"]
    quoted = connections[using].ops.quote_name(application)
    with connections[using].cursor() as cursor:
        for head, body in _FUNCTIONS.values():
            cursor.execute(f"CREATE OR REPLACE FUNCTION {head} AS $${body}$$")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in _FOREIGN_TABLES:
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted}")
        for declaration in (known := _of_tables(using)):
            for statement in (*_statements(declaration, quoted), *references.statements(declaration, known)):
                cursor.execute(statement)
        _seal(cursor, using)


@contextmanager
def lifted_for_owner(using: str = "default") -> Iterator[None]:
    """Let the owner reach every row inside the block: a new foreign key to a walled table has to be checked.

    The application stays behind its walls, because only the owner is beneath FORCE. Whatever happens, it is restored.
    """
    tables = _forced(using)
    _alter(tables, "NO FORCE", using)
    try:
        yield
    finally:
        left = connections[using].introspection.table_names()
        _alter([table for table in tables if table in left], "FORCE", using)


def _forced(using: str) -> list[str]:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace"
            " ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _alter(tables: Iterable[str], force: str, using: str) -> None:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for table in tables:
            name = connections[using].ops.quote_name(table)
            cursor.execute(f"ALTER TABLE {name} {force} ROW LEVEL SECURITY")


def condition(wall: Wall) -> str:
    """Return the SQL condition under which a row is reached."""
    ways = []
    if wall.organisation:
        way = f"{wall.organisation} IN (SELECT unnest(orientir_setting('organisations')::bigint[]))"
        if wall.open_if:
            named = f"{wall.organisation} IN (SELECT unnest(orientir_setting('named')::bigint[]))"
            way = f"({way} AND ({wall.open_if} OR {named}))"
        ways.append(way)
    if wall.person:
        ways.append(f"{wall.person} = (SELECT orientir_setting('person')::bigint)")
        ways.append(f"{wall.person} IN (SELECT unnest(orientir_setting('opened')::bigint[]))")
    if wall.user:
        ways.append(f"{wall.user} = (SELECT orientir_setting('user')::bigint)")
    if wall.named_in:
        named = f"SELECT entry_id FROM {wall.named_in} WHERE person_id = (SELECT orientir_setting('person')::bigint)"
        ways.append(f"id = ANY ((SELECT ARRAY({named}))::bigint[])")
    for actor in wall.system:
        ways.append(f"(SELECT orientir_setting('actor')) = '{actor.name}'")
    return " OR ".join(ways)


def _of_tables(using: str) -> list[Declaration]:
    return [
        declaration
        for declaration in declarations()
        if declaration.model._meta.managed and router.allow_migrate_model(using, declaration.model)
    ]


def _statements(declaration: Declaration, application: str) -> Iterator[str]:
    table = declaration.table
    yield f"REVOKE ALL ON {table} FROM {application}"
    yield f"GRANT {', '.join(sorted(_rights(declaration)))} ON {table} TO {application}"
    yield f"DROP TRIGGER IF EXISTS orientir_journalled ON {table}"
    if not declaration.unjournalled:
        yield (
            f"CREATE TRIGGER orientir_journalled BEFORE INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION orientir_refuse_unjournalled()"
        )
    yield f"DROP POLICY IF EXISTS wall ON {table}"
    yield f"DROP POLICY IF EXISTS anyone_adds ON {table}"
    if declaration.wall is None:
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY"
        return
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    yield from _policies(declaration).values()


def _rights(declaration: Declaration) -> set[str]:
    """Return what the application may do with the table."""
    if declaration.append_only:
        return {"SELECT", "INSERT", "DELETE"} if declaration.erasable else {"SELECT", "INSERT"}
    return {"SELECT", "INSERT", "UPDATE", "DELETE"}


def _policies(declaration: Declaration) -> dict[str, str]:
    """Return the statements that make the policies of the table, by name."""
    table, wall = declaration.table, declaration.wall
    if wall is None:
        return {}
    policies = {"wall": f"CREATE POLICY wall ON {table} USING ({condition(wall)})"}
    if wall.anyone_adds:
        policies["anyone_adds"] = (
            f"CREATE POLICY anyone_adds ON {table} FOR INSERT WITH CHECK ((SELECT orientir_setting('actor')) <> '')"
        )
    return policies


def _seal(cursor: CursorWrapper, using: str) -> None:
    """Write down at each policy what it was made from and what PostgreSQL has made of it."""
    found = _found_policies(cursor)
    for declaration in _of_tables(using):
        for name, statement in _policies(declaration).items():
            definition, _ = found[declaration.table][name]
            cursor.execute(f"COMMENT ON POLICY {name} ON {declaration.table} IS '{_sealed(statement, definition)}'")


def _sealed(statement: str, definition: str) -> str:
    return hashlib.sha256(f"{statement}\n{definition}".encode()).hexdigest()


def _found_policies(cursor: CursorWrapper) -> dict[str, dict[str, tuple[str, str | None]]]:
    """Return the policies of the database: table → name → (definition, seal)."""
    cursor.execute(
        "SELECT c.relname, p.polname, concat_ws(' ', p.polpermissive, p.polcmd, p.polroles,"
        " pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)),"
        " obj_description(p.oid, 'pg_policy')"
        " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
        " WHERE c.relnamespace = 'public'::regnamespace"
    )
    policies: dict[str, dict[str, tuple[str, str | None]]] = {}
    for table, name, definition, seal in cursor.fetchall():
        policies.setdefault(table, {})[name] = (definition, seal)
    return policies


_TABLES = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
       ARRAY(SELECT word
             FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS word
             WHERE has_table_privilege(%s, c.oid, word)),
       EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'orientir_journalled'
               AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr::text = ''
               AND t.tgfoid = to_regprocedure('orientir_refuse_unjournalled()')
               AND t.tgtype = 30)
FROM pg_class c
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
"""What stands in the schema besides extensions: forced, rights of the application, the journal's trigger.

30 is: for each statement, before insert, delete, update.
"""


def differences(cursor: CursorWrapper, using: str = "default") -> Iterator[str]:
    """Yield a sentence for each place where the database is not guarded as the register says."""
    for signature, (_, body) in _FUNCTIONS.items():
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regprocedure(%s) AND NOT prosecdef", [signature])
        if cursor.fetchall() != [(body,)]:
            yield f"the function {signature} is not the one of this release: run migrate"
    policies = _found_policies(cursor)
    cursor.execute(_TABLES, [connections[using].settings_dict["APPLICATION_ROLE"]])
    tables = {name: (forced, set(rights), journalled) for name, forced, rights, journalled in cursor.fetchall()}
    known, there = _of_tables(using), []
    for declaration in known:
        table = declaration.table
        if table not in tables:
            yield f"{table}: the table is missing: run migrate"
            continue
        there.append(table)
        forced, rights, journalled = tables.pop(table)
        if forced != (declaration.wall is not None):
            yield f"{table}: row-level security is not as the register says"
        found, expected = policies.get(table, {}), _policies(declaration)
        if found.keys() != expected.keys():
            yield f"{table}: has policies {sorted(found)}, expected {sorted(expected)}"
        else:
            for name, statement in expected.items():
                definition, seal = found[name]
                if seal != _sealed(statement, definition):
                    yield f"{table}: the policy {name} is not the one of the register"
        if rights != _rights(declaration):
            yield f"{table}: the application may {sorted(rights)}, expected {sorted(_rights(declaration))}"
        if journalled == bool(declaration.unjournalled):
            yield f"{table}: the journal's trigger is not as the register says"
    yield from references.differences(cursor, known, there)
    for table in sorted(tables.keys() - set(_FOREIGN_TABLES)):
        if tables[table][1]:
            yield f"{table}: the application reaches it, and the register does not know it"
