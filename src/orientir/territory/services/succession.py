"""Organisations end, and others carry on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.territory import inheritance
from orientir.territory.models import Organisation, Succession

from .organisations import BeforeOpening
from .refusals import NameTaken


class AlreadyClosed(Exception):
    """The organisation was closed before."""


class StillOpen(Exception):
    """The organisation was not closed."""


class SuccessorClosed(Exception):
    """One of the successors does not work on that day."""


class HeirMissing(Exception):
    """Of several successors one takes the open work over, and it is not said which."""


@transaction.atomic
def close_organisation(
    organisation: Organisation,
    *,
    on: date,
    basis: str,
    successors: Iterable[Organisation] = (),
    heir: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Close an organisation from a day on, and its units; return how much open work passed to the heir.

    `successors` carry on what it did: one into which it was merged, several among which it was divided. Its open work
    passes to `heir`, one of them, who need not be named where there is only one; without a successor it stays. What
    is past stays with the organisation.

    Raises:
        AlreadyClosed: it was closed before.
        BeforeOpening: it did not work yet on that day.
        SuccessorClosed: one of them does not work on that day.
        HeirMissing: there are several, and `heir` is none of them.
    """
    successors = list(successors)
    closing = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if closing.closed_on:
        raise AlreadyClosed
    if closing.opened_on and on <= closing.opened_on:
        raise BeforeOpening
    if not all(successor.is_open_on(on) and successor.pk != closing.pk for successor in successors):
        raise SuccessorClosed
    if heir is None and len(successors) == 1:
        (heir,) = successors
    if successors and (heir is None or heir.pk not in {successor.pk for successor in successors}):
        raise HeirMissing
    passed = inheritance.pass_on(closing, to=heir, on=on, by=by, at=at) if heir else 0
    with journal.entry(
        "organisation_closed",
        by=by,
        at=at,
        about=closing,
        organisation_id=closing.pk,
        on=on.isoformat(),
        successors=[successor.pk for successor in successors],
        heir=heir.pk if heir else None,
        passed=passed,
    ):
        closing.closed_on, closing.closing_basis = on, basis
        closing.save(update_fields=["closed_on", "closing_basis"])
        Succession.objects.bulk_create(Succession(predecessor=closing, successor=successor) for successor in successors)
        # A unit that was to open later never will.
        closing.units.filter(opened_on__gte=on).delete()
        closing.units.open_on(on).update(closed_on=on)
    return passed


@transaction.atomic
def take_back_closing(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """Write down that the organisation was closed by mistake. What has passed to a successor stays there.

    Raises:
        StillOpen: it was not closed.
        NameTaken: another one has its name by now.
    """
    closed = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if closed.closed_on is None:
        raise StillOpen
    with (
        refused_by("one_organisation_of_a_name", NameTaken(closed.name)),
        refused_by("one_unit_of_a_name", NameTaken(closed.name)),
        journal.entry("organisation_closing_taken_back", by=by, at=at, about=closed, organisation_id=closed.pk),
    ):
        closed.units.filter(closed_on=closed.closed_on).update(closed_on=None)
        closed.successions.all().delete()
        closed.closed_on, closed.closing_basis = None, ""
        closed.save(update_fields=["closed_on", "closing_basis"])
