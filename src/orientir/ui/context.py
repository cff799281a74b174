"""What the layout needs on every page, as the context processor `page`.

Templates find it under the one name `ui`: `ui.menu`, `ui.language`, `ui.theme`, `ui.size`. Who is signed in
is known only to the floors above; they put an `Identity` under `identity` and, in a demonstration, the roles
under `demo_roles`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language

from orientir.ui.menu import IN_BOTTOM_BAR, MenuItem, menu_for, own_menu_for
from orientir.ui.preferences import chosen_size, chosen_theme

if TYPE_CHECKING:
    from orientir.database.actor import Actor


@dataclass(frozen=True)
class Notice:
    """Something that stands on every page of this person until it is over, and where it leads."""

    text: str | Promise
    url: str
    label: str | Promise


@dataclass(frozen=True)
class Identity:
    """Who is signed in, in words: the person, what they are, and the territory or organisation.

    `signs` are keys of entries of the own menu, and how much is new there.
    """

    name: str
    post: str | Promise = ""
    place: str = ""
    notices: tuple[Notice, ...] = ()
    signs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DemoRole:
    """One press on the demonstration bar: a POST to `url` signs in as this role."""

    title: str | Promise
    url: str
    current: bool = False


class Page:
    """The layout's view of one request. The menu is asked for once, and only by a page that shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.theme = chosen_theme(request)
        self.size = chosen_size(request)
        self.path = request.get_full_path()

    @property
    def language(self) -> str:
        """Two letters of the language the page speaks."""
        return (get_language() or "ru")[:2]

    @cached_property
    def menu(self) -> list[MenuItem]:
        """The navigation this actor is permitted."""
        return menu_for(self._actor, self._request.path)

    @property
    def bottom_bar(self) -> list[MenuItem]:
        """What stands in the bottom bar of a phone."""
        return self.menu[:IN_BOTTOM_BAR]

    @property
    def under_more(self) -> list[MenuItem]:
        """What the bottom bar has no room for."""
        return self.menu[IN_BOTTOM_BAR:]

    @cached_property
    def own_menu(self) -> list[MenuItem]:
        """The person's own menu."""
        return own_menu_for(self._actor, self._signs)

    @cached_property
    def news(self) -> int:
        """How much is new under the entries of the person's own menu."""
        return sum(item.number for item in self.own_menu)

    @property
    def _signs(self) -> Mapping[str, int]:
        identity: Identity | None = getattr(self._request, "identity", None)
        return identity.signs if identity else {}

    @property
    def _actor(self) -> "Actor | None":
        # An error may be shown before the actor was built: then there is nobody, and no menu.
        return cast("Actor | None", getattr(self._request, "actor", None))


def page(request: HttpRequest) -> dict[str, object]:
    """Context processor: the layout's values under `ui`."""
    return {"ui": Page(request)}
