"""A story -> how it is cited. Pure.

    cited.py      a story's row -> ``Citation``: what every form of citation says, decided once
    names.py      a person's name as printed -> family name and given names
    prose.py      APA 7, MLA 9, Chicago 17 (notes and bibliography)
    wikipedia.py  ``{{cite news}}``
    bibtex.py     BibTeX and biblatex
    ris.py        RIS, which EndNote, Mendeley and Zotero read
    csl.py        CSL-JSON, the data of citeproc
    embedded.py   what a page tells Zotero: ``<meta>``, JSON-LD, COinS
    forms.py      files of many citations, as an answer gives them

Which date is cited: the edition's, where anything but the web publication speaks for it; else the day of web
publication, and the citation says so. The address cited is the newspaper's own, accessed on the day of the capture;
the archive's permanent address stands beside it. Headlines keep the newspaper's own capitals.
"""

from scraper.site.formats.citations.citation import Citation, cited, listed
from scraper.site.formats.citations.embedded_metadata import coins, json_ld, meta
from scraper.site.formats.citations.files import FORMS, MOST, forms, shown

__all__ = ["FORMS", "MOST", "Citation", "cited", "coins", "forms", "json_ld", "listed", "meta", "shown"]
