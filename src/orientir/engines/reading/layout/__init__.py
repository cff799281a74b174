"""From words and ruling lines on pages to lines and grids.

A page of paper knows neither paragraphs nor tables: it has words at places and lines that are drawn. Whoever has
these, from a PDF or from the recognition of a picture, hands over plain values and gets blocks. Rules that cross
make a table; where none are drawn, white that runs down between columns does.
"""

from orientir.engines.reading.layout.document import blocks_of
from orientir.engines.reading.layout.model import Page, Rule, Word

__all__ = ["Page", "Rule", "Word", "blocks_of"]
