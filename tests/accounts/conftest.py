"""A database in which a test sees what was written down, and an installation on its first day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.access import all_seeing
from tests.support import databases

from .phones import Phone, set_up
from .test_sign_in import sign_in


@pytest.fixture(scope="module")
def eyes(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Work in a clone in which `all_seeing` sees; each test of the module is rolled back."""
    with django_db_blocker.unblock(), databases.clone() as name:
        all_seeing.open_eyes(name)
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        yield
        databases.use(usual)


@pytest.fixture
def empty_installation(committed: str) -> str:
    """Be in a database that nobody has used yet. What happens is committed."""
    all_seeing.open_eyes(committed)
    all_seeing.empty(committed)
    return committed


@pytest.fixture
def olga_and_phone(eyes: None, db: None) -> tuple[Client, Phone]:
    """Olga has set a factor up of her own will, and has signed out."""
    client = Client()
    sign_in(client, "olga")
    phone = set_up(client)
    client.post("/sign-out/")
    return client, phone
