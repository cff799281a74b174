from .classes import ExceptionForm, OwnClassForm
from .organisations import (
    AddOrganisationForm,
    ChangeOrganisationForm,
    CloseForm,
    ListForm,
    TerritoryForm,
    UnitForm,
)
from .people import AppointForm, DepthForm, DeputyForm, EndForm, FoundForm, NameFields, SuccessorForm

__all__ = [
    "AddOrganisationForm",
    "AppointForm",
    "ChangeOrganisationForm",
    "CloseForm",
    "DepthForm",
    "DeputyForm",
    "EndForm",
    "ExceptionForm",
    "FoundForm",
    "ListForm",
    "NameFields",
    "OwnClassForm",
    "SuccessorForm",
    "TerritoryForm",
    "UnitForm",
]
