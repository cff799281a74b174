"""`./orientir bench walls`: what the second wall costs on the heaviest pages, with 300,000 students.

The large region of `bench pages` is copied twice and filled with students; in one of the copies the walls are opened.
No server starts there, so both are asked inside of the product, by turns: what disturbs the machine disturbs both.
"""

from __future__ import annotations

import statistics

from orientir.door import bench_pages
from orientir.door.surroundings import Environment
from orientir.door.words import say

INSIDE = "orientir.database.measuring"
"""The module that does the product's part."""
STUDENTS, BOUND_PERCENT, ROUNDS = 300_000, 10, 2
WALLED, OPEN = "orientir_bench_walled", "orientir_bench_open"


def walls() -> str:
    """The time of every page with and without walls, and which great tables are read row by row."""
    with bench_pages.region() as (environment, administrator):
        try:
            return "\n".join(_measured(environment, administrator))
        finally:
            for database in (OPEN, WALLED):
                bench_pages.drop_database(administrator, database)


def _measured(environment: Environment, administrator: str) -> list[str]:
    bench_pages.make_database(administrator, WALLED, template=bench_pages.DATABASE)
    walled = bench_pages.in_database(environment, WALLED)
    crowd = bench_pages.run_inside(walled, "students", str(STUDENTS), module=INSIDE)
    told = bench_pages.run_inside(walled, "pages")
    place = {"name": "organisation", "who": "office", "address": f"/organisations/{crowd['organisation']}/"}
    told["pages"].append(place)
    _vacuum(administrator, WALLED)
    bench_pages.make_database(administrator, OPEN, template=WALLED)
    _open_walls(administrator)
    scans = bench_pages.run_inside(walled, "scans", module=INSIDE, told=told)
    times: dict[str, dict[str, list[float]]] = {WALLED: {}, OPEN: {}}
    for _ in range(ROUNDS):
        for database, so_far in times.items():
            there = bench_pages.in_database(environment, database)
            for page, found in bench_pages.run_inside(there, "times", module=INSIDE, told=told).items():
                so_far.setdefault(page, []).extend(found)
    lines = [_line(page, times[WALLED][page], times[OPEN][page]) for page in times[WALLED]]
    return [*lines, say("bench.walls.scans", rows=STUDENTS, scans="; ".join(scans) or "–")]


def _line(page: str, walled: list[float], without: list[float]) -> str:
    medians = [statistics.median(times) for times in (walled, without)]
    p95 = [statistics.quantiles(times, n=20)[-1] for times in (walled, without)]
    return say(
        "bench.walls",
        page=page,
        median=f"{medians[0]:.1f}",
        open_median=f"{medians[1]:.1f}",
        p95=f"{p95[0]:.1f}",
        open_p95=f"{p95[1]:.1f}",
        percent=f"{(medians[0] / medians[1] - 1) * 100:+.0f}",
        bound=BOUND_PERCENT,
    )


def _open_walls(administrator: str) -> None:
    import psycopg

    with psycopg.connect(bench_pages.with_database(administrator, OPEN), autocommit=True) as inside:
        walled = inside.execute("SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY 1").fetchall()
        for (table,) in walled:
            inside.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def _vacuum(administrator: str, database: str) -> None:
    import psycopg

    with psycopg.connect(bench_pages.with_database(administrator, database), autocommit=True) as inside:
        inside.execute("VACUUM (ANALYZE)")
