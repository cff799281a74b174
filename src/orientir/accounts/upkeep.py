"""What is kept for a term and goes when it has passed: the terms that the data register names."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from orientir.database.context import acting_as
from orientir.database.system_actors import CARETAKER
from orientir.ui.models import FormDraft, Submission

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
    """Delete ended sessions, old submissions of forms, drafts that nobody came back to, and jobs that are over."""
    with acting_as(CARETAKER), connection.cursor() as cursor:
        Session.objects.filter(expire_date__lt=at).delete()
        Submission.objects.filter(at__lt=at - SUBMISSIONS).delete()
        FormDraft.objects.filter(saved_at__lt=at - DRAFTS).delete()
        cursor.execute(_DELETE_JOBS, [at - JOBS])
