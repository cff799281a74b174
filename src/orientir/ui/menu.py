"""The navigation as a registry: each app says in its `apps.py` which page it offers and to whom.

The layout knows no app; it shows what is registered and permitted. A person never sees more than seven
entries, and on a phone the first four stand in the bottom bar and the others under «more».
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from orientir.database.actor import Actor

MOST_ENTRIES: Final = 7
IN_BOTTOM_BAR: Final = 4

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class MenuEntry:
    """One page in the navigation. `short_title` is for the bottom bar, where a long word would not fit."""

    key: str
    title: str | Promise
    url_name: str
    icon: str
    order: int
    permits: Callable[["Actor"], bool] = field(compare=False)
    short_title: str | Promise = ""


@dataclass(frozen=True)
class OwnEntry:
    """One line of a person's own menu; with `post` it is a deed, such as signing out, and not a page."""

    key: str
    title: str | Promise
    url_name: str
    icon: str
    order: int
    permits: Callable[["Actor"], bool] = field(compare=False)
    post: bool = False


@dataclass(frozen=True)
class MenuItem:
    """An entry as one request sees it: with its address and whether the reader is there now."""

    key: str
    title: str | Promise
    short_title: str | Promise
    url: str
    icon: str
    current: bool = False
    post: bool = False
    number: int = 0


class EntryTaken(Exception):
    """Two apps claim one key of the menu."""


_entries: dict[str, MenuEntry] = {}
_own_entries: dict[str, OwnEntry] = {}


def register(entry: MenuEntry) -> None:
    """Offer a page in the navigation. Call it from the app's `ready()`."""
    _claim(_entries, entry.key, entry)


def register_own(entry: OwnEntry) -> None:
    """Offer a line in the person's own menu. Call it from the app's `ready()`."""
    _claim(_own_entries, entry.key, entry)


def menu_for(actor: "Actor | None", path: str) -> list[MenuItem]:
    """What the actor may open, in order; the one `path` lies under is current. Nobody has no menu."""
    if actor is None:
        return []
    permitted = sorted((entry for entry in _entries.values() if entry.permits(actor)), key=lambda e: e.order)
    addresses = [reverse(entry.url_name) for entry in permitted]
    here = _longest_beneath(addresses, path)
    return [
        MenuItem(entry.key, entry.title, entry.short_title or entry.title, url, entry.icon, current=url == here)
        for entry, url in zip(permitted, addresses, strict=True)
    ]


def own_menu_for(actor: "Actor | None", signs: Mapping[str, int] | None = None) -> list[MenuItem]:
    """The lines of the actor's own menu, in order; `signs` tell how much is new under some of them, by key."""
    if actor is None:
        return []
    permitted = sorted((e for e in _own_entries.values() if e.permits(actor)), key=lambda e: e.order)
    return [
        MenuItem(e.key, e.title, e.title, reverse(e.url_name), e.icon, post=e.post, number=(signs or {}).get(e.key, 0))
        for e in permitted
    ]


def _claim(registry: dict[str, Entry], key: str, entry: Entry) -> None:
    if registry.get(key, entry) != entry:
        raise EntryTaken(key)
    registry[key] = entry


def _longest_beneath(addresses: Sequence[str], path: str) -> str | None:
    # The front page is a prefix of everything, so it is current only when it is the page itself.
    beneath = [address for address in addresses if path == address or (address != "/" and path.startswith(address))]
    return max(beneath, key=len, default=None)
