"""Text → tokens: words with their dictionary forms, quoted names, and the signs that part clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orientir.engines.russian import lemmas

NAME = "«»"
"""What stands in rules and tokens for a quoted or Latin proper name: its own words say nothing about the kind."""

# An inner name may share the closing mark of the outer one; a mark that is never closed ends with its clause.
_QUOTED = r"«[^«»]*(?:«[^«»]*»[^«»]*)*»|«[^«»]*«[^«»]*»|«[^«».;:\n]*|„[^“”\"]*[“”\"]|“[^”\"]*[”\"]|\"[^\"]*\""
# A proper name in Latin letters: «WorldSkills», «Junior Skills»; a single letter or a roman number is none.
_LATIN = r"[A-Z][A-Za-z]{2,}(?:[ -][A-Z][A-Za-z]+)*"
_TOKEN = re.compile(rf"(?P<name>{_QUOTED}|\b{_LATIN})|(?P<word>[^\W_]+(?:[-‐‑–][^\W\d_]+)*|%)|(?P<sign>[.,;:()/]|\n)")
# A full stop after these ends no clause.
_SHORTENED = frozenset("г гг т п д др пр им ст кл ул обл м н стр руб тыс чел проф школьн отв зам ч".split())
_SHORTEST_PART = 2
# A name of a place follows these words; an adjective made from it stands before those.
_SETTLEMENTS = frozenset("город г село поселок пос станица деревня дер хутор республика".split())
_TERRITORIES = frozenset("район край область округ муниципальный городской".split())
_OF_TERRITORY = re.compile(r"[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
_ADJECTIVE = re.compile(r"(?:[ыиео]й|[ая]я|[ое]е|[ое]го|[ое]му|[ыи]ми?|[ое]м|[ую]ю|[ыи]е|[ыи]х)$")
_SILENT = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True)
class Token:
    """A word, a name or a sign, with the forms under which rules may ask for it."""

    printed: str
    forms: frozenset[str]

    @property
    def is_sign(self) -> bool:
        """Whether this is punctuation."""
        return not self.forms


def without_names(text: str) -> str:
    """The text with quotation marks left empty: what a programme is called says nothing of the measure."""
    return re.sub(_QUOTED, NAME, text)


@lru_cache(maxsize=20_000)
def _lemma(word: str) -> str:
    return lemmas(word).strip()


def forms_of(word: str, same: Mapping[str, str], *, parts: bool = False) -> frozenset[str]:
    """The word itself, its dictionary form and the word that stands for it by `same` («провести»: «проведение»).

    With `parts` a compound is also each of its parts: «выставка-конкурс» is a contest, «онлайн-встреча» a meeting.
    """
    small = word.lower().replace("ё", "е").replace("‑", "-").replace("‐", "-").replace("–", "-")
    found = {small}
    for part in {small, *(part for part in small.split("-") if parts and len(part) > _SHORTEST_PART)}:
        lemma = _lemma(part) or part
        found |= {lemma, same.get(lemma, lemma), same.get(part, part)}
    return frozenset(found)


def tokens(text: str, same: Mapping[str, str]) -> list[Token]:
    """All tokens of a text but the names of places, in printed order."""
    found: list[Token] = []
    for match in _TOKEN.finditer(_SILENT.sub("", text)):
        if match["name"]:
            forms = frozenset({NAME})
        elif match["word"]:
            forms = forms_of(match["word"], same, parts=True)
        elif match["sign"] == "." and found and found[-1].printed.lower() in _SHORTENED:
            continue
        else:
            forms = frozenset()
        found.append(Token(match[0], forms))
    return _without_places(found)


def _without_places(found: Sequence[Token]) -> list[Token]:
    """«школы города Верхний Яр Озёрского района» → «школы города района»: a place says nothing, short or long."""
    left: list[Token] = []
    after_settlement = False
    for place, token in enumerate(found):
        is_name = token.printed[:1].isupper() and not token.printed.isupper()
        following = found[place + 1].forms if place + 1 < len(found) else frozenset()
        if is_name and (after_settlement or (_TERRITORIES & following and _OF_TERRITORY.search(token.printed))):
            # a name of two words begins with an adjective: «Верхний Яр»
            after_settlement = after_settlement and bool(_ADJECTIVE.search(token.printed))
            continue
        after_settlement = bool(_SETTLEMENTS & token.forms)
        left.append(token)
    return left
