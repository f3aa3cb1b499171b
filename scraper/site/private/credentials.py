"""The password and the token of a private site: their hashes, in files beside the archive that only its owner may read.

    archive.db.password   PBKDF2 with a salt of its own, as datasette-auth-passwords makes and checks it
    archive.db.token      SHA-256, which is enough: a token is 256 random bits

Neither is ever an argument of a command or a line of a log. ``BACKISSUES_PASSWORD_HASH`` stands in for the first file.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from scraper import durable
from scraper.archive.connection import ArchiveError

PASSWORD_HASH = "BACKISSUES_PASSWORD_HASH"  # noqa: S105
SHORTEST = 8  # characters of a password


class CredentialsError(ArchiveError):
    """The password or the token is not there, or not safe; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The password and the token of the private site on an archive."""

    archive: Path

    @property
    def password_file(self) -> Path:
        """The file of the password's hash."""
        return Path(f"{self.archive.absolute()}.password")

    @property
    def token_file(self) -> Path:
        """The file of the token's hash."""
        return Path(f"{self.archive.absolute()}.token")

    @property
    def config(self) -> dict[str, str]:
        """Where a plugin's configuration finds the password's hash; so no page of Datasette shows the hash itself."""
        return {"$env": PASSWORD_HASH} if os.environ.get(PASSWORD_HASH) else {"$file": str(self.password_file)}

    def password_hash(self) -> str:
        """The hash of the password (PBKDF2); "" where no password was set.

        :raises CredentialsError: others on this machine may read its file.
        """
        return os.environ.get(PASSWORD_HASH, "") or _read(self.password_file)

    def secret(self) -> str:
        """The key that signs sessions: the same after a restart, another one after a new password."""
        return hashlib.sha256(b"back issues: sessions\x00" + self.password_hash().encode()).hexdigest()

    def set_password(self, password: str) -> None:
        """Keep the hash of a new password, which ends all sessions.

        :raises CredentialsError: the password is shorter than ``SHORTEST``.
        """
        if len(password) < SHORTEST:
            raise CredentialsError(f"A password has at least {SHORTEST} characters; a few words make a good one")
        from datasette_auth_passwords.utils import hash_password

        _write(self.password_file, hash_password(password))

    def new_token(self) -> str:
        """A new token for programs, which replaces the one before; only its hash is kept."""
        token = secrets.token_urlsafe(32)
        _write(self.token_file, hashlib.sha256(token.encode()).hexdigest())
        return token

    def is_token(self, text: str) -> bool:
        """Whether the text is the token; compared in constant time."""
        held = _read(self.token_file)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return bool(held) and hmac.compare_digest(digest, held)

    def is_password(self, text: str) -> bool:
        """Whether the text is the password; slow by design (PBKDF2)."""
        from datasette_auth_passwords.utils import verify_password

        held = self.password_hash()
        return bool(held) and bool(verify_password(text, held))


def _read(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise CredentialsError(f"{path} can be read by others on this machine: chmod 600 {path}")
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    new = Path(f"{path}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600, exist_ok=False)
    new.write_text(f"{text}\n", encoding="ascii")
    durable.replace(new, path)
