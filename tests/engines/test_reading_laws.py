"""Laws of the reader over documents that nobody would write."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientir.engines.reading import NoPlan, Refused, from_json, read_roadmap
from tests.engines.word_files import CONTENT_TYPES, HEAD, archive, numbering, p, tbl, tc, tr, word_file

FEW = settings(max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
LISTS = numbering({0: ("decimal", "%1."), 1: ("russianLower", "%1.%2)")}, {0: ("bullet", "\uf0b7")})
WORDS = st.one_of(
    st.sampled_from([*HEAD, "", "1.", "1.1.", "II", "май, ежегодно", "«", "Цели:", "30.02."]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=25),
)  # fmt: skip
PARAGRAPHS = st.builds(
    lambda text, number: p(text if not text.startswith("<") else "", number=number),
    WORDS,
    st.none() | st.tuples(st.integers(0, 3), st.integers(-1, 12)),
)
CELLS = st.builds(
    lambda lines, span, merge: tc(*lines, span=span, merge=merge),
    st.lists(PARAGRAPHS, max_size=3),
    st.integers(0, 4),
    st.sampled_from(["", "", "", "restart", "continue"]),
)
ROWS = st.lists(CELLS, max_size=6).map(lambda cells: tr(*cells))
TABLES = st.builds(lambda head, rows: tbl(*([HEAD] if head else []), *rows), st.booleans(), st.lists(ROWS, max_size=6))
BODIES = st.lists(PARAGRAPHS | TABLES, max_size=6)


@FEW
@given(BODIES)
def test_a_made_document_is_read_refused_or_holds_no_plan(body: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = word_file(Path(folder), *body, lists=LISTS)
        try:
            roadmap = read_roadmap(path)
        except (NoPlan, Refused):
            return

    assert from_json(roadmap.to_json()) == roadmap
    assert all(measure.source.table >= 1 and measure.source.row >= 1 for measure in roadmap.measures)
    assert all(section.measures for section in roadmap.sections)


@FEW
@given(st.binary(max_size=200), st.binary(max_size=400))
def test_made_bytes_are_never_more_than_refused(content: bytes, around: bytes) -> None:
    whole = archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": content})
    for data in (content, b"PK\x03\x04" + around, whole, whole[: len(around)] + whole):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "plan.docx"
            path.write_bytes(data)
            try:
                read_roadmap(path)
            except (NoPlan, Refused):
                continue
            raise AssertionError(data)
