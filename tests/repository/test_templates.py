"""Templates of all apps keep to the look: nothing inline, no class outside the gallery, no language but gettext's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import RequestFactory, override_settings

from orientir.ui.views_gallery import gallery

SOURCE = Path(__file__).resolve().parents[2] / "src" / "orientir"
STYLES = SOURCE / "ui" / "static" / "ui"
PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an inline style sheet": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    "a handler in an attribute": re.compile(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "a script in an address": re.compile(r"[\"']\s*javascript:", re.I),
}
TAG = re.compile(r"{%.*?%}", re.S)
VARIABLE = re.compile(r"{{.*?}}", re.S)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}", re.S)
CLASS_ATTRIBUTE = re.compile(r"\bclass=\"([^\"]*)\"|\bclass='([^']*)'")
CLASS_IN_PYTHON = re.compile(r"attrs\s*=\s*{[^}]*[\"']class[\"']|\bclass=\\?[\"']")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")

# Set by a library while a page lives; no template writes them.
SET_BY_SCRIPTS = {"htmx-request"}


def templates_of(source: Path) -> dict[str, str]:
    """All templates under a tree, by their path."""
    return {path.relative_to(source).as_posix(): path.read_text() for path in source.rglob("templates/**/*.html")}


def inline_faults(templates: dict[str, str]) -> list[str]:
    return [f"{name}: {what}" for name, text in templates.items() for what, sign in INLINE.items() if sign.search(text)]


def cyrillic_faults(templates: dict[str, str]) -> list[str]:
    return [name for name, text in templates.items() if CYRILLIC.search(COMMENT.sub("", text))]


def classes_in(html: str) -> set[str]:
    """Classes of a page or of a template; what a template fills in is written as a star."""
    flat = VARIABLE.sub("*", TAG.sub(" ", COMMENT.sub("", html)))
    return {word for match in CLASS_ATTRIBUTE.finditer(flat) for word in (match[1] or match[2] or "").split()}


def classes_defined(styles: Path) -> set[str]:
    """Classes that the style sheets of a folder know."""
    text = "\n".join(path.read_text() for path in sorted(styles.glob("*.css")))
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", text, flags=re.S)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", text))


def class_faults(templates: dict[str, str], *, defined: set[str], shown: set[str]) -> list[str]:
    faults = []
    for name, text in templates.items():
        for word in sorted(classes_in(text)):
            pattern = re.compile(re.escape(word).replace(r"\*", r"[\w-]+"))
            if not any(map(pattern.fullmatch, defined)):
                faults.append(f"{name}: no style for {word}")
            elif not any(map(pattern.fullmatch, shown)):
                faults.append(f"{name}: {word} is not in the gallery")
    return faults


def python_class_faults(source: Path) -> list[str]:
    """Python that writes a class past the templates."""
    return [
        path.relative_to(source).as_posix()
        for path in sorted(source.rglob("*.py"))
        if CLASS_IN_PYTHON.search(path.read_text())
    ]


@pytest.fixture(scope="module")
def shown() -> set[str]:
    with override_settings(STORAGES=PLAIN_STATIC):
        return classes_in(gallery(RequestFactory().get("/gallery/")).content.decode())


def plant(tree: Path, text: str) -> dict[str, str]:
    path = tree / "shop" / "templates" / "shop" / "page.html"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return templates_of(tree)


def test_templates_have_no_inline_style_script_or_handler() -> None:
    assert inline_faults(templates_of(SOURCE)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p style="color: red">1</p>', "a style attribute"),
        ("<style>p {}</style>", "an inline style sheet"),
        ("<script>go()</script>", "an inline script"),
        ('<button onclick="go()">1</button>', "a handler in an attribute"),
        ('<button hx-on:click="go()">1</button>', "a handler in an attribute"),
        ('<a href="javascript:go()">1</a>', "a script in an address"),
    ],
)
def test_a_planted_inline_fault_is_found(tmp_path: Path, text: str, fault: str) -> None:
    assert inline_faults(plant(tmp_path, text)) == [f"shop/templates/shop/page.html: {fault}"]


def test_a_script_from_its_own_file_is_no_fault(tmp_path: Path) -> None:
    assert inline_faults(plant(tmp_path, '<script src="/static/ui/ui.js" type="module"></script>')) == []


def test_every_class_of_a_template_has_a_style_and_stands_in_the_gallery(shown: set[str]) -> None:
    assert class_faults(templates_of(SOURCE), defined=classes_defined(STYLES), shown=shown) == []


def test_every_class_with_a_style_stands_in_the_gallery(shown: set[str]) -> None:
    assert sorted(classes_defined(STYLES) - shown - SET_BY_SCRIPTS) == []


def test_a_class_outside_the_gallery_is_found(tmp_path: Path) -> None:
    page = '<p class="panel{% if a == "b" %} glow{% endif %}"><b class="badge-{{ tone }} hidden-gem"></b></p>'

    faults = class_faults(
        plant(tmp_path, page), defined={"panel", "badge-good", "hidden-gem"}, shown={"panel", "badge-good"}
    )

    assert faults == [
        "shop/templates/shop/page.html: no style for glow",
        "shop/templates/shop/page.html: hidden-gem is not in the gallery",
    ]


def test_python_writes_no_classes() -> None:
    assert python_class_faults(SOURCE) == []


def test_a_class_written_by_python_is_found(tmp_path: Path) -> None:
    (tmp_path / "forms.py").write_text('Widget(attrs={"class": "glow"})')

    assert python_class_faults(tmp_path) == ["forms.py"]


def test_templates_speak_through_gettext_only() -> None:
    assert cyrillic_faults(templates_of(SOURCE)) == []


def test_raw_russian_in_a_template_is_found(tmp_path: Path) -> None:
    assert cyrillic_faults(plant(tmp_path, "<p>Школа</p>")) == ["shop/templates/shop/page.html"]
