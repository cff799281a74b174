"""The letter of an invitation, and sending it.

A letter is handed over inside the transaction that writes down that it was sent. Should the process be killed between
the two, it is sent a second time with the same Message-ID, which mail programs show once; never a third kind.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.jobs import defer

from . import policy
from .invitations import token_of
from .invitations_state import NO_SUCH_ADDRESS, REFUSED, State, in_state, mail_is_on
from .models import Invitation
from .roles import ROLES

SEND = "orientir.access.tasks.send_invitations"
_HANGS_UP, _FOR_GOOD = 421, 500
"""Answers of a mail server from this number on are final; those below say «not now»."""


def link_of(invitation: Invitation, site: str = "") -> str:
    """Return the whole address of a link; `site` is where the page stands that asks, if nothing else is set."""
    return f"{settings.SITE_ADDRESS or site}{reverse('access:take_up', args=[token_of(invitation)])}"


def letter_of(invitation: Invitation, outbox: BaseEmailBackend | None = None) -> mail.EmailMessage:
    """Write the letter, in the language of the installation; two letters of one turn have one Message-ID."""
    organisation = invitation.organisation
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "name": " ".join(filter(None, [invitation.first_name, invitation.middle_name])),
            "role": str(ROLES[invitation.role].name),
            "organisation": organisation.name,
            "day": date_format(timezone.localtime(invitation.expires_at), "j E Y, H:i"),
            "link": link_of(invitation),
        }
        paragraphs = [
            _("Good day, %(name)s!") % values,
            _("You are invited to Orientir, the system of career guidance. Organisation: %(organisation)s.") % values,
            _("Role: %(role)s.") % values,
            _("To come in, open this address and choose a password:") + f"\n{values['link']}",
            _("The address works until %(day)s and once. Give it to nobody: who opens it comes in as you.") % values,
            _("If you did not expect this letter, do nothing: without you nothing comes of it."),
        ]
        subject = _("Invitation to Orientir: %(organisation)s") % {"organisation": organisation.short_name}
    return mail.EmailMessage(
        " ".join(subject.split()),
        "\n\n".join(paragraphs) + "\n",
        to=[invitation.email],
        headers={"Message-ID": message_id(invitation), "Auto-Submitted": "auto-generated"},
        connection=outbox,
    )


def message_id(invitation: Invitation) -> str:
    """Return what tells this letter from every other one, fixed by the key and the turn of its invitation."""
    return f"<invitation.{invitation.pk}.{invitation.turn}@{urlsplit(settings.SITE_ADDRESS).hostname}>"


def to_be_sent(by: Actor, *, at: datetime) -> QuerySet[Invitation]:
    """Return the invitations of the actor's organisations whose letters are on their way."""
    return policy.visible_invitations(by).filter(in_state(State.ON_ITS_WAY, at))


def ask_to_send(invitations: Sequence[Invitation], *, by: Actor) -> None:
    """Let a job send the letters of these turns of invitations, where mail leaves and they have an address."""
    turns = [[invitation.pk, invitation.turn] for invitation in invitations if invitation.email]
    if turns and mail_is_on():
        defer(SEND, by=by, turns=turns)


def send(key: int, turn: int, outbox: BaseEmailBackend, *, by: Actor, at: datetime) -> bool:
    """Send the letter of this turn of an invitation, if it is still to be sent; say whether the server is there.

    What the server has against a letter is kept with the invitation, as one of the `REFUSALS`.
    """
    found = to_be_sent(by, at=at).select_for_update(of=("self",)).filter(pk=key, turn=turn)
    invitation = found.select_related("organisation__territory").first()
    if invitation is None or not policy.can_resend(by, invitation):
        return True
    try:
        with journal.entry("invitation_sent", by=by, at=at, about=invitation):
            invitation.sent_at = at
            invitation.save(update_fields=["sent_at"])
            _hand_over(letter_of(invitation, outbox), outbox)
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _words in refusal.recipients.values()]
        refuse([invitation], NO_SUCH_ADDRESS if max(codes) >= _FOR_GOOD else REFUSED, by=by, at=at)
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
        refuse([invitation], REFUSED, by=by, at=at)
    except (smtplib.SMTPException, OSError):
        return False
    return True


def _hand_over(letter: mail.EmailMessage, outbox: BaseEmailBackend) -> None:
    """Hand a letter to the server; one that takes only so many over one connection is called once more."""
    is_new = outbox.open()
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as fault:
        if is_new or not _has_hung_up(fault):
            raise
        outbox.close()
        outbox.open()
        letter.send()


def _has_hung_up(fault: Exception) -> bool:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return any(code == _HANGS_UP for code, _words in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPResponseException):
        return fault.smtp_code == _HANGS_UP
    return isinstance(fault, smtplib.SMTPServerDisconnected | OSError)


def refuse(invitations: Iterable[Invitation], why: str, *, by: Actor, at: datetime) -> None:
    """Write down why letters did not go."""
    for invitation in invitations:
        with journal.entry("invitation_refused", by=by, at=at, about=invitation, why=why):
            invitation.sent_at, invitation.refused_with = None, why
            invitation.save(update_fields=["sent_at", "refused_with"])
