"""Who did what to whom, when, in which role; and that it stands as it was written.

A deed opens an entry, changes protected rows inside it, and the entry is written in the same transaction:

    with journal.entry("report_accepted", by=actor, at=now, about=report, organisation_id=…):
        report.save()

The entry names people and things by key only and has no foreign keys: it outlives what it tells of. For the application
it is append-only. A trigger on every journalled table refuses a change outside of an entry.

Whom a deed concerns, and whatever it says of them in words, stands beside the entry, salted (`people`, `words`). The
sealer chains what was committed (`sealing`); `checking` proves the chain; `erasure` takes a person out of it.
"""

from .entries import entry

__all__ = ["entry"]
