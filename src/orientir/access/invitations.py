"""Inviting somebody to a role, and what comes of it: sent again, handed over on paper, withdrawn, taken up.

Nothing secret is stored. The token of a link is a keyed hash of the invitation's key and of `turn`, so that whoever has
to send it can make it again, and a new turn ends the link of the older one. Whoever invited vouches for the role at the
moment when the link is used: if they could not appoint then, the link opens nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from orientir import journal
from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.database.context import acting_as
from orientir.database.jobs import UnknownActor, actor_named
from orientir.database.system_actors import MAINTENANCE, REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.territory.models import Organisation

from . import policy
from .invitations_state import PAPER, is_waiting
from .models import Invitation
from .roles import ROLES, Role
from .services import AlreadyAppointed, appoint

GOOD_FOR = timedelta(days=14)
"""How long a link opens an invitation."""
KEPT_FOR = timedelta(days=366)
"""How long an invitation is kept, whatever came of it: the term of the data register."""

_SALT = "orientir.access.invitation"
_TURNED = {"": "invitation_renewed", PAPER: "invitation_printed"}
_SIGNS, _GROUP = 20, 5
"""A token has 100 bits, in groups that can be typed in from paper."""


class AlreadyInvited(Exception):
    """There is an open invitation of this address to this role at this organisation."""


class LinkClosed(Exception):
    """The link opens nothing: never issued, too old, used, withdrawn, or nobody vouches for it any more."""


class _AddressTaken(Exception):
    """Another account has this e-mail address."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited to what; without an address the link is handed over on paper."""

    organisation: Organisation
    role: Role
    name: Name
    email: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens, and with whose rights."""

    invitation: Invitation
    inviter: Actor


def name_of(invitation: Invitation) -> str:
    """Return the full name of whoever is invited."""
    return " ".join(filter(None, [invitation.last_name, invitation.first_name, invitation.middle_name]))


def normalise(email: str) -> str:
    """Return the form in which addresses are stored and compared."""
    return User.normalise(email)


def token_of(invitation: Invitation) -> str:
    """Return what stands at the end of the link: the key, and a proof that we have issued it for this turn."""
    digest = salted_hmac(_SALT, f"{invitation.pk}.{invitation.turn}", algorithm="sha256").digest()
    signs = base64.b32encode(digest).decode().lower()[:_SIGNS]
    return "-".join([str(invitation.pk), *(signs[at : at + _GROUP] for at in range(0, _SIGNS, _GROUP))])


@transaction.atomic
def invite(invited: Invited, *, by: Actor, at: datetime) -> Invitation:
    """Ask somebody to take a role. Whether the address has an account already makes no difference and is not looked at.

    Raises:
        AlreadyInvited: this address has an open invitation to the same.
    """
    with (
        refused_by("one_open_invitation_of_an_address", AlreadyInvited()),
        journal.entry("invited", by=by, at=at, role=invited.role.code) as written,
    ):
        written.about = invitation = Invitation.objects.create(
            organisation=invited.organisation,
            role=invited.role.code,
            last_name=invited.name.last,
            first_name=invited.name.first,
            middle_name=invited.name.middle,
            email=normalise(invited.email),
            invited_by_id=by.person_id,
            made_at=at,
            expires_at=at + GOOD_FOR,
        )
    return invitation


@transaction.atomic
def renew(invitations: Sequence[Invitation], *, by: Actor, at: datetime) -> list[Invitation]:
    """Give open invitations a new link and a new term, in the name of `by`; return those that were still open.

    The older links open nothing any more.
    """
    return _turned(invitations, why_not_mailed="", by=by, at=at)


@transaction.atomic
def put_on_paper(invitations: Sequence[Invitation], *, by: Actor, at: datetime) -> list[Invitation]:
    """Renew invitations to be handed over on paper instead of being mailed; return those that were still open.

    Whoever comes by paper has not shown that the address is theirs, so a link is never both mailed and printed.
    """
    return _turned(invitations, why_not_mailed=PAPER, by=by, at=at)


@transaction.atomic
def withdraw(invitations: Sequence[Invitation], *, by: Actor, at: datetime) -> int:
    """Let the links of invitations open nothing any more; return how many were still open."""
    open_ones = _locked(invitations)
    for invitation in open_ones:
        with journal.entry("invitation_withdrawn", by=by, at=at, about=invitation):
            invitation.withdrawn_at = at
            invitation.save(update_fields=["withdrawn_at"])
    return len(open_ones)


def opened_by(token: str, *, at: datetime) -> Opened:
    """Return what the link with this token opens at this moment.

    Raises:
        LinkClosed: nothing, for whatever reason; which one is not told.
    """
    with acting_as(REGISTRAR):
        return _opened_by(token, at=at, locked=False)


def is_own(opened: Opened, person_id: int | None) -> bool:
    """Say whether somebody has opened the link that they wrote themselves: nobody appoints themselves."""
    return person_id is not None and person_id == opened.invitation.invited_by_id


@transaction.atomic
def take_up_as_newcomer(token: str, *, login: str, password: str, at: datetime) -> User:
    """Make account, person and appointment of an invitation at once; return the account.

    Raises:
        LinkClosed: the link opens nothing.
        accounts.LoginTaken: somebody already signs in with this login.
    """
    with acting_as(REGISTRAR):
        opened = _opened_by(token, at=at, locked=True)
        user = accounts.make_account(login, password, by=REGISTRAR, at=at)
        _take_up(opened, _add(opened, user, at=at), user, by=REGISTRAR, at=at)
    return user


@transaction.atomic
def take_up(token: str, *, by: Actor, at: datetime) -> None:
    """Let somebody who is signed in take the role of an invitation; whoever has it already keeps it.

    Raises:
        LinkClosed: the link opens nothing, or it is one that they wrote themselves.
    """
    with acting_as(REGISTRAR):
        opened = _opened_by(token, at=at, locked=True)
        if is_own(opened, by.person_id):
            raise LinkClosed
        user = User.objects.select_for_update().get(pk=by.user_id or 0)
        person = Person.objects.filter(user=user).first() or _add(opened, user, at=at)
        _take_up(opened, person, user, by=by, at=at)


@transaction.atomic
def delete_old(*, at: datetime) -> int:
    """Delete invitations whose term has passed; return how many there were."""
    with acting_as(REGISTRAR):
        old = Invitation.objects.filter(made_at__lt=at - KEPT_FOR)
        number = old.count()
        if number:
            with journal.entry("invitations_deleted", by=MAINTENANCE, at=at, number=number):
                old.delete()
    return number


def _turned(invitations: Sequence[Invitation], *, why_not_mailed: str, by: Actor, at: datetime) -> list[Invitation]:
    turned = _locked(invitations)
    for invitation in turned:
        with journal.entry(_TURNED[why_not_mailed], by=by, at=at, about=invitation):
            invitation.turn += 1
            invitation.invited_by_id = by.person_id
            invitation.expires_at = at + GOOD_FOR
            invitation.sent_at, invitation.refused_with = None, why_not_mailed
            invitation.save(update_fields=["turn", "invited_by", "expires_at", "sent_at", "refused_with"])
    return turned


def _locked(invitations: Sequence[Invitation]) -> list[Invitation]:
    """Lock those of the invitations that are still open, in one order for all who do so."""
    keys = [invitation.pk for invitation in invitations]
    found = Invitation.objects.select_for_update(of=("self",)).filter(is_waiting(), pk__in=keys)
    return list(found.select_related("organisation__territory").order_by("pk"))


def _opened_by(token: str, *, at: datetime, locked: bool) -> Opened:
    key, _, _ = token.partition("-")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise LinkClosed
    found = Invitation.objects.filter(is_waiting(), pk=int(key), expires_at__gt=at)
    if locked:
        found = found.select_for_update(of=("self",))
    invitation = found.select_related("organisation__territory", "invited_by").first()
    # Of signs that are no ASCII nothing can be compared in constant time.
    if invitation is None or not token.isascii() or not constant_time_compare(token_of(invitation), token):
        raise LinkClosed
    if not invitation.organisation.is_open_on(timezone.localdate(at)):
        raise LinkClosed
    return Opened(invitation, _inviter_of(invitation))


def _inviter_of(invitation: Invitation) -> Actor:
    """Return whoever invited, with the rights of this moment, if these still reach as far as the role."""
    account = invitation.invited_by.user_id if invitation.invited_by else None
    try:
        inviter = actor_named(f"user:{account or 0}")
    except UnknownActor as gone:
        raise LinkClosed from gone
    if ROLES.get(invitation.role) not in policy.roles_to_invite_to(inviter, invitation.organisation):
        raise LinkClosed
    return inviter


def _add(opened: Opened, user: User, *, at: datetime) -> Person:
    invitation = opened.invitation
    name = Name(invitation.last_name, invitation.first_name, invitation.middle_name)
    return add_person(name, organisation_id=invitation.organisation_id, user=user, by=REGISTRAR, at=at)


def _take_up(opened: Opened, person: Person, user: User, *, by: Actor, at: datetime) -> None:
    invitation = opened.invitation
    with suppress(AlreadyAppointed):
        appoint(person, ROLES[invitation.role], invitation.organisation, by=opened.inviter, at=at)
    with journal.entry("invitation_taken_up", by=by, at=at, about=invitation, people=[person.pk]):
        invitation.taken_up_at, invitation.taken_up_by = at, person
        invitation.save(update_fields=["taken_up_at", "taken_up_by"])
    if invitation.email and invitation.sent_at and not user.email:
        # The link came by this address and by no other way, so the address is theirs. Whether another account has it
        # already is no business of whoever holds the link.
        with (
            suppress(_AddressTaken),
            refused_by("one_account_of_an_e_mail_address", _AddressTaken()),
            journal.entry("e_mail_known", by=by, at=at, about=user),
        ):
            user.email = invitation.email
            user.save(update_fields=["email"])
