"""Entries of the journal as their readers see them: with names of those whom they may know, else by role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from orientir.database.actor import Actor
from orientir.journal.models import Entry, Mention
from orientir.journal.queries import history_of
from orientir.territory.models import Organisation

from . import policy
from .roles import ROLES

MOST = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: what was done, when, by whom and in which role, where, to whom, and the words that stand with it.

    `whom` are the names that the reader may know; `others` are so many more.
    """

    words: str
    at: datetime
    who: str
    role: str
    place: str
    whom: tuple[str, ...] = ()
    others: int = 0
    said: Mapping[str, str] = field(default_factory=dict)
    request: str = ""

    @property
    def reason(self) -> str:
        """Return why it was done, where somebody had to say so."""
        return self.said.get("reason", "")


def told(actor: Actor, entries: Iterable[Entry]) -> list[Told]:
    """Return entries as the actor reads them, in as many queries however many they are."""
    entries = list(entries)
    mentions: dict[int, list[Mention]] = {}
    for mention in Mention.objects.filter(entry_id__in=[one.pk for one in entries]).order_by("entry_id", "position"):
        mentions.setdefault(mention.entry_id, []).append(mention)
    people = {one.person_id for one in entries} | {one.person_id for found in mentions.values() for one in found}
    names = names_of(actor, people)
    places = _places(one.organisation_id for one in entries)
    return [_told(one, mentions.get(one.pk, []), names, places) for one in entries]


def history(actor: Actor, *subjects: Model) -> list[Told]:
    """Return the latest deeds on these objects, for `access/parts/history.html`."""
    return told(actor, history_of(*subjects).reverse()[:MOST])


def names_of(actor: Actor, people: Iterable[int | None]) -> dict[int, str]:
    """Return the names of those of these people whom the actor may know."""
    known = policy.visible_people(actor).filter(pk__in={key for key in people if key})
    return {person.pk: person.short_name for person in known}


def role_words(role: str) -> str:
    """Return the roles of an entry in words; a role that is no more is told by its name of then."""
    return ", ".join(str(ROLES[code].name) if code in ROLES else code for code in role.split(", ") if code)


def _told(entry: Entry, mentions: list[Mention], names: Mapping[int, str], places: Mapping[int, str]) -> Told:
    people = [one.person_id for one in mentions if one.person_id is not None]
    whom = tuple(names[key] for key in people if key in names)
    return Told(
        words=entry.words,
        at=entry.at,
        who=names.get(entry.person_id or 0, "") or ("" if entry.user_id else _("the system")),
        role=role_words(entry.role),
        place=places.get(entry.organisation_id or 0, ""),
        whom=whom,
        others=len(people) - len(whom),
        said=mentions[0].words if mentions else {},
        request=str(entry.request or ""),
    )


def _places(keys: Iterable[int | None]) -> dict[int, str]:
    found = Organisation.objects.filter(pk__in={key for key in keys if key}).order_by()
    return dict(found.values_list("pk", "short_name"))
