"""The rights of the product: their modules, and their twins by name."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import QuerySet

from orientir.access import emergency_policy as emergency
from orientir.access import policy as access
from orientir.database.actor import ANONYMOUS, Actor
from orientir.files import policy as files
from orientir.roadmaps import policy as roadmaps
from orientir.territory import policy as territory


class Twins(NamedTuple):
    can_view: Callable[[Actor, Any], bool]
    visible: Callable[[Actor], QuerySet[Any]]


def may_view_evidence(someone: Actor, evidence: Any) -> bool:
    """A proof is seen with its report: it has no right of its own."""
    return roadmaps.can_view_report(someone, evidence.report)


TWINS = [
    Twins(access.can_view_appointment, access.visible_appointments),
    Twins(access.can_view_entry, access.visible_entries),
    Twins(access.can_view_invitation, access.visible_invitations),
    Twins(access.can_view_person, access.visible_people),
    Twins(access.can_view_reset, access.visible_resets),
    Twins(emergency.can_view_opening, emergency.visible_openings),
    Twins(emergency.can_see_opened, emergency.visible_opened),
    Twins(files.can_download, files.visible_files),
    Twins(roadmaps.can_view_roadmap, roadmaps.visible_roadmaps),
    Twins(roadmaps.can_view_measure, roadmaps.visible_measures),
    Twins(roadmaps.can_view_edition, roadmaps.visible_editions),
    Twins(roadmaps.can_view_assignment, roadmaps.visible_assignments),
    Twins(roadmaps.can_view_report, roadmaps.visible_reports),
    Twins(may_view_evidence, roadmaps.visible_evidence),
    Twins(territory.can_view_organisation, territory.visible_organisations),
]


def policies() -> Iterator[ModuleType]:
    """Yield the modules of rights of all apps: `policy`, and what is named after it."""
    for config in apps.get_app_configs():
        if config.name.startswith("orientir.") and config.label != "database":
            for found in pkgutil.iter_modules(config.module.__path__):
                if found.name.endswith("policy"):
                    yield import_module(f"{config.name}.{found.name}")


def all_of(twins: Twins) -> QuerySet[Any]:
    model = twins.visible(ANONYMOUS).model
    related = ["report"] if twins.can_view is may_view_evidence else []
    return model.objects.select_related(*related)
