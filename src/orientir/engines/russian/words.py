"""Words as the dictionary knows them: their lemmas, and whether one is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from orientir.engines.russian.dictionary import WORD, analyser, readings

_LIKELY = 0.3


def lemmas(text: str) -> str:
    """Dictionary forms of all words, single spaces between, before and after them.

    « школа » is found in « муниципальный школа 9 » as a whole word, and never as a part of another.
    Empty for a text without words. Ё is е, so that both spellings meet.
    """
    found = [str(readings(word)[0].normal_form).replace("ё", "е") for word in WORD.findall(text.lower())]
    return f" {' '.join(found)} " if found else ""


def is_word(text: str) -> bool:
    """Whether the dictionary knows the word."""
    return bool(analyser().word_is_known(text.lower()))


def starts_nominative(text: str, *, least: float = 0.1) -> bool:
    """Whether a name can begin here: its first word may be a subject, or is an abbreviation.

    «образовательные организации» may, «образованием в районах» and «дополнительного образования» may not; nor
    may the name of a place alone, which as a rule ends the name before it. Many words are alike in two cases
    («занятости», «школы»); `least` is how likely the nominative must be, from 0 to 1.
    """
    # a shortened word says nothing of its case, the next one does: «кл. руководители»
    found = WORD.search(re.sub(r"^\W*[а-яё]{1,4}\.\s*(?=[а-яё])", "", text))
    if found is None:
        return False
    word = found[0]
    if word.isupper() and len(word) > 1:
        return True
    found_readings = readings(word.lower())
    if "Geox" in found_readings[0].tag and len(WORD.findall(text)) == 1:
        return False
    if any("nomn" in reading.tag and _may_be_subject(reading) and reading.score >= least for reading in found_readings):
        return True
    return _agrees_with_subject(found_readings, text[found.end() :])


def _agrees_with_subject(adjectives: Sequence[Any], after: str) -> bool:
    """«городской совет»: the adjective alone is rarely a nominative, with its noun it is nothing else."""
    forms = [one.tag for one in adjectives if one.tag.POS == "ADJF" and "nomn" in one.tag]
    if not forms:
        return False
    for word in WORD.findall(after)[:3]:
        nouns = [one for one in readings(word.lower()) if one.tag.POS == "NOUN"]
        if nouns:
            return any(
                "nomn" in noun.tag
                and noun.score >= _LIKELY
                and any(noun.tag.number == form.number and form.gender in (None, noun.tag.gender) for form in forms)
                for noun in nouns
            )
    return False


def starts_common_noun(text: str) -> bool:
    """Whether the text begins with a word that as a rule is a common noun, or its adjective, in the nominative.

    «Юрисконсульт» does; «Республики», «Калмыкия» and «Орлова» do not.
    """
    found = WORD.search(text)
    if found is None:
        return False
    proper = {"Geox", "Name", "Surn", "Patr", "Orgn", "Abbr"}
    reading = readings(found[0].lower())[0]
    known = analyser().word_is_known(found[0].lower())
    return bool(
        known and "nomn" in reading.tag and _may_be_subject(reading) and not proper & set(reading.tag.grammemes)
    )


def _may_be_subject(reading: Any) -> bool:
    """A noun, an adjective before one, a pronoun, or a participle that serves as a noun («заведующие»)."""
    return reading.tag.POS in ("NOUN", "ADJF", "NPRO") or "Subx" in reading.tag
