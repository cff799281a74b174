from __future__ import annotations

import logging
from functools import partial

from django.utils import timezone

from orientir.database.actor import Actor
from orientir.database.jobs import Steps, job
from orientir.engines import reading
from orientir.files import store

from . import policy
from .models import Roadmap
from .services import roadmaps

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
