"""The law of the second wall, written anew in plain SQL. It knows nothing of the code that it judges.

In words: rows about persons, texts and files belong to an organisation; its people see them: whoever is appointed
there, and the coordinator of the municipality in which it lies, each while the appointment lasts, and unless the role
sees figures only. Besides, everybody sees rows about themselves, entries of the journal that name them among those. An
account, a draft, a sent form is the own one's alone.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.apps import apps

from tests.support import databases
from tests.support.crowd import CAST

ORACLE = """
WITH me AS (
    SELECT u.id AS account, p.id AS person
    FROM accounts_user u LEFT JOIN people_person p ON p.user_id = u.id
    WHERE u.login = %(login)s
), posts AS (
    SELECT a.role, a.organisation_id AS place, o.territory_id AS territory
    FROM access_appointment a
    JOIN me ON a.person_id = me.person
    JOIN territory_organisation o ON o.id = a.organisation_id
    WHERE lower(a.during) <= now() AND (upper_inf(a.during) OR now() < upper(a.during))
), within AS (
    SELECT o.id
    FROM territory_organisation o JOIN territory_territory t ON t.id = o.territory_id
    WHERE EXISTS (SELECT FROM posts WHERE role = 'guidance_lead' AND place = o.id)
       OR EXISTS (SELECT FROM posts WHERE role = 'municipal_coordinator'
                  AND (territory = t.id OR territory = t.parent_id))
)
"""
KEYS = {
    "accounts_user": "SELECT account FROM me",
    "accounts_secretlink": "SELECT l.id FROM accounts_secretlink l JOIN me ON l.user_id = me.account",
    "people_person": "SELECT id FROM people_person WHERE organisation_id IN (SELECT id FROM within)"
    " UNION SELECT person FROM me WHERE person IS NOT NULL",
    "access_appointment": "SELECT id FROM access_appointment WHERE organisation_id IN (SELECT id FROM within)"
    " UNION SELECT a.id FROM access_appointment a JOIN me ON a.person_id = me.person",
    "files_storedfile": "SELECT id FROM files_storedfile WHERE organisation_id IN (SELECT id FROM within)"
    " UNION SELECT f.id FROM files_storedfile f JOIN me ON f.person_id = me.person",
    "journal_entry": "SELECT id FROM journal_entry WHERE organisation_id IN (SELECT id FROM within)"
    " UNION SELECT e.id FROM journal_entry e JOIN me ON e.person_id = me.person"
    " UNION SELECT m.entry_id FROM journal_mention m JOIN me ON m.person_id = me.person",
    "journal_mention": "SELECT id FROM journal_mention WHERE organisation_id IN (SELECT id FROM within)"
    " UNION SELECT m.id FROM journal_mention m JOIN me ON m.person_id = me.person",
    "roadmaps_report": "SELECT id FROM roadmaps_report WHERE organisation_id IN (SELECT id FROM within)",
    "roadmaps_evidence": "SELECT id FROM roadmaps_evidence WHERE organisation_id IN (SELECT id FROM within)",
    "roadmaps_reportreturn": "SELECT id FROM roadmaps_reportreturn WHERE organisation_id IN (SELECT id FROM within)",
    "roadmaps_reviewedit": "SELECT id FROM roadmaps_reviewedit WHERE organisation_id IN (SELECT id FROM within)",
    "roadmaps_assignmentchange": "SELECT id FROM roadmaps_assignmentchange"
    " WHERE organisation_id IN (SELECT id FROM within)",
    "roadmaps_amendment": "SELECT id FROM roadmaps_amendment WHERE organisation_id IN (SELECT id FROM within)",
    "ui_formdraft": "SELECT d.id FROM ui_formdraft d JOIN me ON d.person_id = me.person",
    "ui_submission": "SELECT s.key FROM ui_submission s JOIN me ON s.person_id = me.person",
}
"""Keys of the rows that belong before the eyes of `login`, by table."""

Belongings = dict[str, dict[str, set[Any]]]
"""Login → table → keys of the rows that belong before those eyes; "" stands for all rows there are."""


def belongings(database: str) -> Belongings:
    """Ask the oracle, as the owner, for whom the walls are lifted and put up again."""
    databases.disconnect()
    with psycopg.connect(databases.owner_url(database)) as owner:
        for table in KEYS:
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        known: Belongings = {"": {}}
        for table in KEYS:
            key = model_of(table)._meta.pk.column
            known[""][table] = {row[0] for row in owner.execute(f"SELECT {key} FROM {table}")}
            for login in CAST:
                found = owner.execute(ORACLE + KEYS[table], {"login": login})
                known.setdefault(login, {})[table] = {row[0] for row in found}
        owner.rollback()
    return known


def model_of(table: str) -> Any:
    """Return the model whose rows stand in the table."""
    (found,) = [model for model in apps.get_models() if model._meta.db_table == table]
    return found
