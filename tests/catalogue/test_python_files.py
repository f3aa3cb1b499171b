"""Files of functions beside a newspaper's file: what is wrong with one is told, and it is not run for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.catalogue import Catalogue, FaultyPublicationError
from scraper.collect.rules_followed import fingerprint
from scraper.publication import Publication

HEAD = '[publication]\ntitle = "The Cipher Courier"\ntimezone = "Europe/London"\nlanguage = "en-GB"\n'
INDEX = '[[index]]\nname = "list"\nurl = "https://a.example/"\n[index.stories]\neach = "li"\nurl = "a::attr(href)"\n'


def courier(folder: Path, functions: str, word: str = "cipher.py") -> Publication:
    """The Cipher Courier with this file of functions."""
    (folder / "cipher-courier.toml").write_text(f'python = "{word}"\n{HEAD}{INDEX}', encoding="utf-8")
    (folder / "cipher.py").write_text(functions, encoding="utf-8")
    return Catalogue(folder)["cipher-courier"]


def test_a_file_of_functions_is_not_run_to_be_checked(tmp_path: Path) -> None:
    functions = "def page(page): return page\ndef _helper(): pass\n"
    paper = courier(tmp_path, f"open({str(tmp_path / 'run')!r}, 'w')\n{functions}")
    assert paper.python is not None
    assert Path(paper.python.path) == (tmp_path / "cipher.py").resolve()
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("functions", "told"),
    [
        ("def documnt(page): return ''", "cipher.py: no stage 'documnt'; did you mean 'document'?"),
        ("def page(page): return page\ndef tidy(x): return x", "no stage 'tidy'; there are requests, document, links"),
        ("def page(page, url): return page", "cipher.py: page: write it as def page(page)"),
        ("async def page(page): return page", "cipher.py: page: write it as def page(page)"),
        ("def page(page):\nreturn page", "cipher.py: no Python: expected an indented block"),
        ("import zlib", "cipher.py: it has none of the functions requests, document, links, page"),
    ],
)
def test_what_is_wrong_with_a_file_of_functions_is_told(tmp_path: Path, functions: str, told: str) -> None:
    with pytest.raises(FaultyPublicationError) as raised:
        courier(tmp_path, functions)
    assert told in str(raised.value)
    assert "cipher-courier.toml python: " in str(raised.value)


@pytest.mark.parametrize("word", ["../cipher.py", "/etc/cipher.py", "cipher", "other.py"])
def test_functions_lie_beside_their_newspapers_file(tmp_path: Path, word: str) -> None:
    told = "'other.py' cannot be read: No such file" if word == "other.py" else "expected the name of a file"
    with pytest.raises(FaultyPublicationError, match=told):
        courier(tmp_path, "def page(page): return page", word)


def test_other_functions_are_other_rules(tmp_path: Path) -> None:
    before = courier(tmp_path, "def page(page): return page")
    after = courier(tmp_path, "def page(page):\n    return page")
    assert fingerprint(before, "list") != fingerprint(after, "list")
