"""Catalogues are made when they are needed, and only then."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from orientir.door.catalogues import compile_stale

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "School"
msgstr "{word}"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    po = tmp_path / "source/shop/locale/ru/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO.format(word="Школа"))
    return po


def _translated(made: Path) -> str:
    with made.open("rb") as binary:
        return gettext.GNUTranslations(binary).gettext("School")


def test_a_missing_catalogue_is_made(catalogue: Path, tmp_path: Path) -> None:
    elsewhere = compile_stale(tmp_path / "state", tmp_path / "source")

    assert (_translated(catalogue.with_suffix(".mo")), elsewhere) == ("Школа", [])


def test_a_newer_text_makes_it_again_and_an_old_one_does_not(catalogue: Path, tmp_path: Path) -> None:
    made = catalogue.with_suffix(".mo")
    compile_stale(tmp_path, tmp_path / "source")
    catalogue.write_text(PO.format(word="Гимназия"))
    os.utime(catalogue, (made.stat().st_mtime - 60,) * 2)

    compile_stale(tmp_path, tmp_path / "source")
    untouched = _translated(made)
    os.utime(catalogue, (made.stat().st_mtime + 60,) * 2)
    compile_stale(tmp_path, tmp_path / "source")

    assert (untouched, _translated(made)) == ("Школа", "Гимназия")


def test_where_the_checkout_cannot_be_written_it_is_made_with_the_state(
    catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orientir.door.catalogues.os.access", lambda *_: False)

    folders = compile_stale(tmp_path / "state", tmp_path / "source")

    assert folders == [tmp_path / "state/catalogues/shop/locale"]
    assert _translated(folders[0] / "ru/LC_MESSAGES/django.mo") == "Школа"
    assert not catalogue.with_suffix(".mo").exists()
