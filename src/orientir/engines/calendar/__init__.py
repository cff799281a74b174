"""The calendar: working days of Russia, school years and vacations, time zones, and rules that can be changed.

`Rules` say when words without a date fall due, and are plain values with a sentence each in Russian and
English. `Calendar` counts days by them.
"""

from orientir.engines.calendar.days import Calendar
from orientir.engines.calendar.production import act_of, days_off, moved_days
from orientir.engines.calendar.rule_words import rule_name, rule_words
from orientir.engines.calendar.rules import CHOICES, VACATIONS, Rules, WrongRule
from orientir.engines.calendar.zones import ZONES, end_of_day, is_overdue

__all__ = [
    "CHOICES",
    "VACATIONS",
    "ZONES",
    "Calendar",
    "Rules",
    "WrongRule",
    "act_of",
    "days_off",
    "end_of_day",
    "is_overdue",
    "moved_days",
    "rule_name",
    "rule_words",
]
