from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Number = int | float | Decimal


class Source(StrEnum):
    """Where a figure comes from: counted from rows, typed by a person, or made of both."""

    COUNTED = "counted"
    TYPED = "typed"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it is counted from. Without a value it is unknown; `applicable` says whether it can have one.

    Raises:
        ValueError: a number below zero, or a value of what does not apply.
    """

    value: Number | None = None
    denominator: Number | None = None
    source: Source = Source.COUNTED
    applicable: bool = True

    def __post_init__(self) -> None:
        if (self.value is not None and self.value < 0) or (self.denominator is not None and self.denominator < 0):
            raise ValueError(f"nothing is counted below zero: {self.value} of {self.denominator}")
        if not self.applicable and (self.value is not None or self.denominator is not None):
            raise ValueError("what does not apply has no numbers")

    @property
    def is_known(self) -> bool:
        """Say whether there is a value."""
        return self.value is not None

    @property
    def is_whole(self) -> bool:
        """Say whether everything that is counted is there; of nothing, nothing is."""
        return bool(self.denominator) and self.value == self.denominator

    @property
    def share(self) -> Fraction | None:
        """Return the value as a share of what it is counted from, where there is one."""
        if self.value is None or not self.denominator:
            return None
        return Fraction(self.value) / Fraction(self.denominator)

    @property
    def percent(self) -> int | None:
        """Return the share in whole percent: 100 only of what is whole, 0 only of nothing."""
        share = self.share
        if share is None:
            return None
        rounded = int(share * 100 + Fraction(1, 2))
        if 0 < share < 1:
            return min(max(rounded, 1), 99)
        return rounded

    def __add__(self, other: Figure) -> Figure:
        """Return both together. What does not apply adds nothing; with an unknown part the whole is unknown."""
        if not self.applicable:
            return other
        if not other.applicable:
            return self
        source = self.source if self.source == other.source else Source.BOTH
        return Figure(_sum(self.value, other.value), _sum(self.denominator, other.denominator), source)


UNKNOWN = Figure()
NOT_APPLICABLE = Figure(applicable=False)


def total(figures: Iterable[Figure]) -> Figure:
    """Return all of them together; of none, what does not apply."""
    together = NOT_APPLICABLE
    for figure in figures:
        together += figure
    return together


def _sum(one: Number | None, other: Number | None) -> Number | None:
    if one is None or other is None:
        return None
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    # A typed share beside a counted number: through text, so that 0.1 stays what was typed.
    return Decimal(str(one)) + Decimal(str(other))
