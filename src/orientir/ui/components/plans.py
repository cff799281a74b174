"""A plan seen whole: sections that fold, a matrix of states, a strip of the calendar.

A matrix has thousands of cells of a few dozen kinds. Each kind is drawn once and then only filled with its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from heroicons.templatetags.heroicons import heroicon_outline

from orientir.ui.components.states import STATES

register = template.Library()

_HOLES: Final = {name: f"-{name}-of-the-cell-" for name in ("words", "text", "href")}
_LINES: Final = re.compile(r"<path.*/>", re.S)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix: a state, a few letters beside its icon, all of it in words. Without a state it is empty."""

    state: str = ""
    words: str = ""
    text: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a calendar strip: empty, or a part of a window that may begin or end in it.

    Where the window ends stand its state and `text`; `is_now` marks the column of today.
    """

    state: str = ""
    words: str = ""
    text: str = ""
    href: str = ""
    begins: bool = False
    ends: bool = False
    is_now: bool = False


@register.simple_block_tag
def fold(
    content: str, title: str | Promise, *, open: bool = True, fact: str = "", late: str = "", href: str = ""
) -> SafeString:
    """A part of a long page that opens and closes without a script; `fact` and `late` stand in its head.

    With `href` it is closed and has nothing inside: there is the page on which it is open.
    """
    context = {"content": content, "title": title, "open": open, "fact": fact, "late": late, "href": href}
    return render_to_string("ui/components/fold.html", context)


@register.simple_block_tag
def matrix(content: str, *, caption: str | Promise, panel: str = "", strip: bool = False) -> SafeString:
    """A table that scrolls in its own box, its heads staying in sight; arrow keys go from cell to cell.

    Inside stand `thead`, `tbody` and `tfoot`. Where a script runs, what a cell leads to is shown in the `side_panel`
    with the id `panel`; else it is a page. A `strip` is one whose columns are the calendar. On the page stand
    `state_drawings` once.
    """
    context = {"content": content, "caption": caption, "panel": panel, "strip": strip}
    return render_to_string("ui/components/matrix.html", context)


@register.simple_tag
def matrix_cells(cells: Iterable[Cell]) -> SafeString:
    """The cells of one row of a `matrix`."""
    return SafeString("".join(_filled(_cell(one.state, bool(one.text), bool(one.href)), one) for one in cells))


@register.simple_tag
def strip_pieces(pieces: Iterable[Piece]) -> SafeString:
    """The pieces of one row of a `matrix` that is a strip of the calendar."""
    return SafeString(
        "".join(
            _filled(_piece(one.state, one.begins, one.ends, one.is_now, bool(one.text), bool(one.href)), one)
            for one in pieces
        )
    )


@register.inclusion_tag("ui/components/state_drawings.html")
def state_drawings() -> dict[str, object]:
    """The icons of all states, drawn once on a page and used by every cell."""
    return {"drawings": _drawings()}


@register.inclusion_tag("ui/components/side_panel.html")
def side_panel(id: str, *, label: str | Promise) -> dict[str, object]:
    """Where a pressed cell of a `matrix` is shown: beside it, on a phone beneath. Hidden until something is there."""
    return {"id": id, "label": label}


@lru_cache(maxsize=512)
def _cell(state: str, has_text: bool, leads: bool) -> str:
    """Return how cells of a kind are drawn, with holes for what differs."""
    return _with_holes("ui/components/matrix_cell.html", state, has_text, leads)


@lru_cache(maxsize=512)
def _piece(state: str, begins: bool, ends: bool, is_now: bool, has_text: bool, leads: bool) -> str:
    """Return how pieces of a kind are drawn, with holes for what differs."""
    return _with_holes(
        "ui/components/strip_piece.html", state, has_text, leads, begins=begins, ends=ends, is_now=is_now
    )


def _with_holes(template_name: str, state: str, has_text: bool, leads: bool, **shape: bool) -> str:
    context = {
        "key": state,
        "state": STATES.get(state),
        "words": _HOLES["words"],
        "text": _HOLES["text"] if has_text else "",
        "href": _HOLES["href"] if leads else "",
        **shape,
    }
    drawn = render_to_string(template_name, context).strip().replace("%", "%%")
    for name, hole in _HOLES.items():
        drawn = drawn.replace(hole, f"%({name})s")
    return drawn


def _filled(drawn: str, one: Cell | Piece) -> str:
    return drawn % {"words": escape(one.words), "text": escape(one.text), "href": escape(one.href)}


@lru_cache(maxsize=1)
def _drawings() -> dict[str, SafeString]:
    """Return the lines of each state's icon, to be drawn once on a page and used by every cell."""
    found = {}
    for key, state in STATES.items():
        lines = _LINES.search(heroicon_outline(state.icon, size=24))
        assert lines is not None, state.icon
        found[key] = SafeString(lines[0])
    return found
