"""The page of review without a script: every deed is a press or a form, and leads back to where it was done."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Measure, Roadmap
from orientir.roadmaps.services import roadmaps
from orientir.roadmaps.tasks import read_document
from orientir.territory.models import Organisation
from orientir.ui.models import FormDraft
from tests.roadmaps.plans import document, put_in
from tests.support.world import NOON

Visit = Callable[[str], Client]


@pytest.fixture
def plan(boris: Actor) -> Roadmap:
    return put_in(boris)


@pytest.fixture
def office(signed_in: Visit) -> Client:
    return signed_in("boris")


@pytest.fixture
def unclear(plan: Roadmap, boris: Actor) -> Measure:
    """The measure whose term nobody understands."""
    with acting_as(boris):
        return plan.measures.get(number="1.2")


def send(client: Client, where: str, **fields: object) -> Any:
    """Send the form of a page as a browser does, with what stands in its hidden fields."""
    page = client.get(where).content.decode()
    form = page[page.index('<form class="form"') :]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    return client.post(where, {**hidden, **fields})


def words(roadmap: Roadmap, boris: Actor) -> list[tuple[str, str, str]]:
    with acting_as(boris):
        found = roadmap.measures.order_by("section__position", "position")
        return [(one.number, one.text, one.term_words) for one in found]


WHOLE = [
    ("1.1", "Издать приказ об ответственных", "до 15 сентября, ежегодно"),
    ("1.2", "Провести: экскурсии на завод; встречи в депо", "когда получится"),
    ("2.1", "Провести ярмарку учебных мест", ""),
    ("2.2", "Обновить стенды", "май 2027 г."),
]


def test_a_document_that_waits_is_said_to_be_read_and_then_is_reviewed(office: Client, boris: Actor) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    with acting_as(boris):
        authority = Organisation.objects.get(short_name="УО, Белоозерск")
        upload = SimpleUploadedFile("план.docx", document())
        roadmap = roadmaps.upload_roadmap(upload, organisation=authority, by=boris, at=NOON)
    where = f"/roadmaps/{roadmap.pk}/review/"
    waiting = office.get(where).content.decode()
    read_document.run(by=boris.name, roadmap_id=roadmap.pk)
    read = office.get(where).content.decode()

    assert "Прочитать ещё раз" in waiting  # it was put in long before today
    assert "Осталось <strong>2</strong> сомнительных места" in read


def test_the_page_shows_why_words_are_doubtful_and_what_the_document_says(office: Client, plan: Roadmap) -> None:
    page = office.get(f"/roadmaps/{plan.pk}/review/").content.decode()

    assert "Эти слова не поняты." in page
    assert page.count('data-row="t1r4"') == 1  # the card
    assert 'id="t1r4" data-row' in page  # the row of the document
    assert "Провести ярмарку учебных мест" not in page  # stands in the other section


def test_one_doubt_is_confirmed_and_the_page_goes_on_to_the_next(
    office: Client, plan: Roadmap, unclear: Measure, boris: Actor
) -> None:
    answer = office.post(f"/measures/{unclear.pk}/confirm/", {"field": "term_words"})

    with acting_as(boris):
        following = plan.measures.get(number="2.1")
        unclear.refresh_from_db()
    assert answer.headers["Location"] == f"/roadmaps/{plan.pk}/review/?at={following.pk}#m-{following.pk}"
    assert (unclear.doubts, unclear.text_checked) == ({}, True)


def test_a_measure_with_several_doubts_is_confirmed_as_a_whole(
    office: Client, plan: Roadmap, unclear: Measure, boris: Actor
) -> None:
    with acting_as(boris), journal.entry("measure_edited", by=boris, at=NOON):
        unclear.doubts |= {"result": {"value": 0.7, "reason": "field_empty"}}
        unclear.save()
    page = office.get(f"/roadmaps/{plan.pk}/review/").content.decode()
    office.post(f"/measures/{unclear.pk}/confirm/", {"whole": "1"})

    with acting_as(boris):
        unclear.refresh_from_db()
    assert page.count("Весь пункт верен") == 1
    assert unclear.text_checked


def test_words_that_no_page_offers_confirm_nothing(
    office: Client, plan: Roadmap, unclear: Measure, boris: Actor
) -> None:
    office.post(f"/measures/{unclear.pk}/confirm/", {"field": "lemmas"})
    office.post(f"/roadmaps/{plan.pk}/review/confirm/", {"alike": "term_words because"})

    with acting_as(boris):
        assert plan.measures.filter(text_checked=True).count() == 0


def test_all_alike_are_confirmed_in_one_press(office: Client, plan: Roadmap, boris: Actor) -> None:
    where = f"/roadmaps/{plan.pk}/review/confirm/"

    office.post(where, {"alike": "term_words field_empty"})
    page = office.get(f"/roadmaps/{plan.pk}/review/").content.decode()

    assert "Подтверждено 1 место." in page
    assert "Осталось <strong>1</strong> сомнительное место" in page


def test_the_whole_plan_is_confirmed_in_one_press_and_then_is_bound(office: Client, plan: Roadmap) -> None:
    office.post(f"/roadmaps/{plan.pk}/review/confirm/")
    page = office.get(f"/roadmaps/{plan.pk}/review/").content.decode()

    assert "Все пункты подтверждены." in page
    assert "Подтвердить все пункты" not in page
    assert f'href="/roadmaps/{plan.pk}/binding/"' in page


def test_words_are_edited_in_place_and_undone(office: Client, plan: Roadmap, unclear: Measure, boris: Actor) -> None:
    edited = {"number": "1.2", "text": "Провести экскурсии", "term_words": "май", "performers_words": "Школы"}

    form = office.get(f"/measures/{unclear.pk}/edit/?field=term_words").content.decode()
    answer = send(office, f"/measures/{unclear.pk}/edit/", **edited)
    after = words(plan, boris)
    office.post(f"/roadmaps/{plan.pk}/review/undo/")
    undone = words(plan, boris)
    office.post(f"/roadmaps/{plan.pk}/review/redo/")

    assert re.search(r'name="term_words"[^>]* autofocus', form)
    assert answer.headers["Location"].endswith(f"/review/?at={unclear.pk}#m-{unclear.pk}")
    assert after == [WHOLE[0], ("1.2", "Провести экскурсии", "май"), *WHOLE[2:]]
    assert undone == WHOLE
    assert words(plan, boris) == after


def test_a_measure_without_words_is_asked_for_them(office: Client, unclear: Measure) -> None:
    answer = send(office, f"/measures/{unclear.pk}/edit/", text=" ")

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text"])
    assert "Напишите, что нужно сделать." in answer.content.decode()


def test_words_that_somebody_has_changed_meanwhile_are_not_lost_and_not_written_over(
    office: Client, plan: Roadmap, unclear: Measure, boris: Actor
) -> None:
    where = f"/measures/{unclear.pk}/edit/"
    with acting_as(boris), journal.entry("measure_edited", by=boris, at=NOON):
        seen = office.get(where).context["version"]
        Measure.objects.filter(pk=unclear.pk).update(text="Провести встречи")

    answer = send(office, where, text="Провести экскурсии", seen=seen)
    again = send(office, where, text="Провести экскурсии")

    assert answer.status_code == 422
    assert "Пока вы писали, этот пункт кто-то изменил." in answer.content.decode()
    assert again.status_code == 302


def test_whoever_leaves_a_form_leaves_no_draft(office: Client, plan: Roadmap, unclear: Measure, boris: Actor) -> None:
    where = f"/measures/{unclear.pk}/edit/"
    office.post(f"/drafts/measure/{unclear.pk}/", {"text": "Провести экс"})
    begun = office.get(where).content.decode()
    answer = office.post(where, {"leave": "1", "text": "Провести экс"})

    assert "Провести экс</textarea>" in begun
    assert answer.headers["Location"] == f"/roadmaps/{plan.pk}/review/?at={unclear.pk}#m-{unclear.pk}"
    with acting_as(boris):
        assert not FormDraft.objects.filter(form="measure").exists()
    assert words(plan, boris) == WHOLE


def test_a_measure_is_split_by_lines_and_joined_again(
    office: Client, plan: Roadmap, unclear: Measure, boris: Actor
) -> None:
    send(office, f"/measures/{unclear.pk}/split/", pieces="Провести экскурсии\n1.3 Провести встречи")
    pieces = words(plan, boris)
    with acting_as(boris):
        second = plan.measures.get(number="1.3")
    office.post(f"/measures/{second.pk}/merge/")

    assert pieces[1:3] == [
        ("1.2", "Провести экскурсии", "когда получится"),
        ("1.3", "Провести встречи", "когда получится"),
    ]
    assert words(plan, boris)[1] == ("1.2", "Провести экскурсии Провести встречи", "когда получится")


def test_one_line_is_no_split_and_the_first_measure_is_joined_to_nothing(
    office: Client, plan: Roadmap, unclear: Measure, boris: Actor
) -> None:
    split = send(office, f"/measures/{unclear.pk}/split/", pieces="Провести экскурсии")
    with acting_as(boris):
        first = plan.measures.get(number="1.1")
    office.post(f"/measures/{first.pk}/merge/")

    assert (split.status_code, list(split.context["form"].errors)) == (422, ["pieces"])
    assert "объединять не с чем" in office.get(f"/roadmaps/{plan.pk}/review/").content.decode()
    assert words(plan, boris) == WHOLE


def test_items_become_measures_of_their_own(office: Client, plan: Roadmap, unclear: Measure, boris: Actor) -> None:
    where = f"/measures/{unclear.pk}/items/"
    proposed = office.get(where).context["form"].initial["pieces"]
    send(office, where, pieces=proposed)

    assert proposed == "экскурсии на завод\nвстречи в депо"
    assert words(plan, boris)[2:4] == [
        ("1.2.1", "экскурсии на завод", "когда получится"),
        ("1.2.2", "встречи в депо", "когда получится"),
    ]


def test_a_measure_is_moved_before_another_and_to_the_end_of_a_section(
    office: Client, plan: Roadmap, unclear: Measure, boris: Actor
) -> None:
    where = f"/measures/{unclear.pk}/move/"
    with acting_as(boris):
        fair, last = plan.measures.get(number="2.1"), plan.sections.last()
        assert last is not None
    send(office, where, place=str(fair.pk))
    before = [number for number, *_ in words(plan, boris)]
    send(office, where, place=f"last-{last.pk}")
    at_the_end = [number for number, *_ in words(plan, boris)]
    elsewhere = send(office, where, place="1000000000")

    assert (before, at_the_end) == (["1.1", "1.2", "2.1", "2.2"], ["1.1", "2.1", "2.2", "1.2"])
    assert (elsewhere.status_code, list(elsewhere.context["form"].errors)) == (422, ["place"])


def test_a_section_and_a_measure_are_added_and_left_out(office: Client, plan: Roadmap, boris: Actor) -> None:
    answer = send(office, f"/roadmaps/{plan.pk}/add-section/", number="3", title="Итоги")
    with acting_as(boris):
        section = plan.sections.get(number="3")
    send(
        office,
        f"/sections/{section.pk}/add-measure/",
        number="3.1",
        text="Подвести итоги",
        term_words="декабрь, ежегодно",
    )
    with acting_as(boris):
        new = plan.measures.select_related("section").get(number="3.1")
        due = [one.due_on.year for one in new.occurrences.all()]
    kept = office.post(f"/sections/{new.section_id}/remove/", follow=True).content.decode()
    office.post(f"/measures/{new.pk}/remove/")
    office.post(f"/sections/{new.section_id}/remove/")

    assert answer.headers["Location"] == f"/roadmaps/{plan.pk}/review/?part=3"
    assert (str(new.section), new.text_checked, due) == ("3. Итоги", True, [2026, 2027])
    assert "В разделе есть пункты." in kept
    with acting_as(boris):
        assert [str(one) for one in plan.sections.all()] == ["1. Организация работы", "2. События"]


def test_title_years_and_act_are_set(office: Client, plan: Roadmap, boris: Actor) -> None:
    where = f"/roadmaps/{plan.pk}/head/"
    backwards = send(office, where, title="План", first_year=2027, last_year=2026)
    send(
        office, where, title="План города", first_year=2027, last_year=2028,
        kind="приказ", act_number="12", act_date="2026-12-01", body="УО, Белоозерск", goals="Одна\n\nДве ",
    )  # fmt: skip

    with acting_as(boris):
        plan.refresh_from_db()
    assert list(backwards.context["form"].errors) == ["last_year"]
    assert (plan.title, plan.first_year, plan.last_year, plan.goals) == ("План города", 2027, 2028, ["Одна", "Две"])
    assert plan.approval == {"body": "УО, Белоозерск", "kind": "приказ", "number": "12", "date": "2026-12-01"}


def test_there_is_an_end_to_undoing(office: Client, plan: Roadmap) -> None:
    for deed, said in (("undo", "Отменять нечего."), ("redo", "Возвращать нечего.")):
        assert said in office.post(f"/roadmaps/{plan.pk}/review/{deed}/", follow=True).content.decode()


def test_a_plan_in_force_is_not_reviewed(office: Client, boris: Actor) -> None:
    with acting_as(boris):
        roadmap = Roadmap.objects.get(organisation_id__in=boris.scope("roadmaps.keep_roadmaps"))
        measure = roadmap.measures.all()[0]

    assert office.get(f"/roadmaps/{roadmap.pk}/review/").headers["Location"] == f"/roadmaps/{roadmap.pk}/"
    assert office.get(f"/measures/{measure.pk}/edit/").status_code == 403


def test_the_page_of_150_measures_asks_as_often_as_that_of_four(office: Client, plan: Roadmap, boris: Actor) -> None:
    with CaptureQueriesContext(connection) as few:
        office.get(f"/roadmaps/{plan.pk}/review/")
    rows = [(str(n), f"Провести встречу № {n}", "", "Школы", "Отчёт") for n in range(1, 151)]
    long = put_in(boris, rows)
    with CaptureQueriesContext(connection) as many:
        page = office.get(f"/roadmaps/{long.pk}/review/")

    assert page.content.decode().count("<article") == 40
    assert len(many) == len(few)
