"""Figures: zero, unknown and not applicable are three things, shares are told honestly, sums keep what is unknown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientir.engines.counts import (
    NOT_APPLICABLE,
    UNKNOWN,
    Figure,
    Number,
    Said,
    Source,
    in_words,
    percent_in_words,
    said,
    source_in_words,
    total,
)

parts = st.integers(0, 10**6).flatmap(lambda most: st.builds(Figure, st.integers(0, most), st.just(most)))
figures = st.one_of(
    parts,
    st.just(UNKNOWN),
    st.just(NOT_APPLICABLE),
    st.builds(Figure, st.none(), st.integers(0, 1000)),
    st.builds(Figure, st.integers(0, 1000), st.none(), st.sampled_from(Source)),
)


@pytest.mark.parametrize(
    ("figure", "russian", "english"),
    [
        (Figure(412, 676), "412 из 676", "412 of 676"),
        (Figure(0, 24), "0 из 24", "0 of 24"),
        (Figure(0), "0", "0"),
        (UNKNOWN, "нет данных", "no data"),
        (Figure(None, 24), "нет данных", "no data"),
        (NOT_APPLICABLE, "неприменимо", "not applicable"),
        (Figure(12040, 1286000), "12 040 из 1 286 000", "12,040 of 1,286,000"),
        (Figure(12.5), "12,5", "12.5"),
        (Figure(Decimal("3.999")), "4", "4"),
        (Figure(1234.56), "1 234,56", "1,234.56"),
    ],
)
def test_a_figure_is_said_with_what_it_is_counted_from(figure: Figure, russian: str, english: str) -> None:
    words = [in_words(figure, language).replace("\u00a0", " ") for language in ("ru", "en")]

    assert words == [russian, english]


def test_a_figure_is_said_in_two_pieces_where_the_first_leads_somewhere() -> None:
    assert said(Figure(18, 24), "ru") == Said("18", "из\u00a024")
    assert said(UNKNOWN, "ru") == Said("нет данных", "")


@pytest.mark.parametrize(
    ("value", "of", "percent"),
    [
        (0, 24, 0),
        (1, 1000, 1),
        (12, 24, 50),
        (61, 100, 61),
        (995, 1000, 99),
        (999, 1000, 99),
        (24, 24, 100),
        (30, 24, 125),
    ],
)
def test_a_hundred_percent_is_said_of_what_is_whole_and_none_of_nothing(value: int, of: int, percent: int) -> None:
    assert Figure(value, of).percent == percent


@pytest.mark.parametrize("figure", [UNKNOWN, NOT_APPLICABLE, Figure(5), Figure(0, 0), Figure(None, 24)])
def test_of_nothing_there_is_no_share(figure: Figure) -> None:
    assert (figure.share, figure.percent, percent_in_words(figure, "ru"), figure.is_whole) == (None, None, "", False)


def test_percent_and_source_have_words() -> None:
    typed = Figure(61, 100, Source.TYPED)

    assert (percent_in_words(typed, "ru"), percent_in_words(typed, "en")) == ("61\u00a0%", "61%")
    assert [source_in_words(Figure(1, source=source), "ru") for source in Source] == [
        "посчитано",
        "введено вручную",
        "посчитано и введено вручную",
    ]
    assert source_in_words(UNKNOWN, "en") == ""


@pytest.mark.parametrize(
    ("value", "denominator", "applicable"), [(-1, None, True), (1, -1, True), (1, None, False), (None, 24, False)]
)
def test_what_cannot_be_a_figure_is_refused(value: Number | None, denominator: Number | None, applicable: bool) -> None:
    with pytest.raises(ValueError, match=r"below zero|does not apply"):
        Figure(value, denominator, applicable=applicable)


def test_a_typed_figure_beside_a_counted_one_is_both() -> None:
    assert Figure(1, 2) + Figure(2, 3, Source.TYPED) == Figure(3, 5, Source.BOTH)
    assert Figure(0.1, source=Source.TYPED) + Figure(0.2, source=Source.TYPED) == Figure(
        Decimal("0.3"), source=Source.TYPED
    )


def test_with_an_unknown_part_the_whole_is_unknown_and_keeps_its_denominator() -> None:
    assert Figure(18, 24) + Figure(None, 10) == Figure(None, 34)
    assert Figure(18, 24) + NOT_APPLICABLE == Figure(18, 24)
    assert total([]) == NOT_APPLICABLE


@given(figures, figures, figures)
def test_the_order_of_a_sum_does_not_matter(one: Figure, two: Figure, three: Figure) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)


@given(st.lists(parts, min_size=1))
def test_a_sum_of_parts_is_the_part_of_the_sums(found: list[Figure]) -> None:
    together = total(found)

    values = [figure.value for figure in found if figure.value is not None]
    denominators = [figure.denominator for figure in found if figure.denominator is not None]
    assert (together.value, together.denominator) == (sum(values), sum(denominators))


@given(parts)
def test_percent_lies_within_a_percent_of_the_share_and_tells_the_ends_only_at_the_ends(figure: Figure) -> None:
    share = figure.share
    if share is None:
        assert figure.denominator == 0
        return
    assert figure.percent is not None
    assert abs(Fraction(figure.percent, 100) - share) < Fraction(1, 100)
    assert (figure.percent == 100, figure.percent == 0) == (share == 1, share == 0)
