from __future__ import annotations

import logging
from functools import partial

from django.utils import timezone

from orientir.database.actor import Actor
from orientir.database.jobs import Steps, job
from orientir.engines import reading
from orientir.files import store

from . import policy
from .choices import RoadmapState
from .models import Roadmap
from .services import force, roadmaps

NO_PLAN = "no_plan"
FAILED = "failed"

logger = logging.getLogger(__name__)


@job
def read_document(roadmap_id: int, *, by: Actor) -> Steps:
    """Read a roadmap's document. May be begun again after its worker died."""
    roadmap = policy.visible_roadmaps(by).select_related("source").get(pk=roadmap_id)
    if roadmap.is_read or roadmap.source is None:
        return
    roadmaps.begin_reading(roadmap, by=by, at=timezone.now())
    found = yield partial(_read, roadmap.source.sha256)
    roadmap = Roadmap.objects.get(pk=roadmap_id)
    if isinstance(found, str):
        roadmaps.refuse_document(roadmap, found, by=by, at=timezone.now())
    else:
        roadmaps.take_in(roadmap, found, by=by, at=timezone.now())


def _read(sha256: str) -> reading.Roadmap | str:
    """Return the roadmap in a stored content, or the code of why there is none."""
    try:
        return reading.read_in_child(store.path_of(sha256))
    except reading.Refused as refused:
        return refused.reason
    except reading.NoPlan:
        return NO_PLAN
    except store.FileMissing:
        return "missing"
    except Exception:
        # Whoever waits has to hear of it; the log tells those who can mend it.
        logger.exception("reading %s failed", sha256)
        return FAILED


@job
def make_assignments(roadmap_id: int, *, by: Actor) -> Steps:
    """Make the assignments of a plan, measure by measure. May be begun again after its worker died."""
    roadmap = policy.visible_roadmaps(by).get(pk=roadmap_id)
    if roadmap.state != RoadmapState.STARTING:
        return
    for measure in force.measures_to_carry_out(roadmap)[roadmap.begun :]:
        force.make_assignments(measure, by=by, at=timezone.now())
        yield None  # what is made is kept, and the progress can be seen
    force.finish_putting_in_force(roadmap, by=by, at=timezone.now())
