"""What is kept for a term and goes when it has passed: the terms that the data register names."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from orientir.database.context import acting_as
from orientir.database.system_actors import CARETAKER
from orientir.ui.models import FormDraft, Submission

from . import codes, limits
from .models import Session
from .sessions import IDLE

SUBMISSIONS = timedelta(days=31)
DRAFTS = timedelta(days=366)
JOBS = timedelta(days=31)

_DELETE_JOBS = """
DELETE FROM procrastinate_jobs
WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')
      AND id IN (SELECT job_id FROM procrastinate_events GROUP BY job_id HAVING max(at) < %s)
"""
"""Those that are over and to which nothing has happened since a moment."""


def delete_expired(*, at: datetime) -> None:
    """Delete ended sessions, expired codes, old submissions and drafts of forms, counters and jobs that are over."""
    with acting_as(CARETAKER), connection.cursor() as cursor:
        Session.objects.filter(Q(expire_date__lt=at) | Q(seen_at__lt=at - IDLE)).delete()
        Submission.objects.filter(at__lt=at - SUBMISSIONS).delete()
        FormDraft.objects.filter(saved_at__lt=at - DRAFTS).delete()
        codes.delete_expired(at=at)
        limits.delete_forgotten(at=at)
        cursor.execute(_DELETE_JOBS, [at - JOBS])
