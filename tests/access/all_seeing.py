"""Eyes that see every row of every table: how a test knows that nothing has changed, or what has been written down.

The application sees behind no wall, and neither does the owner, because row-level security is forced on it too. In a
clone of the database the owner may let itself in by policies of its own, and lend its eyes to the application as a
function. That function works inside the test's own transaction, so it sees what has not been committed.
"""

from __future__ import annotations

import json
from typing import Any

import psycopg
from django.db import connection

from tests.support import databases

UNSEEN = ("accounts_session", "accounts_attempts", "django_migrations")
"""A session moves with every press, failed tries are counted; what was migrated does not change."""

_EYES = f"""
CREATE FUNCTION all_rows() RETURNS TABLE (name text, written jsonb)
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP
        RETURN QUERY EXECUTE format('SELECT %L::text, to_jsonb(x) FROM %I x', name, name);
    END LOOP;
END $$;
CREATE FUNCTION digests() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    name text;
    one text;
    found jsonb := '{{}}';
BEGIN
    FOR name IN
        SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> ALL (ARRAY{list(UNSEEN)})
    LOOP
        EXECUTE format('SELECT md5(string_agg(md5(x::text), '''' ORDER BY md5(x::text))) FROM %I x', name) INTO one;
        found := found || jsonb_build_object(name, one);
    END LOOP;
    RETURN found;
END $$;
"""


def open_eyes(database: str) -> None:
    """Give the functions above to a clone. Its walls stand for the application as before."""
    with psycopg.connect(databases.owner_url(database), autocommit=True) as owner:
        tables = owner.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relforcerowsecurity AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        for (table,) in tables:
            owner.execute(f"CREATE POLICY eyes ON {table} FOR SELECT TO current_user USING (true)")
        owner.execute(_EYES)
        assert owner.execute("SHOW track_counts").fetchone() == ("on",)  # otherwise `written` would see nothing


def digests() -> dict[str, str | None]:
    """Return a digest of all rows of each table, as the current transaction sees them."""
    found: dict[str, str | None] = json.loads(_ask("SELECT digests()::text")[0][0])
    return found


def written() -> dict[str, int]:
    """Return how many rows of each table this transaction has written until now, what it took back included.

    Where two answers are alike nothing was written in between: that is known sooner than by two digests.
    """
    asked = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE relname <> ALL (%s)"
    return dict(_ask(asked, list(UNSEEN)))


def rows_of(table: str) -> list[dict[str, Any]]:
    """Return all rows of a table, whoever may see them, in no certain order."""
    return [json.loads(row) for (row,) in _ask("SELECT written::text FROM all_rows() WHERE name = %s", table)]


def everything_written() -> str:
    """Return every value of every row of every table as one long text: what is nowhere in it is nowhere kept."""
    return "\n".join(row for (row,) in _ask("SELECT written::text FROM all_rows()"))


def empty(database: str) -> None:
    """Take every row out of a clone, as it is on the day of installation."""
    with psycopg.connect(databases.owner_url(database), autocommit=True) as owner:
        kept = ("django_migrations", "django_content_type")
        tables = owner.execute(
            "SELECT string_agg(quote_ident(relname), ', ') FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL (%s)",
            [list(kept)],
        ).fetchone()
        assert tables is not None
        sealed = owner.execute(
            "SELECT format('ALTER TABLE %s {} TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgname LIKE 'orientir_only_grows%'"
        ).fetchall()
        for (switch,) in sealed:
            owner.execute(switch.format("DISABLE"))
        owner.execute(f"TRUNCATE {tables[0]} RESTART IDENTITY CASCADE")
        for (switch,) in sealed:
            owner.execute(switch.format("ENABLE"))


def _ask(question: str, *values: Any) -> list[tuple[Any, ...]]:
    # Past Django's cursor, which asks who acts: the test does, and its eyes are nobody's.
    connection.ensure_connection()
    return list(connection.connection.execute(question, values or None).fetchall())
