"""The performers of a measure: one cell of words → separate names in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orientir.engines.reading.blocks import Line, flat
from orientir.engines.reading.items import without_final
from orientir.engines.russian import starts_common_noun, starts_nominative

_REMARK = re.compile(r"\s*\((?:по согласованию|при участии|с участием)[^)]*\)", re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*(?:ответственн\w+(?:\s+исполнител\w+)?|(?:со)?исполнител\w+|при участии|совместно с)\s*[:–—-]\s*",
    re.IGNORECASE,
)
_MARKER = re.compile(r"^\s*(?:[-–—•·▪●*]|\d{1,2}[.)])\s*(?=\D)")
_ABBREVIATIONS = re.compile(r"(?<![А-ЯЁA-Z\w])([А-ЯЁ]{2,6})/([А-ЯЁ]{2,6})(?!\w)")
# A name does not end in these: what follows on the next line belongs to it.
_UNFINISHED = re.compile(r"(?:[-«(]|\b(?:и|или|по|в|во|на|с|со|для|при|от|из|к|г\.|им\.))$", re.IGNORECASE)
# What is called so stands on the next line, if that begins like a name: not «школы района», «библиотеки».
_BEFORE_NAME = re.compile(r"\b(?:района?|город\w*)$", re.IGNORECASE)
# The generic words for bodies and institutions; two of them in a row without a sign between are two names.
_BODY = (
    r"министерств|департамент|управлени|комитет|отдел|администраци|служб|центр|организаци|учреждени|школ|"
    r"гимнази|лице|колледж|техникум|институт|университет|академи|предприяти|дом|дворец|совет"
)
_STARTS_BODY = re.compile(rf"\W*(?:{_BODY}|администраци|комисси|библиотек)", re.IGNORECASE)
_CAPITAL_WITHIN = re.compile(r"(?<=[а-яё] )[А-ЯЁ][а-яё]{3,}")
_SHORT_HEAD = re.compile(
    r"^\W*(?:зам|нач|рук|отв|спец|зав|пом|пред|(?:кл|класс)\.\s*рук|соц\.\s*пед|пед\.\s*(?:доп|орг))\.", re.IGNORECASE
)
_SHORT_END = re.compile(r"\b(?:рук|дир|пед|орг|обр|образ)\.$", re.IGNORECASE)
_ONE_OF_MANY = re.compile(rf"^(?:[а-яё-]+\s+){{0,3}}(?:{_BODY})", re.IGNORECASE)


def split_performers(lines: Sequence[Line]) -> tuple[str, ...]:
    """Separate performers, words and letter case as printed.

    A paragraph, a semicolon and a comma part names; a comma inside one name («организации общего,
    дополнительного образования») does not, nor does a line break after which no name can begin. «(по
    согласованию)» and «Соисполнители:» are no part of a name; «СПО/ВО» is two.
    """
    names: list[str] = []
    for paragraph in _joined(lines):
        for name in _parts(paragraph):
            name = _LABEL.sub("", _MARKER.sub("", _REMARK.sub("", name)))
            name = flat(name).rstrip(" –—")
            name = name if _SHORT_END.search(name) else without_final(name).strip()
            if name and re.search(r"\w", name):
                names.append(name)
    return tuple(names)


def performers_in(words: str) -> tuple[str, ...]:
    """The performers that plain words name, as `split_performers` does; a line feed ends a paragraph."""
    return split_performers([Line(paragraph) for paragraph in words.split("\n")])


def _may_begin(text: str) -> bool:
    """Of the words for bodies a rarer nominative is believed too: «школы», «службы».

    «зам.» stands for a noun that begins a name, «кл.» for an adjective before one.
    """
    if _SHORT_HEAD.match(text):
        return True
    text = re.sub(r"^\W*все\s+", "", text, flags=re.IGNORECASE)  # «все педагоги»: the noun says the case
    return starts_nominative(text, least=0.01 if _STARTS_BODY.match(text) else 0.1)


def _joined(lines: Sequence[Line]) -> list[str]:
    """Paragraphs and lines, with those joined again that only continue the one before."""
    pieces: list[str] = []
    apart = False
    for line in lines:
        if not line.printed:  # between two cells
            apart = True
        for place, piece in enumerate(part for part in line.text.split("\n") if re.search(r"\w", part)):
            begins = apart or (bool(line.marker) and place == 0)
            apart = False
            if pieces and not begins and _continues(pieces[-1], piece):
                pieces[-1] = flat(f"{pieces[-1]}\n{piece}")
            else:
                pieces.append(piece.strip())
    return pieces


def _continues(before: str, after: str) -> bool:
    if after.startswith("("):
        return True
    if before.rstrip().endswith((",", ";", ".")) and not before.rstrip().endswith((" г.", " им.", "«")):
        return not _may_begin(after) and not before.rstrip().endswith(";")
    if _BEFORE_NAME.search(before.rstrip()) and not after[:1].islower():
        return True
    return bool(_UNFINISHED.search(before.rstrip())) or not _may_begin(_LABEL.sub("", _MARKER.sub("", after)))


def _parts(text: str) -> Iterator[str]:
    """Split at signs outside of quotation marks and brackets."""
    text = _ABBREVIATIONS.sub(r"\1, \2", text)
    part = ""
    quoted, brackets = False, 0
    for place, sign in enumerate(text):
        if sign in "«»":
            quoted = sign == "«"  # one closing sign ends a quotation within a quotation too
        elif sign in "()":
            brackets = max(brackets + (1 if sign == "(" else -1), 0)
        parts_here = sign == ";" or (sign == "," and _may_begin(_ahead(text, place + 1)))
        if parts_here and not quoted and not brackets:
            yield from _unsigned(part)
            part = ""
        else:
            part += sign
    yield from _unsigned(part)


def _ahead(text: str, place: int) -> str:
    """What follows a comma up to the next one."""
    return _LABEL.sub("", re.split(r"[,;(]", text[place:].lstrip(), maxsplit=1)[0])


def _unsigned(text: str) -> Iterator[str]:
    """Two names without a sign between: after a closing quotation mark another begins, or with a capital noun."""
    for part in _at_capitals(text):
        yield from _after_quotation(part)


def _at_capitals(text: str) -> Iterator[str]:
    """«Директор техникума Юрисконсульт» is two: a common noun in the nominative begins a name with its capital."""
    begun = 0
    for found in _CAPITAL_WITHIN.finditer(text):
        before = text[: found.start()]
        inside = before.count("«") > before.count("»") or before.count("(") > before.count(")")
        if not inside and starts_common_noun(text[found.start() :]):
            yield text[begun : found.start()]
            begun = found.start()
    yield text[begun:]


def _after_quotation(text: str) -> Iterator[str]:
    while found := re.search(r"»\s+(?=[а-яё])", text):
        rest = text[found.end() :]
        if not (_ONE_OF_MANY.match(rest) and _may_begin(rest)):
            break
        yield text[: found.start() + 1]
        text = rest
    yield text
