"""From the image of a page to its words and ruling lines.

The paper is made even and upright, rules are found and taken out, cells and blocks of text are cut apart; each is
read by tesseract, doubtful ones two or three times with the image prepared otherwise, and the readings are compared
word by word. What looks like a number or like Latin is read by the English model too. What is certainly a slip of
recognition is mended when all pages are known.
"""

from orientir.engines.reading.formats.ocr.mending import mended
from orientir.engines.reading.formats.ocr.recognition import recognised

__all__ = ["mended", "recognised"]
