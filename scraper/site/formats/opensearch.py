"""How browsers and e-readers search here: the descriptions of the two searches (OpenSearch 1.1). Pure."""

from __future__ import annotations

from lxml import etree
from lxml.builder import ElementMaker

from scraper.site import routes
from scraper.site.http.responses import AbsoluteUrl, Representation
from scraper.site.language import _

MEDIA_TYPE = "application/opensearchdescription+xml"
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"

E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def of_stories(absolute: AbsoluteUrl) -> Representation:
    """The search for stories."""
    search = absolute(routes.SEARCH)
    return _description(
        E.Image(absolute("/static/icon.svg"), type="image/svg+xml"),
        _url("text/html", search),
        _url("application/atom+xml", f"{search}.atom"),
        _url("application/json", f"{search}.json"),
        _url("application/x-suggestions+json", absolute(routes.SUGGESTIONS)),
        E.Url(rel="self", type=MEDIA_TYPE, template=absolute(routes.OPENSEARCH)),
    )


def of_books(absolute: AbsoluteUrl) -> Representation:
    """The search for editions as books: calibre takes the first address, by its type, other clients the second."""
    search = absolute(routes.OPDS_SEARCH)
    return _description(
        _url("application/atom+xml", search), _url("application/atom+xml;profile=opds-catalog;kind=acquisition", search)
    )


def _url(media_type: str, address: str) -> etree._Element:
    return E.Url(type=media_type, template=f"{address}?q={{searchTerms}}")


def _description(*ways: etree._Element) -> Representation:
    made = E.OpenSearchDescription(
        E.ShortName("Back Issues"), E.Description(_("Search the archive")), E.InputEncoding("UTF-8"), *ways
    )
    body = etree.tostring(made, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return Representation(body=bytes(body), content_type=f"{MEDIA_TYPE}; charset=utf-8")
