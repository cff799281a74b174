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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PIL import Image

from orientir.engines.refusals import Refused

_COMMAND = "tesseract"
_WORD = 5
"""The level of a word in tesseract's table."""
_SIDEWAYS = re.compile(r"^Rotate: (\d+)", re.MULTILINE)
_MOST_RUNS = 2
# Loading the model takes as long as reading so many pixels.
_WORTH_A_RUN = 1_000_000
# Layouts of tesseract: one line of text, one column of lines, only the direction of the page.
LINE, COLUMN, _DIRECTION = "7", "6", "0"
RUSSIAN, ENGLISH = "rus", "eng"


@dataclass(frozen=True, slots=True)
class Reading:
    """A word as it was read: its box in pixels, what tells its line from others, how sure it is, 0 to 1."""

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
    shares = _shares(pieces)
    with ThreadPoolExecutor(len(shares)) as workers:
        found = list(workers.map(lambda share: _read([pieces[at] for at in share], language, layout), shares))
    words: list[list[Reading]] = [[] for _ in pieces]
    for share, readings in zip(shares, found, strict=True):
        for at, reading in zip(share, readings, strict=True):
            words[at] = reading
    return words


def _shares(pieces: Sequence[Image.Image]) -> list[list[int]]:
    """Which pieces go to which run: as many runs as help, each with as many pixels as the others."""
    runs = min(_MOST_RUNS, os.cpu_count() or 1, len(pieces))
    if sum(piece.width * piece.height for piece in pieces) < _WORTH_A_RUN:
        runs = 1
    shares: list[list[int]] = [[] for _ in range(runs)]
    pixels = [0] * runs
    for at in sorted(range(len(pieces)), key=lambda at: -pieces[at].width * pieces[at].height):
        least = pixels.index(min(pixels))
        shares[least].append(at)
        pixels[least] += pieces[at].width * pieces[at].height
    return shares


def _read(pieces: Sequence[Image.Image], language: str, layout: str) -> list[list[Reading]]:
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
