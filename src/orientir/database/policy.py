"""What `policy.py` of every app is made of: named capabilities and the refusal.

Roles (`access`) list capabilities by name; the apps declare them here, with the words a role card says.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

_capabilities: dict[str, Capability] = {}


class Capability(str):
    """The name of a right ("roadmaps.accept_report"), with the words that explain it."""

    words: Promise

    def __new__(cls, name: str, words: Promise) -> Capability:
        capability = super().__new__(cls, name)
        capability.words = words
        _capabilities[name] = capability
        return capability


def capabilities() -> dict[str, Capability]:
    """Return every declared capability by name."""
    return dict(_capabilities)


def require(permitted: bool) -> None:
    """Refuse (403) what is not permitted on something the actor does see.

    What the actor may not see is loaded through `visible_…` and so not found (404): foreign is as if it did not exist.
    """
    if not permitted:
        raise PermissionDenied
