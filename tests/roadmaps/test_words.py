"""Every code of the reader has words."""

from __future__ import annotations

from orientir.door import read
from orientir.engines.reading import REMARKS
from orientir.engines.reading.model import REASONS
from orientir.engines.refusals import OF_ROADMAPS
from orientir.roadmaps import words
from orientir.roadmaps.tasks import FAILED, NO_CONVERTER, NO_PLAN


def test_every_reason_why_a_document_is_not_read_is_said() -> None:
    assert words.OBSTACLES.keys() == OF_ROADMAPS | {NO_PLAN, NO_CONVERTER, FAILED}
    assert read.WORDS.keys() >= OF_ROADMAPS | {NO_PLAN}


def test_every_remark_of_the_reader_is_said() -> None:
    assert words.REMARKS.keys() == REMARKS
    assert read.WORDS.keys() >= REMARKS


def test_every_doubt_of_the_reader_is_said() -> None:
    assert words.DOUBTS.keys() == REASONS | {words.YEAR_NAMED}


def test_a_remark_is_said_with_its_place() -> None:
    remark = {"code": "term_unread", "params": {"table": 1, "row": 7, "number": "1.6.", "words": "когда-нибудь"}}

    assert "7" in words.remark_words(remark)
    assert "когда-нибудь" in words.remark_words(remark)
