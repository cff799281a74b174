"""The door's words: both languages complete, the language chosen rightly."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from orientir.door import words
from orientir.door.commands import COMMANDS
from orientir.door.obstacles import Obstacle
from orientir.door.parts import NAMES
from orientir.door.surroundings import CHECKOUT
from orientir.door.texts import ARGPARSE, TEXTS

DOOR = CHECKOUT / "src/orientir/door"
pytestmark = pytest.mark.usefixtures("own_words")


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_stands_in_both_languages_with_the_same_places() -> None:
    wrong = [
        key
        for key, (english, russian) in TEXTS.items()
        if not english or not russian or _places(english) != _places(russian) or re.search("[а-яё]", english, re.I)
    ]

    assert wrong == []


def test_russian_texts_are_russian() -> None:
    neutral = {"metavar.number"}

    assert [key for key, (_, russian) in TEXTS.items() if not re.search("[а-яё]", russian, re.I)] == sorted(neutral)


def test_messages_of_argparse_ask_for_no_place_that_is_not_filled() -> None:
    places = re.compile(r"%(?:\(\w+\))?(?=[sr])")
    wrong = [
        message
        for message, (english, russian) in ARGPARSE.items()
        if not set(places.findall(english + russian)) <= set(places.findall(message))
    ]

    assert wrong == []


def _said() -> Iterator[str]:
    """Keys that stand in the code; each key said there must have its text."""
    for path in sorted(DOOR.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in TEXTS:
                yield node.value
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    assert first.value in TEXTS, f"{path.name}: say({first.value!r}) has no text"


def test_every_text_is_said_somewhere_and_what_is_said_has_a_text() -> None:
    built = {f"{name}.summary" for name in COMMANDS} | {f"test.{name}" for name in NAMES}

    assert set(TEXTS) - set(_said()) - built == set()
    assert built <= set(TEXTS)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ({}, "ru"),
        ({"LANG": "C"}, "ru"),
        ({"LANG": "POSIX"}, "ru"),
        ({"LANG": "C.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "ru"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": ""}, "ru"),
    ],
)
def test_the_locale_chooses_english_only_when_it_is_english(locale: dict[str, str], language: str) -> None:
    assert words.locale_language(locale) == language


@pytest.mark.parametrize(
    ("arguments", "rest", "language"),
    [
        (["--lang", "en", "term", "май"], ["term", "май"], "en"),
        (["term", "--lang=en", "май"], ["term", "май"], "en"),
        (["term", "май", "--lang", "ru"], ["term", "май"], "ru"),
        (["term", "--", "--lang", "en"], ["term", "--", "--lang", "en"], "ru"),
    ],
)
def test_lang_may_stand_anywhere(arguments: list[str], rest: list[str], language: str) -> None:
    assert (words.choose(arguments, {}), words.language()) == (rest, language)


@pytest.mark.parametrize("arguments", [["--lang", "de"], ["--lang="], ["term", "--lang"]])
def test_a_language_the_door_does_not_speak_is_refused(arguments: list[str]) -> None:
    with pytest.raises(Obstacle, match="--lang понимает ru и en") as refused:
        words.choose(arguments, {})

    assert refused.value.code == 2


def test_each_command_of_the_register_is_a_module_with_arguments_and_a_run() -> None:
    for command in COMMANDS.values():
        source = ast.parse((DOOR / f"{command.module.rpartition('.')[2]}.py").read_text(encoding="utf-8"))
        functions = {node.name for node in source.body if isinstance(node, ast.FunctionDef)}
        assert {"add_arguments", "run"} <= functions, command.name


def test_the_door_imports_django_nowhere() -> None:
    importers = [
        path.name for path in Path(DOOR).glob("*.py") if re.search(r"^\s*(from|import) django", path.read_text(), re.M)
    ]

    assert importers == []
