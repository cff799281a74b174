"""What `bench walls` does inside of the product, each in a process of its own with Django; prints JSON.

    python -m orientir.database.measuring students 300000    students in all organisations, as many each
    python -m orientir.database.measuring scans              how PostgreSQL reads what the pages ask for
    python -m orientir.database.measuring times              how long the pages take, in milliseconds

The last two take the pages from their input as `orientir.roadmaps.measuring pages` gives them. For `scans` every query
is explained before it runs, beneath the walls of whoever asks.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

GREAT = 100_000
"""Rows of a table that no page may read one by one."""
WARM, ASKED = 5, 30
_STUDENTS = """
WITH places AS (
    SELECT array_agg(id ORDER BY id) AS keys FROM territory_organisation WHERE kind <> 'authority'
)
INSERT INTO people_person (organisation_id, is_staff, last_name, first_name, middle_name, sort_key)
SELECT keys[1 + number %% cardinality(keys)], false, 'Ученик' || number, 'Имя' || number %% 900, '',
       lpad((number::bigint * 7919 %% 1000003)::text, 12, '0')
FROM places, generate_series(1, %s) AS number
"""


def students(number: str) -> dict[str, int]:
    """Add students to the organisations of the database of this process; return where there are the most."""
    from django.db import connection

    from .context import acting_as
    from .system_actors import REGISTRAR

    with acting_as(REGISTRAR), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orientir.entry', 'measured', true)")
        cursor.execute(_STUDENTS, [int(number)])
        cursor.execute("SELECT organisation_id, count(*) FROM people_person GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1")
        organisation, most = cursor.fetchone()
    return {"organisation": organisation, "most": most}


def scans() -> list[str]:
    """Return which pages read a great table row by row: page, table and rows."""
    from django.db import connection

    found: list[str] = []
    for page, ask in _pages():
        with connection.execute_wrapper(_Explaining(page, found)):
            ask()
    return sorted(set(found))


def times() -> dict[str, list[float]]:
    """Return how long each page took each time, after some that warm it."""
    found: dict[str, list[float]] = {}
    for page, ask in _pages():
        for number in range(WARM + ASKED):
            began = time.perf_counter()
            ask()
            if number >= WARM:
                found.setdefault(page, []).append((time.perf_counter() - began) * 1000)
    return found


def _pages() -> Iterator[tuple[str, Callable[[], None]]]:
    from django.test import Client

    told = json.load(sys.stdin)
    for page in told["pages"]:
        browser = Client(SERVER_NAME="localhost")
        browser.cookies[told["cookie"]] = told["sessions"][page["who"]]

        def ask(browser: Any = browser, address: str = page["address"]) -> None:
            answer = browser.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")

        yield f"{page['name']} ({page['who']})", ask


class _Explaining:
    """A wrapper of queries that looks at the plan of each before it runs."""

    def __init__(self, page: str, found: list[str]) -> None:
        self.page, self.found = page, found

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(("SELECT", "WITH")) and "set_config" not in sql:
            cursor = context["cursor"]
            execute(f"EXPLAIN (FORMAT JSON) {sql}", params, many, context)
            ((plan,),) = cursor.fetchall()
            self.found += [f"{self.page}: {table} ({rows})" for table, rows in great_scans(plan[0]["Plan"])]
        return execute(sql, params, many, context)


def great_scans(plan: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the great tables that a plan reads row by row, with their rows."""
    from django.db import connection

    if plan["Node Type"] == "Seq Scan":
        raw = connection.connection.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)", [plan["Relation Name"]]
        )
        (rows,) = raw.fetchone()
        if rows > GREAT:
            yield plan["Relation Name"], rows
    for inner in plan.get("Plans", ()):
        yield from great_scans(inner)


if __name__ == "__main__":
    django.setup()
    tasks: dict[str, Callable[..., Any]] = {"students": students, "scans": scans, "times": times}
    sys.stdout.write(json.dumps(tasks[sys.argv[1]](*sys.argv[2:])))
