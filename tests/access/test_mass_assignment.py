"""A form takes its own fields and no others: the name of a column, sent along, is not written into it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse

from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.views import assignments as views
from orientir.ui.form_page import KEY, SAVE_DRAFT
from tests.support import world

from . import all_seeing, cells, table
from .scene import Scene

DEEDS = {"done": 302, "told": 200}
DONE = {(row.route, answer): row for row in table.rows() for answer in DEEDS if answer in row.answers.values()}
"""One deed for each address and way to answer it."""
POWERS = {"is_staff", "is_superuser", "role", "by", "actor", "user", "person", "organisation", "capabilities", "at"}
CANARIES = ("канарейка", "424242")
"""A word and a number, so that a column of either kind would take one."""


def columns() -> set[str]:
    """Return the names of all fields of all our models, and of their columns."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("orientir.")]
    fields = [field for model in ours for field in model._meta.concrete_fields]
    return {field.name for field in fields} | {field.column for field in fields} | POWERS


def with_more(row: table.Row, canary: str) -> table.Row:
    form = getattr(cells.view_of(row.route), "form_class", None)
    own = set(form.base_fields) if form else set()
    more = dict.fromkeys(columns() - own - {KEY, SAVE_DRAFT}, canary)
    return replace(row, data={**more, **row.data})


def kept(asker: cells.Asker, row: table.Row, canary: str) -> bool:
    """Say whether the canary is found anywhere in the database after the deed was done."""
    person, answer = next((person, answer) for person, answer in row.answers.items() if answer in DEEDS)
    with cells.undone():
        response = asker.ask(with_more(row, canary), person)
        assert response.status_code == DEEDS[str(answer)]
        return canary in all_seeing.everything_written()


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("row", DONE.values(), ids=str)
def test_what_no_field_asks_for_is_not_written(row: table.Row, canary: str, scene: Scene, db: None) -> None:
    assert not kept(cells.Asker(scene), row, canary)


def test_there_are_columns_to_be_tried() -> None:
    assert {"state", "organisation_id", "submitted_by_id", "is_active", "password", "during"} <= columns()


def test_a_view_that_writes_whatever_is_sent_is_caught(scene: Scene, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    row = DONE["roadmaps:accept_report", "done"]
    accept = views.AcceptReport.post

    def post(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        with world.roadmaps.journal.entry("roadmap_read", by=self.actor, at=world.NOON):
            Roadmap.objects.filter(pk=scene.objects["roadmap of Beloozersk"].pk).update(title=request.POST["title"])
        return accept(self, request, pk)

    monkeypatch.setattr(views.AcceptReport, "post", post)

    assert kept(cells.Asker(scene), row, CANARIES[0])
