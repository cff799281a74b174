"""Break-glass: on two persons' word somebody sees one person's data for an hour, and that person is told.

    opening = emergency.ask(person, reason=…, by=psychologist, at=now)
    emergency.confirm(opening, by=head, at=now)             # within two hours, by another who may ask there
    emergency.look(opening, by=psychologist, at=now)        # each look is an entry of the journal that names the person
    emergency.end(opening, by=head, at=now)                 # or by itself after an hour

What is open stands in `Actor.opened`, which is built anew for each request: when the hour is over, or the role of who
asked, nothing is open any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.engines.russian import sort_key
from orientir.journal.models import Entry
from orientir.people.models import Person
from orientir.people.services import Name
from orientir.territory.models import Organisation
from orientir.ui.context import Notice

from .models import EmergencyAccess
from .signals import data_opened

SHORTEST_REASON: Final = 20
"""Characters: a reason that fits into one word is none."""
WORD_WITHIN: Final = timedelta(hours=2)
OPEN_FOR: Final = timedelta(hours=1)
SIGN_FOR: Final = timedelta(days=30)
"""How long a sign tells the person that their data were opened; the journal tells it for good."""


class NobodyOfThatName(Exception):
    """The organisation keeps nobody, or several people, of that name."""


class AboutOneself(Exception):
    """Nobody opens their own data: they are open."""


class AskedAlready(Exception):
    """The same person has asked for the same and waits, or has it open."""


class AnsweredAlready(Exception):
    """Somebody has given the second word, or refused it."""


class TooLate(Exception):
    """The second word came later than two hours after the question."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of an opening at a moment."""

    waits: bool
    is_open: bool


def standing(opening: EmergencyAccess, *, at: datetime) -> Standing:
    """Return whether an opening waits for a second word, or is open."""
    unanswered = opening.confirmed_at is None and opening.refused_at is None
    return Standing(
        waits=unanswered and at < opening.asked_at + WORD_WITHIN,
        is_open=opening.until is not None and at < opening.until,
    )


def waiting(openings: QuerySet[EmergencyAccess], *, at: datetime) -> QuerySet[EmergencyAccess]:
    """Narrow to those that wait for a second word."""
    return openings.filter(confirmed_at=None, refused_at=None, asked_at__gt=at - WORD_WITHIN)


def open_now(openings: QuerySet[EmergencyAccess], *, at: datetime) -> QuerySet[EmergencyAccess]:
    """Narrow to those that are open."""
    return openings.filter(until__gt=at)


def find_person(name: Name, organisation: Organisation) -> Person:
    """Return whom the organisation keeps under this name, whatever depth hides names there.

    Raises:
        NobodyOfThatName: there is nobody, or more than one: then the patronymic tells.
    """
    given = " ".join(filter(None, [name.last, name.first, name.middle]))
    with acting_as(REGISTRAR):
        kept = Person.objects.filter(organisation_id=organisation.pk)
        found = list(kept.filter(sort_key=sort_key(given)))
        if not found and not name.middle:
            found = list(kept.filter(sort_key__startswith=f"{sort_key(given)} ")[:2])
    if len(found) != 1:
        raise NobodyOfThatName
    return found[0]


@transaction.atomic
def ask(person: Person, *, reason: str, by: Actor, at: datetime) -> EmergencyAccess:
    """Ask to see the data of a person; a second person has two hours to say a word.

    Raises:
        AboutOneself: it is the person who asks.
        AskedAlready: they wait for an answer already, or have the data open.
    """
    if person.pk == by.person_id:
        raise AboutOneself
    own = EmergencyAccess.objects.filter(person=person.pk, asked_by=by.person_id)
    if (waiting(own, at=at) | open_now(own, at=at)).exists():
        raise AskedAlready
    entry = journal.entry("emergency_asked", by=by, at=at, people=[person.pk], reason=reason)
    with acting_as(REGISTRAR), entry as written:  # whoever asks does not see the person yet
        written.about = opening = EmergencyAccess.objects.create(
            person_id=person.pk,
            organisation_id=person.organisation_id,
            asked_by_id=cast(int, by.person_id),
            reason=reason,
            asked_at=at,
        )
    return opening


@transaction.atomic
def confirm(opening: EmergencyAccess, *, by: Actor, at: datetime) -> None:
    """Say the second word: the data are open for an hour from now.

    Raises:
        AnsweredAlready: somebody was first.
        TooLate: two hours have passed since it was asked.
    """
    kept = _unanswered(opening)
    if not standing(kept, at=at).waits:
        raise TooLate
    with acting_as(REGISTRAR), journal.entry("emergency_confirmed", **_told(kept), by=by, at=at):
        kept.confirmed_by_id, kept.confirmed_at, kept.until = by.person_id, at, at + OPEN_FOR
        kept.save(update_fields=["confirmed_by", "confirmed_at", "until"])
        data_opened.send(sender=EmergencyAccess, opening=kept, at=at)


@transaction.atomic
def refuse(opening: EmergencyAccess, *, by: Actor, at: datetime) -> None:
    """Refuse the second word; whoever asked takes the question back by the same deed.

    Raises:
        AnsweredAlready: somebody was first.
    """
    kept = _unanswered(opening)
    with journal.entry("emergency_refused", **_told(kept), by=by, at=at):
        kept.refused_at = at
        kept.save(update_fields=["refused_at"])


@transaction.atomic
def end(opening: EmergencyAccess, *, by: Actor, at: datetime) -> None:
    """Close the data at once; where they are closed already nothing happens."""
    kept = EmergencyAccess.objects.select_for_update().get(pk=opening.pk)
    if standing(kept, at=at).is_open:
        with journal.entry("emergency_ended", **_told(kept), by=by, at=at):
            kept.until = at
            kept.save(update_fields=["until"])


def look(opening: EmergencyAccess, *, by: Actor, at: datetime) -> None:
    """Write down that opened data are being looked at: the person will read it."""
    with journal.entry("emergency_seen", **_told(opening), by=by, at=at):
        pass


def names_of(people: Iterable[int | None]) -> dict[int, str]:
    """Return the full names of those who take part in openings that the reader sees: who, whose, on whose word."""
    with acting_as(REGISTRAR):
        found = Person.objects.filter(pk__in={key for key in people if key})
        return {person.pk: person.full_name for person in found}


@dataclass(frozen=True, slots=True)
class Opened:
    """What is open to somebody at this moment, and how often their own data were opened of late."""

    to_them: tuple[EmergencyAccess, ...]
    of_theirs: int


def opened_to(person_id: int, scope: frozenset[int], *, at: datetime) -> Opened:
    """Return what is open to somebody where they may still ask (`scope`), and a sign for them. Runs as the gate."""
    to_them = Q(asked_by=person_id, until__gt=at)
    found = list(
        EmergencyAccess.objects.filter(to_them | Q(person=person_id, confirmed_at__gt=at - SIGN_FOR)).select_related(
            "person"
        )
    )
    return Opened(
        tuple(one for one in found if one.asked_by_id == person_id and one.organisation_id in scope),
        sum(one.person_id == person_id for one in found),
    )


def notice_of(opening: EmergencyAccess) -> Notice:
    """Return what stands on every page of the one to whom somebody's data are open."""
    until = timezone.localtime(opening.until)
    said = _("Emergency access, %(name)s: the data are open to you until %(until)s. Each look is written down.")
    return Notice(
        said % {"name": opening.person.short_name, "until": f"{until:%H:%M}"},
        reverse("access:opened", args=[opening.person_id]),
        _("Look at the data or close them"),
    )


def names_told_to(actor: Actor, entries: Iterable[Entry]) -> dict[int, str]:
    """Return who opened, confirmed or refused to open the actor's own data, by the key of the entry that tells it."""
    label = EmergencyAccess._meta.label
    told = {entry.pk: entry for entry in entries if entry.subject_type == label and entry.person_id}
    own = EmergencyAccess.objects.filter(person=actor.person_id or 0, pk__in={one.subject_id for one in told.values()})
    keys = set(own.values_list("pk", flat=True))
    about_them = {key: cast(int, entry.person_id) for key, entry in told.items() if entry.subject_id in keys}
    with acting_as(REGISTRAR):
        people = {person.pk: person.short_name for person in Person.objects.filter(pk__in=about_them.values())}
    return {key: people[person] for key, person in about_them.items() if person in people}


def _unanswered(opening: EmergencyAccess) -> EmergencyAccess:
    kept = EmergencyAccess.objects.select_for_update().get(pk=opening.pk)
    if kept.confirmed_at is not None or kept.refused_at is not None:
        raise AnsweredAlready
    return kept


def _told(opening: EmergencyAccess) -> dict[str, Any]:
    """Return of an entry what it is about, whom it concerns and why: the person reads it."""
    return {"about": opening, "people": [opening.person_id], "reason": opening.reason}
