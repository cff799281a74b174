"""Each floor knows only those beneath it: over imports, relations, migrations, addresses, templates, dotted names."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.test.utils import isolate_apps
from django.urls import URLResolver, get_resolver

from tests.repository.floors import (
    CHECKOUT,
    SOURCE,
    floors,
    knows,
    paths_named,
    pieces,
    templates_named,
    urls_named,
)


def test_every_package_has_a_floor_and_every_floor_a_package():
    packages = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert floors().keys() == packages


def test_the_floors_are_those_of_the_design():
    assert knows("roadmaps", "access") and not knows("access", "roadmaps")
    assert not knows("people", "territory") and not knows("territory", "people")
    assert not any(knows("engines", package) for package in floors() if package != "engines")


# Imports


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=checkout,
        env={"PYTHONPATH": str(checkout / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a checkout of source only, in which faults can be planted."""
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    shutil.copytree(SOURCE, tmp_path / "src" / "orientir", ignore=lambda folder, names: _no_source(folder, names))
    return tmp_path


def _no_source(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()]


def plant(checkout: Path, module: str, statement: str) -> None:
    with (checkout / "src" / "orientir" / module).open("a") as file:
        file.write(f"\n{statement}\n")


def test_imports_keep_to_the_floors(copy):
    done = lint_imports(copy)

    assert done.returncode == 0, done.stdout


def test_imports_that_climb_or_look_at_neighbours_are_caught(copy):
    plant(copy, "territory/queries.py", "from orientir.roadmaps import choices as above")
    plant(copy, "people/services.py", "def later():\n    from orientir.territory import queries as beside")
    plant(copy, "engines/russian/keys.py", "import django.utils as outside")

    done = lint_imports(copy)

    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "orientir.territory.queries -> orientir.roadmaps.choices" in said
    assert "orientir.people.services -> orientir.territory.queries" in said
    assert "orientir.engines is not allowed to import django" in said


# Relations


def package_of(module: str) -> str:
    return module.removeprefix("orientir.").partition(".")[0]


def climbing_relations(found: Iterable[type[models.Model]]) -> Iterator[str]:
    for model in found:
        for field in model._meta.get_fields():
            other = field.related_model if not field.auto_created else None
            if not isinstance(other, type) or not other.__module__.startswith("orientir."):
                continue
            if not knows(package_of(model.__module__), package_of(other.__module__)):
                yield f"{model._meta.label}.{field.name} → {other._meta.label}"


def test_relations_keep_to_the_floors():
    own = [model for model in apps.get_models() if model.__module__.startswith("orientir.")]

    assert list(climbing_relations(own)) == []


def test_relations_that_climb_or_look_at_neighbours_are_caught():
    from orientir.roadmaps.models import Report
    from orientir.territory.models import Organisation

    with isolate_apps():

        class Pupil(models.Model):  # noqa: DJ008  (nobody sees one)
            __module__ = "orientir.people.models"
            school = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
            reports = models.ManyToManyField(Report, related_name="+")

            class Meta:
                app_label = "people"

    assert list(climbing_relations([Pupil])) == [
        "people.Pupil.school → territory.Organisation",
        "people.Pupil.reports → roadmaps.Report",
    ]


# Migrations


def climbing_migrations(found: Iterable[Migration]) -> Iterator[str]:
    packages = {config.label: package_of(config.name) for config in apps.get_app_configs()}
    swapped = {"AUTH_USER_MODEL": settings.AUTH_USER_MODEL}
    for migration in found:
        for label, name in [*migration.dependencies, *migration.run_before]:
            if label == "__setting__":
                label = swapped[name].partition(".")[0]
            other = packages[label]
            if other in floors() and not knows(packages[migration.app_label], other):
                yield f"{migration.app_label}.{migration.name} → {label}"


def test_migrations_keep_to_the_floors():
    migrations = MigrationLoader(None).disk_migrations.values()
    own = [found for found in migrations if type(found).__module__.startswith("orientir.")]

    assert len(own) > 5
    assert list(climbing_migrations(own)) == []


def test_migrations_that_climb_or_look_at_neighbours_are_caught():
    migration = Migration("0002_planted", "people")
    migration.dependencies = [("people", "0001_initial"), ("territory", "0001_initial"), ("auth", "0001_initial")]
    migration.run_before = [("roadmaps", "0001_initial")]

    assert list(climbing_migrations([migration])) == [
        "people.0002_planted → territory",
        "people.0002_planted → roadmaps",
    ]


# Addresses, templates, dotted names


def namespaces() -> dict[str, tuple[str, set[str]]]:
    """Return the package and the addresses of each namespace."""
    found = {}
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace:
            names = {pattern.name for pattern in resolver.url_patterns}
            found[resolver.namespace] = (package_of(resolver.urlconf_name.__name__), names)
    return found


def climbing_names(found: Iterable[tuple[str, Any, str]]) -> Iterator[str]:
    known = namespaces()
    for package, path, text in found:
        for namespace, name in urls_named(text):
            if namespace not in known:
                continue
            owner, names = known[namespace]
            if name not in names:
                yield f"{path}: there is no address {namespace}:{name}"
            if not knows(package, owner):
                yield f"{path}: {namespace}:{name} is above"
        others = [("template of", app) for app in templates_named(text)]
        if str(path).endswith(".py") and package != "config":  # which mounts all apps, by name as Django wants it
            others += [("path into", app) for app in paths_named(text)]
        for what, app in others:
            if app in floors() and not knows(package, app):
                yield f"{path}: {what} {app} is above"


def test_addresses_templates_and_paths_in_texts_keep_to_the_floors():
    found = list(pieces())

    assert {str(path).rpartition(".")[2] for _, path, _ in found} == {"py", "html"}
    assert list(climbing_names(found)) == []


@pytest.mark.parametrize(
    ("package", "path", "text", "fault"),
    [
        ("access", "a.py", 'reverse("roadmaps:roadmaps")', "roadmaps:roadmaps is above"),
        ("ui", "a.html", '{% url "accounts:sign_in" %}', "accounts:sign_in is above"),
        ("ui", "a.html", "{% url 'desk:home' as home %}", "desk:home is above"),
        ("desk", "a.html", '{% url "roadmaps:nowhere" 7 %}', "there is no address roadmaps:nowhere"),
        ("accounts", "a.html", '{% extends "access/page.html" %}', "template of access is above"),
        ("ui", "a.html", '{% include "demo/bar.html" %}', "template of demo is above"),
        ("ui", "a.html", '{% static "desk/desk.css" %}', "template of desk is above"),
        ("people", "a.py", 'render(request, "territory/page.html")', "template of territory is above"),
        ("files", "a.py", 'import_string("orientir.roadmaps.policy")', "path into roadmaps is above"),
    ],
)
def test_texts_that_climb_are_caught(package, path, text, fault):
    assert list(climbing_names([(package, path, text)])) == [f"{path}: {fault}"]
