"""Initials: «Иванова А. П.»."""

from __future__ import annotations


def initials(last: str, first: str, middle: str = "") -> str:
    """«Иванова А. П.»: surname first, a no-break space before each initial."""
    letters = [f"{_initial(name)}" for name in (first, middle) if name.strip()]
    return "\u00a0".join([last.strip(), *letters]).strip("\u00a0")


def _initial(name: str) -> str:
    """A double name keeps both letters: «Анна-Мария» → «А.-М.»."""
    return "-".join(f"{part.strip()[:1].upper()}." for part in name.strip().split("-") if part.strip())
