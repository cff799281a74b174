"""Faults planted in the product, each of which the table must catch: a test of access that cannot fail says nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import get_commands
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views import View
from procrastinate.contrib.django import app as queue

from orientir import journal
from orientir.config import urls
from orientir.database.context import current_actor
from orientir.database.jobs import job
from orientir.files import policy as files
from orientir.files.models import StoredFile
from orientir.roadmaps import policy as roadmaps
from orientir.roadmaps.models import Assignment, Evidence, Report, Roadmap
from orientir.roadmaps.services import reports
from orientir.roadmaps.views import assignments as assignment_views
from orientir.roadmaps.views import lists as list_views
from orientir.roadmaps.views import seeing
from orientir.territory import policy as territory
from orientir.territory.models import Organisation

from . import cells, table
from .scene import Scene

ROWS = table.rows()


@pytest.fixture
def asker(scene: Scene, db: None) -> cells.Asker:
    return cells.Asker(scene)


def the_row(text: str) -> table.Row:
    (row,) = [row for row in ROWS if str(row) == text]
    return row


class Planted(View):
    """A page nobody has thought about."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()


def _with_address(view: Any, name: str | None) -> ModuleType:
    planted = ModuleType("planted")
    planted.urlpatterns = [*urls.urlpatterns, path("planted/", view, name=name)]  # type: ignore[attr-defined]
    return planted


def test_an_undeclared_address_is_caught() -> None:
    urlconf = _with_address(Planted.as_view(), "planted")

    assert table.undeclared_routes(urlconf=urlconf) == ["GET planted is not declared"]


def test_an_address_without_a_name_is_caught() -> None:
    with pytest.raises(ValueError, match="planted/ has no name"):
        table.undeclared_routes(urlconf=_with_address(Planted.as_view(), None))


def test_a_view_that_does_not_look_at_the_method_is_taken_to_answer_all() -> None:
    urlconf = _with_address(lambda request: HttpResponse(), "planted")

    assert table.undeclared_routes(urlconf=urlconf) == [
        f"{method} planted is not declared" for method in sorted(table.METHODS)
    ]


def test_a_new_method_of_a_declared_page_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_views.RoadmapList, "delete", Planted.get, raising=False)

    assert table.undeclared_routes() == ["DELETE roadmaps:roadmaps is not declared"]


def test_a_row_of_an_address_that_is_gone_is_caught() -> None:
    routes = {**table.TABLE["routes"], "roadmaps:gone": {"GET": {"page": {}}}}

    assert table.undeclared_routes({**table.TABLE, "routes": routes}) == [
        "GET roadmaps:gone is declared and does not exist"
    ]


def test_a_slip_of_the_pen_in_the_table_is_caught() -> None:
    section = {"Schol 5": {"bris": 200, "vera": "don"}, "page": {"boris": "done"}}
    routes = {"roadmaps:roadmap": {"GET": section}}

    assert table.slips({**table.TABLE, "routes": routes, "lists": {}}, set()) == [
        "GET roadmaps:roadmap: who is bris?",
        "GET roadmaps:roadmap, Schol 5: the scene has no such object",
        "GET roadmaps:roadmap, Schol 5: no answer is called don",
        "GET roadmaps:roadmap, page: where does it lead?",
    ]


def test_an_undeclared_command_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(get_commands(), "planted", "orientir.access")

    found = table.differences("command", set(table.TABLE["commands"]), table.commands_of_the_product())
    assert found == ["the command planted is not declared"]


def test_an_undeclared_job_is_caught() -> None:
    def planted(*, by: Any) -> None: ...

    planted.__module__, planted.__qualname__ = "orientir.planted", "planted"
    job(planted)
    try:
        found = table.differences("job", set(table.TABLE["jobs"]), table.jobs_of_the_product())
    finally:
        del queue.tasks["orientir.planted.planted"]

    assert found == ["the job orientir.planted.planted is not declared"]


def test_a_change_before_the_refusal_is_caught(asker: cells.Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    row = the_row("POST roadmaps:accept_report, submitted report of School 5")

    def post(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        reports.accept_report(Report.objects.get(pk=pk), by=current_actor(), at=timezone.now())
        raise PermissionDenied

    assert cells.faults(asker, row, ["vera"]) == []
    monkeypatch.setattr(assignment_views.AcceptReport, "post", post)

    assert cells.faults(asker, row, ["vera"]) == [
        "vera: answered 403, and yet journal_entry, roadmaps_assignment, roadmaps_assignmentcount, roadmaps_report"
        " changed"
    ]


def test_a_change_that_nobody_may_see_is_caught(asker: cells.Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    row = the_row("GET roadmaps:roadmap, roadmap of Beloozersk")

    def get(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        with journal.entry("roadmap_read", by=current_actor(), at=timezone.now(), organisation_id=None):
            pass
        return HttpResponse(status=404)

    monkeypatch.setattr(seeing.RoadmapPage, "get", get)

    assert cells.faults(asker, row, ["vera"]) == ["vera: answered 404, and yet journal_entry changed"]


def test_a_deed_that_does_nothing_is_caught(asker: cells.Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    row = the_row("POST roadmaps:accept_report, submitted report of School 5")
    monkeypatch.setattr(reports, "accept_report", lambda report, *, seen, by, at: None)

    assert cells.faults(asker, row, ["boris"]) == ["boris: nothing was written"]


def test_a_word_on_the_wrong_page_is_caught(asker: cells.Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    row, name = the_row("GET roadmaps:roadmaps, page"), "text of the submitted report of School 5"
    monkeypatch.setattr(list_views.RoadmapList, "get", lambda self, request: HttpResponse(asker.scene.words[name]))

    assert cells.faults(asker, row, ["boris", "olga"]) == [f"olga: could read the {name}"]


WIDENED: list[tuple[ModuleType, str, Any, str]] = [
    (roadmaps, "visible_roadmaps", Roadmap, "GET roadmaps:roadmap, roadmap of Beloozersk"),
    (roadmaps, "visible_assignments", Assignment, "GET roadmaps:assignment, waiting assignment of School 5"),
    (roadmaps, "visible_reports", Report, "POST roadmaps:accept_report, draft report of School 5"),
    (roadmaps, "visible_evidence", Evidence, "POST roadmaps:remove_evidence, evidence of the draft report of School 5"),
    (territory, "visible_organisations", Organisation, "GET access:organisation, School 5"),
    (files, "visible_files", StoredFile, "GET files:download, file of the draft report of School 5"),
]


@pytest.mark.parametrize(("policy", "name", "model", "row"), WIDENED, ids=lambda value: str(value))
def test_a_policy_that_shows_everything_is_caught(
    policy: ModuleType, name: str, model: Any, row: str, asker: cells.Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cells.faults(asker, the_row(row)) == []
    monkeypatch.setattr(policy, name, lambda actor: model.objects.all())

    assert cells.faults(asker, the_row(row)) != []


@pytest.mark.parametrize("row", [row for row in ROWS if 403 in row.answers.values()], ids=str)
def test_a_right_that_nobody_asks_for_is_caught(
    row: table.Row, asker: cells.Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    without: Callable[[bool], None] = lambda permitted: None  # noqa: E731
    for name, views in list(sys.modules.items()):
        if name.startswith("orientir.") and ".views" in name and hasattr(views, "require"):
            monkeypatch.setattr(views, "require", without)
    refused = [person for person, answer in row.answers.items() if answer == 403]

    faults = cells.faults(asker, row, refused)

    assert {fault.partition(":")[0] for fault in faults} == set(refused)
