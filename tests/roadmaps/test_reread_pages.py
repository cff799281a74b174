"""The pages of a new edition: put in, looked at, ticked, applied; and the documents in the history."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.files import store
from orientir.roadmaps.models import Edition, Roadmap
from orientir.roadmaps.services import review
from orientir.roadmaps.tasks import apply_edition, read_edition
from tests.roadmaps import plans
from tests.roadmaps.rereading import FAIR, ROWS, STANDS, again, edition_of, put_in, put_in_force, shown, told
from tests.roadmaps.seeing import plain, seen
from tests.roadmaps.test_reread_in_force import NEW
from tests.support.world import NOON

LATER = (*FAIR[:2], "апрель 2027 г.", *FAIR[3:])


@pytest.fixture
def plan(boris: Actor) -> Roadmap:
    return put_in(boris)


@pytest.fixture
def page(signed_in: Any) -> Client:
    client: Client = signed_in("boris")
    client.cookies["django_language"] = "en"
    return client


def send(client: Client, plan: Roadmap, content: bytes, **said: str) -> HttpResponse:
    form = client.get(f"/roadmaps/{plan.pk}/add-edition/").content.decode()
    key = re.search(r'name="submission_key" value="([^"]+)"', form)
    file = SimpleUploadedFile("новая.docx", content)
    words = {"act": "Приказ", "act_number": "45", "act_date": "2026-11-01", **said}
    return client.post(
        f"/roadmaps/{plan.pk}/add-edition/", {**words, "document": file, "submission_key": key[1] if key else ""}
    )


def number_of_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def ticked(response: HttpResponse) -> list[tuple[str, bool]]:
    """Return the boxes of a page with whether they are ticked."""
    boxes = re.findall(
        r'<input class="checkbox" type="checkbox" name="change" value="([^"]+)" id="[^"]+"( checked)?',
        response.content.decode(),
    )
    return [(key, bool(on)) for key, on in boxes]


def test_an_edition_goes_from_its_file_to_the_changed_plan(plan: Roadmap, boris: Actor, page: Client) -> None:
    sent = send(page, plan, plans.document([*ROWS[:-2], LATER, STANDS]))
    with acting_as(boris):
        edition = Edition.objects.get()
    address = f"/roadmaps/editions/{edition.pk}/"
    assert (sent.status_code, sent.headers["Location"]) == (302, address)
    assert "being read and compared" in seen(page.get(address)).words

    read_edition.run(by=boris.name, edition_id=edition.pk)
    response = page.get(address)
    body = response.content.decode()
    version = re.search(r'name="seen" value="([^"]+)"', body)
    page.post(address, {"change": [key for key, _ in ticked(response)], "seen": version and version[1]})

    assert "The differences are applied" in seen(page.get(address)).words
    assert shown(plan, boris)[4] == LATER
    assert re.search(r"<del>.*?март\s*</del>\s*<ins>.*?апрель", plain(body))


def test_a_running_plan_says_what_will_come_and_shows_how_far_it_is(plan: Roadmap, boris: Actor, page: Client) -> None:
    put_in_force(plan, boris)
    edition = edition_of(plan, boris, NEW)
    address = f"/roadmaps/editions/{edition.pk}/"

    words = seen(page.get(address)).words
    for said in (
        "2 assignments are made",
        "2 assignments get another due date",
        "2 assignments are no longer in force",
    ):
        assert said in words
    page.post(address, {"change": [key for key, _ in ticked(page.get(address))]})
    assert "measures: 0 of 4" in seen(page.get(address)).words
    apply_edition.run(by=boris.name, edition_id=edition.pk)

    assert "What was reported stays as it is" in seen(page.get(address)).words
    assert shown(plan, boris) == list(NEW)


def test_what_the_document_changes_is_ticked_and_all_or_nothing_can_be(
    plan: Roadmap, boris: Actor, page: Client
) -> None:
    with acting_as(boris):
        order = plan.measures.get(number="1.1")
        review.edit_measure(order, {"result": "Приказ и положение"}, by=boris, at=NOON)
        fair = plan.measures.get(number="2.1")
    edition = edition_of(plan, boris, [*ROWS[:-2], LATER, STANDS])
    address = f"/roadmaps/editions/{edition.pk}/"

    assert ticked(page.get(address)) == [(f"m{fair.pk}-term", True), (f"m{order.pk}-result", False)]
    assert ticked(page.get(f"{address}?ticks=all")) == [(f"m{fair.pk}-term", True), (f"m{order.pk}-result", True)]
    assert ticked(page.get(f"{address}?ticks=none")) == [(f"m{fair.pk}-term", False), (f"m{order.pk}-result", False)]


def test_nothing_ticked_changes_nothing_and_says_so(plan: Roadmap, boris: Actor, page: Client) -> None:
    edition = edition_of(plan, boris, [*ROWS[:-2], LATER, STANDS])

    response = page.post(f"/roadmaps/editions/{edition.pk}/", {}, follow=True)

    assert "Nothing is ticked" in response.content.decode()
    assert (again(edition, boris).state, shown(plan, boris)) == ("read", list(ROWS))


def test_an_edition_is_put_aside_and_then_another_may_come(plan: Roadmap, boris: Actor, page: Client) -> None:
    edition = edition_of(plan, boris, [*ROWS[:-2], LATER, STANDS])
    assert "waits already" in seen(page.get(f"/roadmaps/{plan.pk}/add-edition/")).words

    page.post(f"/roadmaps/editions/{edition.pk}/leave/")

    assert again(edition, boris).state == "left"
    assert "Read and compare" in seen(page.get(f"/roadmaps/{plan.pk}/add-edition/")).words


def test_the_same_document_and_an_act_of_tomorrow_are_refused_beside_their_fields(
    plan: Roadmap, boris: Actor, page: Client
) -> None:
    with acting_as(boris):
        assert plan.source is not None
        content = store.path_of(plan.source.sha256).read_bytes()

    same = send(page, plan, content)
    tomorrow = send(page, plan, plans.document(ROWS[:-1]), act_date="2999-01-01")

    assert (same.status_code, tomorrow.status_code) == (422, 422)
    assert "there is nothing to change" in seen_of_refused(same)
    assert "has not come yet" in seen_of_refused(tomorrow)


def seen_of_refused(response: HttpResponse) -> str:
    return plain(re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_document_that_cannot_be_read_says_why(plan: Roadmap, boris: Actor, page: Client) -> None:
    edition = edition_of(plan, boris, [])
    address = f"/roadmaps/editions/{edition.pk}/"
    assert "There is no table of measures" in seen(page.get(address)).words

    page.post(f"{address}read-again/")

    assert again(edition, boris).state == "waiting"


def test_the_history_shows_the_documents_in_their_order(
    plan: Roadmap, boris: Actor, page: Client, signed_in: Any
) -> None:
    put_in_force(plan, boris)
    edition_of(plan, boris, NEW)

    office = seen(page.get(f"/roadmaps/{plan.pk}/history/"))
    observer = seen(signed_in("olga").get(f"/roadmaps/{plan.pk}/history/"))

    assert "First documentput in on 20.11.2026 · план.docx" in office.words
    assert "Приказ № 45to be looked through · put in on 20.11.2026 · новая редакция.docx" in office.words
    assert ("45" in observer.words, "docx" in observer.words) == (True, False)


def test_the_number_of_queries_does_not_grow_with_the_differences(plan: Roadmap, boris: Actor, page: Client) -> None:
    one = edition_of(plan, boris, [*ROWS[:-2], LATER, STANDS])
    few = number_of_queries(page, f"/roadmaps/editions/{one.pk}/")
    page.post(f"/roadmaps/editions/{one.pk}/leave/")
    other = edition_of(
        plan, boris, [("1. Организация работы",), ("1.1", "Совсем другое", "май", "Школы", "Отчёт"), *ROWS[2:-2], LATER]
    )

    assert len(told(other, boris)) > 3
    assert number_of_queries(page, f"/roadmaps/editions/{other.pk}/") == few
