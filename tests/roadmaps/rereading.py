"""A plan and new editions of its document, as an office would type them, put in and read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.reading.differences import Change
from orientir.roadmaps.models import Edition, Roadmap
from orientir.roadmaps.queries.rereading import differences_of
from orientir.roadmaps.services import force, rereading
from orientir.roadmaps.tasks import apply_edition, make_assignments, read_edition
from tests.roadmaps import plans
from tests.support.world import NOON

ORDER = ("1.1", "Издать приказ об ответственных", "до 15 сентября, ежегодно", "УО, Белоозерск", "Приказ")
TRIPS = ("1.2", "Провести экскурсии на завод", "октябрь 2027 г.", "Школы", "Отчёт")
FAIR = ("2.1", "Провести ярмарку учебных мест", "март 2027 г.", "Школы", "Отчёт")
STANDS = ("2.2", "Обновить стенды", "май 2027 г.", "Школы", "Фотоотчёт")
WORK, EVENTS = ("1. Организация работы",), ("2. События",)
ROWS: tuple[tuple[str, ...], ...] = (WORK, ORDER, TRIPS, EVENTS, FAIR, STANDS)

ACT = {"act": "Приказ", "number": "45", "day": date(2027, 2, 1)}
REASON = "Приказ № 45 от 01.02.2027"
Rows = Sequence[Sequence[str]]


def put_in(boris: Actor, rows: Rows = ROWS) -> Roadmap:
    """Put the plan in for the office of Boris and read it."""
    return plans.put_in(boris, rows)


def put_in_force(roadmap: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        force.ask_to_put_in_force(roadmap, by=boris, at=NOON)
    make_assignments.run(by=boris.name, roadmap_id=roadmap.pk)
    with acting_as(boris):
        roadmap.refresh_from_db()


def upload(roadmap: Roadmap, boris: Actor, rows: Rows, title: str = plans.TITLE) -> Edition:
    file = SimpleUploadedFile("новая редакция.docx", plans.document(rows, title))
    with acting_as(boris):
        return rereading.upload_edition(file, roadmap=roadmap, **ACT, by=boris, at=NOON)


def edition_of(roadmap: Roadmap, boris: Actor, rows: Rows, title: str = plans.TITLE) -> Edition:
    """Put a new edition in and let the job read it."""
    edition = upload(roadmap, boris, rows, title)
    read_edition.run(by=boris.name, edition_id=edition.pk)
    return again(edition, boris)


def again(edition: Edition, boris: Actor) -> Edition:
    """Return an edition as it is now."""
    with acting_as(boris):
        return Edition.objects.select_related("roadmap").get(pk=edition.pk)


def changes(edition: Edition, boris: Actor) -> list[Change]:
    with acting_as(boris):
        return list(differences_of(edition).changes)


def told(edition: Edition, boris: Actor) -> list[tuple[str, str, str, str]]:
    """Return in what the plan differs from an edition now."""
    return [(one.kind, one.what, one.was, one.becomes) for one in changes(edition, boris)]


def apply(edition: Edition, boris: Actor, *chosen: str) -> Edition:
    """Apply the differences that touch these fields, all where none are named, and let the job do its part."""
    keys = [one.key for one in changes(edition, boris) if not chosen or one.what in chosen or one.kind in chosen]
    with acting_as(boris):
        rereading.apply(edition, keys, by=boris, at=NOON)
    apply_edition.run(by=boris.name, edition_id=edition.pk)
    return again(edition, boris)


def shown(roadmap: Roadmap, boris: Actor) -> list[tuple[str, ...]]:
    """Return the plan as a reader sees it: headings and the words of its measures that have not ended."""
    found: list[tuple[str, ...]] = []
    with acting_as(boris):
        for section in roadmap.sections.all():
            found.append((str(section),))
            for one in section.measures.filter(ended_on=None):
                found.append((one.number, one.text, one.term_words, one.performers_words, one.result))
    return found
