"""Names of organisations and the words by which plans call them.

Two questions are answered without a database. `Register(entries).find(printed)` says which of these organisations a
printed name may mean: «МБОУ СОШ № 3», «Комитет», «МКУ «ЦОДОО»» in any case form, abbreviated, misspelt. `read_group`
says which class of organisations words describe: «общеобразовательные организации», «СПО», «классные руководители
9 классов». Both give reasons as codes; whoever shows them finds the words.
"""

from .groups import Group, read_groups
from .matching import (
    ABBREVIATION,
    MISSPELT,
    OTHER_FORM,
    OTHER_OWNER,
    PART_OF_NAME,
    REASONS,
    SAME_NAME,
    SAME_PARTS,
    SEVERAL_ALIKE,
    UNFOUND_WORDS,
    Entry,
    Match,
    Register,
)
from .places import Places
from .words import words_of

__all__ = [
    "ABBREVIATION",
    "MISSPELT",
    "OTHER_FORM",
    "OTHER_OWNER",
    "PART_OF_NAME",
    "REASONS",
    "SAME_NAME",
    "SAME_PARTS",
    "SEVERAL_ALIKE",
    "UNFOUND_WORDS",
    "Entry",
    "Group",
    "Match",
    "Places",
    "Register",
    "read_groups",
    "words_of",
]
