"""What is guessed first is no password, however long; a sentence is one, whatever stands in it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from orientir.accounts import passwords
from orientir.accounts.models import User
from orientir.accounts.passwords import GuessedFirstValidator

VERA = User(login="vera.volhovskaya")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_known_to_others", [lambda user: ["Белоозерск", "УО"]])


def refusal(password: str) -> str:
    try:
        GuessedFirstValidator().validate(password, VERA)
    except ValidationError as refused:
        return str(refused.code)
    return ""


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("профориентационный", "one_word"),
        ("Достопримечательность1", "one_word"),
        ("2026!!Библиотекарь!!", "one_word"),
        ("парольпароль", "one_word"),
        ("пароль2026пароль", "one_word"),
        ("gfhjkmgfhjkm", "one_word"),
        ("<b,kbjntrfhm2026", "one_word"),
        ("password1234", "one_word"),
        ("qwertyuiop[]", "keyboard"),
        ("йцукенгшщзхъ", "keyboard"),
        ("1234567890987", "keyboard"),
        ("aaaaaaaaaaaa", "keyboard"),
        ("volhovskaya2026", "known_to_others"),
        ("vera.volhovskaya.1", "known_to_others"),
        ("Jhbtynbh-2026", "one_word"),
        ("orientir-2026!", "known_to_others"),
        (",tkjjpthcr-djk", "known_to_others"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, why: str) -> None:
    assert refusal(password) == why


@pytest.mark.parametrize(
    "password",
    [
        "белый-парус-одинокий",
        "мама мыла раму вечером",
        "correct horse battery",
        "7 гусей на пруду",
        "volhovskaya любит клюкву",
        "тр0пинка_в_осеннем_саду",
        "xK4-mmq2-hh7f-9dzb",
    ],
)
def test_several_words_or_chance_are_a_password(password: str) -> None:
    assert refusal(password) == ""
