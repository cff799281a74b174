"""One more way to filter: by many keys at once."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignKey, Lookup
from django.db.models.sql.compiler import SQLCompiler


@Field.register_lookup
@ForeignKey.register_lookup
class AnyOf(Lookup):
    """`organisation__any_of=keys` is `organisation__in=keys` with the keys as one array.

    The scope of a coordinator of a region has a thousand keys. As a thousand parameters they cost more than the query.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison with an array of keys."""
        left, parameters = self.process_lhs(compiler, connection)
        # Written out here: the driver would look at each key by itself.
        keys = "{" + ",".join(str(int(key)) for key in self.rhs) + "}"
        return f"{left} = ANY(%s::bigint[])", (*parameters, keys)
