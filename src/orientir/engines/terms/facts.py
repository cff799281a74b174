"""What the phrases of a term cell say: facts about time."""

from __future__ import annotations

from dataclasses import dataclass

Day = tuple[int | None, int, int | None]  # year, month, day of the month
Ranges = list[tuple[int, int]]  # numbers as printed: «5, 7-9» is [(5, 5), (7, 9)]

_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half_year": 2, "year": 1}


@dataclass(frozen=True)
class Fact:
    """One thing that the words say."""


@dataclass(frozen=True)
class Stretch(Fact):
    """From a day to a day; without the first a deadline, without the last a beginning."""

    first: Day | None
    last: Day | None
    part: str = ""


@dataclass(frozen=True)
class YearSpan(Fact):
    """Years as printed, open at an end where the words are. `lasting` after «в течение»."""

    first: int | None
    last: int | None
    lasting: bool = False


@dataclass(frozen=True)
class SchoolYear(Fact):
    """All through a school year."""


@dataclass(frozen=True)
class Often(Fact):
    """How often: a kind, and (times, every, unit) where the kind does not say it."""

    kind: str
    frequency: tuple[int, int, str] | None = None


@dataclass(frozen=True)
class OnDays(Fact):
    """Days of the week, or of an unnamed month; `kind` is how often they come."""

    kind: str
    weekdays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    month_days: tuple[int | None, int] | None = None


@dataclass(frozen=True)
class Lasting(Fact):
    """All the time."""


@dataclass(frozen=True)
class Single(Fact):
    """One time."""


@dataclass(frozen=True)
class Refers(Fact):
    """To the end of a school year, of the reporting period, to the current year."""

    relative: str


@dataclass(frozen=True)
class Schedule(Fact):
    """A plan or a schedule, whose is said by `relative`."""

    relative: str


@dataclass(frozen=True)
class Occasion(Fact):
    """Something that must come first; one of OCCASIONS."""

    code: str
    relative: str | None = None


@dataclass(frozen=True)
class Onward(Fact):
    """«Далее»: what was said goes on."""


@dataclass(frozen=True)
class Impossible(Fact):
    """A day that does not exist."""


@dataclass(frozen=True)
class Unread(Fact):
    """A word that belongs to no phrase."""

    word: str


Facts = list[Fact]


def often(times: int, every: int, unit: str) -> Often:
    """The kind nearest to a frequency. A fortnight and the like counts as all the time, as the genre has it."""
    if unit == "day":
        kind = "daily" if every == 1 else "continuous"
    elif unit == "week":
        kind = "weekly"
    else:
        yearly = times * _A_YEAR[unit] / every
        steps = ((1, "annual"), (2, "half_yearly"), (6, "quarterly"))
        kind = next((name for most, name in steps if yearly <= most), "monthly")
    own = {"annual": 1, "half_yearly": 2, "quarterly": 4, "monthly": 12, "weekly": 52, "daily": 365}.get(kind)
    return Often(kind, None if own == times * _A_YEAR[unit] / every else (times, every, unit))
