"""What a printed performer may mean."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.engines import naming
from orientir.territory.models import Organisation

SURE = 0.9
"""From this confidence on a performer may be bound without asking: a test holds that none of these is wrong."""

REMEMBERED = "remembered"
REMEMBERED_WORD = "remembered_word"
FORMER_NAME = "former_name"
SUCCESSOR = "successor"
OWN_OFFICE = "own_office"
OWN_ORGANISATION = "own_organisation"
ONLY_OF_KIND = "only_of_kind"
CLASS_WORDS = "class_words"
OWN_CLASS = "own_class"
ASKED_ONCE = "asked_once"
OTHER_MEANING = "other_meaning"
PEOPLE = "people"
PART = "part"
UNIT = "unit"
UNREAD_WORDS = "unread_words"

REASONS: dict[str, Promise] = {
    naming.SAME_NAME: _("its name"),
    naming.SAME_PARTS: _("its name, said in another way"),
    naming.ABBREVIATION: _("the initials of its name"),
    naming.PART_OF_NAME: _("a part of its name"),
    naming.MISSPELT: _("with a slip of the pen"),
    naming.OTHER_FORM: _("with another legal form"),
    naming.OTHER_OWNER: _("with the form of another founder"),
    naming.UNFOUND_WORDS: _("some words are not in its name"),
    naming.SEVERAL_ALIKE: _("several have such a name"),
    REMEMBERED: _("decided before"),
    REMEMBERED_WORD: _("by what was decided for the same word"),
    FORMER_NAME: _("its former name"),
    SUCCESSOR: _("successor of the one that is named"),
    OWN_OFFICE: _("the office whose plan it is"),
    OWN_ORGANISATION: _("the organisation whose plan it is"),
    ONLY_OF_KIND: _("the only one of its kind here"),
    CLASS_WORDS: _("words for a class of organisations"),
    OWN_CLASS: _("a class of this territory"),
    ASKED_ONCE: _("this word is asked about once for a territory"),
    OTHER_MEANING: _("another meaning of this word"),
    PEOPLE: _("people named by what they do"),
    PART: _("a part of this organisation"),
    UNIT: _("one of its units"),
    UNREAD_WORDS: _("some words are not understood"),
}
"""Why a performer is thought to mean it, and what speaks against it, by code."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a printed performer may mean: organisations, or the class with this key.

    `duty` are printed words that name people or a part in them («классные руководители», «СП»); it stays with each
    organisation. `reasons` are codes of `REASONS`. `confidence` runs from 0 to 1, see `SURE`.
    """

    confidence: float
    reasons: tuple[str, ...]
    organisations: tuple[Organisation, ...] = ()
    class_key: str = ""
    duty: str = ""

    @property
    def meaning(self) -> tuple[tuple[int, ...], str, str]:
        """What tells one meaning from another."""
        return tuple(organisation.pk for organisation in self.organisations), self.class_key, self.duty


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed performer may mean, the likeliest first; empty where nothing is found."""

    printed: str
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def is_sure(self) -> bool:
        """Say whether it may be bound without asking."""
        return bool(self.candidates) and self.candidates[0].confidence >= SURE
