from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Levels of the tree of territories."""

    REGION = "region", _("region")
    MUNICIPALITY = "municipality", _("municipality")
    DISTRICT = "district", _("district")


class Kind(models.TextChoices):
    """Kinds of organisations that the roadmaps name."""

    AUTHORITY = "authority", _("education authority")
    SCHOOL = "school", _("school")
    KINDERGARTEN = "kindergarten", _("kindergarten")
    SUPPLEMENTARY = "supplementary", _("supplementary education")
    COLLEGE = "college", _("college")
    UNIVERSITY = "university", _("university")
    METHODICAL_CENTRE = "methodical_centre", _("methodical centre")
    PSYCHOLOGICAL_CENTRE = "psychological_centre", _("psychological, educational and medical centre")
    TRAINING_CENTRE = "training_centre", _("advanced vocational training centre")
    ASSESSMENT_CENTRE = "assessment_centre", _("centre for education quality assessment")
    ENTERPRISE = "enterprise", _("enterprise")
    ENTREPRENEUR = "entrepreneur", _("sole entrepreneur")
    PUBLIC_ASSOCIATION = "public_association", _("public association")
    EMPLOYMENT_CENTRE = "employment_centre", _("employment centre")
    OTHER_AUTHORITY = "other_authority", _("authority of another department")


class Depth(models.TextChoices):
    """How deep names of students and their families go. Names of staff are those of an office, and always seen."""

    COUNTS = "counts", _("counts only, no names")
    CODES = "codes", _("names in the organisation, codes above it")
    NAMES = "names", _("names by role")


class Founder(models.TextChoices):
    """Whose an organisation is. Where it stands is another fact: a college of the region stands in a town."""

    MUNICIPALITY = "municipality", _("municipality")
    REGION = "region", _("region")
    FEDERATION = "federation", _("federation")
    PRIVATE = "private", _("private founder")


class UnitKind(models.TextChoices):
    """Kinds of parts of an organisation."""

    BRANCH = "branch", _("branch")
    BUILDING = "building", _("building")
    GROUP = "group", _("kindergarten group")
    GROWTH_POINT = "growth_point", _("“Growth Point” centre")
    ADAPTED_CLASSES = "adapted_classes", _("classes of an adapted programme")


class ListState(models.TextChoices):
    """What became of a list that was put in."""

    WAITING = "waiting", _("waits for confirmation")
    CONFIRMED = "confirmed", _("is being taken in")
    TAKEN_IN = "taken_in", _("taken in")
    OUTDATED = "outdated", _("has to be looked at again")
