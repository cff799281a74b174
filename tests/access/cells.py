"""Asks one cell of the table by HTTP and judges the answer."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

import docx
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import Resolver404, resolve, reverse

from orientir.access.models import Appointment, FactorReset
from orientir.roadmaps.models import Edition, Evidence, Measure, Performer, Report, Roadmap, Section
from orientir.roadmaps.services import reports
from orientir.territory.models import Unit
from orientir.territory.services.lists import XLSX
from orientir.ui import form_page, submissions
from tests.access.invitations.scenes import a_list_of_people
from tests.support import world

from . import all_seeing
from .scene import Scene, a_list
from .table import NOTHING, PAGE, Route, Row, readers_of, routes

MISSING = 10**9
"""The key of an object that does not exist."""
DRAFTS = "ui_formdraft"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Asker:
    """Asks as any of the cast, each time in a fresh browser that knows only who is signed in."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def client(self, person: str) -> Client:
        fresh = Client(raise_request_exception=False)
        fresh.handler = _handler()  # its middleware is made once: that takes longer than most pages
        if person in self.scene.sessions:
            fresh.cookies[settings.SESSION_COOKIE_NAME] = self.scene.sessions[person]
        return fresh

    def ask(self, row: Row, person: str, *, key: int | None = None) -> HttpResponse:
        """Send the request of a row as a person; `key` stands for the object's own."""
        data = {name: self._value(value) for name, value in row.data.items()}
        view, thing = view_of(row.route), self.scene.objects.get(row.object)
        if row.method == "POST" and issubclass(view, form_page.FormPage):
            is_one_of_many = view.about is not form_page.FormPage.about
            about = resolve(self.address(row, key=key)).kwargs["pk"] if is_one_of_many else ""
            person_id = self.scene.people.get(person, 0)
            data.setdefault(form_page.KEY, submissions.issue_key(person_id, view.name, str(about)))
        if row.method == "POST" and isinstance(thing, Report):
            data.setdefault("seen", reports.version_of(thing))
        with quiet():
            return getattr(self.client(person), row.method.lower())(self.address(row, key=key), data)

    def address(self, row: Row, *, key: int | None = None) -> str:
        if row.object == PAGE:
            return reverse(row.route, kwargs=row.kwargs)
        found = self.scene.objects.get(row.object)
        own = found.pk if found else MISSING
        return reverse(row.route, kwargs={"pk": own if key is None else key})

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(one) for one in value]
        if value == "@document":
            return SimpleUploadedFile("план.docx", _document(), DOCX)
        if value == "@list":
            return SimpleUploadedFile("список.xlsx", a_list(), XLSX)
        if value == "@list of people":
            return a_list_of_people()
        if value == "@password":
            return world.PASSWORD
        if value == f"@{NOTHING}":
            return MISSING
        return self.scene.objects[value[1:]].pk if str(value).startswith("@") else value


def view_of(route: str) -> type:
    """Return the class that answers an address."""
    return getattr(_routes()[route].view, "view_class", object)


@cache
def _handler() -> ClientHandler:
    return Client(raise_request_exception=False).handler


@cache
def _routes() -> dict[str, Route]:
    return routes()


@cache
def _document() -> bytes:
    """Return a Word document."""
    written = io.BytesIO()
    docx.Document().save(written)
    return written.getvalue()


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep refusals, which are what is asked for here, out of the log."""
    logger = logging.getLogger("django.request")
    before, logger.level = logger.level, logging.CRITICAL
    try:
        yield
    finally:
        logger.level = before


def faults(asker: Asker, row: Row, people: list[str] | None = None) -> list[str]:
    """Ask each cell of a row and return a sentence for each thing that is not as the table says."""
    before = _before(asker.scene)
    found = []
    for person, expected in row.answers.items():
        if people is not None and person not in people:
            continue
        with undone():
            written = all_seeing.written()
            response = asker.ask(row, person)
            # To look at every row takes long: it is done where anything was written at all.
            after = before if written == all_seeing.written() else all_seeing.digests()
            changed = sorted(name for name, digest in after.items() if digest != before[name])
        wrong = [
            *_wrong_answer(asker, row, expected, response),
            *_wrong_change(expected, changed),
            *_betrayed(asker.scene, person, response),
        ]
        found += [f"{person}: {fault}" for fault in wrong]
    return found


def _before(scene: Scene) -> dict[str, str | None]:
    """Return the digests of this moment: those of the scene, as long as this transaction has written nothing."""
    if any(all_seeing.written().values()):
        return all_seeing.digests()
    scene.digests = scene.digests or all_seeing.digests()
    return scene.digests


def _wrong_answer(asker: Asker, row: Row, expected: int | str, response: HttpResponse) -> Iterator[str]:
    status, location = response.status_code, response.headers.get("Location", "")
    if expected == "sign-in":
        # Nobody comes back to a button, only to a page.
        back = asker.address(row) if "GET" in _routes()[row.route].methods else "/"
        wanted = f"{reverse('accounts:sign_in')}?next={quote(back)}"
        if row.method == "POST" and issubclass(view_of(row.route), form_page.FormPage):
            if status != 401:  # a redirect would lose what was typed: it is given back, to be sent after sign-in
                yield f"expected the form back, got {status} {location}"
        elif (status, location) != (302, wanted):
            yield f"expected the sign-in page, got {status} {location}"
    elif expected in ("done", "as is"):
        if status != 302:
            yield f"expected {expected}, got {status}{_complaints(response)}"
        elif not _leads_to(asker.scene, row, location):
            yield f"expected to be led to {row.leads_to}, was led to {location}"
    elif status != {"kept": 200, "told": 200, "422 kept": 422}.get(str(expected), expected):
        yield f"expected {expected}, got {status} {location}{_complaints(response)}"


def _complaints(response: HttpResponse) -> str:
    form = response.context.get("form") if getattr(response, "context", None) else None
    return f" {form.errors.as_json()}" if form is not None and form.errors else ""


def _leads_to(scene: Scene, row: Row, location: str) -> bool:
    try:
        match = resolve(urlsplit(location).path)
    except Resolver404:
        return False
    thing = scene.objects.get(row.object)
    if match.view_name != row.leads_to or thing is None or "pk" not in match.kwargs:
        return match.view_name == row.leads_to
    if isinstance(thing, Roadmap) and row.leads_to == "roadmaps:rebind":
        return True  # a measure that was made just now: only the answer knows its key
    if isinstance(thing, Performer) and row.leads_to == "roadmaps:rebind":
        return bool(match.kwargs["pk"] == thing.measure_id)
    if isinstance(thing, Measure) and row.leads_to in ("roadmaps:rebind", "roadmaps:measure"):
        return bool(match.kwargs["pk"] == thing.pk)
    if isinstance(thing, Roadmap) and row.leads_to == "roadmaps:edition":
        return True  # it is new: nobody knew its key
    if isinstance(thing, Edition) and row.leads_to == "roadmaps:roadmap":
        return bool(match.kwargs["pk"] == thing.roadmap_id)
    if isinstance(thing, Measure | Section):
        return bool(match.kwargs["pk"] == thing.roadmap_id)
    if isinstance(thing, Performer):
        return bool(match.kwargs["pk"] == thing.measure.roadmap_id)
    if isinstance(thing, Evidence):
        return bool(match.kwargs["pk"] == thing.report.assignment_id)
    if isinstance(thing, Report):
        return bool(match.kwargs["pk"] == thing.assignment_id)
    if isinstance(thing, Appointment) and row.leads_to == "access:appointment":
        return bool(match.kwargs["pk"] == thing.pk)
    place = thing.organisation_id if isinstance(thing, Appointment | FactorReset | Unit) else thing.pk
    return bool(match.kwargs["pk"] == place)


def _wrong_change(expected: int | str, changed: list[str]) -> Iterator[str]:
    if expected in ("done", "told"):
        if not changed:
            yield "nothing was written"
    elif expected in ("kept", "422 kept"):
        if changed != [DRAFTS]:
            yield f"a draft should have been kept and nothing else, but {changed} changed"
    elif changed:
        yield f"answered {expected}, and yet {', '.join(changed)} changed"


def _betrayed(scene: Scene, person: str, response: HttpResponse) -> Iterator[str]:
    """Say which words stand in the answer, its head included, that this person may not read."""
    body = b"".join(response) if response.streaming else response.content
    said = body.decode(errors="replace") + str(response.headers)
    for name, word in scene.words.items():
        if (word in said or quote(word) in said) and person not in readers_of(name):
            yield f"could read the {name}"
