from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.policy import Capability
from orientir.database.system_actors import REGISTRAR
from orientir.journal.models import Entry
from orientir.people.models import Person
from orientir.territory.choices import Kind
from orientir.territory.models import Organisation

from .models import Appointment, AppointmentQuerySet
from .roles import ROLES, Role

SEE_APPOINTMENTS = Capability("access.see_appointments", _("See who is responsible in the organisation"))
APPOINT = Capability("access.appoint", _("Appoint those responsible and end appointments"))
SEARCH_JOURNAL = Capability("access.search_journal", _("Search the journal of the organisation"))


def can_view_appointment(actor: Actor, appointment: Appointment) -> bool:
    return appointment.person_id == actor.person_id or appointment.organisation_id in actor.scope(SEE_APPOINTMENTS)


def visible_appointments(actor: Actor) -> AppointmentQuerySet:
    own = Appointment.objects.filter(person_id=actor.person_id or 0)
    return own | Appointment.objects.filter(organisation_id__in=actor.scope(SEE_APPOINTMENTS))


def can_view_entry(actor: Actor, entry: Entry) -> bool:
    return entry.organisation_id in actor.scope(SEARCH_JOURNAL)


def visible_entries(actor: Actor) -> QuerySet[Entry]:
    return Entry.objects.filter(organisation_id__any_of=actor.scope(SEARCH_JOURNAL))


def can_search_journal(actor: Actor) -> bool:
    return actor.may(SEARCH_JOURNAL)


def can_appoint(actor: Actor, organisation: Organisation) -> bool:
    return actor.may(APPOINT, organisation.pk)


def can_end_appointment(actor: Actor, appointment: Appointment) -> bool:
    """Nobody ends an own appointment: a territory would be left without its coordinator by one slip."""
    return actor.may(APPOINT, appointment.organisation_id) and appointment.person_id != actor.person_id


def roles_to_give(actor: Actor, organisation: Organisation) -> list[Role]:
    """Return the roles to which the actor may appoint somebody at the organisation.

    A role of the territory is given at its authority. Nobody gives a role that holds for an organisation at which they
    may not appoint themselves.
    """
    return [role for role in ROLES.values() if _may_give(actor, role, organisation)]


def _may_give(actor: Actor, role: Role, organisation: Organisation) -> bool:
    if not role.of_territory:
        return can_appoint(actor, organisation)
    reached = Organisation.objects.filter(territory__path__startswith=organisation.territory.path).order_by()
    return organisation.kind == Kind.AUTHORITY and actor.scope(APPOINT).issuperset(reached.values_list("pk", flat=True))


def people_to_appoint(actor: Actor) -> QuerySet[Person]:
    """Return those with an account who may be given one role more, each with `place`: the organisation that keeps them.

    Nobody appoints themselves.
    """
    keeper = Organisation.objects.filter(pk=OuterRef("organisation_id")).order_by().values("short_name")
    return (
        Person.objects.filter(organisation_id__in=actor.scope(APPOINT), user__isnull=False)
        .exclude(pk=actor.person_id or 0)
        .annotate(place=Subquery(keeper))
    )


def can_issue_password(actor: Actor, person: Person) -> bool:
    """Whoever hands out a password could sign in with it: it opens nothing that the actor does not answer for."""
    return person.pk in people_to_issue_passwords_to(actor, [person.pk])


def people_to_issue_passwords_to(actor: Actor, people: Iterable[int]) -> frozenset[int]:
    """Return which of these people (keys) the actor may give a new first password.

    All their appointments lie where the actor appoints, and it is nobody's own: that is the page for the own password.
    """
    if not actor.may(APPOINT):
        return frozenset()
    # An appointment elsewhere is hidden from the actor, and is the very reason to refuse.
    with acting_as(REGISTRAR):
        held = list(
            Appointment.objects.not_ended(timezone.now())
            .filter(person__in=list(people), person__user__isnull=False)
            .values_list("person_id", "organisation_id")
        )
    scope = actor.scope(APPOINT)
    elsewhere = {person for person, organisation in held if organisation not in scope}
    return frozenset(person for person, _ in held) - elsewhere - {actor.person_id}
