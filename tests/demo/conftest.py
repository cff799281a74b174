"""The demo, built once into a database that nobody had used; each test is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from orientir.demo.build import build
from tests.access import all_seeing
from tests.support import databases


@pytest.fixture(scope="session")
def demo_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, datetime]]:
    """Build the demo in a database of its own. Yields its name and the moment of which it is."""
    now = timezone.now()
    with django_db_blocker.unblock(), databases.clone() as name:
        all_seeing.open_eyes(name)
        all_seeing.empty(name)
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        try:
            build(now)
        finally:
            databases.use(usual)
        yield name, now


@pytest.fixture(scope="module")
def demo(demo_database: tuple[str, datetime], django_db_blocker: Any) -> Iterator[datetime]:
    """Work in the demo for the tests of a module. Yields the moment of which it is."""
    name, now = demo_database
    usual = databases.connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        databases.use(name)
    yield now
    with django_db_blocker.unblock():
        databases.use(usual)
