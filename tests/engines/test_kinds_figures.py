"""How often the rules agree with judges: on real roadmaps beside the checkout, on invented ones everywhere."""

import json
import re
from pathlib import Path

import pymorphy3
import pytest

from orientir.engines.reading.kinds import read_kinds
from orientir.engines.reading.kinds.figures import FIELDS, kinds_figures

SHARED = Path(__file__).resolve().parents[3] / "shared" / "roadmaps"
KNOWN = Path(__file__).resolve().parents[1] / "reading" / "documents" / "known"
LEAST = {"fulfilment": 0.80, "fulfilment_or_also": 0.92, "result_form": 0.75, "event_type": 0.80}

real = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout")


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    measures = [
        {"title": "Экскурсии на завод", "executors": ["Школы"]},
        {"title": "Опрос родителей", "executors": ["Отдел образования"]},
    ]
    empty = {"sub_items": [], "result": None, "indicator_raw": None, "executors_raw": "", "term_raw": ""}
    rows = [{**empty, **measure, "number": str(at)} for at, measure in enumerate(measures, 1)]
    plan = {"level": "district", "sections": [{"number": "1", "title": "Работа", "measures": rows}]}
    answers = [
        {"fulfilment": "event", "also": [], "event_type": "excursion", "result_form": "event_held"},
        {"fulfilment": "analysis", "also": ["survey"], "event_type": None, "result_form": "questionnaire_results"},
    ]
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    (tmp_path / "plan.bindings.json").write_text(json.dumps(answers), encoding="utf-8")
    return tmp_path


def test_figures_count_what_agrees_and_name_what_does_not(judged: Path) -> None:
    figures = kinds_figures(judged)

    said = {field: (figures.right[field], figures.judged[field]) for field in FIELDS if figures.judged[field]}
    assert said == {
        "fulfilment": (1, 2),
        "fulfilment_or_also": (2, 2),
        "fulfilment_among_candidates": (2, 2),
        "event_type": (2, 2),
        "result_form": (2, 2),
    }
    assert figures.share("fulfilment") == figures.documents["plan"]["fulfilment"] == 0.5
    assert [(wrong.number, wrong.field, wrong.judged, wrong.read) for wrong in figures.mistakes] == [
        ("2", "fulfilment", "analysis", "survey")
    ]


def test_a_folder_without_judged_measures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kinds_figures(tmp_path)


@pytest.mark.parametrize("folder", [pytest.param(SHARED, marks=real, id="real"), pytest.param(KNOWN, id="invented")])
def test_the_rules_agree_with_the_judges(folder: Path) -> None:
    figures = kinds_figures(folder)

    short = {field: figures.share(field) for field, least in LEAST.items() if figures.share(field) < least}
    assert short == {}


def measures(folder: Path) -> list[tuple[str | None, str, dict[str, object]]]:
    found = []
    for file in sorted(folder.glob("*.json")):
        if file.name.endswith(".bindings.json"):
            continue
        plan = json.loads(file.read_text(encoding="utf-8"))
        for section in plan["sections"]:
            found += [(plan["level"], section["title"], measure) for measure in section["measures"]]
    return found


class Renaming:
    """Every quoted name becomes another, every town, district and region too, in its case.

    What a performer is called between quotation marks stays: «Центр занятости» tells what it is.
    """

    def __init__(self) -> None:
        self.dictionary = pymorphy3.MorphAnalyzer(lang="ru")

    def __call__(self, text: str) -> str:
        return self.places(re.sub(r"«[^«»]*»", "«Мониторинг конкурсов»", text))

    def places(self, text: str) -> str:
        return re.sub(r"(?<=[а-яё.,] )[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?", self._town, text)

    def _town(self, found: re.Match[str]) -> str:
        reading = self.dictionary.parse(found[0])[0]
        if "Geox" not in reading.tag or reading.tag.case is None:
            return found[0]
        other = next(word for word in self.dictionary.parse("псков") if "Geox" in word.tag)
        return str(other.inflect({str(reading.tag.case)}).word).capitalize()


@pytest.mark.parametrize(
    "folder", [pytest.param(SHARED / "gold", marks=real, id="real"), pytest.param(KNOWN, id="invented")]
)
def test_renaming_every_name_and_town_leaves_the_binding(folder: Path) -> None:
    renamed, changed, differing = Renaming(), 0, []
    for level, section, measure in measures(folder):
        bindings = []
        for words, places in ((str, str), (renamed, renamed.places)):
            plain = read_kinds(
                words(str(measure["title"])),
                sub_items=[words(item) for item in measure["sub_items"]],  # type: ignore[attr-defined]
                result=words(str(measure["result"] or "")),
                indicator_raw=words(str(measure["indicator_raw"] or "")),
                executors=[places(name) for name in measure["executors"]],  # type: ignore[attr-defined]
                section=words(section or ""),
                level=level,
            ).to_json()
            names = ("programmes", "lead", "co_performers", "why")
            bindings.append({key: value for key, value in plain.items() if key not in names})
        changed += renamed(str(measure)) != str(measure)
        if bindings[0] != bindings[1]:
            differing.append((measure["title"], bindings))

    assert changed > 10
    assert differing == []
