"""Reads a page as its user does: where its links and buttons lead, and what its fields offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.db.models import Model
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from orientir.access.models import Appointment, Invitation
from orientir.files.models import StoredFile
from orientir.people.models import Person
from orientir.roadmaps.models import Assignment, Evidence, Measure, Report, Roadmap
from orientir.territory.models import Organisation, OrganisationList, Territory

from .scene import Scene

OBJECTS: dict[str, tuple[str, type[Model]]] = {
    "access:organisation": ("organisations", Organisation),
    "access:organisation_list": ("lists", OrganisationList),
    "access:end_appointment": ("appointments", Appointment),
    "files:download": ("files", StoredFile),
    "roadmaps:accept_report": ("reports", Report),
    "roadmaps:assignment": ("assignments", Assignment),
    "roadmaps:measure": ("measures", Measure),
    "roadmaps:edit_measure": ("measures", Measure),
    "roadmaps:remove_evidence": ("evidence", Evidence),
    "roadmaps:roadmap": ("roadmaps", Roadmap),
    "earlier": ("roadmaps", Roadmap),
    "one": ("invitations", Invitation),
    "person": ("people", Person),
    "parent": ("territories", Territory),
    "territory": ("territories", Territory),
    "heir": ("organisations", Organisation),
    "others": ("organisations", Organisation),
    "organisation": ("organisations", Organisation),
    "organisations": ("organisations", Organisation),
    "measure": ("measures", Measure),
    "measures": ("measures", Measure),
}
"""What a link to an address, or a value of a field, stands for."""


@dataclass(frozen=True)
class Deed:
    """A button that sends something, or a link that asks for it."""

    method: str
    address: str


@dataclass
class Page(HTMLParser):
    """What a page offers: links to follow, buttons to press, choices of its fields."""

    deeds: list[Deed] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._form: tuple[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and not has.get("href", "#").startswith("#"):
            self.deeds.append(Deed("GET", has["href"]))
        elif tag == "form":
            self._form = (has.get("method", "get").upper(), has.get("action", ""))
        elif tag == "button" and self._form and has.get("type", "submit") == "submit":
            method, action = self._form
            self.deeds.append(Deed(method, has.get("formaction", action)))
        elif tag == "select":
            self._select = has.get("name", "")
        elif tag == "option":
            self.choices.append((self._select, has.get("value", "")))
        elif tag == "input":
            self.choices.append((has.get("name", ""), has.get("value", "")))
        for name in ("hx-get", "hx-post"):
            if name in has:
                self.deeds.append(Deed(name[3:].upper(), has[name]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def read(response: HttpResponse) -> Page:
    page = Page()
    page.feed(response.content.decode())
    return page


def objects_on(scene: Scene, response: HttpResponse, kind: str) -> list[str]:
    """Return the names of all objects of a kind to which the page leads or which it lets one choose."""
    page = read(response)
    found = [(name, value) for name, value in page.choices if value.isdecimal()]
    for deed in page.deeds:
        try:
            match = resolve(urlsplit(deed.address).path)
        except Resolver404:
            continue
        if "pk" in match.kwargs:
            found.append((match.view_name, match.kwargs["pk"]))
    known = {(name, int(pk)) for name, pk in found if OBJECTS.get(name, ("", None))[0] == kind}
    return sorted({scene.name_of(OBJECTS[name][1], pk) for name, pk in known})
