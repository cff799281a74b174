"""Organisations and what they are at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from psycopg.types.range import DateRange

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.constraints import constraint_of
from orientir.database.system_actors import MAINTENANCE
from orientir.territory.choices import Kind
from orientir.territory.models import Organisation, OrganisationState, Territory

from .refusals import CodeTaken, NameTaken


@dataclass(frozen=True, slots=True)
class Facts:
    """What an organisation is called and does at a time; see `OrganisationState`."""

    name: str
    short_name: str
    founder: str = ""
    first_grade: int | None = None
    last_grade: int | None = None
    adapted: bool | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What an organisation is by itself: put right, never changed from a day on."""

    territory: Territory
    kind: Kind
    code: str = ""
    tax_number: str = ""
    opened_on: date | None = None


class BeforeOpening(Exception):
    """On that day the organisation did not work yet."""


def add_organisation(
    territory: Territory,
    *,
    kind: Kind,
    name: str,
    short_name: str,
    founder: str = "",
    first_grade: int | None = None,
    last_grade: int | None = None,
    adapted: bool | None = None,
    code: str = "",
    tax_number: str = "",
    opened_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Organisation:
    """Add an organisation to a territory.

    Raises:
        NameTaken: there is an open one whose full name differs at most in case, quotes, spaces or ё.
        CodeTaken: there is one with this code.
    """
    facts = Facts(name, short_name, founder, first_grade, last_grade, adapted)
    return add_described(Identity(territory, kind, code, tax_number, opened_on), facts, by=by, at=at)


@transaction.atomic
def add_described(identity: Identity, facts: Facts, *, by: Actor, at: datetime) -> Organisation:
    """Add an organisation that a form or a list describes.

    Raises:
        NameTaken, CodeTaken: see `add_organisation`.
    """
    with _unique(facts.name, identity.code), journal.entry("organisation_added", by=by, at=at) as written:
        written.about = organisation = Organisation(
            territory=identity.territory,
            kind=identity.kind,
            name=facts.name,
            short_name=facts.short_name,
            code=identity.code,
            tax_number=identity.tax_number,
            opened_on=identity.opened_on,
        )
        organisation.save()
        OrganisationState.objects.create(organisation=organisation, during=DateRange(None, None), **asdict(facts))
    return organisation


@transaction.atomic
def change_organisation(
    organisation: Organisation, facts: Facts, *, since: date, basis: str, by: Actor, at: datetime
) -> None:
    """Write down that the organisation is so from a day on: renamed, grades opened, handed to another founder.

    It holds until the next change that is known; what was before stays as it was.

    Raises:
        BeforeOpening: it did not work then.
        NameTaken: there is an open one of that name.
    """
    organisation = _locked(organisation)
    if organisation.opened_on and since < organisation.opened_on:
        raise BeforeOpening
    state = organisation.states.get(during__contains=since)
    changed = differences(facts_of(state), facts)
    with (
        _unique(facts.name, organisation.code),
        journal.entry(
            "organisation_changed",
            by=by,
            at=at,
            about=organisation,
            organisation_id=organisation.pk,
            fields=changed,
            since=since.isoformat(),
        ),
    ):
        until = state.during.upper
        if state.during.lower != since:
            state.during = DateRange(state.during.lower, since)
            state.save(update_fields=["during"])
            state = OrganisationState(organisation=organisation, during=DateRange(since, until))
        for name, value in asdict(facts).items():
            setattr(state, name, value)
        state.basis = basis
        state.save()
        _call_as_on(organisation, timezone.localdate(at))


@transaction.atomic
def correct_organisation(
    organisation: Organisation, facts: Facts, identity: Identity, *, by: Actor, at: datetime
) -> None:
    """Put right what was written down wrongly: what is known of the organisation today, and what it is by itself.

    Raises:
        NameTaken: there is an open one of that name.
        CodeTaken: there is one with that code.
    """
    organisation = _locked(organisation)
    today = timezone.localdate(at)
    state = organisation.states.get(during__contains=today)
    changed = [*differences(facts_of(state), facts), *differences(identity_of(organisation), identity)]
    with (
        _unique(facts.name, identity.code),
        journal.entry(
            "organisation_corrected",
            by=by,
            at=at,
            about=organisation,
            organisation_id=organisation.pk,
            fields=changed,
        ),
    ):
        for name, value in asdict(facts).items():
            setattr(state, name, value)
        state.save()
        for field in fields(Identity):
            setattr(organisation, field.name, getattr(identity, field.name))
        organisation.save()
        _call_as_on(organisation, today)


def settle_names(at: datetime) -> int:
    """Call organisations by the names that are in force today; return how many were renamed.

    A name may be written down before the day from which it holds.
    """
    today = timezone.localdate(at)
    in_force = OrganisationState.objects.filter(during__contains=today)
    waiting = in_force.exclude(organisation__name=F("name"), organisation__short_name=F("short_name"))
    states = list(waiting.select_related("organisation"))
    for state in states:
        organisation = state.organisation
        with (
            transaction.atomic(),
            journal.entry(
                "organisation_name_in_force",
                by=MAINTENANCE,
                at=at,
                about=organisation,
                organisation_id=organisation.pk,
            ),
        ):
            _call_as_on(organisation, today)
    return len(states)


def facts_of(state: OrganisationState) -> Facts:
    """Return what a state says."""
    return Facts(**{field.name: getattr(state, field.name) for field in fields(Facts)})


def identity_of(organisation: Organisation) -> Identity:
    """Return what an organisation is by itself."""
    found = Identity(**{field.name: getattr(organisation, field.name) for field in fields(Identity)})
    return replace(found, kind=Kind(found.kind))


def differences(before: Facts | Identity, after: Facts | Identity) -> list[str]:
    """Return the names of what differs."""
    return [field.name for field in fields(before) if getattr(before, field.name) != getattr(after, field.name)]


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=["self"]).select_related("territory").get(pk=organisation.pk)


def _call_as_on(organisation: Organisation, day: date) -> None:
    state = organisation.states.get(during__contains=day)
    organisation.name, organisation.short_name = state.name, state.short_name
    organisation.save()


@contextmanager
def _unique(name: str, code: str) -> Iterator[None]:
    """Refuse a name or a code that another organisation has; what was done inside is undone then."""
    refusals = {"one_organisation_of_a_name": NameTaken(name), "one_organisation_of_a_code": CodeTaken(code)}
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        refusal = refusals.get(constraint_of(fault))
        if refusal is None:
            raise
        raise refusal from fault
