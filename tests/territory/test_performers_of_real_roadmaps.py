"""The printed performers of the five real roadmaps find whom they mean, and nobody is bound wrongly in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.territory.performers import SURE
from tests.territory import registers

GOLD = Path(__file__).resolve().parents[3] / "shared" / "roadmaps" / "gold"
REAL = registers.load("real")
AT_FIRST_SIGHT = 0.9


def mentions(name: str) -> list[str]:
    gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    return [
        printed for section in gold["sections"] for measure in section["measures"] for printed in measure["executors"]
    ]


@pytest.mark.skipif(not GOLD.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize("name", REAL)
def test_performers_are_found_at_first_sight_and_none_wrongly_in_silence(name: str, db: Any) -> None:
    printed = mentions(name)
    with acting_as(REGISTRAR):
        register = registers.build(REAL[name])
        performers = register.performers()
        found = {words: performers.resolve(words) for words in dict.fromkeys(printed)}

    right = [words for words in printed if register.is_meant(words, found[words].best)]
    wrongly_sure = [
        words for words in found if found[words].is_sure and not register.is_meant(words, found[words].best)
    ]
    assert wrongly_sure == [], SURE
    assert len(right) / len(printed) >= AT_FIRST_SIGHT, set(printed) - set(right)
