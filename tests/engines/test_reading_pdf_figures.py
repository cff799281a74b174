"""The figures of the PDF reader, kept: measures of the real roadmaps, seconds of a long document."""

import json
import time
from pathlib import Path

import pytest

from orientir.engines.reading import read_in_child
from orientir.engines.reading.formats import pdf
from orientir.engines.reading.formats.base import Source
from tests.engines.pdf_files import Paper, pdf_bytes
from tests.engines.test_reading_figures import NAMES, scorer

SHARED = Path(__file__).resolve().parents[3] / "shared" / "roadmaps"


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout")
@pytest.mark.parametrize("name", NAMES)
def test_every_measure_of_a_real_roadmap_is_right_in_every_field(name: str) -> None:
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))

    result = scorer().score(gold, read_in_child(SHARED / "pdf" / f"{name}.pdf").to_json())

    assert result["mistakes"] == []
    assert result["all_right"] == result["gold"] == result["predicted"]


def test_twenty_pages_take_less_than_three_seconds() -> None:
    row = ("Провести встречи в школах района и рассказать о выборе профессии " * 2, "май", "Отдел образования", "Охват")
    papers = []
    for page in range(20):
        paper = Paper()
        rows = [(f"{page}.{number}", *row) for number in range(7)]
        paper.table(40, 60, (40.0, 170.0, 90.0, 110.0, 110.0), rows)
        papers.append(paper)
    data = pdf_bytes(papers)

    began = time.process_time()
    content = pdf.read(Source(data))

    assert time.process_time() - began < 3
    assert [len(block.rows) for block in content.blocks if hasattr(block, "rows")] == [140]
