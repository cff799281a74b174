"""`./orientir term WORDS`: what a term written in words says, and when it falls due in a plan."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from orientir.door.words import language

if TYPE_CHECKING:
    from orientir.engines.calendar import Calendar
    from orientir.engines.terms import Occurrence, Term

# key -> (English, Russian)
WORDS: dict[str, tuple[str, str]] = {
    "metavar": ("WORDS", "СЛОВА"),
    "metavar.date": ("DATE", "ДАТА"),
    "metavar.rule": ("RULE=VALUE", "ПРАВИЛО=ЗНАЧЕНИЕ"),
    "option.words": ("the term as printed", "срок, как он напечатан"),
    "option.from": ("first day of the plan, YYYY-MM-DD", "первый день плана, ГГГГ-ММ-ДД"),
    "option.to": ("last day of the plan, YYYY-MM-DD", "последний день плана, ГГГГ-ММ-ДД"),
    "option.rule": (
        "change a rule by which dates are made, such as year=school; may stand several times",
        "изменить правило, по которому назначаются даты, например year=school; можно несколько раз",
    ),
    "option.json": ("print JSON alone", "вывести только JSON"),
    "value.date": ("“{value}” is not a date like 2026-09-01", "«{value}» не похоже на дату вида 2026-09-01"),
    "value.rule": (
        "there is no rule “{value}”; the rules and their values are in docs/terms.md",
        "правила «{value}» нет; правила и их значения — в docs/terms.md",
    ),
    "both": (
        "--from and --to are given together, the earlier date first, both from 1900 to 2100",
        "--from и --to указываются вместе, сначала более ранняя дата, обе с 1900 по 2100 год",
    ),
    "understood": ("Understood", "Понято"),
    "nothing": ("nothing is said of time", "о сроке ничего не сказано"),
    "warning": ("Worth a look", "Стоит проверить"),
    "rules": ("By rule", "По правилам"),
    "occurrences": ("Dates in the plan", "Даты в плане"),
    "none": ("none; people set the date", "нет, дату назначают люди"),
    "outside": ("the years of the term lie outside of the plan", "годы срока лежат вне плана"),
    "window": (
        "{starts} – {ends}, due {due}, inner due day {inner}",
        "{starts} – {ends}, сдать до {due}, внутренний срок {inner}",
    ),
    "warning.term_unread": ("not understood: {words}", "не понято: {words}"),
    "warning.term_impossible_date": ("there is no such date: {words}", "такой даты не бывает: {words}"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words, the period they are laid over, its rules, and the form of the answer."""
    parser.add_argument("words", metavar=_say("metavar"), help=_say("option.words"))
    for name in ("from", "to"):
        parser.add_argument(
            f"--{name}",
            dest=f"{name}_day",
            type=_day,
            metavar=_say("metavar.date"),
            help=_say(f"option.{name}"),
        )
    parser.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar=_say("metavar.rule"),
        help=_say("option.rule"),
    )
    parser.add_argument("--json", action="store_true", help=_say("option.json"))
    parser.set_defaults(refuse=parser.error)


def run(args: argparse.Namespace) -> int:
    """Print the term; words that say nothing of time are an answer too, so the code is always 0."""
    from orientir.engines.terms import occurrences, parse_term

    period = _period(args)
    calendar = _calendar(args, period)
    term = parse_term(args.words)
    found = occurrences(term, period, calendar) if period and calendar else ()
    if args.json:
        answer = {"term": term.to_json(), "occurrences": [_plain(window) for window in found]}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    rows = _rows(term)
    if period and calendar:
        rows += _dates(term, period, calendar, found)
    width = max(len(label) for label, _ in rows)
    print("\n".join(f"{label.ljust(width)}  {text}" for label, text in rows))
    return 0


def _say(key: str, values: Mapping[str, object] | None = None) -> str:
    english, russian = WORDS[key]
    return (english if language() == "en" else russian).format(**(values or {}))


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(_say("value.date", {"value": value})) from fault


def _period(args: argparse.Namespace) -> tuple[date, date] | None:
    first, last = args.from_day, args.to_day
    if first is None and last is None:
        return None
    if first is None or last is None or not (1900 <= first.year <= last.year <= 2100 and first <= last):
        args.refuse(_say("both"))
    return first, last


def _calendar(args: argparse.Namespace, period: tuple[date, date] | None) -> "Calendar | None":
    """The rules of a plan of such a period, changed as was asked."""
    from orientir.engines.calendar import Calendar, Rules, WrongRule

    rules = Rules.of_plan(period) if period else Rules()
    for printed in args.rule:
        key, _, value = printed.partition("=")
        try:
            rules = rules.changed({key.strip(): _value(value.strip())})
        except WrongRule:
            args.refuse(_say("value.rule", {"value": _shown(printed)}))
    return Calendar(rules) if period else None


def _value(text: str) -> Any:
    """A number, null or a list as in JSON; anything else is a word."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(window: "Occurrence") -> dict[str, str]:
    return {
        "starts_on": window.starts_on.isoformat(),
        "ends_on": window.ends_on.isoformat(),
        "due_on": window.due_on.isoformat(),
        "inner_due_on": window.inner_due_on.isoformat(),
    }


def _rows(term: "Term") -> list[tuple[str, str]]:
    from orientir.engines.terms import Term, describe

    if term.kind == "unspecified":
        rows = [(_say("understood"), _say("nothing"))]
    else:
        plain = Term.from_json({**term.to_json(), "note": ""}) if term.occasion != "event" else term
        rows = [(_say("understood"), _shown(describe(plain, language())))]
    if term.warning:
        words = ", ".join(term.unread) or term.note
        rows.append((_say("warning"), _say(f"warning.{term.warning}", {"words": _shown(words)})))
    return rows


def _dates(
    term: "Term", period: tuple[date, date], calendar: "Calendar", found: "tuple[Occurrence, ...]"
) -> list[tuple[str, str]]:
    from orientir.engines.terms import explain

    rows = _labelled("rules", explain(term, period, calendar, language=language()))
    dates = [
        _say(
            "window",
            {
                "starts": _date(window.starts_on),
                "ends": _date(window.ends_on),
                "due": _date(window.due_on),
                "inner": _date(window.inner_due_on),
            },
        )
        for window in found
    ]
    if not dates:
        first, last = term.years or (None, None)
        outside = (first or 0) > period[1].year or (last or period[0].year) < period[0].year
        dates = [_say("outside") if outside else _say("none")]
    return rows + _labelled("occurrences", dates)


def _labelled(key: str, lines: "tuple[str, ...] | list[str]") -> list[tuple[str, str]]:
    return [(_say(key) if at == 0 else "", line) for at, line in enumerate(lines)]


def _shown(text: str) -> str:
    """Words from outside on one line, without what a terminal would obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _date(day: date) -> str:
    return day.isoformat() if language() == "en" else day.strftime("%d.%m.%Y")
