"""The figures of the reader on the five real roadmaps, kept."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from orientir.engines.reading import read_in_child
from orientir.engines.terms import parse_term

SHARED = Path(__file__).resolve().parents[3] / "shared" / "roadmaps"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout")
NAMES = ("chelyabinsk", "kalmykia", "krasnodar", "kuznetsk", "perm")


def scorer() -> ModuleType:
    specification = importlib.util.spec_from_file_location("roadmap_score", SHARED / "score.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        specification.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_of_a_real_roadmap_is_right_in_every_field(name: str) -> None:
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))

    result = scorer().score(gold, read_in_child(SHARED / "docx" / f"{name}.docx").to_json())

    assert result["mistakes"] == []
    assert result["all_right"] == result["gold"] == result["predicted"]


def test_terms_of_real_plans_are_read_as_agreed() -> None:
    """176 phrases; an entry of `accept` laid over the term is as right as the term itself."""
    wrong = []
    for row in json.loads((SHARED / "terms.json").read_text(encoding="utf-8")):
        said = parse_term(row["phrase"]).to_json()
        wanted = [row["term"], *({**row["term"], **other} for other in row.get("accept", []))]
        if not any(all(_plain(said, f) == _plain(term, f) for f in row["judged"]) for term in wanted):
            wrong.append((row["phrase"], said))

    assert wrong == []


def _plain(term: dict[str, object], field: str) -> object:
    value = term.get(field)
    return sorted(value or []) if field == "months_list" and isinstance(value, list | None) else value
