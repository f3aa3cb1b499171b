"""What a server, a broken disk or an attacker can send in place of a story page, and real pages damaged at random."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping

HEADLINE = "<h1>A headline of some words</h1>"


def _body(inside: str) -> str:
    return f"<html><body>{HEADLINE}{inside}</body></html>"


def _json(text: str) -> str:
    return _body(f'<script type="application/ld+json">{text}</script>')


def _noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def _png() -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + _noise(2_000_000) + b"IEND\xaeB`\x82"


def _pdf() -> bytes:
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>stream\n" + zlib.compress(_noise(2_000_000)) + b"%%EOF"
    )


# What is no page at all, by its first bytes: nothing may be read out of it.
NO_PAGES: Mapping[str, Callable[[], str | bytes]] = {
    "PNG": _png,
    "PDF": _pdf,
    "JPEG": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + _noise(500_000),
    "GIF": lambda: b"GIF89a" + _noise(500_000),
    "ZIP": lambda: b"PK\x03\x04" + _noise(500_000),
    "gzip": lambda: b"\x1f\x8b\x08" + _noise(500_000),
    "PDF with words": lambda: b"%PDF-1.4\n" + b"<h1>A headline of words</h1><p>And a text, of some words.</p>" * 50,
}

_TAGS = (
    "div b a span font p li ul ol dl table td article section header footer main aside nav blockquote figure form"
    " button svg math template select option textarea noscript iframe title style script h1 h2 em picture object x-y"
    " label details center frameset head body html amp-img video map"
).split()

HOSTILE: dict[str, Callable[[], str | bytes]] = {
    "empty": lambda: "",
    "no bytes": lambda: b"",
    "blank": lambda: " \n ",
    "10 MB of blanks": lambda: " " * 10_000_000,
    "10 MB of line ends": lambda: _body("<p>" + "\r\n" * 5_000_000),
    "binary": lambda: bytes(range(256)) * 800,
    "10 MB of every byte": lambda: bytes(range(256)) * 40_000,
    "10 MB of noise": lambda: _noise(10_000_000),
    "10 MB of offers behind signs": lambda: _body("".join(f"<p>{n}{'（' * 135}会員登録</p>" for n in range(20_000))),
    "10 MB of one byte": lambda: b"\xe4" * 10_000_000,
    "10 MB of two bytes": lambda: b"\x82\xa0" * 5_000_000,
    "10 MB of noise in letters": lambda: _noise(10_000_000).translate(bytes(range(128, 256)) * 2),
    "zeros": lambda: b"\x00" * 10_000_000,
    "zeros between": lambda: (_body("<p>word word word, and a word.</p>" * 100_000)).encode("utf-16-le"),
    "10 MB of paragraphs": lambda: _body("<p>word word word. " * 560_000),
    "10 MB of long paragraphs": lambda: _body("<p>" + ("word word, word. " * 60 + "</p><p>") * 10_000),
    "10 MB of text": lambda: _body("word word, word. " * 620_000),
    "10 MB of capitals": lambda: _body("WORD Word Word " * 660_000),
    "10 MB of Chinese": lambda: _body("<p>" + "的一是不了人在有我，他这個。" * 240_000),
    "10 MB of script": lambda: _body("<script>" + "var a=1;" * 1_250_000 + "</script>"),
    "10 MB of small scripts": lambda: _body("<script>var a=1;</script>" * 400_000),
    "10 MB of style": lambda: _body("<style>" + "a{b:c}" * 1_700_000 + "</style>"),
    "10 MB of script never closed": lambda: _body("<script>" + "var a=1;" * 1_250_000),
    "10 MB of comments": lambda: _body("<!-- a -->" * 1_000_000),
    "10 MB of attribute": lambda: _body("<p title='" + "word " * 2_000_000 + "'>text</p>"),
    "10 MB of description": lambda: f"<meta name=description content='{'word, word. ' * 830_000}'>" + _body("<p>text"),
    "10 MB of title": lambda: f"<title>{'word - word | ' * 700_000}</title>" + _body("<p>text"),
    "10 MB of headline": lambda: f"<h1>{'word - word | ' * 700_000}</h1>" + _body("<p>text"),
    "10 MB of byline": lambda: _body("<p class=byline>" + "By Ida Brun, " * 750_000 + "</p><p>text"),
    "10 MB of JSON": lambda: '{"a":[' + '{"headline":"word","b":1},' * 380_000 + "0]}",
    "10 MB of XML": lambda: "<?xml version='1.0'?><rss>" + "<item><title>Word of words</title></item>" * 250_000,
    "10 MB of end tags": lambda: _body("</p>" * 2_500_000),
    "10 MB of line breaks": lambda: _body("word<br>" * 1_250_000),
    "10 MB of pictures": lambda: _body("<figure><img src=a.jpg alt=b></figure>" * 260_000),
    "JSON for a page": lambda: '{"headline": "A headline", "body": "<p>A text of words.</p>"}',
    "a list for a page": lambda: "[" * 1_000_000,
    "ampersands": lambda: _body("<p>" + "&amp;" * 1_000_000),
    "ampersands alone": lambda: _body("<p>" + "&" * 2_000_000),
    "entities": lambda: _body("<p>" + "&#x110000;&bogus;&notin;&#0;" * 200_000),
    "entities in attribute": lambda: _body("<a href='" + "&amp;" * 1_000_000 + "'>x</a>"),
    "entities in JSON-LD": lambda: _json('{"@type":"NewsArticle","articleBody":"' + "&amp;lt;" * 500_000 + '"}'),
    "nested b": lambda: "<b>" * 100_000 + "x" + "</b>" * 100_000,
    "crossed b and i": lambda: "<b><i>x</b>" * 100_000,
    "crossed links": lambda: "<a href=/x><b>x<p>" * 60_000,
    "crossed fonts": lambda: "".join(f"<font color={n}><p>x</font>" for n in range(60_000)),
    "different fonts": lambda: "".join(f"<font color={n}>" for n in range(100_000)) + "x",
    "mixed": lambda: "<div><b><a href=/x><table><tr><td><ul><li><font>text " * 15_000,
    "mixed and closed": lambda: "<div><b><ul><li>" * 30_000 + "x" + "</li></ul></b></div>" * 30_000,
    "misnested tables": lambda: "<table><b>x<tr><i>y" * 30_000,
    "text before rows": lambda: "<table>" + "<tr>text" * 100_000,
    "nested lists": lambda: "<ul><li>text " * 50_000,
    "nested tables": lambda: "<table><tr><td>text " * 30_000,
    "nested articles": lambda: "<article><header><footer>" * 30_000,
    "nested 500, many times": lambda: ("<div>" * 500 + "x" + "</div>" * 500) * 100,
    "nested 500 b, many times": lambda: ("<b>" * 500 + "x<p>" + "</b>" * 500) * 100,
    "nested 500 links": lambda: ("<div>" * 500 + "<a href=/x>A headline of words</a>" * 100 + "</div>" * 500) * 10,
    "nested 550, many related links": lambda: (
        "<div>" * 550 + "".join(f"<div><a href=/s/{n}>A headline of words {n}</a></div>" for n in range(10_000))
    ),
    "ladder": lambda: "".join(f"<div><a href=/s/{n}>A headline of words {n}</a>" for n in range(550)) * 10,
    "headers round headlines": lambda: "<header><h1>A headline<a href=/x>b</a></h1></header>" * 5_000,
    "footers": lambda: _body("<div><footer>A <a href=/x>link to x</a></footer></div>" * 8_000),
    "nested headers": lambda: "<header>" * 500 + "<a href=/x>A link of x</a>" * 10_000,
    "headlines": lambda: "<h1>A headline of some words</h1>" * 15_000,
    "other headlines": lambda: "".join(f"<h1>A headline of word {n}</h1><p>a text" for n in range(10_000)),
    "subheads": lambda: _body("".join(f"<h2>A headline of word {n}</h2><p>a text, of words." for n in range(10_000))),
    "nested JSON-LD": lambda: _json("[" * 200_000),
    "nested JSON-LD, closed": lambda: _json("[" * 200_000 + "]" * 200_000),
    "nested objects": lambda: _json('{"@graph":' * 100_000 + "1" + "}" * 100_000),
    "nested 900 objects": lambda: _json('{"@graph":[{"a":1},' * 400 + "1" + "]}" * 400),
    "broken JSON-LD": lambda: _json('{"a":' + "'x' : '" * 100_000),
    "JSON-LD of blanks": lambda: _json('{"a":1' + " " * 1_000_000 + "x"),
    "JSON-LD of blank lines": lambda: _json('{"a":1' + "\n" * 1_000_000 + "x"),
    "robots of blanks": lambda: "<meta name=robots content='a" + " " * 1_000_000 + "x'>" + _body("<p>text"),
    "JSON-LD of quotes": lambda: _json('"' * 2_000_000),
    "JSON-LD of backslashes": lambda: _json('{"a":"' + "\\" * 2_000_001),
    "JSON-LD of commas": lambda: _json("{" + "," * 2_000_000 + "}"),
    "JSON-LD with line ends": lambda: _json('{"@type":"NewsArticle","headline":"' + "a\n" * 500_000 + '"}'),
    "JSON-LD of a long number": lambda: _json('{"a":' + "9" * 1_000_000 + "}"),
    "JSON-LD of many articles": lambda: _json(
        '{"@graph":[' + ",".join('{"@type":"NewsArticle","headline":"Word"}' for _ in range(50_000)) + "]}"
    ),
    "JSON-LD of many authors": lambda: _json(
        '{"@type":"NewsArticle","author":[' + ",".join(f'{{"name":"Ida Brun{n}"}}' for n in range(50_000)) + "]}"
    ),
    "JSON-LD of many pictures": lambda: _json(
        '{"@type":"NewsArticle","image":[' + ",".join(f'"https://a.example/{n}.jpg"' for n in range(50_000)) + "]}"
    ),
    "JSON-LD of many topics": lambda: _json(
        '{"@type":"NewsArticle","keywords":"' + ", ".join(f"topic {n}" for n in range(100_000)) + '"}'
    ),
    "JSON-LD of a long text": lambda: _json(
        '{"@type":"NewsArticle","headline":"Word of words","articleBody":"' + "A text of some words. " * 200_000 + '"}'
    ),
    "JSON-LD, never ending": lambda: _body('<script type="application/ld+json">' + '{"a":"' * 500_000),
    "many JSON-LD": lambda: _body('<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 15_000),
    "many broken JSON-LD": lambda: _body('<script type="application/ld+json">{"a":[}</script>' * 15_000),
    "embedded JSON": lambda: _body("<script>printInformation " + "a={" * 200_000 + "</script>"),
    "open strings": lambda: _body('<script>printPublicationDate "' + '\\"' * 300_000 + "</script>"),
    "embedded state": lambda: _body("<script>window.__STATE__={" + '"printDate":"x",' * 200_000 + "</script>"),
    "embedded names": lambda: _body("<script>" + "printPublicationDate " * 200_000 + "</script>"),
    "escaped state": lambda: _body(
        '<script>self.__next_f.push([1,"' + '\\"printPage\\":\\"7\\",' * 200_000 + "</script>"
    ),
    "statements": lambda: _body("<p>This story is from the December 07, 2024 edition of The Lantern.</p>" * 10_000),
    "words of statements": lambda: _body("<p>" + "this story is from the edition of the issue page " * 30_000 + "</p>"),
    "statements in one line": lambda: _body("<p>" + "from the December 07, 2024 edition of The Lantern, " * 30_000),
    "print editions": lambda: _body("<p>" + "A version of this article appears in print on December 7, " * 30_000),
    "Japanese statements": lambda: _body("<p>" + "2024年12月7日 朝刊 第7版 " * 60_000),
    "German statements": lambda: _body("<p>" + "Aus der Ausgabe vom 7. Dezember 2024, Seite 3, " * 30_000),
    "dates": lambda: _body("<p>" + "7 December 2024, " * 40_000 + "</p>"),
    "lines of dates": lambda: _body("<p>7 December 2024, 10:30</p>" * 20_000),
    "times": lambda: _body("<time datetime=2024-12-07T10:00:00Z>7 December</time>" * 20_000),
    "broken times": lambda: _body("<time datetime=2024-99-99T>7 Dec 99</time>" * 20_000),
    "digits": lambda: _body("<p>" + "1" * 2_000_000),
    "digits apart": lambda: _body("<p>" + "12.11.10 " * 200_000),
    "Roman numbers": lambda: _body("<p>" + "MDCCLXXIV. " * 150_000),
    "offers": lambda: _body("<p>Already a subscriber? Sign in</p>" * 10_000),
    "related links": lambda: _body(
        "".join(f"<li><a href='/s/{n}'>A headline with words {n}</a></li>" for n in range(15_000))
    ),
    "bare related links": lambda: _body(
        "".join(f"<a href='/s/{n}'>A headline of some words {n}</a>" for n in range(15_000))
    ),
    "related links of one address": lambda: _body("<li><a href='/s/1'>A headline of some words</a></li>" * 15_000),
    "related links of one headline": lambda: _body(
        "".join(f"<li><a href='/{n}'>One headline of words</a>" for n in range(9_999))
    ),
    "cards": lambda: _body(
        "".join(
            f"<div class=card><a href=/s/{n}><img src=a{n}.jpg></a><h3><a href=/s/{n}>A headline of {n}</a></h3>"
            "<p>And some words that say what is told there, at length.</p></div>"
            for n in range(4_000)
        )
    ),
    "cards apart": lambda: _body(
        "".join(f"<div><h3><a href=/s/{n}>A headline of {n}</a></h3></div><p>" + "word " * 30 for n in range(6_000))
    ),
    "cards without headline": lambda: _body(
        "".join(f"<div><h3>A headline of {n}</h3><a href=/s/{n}>Read</a></div>" for n in range(8_000))
    ),
    "rows of cards": lambda: _body(
        ("<div>" + "".join(f"<p><a href=/s/{n}>A headline of words {n}</a></p>" for n in range(3)) + "</div>") * 4_000
    ),
    "bullets": lambda: _body("".join(f"• <a href=/s/{n}>A headline of some words {n}</a><br>" for n in range(12_000))),
    "links in one paragraph": lambda: _body("<p>" + "word <a href=/s/1>word word word word</a> " * 15_000),
    "one link round all": lambda: _body("<a href=/s/1>" + "<p>A text of some words, and more.</p>" * 20_000 + "</a>"),
    "links never closed": lambda: _body("".join(f"<a href=/s/{n}>A headline of words {n} " for n in range(20_000))),
    "boxes": lambda: _body("<div class=related><h3>More</h3><p>word word word</p></div>" * 10_000),
    "bylines": lambda: _body("<p class=byline>By Ida Brun and Per Holm</p>" * 10_000),
    "names": lambda: _body("<p class=author>" + "Ida Brun, " * 100_000),
    "links to authors": lambda: _body("<a rel=author href=/author/ida>Ida Brun</a>" * 20_000),
    "authors in meta": lambda: "<meta name=author content='Ida Brun, Per Holm and Ann Lee'>" * 20_000 + _body("text"),
    "meta": lambda: "<meta property=og:title content='A headline - The Lantern'>" * 50_000 + _body("text"),
    "other meta": lambda: "".join(f"<meta name=a{n} content='{n}'>" for n in range(50_000)) + _body("text"),
    "microdata": lambda: _body("<div itemscope itemtype=http://schema.org/NewsArticle><p itemprop=name>x" * 10_000),
    "flat microdata": lambda: _body(
        "<div itemscope itemtype=https://schema.org/NewsArticle>" + "<p itemprop=articleBody>word word</p>" * 20_000
    ),
    "RDFa": lambda: _body("<div typeof=Article vocab=http://schema.org/><p property=headline>x</p></div>" * 15_000),
    "srcset": lambda: _body("<figure><img srcset='" + "a.jpg 1w, " * 200_000 + "'></figure>"),
    "srcset of a long number": lambda: _body("<figure><img srcset='a.jpg " + "9" * 100_000 + "w'></figure>"),
    "pictures": lambda: _body("".join(f"<figure><img src=/{n}.jpg><figcaption>A view" for n in range(15_000))),
    "captions": lambda: _body("<figure><img src=/a.jpg>" + "<figcaption>A view of it</figcaption>" * 15_000),
    "long caption": lambda: _body("<figure><img src=/a.jpg><figcaption>" + "Photo: Ida Brun / " * 100_000),
    "comments never closed": lambda: "<!--" * 500_000,
    "comments in a story": lambda: _body("<p>word <!-- x --> word</p>" * 50_000),
    "CDATA": lambda: _body("<![CDATA[" * 300_000),
    "instructions": lambda: _body("<?php " * 300_000),
    "doctypes": lambda: "<!doctype html>" * 200_000,
    "brackets": lambda: "<" * 2_000_000,
    "closing brackets": lambda: ">" * 2_000_000,
    "brackets of end tags": lambda: "</" * 1_000_000,
    "brackets and letters": lambda: "<a" * 1_000_000,
    "brackets in comments": lambda: _body("<!--" + "<" * 2_000_000),
    "quotes": lambda: "<p a='" * 300_000,
    "styles never closed": lambda: _body("<style>" * 500_000),
    "scripts never closed": lambda: _body("<script>" * 500_000),
    "drawings never closed": lambda: _body("<svg>" * 400_000),
    "soft hyphens": lambda: _body("<p>" + "\u00ad" * 1_000_000 + "</p>"),
    "combining marks": lambda: _body("<p>a" + "\u0301" * 1_000_000 + "</p>"),
    "combining marks in the headline": lambda: "<h1>a" + "\u0301\u0327" * 300_000 + "</h1><p>text",
    "directions": lambda: _body("<p>" + "\u202e\u200f\u200b\ufeff" * 300_000 + "</p>"),
    "ligatures": lambda: _body("<p>" + "\ufdfa" * 500_000 + "</p>"),
    "emoji": lambda: _body("<p>" + "\U0001f600 " * 500_000 + "</p>"),
    "hard blanks": lambda: _body("<p>word" + "\xa0" * 1_000_000 + "word</p>"),
    "long words": lambda: _body("<p>" + "word" * 500_000 + "</p>"),
    "single letters": lambda: _body("<p>" + "a " * 700_000 + "</p>"),
    "full stops": lambda: _body("<p>" + ". " * 700_000 + "</p>"),
    "hyphens": lambda: _body("<p>" + "- – — | / : " * 100_000 + "</p>"),
    "quotation marks": lambda: _body("<p>" + "“" * 1_000_000 + "</p>"),
    "brackets of text": lambda: _body("<p>" + "((((" * 300_000 + "</p>"),
    "addresses": lambda: _body("<p>" + "ida@lantern.example " * 80_000 + "</p>"),
    "at signs": lambda: _body("<p>" + "@a" * 600_000 + "</p>"),
    "attributes": lambda: "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
    "attributes without values": lambda: "<div " + " ".join(f"a{n}" for n in range(100_000)) + ">x",
    "attributes in lines": lambda: "<div\n" + "\n".join(f"a{n}" for n in range(100_000)) + ">x",
    "attributes with brackets": lambda: "<div " + " ".join(f"a{n}='>'" for n in range(100_000)) + ">x",
    "attributes by slashes": lambda: "<div/" + "/".join(f"a{n}" for n in range(100_000)) + ">x",
    "attributes in quotes": lambda: "<div " + " ".join(f"a{n}='<'" for n in range(100_000)) + ">x",
    "attributes of many": lambda: _body(("<p " + " ".join(f"a{n}=1" for n in range(900)) + ">x</p>") * 600),
    "attributes of the root": lambda: "".join(f"<html a{n}=1>" for n in range(100_000)),
    "attributes of the body": lambda: "".join(f"<body a{n}=1>" for n in range(100_000)),
    "classes": lambda: _body("<p class='" + "related-story teaser " * 100_000 + "'>x</p>"),
    "long classes": lambda: _body(f"<p class={'related-' * 1_500}>word</p>" * 500),
    "other classes": lambda: _body("".join(f"<p class='a{n} b{n}'>A text of words.</p>" for n in range(30_000))),
    "other tags": lambda: _body("".join(f"<x-{n}>A text of words.</x-{n}>" for n in range(30_000))),
    "attributes with end tags": lambda: "<div " + " ".join(f"a{n}='</b'" for n in range(100_000)) + ">x",
    "attributes with comments": lambda: "<div " + " ".join(f"a{n}='<!--'" for n in range(100_000)) + ">x",
    "attributes of the root, again": lambda: "".join(f"<html a{n}=1></p>" for n in range(100_000)),
    "thousands of attributes": lambda: ("<p " + " ".join(f"a{n}" for n in range(2_500)) + ">x</p>") * 800,
    "hundreds of attributes": lambda: ("<p " + " ".join(f"a{n}" for n in range(140)) + ">x</p>") * 16_000,
    "ends of other tags": lambda: "<div></a>" * 100_000,
    "two kinds of lists": lambda: "<dd><li><p>" * 100_000,
    "two kinds of lists, less deep": lambda: "<dd><li>word of words" * 3_900,
    "sources of pictures": lambda: _body("<p>word word</p><picture><source srcset=a><img src=a.jpg></picture>" * 9_000),
    "a long tag": lambda: "<" + "a" * 2_000_000 + ">x",
    "hidden": lambda: _body("<p style='" + "color:red;" * 200_000 + "display:none'>x</p>"),
    "bases": lambda: "<base href='//[x'>" * 20_000 + _body("<a href=y>A headline of some words</a>"),
    "long addresses": lambda: _body(f"<a href='/{'a/../' * 4_000}'>A headline of words</a>" * 300),
    "one long address": lambda: _body(f"<a href='/{'a/../' * 400_000}'>A headline of words</a>"),
    "long languages": lambda: f"<html lang={'en-' * 500_000}>" + _body("text"),
    "template": lambda: _body("<template>" + "<p>word word word</p>" * 50_000 + "</template>"),
    "forms": lambda: _body("<form><input><select><option>x</select></form>" * 20_000),
    "options": lambda: _body("<select>" + "<option>word" * 50_000),
    "frames": lambda: "<frameset>" * 50_000 + "<frame src=a>" * 50_000,
    "old pages": lambda: _body("<center><font size=2>word word word, word.<br><br>" * 20_000),
    "preformatted": lambda: _body("<pre>" + "word word word, and words.\n" * 60_000),
    "lone surrogate": lambda: "<p>a\ud800b</p>",
    "lone surrogates": lambda: _body("<p>" + "\ud800a\udfff" * 500_000 + "</p>"),
    "last signs": lambda: _body("<p>" + "\uffff\ufffe\U0010ffff\x01" * 300_000 + "</p>"),
    "half a sign": lambda: _body("<p>" + "ä" * 500_000).encode()[:-1],
    "broken UTF-8": lambda: _body("<p>" + "ä ö ü ").encode() + b"\xc3 \xff\xfe word " * 500_000,
    "UTF-7": lambda: "<meta charset=utf-7><p>+AGE-+2AA-" + "+2D/-" * 100_000,
    "punycode": lambda: b"<meta charset=punycode><p>" + b"\xe4-abc" * 50_000,
    "IDNA": lambda: b"<meta charset=idna><p>" + b"\xe4-abc." * 50_000,
    "unicode escapes": lambda: b"<meta charset=unicode_escape><p>\\ud800 \xe4\\x" + b"\\u12" * 50_000,
    "no charset": lambda: b"<meta charset=undefined><p>\xe4",
    "charset of bytes": lambda: b"<meta charset=base64><p>\xe4" + b"<meta charset=rot13>",
    "many charsets": lambda: b"".join(b"<meta charset=cp%d>" % n for n in range(1250, 1259)) * 40 + b"\xe4" * 100_000,
    "ISO-2022-JP": lambda: b"<p>\x1b$B" + b"$3$s" * 500_000 + b"\x1b(B</p>",
    "ISO-2022-JP broken": lambda: b"<p>" + b"\x1b$B\x1b(B\xff" * 300_000,
    "marks of order": lambda: b"\xff\xfe" * 1_000_000,
    "mark of order and one byte": lambda: b"\xff\xfe<",
    "UTF-32": lambda: _body("<p>word word word</p>").encode("utf-32"),
    "UTF-32 without its mark": lambda: _body("<p>word word word</p>").encode("utf-32-le"),
    "UTF-32 broken": lambda: b"\xff\xfe\x00\x00" + _noise(1_000_000),
}
HOSTILE |= {
    f"100,000 nested {tag}": lambda tag=tag: f"<{tag}>" * 100_000 + "x"  # type: ignore[misc]
    for tag in _TAGS
}
HOSTILE |= {
    f"100,000 {tag} with text": lambda tag=tag: _body(f"<{tag}>A text of words.</{tag}>" * 100_000)  # type: ignore[misc]
    for tag in ("div", "b", "span", "p", "li", "table", "h2", "button", "option", "textarea", "template")
}
HOSTILE |= NO_PAGES

# Charset -> a sentence that can be written in it, as newspapers of the time did.
CHARSETS: Mapping[str, str] = {
    "cp1250": "Żółta łódź stała przy nabrzeżu, bo nikt nie mógł znaleźć klucza.",
    "cp1251": "Ночной паром стоял у причала до рассвета, потому что никто не нашёл ключа.",
    "cp1252": "Die Fähre lag früh am Kai, weil niemand den Schlüssel für die große Maschine fand.",
    "cp1253": "Το νυχτερινό πλοίο έμεινε στην αποβάθρα ως την αυγή.",
    "cp1254": "Gece vapuru şafağa kadar rıhtımda kaldı, çünkü anahtarı kimse bulamadı.",
    "cp1255": "מעבורת הלילה עמדה ברציף עד השחר כי איש לא מצא את המפתח.",
    "cp1256": "بقيت العبارة الليلية عند الرصيف حتى الفجر لأن أحدا لم يجد المفتاح.",
    "cp1257": "Naktinis keltas stovėjo prie krantinės, nes niekas nerado rakto į mašinų skyrių.",
    "cp1258": "Chuyên phà đêm năm o bên cang đên sáng vì không ai tìm thây chìa khóa.",
    "iso8859_1": "Le bac de nuit est resté à quai jusqu’au matin, la clé étant égarée.".replace("’", "'"),
    "iso8859_2": "Noční přívoz stál u mola do úsvitu, protože nikdo nenašel klíč.",
    "iso8859_3": "La nokta pramo staris ĉe la kajo ĝis la tagiĝo.",
    "iso8859_4": "Naktinis keltas stovėjo prie krantinės iki aušros.",
    "iso8859_5": "Ночной паром стоял у причала до рассвета.",
    "iso8859_6": "بقيت العبارة الليلية عند الرصيف حتى الفجر.",
    "iso8859_7": "Το νυχτερινό πλοίο έμεινε στην αποβάθρα ως την αυγή.",
    "iso8859_8": "מעבורת הלילה עמדה ברציף עד השחר.",
    "iso8859_9": "Gece vapuru şafağa kadar rıhtımda kaldı.",
    "iso8859_10": "Nattfärjan låg vid kajen till gryningen, för ingen fann nyckeln.",
    "iso8859_13": "Nakts prāmis stāvēja pie piestātnes līdz rītausmai.",
    "iso8859_14": "Bu fear a bhí ann ar an gcé go maidin, gan eochair.",
    "iso8859_15": "Yölautta seisoi laiturissa aamuun asti, koska avainta ei löytynyt.",
    "iso8859_16": "Bacul de noapte a stat la chei până în zori, fiindcă nimeni n-a găsit cheia.",
    "koi8_r": "Ночной паром стоял у причала до рассвета.",
    "koi8_u": "Нічний пором стояв біля причалу до світанку.",
    "cp866": "Ночной паром стоял у причала до рассвета.",
    "mac_cyrillic": "Ночной паром стоял у причала до рассвета.",
    "mac_roman": "Die Fähre lag früh am Kai, bis der Schlüssel gefunden war.",
    "cp437": "Die Fähre lag früh am Kai.",
    "cp850": "Die Fähre lag früh am Kai.",
    "cp874": "เรือข้ามฟากตอนกลางคืนจอดอยู่ที่ท่าเรือจนรุ่งเช้า",
    "tis_620": "เรือข้ามฟากตอนกลางคืนจอดอยู่ที่ท่าเรือจนรุ่งเช้า",
    "cp932": "夜の渡し船は、鍵が見つからないため夜明けまで岸壁にとまっていた。",
    "shift_jis": "夜の渡し船は、鍵が見つからないため夜明けまで岸壁にとまっていた。",
    "euc_jp": "夜の渡し船は、鍵が見つからないため夜明けまで岸壁にとまっていた。",
    "iso2022_jp": "夜の渡し船は、鍵が見つからないため夜明けまで岸壁にとまっていた。",
    "euc_kr": "밤 나룻배는 아무도 열쇠를 찾지 못해 새벽까지 부두에 있었다.",
    "cp949": "밤 나룻배는 아무도 열쇠를 찾지 못해 새벽까지 부두에 있었다.",
    "iso2022_kr": "밤 나룻배는 아무도 열쇠를 찾지 못해 새벽까지 부두에 있었다.",
    "johab": "밤 나룻배는 아무도 열쇠를 찾지 못해 새벽까지 부두에 있었다.",
    "gb2312": "夜班渡船在码头停到天亮，因为没有人找到钥匙。",
    "gbk": "夜班渡船在码头停到天亮，因为没有人找到钥匙。",
    "gb18030": "夜班渡船在码头停到天亮，因为没有人找到钥匙。",
    "hz": "夜班渡船在码头停到天亮，因为没有人找到钥匙。",
    "big5": "夜班渡船在碼頭停到天亮，因為沒有人找到鑰匙。",
    "big5hkscs": "夜班渡船在碼頭停到天亮，因為沒有人找到鑰匙。",
    "utf-16": "The night ferry lay at the quay until dawn.",
    "utf-16-le": "The night ferry lay at the quay until dawn.",
    "utf-16-be": "The night ferry lay at the quay until dawn.",
    "utf-32": "The night ferry lay at the quay until dawn.",
    "utf-7": "Die Fähre lag früh am Kai.",
    "utf-8-sig": "Die Fähre lag früh am Kai.",
}


# What no browser reads either (WHATWG, Encoding Standard), where the sentence cannot be written whole (cp1258), or whose
# languages, Esperanto and Maltese, are none of those that the reader tells charsets by (iso8859_3).
UNREADABLE = {"iso2022_kr", "hz", "utf-7", "cp1258", "iso8859_3"}
# Undeclared, these bytes are as likely another charset's.
UNTOLD = UNREADABLE | {"iso8859_4", "iso8859_9", "iso8859_13", "cp437", "cp850", "johab"}


def in_charset(name: str, *, declared: bool, times: int = 40) -> bytes:
    """A page whose headline is the sentence of a charset, and whose paragraphs are that with a number each."""
    label = f"<meta charset={name.replace('_', '-')}>" if declared else ""
    sentence = CHARSETS[name]
    html = f"<html><head>{label}<title>{sentence}</title></head><body><h1>{sentence}</h1>"
    paragraphs = "".join(f"<p>{paragraph_in_charset(name, number)}</p>\n" for number in range(1, times + 1))
    return (html + paragraphs + "</body></html>").encode(name, "replace")


def paragraph_in_charset(name: str, number: int) -> str:
    """One of the paragraphs of such a page."""
    return f"({number}) {CHARSETS[name]} {CHARSETS[name]}"


_MARKUP = re.compile(rb"<[^>]*>")


def damaged(page: bytes, chance: random.Random) -> bytes:
    """A page as a broken line or disk leaves it: cut off, with bytes flipped, tags lost, doubled or swapped."""
    page = bytes(page)
    for _ in range(chance.randint(1, 3)):
        page = chance.choice(DAMAGES)(page, chance)
    return page


def _cut_off(page: bytes, chance: random.Random) -> bytes:
    return page[: chance.randint(0, len(page))]


def _begun_late(page: bytes, chance: random.Random) -> bytes:
    return page[chance.randint(0, len(page)) :]


def _flipped(page: bytes, chance: random.Random) -> bytes:
    changed = bytearray(page)
    for _ in range(chance.choice((1, 20, 400)) if page else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _lost(page: bytes, chance: random.Random) -> bytes:
    share = chance.choice((0.002, 0.05, 0.5))
    return _MARKUP.sub(lambda tag: b"" if chance.random() < share else tag[0], page)


def _no_ends(page: bytes, chance: random.Random) -> bytes:
    share = chance.choice((0.05, 0.5, 1))
    return re.sub(rb"</[^>]*>", lambda tag: b"" if chance.random() < share else tag[0], page)


def _doubled(page: bytes, chance: random.Random) -> bytes:
    share = chance.choice((0.01, 0.3, 1))
    return _MARKUP.sub(lambda tag: tag[0] * 2 if chance.random() < share else tag[0], page)


def _swapped(page: bytes, chance: random.Random) -> bytes:
    tags = _MARKUP.findall(page)
    share = chance.choice((0.01, 0.3, 1))
    return _MARKUP.sub(lambda tag: chance.choice(tags) if chance.random() < share else tag[0], page)


def _repeated(page: bytes, chance: random.Random) -> bytes:
    if not page:
        return page
    start = chance.randrange(len(page))
    piece = page[start : start + chance.choice((10, 1_000, 20_000))]
    return page[:start] + piece * (min(500_000, 20 * len(page)) // len(piece)) + page[start:]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut_off,
    _begun_late,
    _flipped,
    _lost,
    _no_ends,
    _doubled,
    _swapped,
    _repeated,
)
