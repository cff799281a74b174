"""Cards for a first sign-in: a class gets its accounts in one deed, on paper, without an e-mail address.

A login tells nothing of its owner: it stands on a card that lies about. Who is one account's person, only the card and
the organisation's own pages say.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from orientir import journal
from orientir.accounts import codes
from orientir.accounts import services as accounts
from orientir.accounts.models import CodePurpose, OneTimeCode, User
from orientir.accounts.services import FirstPassword
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.territory.models import Organisation

from . import policy, queries, services
from .models import Appointment
from .roles import Role

MOST = 60
"""How many cards are printed at once: two classes."""

_PLANTS = (
    "bereza buk dub el kalina kedr klen lipa malina oblepiha olha osina pihta rosha ryabina sosna tis topol tuya verba"
    " vetla vyaz yablonya yasen"
).split()
_ANIMALS = (
    "aist belka bobr chizh dyatel filin gluhar grach karas kulik lebed losos okun olen orel pchela rys shchegol sinitsa"
    " snegir sova strizh tigr zhuravl"
).split()


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed for one person: whose it is, and what they sign in with."""

    person: Person
    role: Role
    group: str
    handed: FirstPassword


def roles_for_cards(actor: Actor, organisation: Organisation) -> list[Role]:
    """Return the roles for which the actor prints cards at an organisation.

    They are those that the actor gives there. Cards hold names, so those of students and families are printed only by
    who knows them by name; roles of a territory are given one by one.
    """
    if organisation.closed_on is not None:
        return []
    knows = actor.may(policy.SEE_STUDENTS, organisation.pk)
    given = policy.roles_to_give(actor, organisation)
    return [role for role in given if not role.of_territory and (role.is_staff or knows)]


@transaction.atomic
def print_cards(
    names: Sequence[Name], role: Role, organisation: Organisation, *, group: str, by: Actor, at: datetime
) -> list[Card]:
    """Make an account, a person and an appointment for each name, all or none; return their cards, once.

    Raises:
        services.NoNamesHere: it is the role of a student or guardian where only counts are kept.
    """
    cards = []
    with journal.entry("cards_printed", by=by, at=at, about=organisation, role=role.code) as written:
        for name in names:
            user = _make_account(by=by, at=at)
            person = add_person(name, organisation_id=organisation.pk, user=user, is_staff=role.is_staff, by=by, at=at)
            appointment = services.appoint(person, role, organisation, group=group, by=by, at=at)
            handed = codes.issue(user.pk, purpose=CodePurpose.CARD, by=by, at=at)
            cards.append(Card(person, role, appointment.group, handed))
        written.people = [card.person.pk for card in cards]
    return cards


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody with an account who has never signed in; `until` tells how long their card is good, if it still is."""

    appointment: Appointment
    until: datetime | None


def awaited(actor: Actor, organisation: Organisation, *, at: datetime) -> list[Awaited]:
    """Return who has not signed in yet at an organisation and may be given a card by the actor, by class and name."""
    seen = list(queries.people_of(actor).filter(organisation=organisation, person__user__isnull=False))
    # Accounts and codes are behind walls of their own: only who asks for the answer is let through, not the rows.
    with acting_as(REGISTRAR):
        accounts_seen = [one.person.user_id or 0 for one in seen]
        never = set(User.objects.filter(pk__any_of=accounts_seen, last_login=None).values_list("pk", flat=True))
        good = _good_until(never, at=at)
    mine = policy.people_to_issue_passwords_to(actor, [one.person_id for one in seen])
    awaiting = [one for one in seen if one.person.user_id in never and one.person_id in mine]
    found = {one.person_id: Awaited(one, good.get(one.person.user_id or 0)) for one in awaiting}
    return sorted(found.values(), key=lambda one: (one.appointment.role_card.is_staff, one.appointment.group))


@transaction.atomic
def print_again(
    appointments: Sequence[Appointment], organisation: Organisation, *, by: Actor, at: datetime
) -> list[Card]:
    """Return new cards for these; their older ones open nothing any more."""
    whose = [one.person_id for one in appointments]
    with journal.entry("cards_printed", by=by, at=at, about=organisation, people=whose):
        return [
            Card(
                one.person,
                one.role_card,
                one.group,
                codes.issue(one.person.user_id or 0, purpose=CodePurpose.CARD, by=by, at=at),
            )
            for one in appointments
        ]


def _good_until(users: Iterable[int], *, at: datetime) -> Mapping[int, datetime]:
    found = OneTimeCode.objects.filter(user_id__any_of=users, used_at=None, expires_at__gt=at)
    return dict(found.values_list("user_id", "expires_at"))


def _make_account(*, by: Actor, at: datetime) -> User:
    while True:
        try:
            return accounts.make_account(generated_login(), None, by=by, at=at)
        except accounts.LoginTaken:
            continue


def generated_login() -> str:
    """Return a login by chance such as «kedr-sova-4820», one of five million: readable, and nobody's name."""
    return f"{secrets.choice(_PLANTS)}-{secrets.choice(_ANIMALS)}-{secrets.randbelow(9000) + 1000}"
