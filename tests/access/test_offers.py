"""No page offers what it refuses: every link and button that somebody is shown leads to an answer, not to a wall."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from django.http import QueryDict

from . import cells, pages
from .scene import CAST, Scene

WALLS = {403, 404, 405, 500}


# Gleb has the role of Boris in another municipality: he is offered the same.
@pytest.mark.parametrize("person", [person for person in CAST if person != "gleb"])
def test_all_that_a_person_is_shown_is_theirs(person: str, scene: Scene, db: None) -> None:
    asker, refused = cells.Asker(scene), {}
    waiting, seen = [pages.Deed("GET", "/")], set()
    while waiting:
        deed = waiting.pop()
        if (asked := _what_is_asked(deed)) in seen:
            continue
        seen.add(asked)
        with cells.quiet(), cells.undone():
            # An empty form is refused as such (422); what is behind a wall is refused whatever is sent.
            browser = asker.client(person)
            response = getattr(browser, deed.method.lower())(deed.address, follow=deed.method == "GET")
        if response.status_code in WALLS:
            refused[deed] = response.status_code
        if deed.method == "GET" and response.headers.get("Content-Type", "").startswith("text/html"):
            found = (pages.Deed(one.method, _absolute(deed.address, one.address)) for one in pages.read(response).deeds)
            waiting += [one for one in found if _is_ours(one.address)]

    assert refused == {}
    assert len(seen) > 3


def _what_is_asked(deed: pages.Deed) -> tuple[str, str, frozenset[str]]:
    """Return a deed as an address and the names of its parameters: lists have links to thousands of their values."""
    parts = urlsplit(deed.address)
    return deed.method, parts.path, frozenset(QueryDict(parts.query))


def _absolute(page: str, address: str) -> str:
    return urlsplit(urljoin(page, address))._replace(fragment="").geturl()


def _is_ours(address: str) -> bool:
    return not urlsplit(address).netloc
