from .classes import ClassException, OwnClass
from .lists import OrganisationList
from .organisations import Organisation, OrganisationQuerySet, OrganisationState, Succession, Unit, UnitQuerySet
from .performers import RememberedPerformer
from .territories import Territory

__all__ = [
    "ClassException",
    "Organisation",
    "OrganisationList",
    "OrganisationQuerySet",
    "OrganisationState",
    "OwnClass",
    "RememberedPerformer",
    "Succession",
    "Territory",
    "Unit",
    "UnitQuerySet",
]
