"""The bare machine: a fresh Debian with python3 and nothing else, and README's words typed literally.

The machine is made by debootstrap in a chroot with /proc and the network of this one; its base is kept with
the state between runs. Once it is root's, once an ordinary user's who first asks the administrator for what
the door names. Everything is unmounted and removed afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from orientir.database.places import state_folder
from orientir.door.surroundings import CHECKOUT

SUITE = "bookworm"
BASE_LASTS = 30 * 24 * 60 * 60
DEMO_SECONDS = 300
TEST_SECONDS = 60 * 60
AUTHORITIES = Path("usr/local/share/ca-certificates")
PASSED_ON = re.compile(r"(https?|no|all)_proxy|PIP_INDEX_URL|UV_DEFAULT_INDEX", re.IGNORECASE)

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="a chroot needs root"),
    pytest.mark.skipif(not shutil.which("debootstrap"), reason="debootstrap is not installed"),
    pytest.mark.skipif(not shutil.which("git"), reason="git is not installed"),
]


@dataclass
class Machine:
    """A Debian in a folder, and the person who sits at it."""

    root: Path
    user: str = "root"
    home: str = "/root"

    @property
    def checkout(self) -> Path:
        """Where the product was put, seen from outside."""
        return self.root / self.home.lstrip("/") / "orientir"

    def type(self, words: str, **options: object) -> subprocess.Popen[str]:
        """Type words in the folder of the product, as a shell of this person would run them."""
        passed_on = {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}
        return subprocess.Popen(
            [
                "chroot",
                f"--userspec={self.user}:{self.user}",
                self.root,
                "bash",
                "-c",
                f"cd {self.home}/orientir; {words}",
            ],
            env=passed_on
            | {"HOME": self.home, "USER": self.user, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "dumb"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def answer(self, words: str, seconds: float = 600) -> tuple[int, str]:
        """Type words, wait for the end, return the exit code and all that was printed."""
        with self.type(words) as typed:
            try:
                printed, _ = typed.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(typed.pid, signal.SIGKILL)
                printed, _ = typed.communicate()
                return -1, printed
        return typed.returncode, printed

    def sit_down(self, user: str) -> Machine:
        """Another person at the same machine, with a copy of the product of their own."""
        subprocess.run(["chroot", self.root, "useradd", "--create-home", user], check=True)
        person = Machine(self.root, user, f"/home/{user}")
        person.bring_the_product()
        return person

    def bring_the_product(self) -> None:
        """Copy what git knows of this working tree."""
        self.checkout.mkdir()
        listed = [
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]
        names = subprocess.run(listed, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, names.split("\0")):
            if (CHECKOUT / name).exists():
                (self.checkout / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(CHECKOUT / name, self.checkout / name)
        subprocess.run(
            ["chroot", self.root, "chown", "-R", f"{self.user}:{self.user}", f"{self.home}/orientir"],
            check=True,
        )


def _mirror() -> str:
    """The first source of this machine's apt that carries the suite."""
    written = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    texts = [path.read_text(errors="replace") for path in written if path.is_file()]
    lines = [line for text in texts for line in text.splitlines() if re.match(r"(deb|URIs:)\s", line)]
    addresses: list[str] = [word.rstrip("/") for line in lines for word in re.findall(r"https?://\S+", line)]
    for address in addresses:
        try:
            urllib.request.urlopen(f"{address}/dists/{SUITE}/main/binary-amd64/Release", timeout=30).close()
        except OSError:
            continue
        return address
    pytest.skip(f"no source of apt here carries Debian {SUITE}")


@pytest.fixture(scope="module")
def base() -> Path:
    """A fresh Debian as an archive, made at most once in thirty days."""
    # Not in ORIENTIR_STATE, which tests set to a folder that is gone after them.
    archive = state_folder(CHECKOUT) / "bare-machine" / f"{SUITE}.tar"
    if archive.exists() and time.time() - archive.stat().st_mtime < BASE_LASTS:
        return archive
    archive.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="orientir-base-") as folder:
        make = ["debootstrap", "--variant=minbase", "--include=python3", SUITE, folder, _mirror()]
        made = subprocess.run(make, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stdout[-2000:]
        half = archive.with_suffix(".half")
        subprocess.run(["tar", "-C", folder, "-cf", half, "."], check=True)
        half.replace(archive)
    return archive


@contextmanager
def _running(base: Path) -> Iterator[Machine]:
    root = Path(tempfile.mkdtemp(prefix="orientir-bare-"))
    try:
        subprocess.run(["tar", "-C", root, "-xf", base], check=True)
        root.chmod(0o755)  # the archive was made in a folder that was root's alone
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        if (Path("/") / AUTHORITIES).is_dir():  # an office's own authority, trusted by this machine's owner
            shutil.copytree(Path("/") / AUTHORITIES, root / AUTHORITIES, dirs_exist_ok=True)
        subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
        yield Machine(root)
    finally:
        _end_everything_in(root)
        subprocess.run(["umount", root / "proc"], check=False)
        if not os.path.ismount(root / "proc"):
            shutil.rmtree(root, ignore_errors=True)


def _end_everything_in(root: Path) -> None:
    """Kill what still runs inside; a process tells by its root where it lives."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        inside = [process for process in Path("/proc").glob("[0-9]*") if _root_of(process) == root]
        for process in inside:
            try:
                os.kill(int(process.name), signal.SIGKILL)
            except ProcessLookupError:
                continue
        if not inside:
            return
        time.sleep(0.2)


def _root_of(process: Path) -> Path | None:
    try:
        return (process / "root").readlink()
    except OSError:
        return None


@pytest.fixture
def machine(base: Path) -> Iterator[Machine]:
    with _running(base) as made:
        yield made


def _typed_in_readme() -> list[str]:
    """The commands of README's first screen that open the door."""
    first_screen = (CHECKOUT / "README.md").read_text(encoding="utf-8").splitlines()[:50]
    return [line.strip() for line in first_screen if re.match(r"\s*\./orientir\s", line)]


def _demo_answers(machine: Machine, words: str) -> None:
    """Type the demo's words, open the printed address, press Ctrl+C."""
    began = time.monotonic()
    demo = machine.type(words)
    printed: list[str] = []
    try:
        assert demo.stdout is not None
        for line in demo.stdout:
            printed.append(line)
            if address := re.search(r"http://[\d.:]+/", line):
                break
            assert time.monotonic() - began < DEMO_SECONDS, "".join(printed)
        else:
            pytest.fail("".join(printed))
        print(f"{words} as {machine.user}: open after {time.monotonic() - began:.0f} s")
        with urllib.request.urlopen(address[0], timeout=30) as page:
            assert "Ориентир" in page.read().decode()
        os.killpg(demo.pid, signal.SIGINT)
        rest, _ = demo.communicate(timeout=60)
        assert demo.returncode == 0, rest
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGKILL)
            demo.wait()


def _tests_pass(machine: Machine, words: str) -> None:
    began = time.monotonic()
    code, printed = machine.answer(words, TEST_SECONDS)
    print(f"{words} as {machine.user}: {time.monotonic() - began:.0f} s")
    last = printed.splitlines()[-1]
    print("\n".join(printed.splitlines()[-20:]))
    assert (code, re.fullmatch(r"[1-9]\d* passed, 0 failed, \d+ skipped", last) is not None) == (0, True), printed[
        -8000:
    ]


def test_readme_names_two_commands_on_its_first_screen() -> None:
    assert [words.split()[1] for words in _typed_in_readme()] == ["demo", "test"]


def test_root_types_the_words_of_the_readme(machine: Machine) -> None:
    machine.bring_the_product()
    demo, test = _typed_in_readme()

    _demo_answers(machine, demo)
    _demo_answers(machine, demo)  # the second time everything is there
    _tests_pass(machine, test)


def test_an_ordinary_user_is_told_what_to_ask_for_and_then_types_the_same_words(machine: Machine) -> None:
    anna = machine.sit_down("anna")
    demo, test = _typed_in_readme()

    code, refusal = anna.answer(demo)
    asked_for = re.search(r"apt-get install .*", refusal)
    assert (code, len(refusal.splitlines()), asked_for is not None) == (3, 1, True), refusal
    assert asked_for is not None
    machine.checkout.mkdir()  # the administrator has a folder, not the product
    code, printed = machine.answer(f"apt-get update && {asked_for[0]}")
    assert code == 0, printed

    _demo_answers(anna, demo)
    _tests_pass(anna, test)
