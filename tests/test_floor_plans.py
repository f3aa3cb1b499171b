"""What package docstrings and the documentation say of files: each that they name is there, and packages name all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "scraper"
MODULES = sorted(path for folder in (PACKAGE, ROOT / "bench") for path in folder.rglob("*.py"))
PACKAGES = [path.parent for path in MODULES if path.name == "__init__.py"]
DOCUMENTS = sorted(
    [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs/decisions").glob("*.md"),
    ]
)
DOCSTRING = re.compile(r'(?:#[^\n]*\n|\s)*r?"""(.*?)"""', re.DOTALL)
NAME = re.compile(r"(?<![\w/.>-])(?:[a-z_]\w+/)*[a-z_]\w+(?:\.py\b|/(?![\w]))")
PATH = re.compile(r"`((?:scraper|datasette|tests|docs|bench)/[^`\s]*)`")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def named(module: Path) -> set[str]:
    """The files (``name.py``) and folders (``name/``) that a module's docstring names."""
    docstring = DOCSTRING.match(module.read_text(encoding="utf-8"))
    return set(NAME.findall(docstring[1])) if docstring else set()


def exists(path: str) -> bool:
    """Whether there is such a file in the tree; ``<slug>`` stands for any name."""
    return any(ROOT.glob(re.sub(r"<[^>]*>", "*", path.rstrip("/"))))


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_a_docstring_names_only_files_that_are_there(module: Path) -> None:
    folders = [folder for folder in module.parents if folder.is_relative_to(ROOT)]
    assert not {name for name in named(module) if not any((folder / name).exists() for folder in folders)}


@pytest.mark.parametrize("package", PACKAGES, ids=relative)
def test_the_docstring_of_a_package_names_all_its_modules(package: Path) -> None:
    modules = {path.name for path in package.glob("*.py") if not path.name.startswith("__")}
    packages = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    assert not (modules | packages) - named(package / "__init__.py")


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_a_document_names_only_paths_that_are_there(document: Path) -> None:
    assert not {path for path in PATH.findall(document.read_text(encoding="utf-8")) if not exists(path)}
