"""Laws of the readers: a plan that was made comes back from every format, and damaged bytes do no harm."""

from __future__ import annotations

from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientir.engines.reading import NoPlan, Refused, Roadmap, from_json
from orientir.engines.reading.formats import scan
from orientir.engines.reading.pipeline import build, content_of
from tests.engines.made_documents import TITLE_LINE, WRITERS, MadeMeasure, MadePlan, plans

SUFFIXES = {"docx": ".docx", "odt": ".odt", "xlsx": ".xlsx", "pdf": ".pdf", "html": ".html"}
# the same few each time: chance has its place in the long part
FEW = settings(max_examples=8, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def read(form: str, data: bytes) -> Roadmap:
    return build(content_of(data, SUFFIXES.get(form, ".txt")))


def said(roadmap: Roadmap) -> list[MadeMeasure]:
    return [
        MadeMeasure(
            section.title, measure.number, measure.title, measure.term_raw, measure.executors, measure.result or ""
        )
        for section in roadmap.sections
        for measure in section.measures
    ]


@pytest.mark.parametrize("form", WRITERS)
@FEW
@given(plan=plans())
def test_a_made_plan_comes_back_from_every_format(form: str, plan: MadePlan) -> None:
    roadmap = read(form, WRITERS[form](plan))

    assert said(roadmap) == list(plan.measures)
    assert roadmap.title == TITLE_LINE
    assert from_json(roadmap.to_json()) == roadmap


@pytest.fixture
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged page may be taken for a picture; recognising one takes seconds and is another program's work."""

    def refuse(_images: object) -> NoReturn:
        raise Refused("no_recognition")

    monkeypatch.setattr(scan, "recognise_images", refuse)


@pytest.mark.usefixtures("no_recognition")
@pytest.mark.parametrize("form", WRITERS)
@FEW
@given(plan=plans(), damage=st.data())
def test_damaged_bytes_are_read_refused_or_hold_no_plan(form: str, plan: MadePlan, damage: st.DataObject) -> None:
    data = bytearray(WRITERS[form](plan))
    for _ in range(damage.draw(st.integers(1, 6))):
        at = damage.draw(st.integers(0, len(data)))
        until = min(len(data), at + damage.draw(st.sampled_from((0, 1, 1, 2, 16, 400))))
        data[at:until] = damage.draw(st.binary(max_size=8))

    try:
        roadmap = read(form, bytes(data))
    except (Refused, NoPlan):
        return

    assert from_json(roadmap.to_json()) == roadmap
