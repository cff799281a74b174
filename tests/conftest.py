"""Fixtures of all tests: the database with the known cast, as the application's role, and the cast by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from orientir.database.actor import Actor
from tests.support import databases, world


def pytest_configure() -> None:
    """Serve static files as they lie in the tree: the names with hashes exist only after `collectstatic`."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nobody to protect


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the template as its owner, fill it, and leave this process in a clone of it as the application."""
    with django_db_blocker.unblock():
        databases.drop(databases.TEMPLATE)
        databases.make(databases.TEMPLATE)
        databases.migrate(databases.TEMPLATE)
        world.build()
        databases.disconnect()
        with databases.clone() as name:
            databases.use(name)
            yield
            databases.disconnect()
        databases.drop(databases.TEMPLATE)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Let a test commit, in a database of its own, which is dropped afterwards. Yields its name."""
    with django_db_blocker.unblock(), databases.clone() as name:
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        try:
            yield name
        finally:
            databases.use(usual)


@pytest.fixture
def boris(db: None) -> Actor:
    return world.actor("boris")


@pytest.fixture
def vera(db: None) -> Actor:
    return world.actor("vera")


@pytest.fixture
def galina(db: None) -> Actor:
    return world.actor("galina")


@pytest.fixture
def olga(db: None) -> Actor:
    return world.actor("olga")


@pytest.fixture
def gleb(db: None) -> Actor:
    return world.actor("gleb")


@pytest.fixture
def zoya(db: None) -> Actor:
    return world.actor("zoya")


@pytest.fixture
def signed_in(db: None) -> Any:
    """Return a function that gives a client signed in with a login, its second factor passed."""

    return lambda login: world.sign_in(Client(), login)
