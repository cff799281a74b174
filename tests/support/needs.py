"""Programs of the system that some tests need, as marks; the door installs them where it may."""

import shutil
import subprocess
from functools import cache

import pytest


@cache
def _tesseract_reads_russian() -> bool:
    if not shutil.which("tesseract"):
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "rus" in listed.stdout.split()


needs_tesseract = pytest.mark.skipif(not _tesseract_reads_russian(), reason="tesseract with Russian is not installed")
