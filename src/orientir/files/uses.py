"""What files are used for. An app that keeps files with its objects says who sees them through those objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet

from orientir.database.actor import Actor

Visible = Callable[[Actor], QuerySet[Any, Any]]

_uses: dict[str, Visible] = {}


class UseTaken(Exception):
    """Two apps, or one app twice, want the same name for a use of files."""


def register_use(name: str, visible: Visible) -> None:
    """Let files be downloaded through a use: register_use("roadmaps.evidence", policy.files_of_evidence).

    `visible` returns, for an actor, the keys of the stored files that may be downloaded: a queryset of
    `StoredFile`, or `.values("file")` of visible objects. It is called for signed-in actors only.

    Raises:
        UseTaken: the name has another meaning.
    """
    if _uses.setdefault(name, visible) is not visible:
        raise UseTaken(name)


def uses() -> Mapping[str, Visible]:
    """Return every registered use by name."""
    return MappingProxyType(_uses)
