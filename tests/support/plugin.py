"""Loaded before everything else (`-p tests.support.plugin`): the tests' database and a state folder of their own.

Without DATABASE_URL the tests have a private cluster for themselves, with fsync off. Django reads its settings right
after this, so the addresses have to be in the environment now, where the workers of the same run find them too.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

from orientir.database import places, private_server

# Thousands of requests leave little that is cyclic: looking for it seldom saves a twentieth of the time.
gc.set_threshold(100_000, 50, 100)

CHECKOUT = Path(__file__).resolve().parents[2]
ADMINISTRATOR = "TESTS_ADMINISTRATOR_URL"
"""Set where the server is private: only there may tests make roles."""

if "DATABASE_URL" not in os.environ:
    _running = private_server.start(places.state_folder(CHECKOUT) / "test-database", durable=False)
    os.environ["DATABASE_URL"] = _running.urls.application
    os.environ["DATABASE_OWNER_URL"] = _running.urls.owner
    os.environ[ADMINISTRATOR] = _running.urls.administrator
os.environ["ORIENTIR_STATE"] = tempfile.mkdtemp(prefix="orientir-tests-")
Path(os.environ["ORIENTIR_STATE"], "static").mkdir()  # WhiteNoise looks for it
atexit.register(shutil.rmtree, os.environ["ORIENTIR_STATE"], ignore_errors=True)
os.environ.pop("ORIENTIR_DATABASE_ROLE", None)
