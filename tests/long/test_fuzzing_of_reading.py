"""Every reader meets bytes that nobody would write, led by atheris to where the code has not been yet."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from orientir.door.surroundings import CHECKOUT
from tests.engines.hostile_files import FILES
from tests.engines.made_documents import WRITERS, MadePlan, plans
from tests.long.fuzz_reading import seed

SECONDS = 90
MOST_MEGABYTES, LONGEST_RUN, LONGEST_INPUT = 1024, 20, 20_000
FORMS = {
    **{form: form for form in ("docx", "odt", "xlsx", "pdf", "html")},
    **{form: "text" for form in WRITERS if form not in ("docx", "odt", "xlsx", "pdf", "html")},
    "picture": "picture",
    "bytes": "bytes",
}

pytestmark = pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")


def made(count: int) -> list[MadePlan]:
    """Some plans, the same each time."""
    found: list[MadePlan] = []

    @settings(
        max_examples=count, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(plans())
    def collect(plan: MadePlan) -> None:
        found.append(plan)

    collect()
    return found


def corpus(form: str) -> list[bytes]:
    """Files to begin with: made plans, and the small ones of those that mean harm.

    Those in PDF that want all memory are left out: only the limits of the child stop them.
    """
    if form in WRITERS:
        return [seed(form, WRITERS[form](plan)) for plan in made(6)]
    suffixes = (".png", ".jpg", ".tif") if form == "picture" else (".docx", ".odt", ".xlsx", ".html", ".txt")
    harmful = [make() for name, (make, _) in FILES.items() if name.endswith(suffixes)]
    return [data for data in harmful if len(data) <= LONGEST_INPUT]


@pytest.mark.parametrize("form", FORMS)
def test_no_bytes_crash_the_reader(form: str, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, data in enumerate(corpus(form)):
        (folder / f"{number}").write_bytes(data)

    done = subprocess.run(
        [
            sys.executable, str(CHECKOUT / "tests/long/fuzz_reading.py"), form, f"-max_total_time={SECONDS}",
            f"-rss_limit_mb={MOST_MEGABYTES}", f"-timeout={LONGEST_RUN}", f"-max_len={LONGEST_INPUT}",
            f"-artifact_prefix={tmp_path}/", str(folder),
        ],
        env={**os.environ, "PYTHONPATH": f"{CHECKOUT}/src:{CHECKOUT}"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-4000:]
