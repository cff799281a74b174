"""What the faces of a roadmap have in common: its head, its years, the ways from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from orientir.roadmaps import policy, queries
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.queries import Figures
from orientir.ui.signed_in import SignedInView

ALL: Final = "all"
PAGES: Final = ("page", "columns")
"""Names under which the page of a list stands in an address."""

FACES: Final[dict[str, str | Promise]] = {
    "roadmap": pgettext_lazy("face of a roadmap", "Measures"),
    "calendar": pgettext_lazy("face of a roadmap", "Terms"),
    "matrix": pgettext_lazy("face of a roadmap", "Carrying out"),
    "results": pgettext_lazy("face of a roadmap", "Results"),
    "history": gettext_lazy("History"),
}
"""The faces of a roadmap by the names of their addresses."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the choices of a filter, as a link."""

    label: str
    href: str
    on: bool


class Face(SignedInView):
    """A face of a roadmap in force or in the archive. Before, a roadmap has none: its page tells what comes next."""

    face: str

    def visible_roadmap(self, pk: int) -> Roadmap:
        return get_object_or_404(policy.visible_roadmaps(self.actor).select_related("organisation__territory"), pk=pk)

    def running_roadmap(self, pk: int) -> Roadmap:
        """Return a visible roadmap that is seen by its work.

        Raises:
            Http404: there is none, or it is not in force yet.
        """
        roadmap = self.visible_roadmap(pk)
        if roadmap.state not in policy.RUNNING:
            raise Http404
        return roadmap

    def head_of(self, roadmap: Roadmap, figures: Figures) -> dict[str, Any]:
        """Return what stands above every face."""
        kept = QueryDict(mutable=True)
        if "year" in self.request.GET:
            kept["year"] = self.request.GET["year"]
        query = f"?{kept.urlencode()}" if kept else ""
        return {
            "roadmap": roadmap,
            "sees_whole": policy.sees_whole(self.actor, roadmap),
            "progress": figures.of(),
            "can_amend": policy.can_amend(self.actor, roadmap),
            "can_archive": policy.can_archive(self.actor, roadmap),
            "can_bring_back": policy.can_bring_back(self.actor, roadmap),
            "can_delete": policy.can_delete(self.actor, roadmap),
            "faces": [
                Choice(str(label), reverse(f"roadmaps:{name}", args=[roadmap.pk]) + query, name == self.face)
                for name, label in FACES.items()
            ],
        }

    def figures_of(self, roadmap: Roadmap) -> Figures:
        return queries.figures_of(self.actor, [roadmap.pk])[roadmap.pk]

    def year(self, figures: Figures) -> int | None:
        """Return the year that is asked for, or `None` for all; without a word, this year or the one nearest to it."""
        asked = self.request.GET.get("year", "")
        if asked == ALL:
            return None
        if asked.isdecimal() and int(asked) in figures.years:
            return int(asked)
        return self.year_unasked(figures)

    def year_unasked(self, figures: Figures) -> int | None:
        """Return this year or the one nearest to it in which something is due; `None` where nothing is."""
        this = timezone.localdate().year
        return min(figures.years, key=lambda year: abs(year - this), default=None)

    def years(self, figures: Figures) -> list[Choice]:
        """Return the years to choose from; where there is but one, nothing."""
        if len(figures.years) < 2:
            return []
        now = self.year(figures)
        each = [Choice(str(year), self.here(year=str(year)), now == year) for year in figures.years]
        return [*each, Choice(_("All years"), self.here(year=ALL), now is None)]

    def here(self, **changed: str) -> str:
        """Return the address of this page with some of its filters changed; an empty one goes, and so does the page."""
        return address_of(self.request, **changed)


def address_of(request: HttpRequest, **changed: str) -> str:
    """Return the query of this page with some filters changed: an empty one goes, and so do the pages of the list.

    The same filters give the same address, in whatever order they were chosen.
    """
    filters = {name: str(request.GET[name]) for name in request.GET if name not in PAGES} | changed
    query = QueryDict(mutable=True)
    query.update({name: filters[name] for name in sorted(filters) if filters[name]})
    return f"?{query.urlencode()}"


def day_in(words: str) -> date | None:
    """Return the day in an address, if it is one that a calendar has room for around it."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def key_in(said: object) -> int | None:
    """Return the key or number in an address; None for what is none, or none that the database knows."""
    words = str(said)
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else None


def language() -> str:
    """Return the two letters of the language the page speaks, as the engines take it."""
    return (get_language() or "ru")[:2]
