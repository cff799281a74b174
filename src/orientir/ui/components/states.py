"""States as word + icon + colour, and the few things built from them."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy
from heroicons.templatetags.heroicons import heroicon_outline

register = template.Library()


@dataclass(frozen=True)
class State:
    """How one state is said: its word, its icon, its tone (neutral, accent, good, caution, bad)."""

    label: str | Promise
    icon: str
    tone: str


STATES: Final[dict[str, State]] = {
    "waiting": State(pgettext_lazy("state", "Waiting"), "clock", "neutral"),
    "in_work": State(pgettext_lazy("state", "In work"), "pencil-square", "accent"),
    "submitted": State(pgettext_lazy("state", "Submitted"), "paper-airplane", "accent"),
    "accepted": State(pgettext_lazy("state", "Accepted"), "check-circle", "good"),
    "returned": State(pgettext_lazy("state", "Returned for revision"), "arrow-uturn-left", "caution"),
    "overdue": State(pgettext_lazy("state", "Not submitted in time"), "exclamation-triangle", "bad"),
    "not_begun": State(pgettext_lazy("state", "Term not begun"), "calendar", "neutral"),
    "done": State(pgettext_lazy("state", "Carried out"), "check-circle", "good"),
    "partly": State(pgettext_lazy("state", "Carried out in part"), "minus-circle", "caution"),
    "not_done": State(pgettext_lazy("state", "Not carried out"), "x-circle", "bad"),
    "not_applicable": State(pgettext_lazy("state", "Not applicable"), "no-symbol", "neutral"),
    "void": State(pgettext_lazy("state", "No longer in force"), "archive-box-x-mark", "neutral"),
    "off_control": State(pgettext_lazy("state", "Taken off control"), "archive-box", "neutral"),
    "archive": State(pgettext_lazy("state", "Before the start of control"), "archive-box-arrow-down", "neutral"),
    "moved": State(pgettext_lazy("state", "Moved"), "arrow-right-circle", "accent"),
    "draft": State(pgettext_lazy("state", "Draft"), "pencil", "neutral"),
    "in_force": State(pgettext_lazy("state", "In force"), "check-badge", "good"),
    "reading": State(pgettext_lazy("state", "Being read"), "arrow-path", "accent"),
    "failed": State(pgettext_lazy("state", "Did not work"), "x-circle", "bad"),
}

ALERTS: Final[dict[str, str]] = {
    "info": "information-circle",
    "success": "check-circle",
    "warn": "exclamation-triangle",
    "error": "x-circle",
}

# Django's own message levels, as the page says them.
_MESSAGE_LEVELS: Final = {"debug": "info", "warning": "warn"}


@register.simple_tag
@cache  # drawing one takes as long as a tenth of a page, and a page has dozens
def icon(name: str, *, size: int = 20) -> SafeString:
    """An outline icon, hidden from screen readers: the word beside it says the same."""
    return SafeString(heroicon_outline(name, size=size))


@register.simple_tag
def badge(kind: str, label: str | Promise = "") -> SafeString:
    """A state. `label` replaces the usual word where the subject has a better one."""
    # A literal of a template arrives marked as safe, which it is not: kept plain, so that it is escaped like any other.
    return _badge(kind, str(label or STATES[kind].label) + "")


@lru_cache(maxsize=512)
def _badge(kind: str, label: str) -> SafeString:
    """Draw a badge once: a list has hundreds, of a dozen kinds."""
    return render_to_string("ui/components/badge.html", {"state": STATES[kind], "label": label})


@register.inclusion_tag("ui/components/count.html")
def count(number: int, *, label: str | Promise = "") -> dict[str, object]:
    """A small number in a pill; `label` says to a screen reader what is counted."""
    return {"number": number, "label": label}


@register.simple_block_tag
def alert(content: str, kind: str = "info", *, title: str | Promise = "", live: bool = False) -> SafeString:
    """Something to know: info, success, warn or error. `live` reads it out when it appears."""
    kind = _MESSAGE_LEVELS.get(kind, kind)
    context = {"content": content, "kind": kind, "icon": ALERTS[kind], "title": title, "live": live}
    return render_to_string("ui/components/alert.html", context)


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(
    sentence: str | Promise, *, action: str | Promise = "", href: str = "", icon: str = "inbox"
) -> dict[str, object]:
    """Nothing here yet: one sentence, and the next step as a button where there is one."""
    return {"sentence": sentence, "action": action, "href": href, "icon": icon}
