"""The rules as data: TOML files → rules, checked when they are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from orientir.engines.reading.kinds.model import AUDIENCES, CATEGORIES, EVENTS, FULFILMENTS, LEVELS, RESULT_FORMS
from orientir.engines.reading.kinds.phrases import Index, phrase
from orientir.engines.reading.kinds.rules import STRENGTHS, TURNS, WORD_LISTS, Manner, Rule, Rules, RuleSet
from orientir.engines.reading.kinds.words import forms_of

FOLDER = Path(__file__).parent / "rules"
NOBODY = "nobody"
"""What a rule of `audiences.toml` gives whose words address nobody."""
_VOCABULARIES: Mapping[str, frozenset[str]] = {
    "audiences": AUDIENCES | {NOBODY},
    "categories": CATEGORIES,
    "events": EVENTS,
    "kinds": FULFILMENTS,
    "performers": LEVELS,
    "results": RESULT_FORMS,
}
_INDICATOR = re.compile(r"I\d{2}")
_KEYS = {"id", "gives", "words", "unless", "also", "strength", "anywhere", "across", "many", "example"}


class RuleError(ValueError):
    """A rule that cannot be used: the message names file, rule and reason."""


@cache
def default_rules() -> Rules:
    """The rules that come with the product."""
    return read_rules(FOLDER)


def read_rules(folder: Path) -> Rules:
    """The rules of a folder: `manner.toml`, `usual.toml` and a file for each subject.

    Raises RuleError where a file is missing or a rule cannot be used.
    """
    manner = _manner(folder / "manner.toml")
    subjects = (*_VOCABULARIES, "indicators")
    sets = {subject: _rule_set(folder / f"{subject}.toml", subject, manner.same) for subject in subjects}
    return Rules(manner, sets, _usual(folder / "usual.toml"))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{file.name}: {error}") from error


def _manner(file: Path) -> Manner:
    plain = _read(file)
    if missing := {"same", *WORD_LISTS, *TURNS} - set(plain):
        raise RuleError(f"{file.name}: {', '.join(sorted(missing))} missing")
    same: dict[str, str] = {}
    for word, others in plain["same"].items():
        for other in others:
            same.update(dict.fromkeys(forms_of(other, {}), word))
    lists = {name: frozenset[str]().union(*(forms_of(word, same) for word in plain[name])) for name in WORD_LISTS}
    turns = {name: Index((phrase(printed, same), None) for printed in plain[name]) for name in TURNS}
    return Manner(same=same, turns=turns, **lists)


def _usual(file: Path) -> dict[str, dict[str, str]]:
    usual: dict[str, dict[str, str]] = _read(file)
    for table, allowed in (("result_form", RESULT_FORMS), ("audience", AUDIENCES)):
        values = usual.get(table, {})
        if missing := FULFILMENTS - set(values):
            raise RuleError(f"{file.name}: {table} says nothing of {', '.join(sorted(missing))}")
        if unknown := set(values.values()) - allowed:
            raise RuleError(f"{file.name}: {table} knows no {', '.join(sorted(unknown))}")
    return usual


def _rule_set(file: Path, subject: str, same: Mapping[str, str]) -> RuleSet:
    rules = tuple(_rule(plain, order, file, subject, same) for order, plain in enumerate(_read(file).get("rule", [])))
    names = [rule.id for rule in rules]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise RuleError(f"{file.name}: two rules are called «{doubled}»")
    return RuleSet(rules)


def _rule(plain: Mapping[str, Any], order: int, file: Path, subject: str, same: Mapping[str, str]) -> Rule:
    try:
        if unknown := set(plain) - _KEYS:
            raise ValueError(f"unknown keys {', '.join(sorted(unknown))}")
        rule = Rule(
            id=plain["id"],
            gives=plain["gives"],
            phrases=tuple(phrase(words, same) for words in plain["words"]),
            unless=tuple(phrase(words, same) for words in plain.get("unless", [])),
            also=tuple(plain.get("also", [])),
            strength=plain.get("strength", "usual"),
            anywhere=plain.get("anywhere", False),
            across=plain.get("across", False),
            many=plain.get("many", False),
            example=plain["example"],
            order=order,
        )
        if rule.strength not in STRENGTHS:
            raise ValueError(f"strength is one of {', '.join(STRENGTHS)}, not {rule.strength}")
        allowed = _VOCABULARIES.get(subject)
        if rule.gives not in allowed if allowed else not _INDICATOR.fullmatch(rule.gives):
            raise ValueError(f"gives {rule.gives}, which is not one of the {subject}")
        if unknown := set(rule.also) - FULFILMENTS:
            raise ValueError(f"also {', '.join(sorted(unknown))}, which is not one of the kinds")
    except KeyError as error:
        raise RuleError(f"{file.name}: rule {order + 1}: {error.args[0]} missing") from error
    except ValueError as error:
        raise RuleError(f"{file.name}: «{plain.get('id', order + 1)}»: {error}") from error
    return rule
