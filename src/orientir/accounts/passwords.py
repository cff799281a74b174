"""Which passwords are refused because they are guessed first, whatever their length.

Rules about composition are not asked for (ASVS 5.0, 6.2.5): a sentence in small letters is a good password. Refused is
one word of the Russian dictionary (several hundred thousand forms) or of Django's list of common passwords, alone,
repeated or with figures and signs about it; the same typed in the other keyboard layout («gfhjkm»); a walk along the
keyboard; and words that everybody who knows the person would try: name, login, organisation, the product's own name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from orientir.engines.russian import is_word

from .models import User

LEAST_BESIDES = 8
"""So many letters and figures have to stand in a password besides what others know."""
SHORTEST_KNOWN = 4
"""Shorter words, as initials, stand by chance in anything."""

_ROWS = ("1234567890", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.")
_LATIN, _CYRILLIC = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюе"
_SHIFTED, _LARGE = '{}:"<>~', "хъжэбюе"
_OTHER_LAYOUT = str.maketrans(_CYRILLIC + _SHIFTED + _LATIN, _LATIN + _LARGE + _CYRILLIC)
_PRODUCT = ("ориентир", "orientir", "профориентация", "password", "пароль")

_known_to_others: list[Callable[[User], Iterable[str]]] = []


def knows_words_about(words: Callable[[User], Iterable[str]]) -> Callable[[User], Iterable[str]]:
    """Enter a function that tells words which others would try for an account: names, organisations (a decorator)."""
    _known_to_others.append(words)
    return words


class GuessedFirstValidator:
    """Refuses what is guessed first (for `AUTH_PASSWORD_VALIDATORS`)."""

    @cached_property
    def _common(self) -> set[str]:
        return set(CommonPasswordValidator().passwords)

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise `ValidationError` that says what to do when the password is one of those."""
        plain = password.casefold().replace("ё", "е")
        readings = (plain, plain.translate(_OTHER_LAYOUT))
        if _walks_along_the_keyboard(plain):
            raise ValidationError(
                _("Keys that lie beside each other are tried first. Take several words that do not belong together."),
                code="keyboard",
            )
        if any(self._is_one_word(reading) for reading in readings):
            raise ValidationError(
                _("One word is guessed at once, even with figures. Take several words that do not belong together."),
                code="one_word",
            )
        known = {word for word in _words_about(user) if len(word) >= SHORTEST_KNOWN}
        if any(_is_little_besides(reading, known) for reading in readings):
            raise ValidationError(
                _("Names, logins and organisations are tried first. Take words that tell nothing of you."),
                code="known_to_others",
            )

    def get_help_text(self) -> str:
        """Say beforehand what is asked for."""
        return str(_("Several words that do not belong together; not one word, no name, no keys in a row."))

    def _is_one_word(self, reading: str) -> bool:
        core = _once(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", reading))
        return core in self._common or (core.isalpha() and is_word(core))


def _once(text: str) -> str:
    """Return what is repeated, once: «парольпароль» is «пароль»."""
    found = re.fullmatch(r"(.+?)[\W\d_]*(?:\1[\W\d_]*)*", text)
    return found[1] if found else text


def _walks_along_the_keyboard(plain: str) -> bool:
    """Say whether most steps from key to key lead to a neighbour in the row, to and fro, or stay."""
    places = {key: (row, place) for row, keys in enumerate(_ROWS) for place, key in enumerate(keys)}
    steps = list(pairwise(plain))
    near = 0
    for one, other in steps:
        (row, place), (next_row, next_place) = places.get(one, (-1, 0)), places.get(other, (-2, 0))
        near += one == other or (row == next_row and abs(place - next_place) == 1)
    return len(steps) > 0 and near >= 0.75 * len(steps)


def _words_about(user: User | None) -> set[str]:
    words = [*_PRODUCT]
    if user is not None:
        words.extend(re.split(r"\W+", user.login))
        for ask in _known_to_others:
            words.extend(ask(user))
    return {word.casefold().replace("ё", "е") for word in words}


def _is_little_besides(reading: str, known: Iterable[str]) -> bool:
    """Say whether something that others know stands there and too little besides it."""
    left = reading
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, "")
    return left != reading and len(re.sub(r"[\W_]+", "", left)) < LEAST_BESIDES
