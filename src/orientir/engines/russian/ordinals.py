"""Ordinal numbers in figures: «1-й», «2-го»."""

from __future__ import annotations

from orientir.engines.russian.cases import OBLIQUE, Case, Gender

# The letters after the hyphen: the last one of the word, or the last two where a consonant stands before it
# (пятый → 5-й, пятого → 5-го). Nominative, then the order of OBLIQUE.
_ENDINGS = {
    Gender.MASCULINE: ("й", "го", "му", "й", "м", "м"),
    Gender.FEMININE: ("я", "й", "й", "ю", "й", "й"),
    Gender.NEUTER: ("е", "го", "му", "е", "м", "м"),
}
_PLURAL = ("е", "х", "м", "е", "ми", "х")
_CASES = (Case.NOMINATIVE, *OBLIQUE)


def ordinal(
    n: int,
    case: Case | str = Case.NOMINATIVE,
    gender: Gender | str = Gender.MASCULINE,
    *,
    plural: bool = False,
    animate: bool = False,
) -> str:
    """An ordinal with its ending: 1-й, 2-го, 9-е. `animate` matters in the accusative: «1-го заместителя»."""
    case = Case(case).common
    endings = _PLURAL if plural else _ENDINGS[Gender(gender)]
    ending = endings[_CASES.index(case)]
    if case is Case.ACCUSATIVE and animate and (plural or gender == Gender.MASCULINE):
        ending = endings[_CASES.index(Case.GENITIVE)]
    if plural and ending == "е" and n % 10 == 3 and n % 100 != 13:
        ending = "и"  # «третьи» alone ends so
    return f"{n}-{ending}"
