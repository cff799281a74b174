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


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[datetime]:
    """Work in a freshly built demo. Yields the moment of which it is."""
    now = timezone.now()
    with django_db_blocker.unblock(), databases.clone() as name:
        all_seeing.open_eyes(name)
        all_seeing.empty(name)
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        try:
            build(now)
            yield now
        finally:
            databases.use(usual)
