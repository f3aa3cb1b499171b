"""Sign requests, so that a newspaper can know that they are ours, and admit us (RFC 9421; Web Bot Auth).

    identity.json        an Ed25519 key, and the address of a site of ours where its public half is published
    a request            Signature-Agent names that site; Signature covers this name and the host that is asked
    the site             /.well-known/http-message-signatures-directory has the public key, by its thumbprint (RFC 7638)

The profile is draft-ietf-webbotauth-httpsig-protocol (before: draft-meunier-web-bot-auth-architecture), the directory
draft-meunier-http-message-signatures-directory. Nobody is told more than they are without it: the User-Agent has our
name and our address already.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scraper import durable

VARIABLE = "BACKISSUES_IDENTITY"  # the file; beside the archive unless given
NAME = "identity.json"
LABEL = "sig1"  # of our signature and of our name, among those of others
VALID = 300  # seconds that a signature of a request is valid: so long a page may wait on its way
DIRECTORY = "/.well-known/http-message-signatures-directory"
DIRECTORY_TYPE = "application/http-message-signatures-directory+json"
PORTS = {"http": 80, "https": 443}


class IdentityError(Exception):
    """The file of an identity cannot be used; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A key, and the site that publishes its public half: ``https://news.example.org``."""

    key: Ed25519PrivateKey
    agent: str

    @classmethod
    def new(cls, agent: str) -> Self:
        """A new key for a site.

        :raises IdentityError: the address is none of a site.
        """
        return cls(Ed25519PrivateKey.generate(), site(agent))

    @property
    def public(self) -> Mapping[str, str]:
        """The public key as a JSON Web Key (RFC 8037), named by its thumbprint."""
        x = base64_url(self.key.public_key().public_bytes_raw())
        return {"kty": "OKP", "crv": "Ed25519", "kid": thumbprint(x), "x": x, "use": "sig"}

    def directory(self) -> str:
        """What the site answers at DIRECTORY: a JSON Web Key Set."""
        return json.dumps({"keys": [self.public]}, indent=2)

    def directory_headers(self, created: int, *, seconds: int) -> dict[str, str]:
        """The headers of that answer, which show that whoever publishes the key has it, for so many seconds."""
        covered = [('"@authority";req', urlsplit(self.agent).netloc)]
        tag = "http-message-signatures-directory"
        return self._signature(covered, created=created, expires=created + seconds, tag=tag)

    def request_headers(self, url: str, created: int) -> dict[str, str]:
        """The headers of a request to an address, which hold for no other host and for VALID seconds.

        :param created: seconds since 1970.
        """
        agent = f'"{self.agent}"'
        covered = [('"@authority"', authority(url)), (f'"signature-agent";key="{LABEL}"', agent)]
        signature = self._signature(covered, created=created, expires=created + VALID, tag="web-bot-auth")
        return {"Signature-Agent": f"{LABEL}={agent}", **signature}

    def _signature(self, covered: Sequence[tuple[str, str]], *, created: int, expires: int, tag: str) -> dict[str, str]:
        names = " ".join(name for name, _ in covered)
        nonce = base64.b64encode(secrets.token_bytes(32)).decode()
        parameters = (
            f'({names});created={created};expires={expires};keyid="{self.public["kid"]}";alg="ed25519"'
            f';nonce="{nonce}";tag="{tag}"'
        )
        signature = base64.b64encode(self.key.sign(signature_base(covered, parameters))).decode()
        return {"Signature-Input": f"{LABEL}={parameters}", "Signature": f"{LABEL}=:{signature}:"}


def signature_base(covered: Sequence[tuple[str, str]], parameters: str) -> bytes:
    """What is signed (RFC 9421, section 2.5).

    :param covered: the identifiers of components, as ``parameters`` has them, with their values.
    """
    lines = [f"{name}: {value}" for name, value in (*covered, ('"@signature-params"', parameters))]
    return "\n".join(lines).encode("ascii")


def authority(url: str) -> str:
    """The host that is asked, in lower case, and its port if that is not its scheme's (RFC 9421, section 2.2.3)."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def site(agent: str) -> str:
    """The address of a site without the slash at its end.

    :raises IdentityError: it is no ``https://host``, or has a path.
    """
    parts = urlsplit(agent.strip())
    plain = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme != "https" or not parts.hostname or agent.strip().rstrip("/") != plain or not plain.isascii():
        raise IdentityError(f"'{agent}' is no site; write https://news.example.org, where you can publish a file")
    return plain.lower()


def thumbprint(x: str) -> str:
    """The name of a public Ed25519 key (RFC 7638; RFC 8037, appendix A.3)."""
    named = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": x}, separators=(",", ":"))
    return base64_url(hashlib.sha256(named.encode()).digest())


def base64_url(data: bytes) -> str:
    """Base 64 for addresses, without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def path_for(archive: Path, environment: Mapping[str, str]) -> Path:
    """The file of the identity of an archive, whether there is one or not."""
    return Path(environment.get(VARIABLE) or archive.absolute().with_name(NAME))


def read(archive: Path, environment: Mapping[str, str]) -> Identity | None:
    """The identity of an archive; None where it has none.

    :raises IdentityError: its file cannot be used, or is not there though BACKISSUES_IDENTITY names it.
    """
    file = path_for(archive, environment)
    if not file.exists() and not environment.get(VARIABLE):
        return None
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise IdentityError(f"{file} can be read by others: chmod 600 {file}")
        held = json.loads(file.read_text(encoding="utf-8"))
        d = base64.urlsafe_b64decode(held["d"] + "=" * (-len(held["d"]) % 4))
        return Identity(Ed25519PrivateKey.from_private_bytes(d), site(held["agent"]))
    except OSError as error:
        raise IdentityError(f"{file}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError):
        raise IdentityError(f"{file} is no identity; 'backissues identity' makes one") from None


def write(file: Path, identity: Identity) -> None:
    """Write an identity to a new file that its owner alone may read, whatever the umask.

    :raises IdentityError: there is a file, or it cannot be written.
    """
    held = {**identity.public, "d": base64_url(identity.key.private_bytes_raw()), "agent": identity.agent}
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            os.fchmod(stream.fileno(), 0o600)
            stream.write(json.dumps(held, indent=2) + "\n")
        durable.sync_file(file)
    except OSError as error:
        raise IdentityError(f"{file}: {error.strerror or error}") from None
