"""The plans of the demo: put in as documents, read, checked, bound, and put in force where they are to run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.reading import read_with_original_in_child
from orientir.roadmaps.models import Performer, Roadmap
from orientir.roadmaps.queries.rows import ROWS, is_open, measures_to_bind
from orientir.roadmaps.services import bind, force, review, roadmaps
from orientir.territory.choices import Kind
from orientir.territory.models import Organisation

from . import cast, next_plans, region_plan, sample_plan, sample_roadmap
from .people import Team
from .sample_plan import Plan

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PUT_IN, IN_FORCE, CONTROLLED = 205, 200, 150
"""How many days ago the plans were put in, put in force, and their control began."""
EARLIEST = 215
"""A plan's first year has this many days at least when the demo is built."""
BASIS = "приказ о начале контроля исполнения"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A plan of the demo: its words, and what a coordinator decides about them.

    `days` are due dates of measures by number, in days from now, where the words give none or the demo wants its own;
    `whom` says whom printed performers mean, by short names, where the words alone do not tell.
    """

    file: str
    words: Callable[[int], Plan]
    login: str
    office: str
    days: Mapping[str, Sequence[int]]
    whom: Mapping[str, Sequence[str]]


ENTERPRISES = [place.short_name for place in cast.OTHERS if place.kind == Kind.ENTERPRISE]
CITY = Wanted(
    "Дорожная карта г. Белоозерска",
    sample_plan.plan,
    "boris",
    cast.CITY.office_short,
    {"1.2.": (-30, 335), "1.3.": (-4, 361), "2.1.": (5, 370), "2.5.": (-60, 12, 120), "2.7.": (-90, 33, 210)},
    {
        "управление образования": [cast.CITY.office_short],
        "предприятия-партнёры": ["Озёрный приборозавод"],
        "кадровый центр города белоозерска": ["Кадровый центр"],
    },
)
REGION = Wanted(
    "Дорожная карта Белоозерской области",
    region_plan.plan,
    "anna",
    cast.MINISTRY_SHORT,
    {"1.8.": (-40, 50), "2.6.": (-70, 20), "3.2.": (-20, 9, 160), "3.11.": (-2, 75)},
    {"предприятия области": ENTERPRISES, "родительские объединения": []},
)
TO_BIND = Wanted("Наставничество", next_plans.to_bind, "boris", cast.CITY.office_short, {}, {})
TO_CHECK = Wanted("Профильное обучение", next_plans.to_check, "boris", cast.CITY.office_short, {}, {})


def plans_in_force(team: Team, *, at: datetime) -> list[Roadmap]:
    """Put the plans of city and region in force, long enough ago for work to have been done."""
    return [_in_force(wanted, team, at=at) for wanted in (CITY, REGION)]


def plans_on_their_way(team: Team, *, at: datetime) -> None:
    """Put in a plan that waits to be bound and one that waits to be checked."""
    to_bind = _read(TO_BIND, team, year=timezone.localdate(at).year, at=at - timedelta(days=3))
    with acting_as(team.actor(TO_BIND.login)) as boris:
        review.confirm_text(to_bind.measures.all(), by=boris, at=at - timedelta(days=2))
    _read(TO_CHECK, team, year=timezone.localdate(at).year, at=at - timedelta(days=1))


def _in_force(wanted: Wanted, team: Team, *, at: datetime) -> Roadmap:
    began, today = at - timedelta(days=IN_FORCE), timezone.localdate(at)
    roadmap = _read(wanted, team, year=(today - timedelta(days=EARLIEST)).year, at=at - timedelta(days=PUT_IN))
    with acting_as(team.actor(wanted.login)) as coordinator:
        review.confirm_text(roadmap.measures.all(), by=coordinator, at=began)
        _make_children(roadmap, by=coordinator, at=began)
        for measure in roadmap.measures.filter(number__in=wanted.days):
            windows = [(None, today + timedelta(days=days)) for days in wanted.days[measure.number]]
            bind.set_dates(measure, windows, by=coordinator, at=began)
        _bind_performers(roadmap, wanted, team, by=coordinator, at=began)
        bind.confirm_sure(roadmap, by=coordinator, at=began)
        _confirm_the_rest(roadmap, by=coordinator, at=began)
        bind.set_control(roadmap, today - timedelta(days=CONTROLLED), BASIS, by=coordinator, at=began)
        force.ask_to_put_in_force(roadmap, by=coordinator, at=began)
        for measure in force.measures_to_carry_out(roadmap):
            force.make_assignments(measure, by=coordinator, at=began)
        force.finish_putting_in_force(roadmap, by=coordinator, at=began)
        roadmap.refresh_from_db()
    return roadmap


def _read(wanted: Wanted, team: Team, *, year: int, at: datetime) -> Roadmap:
    """Put the document of a plan in and let the reader read it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.docx"
        sample_roadmap.build(path, year=year, words=wanted.words)
        document = SimpleUploadedFile(f"{wanted.file}.docx", path.read_bytes(), DOCX)
        found, original = read_with_original_in_child(path)
    with acting_as(team.actor(wanted.login)) as coordinator:
        office = team.organisations[wanted.office]
        roadmap = roadmaps.upload_roadmap(document, organisation=office, by=coordinator, at=at)
        # What its job does, at the time of the story: a plan is read before it is put in force.
        roadmaps.begin_reading(roadmap, by=coordinator, at=at)
        roadmaps.take_in(roadmap, found, original=original, by=coordinator, at=at)
    return Roadmap.objects.select_related("organisation__territory").get(pk=roadmap.pk)


def _make_children(roadmap: Roadmap, *, by: Actor, at: datetime) -> None:
    """Give the items of the region's week of professions proofs of their own."""
    week = roadmap.measures.filter(text__startswith="Проведение областной недели").first()
    if week:
        items = [item.rstrip(";.") for item in week.text.split(" – ")[1:]]
        review.make_children(week, items, by=by, at=at)


def _bind_performers(roadmap: Roadmap, wanted: Wanted, team: Team, *, by: Actor, at: datetime) -> None:
    """Say whom those printed performers mean that the words alone do not tell, wherever they stand."""
    bound: set[str] = set()
    for performer in Performer.objects.filter(measure__roadmap=roadmap).select_related("measure__roadmap"):
        printed = performer.printed.casefold()
        if printed in wanted.whom and printed not in bound:
            bound.add(printed)
            whom: list[Organisation] = [team.organisations[name] for name in wanted.whom[printed]]
            bind.bind_performer(
                performer,
                organisations=whom,
                part=performer.part,
                force=performer.force,
                alike=True,
                by=by,
                at=at,
            )


def _confirm_the_rest(roadmap: Roadmap, *, by: Actor, at: datetime) -> None:
    """Confirm what the words left a doubt about and a person has found right."""
    for row in ROWS:
        while waiting := [one for one in measures_to_bind(roadmap) if is_open(one, row)]:
            bind.confirm_row(waiting[0], row, by=by, at=at)
