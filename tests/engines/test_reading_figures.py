"""The figures of the engines, kept: on the project's own documents everywhere, on the real roadmaps where they lie."""

import importlib.util
import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from orientir.door.bench_engines import OWN, REAL, documents, is_right_term
from orientir.engines.reading import read_in_child, read_roadmap
from orientir.engines.reading.figures import Figures, compare
from orientir.engines.terms import parse_term
from tests.support.needs import needs_tesseract

needs_the_real = pytest.mark.skipif(not REAL.is_dir(), reason="../shared is not beside the checkout")
NAMES = ("chelyabinsk", "kalmykia", "krasnodar", "kuznetsk", "perm")
FORMS = {
    "docx": [f"docx/{name}.docx" for name in NAMES],
    "pdf": [f"pdf/{name}.pdf" for name in NAMES],
    "text": [f"text/{name}.txt" for name in NAMES],
    "xlsx": ["xlsx/chelyabinsk.xlsx", "xlsx/kalmykia.xlsx"],
    "odt": ["odt/krasnodar.odt"],
    "html": ["html/chelyabinsk.html"],
}
NO_PREAMBLE = {"xlsx/kalmykia.xlsx"}
"""A sheet without goals."""


def scorer() -> ModuleType:
    specification = importlib.util.spec_from_file_location("roadmap_score", REAL / "score.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        specification.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def gold_of(file: str) -> Any:
    name = Path(file).stem.removesuffix("-scan")
    return json.loads((REAL / "gold" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def read(file: str) -> Any:
    return read_roadmap(REAL / file).to_json()


@needs_the_real
@pytest.mark.parametrize("form", FORMS)
def test_the_real_roadmaps_are_read_right_in_every_field(form: str) -> None:
    score = scorer()
    results = {file: score.score(gold_of(file), read(file)) for file in FORMS[form]}
    pooled = score.summary(list(results.values()))
    heads = {file: [name for name, right in one["document"].items() if not right] for file, one in results.items()}

    assert pooled["spurious"] == 0
    assert pooled["total"] >= 0.98
    assert heads == {file: ["goals"] if file in NO_PREAMBLE else [] for file in FORMS[form]}


@needs_the_real
@needs_tesseract
def test_the_real_scans_are_read_well() -> None:
    score = scorer()
    files = ("pdf/kuznetsk-scan.pdf", "pdf/perm-scan.pdf")
    pooled = score.summary([score.score(gold_of(file), read(file)) for file in files])

    assert pooled["total"] >= 0.90
    assert pooled["f1"] >= 0.97


@needs_the_real
def test_the_reader_in_a_process_of_its_own_reads_the_same() -> None:
    assert read_in_child(REAL / "docx" / "kuznetsk.docx").to_json() == read("docx/kuznetsk.docx")


@needs_the_real
def test_our_own_comparison_judges_as_the_scorer_does() -> None:
    """Both count the same measures right, also where a document is spoilt."""
    gold = gold_of("perm")
    spoil: dict[str, Callable[[Any], None]] = {
        "nothing": lambda plain: None,
        "a title": lambda plain: plain["sections"][0]["measures"][0].update(title="Нечто иное"),
        "a month": lambda plain: plain["sections"][1]["measures"][1]["term"].update(months=[1, 2]),
        "a performer": lambda plain: plain["sections"][1]["measures"][2].update(executors=["Никто"]),
        "a measure": lambda plain: plain["sections"][2]["measures"].pop(),
    }
    for damage in spoil.values():
        plain = json.loads(json.dumps(read("docx/perm.docx")))
        damage(plain)
        theirs, ours = scorer().score(gold, plain), compare(gold, plain)
        assert (ours.right, ours.found, ours.spurious) == (
            theirs["all_right"], theirs["paired"], theirs["predicted"] - theirs["paired"],
        )  # fmt: skip


OWN_DOCUMENTS = [document for document in documents() if document.group != "real"]
LEAST = {"known": 0.97, "unseen": 0.92, "fresh": 0.92}
"""Measures right in every field; docs/decisions/0012 tells how much of the groups the rules had seen."""


def test_the_projects_own_documents_are_read_right() -> None:
    """Some forty plans of other genres and layouts, in every form with text."""
    pooled: dict[str, Figures] = {}
    for document in OWN_DOCUMENTS:
        truth = json.loads(document.truth.read_text(encoding="utf-8"))
        found = compare(truth, read_roadmap(document.path).to_json())
        pooled[document.group] = pooled.get(document.group, Figures()) + found

    assert pooled.keys() == LEAST.keys()
    assert {group: found.share >= LEAST[group] for group, found in pooled.items()} == dict.fromkeys(LEAST, True), {
        group: (round(found.share, 3), found.mistakes) for group, found in pooled.items()
    }


def test_every_form_with_text_stands_among_them() -> None:
    assert {document.path.suffix for document in OWN_DOCUMENTS} == {".docx", ".pdf", ".odt", ".xlsx", ".html", ".txt"}


@pytest.mark.parametrize(
    ("path", "least"),
    [
        (OWN / "terms_known.json", 0.98),
        (OWN / "terms_unseen.json", 0.92),
        pytest.param(REAL / "terms.json", 0.98, marks=needs_the_real),
    ],
    ids=["known", "unseen", "real"],
)
def test_terms_of_plans_are_read_as_agreed(path: Path, least: float) -> None:
    rows = json.loads(path.read_text(encoding="utf-8"))
    wrong = [row["phrase"] for row in rows if not is_right_term(row, parse_term(row["phrase"]).to_json())]

    assert len(wrong) <= (1 - least) * len(rows), wrong
