"""A story -> how it is cited. Pure.

    citation.py           a story's row -> ``Citation``: the facts, decided once for all styles and formats
    names.py              a person's name as printed -> family name and given names
    styles.py             APA 7, MLA 9, Chicago 18 (notes and bibliography)
    capitals.py           the headline capitals of MLA and Chicago
    wikipedia.py          ``{{cite news}}``
    bibtex.py             BibTeX and biblatex
    ris.py                RIS, which EndNote, Mendeley and Zotero read
    csl.py                CSL-JSON, the data of citeproc
    embedded_metadata.py  the metadata in a story's page: ``<meta>``, JSON-LD
    unapi.py              what citation managers ask for the stories of a page
    files.py              files of many citations, and the citations that a page shows

Which date is cited: the edition's, where its evidence is more than the web publication; else the day of web
publication, and the citation says so. The address cited is the newspaper's own, accessed on the day of the capture;
the archive's permanent address stands beside it. Headlines keep the newspaper's own capitals, but in
MLA and Chicago, which want their own in English.
"""

from scraper.site.formats.citations import unapi
from scraper.site.formats.citations.citation import Citation, citation_of
from scraper.site.formats.citations.embedded_metadata import json_ld, meta_tags
from scraper.site.formats.citations.files import MOST, representations, texts
from scraper.site.representations import CITATIONS

__all__ = [
    "CITATIONS",
    "MOST",
    "Citation",
    "citation_of",
    "json_ld",
    "meta_tags",
    "representations",
    "texts",
    "unapi",
]
