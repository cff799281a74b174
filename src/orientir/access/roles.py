"""The roles. A change of rights is a reviewed change of this file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Role:
    """What an appointment to this role lets a person do.

    `of_territory`: it holds for all organisations of the territory, not only for the one of the appointment.
    `sees_persons`: rows about persons, texts and files of these organisations pass the second wall.
    Capabilities are named as the apps above declare them; a test holds the two lists together.
    """

    code: str
    name: Promise
    description: Promise
    capabilities: frozenset[str]
    of_territory: bool = False
    sees_persons: bool = True


MUNICIPAL_COORDINATOR = Role(
    code="municipal_coordinator",
    name=_("Municipal coordinator"),
    description=_(
        "Puts the roadmap of the municipality in force, sees what each organisation has done, accepts reports or"
        " returns them, adds organisations and appoints those responsible."
    ),
    capabilities=frozenset(
        {
            "access.appoint",
            "access.search_journal",
            "access.see_appointments",
            "roadmaps.keep_roadmaps",
            "roadmaps.review_reports",
            "roadmaps.see_assignments",
            "roadmaps.see_reports",
            "roadmaps.see_roadmaps",
            "territory.keep_organisations",
            "territory.see_organisations",
        }
    ),
    of_territory=True,
)
GUIDANCE_LEAD = Role(
    code="guidance_lead",
    name=_("Guidance lead"),
    description=_(
        "Sees what the own organisation has to do and until when, reports with words and files, sees what was answered."
    ),
    capabilities=frozenset(
        {
            "access.see_appointments",
            "roadmaps.report",
            "roadmaps.see_assignments",
            "roadmaps.see_reports",
            "territory.see_organisations",
        }
    ),
)
OBSERVER = Role(
    code="observer",
    name=_("Observer"),
    description=_("Sees the roadmap, the assignments and their states as figures. Sees no persons, texts or files."),
    capabilities=frozenset({"roadmaps.see_assignments", "roadmaps.see_roadmaps", "territory.see_organisations"}),
    of_territory=True,
    sees_persons=False,
)

ROLES = {role.code: role for role in (MUNICIPAL_COORDINATOR, GUIDANCE_LEAD, OBSERVER)}
CHOICES = [(role.code, role.name) for role in ROLES.values()]
