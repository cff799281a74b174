from __future__ import annotations

from django.db.models import QuerySet

from .choices import Kind
from .models import Organisation, Territory


def organisations_beneath(territory: Territory) -> QuerySet[Organisation]:
    """Return the organisations of a territory and of all territories in it."""
    return Organisation.objects.filter(territory__path__startswith=territory.path)


def schools_beneath(territory: Territory) -> QuerySet[Organisation]:
    return organisations_beneath(territory).filter(kind=Kind.SCHOOL)
