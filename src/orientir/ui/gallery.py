"""The gallery: every component with all its states, in both themes. What is not here may not stand on a page.

The samples are those a page will meet: long Russian words, empty values, a name that does not end. They are
data, so they stand in Russian and are not translated.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.ui.components.plans import Cell, Piece
from orientir.ui.components.states import ALERTS, STATES
from orientir.ui.context import DemoRole, Identity
from orientir.ui.lists.sample import sample_list
from orientir.ui.menu import MenuItem

TODAY = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 12, 4, tzinfo=dt.UTC)
LONG = (
    "Совершенствование профориентационно-образовательной деятельности общеобразовательных организаций, "
    "осуществляющих сопровождение профессионального самоопределения обучающихся с ограниченными "
    "возможностями здоровья"
)


@dataclass(frozen=True)
class Section:
    """One part of the gallery: its name and the template `ui/gallery/<key>.html` that shows it."""

    key: str
    title: str | Promise

    @property
    def template(self) -> str:
        return f"ui/gallery/{self.key}.html"


SECTIONS = [
    Section("text", _("Text and arrangement")),
    Section("buttons", _("Buttons")),
    Section("states", _("States, counts and alerts")),
    Section("figures", _("Figures and progress")),
    Section("panels", _("Panels and rows of work")),
    Section("tables", _("Tables")),
    Section("plans", _("A plan seen whole")),
    Section("forms", _("Forms")),
    Section("navigation", _("Ways about")),
    Section("facts", _("Terms, files and history")),
    Section("beside", _("A document beside what was read")),
    Section("binding", _("What words are bound to")),
    Section("overlays", _("Dialogs and help")),
    Section("frame", _("Frame of the page")),
]


class ReportForm(forms.Form):
    """Every kind of field."""

    text = forms.CharField(
        label="Информация об исполнении",
        help_text="Что сделано, когда и с кем. Хватит двух-трёх предложений.",
        widget=forms.Textarea,
    )
    title = forms.CharField(label="Название", max_length=200)
    held_on = forms.DateField(label="Дата проведения", widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.IntegerField(label="Сколько учеников участвовало", min_value=0, required=False)
    kind = forms.ChoiceField(
        label="Чем подтверждается",
        choices=[("act", "Приказ"), ("event", "Проведённое событие"), ("text", "Только описание")],
        widget=forms.RadioSelect,
    )
    grades = forms.MultipleChoiceField(
        label="Классы",
        choices=[("8", "8 класс"), ("9", "9 класс"), ("10", "10 класс")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    school = forms.ChoiceField(
        label="Школа", choices=[("1", "МБОУ «Средняя общеобразовательная школа № 4 имени Н. И. Кузнецова»")]
    )
    file = forms.FileField(label="Подтверждение", help_text="DOCX, PDF, XLSX, JPG или PNG, до 20 МБ.", required=False)
    agreed = forms.BooleanField(label="Сведения проверены директором", help_text="Без отметки отчёт не уйдёт.")


class _StoredFile:
    """A file that is already there, as the file field sees it."""

    name = "Приказ № 118 о закреплении ответственных.docx"
    url = "#"


def report_form(scheme: str, *, wrong: bool = False) -> ReportForm:
    """A form of the gallery; its fields carry the scheme in their ids, for it stands there twice."""
    auto_id = f"id_{scheme}_{'wrong' if wrong else 'right'}_%s"
    if wrong:
        form = ReportForm({"title": "", "people": "много", "kind": "", "text": ""}, auto_id=auto_id)
        form.add_error(None, "Отчёт за этот срок уже принят. Откройте его и посмотрите, чего не хватает.")
        return form
    initial = {
        "text": "Проведены три экскурсии на предприятия города: хлебозавод, депо и типографию. "
        "Участвовали 214 из 260 учеников восьмых и девятых классов.",
        "title": "Экскурсии «Профессии нашего города»",
        "kind": "event",
        "grades": ["8", "9"],
        "file": _StoredFile(),
    }
    return ReportForm(initial=initial, auto_id=auto_id)


def sample_menu() -> list[MenuItem]:
    """The seven entries a coordinator sees at most."""
    entries = [
        ("now", "Что сейчас", "Сейчас", "home"),
        ("roadmaps", "Дорожные карты", "Карты", "map"),
        ("assignments", "Пункты к исполнению", "Пункты", "clipboard-document-check"),
        ("organisations", "Организации", "Школы", "building-library"),
        ("events", "События", "События", "calendar-days"),
        ("monitoring", "Мониторинг", "Мониторинг", "chart-bar"),
        ("documents", "Документы", "Документы", "document-text"),
    ]
    return [MenuItem(key, title, short, f"#{key}", icon, current=key == "now") for key, title, short, icon in entries]


def sample_identity() -> Identity:
    """Boris, who runs a municipality."""
    return Identity("Борис Лаптев", "муниципальный координатор", "Управление образования г. Белоозёрск")


def sample_demo_roles() -> list[DemoRole]:
    """The demonstration bar."""
    return [
        DemoRole("Координатор", "#", current=True),
        DemoRole("Ответственный школы", "#"),
        DemoRole("Наблюдатель", "#"),
    ]


def sample_cells() -> list[tuple[str, list[Cell]]]:
    """Two rows of a matrix: a place with figures, an organisation with states, both with something empty."""
    place = [
        Cell("overdue", "18 из 24 · Не представлено в срок", "18/24", "#plans"),
        Cell(),
        Cell("done", "24 из 24", "24/24"),
    ]
    school = [Cell(state, str(STATES[state].label), href="#plans") for state in ("submitted", "returned", "not_begun")]
    return [("Заозёрный район", place), (LONG, school)]


def sample_pieces() -> list[tuple[str, list[Piece]]]:
    """Rows of a calendar strip: a window through several columns in each tone, the second column is today's."""
    tones = ("not_begun", "submitted", "done", "returned", "overdue")
    return [
        (
            f"1.{number}",
            [
                Piece(state, "срок 30 ноября", begins=True, href="#plans"),
                Piece(state, "срок 30 ноября: 18 из 24", "18/24", "#plans", ends=True, is_now=True),
                Piece(state, "срок 15 декабря", begins=True, ends=True),
                Piece(),
            ],
        )
        for number, state in enumerate(tones, start=1)
    ]


MEASURES = [
    ("1.1", "Издание приказа о закреплении ответственных", "ноябрь 2026", "МОУО", 24, 24, "accepted"),
    ("1.2", LONG, "ежеквартально", "МОУО, общеобразовательные организации", 18, 24, "in_work"),
    ("2.4", "Ярмарка учебных мест", "март 2027", "Организации СПО", 0, 24, "waiting"),
]


def samples(scheme: str) -> dict[str, Any]:
    """What the sections show, for one of the two themes."""
    return {
        "scheme": scheme,
        "tabs_label": f"tabs {scheme}",
        "pages_label": f"pages {scheme}",
        "long": LONG,
        "today": TODAY,
        "noon": NOON,
        "in_five_days": TODAY + dt.timedelta(days=5),
        "in_two_days": TODAY + dt.timedelta(days=2),
        "five_days_ago": TODAY - dt.timedelta(days=5),
        "states": list(STATES),
        "alerts": list(ALERTS),
        "right_form": report_form(scheme),
        "wrong_form": report_form(scheme, wrong=True),
        "cells": sample_cells(),
        "pieces": sample_pieces(),
        "matrix_label": f"matrix {scheme}",
        "strip_label": f"strip {scheme}",
        "panel": f"cell-{scheme}",
        "middle_page": Paginator(range(676), 50).page(6),
        "attention": [
            (7, "школ представили, ждут проверки", False),
            (3, "не представили в срок: 1.4 Планы профориентационной работы", True),
            (2, "срок соглашений истекает в декабре", False),
        ],
        "weeks": [
            ("25.11", "2.2 Диагностика готовности, 8–9 классы", "18 из 24 школ · 6 не начали", "in_work"),
            ("30.11", "1.4 Мониторинг «Осень 2026»", "сбор данных", "waiting"),
            ("04.12", LONG, "1 из 24 школ", "overdue"),
        ],
        "measures": MEASURES,
        "whole_list": sample_list(scheme, MEASURES),
        "wide_list": sample_list(f"wide-{scheme}", MEASURES, times=3),
        "words": {
            "save": "Сохранить черновик",
            "submit": "Представить",
            "open": "Открыть дорожную карту",
            "remove": "Снять с контроля",
            "sheet": "Свод.xlsx",
            "picture": "Фотография.jpg",
            "remind": "Напомнить",
            "quote": (
                "Проведение муниципального этапа ярмарки учебных мест\n"
                "с участием профессиональных образовательных организаций"
            ),
            "file": (
                "Приказ № 118 о закреплении ответственных за профориентационную работу "
                "в общеобразовательных организациях.docx"
            ),
        },
    }
