"""A name is kept so that it can be shown and saved anywhere, and does not deceive."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientir.files.names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Приказ № 118.docx", "Приказ № 118.docx"),
        ("C:\\Users\\Вера\\Приказ.docx", "Приказ.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("фото\u202egpj.exe", "фотоgpj.exe"),
        ("при\u200bказ\x00\r\n.pdf", "приказ.pdf"),
        ("Отчет и\u200b\u0306тог.pdf", "Отчет йтог.pdf"),
        ('план: "а" <б>?.txt', "план_ _а_ _б__.txt"),
        ("  много   пробелов\u00a0.txt  ", "много пробелов.txt"),
        (".htaccess.txt", "htaccess.txt"),
        ("Итоги за 1. полугодие 2026 года", "Итоги за 1. полугодие 2026 года"),
        ("..", "file"),
        ("", "file"),
        ("\u202e.pdf", "file.pdf"),
        ("я" * 255 + ".docx", "я" * 195 + ".docx"),
    ],
)
def test_a_name_is_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(st.characters(), max_size=400))
def test_whatever_the_name_was_it_is_short_visible_and_without_a_path(name: str) -> None:
    kept = safe_name(name)

    assert 0 < len(kept) <= LONGEST
    assert not set(kept) & set('/\\<>:"|?*')
    assert {unicodedata.category(letter)[0] for letter in kept}.isdisjoint({"C"})
    assert kept == safe_name(kept) == unicodedata.normalize("NFC", kept)
    kept.encode()
