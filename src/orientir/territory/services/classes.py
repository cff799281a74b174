"""Exceptions from classes of organisations, and the classes that a territory has names of its own for."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.territory.classes import OrganisationClass, class_of_key
from orientir.territory.models import ClassException, Organisation, OwnClass, Territory

from .refusals import NameTaken


class ExceptedAlready(Exception):
    """The organisation has an exception from this class."""


class ClassInUse(Exception):
    """A remembered performer means this class."""


@transaction.atomic
def except_from_class(
    organisation: Organisation,
    excepted_from: OrganisationClass,
    *,
    territory: Territory,
    is_member: bool = False,
    reason: str,
    since: date | None = None,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> ClassException:
    """Leave an organisation out of a class for the plans of a territory, or let one in (`is_member`), and say why.

    Raises:
        ExceptedAlready: it has an exception from this class there.
    """
    with (
        refused_by("one_exception_of_an_organisation", ExceptedAlready()),
        journal.entry("class_excepted", by=by, at=at, organisation_id=organisation.pk, key=excepted_from.key) as entry,
    ):
        entry.about = made = ClassException.objects.create(
            territory=territory,
            class_key=excepted_from.key,
            organisation=organisation,
            is_member=is_member,
            reason=reason,
            since=since,
            until=until,
        )
    return made


@transaction.atomic
def end_exception(exception: ClassException, *, by: Actor, at: datetime) -> None:
    """Take an exception back: the rule alone decides again."""
    with journal.entry("class_exception_ended", by=by, at=at, about=exception, key=exception.class_key):
        # Not exception.delete(): that takes the key off the object, and the entry needs it.
        ClassException.objects.filter(pk=exception.pk).delete()


@transaction.atomic
def keep_class(name: str, rule: str, *, territory: Territory, by: Actor, at: datetime) -> OwnClass:
    """Give a class of organisations a name of the territory's own; without a rule its members are named one by one.

    Raises:
        NameTaken: the territory has a class of this name.
        NoSuchClass: the rule is no key of a class.
    """
    if rule:
        class_of_key(rule)
    with (
        refused_by("one_class_of_a_name", NameTaken(name)),
        journal.entry("own_class_kept", by=by, at=at, territory=territory.pk) as entry,
    ):
        entry.about = made = OwnClass.objects.create(territory=territory, name=name, rule=rule)
    return made


@transaction.atomic
def remove_class(own: OwnClass, *, by: Actor, at: datetime) -> None:
    """Remove a class of the territory's own with its exceptions.

    Raises:
        ClassInUse: a performer is remembered to mean it.
    """
    key = OrganisationClass(own=own.pk).key
    if own.territory.remembered_performers.filter(class_key__startswith=key).exists():
        raise ClassInUse
    with journal.entry("own_class_removed", by=by, at=at, about=own, territory=own.territory_id):
        ClassException.objects.filter(class_key=key).delete()
        OwnClass.objects.filter(pk=own.pk).delete()
