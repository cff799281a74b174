"""Old text formats (DOC, RTF) → DOCX, by LibreOffice where it is installed, in a bounded process of its own.

The program gets a profile of its own for each document: no macro runs, nothing that a document refers to is fetched.
"""

from __future__ import annotations

import math
import os
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SECONDS = 60
MEMORY = 4 * 2**30
LARGEST = 200 * 2**20
"""Bytes that the program may write into one file."""

_PROGRAMS = ("soffice", "libreoffice")
_SOURCE = Path(__file__).resolve().parents[2]
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value>
</prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value>
</prop></item>
</oor:items>
"""


class NotInstalled(Exception):
    """LibreOffice is not on this machine."""


class NotConverted(Exception):
    """The program made no document of this one."""


class TooLong(Exception):
    """The program took more time than it may."""


def to_docx(document: Path, suffix: str, folder: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> Path:
    """Convert a document whose name would end in `suffix` (".doc", ".rtf") and return the DOCX.

    `folder` is an empty one of the caller's; the document, a profile and the result are put there. `seconds` bound the
    wall time, `memory` the address space in bytes.

    Raises:
        NotInstalled: there is no LibreOffice.
        NotConverted: it could not read the document, or ran into its limits.
        TooLong: it was ended after `seconds`.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise NotInstalled
    source, made = folder / f"document{suffix}", folder / "made"
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    shutil.copyfile(document, source)
    limits = [str(memory), str(math.ceil(seconds) + 1)]
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    work = [profile, "--convert-to", "docx", "--outdir", str(made), str(source)]
    _run([*limits, program, *options, *work], folder, seconds)
    result = made / "document.docx"
    if not result.exists():
        raise NotConverted
    return result


def _run(arguments: list[str], folder: Path, seconds: float) -> None:
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LD_LIBRARY_PATH")}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(_SOURCE)}
    with subprocess.Popen(  # noqa: S603 - our own module and a program found on the path, no shell
        [sys.executable, "-P", "-B", "-m", "orientir.engines.conversion", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        start_new_session=True,
    ) as child:
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired as fault:
            raise TooLong from fault
        finally:
            # the program is a shell script that starts others; whatever is left of them ends with it
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


def main(arguments: list[str]) -> None:
    """Bound this process (bytes of address space, seconds of processor time) and become the program."""
    memory, seconds = int(arguments[0]), int(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    os.execv(arguments[2], arguments[2:])  # noqa: S606 - no shell, on purpose


if __name__ == "__main__":
    main(sys.argv[1:])
