"""References to rows that the writer does not see are refused: triggers, made from the data register.

A foreign key looks past the walls: it takes the key of a hidden row, and its answer tells that there is one. So each
statement that writes a reference to a walled table is checked once more, beneath the walls of whoever writes: what they
do not see is for them not there, and the answer is the same. A reference that is declared `within` keeps besides to the
organisation of its row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from .register import Declaration

_EVENTS = {
    "orientir_refers_insert": "INSERT ON {table} REFERENCING NEW TABLE AS written",
    "orientir_refers_update": "UPDATE ON {table} REFERENCING NEW TABLE AS written OLD TABLE AS before",
}
"""Triggers by name. They see what a whole statement has written: a thousand rows are checked by one question."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of `table` holds keys of `target`; `within` keeps it to rows of the same organisation."""

    table: str
    key: str
    column: str
    target: str
    target_key: str
    within: bool


def of_declarations(declarations: list[Declaration]) -> list[Reference]:
    """Return the references that are checked: those to walled tables, and those declared `within`."""
    walled = {declaration.label for declaration in declarations if declaration.wall}
    found = []
    for declaration in declarations:
        meta = declaration.model._meta
        for field in meta.local_fields:
            target = declaration.refers.get(field.attname)
            if field.is_relation and field.related_model is not None:
                target = field.related_model._meta.label
            within = field.attname in declaration.within
            if target and (target in walled or within):
                known = {one.label: one for one in declarations}[target].model._meta
                keys = (str(meta.pk.column), str(field.column), known.db_table, str(known.pk.column))
                found.append(Reference(meta.db_table, *keys, within))
    return found


def statements(declaration: Declaration, declarations: list[Declaration]) -> Iterator[str]:
    """Yield what makes the triggers of a table, in place of those that were."""
    table = declaration.table
    for trigger in _EVENTS:
        yield f"DROP TRIGGER IF EXISTS {trigger} ON {table}"
    body = _body(table, declarations)
    if not body:
        yield f"DROP FUNCTION IF EXISTS {_function(table)}()"
        return
    yield f"CREATE OR REPLACE FUNCTION {_function(table)}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
    for trigger in _EVENTS:
        yield _trigger(trigger, table)


def differences(cursor: CursorWrapper, declarations: list[Declaration], tables: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each of these tables whose references are not checked as the register says."""
    cursor.execute(
        "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled IN ('O', 'A'), p.prosrc, p.prosecdef"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
        " AND starts_with(t.tgname::text, 'orientir_refers_')"
    )
    found: dict[str, dict[str, tuple[str, bool, str, bool]]] = {}
    for table, name, *rest in cursor.fetchall():
        found.setdefault(table, {})[name] = tuple(rest)
    for table in tables:
        body = _body(table, declarations)
        expected = {name: (_defined(name, table), True, body, False) for name in _EVENTS} if body else {}
        if found.get(table, {}) != expected:
            yield f"{table}: references are not checked as the register says"


def _body(table: str, declarations: list[Declaration]) -> str:
    checks = [one for one in of_declarations(declarations) if one.table == table]
    if not checks:
        return ""
    inserted, updated = (" OR ".join(_question(one, event) for one in checks) for event in ("INSERT", "UPDATE"))
    return f"""
DECLARE
    astray boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        astray := {inserted};
    ELSE
        astray := {updated};
    END IF;
    IF astray THEN
        RAISE EXCEPTION 'a row of % refers to what is not there', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
"""


def _question(one: Reference, event: str) -> str:
    """Return the SQL that asks whether a written row refers to what its writer does not see.

    Plans are kept, whatever the next statement writes. EXCEPT is none that is good for one row and endless for a
    thousand; OFFSET 0 keeps the target a look into its index for each key, never a reading of all of it.
    """
    columns = [one.column, "organisation_id"] if one.within else [one.column]
    names = ", ".join(columns)
    written = f"SELECT DISTINCT {names} FROM written"
    if event == "UPDATE":
        written = f"SELECT {one.key}, {names} FROM written EXCEPT SELECT {one.key}, {names} FROM before"
    same = " AND t.organisation_id = k.organisation_id" if one.within else ""
    seen = f"SELECT FROM public.{one.target} t WHERE t.{one.target_key} = k.{one.column}{same} OFFSET 0"
    return f"EXISTS (SELECT FROM ({written}) k WHERE k.{one.column} IS NOT NULL AND NOT EXISTS ({seen}))"


def _function(table: str) -> str:
    return f"orientir_refers_{table}"


def _trigger(name: str, table: str) -> str:
    event = _EVENTS[name].format(table=table)
    return f"CREATE TRIGGER {name} AFTER {event} FOR EACH STATEMENT EXECUTE FUNCTION {_function(table)}()"


def _defined(name: str, table: str) -> str:
    """Return the trigger as PostgreSQL tells it."""
    told = _trigger(name, table).replace(f" ON {table}", f" ON public.{table}")
    return told.replace("NEW TABLE AS written OLD TABLE AS before", "OLD TABLE AS before NEW TABLE AS written")
