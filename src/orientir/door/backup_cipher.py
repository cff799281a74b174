"""Encryption of backups: AES-256-GCM in pieces, under a key that is made from a key file or a passphrase.

A part is a random salt and pieces of one mebibyte, each with its tag. The key of a part is derived from the key of the
backup, the salt and the part's name, so no part passes for another; the nonce counts the pieces and marks the last, so
none can be taken out, moved or cut off. `key.json` says how the key of the backup is made and lets a wrong one be told
from damage; it holds no secret. Names of parts are names of contents, so on the disk they are keyed hashes.
"""

import dataclasses
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from orientir.door.obstacles import Obstacle
from orientir.door.words import say

HEADER = "key.json"
SHORTEST_KEY, SHORTEST_PASSPHRASE = 32, 16
PIECE = 2**20
_SALT, _TAG, _CHECK = 16, 16, 16
_WRONG = 2
_COSTS = (2**17, 8, 1)
"""scrypt: 128 MB of memory and about half a second, once for a backup."""


class Damaged(Exception):
    """What is there is not what was encrypted under this key."""


@dataclasses.dataclass(frozen=True)
class Secret:
    """What a key is made from: the content of a key file, or a passphrase."""

    content: bytes
    is_passphrase: bool

    def key(self, salt: bytes) -> bytes:
        """Return the key of the backup with this salt."""
        if self.is_passphrase:
            n, r, p = _COSTS
            return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(self.content)
        return _derived(self.content, salt, b"orientir backup")


def given_secret(option: Path | None) -> Secret | None:
    """Return what was given: the key file of the option or of the environment, or a passphrase; an Obstacle if weak."""
    path = option or (Path(named) if (named := os.environ.get("ORIENTIR_BACKUP_KEY_FILE")) else None)
    if path is not None:
        try:
            content = path.read_bytes().strip()
        except OSError as error:
            raise Obstacle(say("backup.no-key-file", file=path, said=error.strerror), _WRONG) from error
        if len(content) < SHORTEST_KEY:
            raise Obstacle(say("backup.short-key", file=path, least=SHORTEST_KEY), _WRONG)
        return Secret(content, is_passphrase=False)
    if passphrase := os.environ.get("ORIENTIR_BACKUP_PASSPHRASE"):
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise Obstacle(say("backup.short-passphrase", least=SHORTEST_PASSPHRASE), _WRONG)
        return Secret(passphrase.encode(), is_passphrase=True)
    return None


class Cipher:
    """The key of one backup."""

    def __init__(self, secret: Secret, salt: bytes) -> None:
        self._key, self._salt, self._is_passphrase = secret.key(salt), salt, secret.is_passphrase
        self._names = _derived(self._key, b"", b"names")

    @classmethod
    def new(cls, secret: Secret) -> "Cipher":
        """Return a key that no backup has had yet."""
        return cls(secret, os.urandom(_SALT))

    @classmethod
    def of(cls, header: bytes, secret: Secret, folder: Path) -> "Cipher":
        """Return the key of a backup from its header.

        Raises:
            ValueError: it is no header.
            Obstacle: the key is another one.
        """
        said = json.loads(header)
        made_from = "passphrase" if secret.is_passphrase else "file"
        if said["made_from"] not in ("passphrase", "file"):
            raise ValueError
        if said["made_from"] == made_from:
            cipher = cls(secret, bytes.fromhex(said["salt"]))
            if hmac.compare_digest(cipher._check, bytes.fromhex(said["check"])):
                return cipher
        raise Obstacle(say(f"restore.wrong-key-{said['made_from']}", folder=folder), _WRONG)

    @property
    def _check(self) -> bytes:
        return _derived(self._key, b"", b"check")[:_CHECK]

    def header(self) -> bytes:
        """Return what says how this key is made."""
        made_from = "passphrase" if self._is_passphrase else "file"
        said = {"cipher": "AES-256-GCM", "made_from": made_from, "salt": self._salt.hex(), "check": self._check.hex()}
        return json.dumps(said, indent=1).encode()

    def place(self, name: str) -> str:
        """Return where a part lies in the folder of the backup."""
        named = hmac.new(self._names, name.encode(), hashlib.sha256).hexdigest()
        return f"sealed/{named[:2]}/{named}"

    def seal(self, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Encrypt a part as it comes."""
        salt = os.urandom(_SALT)
        part = AESGCM(_derived(self._key, salt, b"part " + name.encode()))
        yield salt
        pieces = _pieces(chunks, PIECE)
        piece, number = next(pieces, b""), 0
        for following in pieces:
            yield part.encrypt(_nonce(number), piece, None)
            piece, number = following, number + 1
        yield part.encrypt(_nonce(number, last=True), piece, None)

    def open(self, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Decrypt a part as it comes; nothing of a piece is passed on before it is proven.

        Raises:
            Damaged: it is not what was encrypted, not all of it, or another part.
        """
        sealed = _pieces(chunks, PIECE + _TAG, first=_SALT)
        part = AESGCM(_derived(self._key, next(sealed, b""), b"part " + name.encode()))
        piece, number = next(sealed, b""), 0
        try:
            for following in sealed:
                yield part.decrypt(_nonce(number), piece, None)
                piece, number = following, number + 1
            yield part.decrypt(_nonce(number, last=True), piece, None)
        except InvalidTag:
            raise Damaged(name) from None


def _nonce(number: int, *, last: bool = False) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _pieces(chunks: Iterable[bytes], size: int, *, first: int = 0) -> Iterator[bytes]:
    """Cut a stream into pieces of a size, the first perhaps of another one; only the last is shorter."""
    held, wanted = bytearray(), first or size
    for chunk in chunks:
        held += chunk
        while len(held) >= wanted:
            piece, held = bytes(held[:wanted]), held[wanted:]
            wanted = size
            yield piece
    if held:
        yield bytes(held)
