"""The measures of one plan as a list, beside its sections that fold."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.engines.counts import in_words
from orientir.roadmaps.choices import Fulfilment
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.models.assignments import OVERDUE
from orientir.roadmaps.queries import Figures, lists
from orientir.roadmaps.queries.home import SOON
from orientir.roadmaps.queries.lists import MeasuresOf
from orientir.roadmaps.queries.plan import DUE_SOON, LATE, MeasureRow
from orientir.roadmaps.views.seeing.faces import ALL, Face, language
from orientir.roadmaps.views.seeing.plan import state_of
from orientir.ui.lists import Choice, Column, ListFile, Listing, ListOf, ListPage, OneList, Words

from .parts import address_of_work, day

OPEN_WORK = "open"


class Measures(Face, OneList):
    """The measures of a plan in force or in the archive."""

    face = "roadmap"

    def list_of(self, **kwargs: Any) -> ListOf:
        roadmap = self.roadmap
        return ListOf(
            name="measures",
            title=_("Measures"),
            rows=self.measures.rows(),
            columns=self._columns(),
            filters=[
                Words("q", _("Words of a measure"), lists.with_words),
                Choice(
                    "section",
                    _("Section"),
                    lambda rows, key: rows.filter(section=int(key)),
                    among=[(str(one.pk), str(one)) for one in self.measures.sections()],
                ),
                Choice("show", _("What is shown"), self._show, among=self._shows()),
                Choice("kind", _("What proves it"), lambda rows, kind: rows.filter(fulfilment=kind), among=_kinds()),
                self._years(),
            ],
            sort="number",
            load=lambda found: self.measures.loaded(found, year=self.asked_year),
            address=reverse("roadmaps:measures", args=[roadmap.pk]),
            file_address=reverse("roadmaps:measures_file", args=[roadmap.pk]),
            empty=_("There are no measures in this plan."),
        )

    @cached_property
    def roadmap(self) -> Roadmap:
        return self.running_roadmap(self.kwargs["pk"])

    @cached_property
    def measures(self) -> MeasuresOf:
        return lists.measures_of(self.actor, self.roadmap, today=timezone.localdate())

    @cached_property
    def figures(self) -> Figures:
        return self.figures_of(self.roadmap)

    @cached_property
    def asked_year(self) -> int | None:
        """The year of which figures are shown, or all."""
        return self.year(self.figures)

    def _years(self) -> Choice:
        """Return the choice of the year: it counts in figures, and leaves no measure out."""
        usual = self.year_unasked(self.figures)
        among: list[tuple[str, str | Promise]] = [(str(year), str(year)) for year in self.figures.years]
        among.append((ALL, _("All years")))
        return Choice("year", _("Year"), lambda rows, _year: rows, usual=str(usual or ALL), among=among)

    def _shows(self) -> list[tuple[str, str | Promise]]:
        return [(LATE, _("Late")), (DUE_SOON, _("Due in two weeks")), (OPEN_WORK, _("Not submitted by all"))]

    def _show(self, rows: QuerySet[Any], what: str) -> QuerySet[Any]:
        if what == LATE:
            return rows.filter(pk__any_of=list(self.measures.late))
        if what == OPEN_WORK:
            return rows.filter(pk__in=lists.measures_with_open_work(self.actor, self.roadmap))
        return rows.filter(due_next__lte=self.measures.today + SOON)

    def _columns(self) -> list[Column]:
        return [
            Column("number", _("No."), lambda row: row.measure.number, sort=("position",), kind="tight"),
            Column(
                "measure",
                _("Measure"),
                lambda row: row.measure.text,
                leads=lambda row: reverse("roadmaps:measure", args=[row.measure.pk]),
                kind="head",
            ),
            Column("section", _("Section"), lambda row: str(row.measure.section), usual=False),
            Column("term", _("Term"), lambda row: row.measure.term_words or "—", usual=False),
            Column("performers", _("Performers"), lambda row: row.measure.performers_words or "—", usual=False),
            Column(
                "due",
                _("Next due date"),
                lambda row: day(row.next_due),
                written=lambda row: row.next_due,
                sort=("due_next", "position"),
                kind="tight",
            ),
            Column(
                "done",
                _("Carried out"),
                lambda row: in_words(row.progress, language()) if row.progress.denominator else "—",
                kind="number",
            ),
            Column(
                "open",
                _("Not submitted"),
                lambda row: lists.not_submitted(row.tally) or "—",
                written=lambda row: lists.not_submitted(row.tally),
                leads=lambda row: self._work_of(row) if lists.not_submitted(row.tally) else "",
                kind="number",
            ),
            Column(
                "late",
                _("Late"),
                lambda row: row.late or "—",
                written=lambda row: row.late,
                leads=lambda row: address_of_work(row.measure, state=OVERDUE) if row.late else "",
                sort=("late", "position"),
                usual=False,
                kind="number",
            ),
            Column("kind", _("What proves it"), lambda row: row.measure.get_fulfilment_display() or "—"),
            Column(
                "state",
                _("State"),
                state_of,
                leads=lambda row: address_of_work(row.measure, state=OVERDUE) if row.late else "",
            ),
        ]

    def _work_of(self, row: MeasureRow) -> str:
        year = self.asked_year
        within = {"from": f"{year}-01-01", "to": f"{year}-12-31"} if year else {}
        return address_of_work(row.measure, **within)


class MeasureList(Measures, ListPage):
    """The measures of a plan: of a section, late, due soon, of a kind; with who has not submitted one press away."""

    template_name = "roadmaps/lists/measures.html"

    def page_context(self, listing: Listing) -> dict[str, Any]:
        return self.head_of(self.roadmap, self.figures)


class MeasureFile(Measures, ListFile):
    """The same as a spreadsheet."""


def _kinds() -> list[tuple[str, str]]:
    return sorted(((one.value, str(one.label)) for one in Fulfilment), key=lambda one: one[1])
