"""The columns of a list of organisations, and how what stands in their cells is read."""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from orientir.engines.russian import normalise
from orientir.engines.spreadsheets import Column, Value
from orientir.territory.models.organisations import LONGEST_BASIS, LONGEST_CODE, LONGEST_NAME, LONGEST_SHORT_NAME

COLUMNS = (
    Column("code", ("код", "код организации", "ключ", "code"), required=False, longest=LONGEST_CODE),
    Column("kind", ("вид", "вид организации", "тип", "тип организации", "kind")),
    Column(
        "name",
        (
            "полное наименование",
            "полное наименование организации",
            "полное название",
            "наименование организации",
            "наименование",
            "full name",
        ),
        longest=LONGEST_NAME,
    ),
    Column(
        "short_name",
        (
            "краткое наименование",
            "краткое наименование организации",
            "сокращённое наименование",
            "сокращённое наименование организации",
            "краткое название",
            "short name",
        ),
        longest=LONGEST_SHORT_NAME,
    ),
    Column(
        "territory",
        ("территория", "муниципалитет", "муниципальное образование", "муниципальный район", "район", "territory"),
        required=False,
    ),
    Column("founder", ("учредитель", "founder"), required=False),
    Column("tax_number", ("ИНН", "ИНН организации", "tax number"), required=False),
    Column("first_grade", ("первый класс", "классы с", "обучает с класса", "first grade"), required=False),
    Column("last_grade", ("последний класс", "классы по", "обучает по класс", "last grade"), required=False),
    Column("adapted", ("АОП", "реализует АОП", "адаптированные программы", "adapted programmes"), required=False),
    Column("growth_point", ("Точка роста", "центр «Точка роста»", "growth point"), required=False),
    Column("groups", ("дошкольные группы", "группы детского сада", "kindergarten groups"), required=False),
    Column("opened_on", ("открыта", "открыта с", "дата открытия", "opened on"), required=False),
    Column("since", ("изменения с", "действует с", "changes from"), required=False),
    Column("basis", ("основание", "основание изменений", "basis"), required=False, longest=LONGEST_BASIS),
)
"""What the list is asked for. Names as they stand in the heads of lists that offices keep; the first is written."""

_COMPARED = 100
"""Signs of a misspelt name that are compared: likeness takes time with the square of the length."""
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: г\.?)?")
_WEIGHTS = ((2, 4, 10, 3, 5, 9, 4, 6, 8), (7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))

Thing = TypeVar("Thing")
Choice = TypeVar("Choice", bound=TextChoices)


class Answer(StrEnum):
    """What stands in a column that asks whether."""

    YES = "yes"
    NO = "no"

    @property
    def words(self) -> str:
        return _("yes") if self is Answer.YES else _("no")


class Names(Generic[Thing]):
    """Things by the names people write, and the name that is most like a misspelt one."""

    def __init__(self, named: list[tuple[str, Thing]]) -> None:
        self._things: dict[str, list[Thing]] = {}
        self._names: dict[str, str] = {}
        for name, thing in named:
            self._things.setdefault(normalise(name), []).append(thing)
            self._names.setdefault(normalise(name), name)

    def find(self, text: str) -> list[Thing]:
        return self._things.get(normalise(text), [])

    def near(self, text: str) -> str:
        """The nearest name, or nothing where none is like it."""
        close = difflib.get_close_matches(normalise(text)[:_COMPARED], self._names, n=1)
        return self._names[close[0]] if close else ""


def names_of(choices: type[Choice]) -> dict[str, Choice]:
    """Return the words for each choice, in every language of the interface, and its code."""
    names: dict[str, Choice] = {}
    for language in dict(settings.LANGUAGES):
        with translation.override(language):
            names |= {str(choice.label): choice for choice in choices}
    return names | {str(choice.value): choice for choice in choices}


def answer_names() -> dict[str, Answer]:
    """Return the ways to say yes and no."""
    names = {"+": Answer.YES, "1": Answer.YES, "-": Answer.NO, "0": Answer.NO}
    for language in dict(settings.LANGUAGES):
        with translation.override(language):
            names |= {answer.words: answer for answer in Answer}
    return names


def date_in(value: Value) -> date | None:
    """Return the day that a cell names: a date of the office program, or 01.09.2026."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _DATE.fullmatch(value)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def is_tax_number(text: str) -> bool:
    """Say whether it is a tax number: ten figures of a company or twelve of a person, the last ones a check."""
    if not (text.isascii() and text.isdigit() and len(text) in (10, 12)):
        return False
    digits = [int(sign) for sign in text]
    checked = _WEIGHTS[:1] if len(text) == 10 else _WEIGHTS[1:]
    return all(
        sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11 % 10 == digits[len(weights)]
        for weights in checked
    )


def tax_number_meant(text: str) -> str:
    """Return the tax number from which an office program has dropped the first zero, or nothing."""
    return f"0{text}" if is_tax_number(f"0{text}") else ""
