"""`./orientir import` hands its words on to the command of the list's kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import get_commands

from orientir.door import import_
from orientir.door.commands import COMMANDS
from orientir.door.dispatch import parser_of


@pytest.mark.parametrize(
    ("words", "handed_on"),
    [
        ([], ["import_organisations", "--as=", "--", "list.xlsx"]),
        (["--dry-run", "--as", "boris"], ["import_organisations", "--as=boris", "--dry-run", "--", "list.xlsx"]),
        (["--as=-boris"], ["import_organisations", "--as=-boris", "--", "list.xlsx"]),
    ],
)
def test_the_words_reach_the_command_and_its_code_comes_back(
    words: list[str], handed_on: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[str], dict[str, str]]] = []

    @contextmanager
    def product() -> Iterator[dict[str, str]]:
        yield {"DATABASE_URL": "here"}

    def django(arguments: list[str], environment: dict[str, str]) -> int:
        asked.append((arguments, environment))
        return 2

    monkeypatch.setattr(import_, "product", product)
    monkeypatch.setattr(import_, "django", django)
    parser, module = parser_of(COMMANDS["import"])

    code = module.run(parser.parse_args(["organisations", *words, "list.xlsx"]))

    assert (code, asked) == (2, [(handed_on, {"DATABASE_URL": "here"})])


@pytest.mark.parametrize("words", [[], ["organisations"], ["weather", "list.xlsx"]])
def test_an_import_without_a_kind_or_a_file_is_refused_with_code_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    parser, _ = parser_of(COMMANDS["import"])

    with pytest.raises(SystemExit) as left:
        parser.parse_args(words)

    out, err = capsys.readouterr()
    assert (left.value.code, out, len(err.splitlines())) == (2, "", 1)


def test_every_kind_of_list_has_its_command() -> None:
    assert set(import_.KINDS.values()) <= set(get_commands())
