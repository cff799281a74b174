"""One database for all tests of access: the scene is made once and committed; each test is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from orientir.accounts import sessions
from tests.support import databases

from . import all_seeing
from . import scene as scenes


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no session be written down as seen: that question comes once a minute, to whoever asks just then."""
    monkeypatch.setattr(sessions, "SEEN_EVERY", timedelta(days=1))


@pytest.fixture(scope="session")
def scene_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, scenes.Scene]]:
    """Make a clone with the scene in it. Yields its name and the scene."""
    with django_db_blocker.unblock(), databases.clone() as name:
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        try:
            built = scenes.build()
        finally:
            databases.use(usual)
        all_seeing.open_eyes(name)
        yield name, built


@pytest.fixture(scope="module")
def scene(scene_database: tuple[str, scenes.Scene], django_db_blocker: Any) -> Iterator[scenes.Scene]:
    """Work in the scene's database for the tests of a module."""
    name, built = scene_database
    usual = databases.connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        databases.use(name)
    yield built
    with django_db_blocker.unblock():
        databases.use(usual)
