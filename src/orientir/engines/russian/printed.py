"""A printed name as words and what stands between them, so that turned words go back into their places."""

from __future__ import annotations

import re

from orientir.engines.russian.dictionary import WORD, dotted_as, readings

_OPENING, _CLOSING, _STRAIGHT = "«„", "»”", '"“'
_ROMAN = re.compile(r"[IVXLCDM]+")

# After these the name follows in the case it has anyway: «и. о. директора», «зам. начальника».
_SHORT_POSTS = frozenset("и ио о врио вр зам нач зав рук дир пом пред исп".split())


class Printed:
    """The words of a name (`words`), what is printed before each (`gaps`), and which of them stand in quotes."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(WORD.finditer(text))
        self.words = [word[0] for word in found]
        edges = [0, *(edge for word in found for edge in word.span()), len(text)]
        self.gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
        self.quoted = self._in_quotes()
        self._capitals = text.isupper()

    def __len__(self) -> int:
        return len(self.words)

    def _in_quotes(self) -> list[bool]:
        depth, quoted = 0, []
        for index, gap in enumerate(self.gaps[:-1]):
            for at, sign in enumerate(gap):
                before, after = gap[:at], gap[at + 1 :]
                # a straight sign opens where nothing parts it from what follows, and something from what was before
                opening = sign in _STRAIGHT and not after[:1].isspace() and (bool(before) or index == 0)
                if sign in _OPENING or opening:
                    depth += 1
                elif sign in _CLOSING or sign in _STRAIGHT:
                    depth = max(0, depth - 1)
            quoted.append(depth > 0)
        return quoted

    def joined(self, turned: dict[int, str]) -> str:
        """The text with some of its words in another form."""
        words = [turned.get(at, word) for at, word in enumerate(self.words)]
        return dotted_as(
            self.text, "".join(part for pair in zip(self.gaps, [*words, ""], strict=True) for part in pair)
        )

    def is_abbreviation(self, at: int) -> bool:
        """«МБОУ», «СПб», «ЦОПП»: capitals within the word, unless the whole is printed in capitals."""
        last = self.words[at].rpartition("-")[2]
        if sum(letter.isupper() for letter in last) < 2:
            return False
        if len(last) < (3 if self._capitals else 6):
            return True
        known = [reading for reading in readings(self.words[at].lower()) if reading.is_known]
        relative = self._capitals and re.search(r"(?:СК|ЦК)(?:ИЙ|АЯ|ОЕ|ИЕ|ОГО|ОМУ|ИМ|ОМ|ОЙ|УЮ|ИХ)$", last) is not None
        return not relative and (not known or all("Abbr" in reading.tag for reading in known))

    def is_short_post(self, at: int) -> bool:
        """Whether a shortened post stands here, behind which nothing turns."""
        word = self.words[at].lower()
        if word in ("врио", "ио"):
            return True
        return word in _SHORT_POSTS and self.gaps[at + 1].startswith((".", "/"))

    def is_transparent(self, at: int) -> bool:
        """Figures, letters of classes and shortened adjectives before a noun: «9 «А» класс», «соц. педагог»."""
        word = self.words[at]
        if word.isdigit() or _ROMAN.fullmatch(word) or (self.quoted[at] and len(word) == 1):
            return True
        shortened = self.gaps[at + 1].startswith(".") and len(word) <= 6 and word.isalpha()
        if shortened:
            return word.islower() or word.istitle()
        return readings(word.lower())[0].tag.POS == "ADVB" and word[1:].islower()
