"""Cases and genders, and what a turned name is: its words and whether they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Case(StrEnum):
    """The six cases, and the place after «в» and «на» where it has a form of its own: «в детском саду»."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"
    LOCATIVE = "locative"

    @property
    def common(self) -> Case:
        """The case that names of people, adjectives and numerals have: the place is the prepositional."""
        return Case.PREPOSITIONAL if self is Case.LOCATIVE else self


class Gender(StrEnum):
    """Of a person only the first two, of a word all three."""

    MASCULINE = "masculine"
    FEMININE = "feminine"
    NEUTER = "neuter"


OBLIQUE = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL)
"""The order of endings in every table here."""


@dataclass(frozen=True, slots=True)
class Inflected:
    """A name in a case. Where `sure` is false, `text` is the name as it was given: say it without a case."""

    text: str
    sure: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class InflectedPerson:
    """Surname, first name, patronymic in a case; all three as they were given where `sure` is false.

    The parts go on to `initials`: «Ивановой», «Анне», «Петровне» → «Ивановой А. П.».
    """

    last: str
    first: str
    middle: str
    sure: bool

    @property
    def text(self) -> str:
        """Surname first, as lists and orders write it."""
        return " ".join(part for part in (self.last, self.first, self.middle) if part)

    def __str__(self) -> str:
        return self.text
