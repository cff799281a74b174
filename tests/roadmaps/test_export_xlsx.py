"""A roadmap as a workbook: what is read from it is the plan again, and its second sheet counts what the reader sees."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from orientir.database.context import acting_as
from orientir.engines import reading
from orientir.engines.terms import parse_term
from orientir.journal import entry
from orientir.roadmaps.export.docx_plan import plan_of
from orientir.roadmaps.export.docx_words import printable
from orientir.roadmaps.export.xlsx import as_xlsx, write
from orientir.roadmaps.models import Measure, Roadmap
from tests.roadmaps.printed_plans import plans, said
from tests.roadmaps.running import FAR, LAST_YEAR, NEAR, a_district, a_running_plan, accept, give, measure, submit
from tests.support import world
from tests.support.world import NOON


def read_back(content: bytes) -> reading.Roadmap:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "план.xlsx"
        path.write_bytes(content)
        return reading.read_roadmap(path)


def written(plan: reading.Roadmap) -> bytes:
    workbook, out = Workbook(), io.BytesIO()
    write(workbook.active, plan)
    workbook.save(out)
    return out.getvalue()


def workbook_of(roadmap: Roadmap, login: str) -> bytes:
    someone = world.actor(login)
    with acting_as(someone):
        return as_xlsx(roadmap, by=someone)


def cells_of(content: bytes, sheet: int) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(content)).worksheets[sheet].iter_rows(values_only=True))


@given(plans())
@settings(max_examples=150, deadline=None)
def test_a_plan_that_is_written_and_read_is_the_same_plan(plan: reading.Roadmap) -> None:
    assert said(read_back(written(plan))) == said(plan)


@given(text=st.sampled_from(["=1+1", "+7 дней", "-", "@работа", "#Н/Д", "_x0041_ и _x000D_"]))
@settings(max_examples=20, deadline=None)
def test_no_text_becomes_a_formula_or_another_text(text: str) -> None:
    plan = world.a_plan()
    (section,) = plan.sections
    first, *rest = section.measures
    measures = (replace(first, title=f"{text} и ещё", result=text), *rest)
    content = written(replace(plan, sections=(replace(section, measures=measures),)))

    again = next(iter(read_back(content).measures))

    assert (again.title, again.result) == (printable(f"{text} и ещё"), text)
    kinds = {cell.data_type for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row}
    assert kinds == {"s", "n"}  # «n» is an empty cell


@pytest.fixture
def roadmap(db: None) -> Roadmap:
    made, boris = a_running_plan(), world.actor("boris")
    with acting_as(boris), entry("dates_set", by=boris, at=NOON, about=made):
        made.measures.update(term=parse_term("").to_json())
    return made


def test_the_running_plan_is_read_from_its_workbook(roadmap: Roadmap) -> None:
    accept(*give(measure(roadmap, "1.1"), NEAR))

    again = read_back(workbook_of(roadmap, "boris"))

    with acting_as(world.actor("boris")):
        plan = plan_of(Roadmap.objects.get(pk=roadmap.pk))
        assert len(list(plan.measures)) == Measure.objects.filter(roadmap=roadmap).count() == 4
    assert [(number.rstrip("."), *rest) for number, *rest in said(plan)["sections"]] == said(again)["sections"]


@pytest.mark.parametrize("login", ["boris", "olga"])
def test_the_second_sheet_counts_each_organisation_and_all(roadmap: Roadmap, login: str) -> None:
    a_district("Заречный район", "Школа № 9")
    fifth, sixth = give(measure(roadmap, "1.1"), NEAR)
    accept(fifth)
    submit(sixth)
    give(measure(roadmap, "1.2"), FAR)
    give(measure(roadmap, "2.1"), LAST_YEAR, state="closed", outcome="off_control")
    give(measure(roadmap, "2.2"), LAST_YEAR, state="closed", outcome="not_done")

    assert cells_of(workbook_of(roadmap, login), 1) == [
        (
            "Территория", "Организация", "Всего учтено", "Исполнено", "Частично", "Не исполнено", "На проверке",
            "Предстоит представить", "Доля",
        ),
        ("Белоозерск", "Школа № 5", 3, 1, 0, 1, 0, 1, pytest.approx(1 / 3)),
        ("Белоозерск", "Школа № 6", 3, 0, 0, 1, 1, 1, 0),
        (None, "Итого", 6, 1, 0, 2, 1, 2, pytest.approx(1 / 6)),
    ]  # fmt: skip


def test_a_row_is_as_high_as_its_texts_and_no_higher_for_its_numbers(roadmap: Roadmap) -> None:
    accept(give(measure(roadmap, "1.1"), NEAR)[0])
    give(measure(roadmap, "1.1"), FAR)

    _, progress = load_workbook(io.BytesIO(workbook_of(roadmap, "boris"))).worksheets

    assert [progress.row_dimensions[row].height for row in (1, 2, 3, 4)] == [30, 15, 15, 15]


def test_a_plan_without_work_has_one_sheet(roadmap: Roadmap) -> None:
    assert load_workbook(io.BytesIO(workbook_of(roadmap, "boris"))).sheetnames == ["План мероприятий по"]


def test_the_page_of_the_plan_leads_to_its_workbook(roadmap: Roadmap, signed_in: Any) -> None:
    boris = signed_in("boris")
    assert f'href="/roadmaps/{roadmap.pk}/xlsx/"' in boris.get(f"/roadmaps/{roadmap.pk}/").content.decode()

    answer = boris.get(f"/roadmaps/{roadmap.pk}/xlsx/")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert [row[1] for row in cells_of(answer.content, 0) if row[0] == "2.2"] == ["Провести работу 2.2"]
