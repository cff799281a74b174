"""A demo is not built over a real installation, in which the known cast works."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from tests.access import all_seeing


def test_the_command_refuses_and_says_why(committed: str) -> None:
    all_seeing.open_eyes(committed)
    with acting_as(MAINTENANCE):
        before = all_seeing.digests()

    with translation.override("en"), pytest.raises(CommandError) as refused:
        call_command("build_demo")

    assert str(refused.value) == "This database holds a real installation. A demo is built only in an empty one."
    with acting_as(MAINTENANCE):
        assert all_seeing.digests() == before
