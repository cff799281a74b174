"""The documents tell of everything there is, and of nothing else; what they lead to is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from orientir.access.roles import ROLES, Role
from orientir.database.policy import capabilities
from orientir.door.commands import COMMANDS
from orientir.ui.catalogues import catalogue_path, read_catalogue
from tests.access.table import commands_of_the_product

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "orientir"
INSTALL = ROOT / "docs" / "install.md"
CONCEPTS = ROOT / "docs" / "concepts.md"
DECISIONS = ROOT / "docs" / "decisions"

SETTING = r"(?:ORIENTIR|DATABASE)_[A-Z][A-Z_]*|XDG_STATE_HOME"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
BARE_MACHINE = ["./orientir demo", "./orientir test"]
ONE_SCREEN = 60


def documents(root: Path) -> list[Path]:
    """All documents of the repository."""
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")])


def section(text: str, heading: str) -> str:
    """Return what stands beneath a heading, down to the next one of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    _, _, rest = f"\n{text}".partition(f"\n{heading}\n")
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.M)[0]


def rows(text: str, head: str) -> list[list[str]]:
    """Return the cells of the table whose first head cell is `head`, without its head."""
    _, _, table = text.partition(f"| {head} |")
    lines = table.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def named(table: Iterable[list[str]]) -> set[str]:
    return {cells[0].strip("`") for cells in table}


def differences(what: str, documented: set[str], there: set[str]) -> list[str]:
    return [f"{what} {name} is not documented" for name in sorted(there - documented)] + [
        f"{what} {name} is documented and does not exist" for name in sorted(documented - there)
    ]


def settings_in(source: Path) -> set[str]:
    """Names of environment variables that stand in the code as whole strings."""
    found: set[str] = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(SETTING, node.value):
                found.add(node.value)
    return found


def setting_faults(install: str, source: Path) -> list[str]:
    return differences("the setting", set(re.findall(rf"`({SETTING})`", install)), settings_in(source))


def command_faults(install: str, door: Iterable[str], manage: Iterable[str]) -> list[str]:
    return differences("the command", named(rows(install, "command")), set(door)) + differences(
        "the command manage", named(rows(install, "`manage …`")), set(manage)
    )


def in_both_languages(app: str, words: object) -> tuple[str, str]:
    """Return a message of an app in English and in Russian."""
    with translation.override("en"):
        english = str(words)
    translated = read_catalogue(catalogue_path(SOURCE / app)).get(english)
    return english, str(translated.string) if translated else ""


def flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def role_faults(concepts: str, roles: Mapping[str, Role]) -> Iterator[str]:
    """Yield a sentence for each role that is not told, and each right that is told wrongly."""
    told = flat(section(concepts, "## Roles"))
    for role in roles.values():
        for words in (*in_both_languages("access", role.name), in_both_languages("access", role.description)[0]):
            if flat(words) not in told:
                yield f"the role {role.code}: “{words}” is not documented"
    autodiscover_modules("policy")  # capabilities are known once they are declared
    with translation.override("en"):
        rights = {str(capability.words): capability for capability in capabilities().values()}
    expected = {
        words: ["yes" if capability in role.capabilities else "–" for role in roles.values()]
        for words, capability in rights.items()
    }
    table = {words: cells for words, *cells in rows(concepts, "right")}
    yield from differences("the right", set(table), set(expected))
    for words in table.keys() & expected.keys():
        if table[words] != expected[words]:
            yield f"the right “{words}”: {table[words]} is documented, {expected[words]} is so"


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("orientir.")]


def model_faults(concepts: str, models: Iterable[type[Model]]) -> Iterator[str]:
    """Yield a sentence for each model without a section, and each of its choices that the section does not name."""
    models = list(models)
    told = set(re.findall(r"^### (.+)$", concepts, re.M))
    yield from differences("the model", told, {model.__name__ for model in models})
    for model in models:
        text = flat(section(concepts, f"### {model.__name__}"))
        for field in model._meta.concrete_fields:
            for _, label in field.choices or ():
                for words in in_both_languages(model._meta.app_label, label):
                    if flat(words) not in text:
                        yield f"{model.__name__}.{field.name}: “{words or label}” is not documented"


def anchors_of(text: str) -> set[str]:
    """Names under which the headings of a document can be linked to."""
    heads = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def link_faults(root: Path) -> list[str]:
    """Links and pictures that lead nowhere. Addresses of other hosts are not asked."""
    faults = []
    for document in documents(root):
        for target in LINK.findall(FENCED.sub("", document.read_text())):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            place = document.parent / path if path else document
            found = place.exists() and (not anchor or anchor in anchors_of(place.read_text()))
            if not found:
                faults.append(f"{document.relative_to(root).as_posix()}: {target}")
    return faults


def blocks(text: str) -> list[list[str]]:
    """The lines of each block of code."""
    return [block.splitlines()[1:-1] for block in FENCED.findall(text)]


def decision_faults(name: str, text: str) -> list[str]:
    """What keeps a record from being one: number and title, three sections, one screen."""
    faults = []
    if not re.match(rf"# {name[:4]} \S", text):
        faults.append(f"{name}: the title does not begin with its number")
    if re.findall(r"^## (.+)$", text, re.M) != ["Context", "Decision", "Consequences"]:
        faults.append(f"{name}: the sections are not Context, Decision, Consequences")
    if len(text.splitlines()) > ONE_SCREEN:
        faults.append(f"{name}: longer than a screen")
    return faults


def test_every_command_is_documented_and_no_other() -> None:
    assert command_faults(INSTALL.read_text(), COMMANDS, commands_of_the_product()) == []


def test_a_command_that_is_not_documented_is_found() -> None:
    install = INSTALL.read_text().replace("| `worker` |", "| `walker` |")

    assert command_faults(install, COMMANDS, {*commands_of_the_product(), "paint"}) == [
        "the command worker is not documented",
        "the command walker is documented and does not exist",
        "the command manage paint is not documented",
    ]


def test_every_setting_is_documented_and_no_other() -> None:
    assert setting_faults(INSTALL.read_text(), SOURCE) == []


def test_a_setting_that_is_not_documented_is_found(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text('COLOUR = os.environ.get("ORIENTIR_COLOUR", "")')

    assert setting_faults("| `ORIENTIR_TASTE` | sweet |", tmp_path) == [
        "the setting ORIENTIR_COLOUR is not documented",
        "the setting ORIENTIR_TASTE is documented and does not exist",
    ]


def test_the_files_of_deploy_set_only_what_there_is() -> None:
    there = settings_in(SOURCE)
    used = {
        path.name: set(re.findall(rf"^#?({SETTING})=", path.read_text(), re.M)) - there
        for path in (ROOT / "deploy").iterdir()
    }

    assert "ORIENTIR_STATE" in (ROOT / "deploy" / "environment.example").read_text()
    assert {name: unknown for name, unknown in used.items() if unknown} == {}


def test_every_file_of_deploy_is_documented() -> None:
    install = INSTALL.read_text()

    assert [path.name for path in (ROOT / "deploy").iterdir() if f"deploy/{path.name}" not in install] == []


def test_every_role_and_its_rights_are_documented() -> None:
    assert list(role_faults(CONCEPTS.read_text(), ROLES)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("наблюдатель (`observer`)", "зритель (`observer`)", "the role observer: “Наблюдатель” is not documented"),
        ("Sees no persons, texts or files.\n", "\n", "the role observer: “Sees the roadmap, "),
        ("| Add organisations | yes |", "| Add organisations | – |", "the right “Add organisations”: ['–', "),
        (f"| Add organisations | yes | yes{' | –' * 12} |\n", "", "the right Add organisations is not documented"),
    ],
)
def test_a_role_that_is_documented_wrongly_is_found(old: str, new: str, fault: str) -> None:
    concepts = CONCEPTS.read_text()
    assert old in concepts

    (found,) = role_faults(concepts.replace(old, new), ROLES)

    assert found.startswith(fault)


def test_every_model_and_its_states_are_documented() -> None:
    assert list(model_faults(CONCEPTS.read_text(), own_models())) == []


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("### Holding\n", "### Hoarding\n", ["model Holding is not", "model Hoarding is documented and does not"]),
        ("| could not be read | не прочитана |", "| unread | не прочитана |", ["Roadmap.state: “could not be read”"]),
        ("| college | колледж |", "| college | училище |", ["Organisation.kind: “колледж”"]),
    ],
)
def test_a_model_that_is_documented_wrongly_is_found(old: str, new: str, faults: list[str]) -> None:
    concepts = CONCEPTS.read_text()
    assert old in concepts

    found = list(model_faults(concepts.replace(old, new), own_models()))

    assert [expected in said for expected, said in zip(faults, found, strict=True)] == [True] * len(faults)


def test_links_and_pictures_of_all_documents_lead_somewhere() -> None:
    assert link_faults(ROOT) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "# House\n[the house](#house) [out](https://example.org/) [cellar](docs/cellar.md) ![door](docs/door.png)\n"
        "[garden](docs/garden.md#two-trees) [gate](docs/garden.md#gate)\n```\n[code](nowhere)\n```\n"
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "garden.md").write_text("## Two trees\n[home](../README.md)\n")

    assert link_faults(tmp_path) == [
        "README.md: docs/cellar.md",
        "README.md: docs/door.png",
        "README.md: docs/garden.md#gate",
    ]


@pytest.mark.parametrize("name", ["README.md", "README.ru.md"])
def test_the_first_screen_of_the_readme_holds_a_picture_and_just_the_two_commands(name: str) -> None:
    first_screen = "\n".join((ROOT / name).read_text().splitlines()[:30])

    assert blocks(first_screen) == [BARE_MACHINE]
    assert len(re.findall(r"!\[[^\]]+\]\(docs/pictures/[\w-]+\.png\)", first_screen)) == 1


def test_another_command_in_a_block_is_seen() -> None:
    assert blocks("```sh\n./orientir demo\n./orientir paint\n```\n") != [BARE_MACHINE]


def test_the_readme_and_its_twin_have_the_same_build() -> None:
    english, russian = ((ROOT / name).read_text() for name in ("README.md", "README.ru.md"))

    def build(text: str) -> list[str]:
        return re.findall(r"^(#+|- \*\*|\|---.*|```)", text, re.M)

    assert build(english) == build(russian)


def test_records_of_decisions_have_one_form_and_one_number_each() -> None:
    records = sorted(DECISIONS.glob("*.md"))

    assert [fault for record in records for fault in decision_faults(record.name, record.read_text())] == []
    assert len({record.name[:4] for record in records}) == len(records)


def test_a_record_of_another_form_is_found() -> None:
    text = "# Colours\n\n## Context\n\n## Decision\n" + "\n" * ONE_SCREEN

    assert decision_faults("0099-colours.md", text) == [
        "0099-colours.md: the title does not begin with its number",
        "0099-colours.md: the sections are not Context, Decision, Consequences",
        "0099-colours.md: longer than a screen",
    ]
