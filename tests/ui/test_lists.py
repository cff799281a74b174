"""A list stays right while others change it: no row twice, none left out, and the way back is the way there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.ui.lists import Choice, Column, Day, Hidden, Listing, ListOf, Words
from orientir.ui.lists.keysets import Sort, page_of
from orientir.ui.lists.listing import PER_PAGE
from orientir.ui.models import FormDraft
from tests.support.world import NOON

SORTS = [
    Sort(column, fields, descending)
    for column, fields in {"form": ("form", "saved_at", "pk"), "saved": ("saved_at", "about"), "key": ("pk",)}.items()
    for descending in (False, True)
]
ROWS = st.lists(st.tuples(st.sampled_from("абв"), st.integers(0, 3)), max_size=12)
HOSTILE = ["", "-1", "²", "9" * 30, "\x00", "a" * 5000, "\ud800", "🙂", "[]", "1:abc", "WyItIl0:x"]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def fill(vera: Actor, rows: list[tuple[str, int]], *, since: int = 0) -> None:
    """Store rows, many of them alike in all but their key and their number."""
    FormDraft.objects.bulk_create(
        FormDraft(
            person_id=vera.person_id or 0,
            form=form,
            about=f"{number:04}",
            saved_at=NOON + timedelta(days=days),
        )
        for number, (form, days) in enumerate(rows, start=since)
    )


def drafts() -> Any:
    return FormDraft.objects.order_by()


def walk(sort: Sort, size: int) -> Iterator[Any]:
    page = page_of(drafts(), sort, size=size)
    yield page
    while page.after:
        page = page_of(drafts(), sort, after=page.after, size=size)
        yield page


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, sort=st.sampled_from(SORTS), size=st.integers(1, 5))
def test_walking_forward_shows_every_row_once_in_order_and_back_the_same_pages(
    rows: list[tuple[str, int]], sort: Sort, size: int, vera: Actor
) -> None:
    with acting_as(vera), undone():
        fill(vera, rows)

        pages = list(walk(sort, size))
        back = [pages[-1]]
        while back[-1].before:
            back.append(page_of(drafts(), sort, before=back[-1].before, size=size))

        assert [row.pk for page in pages for row in page.rows] == [row.pk for row in sort.apply(drafts())]
        # The way back begins behind the last rows, so its first page may be the shorter one: it is then filled.
        assert back[-1].rows == pages[0].rows
        assert {row.pk for page in back for row in page.rows} == {row.pk for page in pages for row in page.rows}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, new=ROWS, gone=st.sets(st.integers(0, 11)), sort=st.sampled_from(SORTS), size=st.integers(1, 4))
def test_what_comes_and_goes_meanwhile_neither_repeats_a_row_nor_leaves_one_out(
    rows: list[tuple[str, int]],
    new: list[tuple[str, int]],
    gone: set[int],
    sort: Sort,
    size: int,
    vera: Actor,
) -> None:
    with acting_as(vera), undone():
        fill(vera, rows)
        page = page_of(drafts(), sort, size=size)
        seen = [row.pk for row in page.rows]

        drafts().filter(about__in=[f"{number:04}" for number in gone]).delete()
        fill(vera, new, since=len(rows))
        staying = set(drafts().filter(about__lt=f"{len(rows):04}").values_list("pk", flat=True))
        while page.after and sort.beyond(drafts(), sort.place_in(page.after) or []).exists():
            page = page_of(drafts(), sort, after=page.after, size=size)
            seen += [row.pk for row in page.rows]

        assert len(seen) == len(set(seen))
        assert staying <= set(seen)


def test_where_all_behind_a_place_is_gone_the_last_page_is_shown(vera: Actor) -> None:
    sort = SORTS[0]
    with acting_as(vera):
        fill(vera, [("а", 0)] * 5)
        first = page_of(drafts(), sort, size=3)
        kept = [row.pk for row in first.rows]
        drafts().exclude(pk__in=kept).delete()

        page = page_of(drafts(), sort, after=first.after, size=3)

    assert ([row.pk for row in page.rows], page.before, page.after) == (kept, "", "")


@pytest.mark.parametrize("word", HOSTILE)
def test_a_place_that_is_none_is_the_beginning(word: str, vera: Actor) -> None:
    with acting_as(vera):
        fill(vera, [("а", 0)] * 3)
        pages = [page_of(drafts(), SORTS[0], **{side: word}, size=2) for side in ("after", "before")]

        assert pages == [page_of(drafts(), SORTS[0], size=2)] * 2


def test_a_place_of_another_sort_or_made_up_is_the_beginning(vera: Actor) -> None:
    with acting_as(vera):
        fill(vera, [("а", 0)] * 3)
        of_another = page_of(drafts(), SORTS[2], size=2).after
        forged = page_of(drafts(), SORTS[0], size=2).after[:-1] + "x"

        assert [SORTS[0].place_in(word) for word in (of_another, forged)] == [None, None]


def a_list(**changed: Any) -> ListOf:
    declared: dict[str, Any] = {
        "name": "drafts",
        "title": "Черновики",
        "rows": drafts(),
        "columns": [
            Column("form", "Форма", lambda row: row.form, kind="head", leads=lambda row: f"/{row.about}/"),
            Column("about", "О чём", lambda row: row.about, sort=("about",)),
            Column("saved", "Сохранено", lambda row: row.saved_at, sort=("saved_at", "pk"), usual=False),
        ],
        "filters": [
            Words("q", "Слова", lambda rows, words: rows.filter(about__contains=words)),
            Choice("form", "Форма", lambda rows, form: rows.filter(form=form), among=[("а", "А"), ("б", "Б")]),
            Day("since", "С", lambda rows, day: rows.filter(saved_at__date__gte=day)),
            Hidden("one", "Один", lambda rows, key: rows.filter(about=key), among=[("0001", "первый")]),
            Choice("kind", "Вид", lambda rows, kind: rows, usual="usual", among=[("usual", "Обычный"), ("all", "Все")]),
        ],
        "sort": "about",
        "address": "/list/",
        "file_address": "/file/",
        "empty": "Пусто.",
    }
    return ListOf(**{**declared, **changed})


def listing(query: str = "", *, cookie: str = "", **changed: Any) -> Listing:
    request = RequestFactory().get(f"/list/?{query}")
    if cookie:
        request.COOKIES["columns-drafts"] = cookie
    return Listing(a_list(**changed), request)


def test_filters_of_the_address_are_chips_that_can_be_taken_off_one_by_one(vera: Actor) -> None:
    with acting_as(vera):
        fill(vera, [("а", 0), ("б", 0), ("а", 0)])

        shown = listing("q=000&form=а&since=2026-11-20&one=0001&sort=-about").shown()

    chips = [(chip.words, QueryDict(chip.href.partition("?")[2]).dict()) for chip in shown.chips]
    kept = {"q": "000", "form": "а", "since": "2026-11-20", "one": "0001", "sort": "-about"}
    assert chips == [
        (words, {key: value for key, value in kept.items() if key != taken_off})
        for words, taken_off in {
            "Слова: «000»": "q",
            "Форма: А": "form",
            "С: 20 ноября 2026": "since",
            "Один: первый": "one",
        }.items()
    ]
    assert (shown.clear, shown.file) == ("/list/", "")  # nothing is called 0001 and has the form а
    assert [control.key for control in shown.controls] == ["form", "since", "kind", "sort"]


@pytest.mark.parametrize("key", ["form", "since", "one", "kind"])
@pytest.mark.parametrize("value", [word for word in HOSTILE if word] + ["2026-13-01", "0001-01-01"])
def test_a_value_that_means_nothing_leaves_no_row_and_breaks_nothing(key: str, value: str, vera: Actor) -> None:
    request = RequestFactory().get("/list/", {key: value.encode(errors="surrogatepass")})
    with acting_as(vera):
        fill(vera, [("а", 0)])

        shown = Listing(a_list(), request).shown()

    assert (shown.total, len(shown.chips), shown.is_narrowed) == (0, 1, True)


def test_a_head_sorts_by_its_column_and_when_pressed_again_the_other_way(vera: Actor) -> None:
    with acting_as(vera):
        asked = ("", "sort=-about", "column=saved&sort=saved", "sort=nothing")
        heads = [listing(query).shown().heads for query in asked]

    assert [[(head.title, head.sorted, head.href) for head in found] for found in heads] == [
        [("Форма", "", ""), ("О чём", "ascending", "/list/?sort=-about")],
        [("Форма", "", ""), ("О чём", "descending", "/list/")],
        [("Форма", "", ""), ("Сохранено", "ascending", "/list/?sort=-saved&column=saved")],
        [("Форма", "", ""), ("О чём", "ascending", "/list/?sort=-about")],
    ]


@pytest.mark.parametrize(
    ("query", "cookie", "columns", "kept"),
    [
        ("", "", ["form", "about"], None),
        ("column=saved", "", ["form", "saved"], "saved"),
        ("column=saved&column=about", "saved", ["form", "about", "saved"], "about.saved"),
        ("", "saved", ["form", "saved"], None),
        ("column=usual", "saved", ["form", "about"], ""),
        ("column=nothing", "", ["form", "about"], ""),
        ("", "nothing.\x00", ["form", "about"], None),
    ],
)
def test_columns_are_chosen_in_the_address_or_remembered(
    query: str, cookie: str, columns: list[str], kept: str | None
) -> None:
    asked = listing(query, cookie=cookie, rows=FormDraft.objects.none())

    assert ([column.key for column in asked.columns], asked.kept_columns()) == (columns, kept)


def test_a_file_holds_all_rows_of_all_pages_in_the_order_and_columns_of_the_page(vera: Actor) -> None:
    with acting_as(vera):
        fill(vera, [("а", 0), ("б", 0)] * PER_PAGE)

        asked = listing("form=а&sort=-about")
        rows, shown = list(asked.file_rows()), asked.shown()

    assert (asked.file_head(), len(rows), rows[:2]) == (["Форма", "О чём"], PER_PAGE, [["а", "0098"], ["а", "0096"]])
    assert QueryDict(shown.file.partition("?")[2]).dict() == {"form": "а", "sort": "-about"}
    assert (shown.total, shown.next) == (PER_PAGE, "")
