"""Laws of the style sheets: few values, readable in both themes, the dark theme written twice and equal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import orientir.ui

STYLES = Path(next(iter(orientir.ui.__path__))) / "static" / "ui"
SIZES = {"var(--text-s)", "var(--text-m)", "var(--text-l)", "var(--text-xl)"}
READABLE = 4.5
VISIBLE = 3.0


def sheets() -> dict[str, str]:
    return {p.name: re.sub(r"/\*.*?\*/", "", p.read_text(), flags=re.S) for p in sorted(STYLES.glob("*.css"))}


def theme(selector: str) -> dict[str, str]:
    """The colours a selector of the tokens sets."""
    body = sheets()["tokens.css"].split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT = '[data-theme="light"]'
DARK = '[data-theme="dark"]'
PREFERS_DARK = ":root:not([data-theme])"


def test_the_dark_theme_a_person_chose_is_the_one_a_device_prefers() -> None:
    assert theme(DARK) == theme(PREFERS_DARK)


def test_both_themes_set_the_same_colours() -> None:
    assert set(theme(LIGHT)) == set(theme(DARK))


@pytest.mark.parametrize("selector", [LIGHT, DARK])
def test_words_are_readable_on_every_ground(selector: str) -> None:
    colours = theme(selector)
    pairs = [(word, ground) for word in ("ink", "ink-soft", "accent") for ground in ("canvas", "surface", "sunken")]
    pairs += [(tone, f"{tone}-tint") for tone in ("accent", "good", "caution", "bad")]
    pairs += [("ink", f"{tone}-tint") for tone in ("accent", "good", "caution", "bad")]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-bad", "bad"), ("on-bad", "bad-strong")]

    pale = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}

    assert {pair: ratio for pair, ratio in pale.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("selector", [LIGHT, DARK])
def test_edges_of_controls_and_bars_are_visible(selector: str) -> None:
    colours = theme(selector)
    pairs = [("line-strong", "surface"), ("line-strong", "canvas")]
    pairs += [(bar, "sunken") for bar in ("accent", "good-fill", "caution-fill")]

    assert {p for p in pairs if contrast(colours[p[0]], colours[p[1]]) < VISIBLE} == set()


def test_there_are_four_text_sizes_and_no_other() -> None:
    used = {
        value
        for name, text in sheets().items()
        for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", text)
        if ":root" not in rule[0]
        for value in re.findall(r"font-size:\s*([^;]+);", rule[1])
    }

    assert used == SIZES


def test_colours_are_written_only_among_the_tokens() -> None:
    own = {
        name: re.findall(r":\s[^;{]*(#[0-9a-fA-F]{3,8}\b)", text)
        for name, text in sheets().items()
        if name not in {"tokens.css", "print.css"}
    }

    assert {name: colours for name, colours in own.items() if colours} == {}


def test_every_token_that_is_used_is_set() -> None:
    text = "\n".join(sheets().values())

    assert set(re.findall(r"var\(--([\w-]+)", text)) - set(re.findall(r"--([\w-]+):", text)) == set()


def test_every_rule_stands_in_a_layer_of_the_declared_order() -> None:
    declared = re.search(r"@layer ([\w, ]+);", sheets()["tokens.css"])
    used = {layer for text in sheets().values() for layer in re.findall(r"@layer (\w+) \{", text)}

    assert declared is not None
    assert used == set(declared[1].split(", "))


def test_nothing_is_fetched_from_elsewhere() -> None:
    texts = [path.read_text() for path in STYLES.iterdir()]

    assert [text for text in texts if re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", text)] == []
