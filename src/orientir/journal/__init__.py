"""Who did what, when.

A deed opens an entry, changes protected rows inside it, and the entry is written in the same transaction:

    with journal.entry("report_accepted", by=actor, at=now, about=report, organisation_id=…):
        report.save()

The entry names people and things by key only and has no foreign keys: it outlives what it tells of. For the application
it is append-only. A trigger on every journalled table refuses a change outside of an entry.
"""

from .entries import entry

__all__ = ["entry"]
