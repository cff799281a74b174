"""Steps of review that can be undone: what a deed changed of a plan is kept as whole rows, before and after.

    with step(roadmap, "measures_merged", by=actor, at=now):
        …                       # any change of sections, measures and what they are bound to

No deed writes its own inverse: the plan is read before and after, and the rows that differ are kept. Undoing puts
them back, redoing brings them again; a new step forgets what was undone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.roadmaps.choices import Part, RoadmapState
from orientir.roadmaps.models import (
    Measure,
    Occurrence,
    Performer,
    PerformerOrganisation,
    ReviewEdit,
    Roadmap,
    Section,
    Target,
)

_HEAD = (
    *("id", "title", "first_year", "last_year", "approval", "goals", "edition_id"),
    *("rules", "control_from", "control_basis"),
)
_PARTS: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (Roadmap, "pk", _HEAD),
    (Section, "roadmap_id", ()),
    (Measure, "roadmap_id", ()),
    (Occurrence, "measure__roadmap_id", ()),
    (Performer, "measure__roadmap_id", ()),
    (PerformerOrganisation, "performer__measure__roadmap_id", ()),
    (Target, "measure__roadmap_id", ()),
)
"""What a plan consists of, each after what it belongs to, the way from it to its roadmap, and its columns: all where
none are named. Of the roadmap itself only its head and its rules are a person's to write."""

Rows = dict[str, dict[int, dict[str, Any]]]


IN_REVIEW = (RoadmapState.READ,)
IN_FORCE = (RoadmapState.IN_FORCE,)
BOUND = (*IN_REVIEW, *IN_FORCE)
"""States in which a plan is bound. In force its assignments follow when they are brought in line (see `amending`)."""

_OF_OCCURRENCE = ("starts_on", "ends_on", "due_on", "inner_due_on")
_OF_PERFORMER = ("printed", "part", "force", "organisation_class")
_OF_TARGET = ("text", "op", "value", "unit", "population", "year")
_OF_PROOF = ("fulfilment", "result_form")


class NotInReview(Exception):
    """The plan is not read yet, or is in force: there it changes with a reason."""


class NotInForce(Exception):
    """The plan is not in force yet, or in the archive: nothing is amended in it."""


class NothingToUndo(Exception):
    """No step is left to go back, or forth."""


@contextmanager
def step(
    roadmap: Roadmap, verb: str, *, within: Collection[str] = IN_REVIEW, by: Actor, at: datetime
) -> Iterator[Roadmap]:
    """Let a plan in review be changed inside the block, as one step that can be undone.

    `verb` is one of the journal's, `within` the states in which the plan may be. The roadmap given inside is locked:
    two people's steps come one after another. In force a measure that is bound otherwise than before says so
    (`rebound_at`) until its assignments are brought in line.

    Raises:
        NotInReview: the plan is in none of these states.
        NotInForce: it is not, and would have to be in force.
    """
    with transaction.atomic():
        roadmap = locked(roadmap, within)
        before = _rows(roadmap)
        with journal.entry(verb, by=by, at=at, about=roadmap):
            yield roadmap
            after = _rows(roadmap)
            was, is_now = _differences(before, after)
            if was or is_now:
                roadmap.edits.filter(undone_at__isnull=False).delete()
                ReviewEdit.objects.bulk_create(
                    [
                        ReviewEdit(
                            roadmap=roadmap,
                            organisation_id=roadmap.organisation_id,
                            verb=verb,
                            before=was,
                            after=is_now,
                            made_by_id=by.person_id,
                            made_at=at,
                        )
                    ]
                )
            if roadmap.is_in_force:
                Measure.objects.filter(pk__in=_rebound(before, after)).update(rebound_at=at)


@transaction.atomic
def undo(roadmap: Roadmap, *, by: Actor, at: datetime) -> ReviewEdit:
    """Take the last step back and return it.

    Raises:
        NotInReview: the plan is not in review.
        NothingToUndo: there is no step.
    """
    roadmap = locked(roadmap)
    edit = roadmap.edits.filter(undone_at=None).order_by("-pk").first()
    if edit is None:
        raise NothingToUndo
    with journal.entry("review_step_undone", by=by, at=at, about=roadmap, step=edit.pk):
        _put_back(gone=edit.after, back=edit.before)
        edit.undone_at = at
        edit.save(update_fields=["undone_at"])
    return edit


@transaction.atomic
def redo(roadmap: Roadmap, *, by: Actor, at: datetime) -> ReviewEdit:
    """Bring the step that was undone last again and return it.

    Raises:
        NotInReview: the plan is not in review.
        NothingToUndo: no step was undone, or another came since.
    """
    roadmap = locked(roadmap)
    edit = roadmap.edits.filter(undone_at__isnull=False).order_by("pk").first()
    if edit is None:
        raise NothingToUndo
    with journal.entry("review_step_redone", by=by, at=at, about=roadmap, step=edit.pk):
        _put_back(gone=edit.before, back=edit.after)
        edit.undone_at = None
        edit.save(update_fields=["undone_at"])
    return edit


def locked(roadmap: Roadmap, within: Collection[str] = IN_REVIEW) -> Roadmap:
    """Return a plan as it is now, locked, if it is in one of these states.

    Raises:
        NotInReview, NotInForce: it is in none of them.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if roadmap.state not in within:
        raise NotInForce if within == IN_FORCE else NotInReview
    return roadmap


def _rows(roadmap: Roadmap) -> Rows:
    found: Rows = {}
    for model, way, columns in _PARTS:
        rows = model._default_manager.filter(**{way: roadmap.pk}).order_by().values(*columns)
        found[model._meta.label] = {row["id"]: row for row in rows}
    return found


def _rebound(before: Rows, after: Rows) -> list[int]:
    """The keys of the measures that are bound otherwise than before, or are new."""
    was, is_now = _bindings(before), _bindings(after)
    return [key for key in after[Measure._meta.label] if was.get(key) != is_now[key]]


def _bindings(rows: Rows) -> dict[int, list[Any]]:
    """What each measure is bound to, by its key, whatever the keys of the rows and whether a person has confirmed."""
    bound: dict[int, set[int]] = defaultdict(set)
    for row in rows[PerformerOrganisation._meta.label].values():
        bound[row["performer_id"]].add(row["organisation_id"])
    found: dict[int, list[Any]] = {
        key: [[row[name] for name in _OF_PROOF]] for key, row in rows[Measure._meta.label].items()
    }
    for model, names in ((Occurrence, _OF_OCCURRENCE), (Performer, _OF_PERFORMER), (Target, _OF_TARGET)):
        said = [
            (row["measure_id"], [str(row[name]) for name in names], bound[key] if model is Performer else set())
            for key, row in rows[model._meta.label].items()
        ]
        for key, *what in sorted(said, key=lambda one: one[:2]):
            found[key].append(what)
    return found


def _differences(before: Rows, after: Rows) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows that differ, as they were and as they are, fit for JSON."""

    def of(some: Rows, others: Rows) -> dict[str, Any]:
        changed = {
            label: [row for key, row in rows.items() if others[label].get(key) != row] for label, rows in some.items()
        }
        kept = {label: rows for label, rows in changed.items() if rows}
        plain: dict[str, Any] = json.loads(json.dumps(kept, cls=DjangoJSONEncoder))
        return plain

    return of(before, after), of(after, before)


def _put_back(*, gone: Mapping[str, Any], back: Mapping[str, Any]) -> None:
    """Remove the rows that only `gone` has, and write those of `back` as they were."""
    for model, *_ in reversed(_PARTS):
        label = model._meta.label
        kept = {row["id"] for row in back.get(label, ())}
        surplus = [row["id"] for row in gone.get(label, ()) if row["id"] not in kept]
        # the rows beneath went before, in the order of the parts: nothing cascades that is to stay
        model._default_manager.filter(pk__in=surplus).delete()
    for model, *_ in _PARTS:
        label = model._meta.label
        was = {row["id"]: row for row in gone.get(label, ())}
        rows = back.get(label, ())
        there = [row for row in rows if row["id"] in was]
        # a step that renumbers a plan changes one column of each row: the others need not be written
        changed = {name for row in there for name in row if row[name] != was[row["id"]].get(name)}
        fields = [field.name for field in model._meta.concrete_fields if field.attname in changed]
        if model is Performer and "part" in changed:
            # a measure has one lead: none is, before another becomes it
            Performer.objects.filter(pk__in=[row["id"] for row in there]).update(part=Part.SUBMITS)
        if fields:
            model._default_manager.bulk_update([_object(model, row) for row in there], fields)
        model._default_manager.bulk_create([_object(model, row) for row in rows if row["id"] not in was])


def _object(model: type[models.Model], row: Mapping[str, Any]) -> models.Model:
    return model(**{name: _value(model, name, row[name]) for name in row})


def _value(model: type[models.Model], attname: str, value: Any) -> Any:
    field = next(field for field in model._meta.concrete_fields if field.attname == attname)
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def touched(edit: ReviewEdit) -> int | None:
    """Return the key of the measure that a step was about and that is there now; None where there is none.

    Measures that made room for others have moved less far than the one that was moved.
    """
    is_now, was = (edit.before, edit.after) if edit.undone_at else (edit.after, edit.before)
    label = Measure._meta.label
    others = {row["id"]: row for row in was.get(label, ())}
    rows = is_now.get(label, ())
    for row in rows:
        other = others.get(row["id"])
        if other is None or {**row, "position": None} != {**other, "position": None}:
            return int(row["id"])
    farthest = max(rows, key=lambda row: abs(row["position"] - others[row["id"]]["position"]), default=None)
    return farthest and int(farthest["id"])
