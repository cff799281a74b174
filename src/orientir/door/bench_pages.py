"""`./orientir bench pages`: how quickly the pages answer in a region of a thousand organisations.

The region (orientir.roadmaps.crowd) lies in a database of its own beside the product's and is kept for the next run
while seed, day's year and tables are the same. The product is served as `serve` does it; the client asks one page after
the other over connections that stay open, on the same machine.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from orientir.door.obstacles import Obstacle
from orientir.door.processes import ending_cleanly
from orientir.door.server import free_port, start_server
from orientir.door.surroundings import Environment, settings, state, step
from orientir.door.words import language, say

SEED = 20261120
DATABASE, COPY = "orientir_bench", "orientir_bench_copy"
HOST = "127.0.0.1"
WORKERS, POOL = 2, 4
CONNECTIONS, WARM, ASKED = 8, 40, 200
BOUND_MILLISECONDS, BOUND_SECONDS = 150, 30
SOURCE = Path(__file__).resolve().parents[1]
INSIDE = "orientir.roadmaps.measuring"
"""The module that does the product's part."""


@dataclass(frozen=True)
class Asked:
    """How long the answers of a page took, in milliseconds, and how long each is, in bytes."""

    times: list[float]
    size: int

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


def pages() -> str:
    """The time of every page beside that of one without a list, and of putting a plan in force beside a bare COPY."""
    lines = []
    with region() as (environment, administrator), ending_cleanly() as household:
        told = run_inside(environment, "pages")
        port = free_port(HOST)
        start_server(household, environment, host=HOST, port=port, workers=WORKERS)
        reference = 0.0
        for page in told["pages"]:
            asked = ask(port, page["address"], f"{told['cookie']}={told['sessions'][page['who']]}")
            reference = reference or asked.median
            lines.append(_line(page, asked, reference))
        household.end()  # nobody may be connected to what is copied
        lines.append(_force(environment, administrator))
    return "\n".join(lines)


def _line(page: dict[str, Any], asked: Asked, reference: float) -> str:
    return say(
        "bench.pages",
        name=page["name"],
        who=page["who"],
        median=round(asked.median),
        p95=round(asked.p95),
        bound=BOUND_MILLISECONDS,
        queries=page["queries"],
        size=round(asked.size / 1024),
        ratio=f"{asked.median / reference:.1f}",
    )


def ask(port: int, address: str, cookie: str) -> Asked:
    """Ask for a page many times, by turns over connections that reach all workers."""
    connections = [http.client.HTTPConnection(HOST, port, timeout=60) for _ in range(CONNECTIONS)]
    times, size = [], 0
    for number in range(WARM + ASKED):
        connection = connections[number % CONNECTIONS]
        began = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        size = len(answer.read())
        if number >= WARM:
            times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise Obstacle(f"{address}: {answer.status}")
    for connection in connections:
        connection.close()
    return Asked(times, size)


def _force(environment: Environment, administrator: str) -> str:
    """Put the plan in review in force in a copy of the region, and write the same rows into a bare table."""
    import psycopg

    make_database(administrator, COPY, template=DATABASE)
    try:
        made = run_inside(in_database(environment, COPY), "force")
        with psycopg.connect(with_database(administrator, COPY), autocommit=True) as inside:
            rows = inside.execute(
                "SELECT a.* FROM roadmaps_assignment a JOIN roadmaps_measure m ON m.id = a.measure_id"
                " WHERE m.roadmap_id = %s",
                [made["roadmap"]],
            ).fetchall()
            inside.execute("CREATE TABLE bare AS SELECT * FROM roadmaps_assignment LIMIT 0")
            began = time.perf_counter()
            with inside.cursor().copy("COPY bare FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            bare = time.perf_counter() - began
    finally:
        drop_database(administrator, COPY)
    return say(
        "bench.pages.force",
        rows=made["rows"],
        seconds=f"{made['seconds']:.1f}",
        bound=BOUND_SECONDS,
        asked=f"{made['asked']:.1f}",
        bare=f"{bare:.1f}",
        ratio=f"{made['seconds'] / bare:.1f}",
    )


@contextmanager
def beside_the_product(database: str) -> Iterator[tuple[Environment, str]]:
    """The environment of the product with a database of this name in its private server, and who may make databases."""
    from orientir.database import private_server
    from orientir.database.places import ServerRefused

    home = state()
    (home / "bench").mkdir(exist_ok=True)
    try:
        server = private_server.start(home / "database")
    except ServerRefused as refused:
        raise Obstacle(refused.en if language() == "en" else refused.ru) from refused
    with server:
        environment = settings(home / "bench")
        environment |= {"DATABASE_URL": server.urls.application, "DATABASE_OWNER_URL": server.urls.owner}
        yield in_database(environment, database), server.urls.administrator


@contextmanager
def region() -> Iterator[tuple[Environment, str]]:
    """The environment of the product in the large region, made where it is missing, and who may make databases."""
    import psycopg

    with beside_the_product(DATABASE) as (environment, administrator):
        environment |= {"ORIENTIR_POOL": str(POOL), "ORIENTIR_HTTPS": "0"}
        step("serve.static", ["collectstatic", "--no-input"], environment)
        if _mark(administrator) != _wanted():
            make_database(administrator, DATABASE)
            step("serve.migrate", ["migrate", "--no-input"], environment, owner=True)
            print(say("step", step=say("bench.pages.build")), file=sys.stderr, flush=True)
            run_inside(environment, "build", str(SEED))
            with psycopg.connect(with_database(administrator, DATABASE), autocommit=True) as inside:
                inside.execute("VACUUM (ANALYZE)")
                inside.execute(f"COMMENT ON DATABASE {DATABASE} IS '{_wanted()}'")
        yield environment, administrator


def _wanted() -> str:
    """What a region is made from: the seed, the year, all that makes tables and rows."""
    made_from = [
        *sorted(SOURCE.glob("*/migrations/*.py")),
        *sorted(SOURCE.glob("*/register.py")),
        *sorted(SOURCE.glob("roadmaps/crowd/*.py")),
        SOURCE / "roadmaps" / "counting.py",
        SOURCE / "database" / "walls.py",
    ]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in made_from)).hexdigest()
    return f"orientir bench {SEED} {date.today().year} {digest}"


def _mark(administrator: str) -> str | None:
    import psycopg

    with psycopg.connect(administrator) as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
    return found[0] if found else None


def make_database(administrator: str, name: str, *, template: str = "") -> None:
    """Make a database beside the product's, in place of one of this name; empty, or a copy of a template."""
    import psycopg
    from psycopg import sql

    from orientir.database import roles

    names = roles.Names(database=name)
    drop_database(administrator, name)
    with psycopg.connect(administrator, autocommit=True) as connection:
        if template:
            copied = "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy"
            connection.execute(sql.SQL(copied).format(*map(sql.Identifier, (name, names.owner, template))))
        else:
            connection.execute(sql.SQL(roles.database_sql(names)))
    with psycopg.connect(with_database(administrator, name), autocommit=True) as inside:
        inside.execute(sql.SQL(roles.rights_sql(names)))


def drop_database(administrator: str, name: str) -> None:
    """Drop a database, whoever is connected to it."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(name)))


def run_inside(environment: Environment, *task: str, module: str = INSIDE, told: object = None) -> Any:
    """What a module of the product finds in a process of its own, which is `told` something by its input."""
    command = [sys.executable, "-P", "-m", module, *task]
    done = subprocess.run(
        command, env=environment, input=json.dumps(told), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise Obstacle(say("serve.step-failed", step=" ".join(task) or module))
    return json.loads(done.stdout)


def in_database(environment: Environment, name: str) -> Environment:
    """The environment of the product in another database of the same server."""
    keys = ("DATABASE_URL", "DATABASE_OWNER_URL")
    return environment | {key: with_database(environment[key], name) for key in keys}


def with_database(url: str, name: str) -> str:
    """The same server's address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
