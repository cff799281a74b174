"""Office documents: zip archives of XML parts. The engines' reader of archives judges the archive itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from xml.parsers import expat

from orientir.engines.archive import unpack
from orientir.engines.refusals import Refused

from .kinds import OPENDOCUMENT, OPENXML, Kind
from .refusals import FileRefused

_TYPES = "[content_types].xml"
_MANIFEST = "META-INF/manifest.xml"
_MAIN_PARTS = {f"{kind.media_type}.main+xml": kind for kind in OPENXML}
_OPENDOCUMENTS = {kind.media_type.encode(): kind for kind in OPENDOCUMENT}
_ENCRYPTION = "encryption-data"
_MOST_LISTING = 2**20  # the list of at most 2,000 parts is a tenth of this
_LONGEST_PROLOG = 2**16
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff", b"\0<")


class _RootReached(Exception):
    """Nothing of interest comes after this."""


def check_office(content: bytes) -> Kind | None:
    """Return the kind of an office document, None when it is another archive.

    Raises:
        FileRefused: the archive is unsafe or the document holds macros, a document type or encrypted parts.
    """
    try:
        parts = unpack(content)
    except Refused as refused:
        raise FileRefused(refused.reason, **refused.params) from refused
    found = {_openxml(parts), _opendocument(parts)} - {None}
    for name, part in parts.items():
        _refuse_document_type(name, part)
    return found.pop() if len(found) == 1 else None  # whoever is both deceives one of the two programs


def _openxml(parts: Mapping[str, bytes]) -> Kind | None:
    listings = [part for name, part in parts.items() if name.lower() == _TYPES]  # two that differ in case: both
    if not listings:
        return None
    types = {attributes.get("ContentType", "") for part in listings for _, attributes in _elements(part)}
    named = any(PurePosixPath(name.lower()).name.startswith("vbaproject") for name in parts)
    # "macroEnabled" of the main part, "vbaProject" of the macros, "macrosheet" of the old kind in tables.
    if named or any("macro" in declared.lower() or "vbaproject" in declared.lower() for declared in types):
        raise FileRefused("macros")
    found = {_MAIN_PARTS[declared] for declared in types & _MAIN_PARTS.keys()}
    return found.pop() if len(found) == 1 else None


def _opendocument(parts: Mapping[str, bytes]) -> Kind | None:
    if "mimetype" not in parts:
        return None
    if any(name.startswith(("Basic/", "Scripts/")) for name in parts):
        raise FileRefused("macros")
    manifest = parts.get(_MANIFEST, b"")
    if manifest and any(element.endswith(_ENCRYPTION) for element, _ in _elements(manifest)):
        raise FileRefused("encrypted")
    return _OPENDOCUMENTS.get(parts["mimetype"])


def _elements(listing: bytes) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield name and attributes of each element, entities and encodings resolved as a reader would."""
    if len(listing) > _MOST_LISTING:
        raise FileRefused("too_many_entries")
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = _parser(start=lambda name, attributes: found.append((name, attributes)))
    try:
        parser.Parse(listing, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise FileRefused("broken") from fault
    yield from found


def _refuse_document_type(name: str, part: bytes) -> None:
    """Refuse a part that declares a document type: entities and references out of the file need one.

    It stands before the root element or nowhere, so no part is read further than to that. In a picture or an
    attached page (SVG, HTML) the bare name of a type is usual and harmless; only entities are refused there.
    """
    is_xml = PurePosixPath(name.lower()).suffix in (".xml", ".rels")
    if not part or not (is_xml or part[:256].lstrip().startswith(_MARKUP)):
        return  # LibreOffice writes an empty XML part for settings nobody has changed
    prolog = part[:_LONGEST_PROLOG]
    try:
        # In one piece: fed bit by bit, a long comment would be read again from its beginning every time.
        _parser(start=_stop, bare_type=not is_xml).Parse(prolog, len(prolog) == len(part))
    except _RootReached:
        return
    except (expat.ExpatError, ValueError, LookupError):
        if not is_xml:
            return  # it only began like markup
    raise FileRefused("broken")


def _stop(name: str, attributes: Mapping[str, str]) -> None:
    raise _RootReached


def _parser(*, start: Callable[[str, Mapping[str, str]], object], bare_type: bool = False) -> expat.XMLParserType:
    def refuse(name: str, system: str | None, public: str | None, with_declarations: bool) -> None:
        if with_declarations or not bare_type:
            raise FileRefused("entities")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    return parser
