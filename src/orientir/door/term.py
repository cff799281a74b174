"""`./orientir term WORDS`: what a term written in words says, and when it falls due."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from orientir.door.words import language

if TYPE_CHECKING:
    from orientir.engines.terms import Occurrence, Term

# key -> (English, Russian)
WORDS: dict[str, tuple[str, str]] = {
    "metavar": ("WORDS", "СЛОВА"),
    "metavar.date": ("DATE", "ДАТА"),
    "option.words": ("the term as printed", "срок, как он напечатан"),
    "option.from": ("first day of the plan, YYYY-MM-DD", "первый день плана, ГГГГ-ММ-ДД"),
    "option.to": ("last day of the plan, YYYY-MM-DD", "последний день плана, ГГГГ-ММ-ДД"),
    "option.json": ("print JSON alone", "вывести только JSON"),
    "value.date": ("“{value}” is not a date like 2026-09-01", "«{value}» не похоже на дату вида 2026-09-01"),
    "both": (
        "--from and --to are given together, the earlier date first",
        "--from и --to указываются вместе, сначала более ранняя дата",
    ),
    "kind": ("Kind", "Вид"),
    "years": ("Years", "Годы"),
    "months": ("Months", "Месяцы"),
    "deadline": ("No later than", "Не позднее"),
    "relative": ("Refers to", "Привязка"),
    "note": ("Note", "Примечание"),
    "warning": ("Worth a look", "Стоит проверить"),
    "occurrences": ("Dates in the plan", "Даты в плане"),
    "none": (
        "the words name no date; it is set by people",
        "слова не называют даты; её назначают люди",
    ),
    "window": ("{starts} – {ends}, due {due}", "{starts} – {ends}, исполнить до {due}"),
    "day": ("due {due}", "исполнить до {due}"),
    "since": ("from {year}", "с {year}"),
    "kind.once": ("once", "один раз"),
    "kind.range": ("throughout the years named", "в названные годы"),
    "kind.annual": ("every year", "ежегодно"),
    "kind.half_yearly": ("twice a year", "раз в полугодие"),
    "kind.quarterly": ("every quarter", "ежеквартально"),
    "kind.monthly": ("every month", "ежемесячно"),
    "kind.school_year": ("throughout the school year", "в течение учебного года"),
    "kind.continuous": ("all the time", "постоянно"),
    "kind.by_schedule": ("by a schedule", "по графику или плану"),
    "kind.unspecified": ("not specified", "не определён"),
    "relative.external_schedule": ("somebody else's schedule or plan", "чужой график или план"),
    "relative.own_plan": ("the performer's own plan", "собственный план исполнителя"),
    "relative.after_school_year": ("the end of the school year", "итоги учебного года"),
    "relative.after_reporting_period": ("the end of the reporting period", "итоги отчётного периода"),
    "relative.current_year": ("the current year", "текущий год"),
    "warning.term_unread": ("the words were not understood", "слова не поняты"),
    "warning.term_impossible_date": ("there is no such date", "такой даты не бывает"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "ru": (
        "январь", "февраль", "март", "апрель", "май", "июнь",
        "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    ),
}  # fmt: skip
_MONTHS_OF = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words, the period they are laid over, and the form of the answer."""
    parser.add_argument("words", metavar=_say("metavar"), help=_say("option.words"))
    for name in ("from", "to"):
        parser.add_argument(
            f"--{name}",
            dest=f"{name}_day",
            type=_day,
            metavar=_say("metavar.date"),
            help=_say(f"option.{name}"),
        )
    parser.add_argument("--json", action="store_true", help=_say("option.json"))
    parser.set_defaults(refuse=parser.error)


def run(args: argparse.Namespace) -> int:
    """Print the term; words that say nothing of time are an answer too, so the code is always 0."""
    from orientir.engines.terms import occurrences, parse_term

    first, last = args.from_day, args.to_day
    if (first is None) != (last is None) or (first and last and first > last):
        args.refuse(_say("both"))
    term = parse_term(args.words)
    found = occurrences(term, (first, last)) if first and last else ()
    if args.json:
        windows = [
            {
                "starts_on": window.starts_on.isoformat(),
                "ends_on": window.ends_on.isoformat(),
                "due_on": window.due_on.isoformat(),
            }
            for window in found
        ]
        print(json.dumps({"term": term.to_json(), "occurrences": windows}, ensure_ascii=False, indent=2))
        return 0
    rows = _rows(term)
    if first:
        rows += _dates(found)
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


def _rows(term: "Term") -> list[tuple[str, str]]:
    rows = [("kind", _say(f"kind.{term.kind}"))]
    if term.years:
        start, end = term.years
        years = str(start) if start == end else f"{start}–{end}"
        rows.append(("years", _say("since", {"year": start}) if end is None else years))
    names = _MONTHS[language()]
    if term.months:
        first, last = term.months
        window = names[first - 1] if first == last else f"{names[first - 1]} – {names[last - 1]}"
        rows.append(("months", window))
    elif term.months_list:
        rows.append(("months", ", ".join(names[month - 1] for month in term.months_list)))
    if term.deadline:
        month, day = (int(part) for part in term.deadline.split("-"))
        text = f"{day} {names[month - 1]}" if language() == "en" else f"{day} {_MONTHS_OF[month - 1]}"
        rows.append(("deadline", text))
    if term.relative:
        rows.append(("relative", _say(f"relative.{term.relative}")))
    if term.note:
        rows.append(("note", "".join(sign if sign.isprintable() else " " for sign in term.note)))
    if term.warning:
        rows.append(("warning", _say(f"warning.{term.warning}")))
    return [(_say(key), text) for key, text in rows]


def _dates(found: "tuple[Occurrence, ...]") -> list[tuple[str, str]]:
    if not found:
        return [(_say("occurrences"), _say("none"))]
    rows = []
    for at, window in enumerate(found):
        key = "day" if window.starts_on == window.due_on else "window"
        starts, ends, due = (_date(day) for day in (window.starts_on, window.ends_on, window.due_on))
        text = _say(key, {"starts": starts, "ends": ends, "due": due})
        rows.append((_say("occurrences") if at == 0 else "", text))
    return rows


def _date(day: date) -> str:
    return day.isoformat() if language() == "en" else day.strftime("%d.%m.%Y")
