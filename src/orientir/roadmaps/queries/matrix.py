"""Measures × organisations: a window of fifty organisations and forty measures, first by municipality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from orientir.database.actor import Actor
from orientir.engines.counts import Figure
from orientir.roadmaps import policy
from orientir.roadmaps.models import AssignmentCount, AssignmentQuerySet, Measure, Roadmap
from orientir.territory.models import Organisation, Territory

from .figures import Figures, Tally, progress_by, tallies, visible_counts
from .plan import work_in

ORGANISATIONS, MEASURES = 50, 40
"""How much of a plan is seen at once."""

Cells = dict[tuple[int, int], Tally]
"""Tallies by the keys of a row (a territory or an organisation) and of a measure."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the roadmap's territory and how far its organisations are: a municipality, or a district of one.

    Organisations that lie in the territory itself, in none of its parts, stand together under it; those that lie
    elsewhere stand under their own. `within` are the keys of the territories of all these organisations.
    """

    territory: Territory
    within: frozenset[int]
    progress: Figure


def figures_by_place(actor: Actor, roadmap: Roadmap) -> tuple[Figures, dict[int, frozenset[int]]]:
    """Return how far a roadmap is by the parts of its territory, and which territories belong to each part (keys)."""
    whole = roadmap.organisation.territory
    within: dict[int, set[int]] = {}
    figures: dict[tuple[int, int], Figure] = {}
    by = ("organisation__territory_id", "organisation__territory__path", "year")
    for (key, path, year), figure in progress_by(visible_counts(actor, [roadmap.pk]), *by).items():
        part = _part(whole, key, path)
        within.setdefault(part, set()).add(key)
        figures[part, year] = figures.get((part, year), Figure(0, 0)) + figure
    return Figures(figures), {part: frozenset(keys) for part, keys in within.items()}


def places_of(figures: Figures, within: Mapping[int, frozenset[int]], *, year: int | None) -> list[Place]:
    """Return the parts of a roadmap's territory in which something is due in a year, by name."""
    there = {part for part, when in figures.by_part_and_year if year in (None, when)}
    territories = Territory.objects.filter(pk__in=there)
    return [Place(one, within[one.pk], figures.of(part=one.pk, year=year)) for one in territories]


def organisations_of(
    actor: Actor, roadmap: Roadmap, *, year: int | None, place: Place | None = None
) -> QuerySet[Organisation]:
    """Return the organisations that have work of the roadmap in a year, by name: all, or those of a place."""
    counts = _in_year(AssignmentCount.objects.filter(roadmap=roadmap, organisation=OuterRef("pk")), year)
    organisations = Organisation.objects.filter(Exists(counts), pk__any_of=actor.scope(policy.SEE_ASSIGNMENTS))
    return organisations.filter(territory__any_of=place.within) if place else organisations


def progress_of_organisations(
    actor: Actor, roadmap: Roadmap, organisations: Iterable[Organisation], *, year: int | None
) -> dict[int, Figure]:
    """Return how far each of these organisations is with the whole roadmap in a year, by its key."""
    keys = [organisation.pk for organisation in organisations]
    counts = _in_year(visible_counts(actor, [roadmap.pk]).filter(organisation__any_of=keys), year)
    return {key: figure for (key,), figure in progress_by(counts, "organisation_id").items()}


def cells_of_places(
    actor: Actor, measures: Sequence[Measure], places: Sequence[Place], *, year: int | None, today: date
) -> Cells:
    """Return a tally for each place and measure."""
    part = {key: place.territory.pk for place in places for key in place.within}
    found: Cells = {}
    work = _work(actor, measures, year)
    for (territory, measure), tally in tallies(work, "organisation__territory_id", "measure_id", today=today).items():
        if territory in part:  # put in force since the places were counted
            key = part[territory], measure
            found[key] = found[key] + tally if key in found else tally
    return found


def cells_of_organisations(
    actor: Actor,
    measures: Sequence[Measure],
    organisations: Iterable[Organisation],
    *,
    year: int | None,
    today: date,
) -> Cells:
    """Return a tally for each organisation and measure."""
    keys = [organisation.pk for organisation in organisations]
    work = _work(actor, measures, year).filter(organisation__any_of=keys)
    found = tallies(work, "organisation_id", "measure_id", today=today)
    return {(organisation, measure): tally for (organisation, measure), tally in found.items()}


def totals_of_measures(
    actor: Actor, measures: Sequence[Measure], *, year: int | None, today: date, place: Place | None = None
) -> dict[int, Tally]:
    """Return a tally of all organisations, or of those of a place, for each measure by its key."""
    work = _work(actor, measures, year)
    if place:
        work = work.filter(organisation__territory__any_of=place.within)
    return {measure: tally for (measure,), tally in tallies(work, "measure_id", today=today).items()}


def _work(actor: Actor, measures: Sequence[Measure], year: int | None) -> AssignmentQuerySet:
    keys = [measure.pk for measure in measures]
    return work_in(policy.visible_assignments(actor).filter(measure__any_of=keys), year)


def _in_year(counts: QuerySet[AssignmentCount], year: int | None) -> QuerySet[AssignmentCount]:
    return counts if year is None else counts.filter(year=year)


def _part(whole: Territory, key: int, path: str) -> int:
    """Return the key of the part of a territory in which a territory with this path lies."""
    if not path.startswith(whole.path) or path == whole.path:
        return key
    return int(path.removeprefix(whole.path).split("/")[0])
