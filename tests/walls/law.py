"""The law of the second wall, written anew in plain SQL. It knows nothing of the code that it judges.

In words: rows about persons, texts and files belong to an organisation; its people see them: whoever works there in a
role that sees persons, and the coordinators and methodologists of the municipality or region in which it lies, each
while the appointment lasts and the organisation that gave it is not closed. Students and families are seen by name by
those who teach, lead or counsel there, unless the organisation or a territory above works by counts; by coordinators
only where all of these work by names. Besides, everybody sees rows about themselves, entries of the journal that name
them among those, and rows about persons who were opened to them in an emergency, while that lasts and the role allows
it. An account is the own one's alone.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.apps import apps

from tests.support import databases

ORACLE = """
WITH RECURSIVE me AS (
    SELECT u.id AS account, u.login, p.id AS person
    FROM accounts_user u LEFT JOIN people_person p ON p.user_id = u.id
), lies_in AS (
    SELECT id AS place, id AS greater FROM territory_territory
    UNION ALL
    SELECT l.place, t.parent_id
    FROM lies_in l JOIN territory_territory t ON t.id = l.greater
    WHERE t.parent_id IS NOT NULL
), posts AS (
    SELECT me.account, a.role, a.organisation_id AS organisation, o.territory_id AS territory
    FROM access_appointment a
    JOIN me ON a.person_id = me.person
    JOIN territory_organisation o ON o.id = a.organisation_id
    WHERE lower(a.during) <= now() AND (upper_inf(a.during) OR now() < upper(a.during))
      AND (o.closed_on IS NULL OR o.closed_on > (now() AT TIME ZONE 'Europe/Moscow')::date)
), reached AS (
    SELECT account, organisation, role, false AS widely FROM posts
    UNION ALL
    SELECT posts.account, o.id, posts.role, true
    FROM posts
    JOIN lies_in l ON l.greater = posts.territory
    JOIN territory_organisation o ON o.territory_id = l.place
    WHERE posts.role IN ('regional_coordinator', 'municipal_coordinator', 'methodologist')
), within AS (
    SELECT DISTINCT account, organisation FROM reached
    WHERE role NOT IN ('student', 'guardian', 'expert', 'observer', 'technical_administrator')
), shallow AS (
    SELECT o.id AS organisation,
           bool_or('counts' IN (o.depth, t.depth)) AS counts,
           bool_or('codes' IN (o.depth, t.depth)) AS codes
    FROM territory_organisation o
    JOIN lies_in l ON l.place = o.territory_id
    JOIN territory_territory t ON t.id = l.greater
    GROUP BY o.id
), named AS (
    SELECT DISTINCT r.account, r.organisation
    FROM reached r JOIN shallow s USING (organisation)
    WHERE NOT s.counts
      AND (NOT r.widely AND r.role IN ('head', 'guidance_lead', 'psychologist', 'class_teacher', 'teacher')
           OR NOT s.codes AND r.role IN ('regional_coordinator', 'municipal_coordinator'))
), mine AS (
    SELECT account, person FROM me WHERE person IS NOT NULL
    UNION
    SELECT me.account, e.person_id FROM access_emergencyaccess e JOIN me ON e.asked_by_id = me.person
    JOIN reached r ON (r.account, r.organisation) = (me.account, e.organisation_id)
    WHERE e.confirmed_at IS NOT NULL AND e.refused_at IS NULL AND now() < e.until
      AND (r.role IN ('regional_coordinator', 'municipal_coordinator')
           OR NOT r.widely AND r.role IN ('head', 'psychologist'))
)
"""


def _of_organisation(table: str) -> str:
    return f"SELECT account, id FROM {table} JOIN within ON organisation = organisation_id"


def _of_person(table: str, key: str = "id", person: str = "person_id") -> str:
    return f"SELECT account, {table}.{key} FROM {table} JOIN mine ON person = {person}"


def _of_both(table: str) -> str:
    return f"{_of_organisation(table)} UNION {_of_person(table)}"


KEYS = {
    "accounts_user": "SELECT account, account FROM me",
    "accounts_secretlink": "SELECT user_id, id FROM accounts_secretlink",
    "accounts_onetimecode": "SELECT user_id, id FROM accounts_onetimecode",
    "accounts_session": "SELECT user_id, session_key FROM accounts_session WHERE user_id IS NOT NULL",
    "mfa_authenticator": "SELECT user_id, id FROM mfa_authenticator",
    "socialaccount_socialaccount": "SELECT user_id, id FROM socialaccount_socialaccount",
    "people_person": f"{_of_organisation('people_person')} WHERE is_staff"
    " UNION SELECT account, id FROM people_person JOIN named ON organisation = organisation_id"
    " UNION SELECT account, person FROM mine",
    "access_appointment": _of_both("access_appointment"),
    "access_invitation": _of_organisation("access_invitation"),
    "access_factorreset": _of_both("access_factorreset"),
    "access_emergencyaccess": _of_both("access_emergencyaccess"),
    "files_storedfile": _of_both("files_storedfile"),
    "journal_entry": f"{_of_both('journal_entry')} UNION SELECT account, m.entry_id FROM journal_mention m"
    " JOIN me ON m.person_id = me.person",
    "journal_mention": _of_both("journal_mention"),
    "roadmaps_report": _of_organisation("roadmaps_report"),
    "roadmaps_evidence": _of_organisation("roadmaps_evidence"),
    "roadmaps_reportreturn": _of_organisation("roadmaps_reportreturn"),
    "roadmaps_reviewedit": _of_organisation("roadmaps_reviewedit"),
    "roadmaps_assignmentchange": _of_organisation("roadmaps_assignmentchange"),
    "roadmaps_amendment": _of_organisation("roadmaps_amendment"),
    "ui_formdraft": _of_person("ui_formdraft"),
    "ui_submission": _of_person("ui_submission", "key"),
}
"""Keys of the rows that belong before the eyes of each account, by table."""

Belongings = dict[str, dict[str, set[Any]]]
"""Login → table → keys of the rows that belong before those eyes; "" stands for all rows there are."""


def belongings(database: str) -> Belongings:
    """Ask the oracle, as the owner, for whom the walls are lifted and put up again."""
    databases.disconnect()
    with psycopg.connect(databases.owner_url(database)) as owner:
        for table in KEYS:
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        by_account = dict(owner.execute("SELECT id, login FROM accounts_user").fetchall())
        known: Belongings = {"": {}, **{login: {} for login in by_account.values()}}
        for table, question in KEYS.items():
            key = model_of(table)._meta.pk.column
            known[""][table] = {row[0] for row in owner.execute(f"SELECT {key} FROM {table}")}
            for of_one in known.values():
                of_one.setdefault(table, set())
            for account, found in owner.execute(ORACLE + question):
                known[by_account[account]][table].add(found)
        owner.rollback()
    return known


def model_of(table: str) -> Any:
    """Return the model whose rows stand in the table."""
    (found,) = [model for model in apps.get_models() if model._meta.db_table == table]
    return found
