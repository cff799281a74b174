"""Facts: figures with their denominators, terms, definitions, history, files, the words of a document."""

import datetime as dt
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from orientir.engines import counts
from orientir.engines.counts import Figure, Number
from orientir.ui.components.states import STATES

register = template.Library()

SOON: Final = 3  # days before a term when it asks for attention
FAR: Final = 90  # days from which nobody counts in days
DAYS_IN_MONTH: Final = 30.44
FEW_MONTHS: Final = 24  # months from which nobody counts in months

FILE_ICONS: Final[dict[str, str]] = {
    "xlsx": "table-cells",
    "ods": "table-cells",
    "csv": "table-cells",
    "png": "photo",
    "jpg": "photo",
    "jpeg": "photo",
    "pptx": "presentation-chart-bar",
    "zip": "archive-box",
}


@register.filter
def grouped(number: Number) -> str:
    """A number with its thousands set apart, as the language does."""
    return number_format(number, force_grouping=True)


@register.filter
def in_words(figure: Figure) -> str:
    """A figure in words, «412 of 676», for places where nothing else has room."""
    return counts.in_words(figure, _language())


@register.inclusion_tag("ui/components/figure.html")
def figure(
    value: Figure | Number | None,
    denominator: Number | None = None,
    *,
    label: str | Promise = "",
    href: str = "",
    unit: str | Promise = "",
    bar: bool = False,
    applicable: bool = True,
) -> dict[str, object]:
    """A number and what it is counted from, «412 of 676»; `href` opens where it comes from.

    It is a figure of `orientir.engines.counts`, or the numbers of one. Zero, unknown (`None`) and not applicable are
    three different things and are said differently.
    """
    shown = _figure(value, denominator, applicable=applicable)
    return {
        "figure": shown,
        "said": counts.said(shown, _language()),
        "source": counts.source_in_words(shown, _language()),
        "label": label,
        "href": href,
        "unit": unit,
        "bar": bar and shown.is_known and bool(shown.denominator),
    }


@register.inclusion_tag("ui/components/progress.html")
def progress(
    value: Figure | Number | None,
    most: Number = 100,
    *,
    label: str | Promise,
    text: str | Promise = "",
    note: str | Promise = "",
    note_href: str = "",
    behind: bool = False,
    href: str = "",
) -> dict[str, object]:
    """A bar with its words: of a figure, its share and the figure itself; of numbers, their share.

    Without a value it is running, nobody knows how long; `behind` says it lags. The label leads to `href`, the note to
    `note_href`.
    """
    shown = value if isinstance(value, Figure) else _figure(value, most)
    if isinstance(value, Figure):
        note = note or counts.in_words(shown, _language())
    return {
        "figure": shown,
        "is_bar": bool(shown.denominator) or not isinstance(value, Figure),
        "label": label,
        "text": text or counts.percent_in_words(shown, _language()),
        "note": note,
        "note_href": note_href,
        "tone": "caution" if behind else "good" if shown.is_whole else "",
        "behind": behind,
        "href": href,
    }


def _figure(value: Figure | Number | None, denominator: Number | None, *, applicable: bool = True) -> Figure:
    if isinstance(value, Figure):
        return value
    return Figure(value, denominator) if applicable else counts.NOT_APPLICABLE


def _language() -> str:
    return (get_language() or "ru")[:2]


@register.inclusion_tag("ui/components/due.html")
def due(
    on: dt.date, *, today: dt.date | None = None, closed: bool = False, obligatory: bool = True
) -> dict[str, object]:
    """A term and how far it is. Closed work has no distance; only obligatory work can be late."""
    today = today or timezone.localdate()
    days = (on - today).days
    late = days < 0 and obligatory and not closed
    return {
        "on": on,
        "text": date_format(on, "j E" if on.year == today.year else "j E Y"),
        "distance": "" if closed else distance_in_words(days, obligatory=obligatory),
        "tone": "late" if late else "soon" if 0 <= days <= SOON and not closed else "",
    }


def distance_in_words(days: int, *, obligatory: bool = True) -> str:
    """How far a day is from today: «in 5 days», «in 4 months», «today», «5 days late»."""
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    months = round(days / DAYS_IN_MONTH)
    if months >= FEW_MONTHS:
        years = round(months / 12)
        return ngettext("in %(years)d year", "in %(years)d years", years) % {"years": years}
    if days > FAR:
        return ngettext("in %(months)d month", "in %(months)d months", months) % {"months": months}
    if days > 1:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    if obligatory:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


@register.simple_block_tag
def definitions(content: str) -> SafeString:
    """A list of terms and what they are."""
    return render_to_string("ui/components/definitions.html", {"content": content})


@register.simple_block_tag
def definition(content: str, term: str | Promise) -> SafeString:
    """One line of `definitions`."""
    return render_to_string("ui/components/definition.html", {"content": content, "term": term})


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """What happened, one moment under the other."""
    return render_to_string("ui/components/timeline.html", {"content": content})


@register.simple_block_tag
def moment(
    content: str,
    title: str | Promise,
    *,
    at: dt.datetime | None = None,
    who: str | Promise = "",
    state: str = "",
) -> SafeString:
    """One moment of a `timeline`: what, who, when, and the words said; `state` gives icon and colour."""
    context = {
        "content": SafeString(content.strip()),
        "title": title,
        "at": at,
        "who": who,
        "state": STATES.get(state),
    }
    return render_to_string("ui/components/moment.html", context)


@register.inclusion_tag("ui/components/file_row.html")
def file_row(
    name: str, *, href: str = "", size: int | None = None, note: str | Promise = "", state: str = ""
) -> dict[str, object]:
    """A file: its name, its size, its kind by the ending of the name. With `href` it can be downloaded."""
    ending = name.rpartition(".")[2].lower()
    return {
        "name": name,
        "href": href,
        "size": size,
        "note": note,
        "state": state,
        "icon": FILE_ICONS.get(ending, "document-text"),
    }


@register.simple_block_tag
def quote(content: str, *, source: str | Promise = "") -> SafeString:
    """The words of a document as they stood; `source` says where."""
    return render_to_string("ui/components/quote.html", {"content": SafeString(content.strip()), "source": source})
