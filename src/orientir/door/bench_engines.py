"""`./orientir bench read | terms | kinds`: how well and how fast the engines read, on every truth there is.

The truths are the project's own documents and, where they lie beside the checkout, the real roadmaps. Each document
is read in a process of its own, as the product reads it; beside it the bare library takes the words out of the same
file, so that a ratio says what the understanding costs. One ratio is of two fresh processes, in which imports, grammar
and dictionary outweigh a small file; the other of readings once all is loaded.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orientir.door.surroundings import CHECKOUT
from orientir.door.words import say

OWN = CHECKOUT / "tests" / "reading"
REAL = CHECKOUT.parent / "shared" / "roadmaps"
_READER = """
import json, resource, statistics, sys, time
from pathlib import Path
def read():
    try:
        return read_roadmap(Path(sys.argv[1])).to_json()
    except (NoPlan, Refused):
        return {}
began = time.perf_counter()
from orientir.engines.reading import NoPlan, Refused, read_roadmap
found = read()
seconds, memory = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
def timed():
    began = time.perf_counter()
    read()
    return time.perf_counter() - began
again = statistics.median(timed() for _ in range(int(sys.argv[2])))
print(json.dumps([seconds, memory, found, again]))
"""
# What the bare library does with the same file: every word out of it, none understood.
_BARE = {
    ".docx": "import docx; d = docx.Document(f); [c.text for t in d.tables for r in t.rows for c in r.cells]",
    ".pdf": "import pypdfium2; [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(f)]",
    ".xlsx": "import openpyxl; [[c.value for c in r] for s in openpyxl.load_workbook(f) for r in s.iter_rows()]",
    ".odt": "import zipfile; from lxml import etree; "
    "list(etree.fromstring(zipfile.ZipFile(f).read('content.xml')).itertext())",
    ".html": "from lxml import html; html.parse(f).getroot().text_content()",
    ".txt": "open(f, encoding='utf-8', errors='replace').read().split()",
}
_TIMED = """
import json, statistics, sys, time
f = sys.argv[1]
def timed():
    began = time.perf_counter()
    {}
    return time.perf_counter() - began
first = timed()
print(json.dumps([first, statistics.median(timed() for _ in range(int(sys.argv[2])))]))
"""
RUNS = 3


@dataclass(frozen=True)
class Times:
    """Seconds in a fresh process, imports and all, and once everything is loaded (the median of `RUNS`)."""

    fresh: float
    warm: float


@dataclass(frozen=True)
class Document:
    """A document with its truth."""

    group: str
    path: Path
    truth: Path


def read() -> str:
    """Measures right in every field, by group and form, with seconds, memory and the ratio to the bare library."""
    from orientir.engines.reading.figures import Figures, compare

    lines = []
    pools: dict[tuple[str, str], list[tuple[Figures, Times, float, Times | None]]] = {}
    for document in documents():
        times, memory, found = _read(document.path)
        truth = json.loads(document.truth.read_text(encoding="utf-8"))
        bare = _bare(document.path)
        form = "scan" if _is_scan(document.path) else document.path.suffix.lstrip(".")
        pools.setdefault((document.group, form), []).append((compare(truth, found), times, memory, bare))
    for (group, form), rows in sorted(pools.items()):
        figures = sum((row[0] for row in rows), Figures())
        pairs = [(row[1], row[3]) for row in rows if row[3]]
        lines.append(
            say(
                "bench.read",
                group=group,
                form=form,
                documents=len(rows),
                right=figures.right,
                measures=figures.measures,
                share=f"{100 * figures.share:.1f}",
                spurious=figures.spurious,
                heads=sum(1 for row in rows if not any(one[0] == "document" for one in row[0].mistakes)),
                seconds=f"{max(row[1].fresh for row in rows):.2f}",
                memory=round(max(row[2] for row in rows)),
                ratio=_median([ours.fresh / bare.fresh for ours, bare in pairs]),
                warm=_median([ours.warm / bare.warm for ours, bare in pairs]),
            )
        )
    return "\n".join(lines)


def terms() -> str:
    """Term phrases read as people read them, and the microseconds one takes."""
    from orientir.engines.terms import parse_term

    lines = []
    phrases = {
        "known": OWN / "terms_known.json",
        "unseen": OWN / "terms_unseen.json",
        "real": REAL / "terms.json",
    }
    for name, file in phrases.items():
        if not file.is_file():
            continue
        rows = json.loads(file.read_text(encoding="utf-8"))
        parse_term("май")
        began = time.perf_counter()
        right = sum(1 for row in rows if is_right_term(row, parse_term(row["phrase"]).to_json()))
        microseconds = (time.perf_counter() - began) / len(rows) * 1e6
        share = f"{100 * right / len(rows):.1f}"
        lines.append(
            say(
                "bench.terms", group=name, right=right, phrases=len(rows), share=share, microseconds=round(microseconds)
            )
        )
    return "\n".join(lines)


def kinds() -> str:
    """Kinds, result forms and events that the rules tell as people judged them."""
    from orientir.engines.reading.kinds.figures import kinds_figures

    lines = []
    groups = [(folder.name, folder) for folder in sorted((OWN / "documents").iterdir()) if folder.is_dir()]
    for name, folder in (*groups, ("real", REAL)):
        try:
            figures = kinds_figures(folder)
        except FileNotFoundError:
            continue
        shares = {
            field: f"{100 * figures.share(field):.1f}"
            for field in ("fulfilment", "fulfilment_or_also", "result_form", "event_type")
        }
        lines.append(
            say(
                "bench.kinds",
                group=name,
                milliseconds=f"{figures.milliseconds:.1f}",
                measures=figures.judged["fulfilment"],
                **shares,
            )
        )
    return "\n".join(lines)


def documents() -> Iterator[Document]:
    """Every document that has a truth beside it or, of the real roadmaps, in the folder of truths."""
    for folder in sorted((OWN / "documents").iterdir()):
        for truth in sorted(folder.glob("*.json")):
            if not truth.name.endswith(".bindings.json"):
                (path,) = (found for found in folder.glob(f"{truth.stem}.*") if not found.name.endswith(".json"))
                yield Document(folder.name, path, truth)
    for truth in sorted((REAL / "gold").glob("*.json")):
        for form in ("docx", "pdf", "odt", "xlsx", "html", "text"):
            for path in sorted((REAL / form).glob(f"{truth.stem}*")):
                yield Document("real", path, truth)


def is_right_term(row: dict[str, object], said: dict[str, object]) -> bool:
    """Whether a term agrees with the truth, or with one of its `accept` laid over it, in every judged field."""
    term, accept, judged = row["term"], row.get("accept", []), row["judged"]
    assert isinstance(term, dict) and isinstance(accept, list) and isinstance(judged, list)
    wanted = [term, *({**term, **other} for other in accept)]
    return any(all(_same(one.get(field), said.get(field)) for field in judged) for one in wanted)


def _same(a: object, b: object) -> bool:
    if isinstance(a, list) and isinstance(b, list) and len(a) > 2:
        return sorted(a) == sorted(b)
    return (a or None) == (b or None)


def _median(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.1f}" if ratios else "–"


def _is_scan(path: Path) -> bool:
    return path.stem.endswith("-scan")


def _read(path: Path) -> tuple[Times, float, dict[str, object]]:
    command = [sys.executable, "-c", _READER, str(path), "1" if _is_scan(path) else str(RUNS)]
    seconds, memory, found, again = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return Times(seconds, again), memory, found


def _bare(path: Path) -> Times | None:
    """The seconds of the bare library, interpreter not counted; None for a picture."""
    if path.suffix not in _BARE or _is_scan(path):
        return None
    command = [sys.executable, "-c", _TIMED.format(_BARE[path.suffix]), str(path), str(RUNS)]
    runs = [subprocess.run(command, capture_output=True, check=False) for _ in range(RUNS)]
    if any(run.returncode for run in runs):
        return None
    fresh, warm = zip(*(json.loads(run.stdout) for run in runs), strict=True)
    return Times(statistics.median(fresh), statistics.median(warm))
