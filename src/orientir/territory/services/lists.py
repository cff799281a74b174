"""A list of organisations on its way: put in, looked at, confirmed, taken in by a job."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.jobs import defer
from orientir.engines.spreadsheets import Table
from orientir.files import services as files
from orientir.files import store
from orientir.territory import imports
from orientir.territory.choices import ListState
from orientir.territory.models import Organisation, OrganisationList

TAKE_IN = "orientir.territory.tasks.take_list_in"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotAWorkbook(Exception):
    """Lists are read from workbooks (XLSX)."""


class NotWaiting(Exception):
    """The list was confirmed or taken in before."""


@transaction.atomic
def put_list_in(document: files.Upload, *, organisation: Organisation, by: Actor, at: datetime) -> OrganisationList:
    """Put a list in for an office. Nothing comes of it before it is confirmed.

    Raises:
        files.FileRefused: the file is not one that may be put in.
        NotAWorkbook: it may be, but no list is read from such a file.
        orientir.engines.spreadsheets.Refused: it holds no list.
    """
    source = files.put_in(document, organisation_id=organisation.pk, by=by, at=at)
    if source.media_type != XLSX:
        raise NotAWorkbook(source.media_type)
    imports.read_organisations(store.path_of(source.sha256))
    with journal.entry("list_put_in", by=by, at=at, organisation_id=organisation.pk) as written:
        written.about = made = OrganisationList.objects.create(organisation=organisation, source=source, put_in_at=at)
    return made


def table_of(waiting: OrganisationList) -> Table:
    """Read the rows of a list that was not taken in yet."""
    assert waiting.source is not None
    return imports.read_organisations(store.path_of(waiting.source.sha256))


@transaction.atomic
def confirm_list(waiting: OrganisationList, seen: str, *, by: Actor, at: datetime) -> None:
    """Ask for a list to be taken in as it was looked at; `seen` is the digest of the comparison that was shown.

    Raises:
        NotWaiting: it was confirmed or taken in before.
    """
    waiting = OrganisationList.objects.select_for_update().get(pk=waiting.pk)
    if waiting.state not in (ListState.WAITING, ListState.OUTDATED):
        raise NotWaiting
    with journal.entry("list_confirmed", by=by, at=at, about=waiting):
        waiting.state = ListState.CONFIRMED
        waiting.save(update_fields=["state"])
    defer(TAKE_IN, by=by, list_id=waiting.pk, seen=seen)


@transaction.atomic
def take_list_in(confirmed: OrganisationList, seen: str, *, by: Actor, at: datetime) -> None:
    """Take a confirmed list in, unless it would bring something else by now: then it has to be looked at again.

    A job that runs twice takes it in once.
    """
    confirmed = OrganisationList.objects.select_for_update().get(pk=confirmed.pk)
    if confirmed.state != ListState.CONFIRMED:
        return
    comparison = imports.compare(table_of(confirmed), by=by, at=at)
    try:
        if comparison.faults or imports.digest_of(comparison) != seen:
            raise imports.ChangedMeanwhile
        imports.take_in(comparison, by=by, at=at)
    except imports.ChangedMeanwhile:
        with journal.entry("list_outdated", by=by, at=at, about=confirmed):
            confirmed.state = ListState.OUTDATED
            confirmed.save(update_fields=["state"])
        return
    source = confirmed.source
    assert source is not None
    with journal.entry("list_taken_in", by=by, at=at, about=confirmed, added=len(comparison.added)):
        confirmed.state, confirmed.taken_in_at, confirmed.source = ListState.TAKEN_IN, at, None
        confirmed.added, confirmed.changed = len(comparison.added), len(comparison.changed)
        confirmed.unchanged = len(comparison.unchanged)
        confirmed.save()
    files.take_out(source, by=by, at=at)


@transaction.atomic
def throw_list_away(waiting: OrganisationList, *, by: Actor, at: datetime) -> None:
    """Throw away a list that nobody wants to be taken in.

    Raises:
        NotWaiting: it was confirmed or taken in before.
    """
    waiting = OrganisationList.objects.select_for_update().get(pk=waiting.pk)
    if waiting.state not in (ListState.WAITING, ListState.OUTDATED):
        raise NotWaiting
    source = waiting.source
    assert source is not None
    with journal.entry("list_thrown_away", by=by, at=at, about=waiting):
        OrganisationList.objects.filter(pk=waiting.pk).delete()
    files.take_out(source, by=by, at=at)
