"""Interface catalogues: people write .po files, and the .mo files Django reads are made from them here."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1]


def compile_stale(state: Path, source: Path = SOURCE) -> list[Path]:
    """Make each .mo that is missing or older than its .po.

    Where the checkout cannot be written they are made beneath `state`; the folders Django must then look
    into as well are returned.
    """
    elsewhere: list[Path] = []
    for catalogue in sorted(source.glob("*/locale/*/LC_MESSAGES/*.po")):
        beside = catalogue.with_suffix(".mo")
        if _fresh(beside, catalogue):
            continue
        if os.access(catalogue.parent, os.W_OK):
            _compile(catalogue, beside)
            continue
        inside = catalogue.relative_to(source)
        made = state / "catalogues" / inside.with_suffix(".mo")
        if not _fresh(made, catalogue):
            made.parent.mkdir(parents=True, exist_ok=True)
            _compile(catalogue, made)
        elsewhere.append(made.parents[2])
    return elsewhere


def _fresh(made: Path, catalogue: Path) -> bool:
    return made.exists() and made.stat().st_mtime_ns >= catalogue.stat().st_mtime_ns


def _compile(catalogue: Path, made: Path) -> None:
    with catalogue.open("rb") as written:
        messages = read_po(written, locale=catalogue.parts[-3])
    half = made.with_suffix(f".{os.getpid()}.half")
    with half.open("wb") as binary:
        write_mo(binary, messages)
    half.replace(made)  # a server reading at this moment sees the old one or the new one whole
