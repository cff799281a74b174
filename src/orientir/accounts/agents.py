"""A device in words, from what its browser says of itself; what is not recognised stays «another browser»."""

from __future__ import annotations

import re

from django.utils.translation import gettext, pgettext

# The first that fits counts: most browsers also call themselves by the names of those they descend from.
_BROWSERS = (
    ("Яндекс Браузер", r"YaBrowser/"),
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Version/.*Safari/"),
)
_SYSTEMS = (
    ("iPad", r"iPad"),
    ("iPhone", r"iPhone"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def device_in_words(agent: str) -> str:
    """Return «Firefox, Windows»."""
    browser = _first(_BROWSERS, agent) or gettext("another browser")
    system = _first(_SYSTEMS, agent)
    return (
        pgettext("browser and system", "%(browser)s, %(system)s") % {"browser": browser, "system": system}
        if system
        else browser
    )


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, agent)), "")
