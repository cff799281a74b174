"""What `bench pages` does inside of the product, each in a process of its own with Django.

    python -m orientir.roadmaps.measuring build SEED    a large region in an empty database
    python -m orientir.roadmaps.measuring pages         which pages are measured, as whom, with how many queries
    python -m orientir.roadmaps.measuring force         the plan in review put in force, as its job does it

What they find they print as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django


def build(seed: str) -> None:
    """Fill the database of this process."""
    from django.utils import timezone

    from orientir.roadmaps.crowd import Size, build

    build(Size(), seed=int(seed), today=timezone.localdate())


def pages() -> dict[str, Any]:
    """Return the session of an office and of a school, and the pages with the number of queries of each."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from orientir.roadmaps.crowd import COORDINATOR, lead_of

    sessions = {"office": _session_of(COORDINATOR), "school": _session_of(lead_of(0))}
    found = []
    for name, who, address in _addresses():
        browser = Client(SERVER_NAME="localhost")
        browser.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        found.append({"name": name, "who": who, "address": address, "queries": len(queries)})
    return {"cookie": settings.SESSION_COOKIE_NAME, "sessions": sessions, "pages": found}


def force() -> dict[str, Any]:
    """Put the plan in review in force and return how long its job takes and how many assignments it makes."""
    from django.utils import timezone

    from orientir.database.context import acting_as
    from orientir.roadmaps.crowd import COORDINATOR, REVIEWED
    from orientir.roadmaps.models import Assignment, Roadmap
    from orientir.roadmaps.services import force
    from orientir.roadmaps.tasks import make_assignments

    coordinator = _actor(COORDINATOR)
    began = time.perf_counter()
    with acting_as(coordinator):
        roadmap = Roadmap.objects.get(title__startswith=REVIEWED)
        force.ask_to_put_in_force(roadmap, by=coordinator, at=timezone.now())
    asked = time.perf_counter()
    make_assignments.run(by=coordinator.name, roadmap_id=roadmap.pk)
    made = time.perf_counter()
    with acting_as(coordinator):
        rows = Assignment.objects.filter(measure__roadmap=roadmap).count()
    return {"asked": asked - began, "seconds": made - asked, "rows": rows, "roadmap": roadmap.pk}


def _addresses() -> list[tuple[str, str, str]]:
    """Return the pages by name, who asks and address; the first is the reference."""
    from django.urls import reverse

    from orientir.database.context import acting_as
    from orientir.roadmaps.crowd import COORDINATOR, PLAN, REVIEWED, lead_of
    from orientir.roadmaps.models import Assignment, Report, Roadmap

    lead = _actor(lead_of(0))
    with acting_as(_actor(COORDINATOR)):
        plan = Roadmap.objects.get(title__startswith=PLAN)
        reviewed = Roadmap.objects.get(title__startswith=REVIEWED)
        report = Report.objects.filter(state="submitted").select_related("assignment__organisation").order_by("pk")[0]
        own = Assignment.objects.filter(organisation__in=lead.organisations).order_by("due_on", "pk")
        late = own.filter(state="returned").first() or own[0]
        place = report.assignment.organisation.territory_id

    def of_plan(face: str) -> str:
        return reverse(f"roadmaps:{face}", args=[plan.pk])

    matrix = of_plan("matrix")
    return [
        ("reference", "office", reverse("accounts:password")),
        ("home", "office", "/"),
        ("home", "school", "/"),
        ("roadmaps", "office", reverse("roadmaps:roadmaps")),
        ("roadmap", "office", of_plan("roadmap")),
        ("calendar", "office", of_plan("calendar")),
        ("calendar by days", "office", f"{of_plan('calendar')}?zoom=month"),
        ("matrix of places", "office", matrix),
        ("matrix of a place", "office", f"{matrix}?territory={place}"),
        ("results", "office", of_plan("results")),
        ("measure", "office", reverse("roadmaps:measure", args=[report.assignment.measure_id])),
        ("reports", "office", reverse("roadmaps:reports")),
        ("assignment", "office", reverse("roadmaps:assignment", args=[report.assignment_id])),
        ("assignments", "school", reverse("roadmaps:assignments")),
        ("assignments done", "school", f"{reverse('roadmaps:assignments')}?done=1"),
        ("assignment", "school", reverse("roadmaps:assignment", args=[late.pk])),
        ("binding", "office", reverse("roadmaps:binding", args=[reviewed.pk])),
        ("force", "office", reverse("roadmaps:force", args=[reviewed.pk])),
    ]


def _actor(login: str) -> Any:
    from orientir.access.actors import actor_of_key
    from orientir.accounts.models import User
    from orientir.database.context import acting_as
    from orientir.database.system_actors import GATE

    with acting_as(GATE):
        return actor_of_key(User.objects.get_by_natural_key(login).pk)


def _session_of(login: str) -> str:
    from django.http import HttpRequest
    from django.utils import timezone

    from orientir.accounts import services as accounts
    from orientir.accounts.models import User
    from orientir.accounts.proofs import Proof
    from orientir.accounts.sessions import SessionStore
    from orientir.database.context import acting_as
    from orientir.database.system_actors import GATE

    request = HttpRequest()
    request.session = SessionStore()
    with acting_as(GATE):
        user = User.objects.get_by_natural_key(login)
        accounts.sign_in(request, user, at=timezone.now(), proof=Proof.PRESS)
        request.session.save()
    return str(request.session.session_key)


if __name__ == "__main__":
    django.setup()
    tasks: dict[str, Callable[..., Any]] = {"build": build, "pages": pages, "force": force}
    sys.stdout.write(json.dumps(tasks[sys.argv[1]](*sys.argv[2:])))
