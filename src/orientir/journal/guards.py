"""What keeps the journal from being changed: triggers and rights, as the database has them at this moment.

The chain proves the past; this proves that nobody has made ready to change it without a trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

_ONLY_GROWS, _ERASES = "orientir_only_grows", "orientir_erases"
_BEFORE, _DELETE, _UPDATE, _TRUNCATE = 2, 8, 16, 32
_FUNCTIONS: Final = {
    _ONLY_GROWS: ("orientir_journal_only_grows", "492aa7f5f96d27f94eb62cf904a1c0b8583f01bce54f01e42eed30b0b725e760"),
    _ERASES: ("orientir_journal_erases", "3370d56b656aa159bc210a4d765ae13bf650e8fda2b63b69a9063c9e78d9e5f1"),
}
"""Which function a trigger calls, and the SHA-256 of its body."""
_ALL = _BEFORE | _DELETE | _UPDATE | _TRUNCATE
_TRIGGERS: Final = {
    "journal_entry": {_ONLY_GROWS: _ALL},
    "journal_link": {_ONLY_GROWS: _ALL},
    "journal_seal": {_ONLY_GROWS: _ALL},
    "journal_erasure": {_ONLY_GROWS: _ALL},
    "journal_mention": {_ONLY_GROWS: _BEFORE | _UPDATE | _TRUNCATE, _ERASES: _BEFORE | _DELETE},
}
"""The triggers of each table and when they fire: before each statement of these kinds."""
_RIGHTS: Final = {"journal_mention": {"SELECT", "INSERT", "DELETE"}}
_USUAL: Final = {"SELECT", "INSERT"}

_FOUND_TRIGGERS = """
SELECT c.relname, t.tgname, t.tgtype, p.proname, encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s) AND NOT t.tgisinternal
      AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr::text = ''
"""
_FOUND_RIGHTS = """
SELECT c.relname, ARRAY(
    SELECT word FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS word
    WHERE has_table_privilege(current_user, c.oid, word)
          OR word IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege(c.oid, word)
)
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s)
"""


def faults(cursor: CursorWrapper) -> Iterator[str]:
    """Yield a sentence for each trigger and each right of the application that is not as it was made."""
    tables = sorted(_TRIGGERS)
    cursor.execute(_FOUND_TRIGGERS, [tables])
    found = {(table, name): (kinds, called, body) for table, name, kinds, called, body in cursor.fetchall()}
    for table in tables:
        for name, kinds in _TRIGGERS[table].items():
            if found.get((table, name)) != (kinds, *_FUNCTIONS[name]):
                yield _("%(table)s can be changed: its trigger %(name)s is gone, off or another one") % {
                    "table": table,
                    "name": name,
                }
    cursor.execute(_FOUND_RIGHTS, [tables])
    rights = {table: set(words) for table, words in cursor.fetchall()}
    for table in tables:
        if more := rights.get(table, set()) - _RIGHTS.get(table, _USUAL):
            yield _("%(table)s: the application has rights that it must not have: %(rights)s") % {
                "table": table,
                "rights": ", ".join(sorted(more)),
            }
