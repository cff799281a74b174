# Longer than 400 lines because every component is told of once.
"""Components say what they are told, escape what they are given, and refuse what would break the look."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import translation

from orientir.database.actor import Actor
from orientir.engines.counts import UNKNOWN, Figure, Source
from orientir.ui import menu
from orientir.ui.components.actions import AttributeRefused
from orientir.ui.components.facts import distance_in_words
from orientir.ui.components.plans import Cell, Piece
from orientir.ui.context import Page
from orientir.ui.menu import EntryTaken, MenuEntry, menu_for
from orientir.ui.preferences import set_size, set_theme

PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TODAY = dt.date(2026, 11, 20)


def drawn(template: str, language: str = "en", **context: object) -> str:
    """A template's text without drawings, on one line."""
    with translation.override(language):
        html = Template(template).render(Context(context))
    return " ".join(re.sub(r"<svg.*?</svg>", "", html, flags=re.S).split())


def words(template: str, language: str = "en", **context: object) -> str:
    """What a reader sees of a template."""
    return " ".join(re.sub(r"<[^>]*>", " ", drawn(template, language, **context)).split())


def test_a_button_with_an_address_is_a_link_and_without_one_a_button() -> None:
    assert (drawn("{% button 'Go' href='/a/' kind='primary' %}"), drawn("{% button 'Go' name='go' value=1 %}")) == (
        '<a class="button button-primary" href="/a/">Go</a>',
        '<button class="button button-secondary" type="submit" name="go" value="1">Go</button>',
    )


def test_a_disabled_button_leads_nowhere() -> None:
    assert drawn("{% button 'Go' href='/a/' disabled=True %}") == (
        '<button class="button button-secondary" type="submit" disabled>Go</button>'
    )


def test_a_button_escapes_its_label_and_its_attributes() -> None:
    assert drawn("{% button label hx_post=url %}", label="<b>", url='"><script>') == (
        '<button class="button button-secondary" type="submit" hx-post="&quot;&gt;&lt;script&gt;">&lt;b&gt;</button>'
    )


@pytest.mark.parametrize("attribute", ["style", "onclick", "hx_on_click", "class"])
def test_a_button_refuses_style_and_script(attribute: str) -> None:
    with pytest.raises(AttributeRefused):
        drawn(f"{{% button 'Go' {attribute}='x' %}}")


def test_a_deed_in_one_press_posts_its_fields_with_the_token() -> None:
    assert drawn("{% post_button 'Remind' url='/a/' school=4 %}", csrf_token="t") == (
        '<form class="button-form" method="post" action="/a/">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="t">'
        '<input type="hidden" name="school" value="4">'
        '<button class="button button-secondary" type="submit">Remind</button> </form>'
    )


@pytest.mark.parametrize(
    ("kind", "russian"),
    [
        ("waiting", "Ждёт"),
        ("in_work", "В работе"),
        ("submitted", "Представлено"),
        ("accepted", "Принято"),
        ("returned", "На доработке"),
        ("overdue", "Не представлено в срок"),
        ("not_begun", "Срок не наступил"),
        ("done", "Исполнено"),
        ("partly", "Исполнено частично"),
        ("not_done", "Не исполнено"),
        ("not_applicable", "Неприменимо"),
        ("void", "Утратило силу"),
        ("off_control", "Снято с контроля"),
        ("archive", "До начала контроля"),
        ("moved", "Перенесено"),
        ("draft", "Черновик"),
        ("in_force", "Действует"),
        ("reading", "Читается"),
        ("failed", "Не удалось"),
    ],
)
def test_a_state_is_a_word_and_an_icon(kind: str, russian: str) -> None:
    with translation.override("ru"):
        html = Template("{% badge kind %}").render(Context({"kind": kind}))

    assert (words("{% badge kind %}", "ru", kind=kind), html.count("<svg")) == (russian, 1)


def test_a_state_may_have_a_better_word() -> None:
    assert words("{% badge 'accepted' 'Found' %}") == "Found"


@pytest.mark.parametrize(
    ("template", "seen"),
    [
        ("{% figure 412 676 %}", "412 из 676"),
        ("{% figure 0 24 %}", "0 из 24"),
        ("{% figure None 24 %}", "нет данных"),
        ("{% figure None applicable=False %}", "неприменимо"),
        ("{% figure 12040 %}", "12\xa0040"),
        ("{% figure 61 unit='%' %}", "61 %"),
    ],
)
def test_zero_unknown_and_not_applicable_are_three_things(template: str, seen: str) -> None:
    assert words(template, "ru") == " ".join(seen.split())


def test_a_label_of_a_state_is_escaped_however_often_it_is_drawn() -> None:
    once, again = (drawn("{% badge 'accepted' label %}", label="<b>") for _ in range(2))

    assert once == again == '<span class="badge badge-good">&lt;b&gt;</span>'


@pytest.mark.parametrize(
    ("template", "seen"),
    [
        ("{% figure found %}", "412 из 676"),
        ("{% progress found label='Исполнено' %}", "Исполнено 61 % 412 из 676"),
        ("{% progress found label='Исполнено' note='отстаёт: 3' %}", "Исполнено 61 % отстаёт: 3"),
        ("{{ found|in_words }}", "412 из 676"),
    ],
)
def test_a_figure_is_said_alike_wherever_it_stands(template: str, seen: str) -> None:
    assert words(template, "ru", found=Figure(412, 676)) == seen


def test_a_figure_of_nothing_has_words_and_no_bar() -> None:
    assert drawn("{% progress found label='Done' %}", found=Figure(0, 0)).count("<progress") == 0
    assert words("{% progress found label='Done' %}", found=UNKNOWN) == "Done no data"


def test_a_figure_says_where_it_comes_from() -> None:
    assert 'title="counted and typed in"' in drawn("{% figure found %}", found=Figure(1, 2, Source.BOTH))


def test_a_cell_of_a_matrix_is_an_icon_with_its_words_and_leads_on() -> None:
    cells = [Cell("done", "Исполнено", "1/1", "/measures/1/?organisation=2&year=2026"), Cell()]

    html = Template("{% matrix_cells cells %}").render(Context({"cells": cells}))

    assert html == (
        '<td class="state-good"><a href="/measures/1/?organisation=2&amp;year=2026" title="Исполнено">'
        '<svg class="state-icon" aria-hidden="true"><use href="#state-done"></use></svg>'
        '<span class="state-text">1/1</span></a></td><td></td>'
    )


def test_what_a_cell_or_a_piece_says_is_escaped_and_a_percent_stays_one() -> None:
    said = "50 % <b>%(href)s"

    html = Template("{% matrix_cells cells %}{% strip_pieces pieces %}").render(
        Context({"cells": [Cell("done", said)], "pieces": [Piece("done", said, text=said)]})
    )

    assert html.count("50 % &lt;b&gt;%(href)s") == 5
    assert "<b>" not in html


def test_a_piece_of_a_calendar_shows_where_its_window_begins_and_ends_and_today() -> None:
    pieces = [Piece("submitted", "x", begins=True), Piece("submitted", "x", ends=True, is_now=True), Piece()]

    html = Template("{% strip_pieces pieces %}").render(Context({"pieces": pieces}))

    assert re.findall(r'class="([^"]*)"', html) == [
        "piece",
        "run run-accent run-begins",
        "visually-hidden",
        "piece piece-now",
        "run run-accent run-ends",
        "state-icon",
        "visually-hidden",
        "piece",
    ]


def test_a_fold_opens_without_a_script_or_leads_to_where_it_is_open() -> None:
    here = drawn("{% fold 'Part' fact='1 of 2' %}<p>in</p>{% endfold %}")
    elsewhere = drawn("{% fold 'Part' href='/a/' %}{% endfold %}")

    assert here.startswith('<details class="panel fold" open> <summary') and "<p>in</p>" in here
    assert elsewhere.startswith('<div class="panel fold"><a class="fold-head" href="/a/">')


def test_a_figure_that_opens_is_a_link() -> None:
    assert '<a class="figure-value" href="/rows/">412</a>' in drawn("{% figure 412 676 href='/rows/' %}")


def test_a_bar_is_a_native_progress_with_numbers_no_locale_touches() -> None:
    assert '<progress class="bar" value="58.5" max="100" aria-label="Done"></progress>' in drawn(
        "{% progress share label='Done' %}", "ru", share=58.5
    )


def test_a_bar_without_a_value_is_running() -> None:
    assert '<progress class="bar" aria-label="Reading"></progress>' in drawn("{% progress None label='Reading' %}")


@pytest.mark.parametrize(
    ("days", "russian"),
    [
        (0, "сегодня"),
        (1, "завтра"),
        (2, "через 2 дня"),
        (5, "через 5 дней"),
        (11, "через 11 дней"),
        (21, "через 21 день"),
        (90, "через 90 дней"),
        (91, "через 3 месяца"),
        (150, "через 5 месяцев"),
        (640, "через 21 месяц"),
        (1100, "через 3 года"),
        (-1, "просрочено на 1 день"),
        (-22, "просрочено на 22 дня"),
        (-112, "просрочено на 112 дней"),
    ],
)
def test_the_distance_of_a_day_is_said_in_right_russian(days: int, russian: str) -> None:
    with translation.override("ru"):
        assert distance_in_words(days) == russian


@pytest.mark.parametrize(
    ("template", "seen", "tone"),
    [
        ("{% due day today=today %}", "15 ноября просрочено на 5 дней", "due-late"),
        ("{% due day today=today obligatory=False %}", "15 ноября 5 дней назад", None),
        ("{% due day today=today closed=True %}", "15 ноября", None),
    ],
)
def test_only_open_obligatory_work_is_late(template: str, seen: str, tone: str | None) -> None:
    day = dt.date(2026, 11, 15)
    html = drawn(template, "ru", day=day, today=TODAY)

    assert (words(template, "ru", day=day, today=TODAY), "due-late" in html) == (seen, tone is not None)


def test_a_term_of_another_year_names_the_year() -> None:
    assert words("{% due day today=today closed=True %}", "ru", day=dt.date(2027, 3, 1), today=TODAY) == "1 марта 2027"


def test_the_content_of_a_block_keeps_its_markup_and_escapes_its_values() -> None:
    assert '<p class="row-note"><b>1</b> &lt;i&gt;</p>' in drawn(
        "{% work_row 'A' %} <b>1</b> {{ value }} {% endwork_row %}", value="<i>"
    )


def test_pages_of_a_list_keep_the_filters() -> None:
    request = RequestFactory().get("/", {"state": "waiting", "page": "2"})
    page = Paginator(range(30), 10).page(2)

    html = drawn("{% pagination page %}", page=page, request=request)

    assert re.findall(r'href="([^"]+)"', html) == [f"?state=waiting&amp;page={number}" for number in (1, 1, 2, 3, 3)]


def test_one_page_needs_no_pages() -> None:
    assert drawn("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


class SchoolForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the charter.")
    pupils = forms.IntegerField(label="Pupils", required=False)


def test_an_error_stands_beside_its_field_and_above_the_form() -> None:
    html = drawn("{{ form }}", form=SchoolForm({"name": "", "pupils": "many"}))

    assert re.findall(r'<a href="#(\w+)">([^<]+)</a>', html) == [
        ("id_name", "Name: Fill this in."),
        ("id_pupils", "Pupils: Enter a whole number."),
    ]
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert re.findall(r'id="(id_\w+_(?:helptext|error))"', html) == [
        "id_name_helptext",
        "id_name_error",
        "id_pupils_error",
    ]


def test_an_optional_field_says_so_and_a_right_form_has_no_summary() -> None:
    html = drawn("{{ form }}", form=SchoolForm())

    assert (html.count("(optional)"), "error-summary" in html) == (1, False)


def test_a_draft_form_carries_its_key_and_saves_without_scripts() -> None:
    html = drawn(
        "{% draft_form submit='Send' %}{{ form }}{% enddraft_form %}",
        form=SchoolForm(),
        csrf_token="t",
        submission_key="k",
        draft_url="/drafts/school/-/",
    )

    assert re.findall(r'name="(csrfmiddlewaretoken|submission_key|save_draft)" value="(\w+)"', html) == [
        ("csrfmiddlewaretoken", "t"),
        ("submission_key", "k"),
        ("save_draft", "1"),
    ]
    assert 'hx-post="/drafts/school/-/"' in html


@pytest.mark.parametrize(
    ("template", "seen"),
    [
        ("{% draft_note at %}", "сохранено 15:04"),
        ("{% draft_note at too_long=True %}", "Не сохранено: текст слишком длинный, сократите его"),
    ],
)
def test_a_draft_says_whether_it_is_kept(template: str, seen: str) -> None:
    at = dt.datetime(2026, 11, 20, 12, 4, tzinfo=dt.UTC)

    html = re.sub(r'<span class="draft-note-lost" hidden>.*?</span>', "", drawn(template, "ru", at=at))

    assert " ".join(re.sub(r"<[^>]*>", " ", html).split()) == seen


@pytest.mark.parametrize(
    ("language", "seen"), [("ru", "У нас что-то сломалось"), ("en", "Something broke on our side")]
)
def test_the_page_of_a_failure_needs_no_context_and_no_script(language: str, seen: str) -> None:
    with override_settings(STORAGES=PLAIN_STATIC), translation.override(language):
        html = render_to_string("500.html")

    assert (seen in html, f'<html lang="{language}">' in html, "<script" in html) == (True, True, False)


@pytest.fixture
def empty_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_entries", {})


def entry(key: str, url_name: str, order: int, *, permitted: bool = True) -> MenuEntry:
    return MenuEntry(key, key.title(), url_name, "home", order, permits=lambda actor: permitted)


def test_the_menu_holds_what_is_permitted_in_order_and_marks_where_one_is(empty_menu: None) -> None:
    menu.register(entry("theme", "ui:theme", 2))
    menu.register(entry("gallery", "ui:gallery", 1))
    menu.register(entry("size", "ui:size", 3, permitted=False))

    items = menu_for(Actor(name="user:1"), "/gallery/buttons/")

    assert [(item.key, item.url, item.current) for item in items] == [
        ("gallery", "/gallery/", True),
        ("theme", "/preferences/theme/", False),
    ]


def test_nobody_has_no_menu(empty_menu: None) -> None:
    menu.register(entry("gallery", "ui:gallery", 1))

    assert menu_for(None, "/") == []


def test_two_apps_cannot_take_one_key(empty_menu: None) -> None:
    menu.register(entry("gallery", "ui:gallery", 1))

    with pytest.raises(EntryTaken):
        menu.register(entry("gallery", "ui:theme", 1))


def test_the_layout_asks_for_the_menu_once(empty_menu: None) -> None:
    asked: list[Actor] = []
    menu.register(MenuEntry("gallery", "Gallery", "ui:gallery", "home", 1, permits=lambda a: not asked.append(a)))
    request = RequestFactory().get("/")
    request.actor = Actor(name="user:1")  # type: ignore[attr-defined]
    page = Page(request)

    assert (len(page.menu), len(page.bottom_bar), len(page.under_more), len(asked)) == (1, 1, 0, 1)


def test_a_pressed_theme_is_kept_and_an_empty_one_forgotten() -> None:
    kept = set_theme(RequestFactory().post("/", {"theme": "dark", "next": "/gallery/?a=1"}))
    forgotten = set_theme(RequestFactory().post("/", {"theme": "", "next": "/"}))

    assert (kept.cookies["theme"].value, kept["Location"], forgotten.cookies["theme"]["max-age"]) == (
        "dark",
        "/gallery/?a=1",
        0,
    )


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_a_preference_never_leads_to_another_site(back: str) -> None:
    response = set_size(RequestFactory().post("/", {"size": "large", "next": back}))

    assert (response.status_code, response["Location"], response.cookies["size"].value) == (302, "/", "large")


def test_a_preference_is_kept_by_post_only() -> None:
    assert set_theme(RequestFactory().get("/")).status_code == 405
