"""Decisions about printed performers are remembered for a territory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.engines.naming import words_of
from orientir.territory.classes import class_of_key
from orientir.territory.models import Organisation, RememberedPerformer, Territory


class NothingDecided(Exception):
    """A decision names organisations or a class, and not both."""


class NoWords(Exception):
    """There is nothing printed that could be recognised."""


def words_to_compare(printed: str) -> str:
    """Return what two prints of one performer have in common: its words, whatever their case form."""
    return " ".join(word.text for word in words_of(printed))[:500]


@transaction.atomic
def remember(
    printed: str,
    *,
    territory: Territory,
    organisations: Sequence[Organisation] = (),
    class_key: str = "",
    duty: str = "",
    by: Actor,
    at: datetime,
) -> RememberedPerformer:
    """Remember whom a printed performer means in the plans of a territory; a later decision takes the place of this.

    Raises:
        NothingDecided: neither organisations nor a class are named, or both.
        NoWords: the print holds no word.
        NoSuchClass: the key names no class.
    """
    if bool(organisations) == bool(class_key):
        raise NothingDecided
    words = words_to_compare(printed)
    if not words:
        raise NoWords
    if class_key:
        class_of_key(class_key)
    with journal.entry(
        "performer_remembered",
        by=by,
        at=at,
        territory=territory.pk,
        organisations=[organisation.pk for organisation in organisations],
        class_key=class_key,
    ) as written:
        kept, _ = RememberedPerformer.objects.update_or_create(
            territory=territory,
            words=words,
            defaults={"printed": printed[:500], "class_key": class_key, "duty": duty[:200], "decided_at": at},
        )
        kept.organisations.set(organisations)
        written.about = kept
    return kept


@transaction.atomic
def forget(remembered: RememberedPerformer, *, by: Actor, at: datetime) -> None:
    """Take a decision back: the next time the performer is asked about again. What was bound by it stays bound."""
    with journal.entry("performer_forgotten", by=by, at=at, about=remembered, territory=remembered.territory_id):
        # Not remembered.delete(): that takes the key off the object, and the entry needs it.
        RememberedPerformer.objects.filter(pk=remembered.pk).delete()


def remembered_in(territory: Territory) -> Iterable[RememberedPerformer]:
    """Return what is remembered for a territory, by words."""
    return RememberedPerformer.objects.filter(territory=territory).prefetch_related("organisations")
