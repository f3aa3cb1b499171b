"""Signed requests: RFC 9421's own example, a server that verifies, and a library by another hand."""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib
import json
import re
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scraper.cli import cli
from scraper.collect import identity as identities
from scraper.collect.identity import Identity, IdentityError, authority, signature_base, site, thumbprint
from tests.loopback import DAY, NOW, Answer, Server, index, paper, refusal, robots, run, story

AGENT = "https://news.library.example"
# RFC 9421, appendix B.1.4 and B.2.6:
D, X = "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU", "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"
COVERED = [
    ('"date"', "Tue, 20 Apr 2021 02:07:55 GMT"),
    ('"@method"', "POST"),
    ('"@path"', "/foo"),
    ('"@authority"', "example.com"),
    ('"content-type"', "application/json"),
    ('"content-length"', "18"),
]
PARAMETERS = (
    '("date" "@method" "@path" "@authority" "content-type" "content-length")'
    ';created=1618884473;keyid="test-key-ed25519"'
)
SIGNATURE = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verified(headers: Mapping[str, str], keys: Mapping[str, Any], now: int) -> bool:
    """Whether a request is signed by one of these keys, as a server would find out that knows nothing of us.

    :param headers: as they came; the component ``@authority`` is what Host says.
    """
    found = re.fullmatch(r"(\w+)=(\((.*?)\);(.*))", headers["Signature-Input"])
    assert found
    label, parameters, covered, rest = found.groups()
    values = dict(re.findall(r'(\w+)=("[^"]*"|\d+)', rest))
    assert values["tag"] == '"web-bot-auth"'
    assert int(values["created"]) <= now < int(values["expires"]) <= int(values["created"]) + 86_400
    lines = []
    for component in covered.split():
        if component == '"@authority"':
            value = headers["Host"].lower().removesuffix(":80")
        else:
            member = re.fullmatch(r'"signature-agent";key="(\w+)"', component)
            assert member
            agent = re.search(rf'{member[1]}=("https://[^"]+")', headers["Signature-Agent"])
            assert agent
            value = agent[1]
        lines.append(f"{component}: {value}")
    lines.append(f'"@signature-params": {parameters}')
    signature = re.fullmatch(rf"{label}=:([^:]+):", headers["Signature"])
    assert signature
    (key,) = [each for each in keys["keys"] if f'"{each["kid"]}"' == values["keyid"]]
    named = f'{{"crv":"{key["crv"]}","kty":"{key["kty"]}","x":"{key["x"]}"}}'
    assert unpadded(key["kid"]) == hashlib.sha256(named.encode()).digest()
    try:
        Ed25519PublicKey.from_public_bytes(unpadded(key["x"])).verify(
            base64.b64decode(signature[1]), "\n".join(lines).encode()
        )
    except InvalidSignature:
        return False
    return True


def test_the_example_of_the_rfc() -> None:
    key = Ed25519PrivateKey.from_private_bytes(unpadded(D))
    assert base64.b64encode(key.sign(signature_base(COVERED, PARAMETERS))).decode() == SIGNATURE
    assert thumbprint(X) == "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U"
    assert Identity(key, AGENT).public["x"] == X


def test_what_is_signed_names_the_host_and_us() -> None:
    ours = Identity(Ed25519PrivateKey.from_private_bytes(unpadded(D)), AGENT)
    headers = ours.request_headers("HTTPS://Lantern.Example:443/a?b=c", 1_772_866_800)
    assert headers["Signature-Agent"] == f'sig1="{AGENT}"'
    assert headers["Signature-Input"].startswith(
        'sig1=("@authority" "signature-agent";key="sig1");created=1772866800;expires=1772867100;'
        'keyid="poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";alg="ed25519";nonce="'
    )
    keys = json.loads(ours.directory())
    assert set(keys["keys"][0]) == {"kty", "crv", "kid", "x", "use"}, "nothing of the private half"
    assert verified({**headers, "Host": "lantern.example"}, keys, 1_772_866_801)
    assert not verified({**headers, "Host": "elsewhere.example"}, keys, 1_772_866_801)
    again = ours.request_headers("https://lantern.example/a", 1_772_866_800)
    assert again["Signature-Input"] != headers["Signature-Input"], "no signature is used twice"


def test_a_library_by_another_hand_verifies_it() -> None:
    """``http-message-signatures`` is no dependency: where it is there, it has a say."""
    library = pytest.importorskip("http_message_signatures")
    algorithms = importlib.import_module("http_message_signatures.algorithms")
    ours = Identity.new(AGENT)

    class Keys(library.HTTPSignatureKeyResolver):  # type: ignore[misc, name-defined]
        def resolve_public_key(self, key_id: str) -> Any:
            assert key_id == ours.public["kid"]
            return ours.key.public_key()

        def resolve_private_key(self, key_id: str) -> Any:
            raise NotImplementedError

    class Message:
        method = "GET"
        url = "https://lantern.example/a"
        headers: Mapping[str, str] = {}

    message = Message()
    message.headers = ours.request_headers(message.url, int(time.time()))
    verifier = library.HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=Keys())
    (result,) = verifier.verify(message)
    assert set(result.covered_components) == {'"@authority"', '"signature-agent";key="sig1"', '"@signature-params"'}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Lantern.example/a", "lantern.example"),
        ("https://lantern.example:443/", "lantern.example"),
        ("http://lantern.example:80/", "lantern.example"),
        ("http://lantern.example:443/", "lantern.example:443"),
        ("http://[::1]:8000/", "[::1]:8000"),
    ],
)
def test_a_host_is_written_as_the_rfc_has_it(url: str, host: str) -> None:
    assert authority(url) == host


@pytest.mark.parametrize(
    "agent", ["", "news.example", "http://news.example", "https://news.example/a", "https://é.example"]
)
def test_what_is_no_site_is_refused(agent: str) -> None:
    with pytest.raises(IdentityError, match="is no site"):
        site(agent)


def identity(folder: Path, *arguments: str, code: int = 0) -> str:
    """What the command prints on standard output."""
    done = CliRunner().invoke(cli, ["identity", *arguments, "--db", str(folder / "archive.db")])
    assert done.exit_code == code, done.output
    return done.output if code else done.stdout


def test_a_key_is_made_once_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    assert "--site" in identity(tmp_path, code=2)
    first = identity(tmp_path, "--site", f"{AGENT}/")
    file = tmp_path / "identity.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    private = json.loads(file.read_text(encoding="utf-8"))["d"]
    assert private not in first
    assert identity(tmp_path) == first
    assert json.loads(first)["keys"][0]["crv"] == "Ed25519"
    assert "is that of https://news.library.example" in identity(tmp_path, "--site", "https://a.example", code=2)
    file.chmod(0o640)
    assert "chmod 600" in identity(tmp_path, code=2)


def test_the_directory_is_signed_for_the_site_that_publishes_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["identity", "--site", AGENT, "--db", str(tmp_path / "archive.db")])
    found = re.search(r"Signature-Input 'sig1=(.*)';", done.stderr)
    signature = re.search(r"Signature 'sig1=:(.*):';", done.stderr)
    assert found
    assert signature
    assert 'tag="http-message-signatures-directory"' in found[1]
    key = Ed25519PublicKey.from_public_bytes(unpadded(json.loads(done.stdout)["keys"][0]["x"]))
    key.verify(
        base64.b64decode(signature[1]),
        f'"@authority";req: news.library.example\n"@signature-params": {found[1]}'.encode(),
    )


def test_every_request_is_signed_anew_for_its_host_and_the_key_is_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = json.loads(identity(tmp_path, "--site", AGENT))
    monkeypatch.setenv("BACKISSUES_INSIDE", "127.0.4.9")
    with Server({"/robots.txt": robots(), "/tide": story("tide")}, host="127.0.4.9") as neighbour:
        routes = {
            "/robots.txt": robots(),
            "/": index("/lamp", "/moved"),
            "/lamp": [refusal(503, "40"), story("lamp")],
            "/moved": Answer(status=302, headers={"Location": f"{neighbour.url}/tide"}),
        }
        with Server(routes) as here:
            paper(tmp_path / "papers", "skerry-post", here)
            run(tmp_path, here, "collect", "skerry-post", *DAY)
        assert here.asked.count("/lamp") == 2
        requests = [*here.headers, *neighbour.headers]
    assert len(requests) >= 7
    assert all(verified(headers, keys, int(NOW) + 60) for headers in requests)
    assert len({headers["Signature"] for headers in requests}) == len(requests)
    assert not any(verified({**headers, "Host": neighbour.url[7:]}, keys, int(NOW) + 60) for headers in here.headers)
    assert all(headers["User-Agent"].startswith("backissues/") for headers in requests), "it says what it said before"
    d = json.loads((tmp_path / "identity.json").read_text(encoding="utf-8"))["d"]
    private = (d.encode(), unpadded(d))
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.name != "identity.json":
            data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            assert not any(each in data for each in private), file


def test_without_a_key_nothing_is_signed_and_one_that_cannot_be_used_is_said_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server({"/robots.txt": robots(), "/": index("/lamp"), "/lamp": story("lamp")}) as here:
        paper(tmp_path / "papers", "skerry-post", here)
        run(tmp_path, here, "collect", "skerry-post", *DAY)
        assert not any("Signature" in headers for headers in here.headers)
        here.log.clear()
        monkeypatch.setenv("BACKISSUES_IDENTITY", str(tmp_path / "away.json"))
        assert "away.json: No such file" in run(tmp_path, here, "collect", "skerry-post", *DAY, "--again", code=2)
        (tmp_path / "away.json").write_text("{}", encoding="utf-8")
        (tmp_path / "away.json").chmod(0o600)
        assert "is no identity" in run(tmp_path, here, "collect", "skerry-post", *DAY, "--again", code=2)
        assert here.asked == []


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "identity.json").write_text("mine", encoding="utf-8")
    with pytest.raises(IdentityError, match="File exists"):
        identities.write(tmp_path / "identity.json", Identity.new(AGENT))
