"""Rules of the house that no tool knows: short files, reasons, settings told, verbs and rights in pairs."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from procrastinate.contrib.django import app as queue

from orientir.access.roles import ROLES
from orientir.database.policy import capabilities
from orientir.journal import verbs
from tests.repository.floors import CHECKOUT, SOURCE

LONGEST = 400
REASON = re.compile(rf"Longer than {LONGEST} lines because \w+")
WRITTEN = {".py", ".html", ".css", ".js", ".sh"}
"""What people write line by line; catalogues, tables and locked requirements are as long as they have to be."""


OFFICE = (".pdf", ".docx", ".odt", ".xlsx", ".html", ".txt", ".json")
"""Documents as offices send them, in any encoding; they stand in `tests/reading`."""


@pytest.fixture(scope="module")
def tracked() -> dict[str, str]:
    """Return every text file that belongs to the repository, by its path."""
    lines = (CHECKOUT / ".gitignore").read_text().splitlines()
    ignored = [line.strip("/") for line in lines if line and not line.startswith("#")] + [".git"]
    found = {}
    for folder, folders, files in os.walk(CHECKOUT):
        folders[:] = [name for name in folders if not any(fnmatch(name, pattern) for pattern in ignored)]
        for name in files:
            content = Path(folder, name).read_bytes()
            if (
                b"\0" not in content
                and not _is_office(Path(folder, name))
                and not any(fnmatch(name, pattern) for pattern in ignored)
            ):
                found[Path(folder, name).relative_to(CHECKOUT).as_posix()] = content.decode()
    assert len(found) > 200
    return found


def _is_office(path: Path) -> bool:
    return path.suffix in OFFICE and "documents" in path.parts and "reading" in path.parts


def python(files: Mapping[str, str]) -> dict[str, ast.Module]:
    """Return the parsed source of the product."""
    return {name: ast.parse(text) for name, text in files.items() if name.startswith("src/") and name.endswith(".py")}


def texts(module: ast.AST) -> Iterator[str]:
    """Yield every text of a piece of source."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


# Short files


def too_long(files: Mapping[str, str]) -> list[str]:
    return [
        name
        for name, text in files.items()
        if Path(name).suffix in WRITTEN and text.count("\n") > LONGEST and not REASON.search(text)
    ]


def test_no_file_is_long_without_a_reason(tracked):
    assert too_long(tracked) == []


def test_a_long_file_is_caught_unless_it_says_why():
    lines = "x\n" * (LONGEST + 1)
    files = {
        "a.py": lines,
        "b.py": lines[2:],
        "c.py": f"# Longer than 400 lines because a table is read at one glance.\n{lines}",
        "d.py": f"# Longer than 400 lines because \n{lines}",
        "e.po": lines,
    }

    assert too_long(files) == ["a.py", "d.py"]


# Nothing of a machine, nothing unfinished

ALIEN = {
    "the home of a person": re.compile(r"(?<![\w./-])/(?:home|Users)/(?!nonexistent)[\w.-]+|(?<![\w./-])/root/\w"),
    "the address of a package index": re.compile(
        r"\b(?:pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|golang[.]org|crates[.]io|jsdelivr[.]net|unpkg[.]com)\b"
    ),
    "an index written into a list of parts": re.compile(r"^\s*--(?:extra-)?index-url|^\s*--find-links", re.M),
    "something left for later": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
}


def aliens(files: Mapping[str, str]) -> list[str]:
    here = re.compile(re.escape(str(CHECKOUT)) + r"\b")
    signs = {**ALIEN, "the path of this checkout": here}
    return [f"{name}: {what}" for name, text in files.items() for what, sign in signs.items() if sign.search(text)]


def test_no_file_knows_a_machine_or_an_index_or_is_unfinished(tracked):
    own = "tests/repository/test_house.py"  # which names them all

    assert aliens({name: text for name, text in tracked.items() if name != own}) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see /home/anna/orientir", "the home of a person"),
        ("cp x /root/bin", "the home of a person"),
        ("--index-url https://pypi.org/simple", "the address of a package index"),
        ("django==5\n--extra-index-url x", "an index written into a list of parts"),
        ("# TODO: write", "something left for later"),
        (f"open('{CHECKOUT}/x')", "the path of this checkout"),
    ],
)
def test_what_does_not_belong_is_caught(text, what):
    assert f"a.txt: {what}" in aliens({"a.txt": text, "b.txt": "/var/lib/orientir and homepages/root/x"})
    assert aliens({"b.txt": "/var/lib/orientir, /nonexistent"}) == []


# Parts


def parts_without_reason(pyproject: str) -> list[str]:
    """Return the dependencies beside which no reason stands."""
    project = tomllib.loads(pyproject)["project"]
    wanted = [
        *project["dependencies"],
        *(part for extra in project["optional-dependencies"].values() for part in extra),
    ]
    return [part for part in wanted if not re.search(rf'"{re.escape(part)}",?\s+# \w+', pyproject)]


def test_each_part_has_its_reason_beside_it(tracked):
    assert parts_without_reason(tracked["pyproject.toml"]) == []


def test_a_part_without_reason_is_caught():
    pyproject = (
        '[project]\ndependencies = [\n  "a>=1",  # reads\n  "b>=2",\n  "c", #\n]\noptional-dependencies.test = ["d"]\n'
    )

    assert parts_without_reason(pyproject) == ["b>=2", "c", "d"]


# Settings

VARIABLE = re.compile(r"ORIENTIR_[A-Z_]+|DATABASE_(?:[A-Z]+_)?URL")


def settings_read(modules: Iterable[ast.Module]) -> set[str]:
    """Return the variables of the environment that the source names."""
    return {text for module in modules for text in texts(module) if VARIABLE.fullmatch(text)}


def test_every_setting_read_from_the_environment_is_told_and_every_one_told_is_read(tracked):
    told = set(re.findall(rf"`({VARIABLE.pattern})`", tracked["docs/install.md"]))

    assert told == settings_read(python(tracked).values())


def test_a_setting_is_recognised_however_it_is_read():
    source = 'os.environ.get("ORIENTIR_NEW", "")\n_secret("ORIENTIR_KEY")\n{"DATABASE_OWNER_URL": "x"}\n"ORIENTIR"'

    assert settings_read([ast.parse(source)]) == {"ORIENTIR_NEW", "ORIENTIR_KEY", "DATABASE_OWNER_URL"}


# Verbs of the journal, jobs, system actors


def words_at(place: int, modules: Iterable[ast.Module], function: str) -> Iterator[str]:
    """Yield the argument at a place of each call of a function: a plain text, or all that a named table may give."""
    tables = {
        node.targets[0].id: list(plain(node.value.values))
        for module in modules
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Dict)
    }
    for module in modules:
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and len(node.args) > place:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                argument = node.args[place]
                if name == function and isinstance(argument, ast.Subscript) and isinstance(argument.value, ast.Name):
                    yield from tables[argument.value.id]
                elif name == function:
                    yield from plain([argument])


def plain(nodes: Iterable[ast.expr]) -> Iterator[str]:
    """Yield the texts among expressions."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_deed_written_down_is_registered_and_every_one_registered_is_written_down(tracked):
    source = python(tracked).values()
    written = {*words_at(0, source, "entry"), *words_at(1, source, "step")}  # a step of review writes its entry itself

    assert written == set(verbs._verbs)


def test_every_job_asked_for_by_name_exists(tracked):
    queue.perform_import_paths()
    asked = {
        text
        for module in python(tracked).values()
        for text in texts(module)
        if re.fullmatch(r"orientir\.\w+\.tasks\.\w+", text)
    }

    assert asked
    assert asked <= queue.tasks.keys()


def test_words_are_found_however_the_function_is_called():
    source = 'with journal.entry("done", by=a): pass\nentry("said", by=b)\nentry(verb)\nother.entries("no")'

    assert sorted(words_at(0, [ast.parse(source)], "entry")) == ["done", "said"]
    assert list(words_at(1, [ast.parse('step(plan, "moved", by=a)\nstep("x")')], "step")) == ["moved"]


def test_system_actors_are_named_in_one_file_only(tracked):
    named = {
        name
        for name, module in python(tracked).items()
        if any(re.fullmatch(r"system:\w+", text) for text in texts(module))
    }

    assert named == {"src/orientir/database/system_actors.py"}


# Rights


def unpaired(granted: Mapping[str, Iterable[str]], declared: Iterable[str]) -> list[str]:
    """Return a sentence for each capability that only roles, or only the apps, know."""
    given = {capability for capabilities in granted.values() for capability in capabilities}
    return [
        *(f"{name} is granted and declared nowhere" for name in sorted(given - set(declared))),
        *(f"{name} is declared and granted to nobody" for name in sorted(set(declared) - given)),
    ]


def test_roles_grant_what_apps_declare_and_apps_declare_what_roles_grant():
    for config in apps.get_app_configs():
        if (SOURCE / config.label / "policy.py").exists():
            import_module(f"{config.name}.policy")

    assert unpaired({code: role.capabilities for code, role in ROLES.items()}, capabilities()) == []
    for name in capabilities():
        assert name.partition(".")[0] in {config.label for config in apps.get_app_configs()}, name


def test_a_capability_without_its_pair_is_caught():
    assert unpaired({"lead": ["a.see", "a.sea"]}, ["a.see", "a.keep"]) == [
        "a.sea is granted and declared nowhere",
        "a.keep is declared and granted to nobody",
    ]


# Names in the order of a Russian index

NAMES = {"name", "short_name", "full_name", "last_name", "first_name", "middle_name", "title", "path"}


def orders_by_a_name(modules: Mapping[str, ast.Module]) -> list[str]:
    """Return where rows stand in the order of a name itself: PostgreSQL puts «Ё» before «А» and 10 before 2."""
    found = []
    for name, module in modules.items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by":
                found += [f"{name}: {text}" for argument in node.args for text in texts(argument) if is_a_name(text)]
            elif isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "ordering" for one in node.targets):
                found += [f"{name}: {text}" for text in texts(node.value) if is_a_name(text)]
    return found


def is_a_name(field: str) -> bool:
    return field.lstrip("-").rpartition("__")[2] in NAMES


def test_nothing_is_ordered_by_a_name_instead_of_its_key(tracked):
    assert orders_by_a_name(python(tracked)) == []


def test_an_order_by_a_name_is_caught():
    source = (
        'a.order_by("kind", "name")\nb.order_by("-person__last_name", "pk")\nc.order_by(F("path").desc())\n'
        'd.order_by("sort_key", "person__sort_key")\nclass M:\n    class Meta:\n        ordering = ["title"]\n'
    )

    assert sorted(orders_by_a_name({"a.py": ast.parse(source)})) == [
        "a.py: -person__last_name",
        "a.py: name",
        "a.py: path",
        "a.py: title",
    ]
