"""A device in words, as people know their own."""

from __future__ import annotations

import pytest
from django.utils import translation

from orientir.accounts.agents import device_in_words

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome, Windows"),
        (f"{WINDOWS} YaBrowser/25.10", "Яндекс Браузер, Windows"),
        (f"{WINDOWS} Edg/142.0", "Edge, Windows"),
        (f"{PHONE} Version/18.5 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox, Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36", "Chrome, ChromeOS"),
        ("curl/8.5", "другой браузер"),
        ("", "другой браузер"),
    ],
)
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    with translation.override("ru"):
        assert device_in_words(agent) == words
