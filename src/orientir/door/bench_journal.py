"""`./orientir bench journal`: what an entry costs beside a bare INSERT of the same row, and how quickly it is sealed.

All in a new database beside the product's, on the same machine; what happens inside of the product is measured by
`orientir.journal.measuring`, in a process of its own.
"""

from __future__ import annotations

from orientir.door import bench_pages
from orientir.door.surroundings import step
from orientir.door.words import say

DATABASE = "orientir_bench_journal"
INSIDE = "orientir.journal.measuring"
"""The module that does the product's part."""


def journal() -> str:
    """Entries a second, alone and with thirty people each, beside bare inserts; how many are sealed and checked."""
    import psycopg

    with bench_pages.beside_the_product(DATABASE) as (environment, administrator):
        bench_pages.make_database(administrator, DATABASE)
        try:
            step("serve.migrate", ["migrate", "--no-input"], environment, owner=True)
            with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
                owner.execute("CREATE TABLE bare (LIKE journal_entry INCLUDING DEFAULTS INCLUDING IDENTITY)")
                owner.execute("GRANT INSERT ON bare TO PUBLIC")
            found = bench_pages.run_inside(environment, module=INSIDE)
        finally:
            bench_pages.drop_database(administrator, DATABASE)
    return say("bench.journal", **found)
