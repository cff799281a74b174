"""One transaction round the whole request: rendering included, and nothing of half a deed."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import include, path

from orientir.database.context import NoContext, acting_as, become, current_actor
from orientir.database.middleware import ContextMiddleware, StreamedRows
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.people.models import Person
from orientir.territory import services
from orientir.territory.models import Organisation, Territory
from tests.support import world
from tests.support.threads import elsewhere

CONTEXT = "orientir.database.middleware.ContextMiddleware"


def persons(request: HttpRequest) -> SimpleTemplateResponse:
    """Ask nothing yet: the query waits until the response is rendered."""
    template = engines["django"].from_string("{% for person in persons %}{{ person.last_name }};{% endfor %}")
    return SimpleTemplateResponse(template, {"persons": Person.objects.all()})


def half_a_deed(request: HttpRequest, end: str) -> HttpResponse:
    become(REGISTRAR)
    beloozersk = Territory.objects.get(name="Белоозерск")
    services.add_organisation(
        beloozersk, kind="school", name="Школа № 404", short_name="404", by=REGISTRAR, at=world.NOON
    )
    if end == "exception":
        raise ZeroDivisionError
    if end == "database":
        Organisation.objects.raw("SELECT nonsense")[0]
    return HttpResponse(status=int(end))


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(person.last_name for person in Person.objects.all())


def downloaded(request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(b"made before the transaction ended"))


urlpatterns = [
    path("", include("orientir.config.urls")),
    path("persons/", persons),
    path("half/<str:end>/", half_a_deed),
    path("streamed/", streamed),
    path("downloaded/", downloaded),
]


@pytest.fixture(autouse=True)
def planted_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def instead_of_context(planted: type) -> list[str]:
    name = f"{__name__}.{planted.__name__}"
    return [name if found == CONTEXT else found for found in django_settings.MIDDLEWARE]


class EndsBeforeRendering:
    """A plant: the context ends with the view, as with ATOMIC_REQUESTS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> HttpResponseBase:
        with acting_as(GATE):
            return view(request, *arguments, **named)


class KeepsHalf:
    """A plant: the transaction is kept whatever the answer is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting_as(GATE):
            return self.get_response(request)


def test_a_lazily_rendered_response_asks_inside_of_the_transaction_as_who_signed_in(signed_in):
    answer = signed_in("vera").get("/persons/")

    assert answer.content.decode() == "Волховская;Ершов;"


@pytest.mark.parametrize("middleware", [CONTEXT, f"{__name__}.EndsBeforeRendering"])
def test_a_context_that_ends_before_rendering_is_an_error_and_no_empty_page(db, settings, middleware):
    settings.MIDDLEWARE = [middleware]

    if middleware == CONTEXT:
        assert Client().get("/persons/").content.decode().count(";") > 3
    else:
        with pytest.raises(NoContext):
            Client().get("/persons/")


def test_a_server_error_leaves_nothing_of_half_a_deed_and_any_other_answer_keeps_it(committed):
    before = names_of_schools()
    client = Client(raise_request_exception=False)

    for end, status in {"exception": 500, "database": 500, "500": 500, "503": 503}.items():
        assert client.get(f"/half/{end}/").status_code == status
        assert elsewhere(names_of_schools) == before

    assert client.get("/half/422/").status_code == 422
    assert elsewhere(names_of_schools) == before | {"404"}


def test_half_a_deed_would_be_noticed(committed, settings):
    settings.MIDDLEWARE = instead_of_context(KeepsHalf)
    before = names_of_schools()

    assert Client(raise_request_exception=False).get("/half/exception/").status_code == 500

    assert elsewhere(names_of_schools) == before | {"404"}


def names_of_schools() -> set[str]:
    with acting_as(GATE):
        return set(Organisation.objects.values_list("short_name", flat=True))


def test_rows_are_not_streamed_after_their_transaction_and_the_refusal_says_where(db):
    with pytest.raises(StreamedRows, match="/streamed/"):
        Client().get("/streamed/")

    assert Client(raise_request_exception=False).get("/streamed/").status_code == 500


def test_a_file_is_streamed_because_it_asks_nothing(db):
    answer = Client().get("/downloaded/")

    assert b"".join(answer.streaming_content) == b"made before the transaction ended"


class Received(io.BytesIO):
    """A body that notes, as it is read, whether somebody acts: whether a transaction waits for it."""

    waiting: list[bool]

    def read(self, size: int | None = -1) -> bytes:
        try:
            current_actor()
            self.waiting.append(True)
        except NoContext:
            self.waiting.append(False)
        return super().read(size)


def test_the_body_is_received_before_the_transaction_begins(db, rf):
    body = Received(b"text=hello")
    body.waiting = []
    sent = {"wsgi.input": body, "CONTENT_LENGTH": 10, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    request = rf.generic("POST", "/", **sent)
    answered = ContextMiddleware(lambda request: HttpResponse(request.POST["text"]))(request)

    assert (answered.content, set(body.waiting)) == (b"hello", {False})
