"""What of a web page is the text it was opened for, and what stands around it on every page of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from orientir.engines.reading.formats.web_blocks import UNSEEN, Element

_OFFICE = re.compile(r"LibreOffice|OpenOffice|StarOffice|Microsoft (?:Word|Excel)|Word\.Document|Excel\.Sheet")
_NEVER = frozenset({"nav", "aside"})
_HEADS = frozenset("header site-header page-header-top banner banners".split())  # an article has one too: its title
_ROLES = frozenset("navigation banner contentinfo complementary search menu menubar dialog alert".split())
_NAMES = frozenset(
    "nav navbar navigation menu mainmenu main-menu topmenu top-menu leftmenu left-menu submenu sidebar"
    " left-sidebar right-sidebar breadcrumb breadcrumbs bread-crumbs pathway footer site-footer dialog topbar toolbar"
    " search search-form login pagination pager paginator cookie cookies cookie-notice social share shares socials"
    " comments copyright counter counters widget widgets popup modal skip-link".split()
)
_HOLDERS = frozenset("div ul ol menu dl td table section form center".split())
_LINKS_OF_MENU, _SHARE_OF_MENU = 3, 0.7
_LEAST_TABLE = 120  # signs outside links; a calendar of a month has fewer


@dataclass
class _Weight:
    """What an element holds: signs of text, signs within links, links, tables of data, headings."""

    text: int = 0
    linked: int = 0
    links: int = 0
    rows: int = 0
    tables: int = 0
    headings: int = 0

    def add(self, other: _Weight) -> None:
        self.text += other.text
        self.linked += other.linked
        self.links += other.links
        self.rows += other.rows
        self.tables += other.tables
        self.headings += other.headings


def article(root: Element) -> tuple[Element, frozenset[Element]]:
    """The element to be read, and those within it that are not.

    An office program's page is read as it is. On a site's page menus, heads and feet are left out, but nothing with a
    table of data or the heading of the page in it.
    """
    body = root.find("body")
    top = root if body is None else body
    if any(_OFFICE.search(meta.get("content", "")) for meta in root.iter("meta")):
        return top, frozenset()
    return _Survey().of(top)


class _Survey:
    """Weighs every element once, from the inside out."""

    def __init__(self) -> None:
        self._weights: list[_Weight] = []
        self._open: list[Element] = []
        self._around: set[Element] = set()
        self._mains: list[tuple[Element, _Weight]] = []

    def of(self, top: Element) -> tuple[Element, frozenset[Element]]:
        walk = etree.iterwalk(top, events=("start", "end"))
        whole = _Weight()
        for event, element in walk:
            if event == "start":
                self._begin(element)
                if element.tag in UNSEEN:
                    walk.skip_subtree()
            else:
                whole = self._end(element)
        # The outermost main part that has all that is dear to us
        for main, weight in reversed(self._mains):
            if weight.tables == whole.tables and weight.headings == whole.headings and 2 * weight.text > whole.text:
                return main, frozenset(self._around)
        return top, frozenset(self._around)

    def _begin(self, element: Element) -> None:
        self._open.append(element)
        self._weights.append(_Weight())
        if element.tag not in UNSEEN:
            self._weights[-1].text = len((element.text or "").strip())

    def _end(self, element: Element) -> _Weight:
        self._open.pop()
        weight = self._weights.pop()
        if element.tag in UNSEEN:
            weight = _Weight()
        if element.tag == "a":
            weight.linked, weight.links = weight.text, weight.links + 1
        elif element.tag == "h1":
            weight.headings += 1
        elif element.tag == "tr":
            weight.rows += 1
        elif element.tag == "table":
            weight.tables += weight.rows > 1 and weight.text - weight.linked >= _LEAST_TABLE
        elif element.tag in ("main", "article") or element.get("role") == "main":
            self._mains.append((element, weight))
        is_around = bool(self._open) and self._is_around(element, weight)
        if is_around:
            self._around.add(element)
            weight = _Weight()
        if self._weights:
            self._weights[-1].add(weight)
            self._weights[-1].text += len((element.tail or "").strip())
        return weight

    def _is_around(self, element: Element, weight: _Weight) -> bool:
        if element.tag in _NEVER:
            return True
        if weight.tables or weight.headings or element.tag in ("main", "article"):
            return False
        names = {*element.get("class", "").lower().split(), element.get("id", "").lower(), element.tag}
        if names & _NAMES or element.get("role") in _ROLES or (names & _HEADS and not self._in_article()):
            return True
        is_menu = weight.links >= _LINKS_OF_MENU and weight.linked >= _SHARE_OF_MENU * weight.text
        return is_menu and element.tag in _HOLDERS

    def _in_article(self) -> bool:
        return any(element.tag in ("main", "article") for element in self._open)
