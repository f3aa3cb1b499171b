"""The files of the translators say all that the site says, and the templates say nothing past them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from jinja2 import Environment, nodes
from lxml import html

from scraper.site.folder import site_dir

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(path.stem for path in (site_dir() / "locales").glob("*.po"))
TEMPLATES = sorted((site_dir() / "templates").glob("*.html"))
NAMES = re.compile(r"%\((\w+)\)s")
TAGS = re.compile(r"</?\w+")
ANYWHERE = {
    "Back Issues",
    "ISSN",
    "SHA-256",
    "JSON",
    "CSV",
    "JSON Lines",
    "Atom",
    "TDMRep",
    "DOI",
    "URL",
    "SQL",
    "API",
    "SVG",
    "selected",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every message of the site, found as ``make messages`` finds it."""
    path = tmp_path_factory.mktemp("messages") / "messages.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        arguments = ["--quiet", "extract", "--mapping-file", "pyproject.toml", "--keyword", "N_", "--output", str(path)]
        CommandLineInterface().run(["pybabel", *arguments, "."])
    with path.open("rb") as file:
        return pofile.read_po(file)


def translated(tag: str) -> Catalog:
    with (site_dir() / "locales" / f"{tag}.po").open("rb") as file:
        return pofile.read_po(file, locale=tag)


def forms(text: Any) -> list[str]:
    """A message, or both or more of its forms for one and many."""
    return [text] if isinstance(text, str) else list(text)


def test_there_are_two_languages_beside_english():
    assert len(LANGUAGES) >= 2


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_message_is_translated_and_no_other(tag: str, said: Catalog):
    known = translated(tag)
    lacking = [message.id for message in said if message.id and not _whole(known.get(message.id), known.num_plurals)]
    assert lacking == [], "run `make messages` and translate them"
    assert [message.id for message in known if message.id and said.get(message.id) is None] == []
    assert not known.obsolete


def _whole(message: Message | None, plurals: int) -> bool:
    if message is None or message.fuzzy:
        return False
    told = forms(message.string)
    return all(told) and len(told) == (1 if isinstance(message.id, str) else plurals)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_has_the_names_and_the_markup_of_its_message(tag: str):
    for message in translated(tag):
        for told in forms(message.string) if message.id else []:
            # A form for one thing may say "one" and leave its number out.
            wanted = [set(NAMES.findall(form)) for form in forms(message.id)]
            assert set(NAMES.findall(told)) in wanted, message.id
            assert sorted(TAGS.findall(told)) == sorted(TAGS.findall(forms(message.id)[0])), message.id
            if "python-format" in message.flags:
                assert told % dict.fromkeys(set().union(*wanted), "x"), message.id


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_that_is_not_translated(template: Path):
    """What stands in a template as it is shown, or in an attribute that is read, has no words of its own."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    source = template.read_text(encoding="utf-8")
    # The sort of a page is a class of its body; the language of a text is attributes.
    source = re.sub(r"{% block sort %}\w*{% endblock %}|{% macro language_attributes.*?endmacro %}", "", source)
    tree = environment.parse(source)
    # What is said by gettext is an output of an expression; what is left is markup as it stands, and texts in code.
    markup = "".join(
        node.data if isinstance(node, nodes.TemplateData) else "\N{OBJECT REPLACEMENT CHARACTER}"
        for output in tree.find_all(nodes.Output)
        for node in output.nodes
    )
    shown = html.document_fromstring(f"<html><body>{_without_doctype(markup)}</body></html>")
    for element in shown.xpath("//code | //pre | //script | //style | //*[@lang='en']"):
        element.text = None
        del element[:]
    texts = [
        *shown.xpath("//text()"),
        *shown.xpath("//@aria-label | //@title | //@placeholder | //@alt"),
    ]
    english = [text.strip() for text in texts if re.search(r"[A-Za-z]{2}", _without_names(text))]
    assert english == []


def _without_doctype(markup: str) -> str:
    return re.sub(r"<!DOCTYPE[^>]*>|</?(?:html|head|body)\b[^>]*>", "", markup)


def _without_names(text: str) -> str:
    for name in sorted(ANYWHERE, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "", text)
    return re.sub(r"&\w+;", "", text)
