"""The Russian of every app is complete, and one English message is said in one way."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from orientir.ui import catalogues
from orientir.ui.catalogues import Fault, apps_of, catalogue_path, faults_of, read_catalogue, update

SOURCE = Path(__file__).resolve().parents[2] / "src" / "orientir"

# What Russians write in Latin letters: formats of files, keys, names of parts.
LATIN_WORDS = frozenset(
    {
        "Word",
        "Excel",
        "OpenDocument",
        "LibreOffice",
        "Caps",
        "Lock",
        "DOCX",
        "DOC",
        "RTF",
        "ODT",
        "HTML",
        "TXT",
        "PNG",
        "JPEG",
        "PDF",
        "XLSX",
        "XLSB",
        "XLS",
        "CSV",
        "ODS",
        "JPG",
        "ZIP",
        "Ctrl",
        "Enter",
        "Esc",
        "HTTPS",
        "UTF",
        "XML",
    }
)


def conflicts_in(apps: list[Path]) -> list[str]:
    """Messages that two apps translate differently: Django would say whichever app comes first."""
    said: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for app in apps:
        for message in read_catalogue(catalogue_path(app)):
            if message.id:
                said[str(message.context), str(message.id)].add(str(message.string))
    return [f"{words}: {sorted(ways)}" for (_, words), ways in said.items() if len(ways) > 1]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """An app that says three things and says them well in Russian."""
    app = tmp_path / "shop"
    (app / "templates" / "shop").mkdir(parents=True)
    (app / "__init__.py").write_text("")
    (app / "views.py").write_text('_("Open the file %(name)s")\nngettext("%(n)d school", "%(n)d schools", n)\n')
    (app / "templates" / "shop" / "page.html").write_text(
        '  {% if a %}\n{% button _("Save") %}{% endif %}\n   {% blocktranslate %}Dear {{ name }}{% endblocktranslate %}'
    )
    path = catalogue_path(app)
    path.parent.mkdir(parents=True)
    path.write_text(
        catalogues.HEADER
        + """
msgid "Open the file %(name)s"
msgstr "Открыть файл %(name)s"

msgid "%(n)d school"
msgid_plural "%(n)d schools"
msgstr[0] "%(n)d школа"
msgstr[1] "%(n)d школы"
msgstr[2] "%(n)d школ"
msgstr[3] "%(n)d школы"

msgid "Save"
msgstr "Сохранить"

msgid "Dear %(name)s"
msgstr "Здравствуйте, %(name)s"
"""
    )
    return app


def spoil(app: Path, old: str, new: str) -> list[tuple[str, str]]:
    path = catalogue_path(app)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return [(fault.message, fault.what) for fault in faults_of(app)]


@pytest.mark.parametrize("app", apps_of(SOURCE), ids=lambda app: app.name)
def test_the_russian_of_an_app_is_complete(app: Path) -> None:
    assert [str(fault) for fault in faults_of(app, latin_words=LATIN_WORDS)] == []


def test_one_message_is_said_in_one_way_by_all_apps() -> None:
    assert conflicts_in(apps_of(SOURCE)) == []


def test_a_complete_catalogue_has_no_faults(shop: Path) -> None:
    assert faults_of(shop) == []


def test_a_message_without_russian_is_found(shop: Path) -> None:
    assert spoil(shop, '"Сохранить"', '""') == [("Save", "not translated")]


def test_a_message_that_is_not_in_the_catalogue_is_found(shop: Path) -> None:
    (shop / "forms.py").write_text('_("Send")')

    assert faults_of(shop) == [Fault("shop", "Send", "not translated")]


def test_a_fuzzy_translation_is_found(shop: Path) -> None:
    assert spoil(shop, 'msgid "Save"', '#, fuzzy\nmsgid "Save"') == [("Save", "fuzzy")]


def test_another_placeholder_is_found(shop: Path) -> None:
    assert spoil(shop, "Открыть файл %(name)s", "Открыть файл %(title)s") == [
        ("Open the file %(name)s", "other placeholders in 'Открыть файл %(title)s'")
    ]


def test_a_missing_plural_form_is_found(shop: Path) -> None:
    assert spoil(shop, 'msgstr[3] "%(n)d школы"\n', "") == [("%(n)d school", "not all 4 plural forms")]


def test_three_plural_forms_in_the_header_are_found(shop: Path) -> None:
    assert ("", "the header must name 4 plural forms") in spoil(shop, "nplurals=4", "nplurals=3")


def test_a_message_nobody_says_any_more_is_found(shop: Path) -> None:
    assert spoil(shop, 'msgid "Save"', 'msgid "Go"\nmsgstr "Идти"\n\nmsgid "Save"') == [
        ("Go", "nobody says it any more")
    ]


def test_an_obsolete_message_is_found(shop: Path) -> None:
    assert spoil(shop, 'msgid "Save"', '#~ msgid "Go"\n#~ msgstr "Идти"\n\nmsgid "Save"') == [
        ("Go", "kept as obsolete")
    ]


def test_a_latin_word_in_russian_is_found(shop: Path) -> None:
    assert spoil(shop, '"Сохранить"', '"Сохранить draft"') == [("Save", "a Latin word, 'draft'")]


def test_two_apps_that_translate_differently_are_found(shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "store"
    catalogue_path(other).parent.mkdir(parents=True)
    catalogue_path(other).write_text(catalogues.HEADER + '\nmsgid "Save"\nmsgstr "Записать"\n')

    assert conflicts_in([shop, other]) == ["Save: ['Записать', 'Сохранить']"]


def test_update_keeps_what_is_translated_adds_what_is_new_and_drops_what_is_gone(shop: Path) -> None:
    update(shop)
    (shop / "views.py").write_text('_("Send")')

    changed = update(shop)

    messages = [(str(m.id), str(m.string)) for m in read_catalogue(catalogue_path(shop)) if m.id]
    assert (changed, sorted(messages), update(shop)) == (
        True,
        [("Dear %(name)s", "Здравствуйте, %(name)s"), ("Save", "Сохранить"), ("Send", "")],
        False,
    )
