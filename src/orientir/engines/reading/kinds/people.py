"""For whom a measure is: audience, class numbers, special groups of students."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from orientir.engines.reading.kinds.clauses import PARTNERS, SECTION, TITLE, Stretch
from orientir.engines.reading.kinds.loading import NOBODY
from orientir.engines.reading.kinds.model import Finding
from orientir.engines.reading.kinds.rules import RuleSet
from orientir.engines.reading.kinds.voices import Voice, voices
from orientir.engines.reading.kinds.words import without_names

_CLASS = r"(?:-?\s?(?:[хйе]|ый|ых|ые|ого|ому|ом|го))?"
_SPAN = rf"\d{{1,2}}{_CLASS}(?:\s*(?:[-–—]|до|по)\s*\d{{1,2}}{_CLASS})?"
_GRADES = re.compile(
    rf"(?<![\d.,№])(?P<spans>{_SPAN}(?:\s*(?:,|;|и|или)\s*{_SPAN})*)\s*(?:(?:«»|[а-яё]\b)\s*)?(?:классы|класс\w*|кл\.|кл\b)",
    re.IGNORECASE,
)
_LAST = 12
_NUMERALS: Mapping[str, int] = {
    "первоклассник": 1, "пятиклассник": 5, "шестиклассник": 6, "семиклассник": 7, "восьмиклассник": 8,
    "девятиклассник": 9, "десятиклассник": 10, "одиннадцатиклассник": 11,
}  # fmt: skip
# What the measures of these kinds are about is the work of organisations, whomever the work is for.
_ABOUT_WORK = frozenset(
    "act agreement analysis coordination decision effect monitoring recommendation register".split()
)


def read_audience(
    stretches: Sequence[Stretch], rules: RuleSet, kind: str, usual: Mapping[str, str]
) -> tuple[Finding[str], ...]:
    """To whom the measure turns: as its title says, else its section, else what such a measure usually has."""
    heard = _heard([stretch for stretch in stretches if stretch.place in TITLE - {PARTNERS}], rules, kind)
    if not heard:
        of_section = _heard([stretch for stretch in stretches if stretch.place == SECTION], rules, kind)
        # «Работа с педагогами и родителями» does not say which of them this row is for
        heard = of_section if len(of_section) == 1 else {}
    expected = usual[kind]
    if heard and not (kind in _ABOUT_WORK and expected not in heard):
        return tuple(heard.values())
    return (Finding(expected, 0.4, "обычно для такой меры"), *heard.values())


def _heard(stretches: Sequence[Stretch], rules: RuleSet, kind: str) -> dict[str, Finding[str]]:
    heard: dict[str, Finding[str]] = {}
    for voice in _addressed(stretches, rules):
        # what organisations do about guidance is their work, whichever students it is meant for
        if not (kind in _ABOUT_WORK and voice.hit.rule.gives == "students"):
            heard.setdefault(voice.hit.rule.gives, voice.finding())
    return heard


def _addressed(stretches: Sequence[Stretch], rules: RuleSet) -> list[Voice]:
    """The voices that address somebody.

    A longer phrase covers what stands inside: «родители выпускников» are parents, «самоопределение обучающихся»
    addresses nobody, nor do students who are named after it.
    """
    spoken = voices(stretches, rules)
    return [
        voice
        for voice in spoken
        if voice.hit.rule.gives != NOBODY and not any(_covers(other, voice) for other in spoken)
    ]


def _covers(other: Voice, voice: Voice) -> bool:
    if other.stretch is not voice.stretch or voice.hit.start < other.hit.start:
        return False
    inside = voice.hit.end <= other.hit.end
    if other.hit.rule.gives == NOBODY:
        return inside or voice.hit.rule.gives == "students"
    longer = other.hit.end - other.hit.start > voice.hit.end - voice.hit.start
    return inside and longer and other.hit.rule.gives != voice.hit.rule.gives


def read_categories(stretches: Iterable[Stretch], rules: RuleSet) -> tuple[Finding[str], ...]:
    """Special groups named in the row."""
    heard: dict[str, Finding[str]] = {}
    for voice in voices(tuple(stretches), rules):
        heard.setdefault(voice.hit.rule.gives, voice.finding())
    return tuple(heard.values())


def read_grades(texts: Iterable[tuple[str, str | None]]) -> Finding[tuple[int, ...]] | None:
    """Class numbers of the first text that names any; texts come as (name of the place, words)."""
    for place, printed in texts:
        text = without_names(printed or "")
        numbers: set[int] = set()
        words: list[str] = []
        for found in _GRADES.finditer(text):
            these = _numbers(found["spans"])
            if these:
                numbers |= these
                words.append(found[0])
        for stem, number in _NUMERALS.items():
            if stem in text.lower():
                numbers.add(number)
                words.append(stem)
        if numbers:
            return Finding(tuple(sorted(numbers)), 0.95 if place == "title" else 0.75, f"классы: {place}", tuple(words))
    return None


def _numbers(spans: str) -> set[int]:
    numbers: set[int] = set()
    for span in re.split(r"\s*(?:,|;|\bи\b|\bили\b)\s*", spans):
        ends = [int(number) for number in re.findall(r"\d{1,2}", span)]
        if ends and 1 <= ends[0] <= ends[-1] <= _LAST:
            numbers.update(range(ends[0], ends[-1] + 1))
    return numbers
