"""A roadmap as a Word document: what is read from it is the roadmap again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from hypothesis import given, settings

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.reading import Approval, Period, Roadmap, read_roadmap
from orientir.engines.reading.figures import compare
from orientir.engines.reading.pipeline import read_with_original
from orientir.roadmaps import models
from orientir.roadmaps.export.docx import as_docx, write
from orientir.roadmaps.export.docx_head import stamp_of
from orientir.roadmaps.export.docx_plan import plan_of
from orientir.roadmaps.services import review, roadmaps
from orientir.territory.models import Organisation
from tests.roadmaps import plans as small
from tests.roadmaps.printed_plans import plans, read_back, said
from tests.support.world import NOON

REAL = Path(__file__).resolve().parents[3] / "shared" / "roadmaps" / "docx"
NAMES = ("chelyabinsk", "kalmykia", "krasnodar", "kuznetsk", "perm")
OWN = Path(__file__).resolve().parents[1] / "reading" / "documents"
SUFFIXES = (".docx", ".pdf", ".odt", ".xlsx", ".html", ".txt")
OWN_DOCUMENTS = sorted(path for path in OWN.glob("*/*") if path.suffix in SUFFIXES)
SECONDS = 2


@given(plans())
@settings(max_examples=40, deadline=None)
def test_a_plan_that_is_written_and_read_is_the_same_plan(plan: Roadmap) -> None:
    with TemporaryDirectory() as folder:
        again = read_back(write(plan), Path(folder))

    assert said(again) == said(plan)


@pytest.mark.parametrize("path", OWN_DOCUMENTS, ids=lambda path: path.stem)
def test_what_is_read_from_a_document_is_written_and_read_again(path: Path, tmp_path: Path) -> None:
    plan = read_roadmap(path)

    again = read_back(write(plan), tmp_path)

    assert compare(plan.to_json(), again.to_json()).mistakes == ()


def taken_in(path: Path, boris: Actor) -> models.Roadmap:
    """Put a document in for the office of Boris and read it, as the job does."""
    found, original = read_with_original(path)
    with acting_as(boris):
        office = Organisation.objects.get(short_name="УО, Белоозерск")
        document = SimpleUploadedFile(path.name, path.read_bytes())
        roadmap = roadmaps.upload_roadmap(document, organisation=office, by=boris, at=NOON)
        roadmaps.take_in(roadmap, found, original=original, by=boris, at=NOON)
        roadmap.refresh_from_db()
    return roadmap


def written_and_read(roadmap: models.Roadmap, by: Actor, folder: Path) -> tuple[Roadmap, Roadmap]:
    """Return the plan as it is kept, and as it is read from its document."""
    with acting_as(by):
        kept, content = plan_of(roadmap), as_docx(roadmap)
    return kept, read_back(content, folder)


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize("name", NAMES)
def test_a_real_roadmap_is_the_same_after_its_document(name: str, boris: Actor, tmp_path: Path) -> None:
    roadmap = taken_in(REAL / f"{name}.docx", boris)

    kept, again = written_and_read(roadmap, boris, tmp_path)

    assert said(again) == said(kept)
    original = read_roadmap(REAL / f"{name}.docx")
    assert [one.title for one in kept.measures] == [one.title for one in original.measures]


def a_plan(boris: Actor) -> models.Roadmap:
    return small.put_in(boris)


def measure_of(roadmap: models.Roadmap, number: str) -> models.Measure:
    return roadmap.measures.get(number=number)


def test_items_that_stand_in_their_measure_are_its_list_and_others_are_rows(boris: Actor, tmp_path: Path) -> None:
    roadmap = a_plan(boris)
    with acting_as(boris):
        items = ["экскурсии на завод", "встречи в депо", "пробы в колледже"]
        made = review.make_children(measure_of(roadmap, "1.2"), items, by=boris, at=NOON)
        review.edit_measure(made[1], {"term_words": "май 2027 г."}, by=boris, at=NOON)

    kept, again = written_and_read(roadmap, boris, tmp_path)

    assert [one.number for one in again.measures] == ["1.1", "1.2", "1.2.2", "1.2.3", "2.1", "2.2"]
    assert said(again) == said(kept)


def test_what_has_ended_is_not_in_the_document(boris: Actor, tmp_path: Path) -> None:
    roadmap = a_plan(boris)
    ended = {"ended_on": date(2027, 1, 15), "end_reason": "приказ от 15.01.2027 № 3"}
    with acting_as(boris), journal.entry("roadmap_edited", by=boris, at=NOON, about=roadmap):
        roadmap.measures.filter(number="2.1").update(**ended)

    kept, again = written_and_read(roadmap, boris, tmp_path)

    assert [one.number for one in again.measures] == ["1.1", "1.2", "2.2"]
    assert said(again) == said(kept)


ORDER = Approval("Управление образования администрации города Белоозерска", "приказ", "17-од", "2026-01-14")


@pytest.mark.parametrize(
    ("title", "approval", "stamp"),
    [
        (
            "План мероприятий («дорожная карта»)",
            ORDER,
            ["УТВЕРЖДЁН", "приказом Управления образования администрации города Белоозерска", "от 14.01.2026 № 17-од"],
        ),
        (
            "Дорожная карта по профориентации",
            replace(ORDER, kind="постановление", body="Администрация Кедровского района"),
            ["УТВЕРЖДЕНА", "постановлением Администрации Кедровского района", "от 14.01.2026 № 17-од"],
        ),
        ("План работы", None, ["УТВЕРЖДЁН", f"приказом {'_' * 20}", "от «___» _______ 20__ г. № ____"]),
        (
            "План работы",
            Approval("МБОУ «Школа № 5»", None, None, "2026-08-31"),
            ["УТВЕРЖДАЮ", "Руководитель МБОУ «Школа № 5»", "_" * 20, "31.08.2026"],
        ),
    ],
)
def test_the_stamp_names_the_act_and_agrees_with_what_it_approves(
    title: str, approval: Approval | None, stamp: list[str]
) -> None:
    plan = Roadmap(title, None, None, Period(None, None), approval, (), ())

    assert stamp_of(plan) == stamp


def test_signs_that_no_document_can_hold_are_left_out(boris: Actor, tmp_path: Path) -> None:
    roadmap = a_plan(boris)
    with acting_as(boris):
        words = {"text": "Издать\x0b приказ\u200b об\ufffe ответственных"}
        review.edit_measure(measure_of(roadmap, "1.1"), words, by=boris, at=NOON)

    _kept, again = written_and_read(roadmap, boris, tmp_path)

    assert next(again.measures).title == "Издать приказ об ответственных"


def test_a_hundred_and_fifty_measures_take_less_than_two_seconds() -> None:
    plan = read_roadmap(OWN / "unseen" / "a1-priozerie.docx")
    measures = plan.sections[0].measures * 40
    long = replace(plan, sections=(replace(plan.sections[0], measures=measures[:150]),))
    begun = time.process_time()

    content = write(long)

    assert time.process_time() - begun < SECONDS
    assert len(Document(BytesIO(content)).tables[0]._tbl.tr_lst) == 150 + 2


def test_the_file_has_a_russian_name_whatever_the_language(boris: Actor, signed_in: Callable[[str], Client]) -> None:
    roadmap = a_plan(boris)
    browser = signed_in("boris")
    browser.post(reverse("set_language"), {"language": "en"})

    page = browser.get(f"/roadmaps/{roadmap.pk}/").content.decode()
    answer: Any = browser.get(f"/roadmaps/{roadmap.pk}/docx/")

    assert (answer.status_code, "Save as a document" in page) == (200, True)
    name = quote("Дорожная карта 2026–2027.docx")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert Document(BytesIO(answer.content)).paragraphs[0].text == "УТВЕРЖДЁН"


def test_a_plan_in_review_and_one_in_force_are_offered_as_a_document(
    boris: Actor, signed_in: Callable[[str], Client]
) -> None:
    in_review = a_plan(boris)
    with acting_as(boris):
        in_force = models.Roadmap.objects.filter(state="in_force", organisation=in_review.organisation).first()
    assert in_force is not None
    for roadmap in (in_review, in_force):
        page = signed_in("boris").get(f"/roadmaps/{roadmap.pk}/").content.decode()
        assert f'href="/roadmaps/{roadmap.pk}/docx/"' in page
