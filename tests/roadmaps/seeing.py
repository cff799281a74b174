"""Reading the pages of a running plan as their readers do: by words, links, heads of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse


@dataclass
class Seen(HTMLParser):
    """The links of a page with their words, and the rows of its tables with the words of their cells."""

    links: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    words: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._link: str | None = None
        self._link_words = self._cell = ""
        self._in_cell = self._in_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._in_main = True
        elif tag == "a":
            self._link, self._link_words = has.get("href", ""), has.get("title", "")
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._in_cell, self._cell = True, ""
        if self._in_cell and "title" in has:
            self._cell += f"[{has['title']}] "

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._in_main = False
        elif tag == "a" and self._link is not None:
            if self._in_main:
                self.links.append((plain(self._link_words), self._link))
            self._link = None
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(plain(self._cell))
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_main:
            self.words += data
        if self._link is not None:
            self._link_words += f" {data}"
        if self._in_cell:
            self._cell += f" {data}"

    def link(self, words: str) -> str:
        """Return the address of the first link that has these words."""
        return next(href for said, href in self.links if words in said)


def seen(response: HttpResponse) -> Seen:
    assert response.status_code == 200, response.status_code
    page = Seen()
    page.feed(response.content.decode())
    page.words = plain(page.words)
    return page


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("\u00a0", " ")).strip()
