"""What several lists show and are narrowed by alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from orientir.roadmaps.choices import Force
from orientir.roadmaps.models import Assignment, Measure
from orientir.ui.components.facts import due
from orientir.ui.lists import Choice, Hidden

MOST_OPTIONS: Final = 100
"""More than this nobody looks through: what is meant is then found by words, or set by a link."""


def one_of(
    key: str,
    title: str | Promise,
    options: QuerySet[Any],
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]],
    *,
    chosen: str = "",
    words: Callable[[Any], str] = str,
) -> Choice:
    """Return a filter by one of some objects. Of too many only the one that is chosen is looked up."""
    found = list(options[: MOST_OPTIONS + 1])
    if len(found) <= MOST_OPTIONS:
        return Choice(key, title, narrow, among=[(str(one.pk), words(one)) for one in found])
    return hidden_one_of(key, title, options, narrow, chosen=chosen, words=words)


def hidden_one_of(
    key: str,
    title: str | Promise,
    options: QuerySet[Any],
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]],
    *,
    chosen: str,
    words: Callable[[Any], str] = str,
) -> Hidden:
    """Return a filter by one of so many objects that only links set it; `chosen` is what the address says."""
    is_key = chosen.isascii() and chosen.isdecimal() and len(chosen) < 19
    found = options.filter(pk=int(chosen)) if is_key else options.none()
    return Hidden(key, title, narrow, among=[(str(one.pk), words(one)) for one in found])


def term_of(assignment: Assignment) -> SafeString:
    """Return the due date of an assignment and how far it is."""
    shown = due(assignment.due_on, closed=not assignment.is_open, obligatory=assignment.force == Force.OBLIGATORY)
    return render_to_string("ui/components/due.html", shown)


def day(on: date | None) -> str:
    """Return a day in words, or a dash."""
    return date_format(on, "j E Y") if on else "—"


def address_of_work(measure: Measure, **filters: str) -> str:
    """Return the address of the assignments of a measure: of those not submitted, unless a `state` is given."""
    return f"{reverse('roadmaps:assignments')}?{urlencode({'measure': measure.pk, **filters})}"
