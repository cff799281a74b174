"""Runs tesseract over pieces of a page. It is a program of the system, not a library of ours.

All pieces go in at once, as the pages of one image in memory: its model is loaded once, no file is written.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from orientir.engines.refusals import Refused

_COMMAND = "tesseract"
_WORD = 5
"""The level of a word in tesseract's table."""
_SIDEWAYS = re.compile(r"^Rotate: (\d+)", re.MULTILINE)
# Layouts of tesseract: one line of text, one column of lines, only the direction of the page.
LINE, COLUMN, _DIRECTION = "7", "6", "0"
RUSSIAN, ENGLISH = "rus", "eng"


@dataclass(frozen=True, slots=True)
class Reading:
    """A word as it was read: its box in pixels, which line of its piece it stands on, how sure it is, 0 to 1."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line: tuple[int, ...]
    sureness: float


def read_pieces(pieces: Sequence[Image.Image], *, language: str = RUSSIAN, layout: str = COLUMN) -> list[list[Reading]]:
    """The words of each piece in the order they are read. Raises Refused "no_recognition" without the program."""
    if not pieces:
        return []
    table = _run(_together(pieces), "-l", language, "--psm", layout, "--dpi", "300", "tsv")
    words: list[list[Reading]] = [[] for _ in pieces]
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if int(row["level"]) != _WORD or not row["text"].strip():
            continue
        left, top = int(row["left"]), int(row["top"])
        words[int(row["page_num"]) - 1].append(
            Reading(
                row["text"].strip(),
                left,
                top,
                left + int(row["width"]),
                top + int(row["height"]),
                (int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
                max(float(row["conf"]), 0.0) / 100,
            )
        )
    return words


def direction(page: Image.Image) -> int:
    """By how many degrees clockwise the page must be turned to be upright; 0 where that cannot be told."""
    try:
        found = _SIDEWAYS.search(_run(_together([page]), "-l", "osd", "--psm", _DIRECTION, "--dpi", "300"))
    except Refused:  # too few letters to tell
        return 0
    return int(found[1]) % 360 if found else 0


def _together(pieces: Sequence[Image.Image]) -> bytes:
    stack = io.BytesIO()
    pieces[0].save(stack, "TIFF", save_all=True, append_images=list(pieces[1:]))
    return stack.getvalue()


def _run(given: bytes, *arguments: str) -> str:
    program = shutil.which(_COMMAND)
    if program is None:
        raise Refused("no_recognition")
    # Threads within one run cost more than they bring (tesseract's own advice); runs stand beside one another.
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "TESSDATA_PREFIX")}
    environment["OMP_THREAD_LIMIT"] = "1"
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [program, "-", "-", *arguments], input=given, capture_output=True, check=False, env=environment
    )
    if done.returncode != 0:
        raise Refused("no_recognition")
    return done.stdout.decode("utf-8", "replace")
