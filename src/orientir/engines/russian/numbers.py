"""Numerals in words and the nouns that go with them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from orientir.engines.russian.cases import OBLIQUE, Case, Gender
from orientir.engines.russian.dictionary import reprinted
from orientir.engines.russian.groups import Group, find_group
from orientir.engines.russian.nouns import Noun
from orientir.engines.russian.ordinals import ordinal
from orientir.engines.russian.printed import Printed

_NUMBERS_TEEN = range(11, 15)
_NO_BREAK = "\u00a0"

# Each row: nominative, genitive, dative, instrumental, prepositional. The accusative follows from being alive.
_TWO_TO_FOUR = {
    2: ("два", "двух", "двум", "двумя", "двух"),
    3: ("три", "трёх", "трём", "тремя", "трёх"),
    4: ("четыре", "четырёх", "четырём", "четырьмя", "четырёх"),
}
_ONE = {
    Gender.MASCULINE: ("один", "одного", "одному", "одним", "одном"),
    Gender.FEMININE: ("одна", "одной", "одной", "одной", "одной"),
    Gender.NEUTER: ("одно", "одного", "одному", "одним", "одном"),
}
_ON_SOFT_SIGN = (
    *("пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать", "двенадцать", "тринадцать"),
    *("четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать"),
)
_TENS = {2: "двадцать", 3: "тридцать", 5: "пятьдесят", 6: "шестьдесят", 7: "семьдесят", 8: "восемьдесят"}
_ON_A = {40: ("сорок", "сорока"), 90: ("девяносто", "девяноста"), 100: ("сто", "ста")}
_HUNDREDS = {
    2: ("двести", "двухсот", "двумстам", "двумястами", "двухстах"),
    3: ("триста", "трёхсот", "трёмстам", "тремястами", "трёхстах"),
    4: ("четыреста", "четырёхсот", "четырёмстам", "четырьмястами", "четырёхстах"),
}
# 5 человек, к 5 человекам; 5 лет: the plural after a number is not the one the dictionary gives.
_AFTER_NUMBERS = {
    "человек": dict(zip(OBLIQUE, ("человек", "человекам", "человек", "человеками", "человеках"), strict=True)),
    "год": {Case.GENITIVE: "лет"},
}
_COLUMN = {Case.NOMINATIVE: 0, Case.GENITIVE: 1, Case.DATIVE: 2, Case.INSTRUMENTAL: 3, Case.PREPOSITIONAL: 4}


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form that goes with a number: 1 пункт, 2 пункта, 5 пунктов, 11 пунктов, 21 пункт."""
    n = abs(n)
    if n % 100 in _NUMBERS_TEEN or n % 10 in (0, 5, 6, 7, 8, 9):
        return many
    return one if n % 10 == 1 else few


def in_words(
    n: int,
    case: Case | str = Case.NOMINATIVE,
    gender: Gender | str = Gender.MASCULINE,
    *,
    animate: bool = False,
) -> str:
    """A whole number from 0 to 999,999 in words: 2 школы → «две», до 21 ученика → «двадцати одного».

    `animate` matters in the accusative alone: «назначить двух педагогов», but «двадцать два педагога».
    Raises ValueError for a number outside these bounds.
    """
    if not 0 <= n < 1_000_000:
        raise ValueError(f"{n} is not said in words: from 0 to 999,999")
    case, gender = Case(case).common, Gender(gender)
    if n == 0:
        return "ноль" if case in (Case.NOMINATIVE, Case.ACCUSATIVE) else "нул" + _ending(case, "я", "ю", "ём", "е")
    thousands, rest = divmod(n, 1000)
    words = []
    if thousands:
        words += _below_thousand(thousands, case, Gender.FEMININE, alive=False)
        words.append(_thousand(thousands, case))
    words += _below_thousand(rest, case, gender, alive=animate and n < 5) if rest else []
    if case is Case.ACCUSATIVE and animate and n % 10 == 1 and n % 100 != 11 and gender is Gender.MASCULINE:
        words[-1] = "одного"
    return " ".join(words)


def _ending(case: Case, genitive: str, dative: str, instrumental: str, prepositional: str) -> str:
    return dict(zip(list(_COLUMN)[1:], (genitive, dative, instrumental, prepositional), strict=True))[case]


def _thousand(count: int, case: Case) -> str:
    """«Тысяча» is a noun of its own: одна тысяча, двум тысячам, пять тысяч."""
    one = dict(zip(OBLIQUE, ("тысячи", "тысяче", "тысячу", "тысячей", "тысяче"), strict=True))
    if plural(count, "one", "few", "many") == "one":
        return one.get(case, "тысяча")
    if case in (Case.NOMINATIVE, Case.ACCUSATIVE):
        return plural(count, "тысяча", "тысячи", "тысяч")
    return "тысяч" + _ending(case, "", "ам", "ами", "ах")


def _below_thousand(n: int, case: Case, gender: Gender, *, alive: bool) -> list[str]:
    """The words of 1 to 999; `alive` when the accusative is like the genitive."""
    hundreds, rest = divmod(n, 100)
    tens, ones = (0, rest) if rest < 20 else divmod(rest, 10)
    straight = Case.NOMINATIVE if case is Case.ACCUSATIVE else case
    words = [_hundred(hundreds, straight)] if hundreds else []
    words += [_ten(tens, straight)] if tens else []
    if ones == 1:
        if case is Case.ACCUSATIVE and gender is Gender.FEMININE:
            words.append("одну")
        else:
            words.append(_ONE[gender][_COLUMN[straight]])
    elif ones in _TWO_TO_FOUR:
        column = _COLUMN[Case.GENITIVE if case is Case.ACCUSATIVE and alive else straight]
        words.append("две" if ones == 2 and column == 0 and gender is Gender.FEMININE else _TWO_TO_FOUR[ones][column])
    elif ones:
        words.append(_soft(_ON_SOFT_SIGN[ones - 5], straight))
    return words


def _soft(word: str, case: Case) -> str:
    """Пять, пяти, пятью; восемь loses its е before и: восьми, восемью."""
    if case is Case.NOMINATIVE:
        return word
    if case is Case.INSTRUMENTAL:
        return word[:-1] + "ью"
    return (word[:-1] if word != "восемь" else "восьм") + "и"


def _ten(tens: int, case: Case) -> str:
    if tens in (4, 9):
        return _ON_A[tens * 10][case is not Case.NOMINATIVE]
    if tens < 5:
        return _soft(_TENS[tens], case)
    if case is Case.NOMINATIVE:
        return _TENS[tens]
    ending = "десятью" if case is Case.INSTRUMENTAL else "десяти"
    return _soft(_ON_SOFT_SIGN[tens - 5], case) + ending


def _hundred(hundreds: int, case: Case) -> str:
    if hundreds == 1:
        return _ON_A[100][case is not Case.NOMINATIVE]
    if hundreds in _HUNDREDS:
        return _HUNDREDS[hundreds][_COLUMN[case]]
    endings = ("сот", "сот", "стам", "стами", "стах")
    return _soft(_ON_SOFT_SIGN[hundreds - 5], case) + endings[_COLUMN[case]]


def counted(
    n: int | float | Decimal,
    noun: str,
    case: Case | str = Case.NOMINATIVE,
    *,
    style: Literal["figures", "words", "both"] = "figures",
) -> str:
    """A number with its noun, given in the nominative singular: 3 школы, 21 школа, к 5 детским садам, 1,5 часа.

    «words» says двух школ, «both» 2 (двух) школ. A fraction is always written in figures. Between a figure and
    its noun stands a no-break space, as between the thousands of numbers from 10 000 on. An abbreviation or a
    word that cannot be turned stays: 5 МБОУ. Raises ValueError for an infinite number, and with words beyond
    the bounds of `in_words`.
    """
    case = Case(case).common
    number = Decimal(str(n))
    if not number.is_finite():
        raise ValueError(f"{n} counts nothing")
    whole = number == number.to_integral_value()
    given = _Counted(noun)
    figures = _figures(number)
    if not whole:
        return f"{figures}{_NO_BREAK}{given.printed(Case.GENITIVE)}"
    words = given.after(abs(int(number)), case)
    if style == "figures":
        return f"{figures}{_NO_BREAK}{words}"
    said = in_words(int(number), case, given.gender, animate=given.animate)
    return f"{said} {words}" if style == "words" else f"{figures}{_NO_BREAK}({said}) {words}"


def ranked(n: int, noun: str, case: Case | str = Case.NOMINATIVE) -> str:
    """An ordinal with its noun, given in the nominative singular: 1-й класс, в 3-й четверти, 2-е полугодие.

    A word that cannot be turned stays, with the ordinal of a masculine.
    """
    given = _Counted(noun)
    number = ordinal(n, case, given.gender, animate=given.animate)
    return f"{number}{_NO_BREAK}{given.printed(Case(case))}"


class _Counted:
    """A noun with its adjectives that stands after a number."""

    def __init__(self, text: str) -> None:
        self._name = Printed(text)
        found = find_group(self._name, 0) if self._name.words else None
        self._group: Group | None = found if found is not None and found.head is not None else None
        self.gender = (found.gender if found else None) or Gender.MASCULINE
        self.animate = found is not None and found.animate

    def printed(self, case: Case, *, plural: bool = False) -> str:
        """The name in a case; as it was given where it cannot be turned."""
        return self._name.joined((self._group.turned(case, plural=plural) if self._group else None) or {})

    def after(self, n: int, case: Case) -> str:
        """The form after a whole number that stands in this case."""
        kind = plural(n, "one", "few", "many")
        if kind == "one":
            return self.printed(case)
        straight = case in (Case.NOMINATIVE, Case.ACCUSATIVE)
        if kind == "few" and straight and not (case is Case.ACCUSATIVE and self.animate and n < 5):
            return self._few()
        if straight or n % 1000 == 0:
            case = Case.GENITIVE  # «тысяча» and «ноль» are followed by it in every case: к тысяче школ
        return self._many(case)

    def _few(self) -> str:
        """2 школы, 2 новых сада, 2 новые школы, 2 учащихся."""
        group = self._group
        if group is None or not isinstance(group.head, Noun) or group.plural:
            return self._many(Case.GENITIVE)
        feminine = group.gender is Gender.FEMININE
        around = group.turned(Case.NOMINATIVE if feminine else Case.GENITIVE, plural=True)
        head = group.head.turned(Case.GENITIVE, plural=False)
        return self._name.joined({} if around is None or head is None else {**around, group.at: head})

    def _many(self, case: Case) -> str:
        group = self._group
        if group is not None and isinstance(group.head, Noun) and group.head.lemma in _AFTER_NUMBERS:
            own = _AFTER_NUMBERS[group.head.lemma].get(case)
            if own is not None:
                turned = group.turned(case, plural=True) or {}
                return self._name.joined({**turned, group.at: reprinted(group.head.printed, group.head.lemma, own)})
        return self.printed(case, plural=True)


def _figures(number: Decimal) -> str:
    """Decimal comma, minus sign, thousands apart from 10 000 on, no idle zeros behind the comma."""
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    integer, _, fraction = plain.lstrip("-").partition(".")
    if len(integer) > 4:
        integer = f"{int(integer):,}".replace(",", _NO_BREAK)
    return ("−" if plain.startswith("-") else "") + integer + ("," + fraction if fraction else "")
