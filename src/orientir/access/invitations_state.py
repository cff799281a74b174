"""How far an invitation is: never stored, it follows from what happened to it and from the day."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Invitation

PAPER, NO_SUCH_ADDRESS, REFUSED, UNREACHABLE = "paper", "no_such_address", "refused", "unreachable"
"""Why no letter went: the link was handed over on paper instead, or what the mail server did."""

REFUSALS: dict[str, Promise] = {
    NO_SUCH_ADDRESS: _("The mail server does not take letters to this address. Check it and invite anew."),
    REFUSED: _("The mail server refused the letter. Send it again later, or hand the link over on paper."),
    UNREACHABLE: _("The mail server did not answer. Send it again later, or hand the link over on paper."),
}
"""Why a letter did not go, by what is kept of it."""


class State(TextChoices):
    """What has come of an invitation by now."""

    ON_ITS_WAY = "on_its_way", _("letter on its way")
    SENT = "sent", _("letter sent")
    ON_PAPER = "on_paper", _("link on paper")
    REFUSED = "refused", _("letter not taken")
    EXPIRED = "expired", _("link too old")
    TAKEN_UP = "taken_up", _("has come in")
    WITHDRAWN = "withdrawn", _("withdrawn")


def mail_is_on() -> bool:
    """Say whether mail leaves this installation at all."""
    return bool(settings.EMAIL_HOST)


def is_waiting() -> Q:
    """Those that nobody has taken up and nobody has withdrawn, however old."""
    return Q(taken_up_at=None, withdrawn_at=None)


def in_state(state: str, at: datetime) -> Q:
    """Return the condition of a state at a moment; no invitation is in two of them."""
    good, on_paper = is_waiting() & Q(expires_at__gt=at), _on_paper()
    return {
        State.TAKEN_UP: Q(taken_up_at__isnull=False),
        State.WITHDRAWN: Q(withdrawn_at__isnull=False),
        State.EXPIRED: is_waiting() & Q(expires_at__lte=at),
        State.SENT: good & Q(sent_at__isnull=False),
        State.ON_PAPER: good & Q(sent_at=None) & on_paper,
        State.REFUSED: good & Q(sent_at=None) & ~on_paper & ~Q(refused_with=""),
        State.ON_ITS_WAY: good & Q(sent_at=None, refused_with="") & ~on_paper,
    }[State(state)]


def state_of(invitation: Invitation, at: datetime) -> State:
    """Return the state of an invitation at a moment."""
    if invitation.taken_up_at:
        return State.TAKEN_UP
    if invitation.withdrawn_at:
        return State.WITHDRAWN
    if invitation.expires_at <= at:
        return State.EXPIRED
    if invitation.sent_at:
        return State.SENT
    if not invitation.email or invitation.refused_with == PAPER or (not invitation.refused_with and not mail_is_on()):
        return State.ON_PAPER
    return State.REFUSED if invitation.refused_with else State.ON_ITS_WAY


def _on_paper() -> Q:
    """Those that no letter will carry: without an address, printed, or where no mail leaves at all."""
    without = Q(email="") | Q(refused_with=PAPER)
    return without if mail_is_on() else without | Q(refused_with="")
