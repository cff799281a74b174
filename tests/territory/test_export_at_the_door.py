"""`./orientir export` writes a new file in the name of whoever sees organisations, and overwrites none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from orientir.door import export
from orientir.door.commands import COMMANDS
from orientir.door.dispatch import parser_of
from orientir.territory import imports


def write(path: Path, login: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """Run the command and return its exit code and what it said."""
    capsys.readouterr()
    code = 0
    try:
        call_command("export_organisations", f"--as={login}", "--", str(path))
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    return code, [*out.splitlines(), *err.splitlines()]


@pytest.mark.usefixtures("db")
def test_the_list_is_written_once_and_never_over_another_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.xlsx"

    first, again = write(path, "boris", capsys), write(path, "boris", capsys)

    assert first == (0, [f"Записан файл {path}."])
    assert again == (2, [f"Файл {path} уже есть: укажите другое имя."])
    assert [row.text("short_name") for row in imports.read_organisations(path).rows] == [
        "УО, Белоозерск",
        "Школа № 5",
        "Школа № 6",
    ]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("login", "folder", "why"),
    [
        ("nina", "", "Этой учётной записи организации не видны. Назовите другую ключом --as."),
        ("nobody", "", "Учётной записи «nobody» нет."),
        ("boris", "nowhere", "Файл {path} не записать: проверьте папку и права на неё."),
    ],
)
def test_what_cannot_be_written_is_one_sentence(
    login: str, folder: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / folder / "list.xlsx"

    assert write(path, login, capsys) == (2, [why.format(path=path)])
    assert not path.exists()


def test_the_words_reach_the_command_and_its_code_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[list[str], dict[str, str]]] = []

    @contextmanager
    def product() -> Iterator[dict[str, str]]:
        yield {"DATABASE_URL": "here"}

    def django(arguments: list[str], environment: dict[str, str]) -> int:
        asked.append((arguments, environment))
        return 2

    monkeypatch.setattr(export, "product", product)
    monkeypatch.setattr(export, "django", django)
    parser, module = parser_of(COMMANDS["export"])

    code = module.run(parser.parse_args(["organisations", "--as", "boris", "list.xlsx"]))

    assert (code, asked) == (
        2,
        [(["export_organisations", "--as=boris", "--", "list.xlsx"], {"DATABASE_URL": "here"})],
    )


def test_every_kind_of_list_has_its_command() -> None:
    assert set(export.KINDS.values()) <= set(get_commands())
