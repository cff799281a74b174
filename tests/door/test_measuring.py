"""What a bench does inside of the product runs as a module of its own, before Django is set up."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from orientir.door import bench_journal, bench_pages, bench_sign_in, bench_walls


@pytest.mark.parametrize("module", [bench_journal.INSIDE, bench_pages.INSIDE, bench_sign_in.INSIDE, bench_walls.INSIDE])
def test_what_a_bench_runs_inside_the_product_is_found_before_django_is_ready(module):
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    found = subprocess.run(
        [sys.executable, "-P", "-c", f"import {module}"], env=plain, capture_output=True, text=True, check=False
    )

    assert (found.returncode, found.stderr) == (0, "")
