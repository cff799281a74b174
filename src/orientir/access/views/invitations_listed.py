"""The list of invitations: who has not come in yet, when a letter went, what is too old, what was not taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from orientir import journal
from orientir.access import invitations_taking, policy
from orientir.access.invitations import name_of
from orientir.access.invitations_state import REFUSALS, State, in_state, is_waiting, mail_is_on, state_of
from orientir.access.models import Invitation
from orientir.access.roles import ROLES, Role
from orientir.accounts.step_up import ConfirmedView
from orientir.database.actor import Actor
from orientir.database.policy import require
from orientir.engines.russian import normalise
from orientir.territory.models import Organisation
from orientir.ui.components.states import badge
from orientir.ui.lists import Choice, Column, Day, Hidden, ListFile, Listing, ListOf, ListPage, OneList, Words

WAITING, ALL = "waiting", "all"
BADGES = {
    State.ON_ITS_WAY: "in_work",
    State.SENT: "submitted",
    State.ON_PAPER: "waiting",
    State.REFUSED: "failed",
    State.EXPIRED: "overdue",
    State.TAKEN_UP: "accepted",
    State.WITHDRAWN: "void",
}


def _state(one: Invitation) -> SafeString:
    state, more = state_of(one, timezone.now()), ""
    if state == State.REFUSED:
        more = str(REFUSALS.get(one.refused_with, ""))
    elif at := {State.SENT: one.sent_at, State.TAKEN_UP: one.taken_up_at}.get(state):
        more = _day(at)
    return render_to_string("access/invitations/state.html", {"badge": badge(BADGES[state], state.label), "more": more})


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j E Y") if at else "—"


def _moments(key: str, title: Promise, *, sort: tuple[str, ...] = (), usual: bool = False) -> Column:
    """Return a column of moments: the day on the page, the hour as well in a file."""

    def written(one: Invitation) -> datetime | None:
        at: datetime | None = getattr(one, f"{key}_at")
        return timezone.localtime(at).replace(tzinfo=None) if at else None

    return Column(key, title, lambda one: _day(getattr(one, f"{key}_at")), written=written, sort=sort, usual=usual)


TICK = Column(
    "tick",
    _("Tick"),
    lambda one: render_to_string("access/invitations/tick.html", {"one": one, "name": name_of(one)}),
    kind="tight",
)
COLUMNS = [
    Column(
        "name",
        _("Who is invited"),
        lambda one: render_to_string("access/invitations/who.html", {"one": one, "name": name_of(one)}),
        written=name_of,
        kind="head",
    ),
    Column(
        "organisation",
        _("Organisation"),
        lambda one: one.organisation.short_name,
        leads=lambda one: reverse("access:organisation", args=[one.organisation_id]),
        sort=("organisation__sort_key", "made_at", "pk"),
    ),
    Column("role", _("Role"), lambda one: ROLES[one.role].name if one.role in ROLES else one.role),
    Column("email", _("E-mail"), lambda one: one.email or "—", usual=False),
    Column("state", _("State"), _state),
    _moments("made", _("Invited on"), sort=("made_at", "pk")),
    _moments("sent", _("Letter sent")),
    _moments("expires", _("Link works until"), sort=("expires_at", "pk"), usual=True),
    _moments("taken_up", _("Came in on")),
]


def _with_words(rows: QuerySet[Invitation], words: str) -> QuerySet[Invitation]:
    of_person = Q(last_name__icontains=words) | Q(first_name__icontains=words) | Q(email__icontains=words)
    return rows.filter(of_person | Q(organisation__searched_names__contains=normalise(words)))


def _in_state(rows: QuerySet[Invitation], state: str) -> QuerySet[Invitation]:
    if state == ALL:
        return rows
    return rows.filter(is_waiting() if state == WAITING else in_state(state, timezone.now()))


class Invitations(OneList):
    """The invitations to organisations at which the actor appoints."""

    columns = [TICK, *COLUMNS]

    def list_of(self, **kwargs: Any) -> ListOf:
        require(self.actor.may(policy.APPOINT))
        return ListOf(
            name="invitations",
            title=_("Invitations"),
            rows=policy.visible_invitations(self.actor).select_related("organisation"),
            columns=self.columns,
            filters=[
                Words("q", _("Name, e-mail or organisation"), _with_words),
                Choice(
                    "state",
                    _("State"),
                    _in_state,
                    usual=WAITING,
                    among=[(WAITING, _("have not come in")), *State.choices, (ALL, _("all of them"))],
                ),
                Choice(
                    "role",
                    _("Role"),
                    lambda rows, role: rows.filter(role=role),
                    among=[(role.code, role.name) for role in ROLES.values() if role.is_staff],
                ),
                self._of_one_organisation(),
                Day("from", _("Invited from"), lambda rows, on: rows.filter(made_at__date__gte=on)),
                Day("until", _("Invited until"), lambda rows, on: rows.filter(made_at__date__lte=on)),
            ],
            sort="organisation",
            address=reverse("access:invitations"),
            file_address=reverse("access:invitations_file"),
            empty=_("Nobody is invited. Invite somebody on the page of an organisation, or many by a list."),
        )

    def _of_one_organisation(self) -> Hidden:
        key = self.request.GET.get("organisation", "")
        is_key = key.isascii() and key.isdecimal() and len(key) < 19
        found: QuerySet[Organisation] = policy.organisations_to_invite_to(self.actor)
        among = [(str(one.pk), one.short_name) for one in found.filter(pk=int(key) if is_key else 0)]
        return Hidden("organisation", _("Organisation"), lambda rows, pk: rows.filter(organisation=pk), among=among)


class InvitationList(Invitations, ListPage):
    """The list, and what is done with those that are ticked."""

    template_name = "access/invitations/list.html"

    def page_context(self, listing: Listing) -> dict[str, Any]:
        now, mine = timezone.now(), policy.visible_invitations(self.actor)
        letters = mine.aggregate(
            on_their_way=Count("pk", in_state(State.ON_ITS_WAY, now)),
            gone=Count("pk", in_state(State.SENT, now) | in_state(State.REFUSED, now)),
        )
        return {
            "on_their_way": letters["on_their_way"],
            "gone": letters["gone"],
            "letters": letters["on_their_way"] + letters["gone"],
            "no_mail": not mail_is_on(),
            "waiting": invitations_taking.waiting_of(self.actor),
        }


class InvitationFile(Invitations, ListFile, ConfirmedView):
    """The same as a spreadsheet, with all its moments; it is written down who took it."""

    columns = [replace(column, usual=True) for column in COLUMNS]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = Listing(self.list_of(), request).total
        with journal.entry("invitations_exported", by=self.actor, at=timezone.now(), rows=rows):
            return super().get(request, **kwargs)


def waiting_at(actor: Actor, organisation: Organisation) -> list[tuple[str, Role, State, str]]:
    """Return who is invited to an organisation and has not come in: name, role, state and its badge."""
    now, found = timezone.now(), policy.visible_invitations(actor).filter(is_waiting(), organisation=organisation)
    states = [(one, state_of(one, now)) for one in found.order_by("made_at", "pk") if one.role in ROLES]
    return [(name_of(one), ROLES[one.role], state, BADGES[state]) for one, state in states]
