"""Lines of the log: what was refused stands there with keys only, and nobody forges one."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import pytest

from orientir.config.logs import LineFormatter
from orientir.database.actor import ANONYMOUS
from orientir.database.context import acting_as
from orientir.database.security_log import note

NUMBER = r"[0-9a-f-]{36}"


def line(message: str, *, fault: Exception | None = None) -> str:
    trace: Any = (type(fault), fault, None) if fault else None
    record = logging.LogRecord("orientir", logging.WARNING, __file__, 1, message, None, trace)
    record.created, record.msecs = 1790000000.5, 500
    return LineFormatter().format(record)


def test_a_line_tells_the_moment_in_utc() -> None:
    assert line("кончилось место") == "2026-09-21T14:13:20.500Z WARNING orientir кончилось место"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[31m", "\u2028", "\x85"])
def test_whoever_writes_a_line_break_forges_no_record(sign: str) -> None:
    forged = line(f"name{sign}2026-11-20T00:00:00.000Z INFO orientir.security signed_in user=1")

    assert forged.splitlines() == [forged]
    assert sign not in forged


def test_lines_of_a_trace_are_set_in() -> None:
    try:
        raise ValueError("первая\nвторая")
    except ValueError:
        fault = sys.exc_info()[1]
    assert isinstance(fault, ValueError)

    _first, *others = line("сбой", fault=fault).splitlines()

    assert others
    assert all(other.startswith("    ") for other in others)


def test_an_event_is_written_with_its_request(caplog: pytest.LogCaptureFixture, db: None) -> None:
    with caplog.at_level(logging.INFO, "orientir.security"), acting_as(ANONYMOUS):
        note("sign_in_failed", user=None, waits=30)

    (told,) = caplog.messages
    assert re.fullmatch(rf"sign_in_failed request={NUMBER} waits=30", told)


def test_a_refused_deed_is_written_down_without_a_name(caplog: pytest.LogCaptureFixture, signed_in: Any) -> None:
    visitor = signed_in("olga")
    with caplog.at_level(logging.INFO, "orientir.security"):
        assert visitor.get("/organisations/add/").status_code == 403

    (told,) = caplog.messages
    assert re.fullmatch(rf"refused request={NUMBER} status=403 method=GET route=access:add_organisation user=\d+", told)
