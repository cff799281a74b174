from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import crowd as crowds
from tests.walls.law import Belongings, belongings


@pytest.fixture(scope="package")
def crowd(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Stand where the cast is at work; yields the name of the database. Nobody changes anything in it."""
    with django_db_blocker.unblock(), crowds.standing() as name:
        yield name


@pytest.fixture(scope="package")
def oracle(crowd: str) -> Belongings:
    """Return what belongs before whose eyes."""
    return belongings(crowd)
