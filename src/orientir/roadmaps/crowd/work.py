"""The work of a made plan: assignments in all states, with reports, files and history, in a few statements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection

from orientir import journal
from orientir.access.roles import GUIDANCE_LEAD
from orientir.database.actor import Actor
from orientir.roadmaps.models import Roadmap

# What becomes of an assignment follows from the seed, its measure, organisation and day: a number below 1024.
_ASSIGNMENTS = """
INSERT INTO roadmaps_assignment
    (measure_id, organisation_id, starts_on, due_on, inner_due_on, part, force, state, outcome, put_in_force_at)
SELECT due.measure_id, organisation.id, due.starts_on, due.due_on, due.inner_due_on, 'submits', performer.force,
       split_part(stood.how, '/', 1), split_part(stood.how, '/', 2), %(at)s
FROM roadmaps_occurrence due
JOIN roadmaps_measure measure ON measure.id = due.measure_id
JOIN roadmaps_performer performer ON performer.measure_id = measure.id AND performer.position = 0
CROSS JOIN territory_organisation organisation
CROSS JOIN LATERAL (
    SELECT (hashint8extended(due.id * 1000003 + organisation.id, %(seed)s) & 1023) AS rolled
) dice
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN due.due_on < %(control)s THEN 'archive/'
        WHEN due.due_on < %(today)s THEN CASE
            WHEN rolled < 920 THEN 'accepted/done'
            WHEN rolled < 935 THEN 'closed/partly'
            WHEN rolled < 945 THEN 'closed/not_done'
            WHEN rolled < 955 THEN 'closed/not_applicable'
            WHEN rolled < 960 THEN 'closed/off_control'
            WHEN rolled < 980 THEN 'submitted/'
            WHEN rolled < 990 THEN 'returned/'
            ELSE 'waiting/' END
        WHEN due.due_on < %(today)s + 45 THEN CASE
            WHEN rolled < 150 THEN 'accepted/done'
            WHEN rolled < 300 THEN 'submitted/'
            WHEN rolled < 350 THEN 'returned/'
            ELSE 'waiting/' END
        ELSE 'waiting/' END AS how
) stood
WHERE measure.roadmap_id = %(roadmap)s AND organisation.kind <> 'authority'
ORDER BY due.due_on, due.measure_id, organisation.id
"""
_REPORTS = """
INSERT INTO roadmaps_report
    (assignment_id, organisation_id, state, text, submitted_by_id, submitted_at, reviewed_by_id, reviewed_at,
     return_reason)
SELECT done.id, done.organisation_id, done.state,
       'Мероприятие проведено, приняли участие ' || done.id %% 90 + 10 || ' обучающихся; отзывы и приказ приложены.',
       lead.person_id, sent.at, CASE WHEN done.state <> 'submitted' THEN %(person)s END,
       CASE WHEN done.state <> 'submitted' THEN sent.at + interval '2 days' END,
       CASE WHEN done.state = 'returned' THEN 'Не указано число участников по классам.' ELSE '' END
FROM roadmaps_assignment done
JOIN roadmaps_measure measure ON measure.id = done.measure_id
JOIN access_appointment lead ON lead.organisation_id = done.organisation_id AND lead.role = %(role)s
CROSS JOIN LATERAL (
    SELECT least(done.due_on, %(today)s)::timestamptz - done.id %% 20 * interval '7 hours' AS at
) sent
WHERE measure.roadmap_id = %(roadmap)s AND done.state IN ('submitted', 'returned', 'accepted')
ORDER BY done.id
"""
_RETURNS = """
INSERT INTO roadmaps_reportreturn (report_id, organisation_id, reason, returned_by_id, returned_at)
SELECT id, organisation_id, return_reason, reviewed_by_id, reviewed_at FROM roadmaps_report WHERE state = 'returned'
"""
_FILES = """
INSERT INTO files_storedfile (sha256, name, media_type, size, organisation_id, person_id, stored_at)
SELECT encode(sha256(report.id::text::bytea), 'hex'), 'Приказ № ' || report.id || '.pdf', 'application/pdf',
       20000 + report.id %% 90000, report.organisation_id, report.submitted_by_id, report.submitted_at
FROM roadmaps_report report WHERE report.id %% 5 = 0
ORDER BY report.id
"""
_EVIDENCE = """
INSERT INTO roadmaps_evidence (report_id, organisation_id, file_id)
SELECT report.id, report.organisation_id, file.id
FROM roadmaps_report report JOIN files_storedfile file
    ON file.sha256 = encode(sha256(report.id::text::bytea), 'hex') AND file.organisation_id = report.organisation_id
WHERE report.id %% 5 = 0
"""
_HISTORY = """
INSERT INTO journal_entry
    (at, verb, actor, user_id, person_id, role, subject_type, subject_id, organisation_id, facts)
SELECT said.at, said.verb, 'person:' || said.person, NULL, said.person, said.role, 'roadmaps.Report', report.id,
       report.organisation_id, '{}'
FROM roadmaps_report report CROSS JOIN LATERAL (VALUES
    (report.submitted_at, 'report_submitted', report.submitted_by_id, %(role)s),
    (report.reviewed_at, 'report_' || report.state, report.reviewed_by_id, %(reviewer)s)
) said (at, verb, person, role)
WHERE said.at IS NOT NULL
ORDER BY said.at, report.id
"""


def do_work(roadmap: Roadmap, *, seed: int, today: date, by: Actor, at: datetime) -> None:
    """Make the assignments of a plan in force as they may stand today, and all that was sent and answered."""
    values: dict[str, Any] = {
        "roadmap": roadmap.pk,
        "control": roadmap.control_from,
        "seed": seed,
        "today": today,
        "at": at,
        "person": by.person_id,
        "role": GUIDANCE_LEAD.code,
        "reviewer": by.role,
    }
    with journal.entry("assignments_made", by=by, at=at, about=roadmap), connection.cursor() as cursor:
        for statement in (_ASSIGNMENTS, _REPORTS, _RETURNS, _FILES, _EVIDENCE, _HISTORY):
            cursor.execute(statement, values)
