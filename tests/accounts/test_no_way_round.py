"""No address goes round the second factor: each of the product is asked for by somebody who has only a password."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.access.table import _patterns

from .phones import Phone
from .test_sign_in import sign_in

pytestmark = pytest.mark.usefixtures("eyes", "db")
SAMPLES = {"IntConverter": 1, "UUIDConverter": UUID(int=1)}
OPEN = {"ui:theme", "ui:size", "set_language", "demo:sign_in"}
"""Keeps a choice in a cookie, or leads away: shows nothing of anybody."""


def opened(client: Client, step: str) -> set[str]:
    """Return the names of the pages that answer with anything but the way to the step."""
    found = set()
    for name, pattern in _patterns(get_resolver().url_patterns, ""):
        if name == "accounts:sign_out":
            continue
        converters = pattern.pattern.converters
        samples = {word: SAMPLES.get(type(converter).__name__, "x") for word, converter in converters.items()}
        view = getattr(pattern.callback, "view_class", None)
        ask = client.get if hasattr(view, "get") else client.post
        answer = ask(reverse(name, kwargs=samples))
        led = answer.status_code == 302 and answer.headers["Location"].startswith(step)
        if not led and answer.status_code != 401:
            found.add(name)
    return found


def test_a_password_alone_opens_nothing_to_who_needs_a_factor(client: Client) -> None:
    sign_in(client, "boris")

    found = opened(client, "/security/factor/")

    assert {name for name in found if not name.startswith("accounts:")} == OPEN | {"ui:draft"}


def test_a_password_alone_opens_not_even_the_own_account_to_who_has_a_factor(
    olga_and_phone: tuple[Client, Phone],
) -> None:
    client, _ = olga_and_phone
    sign_in(client, "olga")

    assert opened(client, "/sign-in/code/") == OPEN | {"accounts:enter_code"}
