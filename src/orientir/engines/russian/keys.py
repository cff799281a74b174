"""Keys for sorting and for exact look-ups."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = "«»„“”‟\"'‘’‚‛‹›`´"
_DASHES = "-‐‑‒–—―−"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SILENT = str.maketrans("", "", _QUOTES + _DASHES + _INVISIBLE)
_UNQUOTED = str.maketrans({**dict.fromkeys(_QUOTES + _INVISIBLE, ""), **dict.fromkeys(_DASHES, "-")})


def sort_key(text: str) -> str:
    """A key whose order by code points is the order of a Russian index.

    Ё stands between е and ж, capitals beside small letters, numbers by value («Школа № 9» before
    «Школа № 10»), hyphens and quotation marks count for nothing. Two texts that differ only in these get the
    same key. A number carries its length before it: the key of 10 is «0210», of 9 «019».
    """
    folded = unicodedata.normalize("NFC", text).lower().translate(_SILENT)
    folded = " ".join(folded.split()).replace("ё", "е\uffff")
    return re.sub(r"[0-9]+", _counted, folded)


def _counted(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    # 98 figures are more than any number has; what is longer still sorts after all shorter ones
    return f"{min(len(digits), 99):02}{digits}"


def normalise(text: str) -> str:
    """The form in which names are compared: ё as е, small letters, single spaces, no quotation marks."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    return " ".join(folded.translate(_UNQUOTED).split())
