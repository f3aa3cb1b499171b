"""Datasette's own templates -> the same, as pages that everybody can use (WCAG 2.2). Pure.

They have no language, no main landmark, filters without labels, and headings that leave out a level. What is wrong is
mended in their text as it is loaded, so that all else stays Datasette's, in 0.65 and in 1.0. A change that its next
version makes itself finds nothing to do here.
"""

from __future__ import annotations

import re
from pathlib import Path

import datasette
from jinja2.ext import Extension

ITS_OWN = Path(datasette.__file__).parent

# Template -> what is written for what. Its words are English, whatever the language of the masthead.
MENDED: dict[str, tuple[tuple[str, str], ...]] = {
    "base.html": (
        (r"<html[^>]*>", '<html lang="{{ current_language() }}" dir="{{ direction() }}">'),
        (
            r'(?s)<section class="content">(.*?)</section>',
            r'<main class="content" id="main" tabindex="-1"{% block language_of_content %} lang="en" dir="ltr"'
            r"{% endblock %}>\1</main>",
        ),
        (r"<footer class=\"ft\">", '<footer class="ft" lang="{{ current_language() }}">'),
    ),
    "table.html": (
        (r"<(/?)h3\b", r"<\1h2"),
        (r'name="_filter_column', r'aria-label="Column" \g<0>'),
        (r'name="_filter_op', r'aria-label="Comparison" \g<0>'),
        (r'name="_filter_value', r'aria-label="Value" \g<0>'),
        (r'name="_sort"', r'aria-label="Sort by" \g<0>'),
    ),
    # A phone shows a row as a card, which leaves out what is empty.
    "_table.html": ((r"type-\{\{ cell\.value_type \}\}", r'\g<0>{% if cell.value == "&nbsp;" %} empty{% endif %}'),),
    # Below the path of a proxy too.
    "_facet_results.html": ((r"\{\{ (path_with_replaced_args\(.*?\)) \}\}", r"{{ fix_path(\1) }}"),),
    "query.html": ((r"<(/?)h3\b", r"<\1h2"), (r'<textarea id="sql-editor"', r'\g<0> aria-label="SQL"')),
    # One row has room for all its names, on every screen.
    "row.html": ((r"@media only screen and \(max-width: 576px\)", "@media all"),),
    "_codemirror_foot.html": ((r"lineNumbers: true,", r'\g<0> screenReaderLabel: "SQL",'),),
}


class Mended(Extension):
    """Mends the templates of Datasette when they are compiled; ours are as they were written."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The text of a template to compile."""
        if filename is None or not Path(filename).is_relative_to(ITS_OWN):
            return source
        return mended(Path(filename).name, source)


def mended(name: str, source: str) -> str:
    """The text of one of Datasette's templates, mended."""
    for wrong, right in MENDED.get(name, ()):
        source = re.sub(wrong, right, source)
    return source
