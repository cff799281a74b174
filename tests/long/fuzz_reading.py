"""The target of fuzzing: `python tests/long/fuzz_reading.py FORM [options of libFuzzer] CORPUS`.

Reads what atheris makes of the files in the corpus as a document of this form. In archives only the part that
holds the document's words is changed: what guards the archive itself is met by plain bytes. Whatever is neither
a roadmap nor Refused nor NoPlan is a crash, and the bytes that led to it are kept by libFuzzer.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterable
from typing import NoReturn

from tests.engines.hostile_files import BOOK, ODT, WORD
from tests.engines.word_files import archive

_CHANGED = {
    "docx": (WORD, "word/document.xml", ".docx"),
    "odt": (ODT, "content.xml", ".odt"),
    "xlsx": (BOOK, "xl/worksheets/sheet1.xml", ".xlsx"),
}
_SUFFIXES = {"pdf": ".pdf", "html": ".html", "picture": ".png", "bytes": ""}


def seed(form: str, document: bytes) -> bytes:
    """What stands in the corpus for a document: of an archive the part that is changed."""
    if form not in _CHANGED:
        return document
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        return packed.read(_CHANGED[form][1])


def reader(form: str) -> Callable[[bytes], None]:
    """Reads bytes as a document of this form; anything but a roadmap, Refused and NoPlan passes through."""
    from orientir.engines.reading import NoPlan, Refused, from_json
    from orientir.engines.reading.formats import scan
    from orientir.engines.reading.pipeline import build, content_of

    # pages without words are not recognised: that is another program's work, and takes seconds
    scan.recognise_images = _looked_at

    def read(data: bytes) -> None:
        suffix = _SUFFIXES.get(form, ".txt")
        if form in _CHANGED:
            parts, name, suffix = _CHANGED[form]
            data = archive({**parts, name: data})
        try:
            roadmap = build(content_of(data, suffix))
        except (Refused, NoPlan):
            return
        if from_json(roadmap.to_json()) != roadmap:
            raise AssertionError("what was written as JSON is read otherwise")

    return read


def _looked_at(images: Iterable[object]) -> NoReturn:
    """Take the first image apart, as if there were no program to recognise it."""
    from orientir.engines.reading import Refused

    next(iter(images), None)
    raise Refused("no_recognition")


def main() -> None:
    """Run libFuzzer until its time is over or something crashes."""
    import atheris

    form, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["orientir.engines"]):
        read = reader(form)
    atheris.Setup([sys.argv[0], *options], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
