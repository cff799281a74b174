"""Catalogues of translations, by Babel: what the code says, and whether Russian says all of it.

`python -m orientir.ui.catalogues update` reads every app and brings its Russian catalogue up to date: new
messages come in empty, those no longer said go. No gettext tools are needed.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PLURAL_FORMS: Final = (
    "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
    "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3)"
)
FORMS: Final = 4
LOCALE: Final = "ru"
HEADER: Final = f"""# Russian texts of Orientir.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: ru\\n"
"Plural-Forms: {PLURAL_FORMS};\\n"
"""

KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{(\w*)\}")
_LATIN_WORD: Final = re.compile(r"[A-Za-z][A-Za-z]+")
_NOT_TEXT: Final = re.compile(r"<[^>]*>|&\w+;|https?://\S+")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one message of one catalogue."""

    app: str
    message: str
    what: str

    def __str__(self) -> str:
        return f"{self.app}: {self.what}: {self.message!r}"


def apps_of(source: Path) -> list[Path]:
    """The apps under a folder: Django reads the catalogues of apps and of nothing else."""
    return sorted(path.parent for path in source.glob("*/apps.py"))


def catalogue_path(app: Path) -> Path:
    """Where an app keeps its Russian."""
    return app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def said_by(app: Path) -> Catalog:
    """Every message the app's code and templates say."""
    catalogue = Catalog(locale=LOCALE, charset="utf-8", fuzzy=False)
    for path in sorted(app.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or not path.is_file() or "/static/" in path.as_posix():
            continue
        method: Any = "python" if path.suffix == ".py" else extract_template
        with path.open("rb") as file:
            for line, words, comments, context in extract(method, file, keywords=KEYWORDS):
                place = (path.relative_to(app.parent).as_posix(), line)
                catalogue.add(words, None, [place], auto_comments=comments, context=context)
    return catalogue


def extract_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Babel's extractor for Django templates: the template is turned into Python, then read as Python."""
    python = templatize(file.read().decode(), origin=getattr(file, "name", ""))
    # Indentation means nothing in a template, but Python's tokeniser would stumble over it.
    flat = "\n".join(line.lstrip() for line in python.split("\n"))
    yield from extract_python(io.BytesIO(flat.encode()), keywords, comment_tags, options)  # type: ignore[misc]


def read_catalogue(path: Path) -> Catalog:
    """A catalogue from its file; an app that has none has an empty one."""
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def faults_of(app: Path, *, latin_words: frozenset[str] = frozenset()) -> list[Fault]:
    """All that is wrong between what an app says and its Russian.

    Missing, empty and fuzzy translations, other placeholders, plural forms that are not all there, messages
    nobody says any more, and Latin words in Russian that are not in `latin_words`.
    """
    said, known = said_by(app), read_catalogue(catalogue_path(app))
    faults: list[Fault] = []
    for message in _messages(said):
        translated = known.get(message.id, message.context)
        if translated is None or not any(_strings(translated)):
            faults.append(_fault(app, message, "not translated"))
            continue
        faults += [_fault(app, message, what) for what in _wrong_in(message, translated, latin_words)]
    for message in _messages(known):
        if said.get(message.id, message.context) is None:
            faults.append(_fault(app, message, "nobody says it any more"))
    faults += [_fault(app, message, "kept as obsolete") for message in known.obsolete.values()]
    if len(known) and known.num_plurals != FORMS:
        faults.append(Fault(app.name, "", f"the header must name {FORMS} plural forms"))
    return faults


def update(app: Path) -> bool:
    """Bring the app's catalogue up to date; say whether its file changed."""
    said, path = said_by(app), catalogue_path(app)
    known = read_catalogue(path)
    if not len(said) and not path.exists():
        return False
    fresh = Catalog(locale=LOCALE, fuzzy=False)
    fresh.mime_headers = [("Plural-Forms", PLURAL_FORMS)]
    for message in _messages(said):
        old = known.get(message.id, message.context)
        places = sorted({(name, 0) for name, _ in message.locations})
        fresh.add(message.id, _as_string(message, old), places, context=message.context)
    text = _written(fresh)
    if path.exists() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return True


def _written(catalogue: Catalog) -> str:
    # The header is ours: Babel's carries the moment of writing, which would change the file at every run.
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, include_lineno=False)
    return f"{HEADER}\n{buffer.getvalue().decode()}"


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string or ""),)


def _wrong_in(said: Message, translated: Message, latin_words: frozenset[str]) -> Iterator[str]:
    strings = _strings(translated)
    if translated.fuzzy:
        yield "fuzzy"
    if isinstance(said.id, tuple | list):
        if len(strings) != FORMS or not all(strings):
            yield f"not all {FORMS} plural forms"
        wanted = set().union(*(_placeholders(text) for text in said.id))
    else:
        wanted = _placeholders(str(said.id))
    for text in filter(None, strings):
        if _placeholders(text) != wanted:
            yield f"other placeholders in {text!r}"
        for word in strange_words(text, latin_words):
            yield f"a Latin word, {word!r}"


def strange_words(text: str, latin_words: Iterable[str]) -> list[str]:
    """Latin words of a Russian text that are not allowed there; markup and placeholders are no words."""
    bare = _PLACEHOLDER.sub(" ", _NOT_TEXT.sub(" ", text))
    return [word for word in _LATIN_WORD.findall(bare) if word not in latin_words]


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in _PLACEHOLDER.finditer(text)}


def _as_string(message: Message, old: Message | None) -> Any:
    strings = _strings(old) if old else ()
    if isinstance(message.id, tuple | list):
        return tuple(strings) if len(strings) == FORMS else ("",) * FORMS
    return strings[0] if strings else ""


def _fault(app: Path, message: Message, what: str) -> Fault:
    return Fault(app.name, message.id if isinstance(message.id, str) else message.id[0], what)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m orientir.ui.catalogues", description=__doc__)
    parser.add_argument("deed", choices=["update"])
    parser.parse_args(arguments)
    for app in apps_of(Path(__file__).resolve().parent.parent):
        if update(app):
            sys.stdout.write(f"{app.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
