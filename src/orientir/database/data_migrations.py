"""Help for data migrations over protected tables.

Migrations run as the owner with `row_security = off`: a query that a policy would have filtered is an error instead of
touching no row in silence. `RunUnforced` lifts FORCE for the tables it names and restores it, whatever happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.transaction import TransactionManagementError


@contextmanager
def unforced(schema_editor: BaseDatabaseSchemaEditor, tables: Sequence[str]) -> Iterator[None]:
    """Let the owner reach every row of `tables` inside the block.

    The migration's transaction guards the restoration: after an error the whole of it is rolled back, FORCE too.

    Raises:
        TransactionManagementError: the migration is not atomic.
    """
    connection = schema_editor.connection
    if not connection.in_atomic_block:
        raise TransactionManagementError("lift FORCE only inside an atomic migration")
    names = [connection.ops.quote_name(table) for table in tables]
    _check_foreign_keys(schema_editor)
    for name in names:
        schema_editor.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER")
    yield
    _check_foreign_keys(schema_editor)
    for name in names:
        schema_editor.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER")


def _check_foreign_keys(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Check now what would be checked at the end: a table with unchecked foreign keys cannot be altered."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class RunUnforced(RunPython):
    """`RunPython` over protected tables, which it names: `RunUnforced(code, tables=["people_person"])`."""

    def __init__(
        self,
        code: Callable[[Any, BaseDatabaseSchemaEditor], None],
        reverse_code: Callable[[Any, BaseDatabaseSchemaEditor], None] | None = None,
        *,
        tables: Sequence[str],
    ) -> None:
        self.tables = tuple(tables)
        super().__init__(self._lifted(code), reverse_code and self._lifted(reverse_code))

    def _lifted(
        self, code: Callable[[Any, BaseDatabaseSchemaEditor], None]
    ) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
        def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
            with unforced(schema_editor, self.tables):
                code(apps, schema_editor)

        return run
