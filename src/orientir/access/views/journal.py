"""The journal as people read it: what I did, who looked at my data, what an auditor looks for, a history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from orientir.access import emergency, histories, policy
from orientir.access.histories import Told
from orientir.database.policy import require
from orientir.engines.russian import sort_key
from orientir.journal import queries as journal
from orientir.journal import verbs
from orientir.journal.models import Entry
from orientir.territory import policy as territories
from orientir.territory.models import Organisation
from orientir.ui.lists import Choice, Column, Day, Filter, ListOf, ListPage, Words
from orientir.ui.signed_in import SignedInView

Rows = QuerySet[Entry]

DEED = Column("deed", _("Deed"), lambda one: one.words, kind="head")
WHEN = Column(
    "when",
    _("When"),
    lambda one: date_format(timezone.localtime(one.at), "j E Y, H:i"),
    sort=("at", "pk"),
    kind="tight",
)
WHO = Column("who", pgettext_lazy("of a deed", "Who"), lambda one: one.who or "—")
ROLE = Column("role", _("In which role"), lambda one: one.role or "—")
PLACE = Column("place", _("Organisation"), lambda one: one.place or "—")
REASON = Column("reason", _("Reason"), lambda one: one.reason or "—")


def whom(one: Told) -> str:
    """Return whom a deed concerned: the names that may be known, and how many more."""
    said = [", ".join(one.whom)] if one.whom else []
    if one.others:
        said.append(ngettext("%(count)s person", "%(count)s people", one.others) % {"count": one.others})
    return " + ".join(said) or "—"


WHOM = Column("whom", _("Whom it concerned"), whom)
REQUEST = Column("request", _("Request"), lambda one: one.request or "—", usual=False)


class Entries(ListPage):
    """A list of entries, latest first."""

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    empty: ClassVar[str | Promise]
    columns: ClassVar[list[Column]]
    route: ClassVar[str]
    template_name = "access/journal/entries.html"

    def rows(self) -> Rows:
        """Permit, and return the entries."""
        raise NotImplementedError

    def filters(self, rows: Rows) -> list[Filter]:
        return [_of_verbs(rows), *_of_days()]

    def list_of(self, **kwargs: Any) -> ListOf:
        rows = self.rows()
        return ListOf(
            name=self.name,
            title=self.title,
            rows=rows,
            columns=self.columns,
            filters=self.filters(rows),
            sort="-when",
            address=reverse(self.route),
            file_address="",
            empty=self.empty,
            load=self.told,
        )

    def told(self, entries: list[Entry]) -> list[Told]:
        """Return entries as the reader reads them."""
        return histories.told(self.actor, entries)

    def page_context(self, listing: Any) -> dict[str, Any]:
        return {"title": self.title, "about": self.route, "can_search": policy.can_search_journal(self.actor)}


class OwnDeeds(Entries):
    """What I did."""

    name = "own-deeds"
    title = _("What I did")
    empty = _("Nothing is written down of you yet.")
    columns: ClassVar[list[Column]] = [DEED, WHEN, PLACE, WHOM, ROLE]
    route = "access:own_deeds"

    def rows(self) -> Rows:
        return journal.deeds_of(self.actor.person_id or 0)


class AboutMe(Entries):
    """What others did that concerned me: who looked at me, changed my data, appointed me."""

    name = "about-me"
    title = _("Who looked at my data")
    empty = _("Nobody has looked at your data or changed them.")
    columns: ClassVar[list[Column]] = [DEED, replace(WHEN, kind=""), WHO, ROLE, PLACE, REASON]
    route = "access:about_me"

    def rows(self) -> Rows:
        return journal.entries_about(self.actor.person_id or 0)

    def told(self, entries: list[Entry]) -> list[Told]:
        """Name those who opened the data in an emergency, and who gave the second word: they knew that it is told."""
        names = emergency.names_told_to(self.actor, entries)
        return [
            replace(one, who=one.who or names.get(entry.pk, ""))
            for entry, one in zip(entries, super().told(entries), strict=True)
        ]


class Search(Entries):
    """What an auditor looks for."""

    name = "journal"
    title = _("Journal")
    empty = _("Nothing is written down yet.")
    columns: ClassVar[list[Column]] = [DEED, WHEN, WHO, PLACE, WHOM, ROLE, replace(REASON, usual=False), REQUEST]
    route = "access:journal"

    def rows(self) -> Rows:
        require(policy.can_search_journal(self.actor))
        return policy.visible_entries(self.actor)

    def filters(self, rows: Rows) -> list[Filter]:
        places = Organisation.objects.filter(pk__any_of=self.actor.scope(policy.SEARCH_JOURNAL)).order_by("sort_key")
        return [
            Words("q", _("Name of who did it or whom it concerned"), self._of_a_name),
            Choice(
                "place",
                _("Organisation"),
                lambda entries, key: entries.filter(organisation_id=int(key)),
                among=[(str(key), words) for key, words in places.values_list("pk", "short_name")],
            ),
            *super().filters(rows),
            Words("request", _("Request"), _of_request),
        ]

    def _of_a_name(self, entries: Rows, words: str) -> Rows:
        """Narrow to people whose name begins so, of those whom the actor may know."""
        known = policy.visible_people(self.actor)
        keys = list(known.filter(sort_key__startswith=sort_key(words)).values_list("pk", flat=True)[:100])
        return journal.concerning(entries, keys)


class OrganisationHistory(SignedInView):
    """What was done to an organisation."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        organisation = get_object_or_404(territories.visible_organisations(self.actor), pk=pk)
        context = {"organisation": organisation, "history": histories.history(self.actor, organisation)}
        return render(request, "access/journal/organisation.html", context)


def _of_verbs(rows: Rows) -> Choice:
    """Return the filter by deed: those that are among the rows."""
    found = rows.order_by("verb").values_list("verb", flat=True).distinct()
    among = sorted(((verb, verbs.words(verb)) for verb in found), key=lambda one: one[1])
    return Choice("verb", _("Deed"), lambda entries, verb: entries.filter(verb=verb), among=among)


def _of_days() -> list[Filter]:
    return [
        Day("from", _("From"), lambda entries, day: entries.filter(at__gte=_beginning(day))),
        Day("until", _("Until"), lambda entries, day: entries.filter(at__lt=_beginning(day, later=1))),
    ]


def _beginning(day: str, *, later: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day) + timedelta(days=later), time()))


def _of_request(entries: Rows, words: str) -> Rows:
    try:
        return entries.filter(request=UUID(words))
    except ValueError:
        return entries.none()
