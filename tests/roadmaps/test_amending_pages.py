"""The pages on which a plan in force is changed, as a coordinator presses through them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from orientir.database.context import acting_as
from orientir.roadmaps.models import Assignment, Measure, Performer, Roadmap, Section
from tests.roadmaps.amended import DECEMBER, MAY, REASON, bring, when, work_of
from tests.roadmaps.running import schools, submit
from tests.roadmaps.seeing import seen
from tests.support import world

Visit = Callable[[str], Client]
WORDS = {"number": "1.1", "text": "Провести работу 1.1", "result": "Приказ", "performers_words": "", "term_words": ""}


@pytest.fixture
def desk(plan: Roadmap, signed_in: Visit) -> Client:
    return signed_in("boris")


def send(client: Client, where: str, **fields: object) -> Any:
    key = re.search(r'name="submission_key" value="([^"]+)"', client.get(where).content.decode())
    assert key
    return client.post(where, {**fields, "submission_key": key.group(1)}, follow=True)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_from_its_page_a_measure_is_changed_and_the_history_tells_it(desk: Client, plan: Roadmap, one: Measure) -> None:
    where = seen(desk.get(f"/measures/{one.pk}/")).link("Изменить")
    without = send(desk, where, **{**WORDS, "text": "Издать приказ"})
    same = send(desk, where, **WORDS, reason=REASON)
    changed = send(desk, where, **{**WORDS, "text": "Издать приказ"}, reason=REASON)

    history = desk.get(f"/roadmaps/{plan.pk}/history/").context["moments"][0]
    assert (without.status_code, same.status_code) == (422, 422)
    assert changed.redirect_chain == [(f"/measures/{one.pk}/", 302)]
    assert (history.words, history.reason, history.numbers) == ("Пункт действующего плана изменён", REASON, ("1.1",))
    assert history.details == ("Пункт плана: «Провести работу 1.1» → «Издать приказ»",)


def test_another_term_leads_to_what_comes_of_it_and_then_the_work_moves(desk: Client, one: Measure) -> None:
    submit(next(iter(_work(one, "Школа № 5"))))
    led_to = send(desk, f"/measures/{one.pk}/amend/", **{**WORDS, "term_words": "до 25 января 2027"}, reason=REASON)
    shown = words(led_to)
    warned = words(desk.get(f"/measures/{one.pk}/"))
    done = send(desk, f"/measures/{one.pk}/work/", reason=REASON)

    assert led_to.redirect_chain == [(f"/measures/{one.pk}/work/", 302)]
    assert "1 пункт к исполнению получит другой срок" in shown
    assert "1 пункт к исполнению останется без изменений: по нему уже отчитались." in shown
    assert "2 пункта к исполнению утратят силу" in shown
    assert "Работа ещё не соответствует пункту" in warned
    assert "Работа приведена в соответствие с пунктом: перенесено: 1, закрыто: 2." in words(done)
    assert "Работа ещё не соответствует пункту" not in words(done)


def _work(one: Measure, school: str) -> list[Assignment]:
    with acting_as(world.actor("boris")):
        found = Assignment.objects.filter(measure=one, organisation__short_name=school)
        return list(found.select_related("organisation").order_by("due_on"))


def test_the_rows_lead_to_the_forms_of_binding_and_back(desk: Client, one: Measure) -> None:
    with acting_as(world.actor("boris")):
        where = f"/roadmaps/performers/{Performer.objects.get(measure=one).pk}/"
    page = seen(desk.get(f"/measures/{one.pk}/work/"))
    five = schools()[0]
    said = {"organisations": [five.pk], "part": "submits", "force": "obligatory"}

    bound = send(desk, where, **said)
    dates = send(desk, f"/measures/{one.pk}/dates/", days="20.12.2026")
    confirmed = desk.post(f"/roadmaps/{one.roadmap_id}/binding/confirm/", {"one": f"proof {one.pk}"}, follow=True)

    assert where in [href for _said, href in page.links]
    for answer in (bound, dates, confirmed):
        assert answer.redirect_chain[-1][0] == f"/measures/{one.pk}/work/"
    assert "3 пункта к исполнению утратят силу" in words(dates)
    assert work_of(one) == [
        (school, day, "waiting") for school in ("Школа № 5", "Школа № 6") for day in (DECEMBER, MAY)
    ]


def test_a_plan_in_force_is_not_confirmed_as_a_whole(desk: Client, plan: Roadmap) -> None:
    assert desk.post(f"/roadmaps/{plan.pk}/binding/confirm/", {"sure": "1"}).status_code == 403


def test_a_measure_is_taken_out_after_its_page_has_said_what_comes_of_it(
    desk: Client, plan: Roadmap, one: Measure
) -> None:
    submit(_work(one, "Школа № 6")[1])
    where = f"/measures/{one.pk}/end/"
    now = words(desk.get(where))
    later_on = words(desk.post(where, {"on": "2027-01-01", "preview": "1", "reason": ""}))
    untouched = work_of(one)
    ended = send(desk, where, on="2027-01-01", reason=REASON)

    assert "3 пункта к исполнению утратят силу · 2 организации" in now
    assert "1 пункт к исполнению утратит силу · 1 организация" in later_on
    assert "2 открытых пункта к исполнению со сроком до этого дня останутся как есть." in later_on
    assert untouched[0][2] == "waiting"
    assert f"Пункт исключён из плана С 1 января 2027: {REASON}" in words(ended)
    assert "исключён из плана с 1 января 2027" in words(desk.get(f"/roadmaps/{plan.pk}/results/"))
    assert "исключён из плана с 1 января 2027" in words(desk.get(f"/roadmaps/{plan.pk}/"))


def test_an_ended_measure_is_taken_back(desk: Client, one: Measure) -> None:
    send(desk, f"/measures/{one.pk}/end/", on="2026-11-20", reason=REASON)
    back = send(desk, f"/measures/{one.pk}/resume/", reason="Ошибка")

    assert back.redirect_chain == [(f"/measures/{one.pk}/work/", 302)]
    assert "4 пункта к исполнению снова надо исполнить" in words(back)


def test_from_the_plan_a_measure_is_added(desk: Client, plan: Roadmap) -> None:
    page = seen(desk.get(f"/roadmaps/{plan.pk}/"))
    with acting_as(world.actor("boris")):
        section = Section.objects.filter(roadmap=plan).order_by("position")[1]
    said = {"text": "Провести ярмарку", "term_words": "до 15 марта 2027", "performers_words": "школы"}

    added = send(desk, page.link("Добавить пункт"), **said, section=section.pk, reason=REASON)

    assert added.status_code == 200 and "Провести ярмарку" in words(added)
    assert "15.03.2027" in words(added)


def test_a_plan_goes_into_the_archive_and_back(desk: Client, plan: Roadmap) -> None:
    page = seen(desk.get(f"/roadmaps/{plan.pk}/"))
    shown = words(desk.get(page.link("Отправить в архив")))
    away = send(desk, page.link("Отправить в архив"), reason=REASON)
    back = send(desk, seen(away).link("Вернуть из архива"), reason=REASON)

    assert "4 открытых пункта к исполнению больше ни с кого не спрашиваются." in shown
    assert "План в архиве" in words(away)
    assert "План возвращён из архива" in words(back)
    assert [one.words for one in desk.get(f"/roadmaps/{plan.pk}/history/").context["moments"]][:2] == [
        "План возвращён из архива",
        "План отправлен в архив",
    ]


def test_a_wrong_import_is_deleted_after_its_page_has_named_what_goes(desk: Client, plan: Roadmap) -> None:
    where = f"/roadmaps/{plan.pk}/delete/"
    shown = words(desk.get(where))
    gone = desk.post(where, follow=True)

    assert "4 у 2 организаций" in shown
    assert "План удалён вместе со всем, что по нему было." in words(gone)
    assert desk.get(f"/roadmaps/{plan.pk}/").status_code == 404


def test_a_plan_with_a_report_is_not_deleted_and_the_page_says_why(desk: Client, plan: Roadmap, one: Measure) -> None:
    submit(_work(one, "Школа № 5")[0])
    where = f"/roadmaps/{plan.pk}/delete/"

    shown, pressed = desk.get(where), desk.post(where)

    assert "Отчёты начаты или представлены по 1 пункту к исполнению, а отчёты не теряются." in words(shown)
    assert pressed.status_code == 422 and "Удалить план" not in words(pressed).replace("Удалить план, загруженный", "")
    assert desk.get(f"/roadmaps/{plan.pk}/").status_code == 200


def test_what_organisations_are_told(signed_in: Visit, plan: Roadmap, one: Measure) -> None:
    when(one, [MAY])
    bring(one)
    work = _work(one, "Школа № 5")[0]

    page = words(signed_in("vera").get(f"/assignments/{work.pk}/"))

    assert "Утратило силу" in page and REASON in page


def test_an_observer_is_offered_none_of_it(signed_in: Visit, plan: Roadmap, one: Measure) -> None:
    olga = signed_in("olga")
    links = [*seen(olga.get(f"/roadmaps/{plan.pk}/")).links, *seen(olga.get(f"/measures/{one.pk}/")).links]

    assert [href for _said, href in links if re.search(r"/(amend|work|end|archive|delete|resume)/$", href)] == []
