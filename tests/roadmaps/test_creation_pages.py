"""Ways to begin a plan, as their pages offer them: a document of any kind, a table, an earlier plan, nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines import conversion
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.tasks import read_document
from tests.files import samples

Visit = Callable[[str], Client]
HTML = """<html><body><p>План мероприятий по профориентации города Белоозерска на 2027 год</p><table>
<tr><td>№</td><td>Мероприятие</td><td>Срок</td><td>Исполнители</td></tr>
<tr><td>1</td><td>Провести ярмарку</td><td>май</td><td>Школы</td></tr></table></body></html>"""
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture
def office(signed_in: Visit) -> Client:
    return signed_in("boris")


def send(client: Client, where: str, **fields: Any) -> Any:
    page = client.get(where).content.decode()
    form = page[page.index('<form class="form"') :]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(where, {**hidden, **fields})


def made(answer: Any, boris: Actor) -> Roadmap:
    """The plan to whose review the answer leads, after the job has run."""
    (number,) = re.fullmatch(r"/roadmaps/(\d+)/review/", answer.headers["Location"]).groups()  # type: ignore[union-attr]
    read_document.run(by=boris.name, roadmap_id=int(number))
    with acting_as(boris):
        return Roadmap.objects.get(pk=int(number))


def numbers(roadmap: Roadmap, boris: Actor) -> list[str]:
    with acting_as(boris):
        return [one.number for one in roadmap.measures.all()]


def test_a_page_is_read_beside_its_original(office: Client, boris: Actor) -> None:
    document = SimpleUploadedFile("план.html", HTML.encode(), "text/html")

    roadmap = made(send(office, "/roadmaps/upload/", document=document), boris)

    assert (roadmap.state, numbers(roadmap, boris)) == ("read", ["1"])
    assert "data-sheet" in office.get(f"/roadmaps/{roadmap.pk}/review/").content.decode()


@needs_libreoffice
def test_a_rich_text_is_converted_and_read(office: Client, boris: Actor) -> None:
    cells = "".join(rf"\cellx{width}" for width in (1000, 5000, 7000, 9000))

    def row(*words: str) -> str:
        coded = ["".join(rf"\u{ord(letter)}?" for letter in one) for one in words]
        return rf"\trowd{cells}" + "".join(rf"\intbl {one}\cell" for one in coded) + r"\row"

    rows = row("№", "Мероприятие", "Срок", "Исполнители") + row("1", "Провести ярмарку", "май 2027 г.", "Школы")
    document = SimpleUploadedFile("план.rtf", rf"{{\rtf1\ansi {rows}\pard\par}}".encode())

    roadmap = made(send(office, "/roadmaps/upload/", document=document), boris)

    assert (roadmap.state, roadmap.obstacle, numbers(roadmap, boris)) == ("read", "", ["1"])


@pytest.mark.parametrize(
    ("fault", "obstacle", "said"),
    [
        (conversion.NotInstalled, "no_converter", "на этом сервере он не установлен"),
        (conversion.NotConverted, "broken", "Файл повреждён"),
        (conversion.TooLong, "too_long", "слишком много времени"),
    ],
)
def test_what_is_not_converted_is_refused_with_its_reason(
    office: Client,
    boris: Actor,
    monkeypatch: pytest.MonkeyPatch,
    fault: type[Exception],
    obstacle: str,
    said: str,
) -> None:
    def refuse(*given: object) -> None:
        raise fault

    monkeypatch.setattr(conversion, "to_docx", refuse)
    document = SimpleUploadedFile("план.doc", samples.old_office())

    roadmap = made(send(office, "/roadmaps/upload/", document=document), boris)

    assert (roadmap.state, roadmap.obstacle) == ("unreadable", obstacle)
    assert said in office.get(f"/roadmaps/{roadmap.pk}/review/").content.decode()


def test_a_pasted_table_is_read_like_a_document(office: Client, boris: Actor) -> None:
    table = "№\tМероприятие\tСрок\tИсполнители\n1\tПровести ярмарку\tмай\tШколы\n2\tИздать приказ\tиюнь\tУО"

    roadmap = made(send(office, "/roadmaps/paste/", title="План на 2027 год", table=table), boris)

    assert (roadmap.title, roadmap.first_year, numbers(roadmap, boris)) == ("План на 2027 год", 2027, ["1", "2"])


def test_an_empty_plan_is_written_on_the_page_of_review(office: Client, boris: Actor) -> None:
    answer = send(office, "/roadmaps/begin/", title="План  на 2028 год", first_year="2028", last_year="2028")
    roadmap = made(answer, boris)
    page = office.get(answer.headers["Location"]).content.decode()

    assert roadmap.title == "План на 2028 год"
    assert "Здесь пока нет пунктов." in page and "Документ как есть" not in page


def test_a_plan_that_ends_before_it_begins_is_not_begun(office: Client) -> None:
    answer = send(office, "/roadmaps/begin/", title="План", first_year="2028", last_year="2027")

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["last_year"])


def test_the_year_after_the_newest_plan_is_proposed_for_the_next(office: Client, boris: Actor) -> None:
    form = office.get("/roadmaps/begin-after/").context["form"]
    roadmap = made(
        send(
            office, "/roadmaps/begin-after/", earlier=form.initial["earlier"].pk, first_year=form.initial["first_year"]
        ),
        boris,
    )

    assert (roadmap.first_year, roadmap.last_year) == (2029, 2031)
    assert "годы сдвинуты" in office.get(f"/roadmaps/{roadmap.pk}/review/").content.decode()
