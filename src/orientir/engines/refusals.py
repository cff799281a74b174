"""Why a file is not taken. Reasons are codes; whoever shows them finds the words."""

from __future__ import annotations

from collections.abc import Mapping

OF_FILES = frozenset(
    {
        "missing",  # there is no such file
        "empty",  # no bytes in it
        "too_large",  # more bytes than such a file needs
        "wrong_type",  # no format we know; `seen` says what it looks like
        "encrypted",  # asks for a password
        "broken",  # damaged, cut short, or not as office programs write it
        "too_many_entries",  # an archive with thousands of entries
        "too_big_unpacked",  # grows beyond the limit while it is unpacked
        "bomb",  # grows by more than a document can
        "nested_archive",  # an archive within the archive
        "unsafe_name",  # names that lead out of the archive, links, the same name twice
        "entities",  # declares entities
    }
)
OF_ROADMAPS = OF_FILES | {
    "too_long",  # took more time than allowed
    "too_many_pages",  # more pages than any plan
    "no_recognition",  # pictures of pages, and nothing here that recognises letters
    "unnamed_signs",  # its fonts do not say which letters they draw
    "too_much_memory",  # took more memory than allowed
}
OF_SPREADSHEETS = OF_FILES | {
    "too_many_cells",  # a sheet that is larger than any list
    "too_many_rows",  # a list that is longer than may be taken at once
    "no_table",  # no row names the columns; `seen` is the first row there is
}


class Refused(Exception):
    """The file is not taken. `reason` is one of those above, `params` the values for its sentence."""

    def __init__(self, reason: str, **params: str | int) -> None:
        if reason not in OF_ROADMAPS | OF_SPREADSHEETS:
            raise ValueError(reason)
        super().__init__(reason, params)
        self.reason = reason
        self.params: Mapping[str, str | int] = params
