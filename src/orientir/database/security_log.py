"""The log of what a guard should see: refused sign-ins, refused deeds, limits reached.

The journal tells what was done; this log tells what was tried. It goes to the process's log under `orientir.security`,
one line an event, as `event key=value …`. Values are keys, counts and codes, never names, logins, addresses or texts:
whom a key means is asked in the product, by those who may.
"""

from __future__ import annotations

import logging
from uuid import UUID

from .context import current_request

_log = logging.getLogger("orientir.security")


def note(event: str, **facts: str | int | UUID | None) -> None:
    """Write down that `event` ("sign_in_failed") happened, with the number of the request it happened in."""
    told = {"request": current_request(), **facts}
    _log.info(" ".join([event, *(f"{key}={value}" for key, value in told.items() if value not in (None, ""))]))
