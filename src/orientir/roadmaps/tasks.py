from __future__ import annotations

from functools import partial
from pathlib import Path

from django.utils import timezone

from orientir.database.actor import Actor
from orientir.database.jobs import Steps, job
from orientir.engines import reading
from orientir.files import store

from . import policy
from .models import Roadmap
from .services import roadmaps

NO_PLAN = "no_plan"


@job
def read_document(roadmap_id: int, *, by: Actor) -> Steps:
    """Read a roadmap's document. May be begun again after its worker died."""
    roadmap = policy.visible_roadmaps(by).select_related("source").get(pk=roadmap_id)
    if roadmap.is_read:
        return
    roadmaps.begin_reading(roadmap, by=by, at=timezone.now())
    found = yield partial(_read, store.path_of(roadmap.source.sha256))
    roadmap = Roadmap.objects.get(pk=roadmap_id)
    if isinstance(found, str):
        roadmaps.refuse_document(roadmap, found, by=by, at=timezone.now())
    else:
        roadmaps.take_in(roadmap, found, by=by, at=timezone.now())


def _read(path: Path) -> reading.Roadmap | str:
    """Return the roadmap in the file, or the code of why there is none."""
    try:
        return reading.read_in_child(path)
    except reading.Refused as refused:
        return refused.reason
    except reading.NoPlan:
        return NO_PLAN
