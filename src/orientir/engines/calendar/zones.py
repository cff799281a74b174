"""The time zones of Russia, and the moment at which a day ends in one of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Federal Law of 03.06.2011 No 107-FZ «On the calculation of time», article 5: eleven zones, one city of each.
ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)


@cache
def zone_named(name: str) -> ZoneInfo:
    """The zone of a name like "Asia/Omsk". Raises ValueError for a name that the time zone data do not hold."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(f"unknown time zone: {name}") from fault


def end_of_day(day: date, zone: str) -> datetime:
    """The first moment, in UTC, at which the day is over in the zone: until then work of that day is in time."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone_named(zone))
    return midnight.astimezone(UTC)


def is_overdue(due_on: date, now: datetime, zone: str) -> bool:
    """Whether a due day is over in the zone at an aware moment."""
    return now >= end_of_day(due_on, zone)
