"""The deeds that the journal knows, in words. Each app registers its own in `apps.py`; others are refused."""

from __future__ import annotations

from django.utils.functional import Promise

_verbs: dict[str, str | Promise] = {}


class UnknownVerb(Exception):
    """A deed was to be written down whose name no app has registered."""


def register(verbs: dict[str, Promise]) -> None:
    """Add deeds: {"report_accepted": _("Report accepted")}."""
    _verbs.update(verbs)


def words(verb: str) -> str:
    """Return what was done, in the language of the reader."""
    if verb not in _verbs:
        raise UnknownVerb(verb)
    return str(_verbs[verb])
