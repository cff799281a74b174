from .classes import ExceptionForm, OwnClassForm
from .organisations import (
    AddOrganisationForm,
    ChangeOrganisationForm,
    CloseForm,
    ListForm,
    TerritoryForm,
    UnitForm,
)
from .people import AppointForm, FoundForm, NameFields

__all__ = [
    "AddOrganisationForm",
    "AppointForm",
    "ChangeOrganisationForm",
    "CloseForm",
    "ExceptionForm",
    "FoundForm",
    "ListForm",
    "NameFields",
    "OwnClassForm",
    "TerritoryForm",
    "UnitForm",
]
