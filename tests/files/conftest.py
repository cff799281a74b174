from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orientir.files import uses


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Return the empty folder of files of this test."""
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def no_uses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget the uses that the apps have registered; what the test registers is forgotten after it."""
    monkeypatch.setattr(uses, "_uses", {})
    yield
