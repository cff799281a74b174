"""Periods that must not overlap, without the extension btree_gist."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField
from django.db.models import BigIntegerField, F, Func, Value
from django.db.models.expressions import Combinable


def _as_range(expression: Combinable) -> Func:
    """Return the range that holds one number: ranges have `&&` in GiST, plain numbers do not."""
    return Func(expression, expression, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def no_overlap(
    name: str, *, numbers: tuple[str, ...], words: tuple[str, ...] = (), during: str = "during"
) -> ExclusionConstraint:
    """Forbid two rows alike in `numbers` and `words` whose periods overlap.

    Words are compared by their 64-bit hash; two different ones that collide (odds 1 : 10¹⁹) would be refused wrongly,
    never let through wrongly. A NULL number is taken as 0.
    """
    keys = [
        _as_range(Func(F(column), Value(0), function="COALESCE", output_field=BigIntegerField())) for column in numbers
    ] + [
        _as_range(Func(F(column), Value(0), function="hashtextextended", output_field=BigIntegerField()))
        for column in words
    ]
    return ExclusionConstraint(name=name, expressions=[*((key, "&&") for key in keys), (during, "&&")])
