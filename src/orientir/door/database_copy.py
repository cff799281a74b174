"""A database as a whole: what it holds, its dump, and a dump put back.

The programs come from the wheel of the private server, whichever PostgreSQL they speak to. What they need to connect
goes through the environment: other users of the machine can read the arguments of a program.
"""

import contextlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import psycopg
import psycopg.conninfo
from psycopg import sql
from psycopg.rows import TupleRow

from orientir.database import places
from orientir.database.backups import Erased
from orientir.door.obstacles import Obstacle
from orientir.door.vault import Facts, Table
from orientir.door.words import say

Connection = psycopg.Connection[TupleRow]

HEAD = 4096
"""Bytes at the beginning of a script in which its settings stand."""
_STEADY = (
    "SET LOCAL search_path = pg_catalog, public; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO';"
    " SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';"
    " SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
    " SET LOCAL row_security = off"
)
"""What the text of a row depends on. Rows that a policy would hide are an error instead of being left out."""
_OURS = (
    "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')"
)
_RELATIONS = (
    "SELECT n.nspname, o.relname, o.relkind::text FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace"
    f" WHERE o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND {_OURS} ORDER BY 1, 2"
)
_ROUTINES = (
    "SELECT o.oid::regprocedure::text FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace"
    f" WHERE {_OURS} ORDER BY 1"
)
_TYPES = (
    "SELECT o.oid::regtype::text FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace"
    f" WHERE o.typtype IN ('e', 'd', 'r', 'c') AND {_OURS}"
    " AND (o.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = o.typrelid AND c.relkind = 'c')) ORDER BY 1"
)
_KINDS = {"r": "TABLE", "p": "TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW", "S": "SEQUENCE", "f": "FOREIGN TABLE"}
_DIGEST = (
    "SELECT count(*), coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint), 0),"
    " coalesce(sum(('x' || substr(hash, 17, 16))::bit(64)::bigint), 0)"
    " FROM (SELECT encode(sha256(convert_to((row_of_it.*)::text, 'UTF8')), 'hex') AS hash FROM {} AS row_of_it) AS rows"
)
_READS_ALL = (
    "SELECT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AND NOT EXISTS"
    " (SELECT FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace"
    f"  WHERE o.relkind IN ('r', 'p', 'S') AND {_OURS} AND NOT CASE o.relkind WHEN 'S'"
    "        THEN has_sequence_privilege(o.oid, 'SELECT') ELSE has_table_privilege(o.oid, 'SELECT') END)"
)
_WHICH = (
    "SELECT current_database(), (SELECT oid FROM pg_database WHERE datname = current_database()),"
    " pg_postmaster_start_time()"
)


class Snapshot:
    """One moment of a database: facts, stored files and dump tell of the same rows, whoever writes meanwhile."""

    def __init__(self, url: str, connection: Connection) -> None:
        self._url, self._connection = url, connection
        self._name = str(_one(connection, "SELECT pg_export_snapshot()")[0])

    def reads_everything(self) -> bool:
        """Whether row-level security and grants hide nothing from the role of this connection."""
        return bool(_one(self._connection, _READS_ALL)[0])

    def facts(self) -> Facts:
        """What the database holds."""
        return facts(self._connection)

    def contents(self) -> dict[str, int]:
        """The stored files that somebody holds: SHA-256 -> size."""
        return dict(
            self._connection.execute("SELECT sha256, max(size) FROM public.files_holding GROUP BY 1 ORDER BY 1")
        )

    def erased(self) -> list[Erased]:
        """The ledger of erasures; none in a database of an earlier release."""
        if _one(self._connection, "SELECT to_regclass('public.journal_erasure')")[0] is None:
            return []
        rows = self._connection.execute("SELECT erased_at, person_id FROM public.journal_erasure ORDER BY 1, 2")
        return [Erased(*row) for row in rows]

    def dump(self) -> Iterator[bytes]:
        """The dump, as PostgreSQL's own custom format."""
        words = [_program("pg_dump"), "--format=custom", "--no-password", f"--snapshot={self._name}"]
        with _tool(words, _surroundings(self._url), stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            while chunk := process.stdout.read(2**20):
                yield chunk


@contextlib.contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Hold one moment of a database."""
    with connected(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(_STEADY)
        yield Snapshot(url, connection)


@contextlib.contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection whose transaction is rolled back unless it was committed; what fails becomes an Obstacle."""
    try:
        connection = psycopg.connect(url)
        try:
            yield connection
        finally:
            connection.close()
    except psycopg.Error as error:
        raise Obstacle(say("copy.database", said=str(error).strip())) from error


def to_database(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return psycopg.conninfo.make_conninfo(url, dbname=name)


def same_database(one: str, other: str) -> bool:
    """Whether two addresses lead to the same database of the same server."""
    with connected(one) as first, connected(other) as second:
        return _one(first, _WHICH) == _one(second, _WHICH)


def facts(connection: Connection) -> Facts:
    """What a database holds, for a role from which nothing is hidden."""
    connection.execute(_STEADY)
    relations = connection.execute(_RELATIONS).fetchall()
    names = {kind: [(schema, name) for schema, name, its in relations if its == kind] for kind in _KINDS}
    migrations: list[Any] = []
    if ("public", "django_migrations") in names["r"]:
        migrations = connection.execute("SELECT app || '.' || name FROM public.django_migrations").fetchall()
    # Before the rows: a number drawn meanwhile makes a sequence newer than its manifest, never older.
    last = "SELECT schemaname, sequencename, last_value FROM pg_sequences"
    sequences = {(schema, name): value for schema, name, value in connection.execute(last)}
    return Facts(
        postgresql=connection.info.server_version,
        migrations=tuple(sorted(name for (name,) in migrations)),
        tables={_dotted(*name): _table(connection, *name) for name in names["r"]},
        sequences={_dotted(*name): sequences.get(name) for name in names["S"]},
    )


def restored_facts(url: str) -> Facts:
    """What a database holds that nobody uses yet, for the owner of its tables.

    Forced row-level security binds the owner too, so it is lifted within a transaction that is rolled back.
    """
    with connected(url) as connection:
        forced = "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity"
        for (table,) in connection.execute(forced).fetchall():
            connection.execute(sql.SQL(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"))
        return facts(connection)


def is_empty(url: str) -> bool:
    """Whether a database has no table, view or sequence."""
    with connected(url) as connection:
        return not connection.execute(_RELATIONS).fetchall()


def clear(url: str) -> None:
    """Remove all that stands in a database, as the owner of it: what was being restored is not left half."""
    with connected(url) as connection:
        for schema, name, kind in connection.execute(_RELATIONS).fetchall():
            statement = sql.SQL("DROP {} IF EXISTS {} CASCADE")  # a table takes others with it
            connection.execute(statement.format(sql.SQL(_KINDS[kind]), sql.Identifier(schema, name)))
        for kind, question in (("ROUTINE", _ROUTINES), ("TYPE", _TYPES)):
            for (name,) in connection.execute(question).fetchall():
                connection.execute(sql.SQL(f"DROP {kind} IF EXISTS {name} CASCADE"))
        connection.commit()


def load(url: str, dump: Iterable[bytes]) -> None:
    """Put a dump into an empty database as the owner of all its tables: all of it, or nothing.

    Grants are left out, for the roles may be called otherwise here; `migrate` makes them from the data register.
    """
    write = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    run = [_program("psql"), "--no-psqlrc", "--quiet", "--no-password", "--single-transaction"]
    run += ["--set=ON_ERROR_STOP=1"]
    with _tool(run, _surroundings(url), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as loader:
        assert loader.stdin is not None
        with (
            contextlib.suppress(BrokenPipeError),  # then psql has ended and says why
            _fed(write, dump, stdout=subprocess.PIPE) as writer,
        ):
            assert writer.stdout is not None
            head = writer.stdout.read(HEAD)
            # PostgreSQL 15 and 16 do not know this setting, and none is needed.
            loader.stdin.write(head.replace(b"SET transaction_timeout = 0;\n", b"", 1))
            while chunk := writer.stdout.read(2**20):
                loader.stdin.write(chunk)
        loader.communicate()


def prove_readable(dump: Iterable[bytes]) -> None:
    """Read a dump to its end, as restoring it would."""
    with _fed([_program("pg_restore"), "--file=-"], dump, stdout=subprocess.DEVNULL) as tool:
        tool.wait()


def _table(connection: Connection, schema: str, name: str) -> Table:
    found = connection.execute(sql.SQL(_DIGEST).format(sql.Identifier(schema, name))).fetchone()
    assert found is not None
    rows, *halves = found
    # A sum, not an exclusive or: two equal rows must not cancel each other out.
    return Table(int(rows), "".join(f"{int(half) % 2**64:016x}" for half in halves))


def _dotted(schema: str, name: str) -> str:
    return name if schema == "public" else f"{schema}.{name}"


def _one(connection: Connection, question: str) -> TupleRow:
    found = connection.execute(question.encode()).fetchone()
    assert found is not None
    return found


def _program(name: str) -> str:
    me = places.ServerUser(str(os.geteuid()), os.geteuid(), os.getegid(), by_root=False)
    return str(places.programs(me) / name)


def _surroundings(url: str) -> dict[str, str]:
    given = psycopg.pq.Conninfo.parse(url.encode())
    named = {option.envvar.decode(): option.val.decode() for option in given if option.envvar and option.val}
    return dict(os.environ) | named | {"PGAPPNAME": "orientir"}


@contextlib.contextmanager
def _fed(words: list[str], chunks: Iterable[bytes], *, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of PostgreSQL that reads a stream; what is wrong with the stream goes before what it says."""
    wrong: list[Exception] = []

    def feed(pipe: IO[bytes]) -> None:
        # The program may end before it has read all; then it says why itself.
        try:
            with contextlib.suppress(BrokenPipeError), pipe:
                for chunk in chunks:
                    pipe.write(chunk)
        except Exception as error:
            wrong.append(error)

    try:
        with _tool(words, dict(os.environ), stdin=subprocess.PIPE, stdout=stdout) as process:
            assert process.stdin is not None
            feeder = threading.Thread(target=feed, args=[process.stdin], daemon=True)
            feeder.start()
            try:
                yield process
            except BaseException:
                process.kill()
                raise
            finally:
                feeder.join()
    finally:
        if wrong:
            raise wrong[0]


@contextlib.contextmanager
def _tool(
    words: list[str], environment: dict[str, str], *, stdin: IO[bytes] | int = subprocess.DEVNULL, stdout: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of PostgreSQL; when it fails, an Obstacle tells what it said. On every other fault it is killed."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            words, env=environment | {"LC_ALL": "C"}, stdin=stdin, stdout=stdout, stderr=said, start_new_session=True
        )
        try:
            yield process
            if process.stdout:
                process.stdout.close()
            process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):  # a broken pipe: what it held is not needed any more
                    if pipe:
                        pipe.close()
        if process.returncode != 0:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()[-6:]
            raise Obstacle(say("copy.tool-failed", tool=Path(words[0]).name, said="\n".join(lines)))
