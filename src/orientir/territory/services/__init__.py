from .classes import ClassInUse, ExceptedAlready, end_exception, except_from_class, keep_class, remove_class
from .organisations import (
    BeforeOpening,
    Facts,
    Identity,
    add_described,
    add_organisation,
    change_organisation,
    correct_organisation,
    differences,
    facts_of,
    identity_of,
    settle_names,
)
from .refusals import CodeTaken, NameTaken
from .succession import (
    AlreadyClosed,
    HeirMissing,
    StillOpen,
    SuccessorClosed,
    close_organisation,
    take_back_closing,
)
from .territories import BENEATH, add_territory
from .units import add_unit, change_unit

__all__ = [
    "BENEATH",
    "AlreadyClosed",
    "BeforeOpening",
    "ClassInUse",
    "CodeTaken",
    "ExceptedAlready",
    "Facts",
    "HeirMissing",
    "Identity",
    "NameTaken",
    "StillOpen",
    "SuccessorClosed",
    "add_described",
    "add_organisation",
    "add_territory",
    "add_unit",
    "change_organisation",
    "change_unit",
    "close_organisation",
    "correct_organisation",
    "differences",
    "end_exception",
    "except_from_class",
    "facts_of",
    "identity_of",
    "keep_class",
    "remove_class",
    "settle_names",
    "take_back_closing",
]
