"""The letters of a plain text: which encoding its bytes are in.

Russian offices have sent text in five encodings. What a mark at the beginning or the strict rules of UTF-8 do
not settle is told by the letters that come out: in the right encoding they are the frequent letters of Russian, in
a wrong one the rare ones, capitals inside words and drawing signs.
"""

from __future__ import annotations

import codecs
import re

from orientir.engines.refusals import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ONE_BYTE = ("cp1251", "cp866", "koi8-r", "iso8859-5", "mac-cyrillic")
_SAMPLE = 2**16
_FREQUENT, _RARE = "оеаинтсрвл", "хжшюцщэфъ"
_STRANGE = re.compile(r"[^\W\d_а-яёА-ЯЁa-zA-Z]|[\u2500-\u259f]|(?<=[а-яё])[А-ЯЁ]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_MOST_CONTROLS = 0.001  # a stray sign of an old printer, no more
_MOST_DAMAGED = 0.001  # letters that an old program cut in two


def decode(data: bytes) -> str:
    """The text in these bytes, line ends as line feeds. Raises Refused "broken" where they are no text."""
    text = _decoded(data.rstrip(b"\x1a"))  # DOS ends a text with this sign
    if text is None or not _is_text(text):
        raise Refused("broken")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_text(data: bytes) -> bool:
    """Whether the beginning of these bytes reads as text. Cheap: looks at 64 KB."""
    sample = _decoded(data[:_SAMPLE], cut=len(data) > _SAMPLE)
    return sample is not None and _is_text(sample)


def _is_text(text: str) -> bool:
    return len(_CONTROL.findall(text)) <= _MOST_CONTROLS * len(text) and any(sign.isalnum() for sign in text)


def _decoded(data: bytes, *, cut: bool = False) -> str | None:
    """The text, or None where no encoding fits; `cut` forgives a letter that is cut in two at the end."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _by(name, data, cut=cut)
    wide = _wide(data)
    if wide:
        return _by(wide, data, cut=cut)
    text = _by("utf-8", data, cut=cut)
    if text is not None:
        return text
    forgiven = data.decode("utf-8", errors="replace")
    if forgiven.count("\ufffd") <= _MOST_DAMAGED * len(forgiven):
        return forgiven
    texts = [text for name in _ONE_BYTE if (text := _by(name, data, cut=False)) is not None]
    return max(texts, key=_russian, default=None)


def _by(name: str, data: bytes, *, cut: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)().decode(data, final=not cut)
    except ValueError:
        return None


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every other byte is that of a page of letters, Latin or Cyrillic."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or 0 not in sample:
        return ""
    pages = (0x00, 0x04, 0x20)
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = sample[first::2]
        if sum(high.count(page) for page in pages) >= 0.9 * len(high):
            return name
    return ""


def _russian(text: str) -> float:
    """How much the text looks like Russian; of use only to compare decodings of the same bytes."""
    sample = text[: _SAMPLE // 2]
    low = sample.lower()
    frequent = sum(map(low.count, _FREQUENT)) - sum(map(low.count, _RARE))
    return frequent - 3 * len(_STRANGE.findall(sample)) - 3 * len(_CONTROL.findall(sample))
