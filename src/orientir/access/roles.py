"""The roles. A change of rights is a reviewed change of this file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.territory.choices import Kind

SEES_STUDENTS, SEES_OWN_CLASS = "access.see_students", "access.see_own_class"
"""The two ways in which a role shows names of students; `policy` declares them with their words."""


_TEACHING = frozenset({Kind.SCHOOL, Kind.KINDERGARTEN, Kind.SUPPLEMENTARY, Kind.COLLEGE, Kind.UNIVERSITY})
_PARTNERS = frozenset(
    {
        Kind.SUPPLEMENTARY,
        Kind.COLLEGE,
        Kind.UNIVERSITY,
        Kind.METHODICAL_CENTRE,
        Kind.TRAINING_CENTRE,
        Kind.ENTERPRISE,
        Kind.ENTREPRENEUR,
        Kind.PUBLIC_ASSOCIATION,
        Kind.EMPLOYMENT_CENTRE,
        Kind.OTHER_AUTHORITY,
    }
)


@dataclass(frozen=True, slots=True)
class Role:
    """What an appointment to this role lets a person do.

    `of_territory`: it holds for all organisations of the territory, not only for the one of the appointment.
    `sees_persons`: rows about persons, texts and files of these organisations pass the second wall.
    `is_staff`: somebody who works for an organisation or with it; the others are students and their families.
    `of_group`: an appointment says of which class or group.
    `kinds`: the kinds of organisations at which it may be given; empty is any.
    Capabilities are named as the apps above declare them; a test holds the two lists together.
    """

    code: str
    name: Promise
    description: Promise
    capabilities: frozenset[str]
    of_territory: bool = False
    sees_persons: bool = True
    is_staff: bool = True
    of_group: bool = False
    kinds: frozenset[Kind] = frozenset()

    @property
    def sees_names_widely(self) -> bool:
        """Say whether it shows names of students beyond one class: then sign-in asks for a second factor.

        Where a territory works by counts there are no such names, and no factor is asked for.
        """
        return SEES_STUDENTS in self.capabilities

    @property
    def sees_names(self) -> bool:
        """Say whether it shows names of students at all."""
        return self.sees_names_widely or SEES_OWN_CLASS in self.capabilities

    def fits(self, kind: str) -> bool:
        """Say whether the role makes sense at an organisation of this kind."""
        return not self.kinds or kind in self.kinds


_KEEPS_PLANS = frozenset(
    {
        "roadmaps.keep_roadmaps",
        "roadmaps.review_reports",
        "roadmaps.see_assignments",
        "roadmaps.see_reports",
        "roadmaps.see_roadmaps",
    }
)
_KEEPS_PLACES = frozenset(
    {
        SEES_STUDENTS,
        "access.appoint",
        "access.appoint_heads",
        "access.open_in_emergency",
        "access.search_journal",
        "access.see_appointments",
        "access.set_depth",
        "territory.keep_organisations",
        "territory.see_organisations",
    }
)
_DOES_THE_WORK = frozenset({"roadmaps.report", "roadmaps.see_assignments", "roadmaps.see_reports"})
_KNOWS_THE_PLACE = frozenset({"access.see_appointments", "territory.see_organisations"})

REGIONAL_COORDINATOR = Role(
    code="regional_coordinator",
    name=_("Regional coordinator"),
    description=_(
        "Puts the roadmap of the region in force, sees what each organisation of all municipalities has done, accepts"
        " reports or returns them, adds territories and organisations and appoints those responsible."
    ),
    capabilities=_KEEPS_PLANS | _KEEPS_PLACES,
    of_territory=True,
)
MUNICIPAL_COORDINATOR = Role(
    code="municipal_coordinator",
    name=_("Municipal coordinator"),
    description=_(
        "Puts the roadmap of the municipality in force, sees what each organisation has done, accepts reports or"
        " returns them, adds organisations and appoints those responsible."
    ),
    capabilities=_KEEPS_PLANS | _KEEPS_PLACES,
    of_territory=True,
)
METHODOLOGIST = Role(
    code="methodologist",
    name=_("Methodologist"),
    description=_(
        "Sees the roadmap and what the organisations of the territory do and report, to help them; accepts nothing,"
        " changes nothing and sees no students."
    ),
    capabilities=frozenset(
        {"roadmaps.see_assignments", "roadmaps.see_reports", "roadmaps.see_roadmaps"} | _KNOWS_THE_PLACE
    ),
    of_territory=True,
)
HEAD = Role(
    code="head",
    name=_("Head of organisation"),
    description=_(
        "Answers for the own organisation: sees and does all of its work, appoints those responsible and their"
        " deputies, helps with passwords, sees its journal and its students. While nobody is responsible for guidance,"
        " that work is theirs."
    ),
    capabilities=_DOES_THE_WORK
    | _KNOWS_THE_PLACE
    | {SEES_STUDENTS, "access.appoint", "access.open_in_emergency", "access.search_journal", "access.set_depth"},
)
GUIDANCE_LEAD = Role(
    code="guidance_lead",
    name=_("Guidance lead"),
    description=_(
        "Sees what the own organisation has to do and until when, reports with words and files, sees what was answered;"
        " knows its students."
    ),
    capabilities=_DOES_THE_WORK | _KNOWS_THE_PLACE | {SEES_STUDENTS},
)
PSYCHOLOGIST = Role(
    code="psychologist",
    name=_("Psychologist"),
    description=_(
        "Sees the work of the own organisation and its students. What is told in confidence stays with them; no other"
        " role sees it."
    ),
    capabilities=_KNOWS_THE_PLACE | {SEES_STUDENTS, "access.open_in_emergency", "roadmaps.see_assignments"},
    kinds=_TEACHING | {Kind.PSYCHOLOGICAL_CENTRE},
)
CLASS_TEACHER = Role(
    code="class_teacher",
    name=_("Class teacher"),
    description=_("Sees the work of the own organisation and the students of the own class only."),
    capabilities=_KNOWS_THE_PLACE | {SEES_OWN_CLASS, "roadmaps.see_assignments"},
    of_group=True,
    kinds=_TEACHING,
)
TEACHER = Role(
    code="teacher",
    name=_("Teacher"),
    description=_("Sees the work of the own organisation. Sees no students beyond the own groups."),
    capabilities=_KNOWS_THE_PLACE | {SEES_OWN_CLASS, "roadmaps.see_assignments"},
    of_group=True,
    kinds=_TEACHING,
)
STUDENT = Role(
    code="student",
    name=_("Student"),
    description=_("Sees the own data and what was done with them, and nobody else's."),
    capabilities=frozenset(),
    sees_persons=False,
    is_staff=False,
    of_group=True,
    kinds=_TEACHING,
)
GUARDIAN = Role(
    code="guardian",
    name=_("Parent or guardian"),
    description=_("Sees the own data and what was done with them; those of the own child as far as the law says."),
    capabilities=frozenset(),
    sees_persons=False,
    is_staff=False,
    of_group=True,
    kinds=_TEACHING,
)
PARTNER = Role(
    code="partner",
    name=_("Partner"),
    description=_(
        "Works for an enterprise, a college or another partner: sees what is asked of the own organisation and reports"
        " on it. Sees no students."
    ),
    capabilities=_DOES_THE_WORK | {"territory.see_organisations"},
    kinds=_PARTNERS,
)
EXPERT = Role(
    code="expert",
    name=_("Expert"),
    description=_("Gives an opinion on works and materials that were handed to them. Sees neither names nor reports."),
    capabilities=frozenset(),
    sees_persons=False,
)
OBSERVER = Role(
    code="observer",
    name=_("Observer"),
    description=_("Sees the roadmap, the assignments and their states as figures. Sees no persons, texts or files."),
    capabilities=frozenset({"roadmaps.see_assignments", "roadmaps.see_roadmaps", "territory.see_organisations"}),
    of_territory=True,
    sees_persons=False,
)
TECHNICAL_ADMINISTRATOR = Role(
    code="technical_administrator",
    name=_("Technical administrator"),
    description=_(
        "Looks after the installation: jobs, backups, the seal of the journal. Sees no persons and no texts."
    ),
    capabilities=frozenset({"access.see_installation"}),
    of_territory=True,
    sees_persons=False,
)

ROLES = {
    role.code: role
    for role in (
        REGIONAL_COORDINATOR,
        MUNICIPAL_COORDINATOR,
        METHODOLOGIST,
        HEAD,
        GUIDANCE_LEAD,
        PSYCHOLOGIST,
        CLASS_TEACHER,
        TEACHER,
        STUDENT,
        GUARDIAN,
        PARTNER,
        EXPERT,
        OBSERVER,
        TECHNICAL_ADMINISTRATOR,
    )
}
CHOICES = [(role.code, role.name) for role in ROLES.values()]
STAFF = [role.code for role in ROLES.values() if role.is_staff]
"""The roles of those who work for an organisation or with it."""
