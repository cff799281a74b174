from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from orientir.database.policy import require
from orientir.engines.counts import in_words
from orientir.roadmaps import policy
from orientir.roadmaps.choices import RoadmapState
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.queries import lists
from orientir.roadmaps.queries.lists import RoadmapRow
from orientir.roadmaps.views.seeing.faces import language
from orientir.territory.models import Organisation
from orientir.ui.lists import Choice, Column, ListFile, Listing, ListOf, ListPage, OneList, Words

from .parts import one_of


class Roadmaps(OneList):
    """The roadmaps that the actor sees, in whatever state."""

    def list_of(self, **kwargs: Any) -> ListOf:
        require(self.actor.may(policy.SEE_ROADMAPS))
        offices = one_of(
            "office",
            _("Office"),
            Organisation.objects.filter(pk__in=policy.visible_roadmaps(self.actor).order_by().values("organisation")),
            lambda rows, key: rows.filter(organisation=int(key)),
            chosen=self.request.GET.get("office", ""),
        )
        return ListOf(
            name="roadmaps",
            title=_("Roadmaps"),
            rows=lists.roadmaps_to_list(self.actor),
            columns=COLUMNS,
            filters=[
                Words("q", _("Words of the title"), lambda rows, words: rows.filter(title__icontains=words)),
                Choice("state", _("State"), lambda rows, state: rows.filter(state=state), among=RoadmapState.choices),
                *([offices] if len(offices.among) > 1 else []),
            ],
            sort="-put_in",
            load=lambda found: lists.with_progress(self.actor, found),
            address=reverse("roadmaps:roadmaps"),
            file_address=reverse("roadmaps:roadmaps_file"),
            empty=_("There is no roadmap yet."),
        )


class RoadmapList(Roadmaps, ListPage):
    """The roadmaps and how far they are, newest first."""

    template_name = "roadmaps/lists/roadmaps.html"

    def page_context(self, listing: Listing) -> dict[str, Any]:
        return {"can_upload": policy.can_upload_roadmap(self.actor)}


class RoadmapFile(Roadmaps, ListFile):
    """The same as a spreadsheet."""


def _years(roadmap: Roadmap) -> str:
    if not roadmap.first_year:
        return "—"
    several = roadmap.last_year and roadmap.last_year != roadmap.first_year
    return f"{roadmap.first_year}–{roadmap.last_year}" if several else str(roadmap.first_year)


def _progress(row: RoadmapRow) -> str:
    return in_words(row.progress, language()) if row.progress.denominator else "—"


COLUMNS = [
    Column(
        "roadmap",
        _("Roadmap"),
        lambda row: str(row.roadmap),
        leads=lambda row: reverse("roadmaps:roadmap", args=[row.roadmap.pk]),
        kind="head",
    ),
    Column("office", _("Office"), lambda row: str(row.roadmap.organisation), sort=("organisation__sort_key", "pk")),
    Column("years", _("Years"), lambda row: _years(row.roadmap), sort=("begins", "pk")),
    Column(
        "measures",
        _("Measures"),
        lambda row: row.measures if row.roadmap.is_read else "—",
        written=lambda row: row.measures if row.roadmap.is_read else None,
        kind="number",
    ),
    Column("done", _("Carried out"), _progress, kind="number"),
    Column(
        "put_in",
        _("Put in on"),
        lambda row: date_format(timezone.localtime(row.roadmap.uploaded_at), "d.m.Y"),
        written=lambda row: timezone.localtime(row.roadmap.uploaded_at).date(),
        sort=("uploaded_at", "pk"),
        usual=False,
    ),
    Column(
        "state",
        _("State"),
        lambda row: render_to_string("roadmaps/parts/state.html", {"roadmap": row.roadmap}),
    ),
]
