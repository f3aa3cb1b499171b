"""Home pages of fictional newspapers, as their sites make them in many languages; only the page itself is at hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from scraper.items import Page

SAVED = dt.datetime(2026, 3, 8, 9, tzinfo=dt.UTC)  # a day after they were shown
HEADLINES = {
    "en": "Harbour tolls to rise again in spring",
    "de": "Hafengebühren steigen im Frühjahr schon wieder",
    "es": "El puerto sube las tasas por tercera vez este año",
    "fr": "Les droits du port augmentent encore une fois",
    "it": "Aumentano ancora i dazi del porto vecchio",
    "pt": "Tarifas do porto sobem outra vez neste ano",
    "pl": "Opłaty portowe znów wzrosną na wiosnę",
    "sv": "Hamnavgiften höjs ännu en gång till våren",
    "tr": "Liman ücretleri bu baharda yine artıyor",
    "el": "Αυξάνονται πάλι τα τέλη του λιμανιού",
    "ru": "Портовые сборы весной снова вырастут",
    "ar": "رسوم الميناء ترتفع مجددا في الربيع المقبل",
    "fa": "عوارض بندر در بهار دوباره بالا می‌رود",
    "hi": "बंदरगाह शुल्क वसंत में फिर से बढ़ेगा",
    "bn": "বন্দরের মাশুল বসন্তে আবার বাড়ছে এবার",
    "th": "ค่าธรรมเนียมท่าเรือขึ้นอีกในฤดูใบไม้ผลิ",
    "zh": "港口收费今春再度上调引发热议",
    "ja": "港の使用料、春に再び値上げへ動く",
    "ko": "항만 이용료 올봄에 다시 오른다",
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A home page, and what its file should say: the keys of the first index, or the platform's file."""

    url: str
    language: str  # of its headlines
    links: str = ""
    head: str = ""
    tag: str | None = None  # <html lang>; None: the language itself
    body: str = ""
    first: dict[str, Any] = field(default_factory=dict)
    extends: str = ""

    def page(self) -> Page:
        tag = self.language if self.tag is None else self.tag
        headline = HEADLINES[self.language]
        cards = "".join(
            f'<article class="teaser"><h2><a href="/a/{n}0{n}-harbour-tolls-{n}.html">{headline} {n}</a></h2></article>'
            for n in range(1, 9)
        )
        lang = f' lang="{tag}"' if tag else ""
        title = "<title>The Paper of Here</title>" if "<title>" not in self.head else ""
        html = (
            f'<!doctype html><html{lang}><head><meta charset="utf-8">{title}{self.head}</head><body><nav>{self.links}</nav>'
            f"{self.body}<main>{cards}</main></body></html>"
        )
        return Page(url=self.url, body=html.encode(), content_type="text/html; charset=utf-8", fetched=SAVED)


def link(address: str, text: str) -> str:
    return f'<a href="{address}">{text}</a>'


def days(template: str) -> str:
    """A calendar of the first week of March."""
    return "".join(f"<td>{link(template.format(day=day), str(day))}</td>" for day in range(1, 8))


MADE = {
    "print edition of the day, and a shop for it": Made(
        url="https://www.diariodelcabo.example/",
        language="es",
        links=link("/suscripcion/edicion-impresa/", "Suscríbete a la edición impresa")
        + link("/edicion-impresa/2026/03/07/", "Edición impresa"),
        first={"url": "https://www.diariodelcabo.example/edicion-impresa/{date:%Y/%m/%d}/"},
    ),
    "the day's edition before an e-paper elsewhere": Made(
        url="https://www.deichblatt.example/",
        language="de",
        links=link("https://epaper.deichblatt.example/", "E-Paper") + link("/ausgabe/2026-03-07", "Ausgabe von heute"),
        first={"url": "https://www.deichblatt.example/ausgabe/{date:%Y-%m-%d}"},
    ),
    "no language tag, a Founder paper": Made(
        url="http://www.haiwan.example/",
        language="zh",
        tag="",
        links=link("http://epaper.haiwan.example/hwrb/html/2026-03/07/node_1.htm", "数字报"),
        extends="platforms/founder",
    ),
    "a Founder paper in a frame": Made(
        url="http://paper.jiangwan.example/",
        language="zh",
        body='<iframe src="html/202603/07/node_2.htm"></iframe>',
        extends="platforms/founder",
    ),
    "GetAllpages": Made(
        url="https://www.tatsandesh.example/",
        language="hi",
        links=link("https://epaper.tatsandesh.example/Home/MIndex", "ई-पेपर"),
        extends="platforms/getallpages",
    ),
    "Naver": Made(
        url="https://www.haeanilbo.example/",
        language="ko",
        links=link("https://media.naver.com/press/999/newspaper", "지면보기"),
        extends="platforms/naver-newspaper",
    ),
    "pages of its own, and a channel on Naver": Made(
        url="https://www.haeanilbo.example/",
        language="ko",
        links=link("https://media.naver.com/press/999", "네이버 구독") + link("/paper?date=20260307", "지면보기"),
        first={"url": "https://www.haeanilbo.example/paper?date={date:%Y%m%d}"},
    ),
    "morning paper": Made(
        url="https://www.isohama.example/",
        language="ja",
        links=link("/shimen/20260307/", "朝刊") + link("/shimen/20260306ev/", "夕刊"),
        first={"url": "https://www.isohama.example/shimen/{date:%Y%m%d}/"},
    ),
    "newest number, without a day": Made(
        url="https://www.bereg.example/",
        language="ru",
        tag="",
        links=link("/nomer/", "Свежий номер"),
        first={"latest": "https://www.bereg.example/nomer/"},
    ),
    "newest issue by its number, which is another one tomorrow": Made(
        url="https://www.glosbrzegu.example/",
        language="pl",
        links=link("/wydanie/12345", "Bieżący numer"),
        first={
            "fetch": [
                {
                    "latest": "https://www.glosbrzegu.example/",
                    "each": "xpath://a[normalize-space(.) = 'Bieżący numer']",
                    "pick": "first",
                    "let": {"issue_url": "::attr(href)"},
                },
                {"url": "{issue_url}"},
            ]
        },
    ),
    "a choice of days, and a link without one": Made(
        url="https://www.folhadocais.example/",
        language="pt",
        links=link("/impresso/", "Edição Impressa"),
        body="<select><option value='/impresso/2026-03-07/'>7</option><option value='/impresso/2026-03-06/'>6</option></select>",
        first={
            "url": "https://www.folhadocais.example/impresso/{date:%Y-%m-%d}/",
            "latest": "https://www.folhadocais.example/impresso/",
        },
    ),
    "a calendar with names of months": Made(
        url="https://www.gazzettadelgolfo.example/",
        language="it",
        body=f"<table><tr>{days('/edizione/2026/marzo/{day}')}</tr></table>",
        first={"url": "https://www.gazzettadelgolfo.example/edizione/{date:%Y/%B/%-d@it}"},
    ),
    "relative to <base>": Made(
        url="https://www.northgazette.example/",
        language="en",
        head='<base href="https://www.northgazette.example/web/">',
        links=link("print/2026-03-07/", "Print edition"),
        first={"url": "https://www.northgazette.example/web/print/{date:%Y-%m-%d}/"},
    ),
    "a campaign in the address": Made(
        url="https://www.eaststar.example/",
        language="en",
        links=link("/todays-paper?utm_source=nav", "Today's Paper"),
        first={"latest": "https://www.eaststar.example/todays-paper"},
    ),
    "by the Persian calendar": Made(
        url="https://www.sahel.example/",
        language="fa",
        links=link("/1404/12/16/", "روزنامه امروز"),
        first={"url": "https://www.sahel.example/{date:%Y/%m/%d@persian}/"},
    ),
    "day before month": Made(
        url="https://www.akti.example/",
        language="el",
        links=link("/fyllo/07-03-2026", "Έντυπη έκδοση"),
        first={"url": "https://www.akti.example/fyllo/{date:%d-%m-%Y}"},
    ),
    "without leading zeros": Made(
        url="https://www.almanara.example/",
        language="ar",
        links=link("/pdf/2026/3/7", "النسخة الورقية"),
        first={"url": "https://www.almanara.example/pdf/{date:%Y/%-m/%-d}"},
    ),
    "in parameters of a query": Made(
        url="https://www.kust.example/",
        language="sv",
        links=link("/tidning?year=2026&amp;month=03&amp;day=07", "Dagens tidning"),
        first={"url": "https://www.kust.example/tidning?{date:year=%Y&month=%m&day=%d}"},
    ),
    "only a replica, on another host": Made(
        url="https://www.nodirkhobor.example/",
        language="bn",
        links=link("https://epaper.nodirkhobor.example/", "ই-পেপার"),
        first={"latest": "https://www.nodirkhobor.example/"},
    ),
    "only page images elsewhere": Made(
        url="https://www.hillside.example/",
        language="en",
        links=link("https://hillside.newsmemory.com/", "E-Edition") + link("https://issuu.com/hillside", "Our paper"),
        first={"latest": "https://www.hillside.example/"},
    ),
    "a host with an umlaut": Made(
        url="https://www.küstenbote.example/",
        language="de",
        links="",
        first={"latest": "https://www.küstenbote.example/"},
    ),
    "Thai": Made(
        url="https://www.chaihat.example/",
        language="th",
        links=link("/newspaper/07-03-2569", "ฉบับวันนี้"),
        first={"url": "https://www.chaihat.example/newspaper/{date:%d-%m-%Y@buddhist}"},
    ),
    "printing a story is no print edition": Made(
        url="https://www.lecourrier.example/",
        language="fr",
        links=link("/2026/le-port/print/", "Imprimer") + link("/petites-annonces/journal", "Annonce dans le journal"),
        first={"latest": "https://www.lecourrier.example/"},
    ),
    "drawn by a script, its links too": Made(
        url="https://www.kiyi.example/",
        language="tr",
        body='<script type="application/json" id="__NEXT_DATA__">{"menu":[{"title":"Bugünkü Gazete","url":"/gazete/07.03.2026"}]}</script>',
        first={"url": "https://www.kiyi.example/gazete/{date:%d.%m.%Y}"},
    ),
}
