"""Laws of the layout, over any page: nothing printed is lost, nothing is printed twice, nothing breaks it."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.reading.blocks import Block, Line
from orientir.engines.reading.layout import Page, Rule, Word, blocks_of

places = st.tuples(st.integers(0, 55), st.integers(0, 60), st.sampled_from((8, 10, 12)), st.integers(1, 8))
spans = st.tuples(st.integers(0, 12), st.integers(0, 16), st.integers(0, 12), st.booleans())


def words_at(found: list[tuple[int, int, int, int]]) -> list[Word]:
    """Words of letters that occur once each, anywhere on the page, one over another too."""
    words = []
    for number, (column, row, size, length) in enumerate(found):
        text = "слово" + "".join("абвгдежзик"[int(figure)] for figure in f"{number:03}")
        words.append(Word(text, column * 10, row * 13, column * 10 + length * size / 2, row * 13 + size))
    return words


def rules_at(found: list[tuple[int, int, int, bool]]) -> list[Rule]:
    rules = []
    for column, row, length, upright in found:
        x, y = column * 50, row * 50
        rules.append(Rule(x, y, x + 0.5, y + length * 50) if upright else Rule(x, y, x + length * 50, y + 0.5))
    return rules


def counted(blocks: tuple[Block, ...]) -> Counter[str]:
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            texts.append(block.printed)
        else:
            texts += [cell.text for row in block.rows for cell in row if not cell.continues]
    return Counter(word for text in texts for word in text.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(places, max_size=40), st.lists(spans, max_size=30))
def test_every_word_of_a_page_is_in_one_line_or_cell(
    found: list[tuple[int, int, int, int]], drawn: list[tuple[int, int, int, bool]]
) -> None:
    words = words_at(found)

    blocks = blocks_of([Page(600, 800, words, rules_at(drawn))])

    assert counted(blocks) == Counter(word.text for word in words)


@settings(max_examples=60, deadline=None)
@given(st.lists(places, max_size=25), st.lists(spans, max_size=20))
def test_the_order_in_which_words_and_rules_come_changes_nothing(
    found: list[tuple[int, int, int, int]], drawn: list[tuple[int, int, int, bool]]
) -> None:
    # no two words begin at one place: which of them is read first is nobody's matter
    words = list({(word.x0, word.top): word for word in words_at(found)}.values())
    rules = rules_at(drawn)
    straight = blocks_of([Page(600, 800, words, rules)])

    assert blocks_of([Page(600, 800, words[::-1], rules[::-1])]) == straight


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(places, max_size=12), min_size=2, max_size=4), st.lists(spans, max_size=20))
def test_pages_of_one_table_lose_no_word(
    pages: list[list[tuple[int, int, int, int]]], drawn: list[tuple[int, int, int, bool]]
) -> None:
    everything = words_at([place for page in pages for place in page])
    papers = []
    for page in pages:
        papers.append(Page(600, 800, everything[: len(page)], rules_at(drawn)))
        everything = everything[len(page) :]

    assert counted(blocks_of(papers)) == Counter(word.text for paper in papers for word in paper.words)
