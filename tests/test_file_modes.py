"""Who may read what commands write."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper import archive, file_modes
from scraper.archive import public_copy
from tests.loopback import DAY, Server, index, paper, robots, run, story


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {
        "*" if ".warc" in path.name else path.name: oct(stat.S_IMODE(path.stat().st_mode))[2:]
        for path in (folder, *folder.rglob("*"))
        if path.suffix != ".toml"
    }


@pytest.mark.slow
def test_what_commands_write_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "post"
    folder.mkdir()
    folder.chmod(0o755)
    with Server({"/robots.txt": robots("Disallow: /x"), "/": index("/a"), "/a": story("a")}) as site:
        paper(folder / "papers", "skerry-post", site)
        run(folder, site, "collect", "skerry-post", *DAY)
        run(folder, site, "export", "--out", str(folder / "stories.jsonl"))
        run(folder, site, "publish", "--public", str(folder / "public.db"))
    found = modes(folder)
    assert {found.pop("post"), found.pop("papers")} == {"755"}
    assert found.pop("public.db") == "644"
    assert found.pop("captures") == "700"
    assert set(found.values()) == {"600"} and {"archive.db", "stories.jsonl", "*"} <= set(found)


def test_an_archive_of_before_is_narrowed_and_a_shared_one_is_not(tmp_path: Path) -> None:
    wide, shared, public = (tmp_path / name for name in ("wide.db", "shared.db", "public.db"))
    for path, mode in ((wide, 0o644), (shared, 0o660)):
        archive.opened(path, create=True).close()
        path.chmod(mode)
    said: list[str] = []
    for path in (wide, shared):
        with archive.writing(path, say=said.append):
            pass
    public_copy.publish(wide, public)
    assert [oct(stat.S_IMODE(path.stat().st_mode))[2:] for path in (wide, shared, public)] == ["600", "660", "644"]
    assert len(said) == 1 and "wide.db could be read by everybody" in said[0]


def test_a_shared_folder_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKISSUES_UMASK", "027")
    wide = tmp_path / "wide.db"
    archive.opened(wide, create=True).close()
    wide.chmod(0o664)
    with archive.writing(wide, say=lambda _: None):
        pass
    assert stat.S_IMODE(wide.stat().st_mode) == 0o640
    monkeypatch.setenv("BACKISSUES_UMASK", "seven")
    with pytest.raises(ValueError, match="octal"), contextlib.suppress(OSError):
        file_modes.mask()
