"""Who may open somebody's data in an emergency, who gives the second word, who sees what was opened.

Whoever may ask may also answer for the same organisation: a request is never confirmed by its own author, nor by the
one whom it concerns.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from orientir.database.actor import Actor
from orientir.people.models import Person
from orientir.territory.models import Organisation

from .models import EmergencyAccess
from .policy import OPEN_IN_EMERGENCY

Openings = QuerySet[EmergencyAccess]


def may_ask(actor: Actor) -> bool:
    """Say whether the actor may open anybody's data in an emergency."""
    return actor.may(OPEN_IN_EMERGENCY) and actor.person_id is not None


def can_ask_at(actor: Actor, organisation: Organisation) -> bool:
    return may_ask(actor) and actor.may(OPEN_IN_EMERGENCY, organisation.pk)


def organisations_to_ask_at(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations whose people the actor may ask for."""
    scope = actor.scope(OPEN_IN_EMERGENCY) if may_ask(actor) else frozenset()
    return Organisation.objects.filter(pk__any_of=scope)


def can_view_opening(actor: Actor, opening: EmergencyAccess) -> bool:
    return opening.organisation_id in actor.scope(OPEN_IN_EMERGENCY)


def visible_openings(actor: Actor) -> Openings:
    return EmergencyAccess.objects.filter(organisation_id__any_of=actor.scope(OPEN_IN_EMERGENCY))


def can_answer(actor: Actor, opening: EmergencyAccess) -> bool:
    """Say whether the actor's word would be that of a second person; whether it comes too late is for the deed."""
    others = actor.person_id not in (None, opening.asked_by_id, opening.person_id)
    return others and can_view_opening(actor, opening)


def answerable_openings(actor: Actor) -> Openings:
    """Return those to which the actor may say the second word."""
    if actor.person_id is None:
        return EmergencyAccess.objects.none()
    return visible_openings(actor).exclude(Q(asked_by=actor.person_id) | Q(person=actor.person_id))


def can_end(actor: Actor, opening: EmergencyAccess) -> bool:
    """Either of the two persons ends it at once."""
    return actor.person_id is not None and actor.person_id in (opening.asked_by_id, opening.confirmed_by_id)


def endable_openings(actor: Actor) -> Openings:
    own = actor.person_id or 0
    return EmergencyAccess.objects.filter(Q(asked_by=own) | Q(confirmed_by=own))


def can_see_opened(actor: Actor, person: Person) -> bool:
    return person.pk in actor.opened


def visible_opened(actor: Actor) -> QuerySet[Person]:
    """Return the people whose data are open to the actor at this moment."""
    return Person.objects.filter(pk__in=actor.opened)
