"""`./orientir bench journal`: what an entry costs beside a bare INSERT of the same row, and how quickly it is sealed.

All in a new database beside the product's, on the same machine; what happens inside of the product is measured by
`orientir.journal.measuring`, in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys

from orientir.door import bench_pages
from orientir.door.obstacles import Obstacle
from orientir.door.surroundings import settings, state, step
from orientir.door.words import language, say

DATABASE = "orientir_bench_journal"


def journal() -> str:
    """Entries a second, alone and with thirty people each, beside bare inserts; how many are sealed and checked."""
    import psycopg

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
        environment = bench_pages.in_database(environment, DATABASE)
        bench_pages.make_database(server.urls.administrator, DATABASE)
        try:
            step("serve.migrate", ["migrate", "--no-input"], environment, owner=True)
            with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
                owner.execute("CREATE TABLE bare (LIKE journal_entry INCLUDING DEFAULTS INCLUDING IDENTITY)")
                owner.execute("GRANT INSERT ON bare TO PUBLIC")
            inside = [sys.executable, "-P", "-m", "orientir.journal.measuring"]
            done = subprocess.run(inside, env=environment, stdout=subprocess.PIPE, text=True, check=False)
        finally:
            bench_pages.drop_database(server.urls.administrator, DATABASE)
    if done.returncode:
        raise Obstacle(say("serve.step-failed", step="journal"))
    return say("bench.journal", **json.loads(done.stdout))
