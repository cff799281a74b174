"""Are the counts what they ought to be? All assignments are counted anew and compared."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from orientir.roadmaps.counting import COUNTED, RECOUNT

# In one statement: between two, somebody could submit a report.
_DIFFERENCES = f"""
WITH ought ({COUNTED}, total) AS ({RECOUNT})
SELECT {COUNTED}, coalesce(ought.total, 0), coalesce(counts.total, 0)
FROM ought FULL JOIN roadmaps_assignmentcount counts USING ({COUNTED})
WHERE coalesce(ought.total, 0) <> coalesce(counts.total, 0)
ORDER BY {COUNTED}
"""


@dataclass(frozen=True, slots=True)
class CountDifference:
    """A count that is not what it ought to be: whose (keys), of what, how many there are and how many are counted."""

    roadmap: int
    section: int
    organisation: int
    year: int
    state: str
    outcome: str
    there: int
    counted: int

    def __str__(self) -> str:
        what = f"{self.state} {self.outcome}".rstrip()
        where = f"roadmap {self.roadmap}, section {self.section}, organisation {self.organisation}, {self.year}"
        return f"{where}, {what}: {self.counted} ≠ {self.there}"


def count_differences() -> list[CountDifference]:
    """Return every count of assignments that is wrong, those that are missing among them."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        return [CountDifference(*row) for row in cursor.fetchall()]
