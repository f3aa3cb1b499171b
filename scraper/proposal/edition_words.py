"""How the links of newspapers' sites name today's paper, the e-paper and the archive, in many languages (pure)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Literal

Target = Literal["edition", "archive"]

LONGEST = 60  # characters of a link that names where it leads; a longer one is a headline
# A sign of a script without blanks between words (Thai, Lao, Burmese, kana, Han), or of Korean, whose words are short.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_OFFER = re.compile(
    r"(?i)\b(?:subscri\w+|abo(?:s|nn\w*|nemen\w*)?|suscr[ií]\w+|assin\w+|abbona\w+|prenumer\w+|předplat\w+|predplat\w+|abone"
    r"|sign ?(?:in|up)|log ?in|anmeld\w+|regist\w+|buy|order|bestell\w*|kauf\w*|kup|comprar?|acheter|achat|shop"
    r"|advert\w*|place an? |classified\w*|ads?|demo|apps?|delivery|newsletter|gift|karriere|jobs?"
    r"|annonces?|anzeigen?|anuncios?|anúncios?|annunci|inser(?:at|zion)\w*|ilan(?:lar)?|ogłosz\w*|inzerc\w*)\b|реклам|объявлен"
    r"|подпис|купить|订阅|訂閱|购买|購読|구독"
)
_OFFER_ADDRESS = re.compile(
    r"(?i)//(?:abo|aboshop|shop|subscri\w+|login|sso|account|apps?|itunes|play|assinaturas?)\.|/(?:subscri\w+|abo(?:nn\w+)?"
    r"|suscri\w+|assin\w+|log-?in|sign-?(?:in|up)|apps?|shop|share\w*|sharer)(?:[/.?]|$)"
)
_REPLICA = re.compile(
    r"(?i)\be[-‑ .]?(?:paper|edition|avis|tidning|gazete|lehti|leht|wydanie|noviny|newspaper|koerant|akhbar|újság"
    r"|vestnik|avīze|laikraštis|časopis)|\bdigital|replica|\bkios[ckq]|\bquiosc|\bedicola|näköis|liseuse|flipbook|e-вестник"
    r"|ই-?পেপার|[ईइ]-?पेपर|ఈ-?పేపర్|இ-பேப்பர்|ഇ-പേപ്പർ|ಇ-ಪೇಪರ್|ਈ-ਪੇਪਰ|ای پیپر|อีเปเปอร์|電子版|电子版|النسخة الإلكترونية"
)
_REPLICA_ADDRESS = re.compile(
    r"(?i)//(?:e-?paper|eedition|enewspaper|digital|kios[ckq]\w*)\.|/(?:e[-_]?paper|e[-_]?edition)\b"
)
# What addresses say, whatever the language of the paper.
_ADDRESSES: Mapping[Target, re.Pattern[str]] = {
    "edition": re.compile(
        r"(?i)/(?:todays?[-_]?(?:paper|edition|newspaper)|e[-_]?paper|e[-_]?edition|print[-_](?:edition|issue|version)"
        r"|current[-_]issue|latest[-_]issue|edici?[oó]n[-_]impresa|edicion[-_]papel|edi[cç][aã]o[-_]impressa"
        r"|druckausgabe|ausgabe|zeitung|e?tidning|eavis|newspaper|this[-_]week|in[-_]edicola|tydenik|jornal"
        r"|pdf[-_]?paper)/?(?:[?#]|$)|^https?://(?:e-?paper|eedition|epaperbeta|digital|szb|enewspaper)\."
        r"|^https?://[^/]+/(?:\w\w/)?(?:print|magazine|issue|issues)/?(?:[?#]|$)"  # deeper, it prints a story
    ),
    "archive": re.compile(
        r"(?i)/(?:archives?|archiv|archivio|archief|arkiv|arkisto|arquivo|arhiva|hemeroteca|back[-_]?issues"
        r"|past[-_]?(?:issues|editions)|by[-_]date|all[-_]issues|indeks?)/?(?:[?#]|$)"
    ),
}


def names(text: str, address: str = "") -> Target | None:
    """What a link leads to, by its text or else by its address: a printed edition, an archive, or something else.

    >>> names("Today’s paper"), names("Hemeroteca"), names("Ferry runs again")
    ('edition', 'archive', None)
    """
    words = " ".join(text.casefold().split())
    if 0 < len(words) <= LONGEST:
        for target, pattern in _patterns().items():
            if pattern.search(words):
                return target
    return next((target for target, pattern in _ADDRESSES.items() if pattern.search(address)), None)


def is_offer(text: str, address: str = "") -> bool:
    """Whether a link sells the paper, takes advertisements for it or asks a reader to sign in, and does not show it."""
    return bool(_OFFER.search(text) or _OFFER_ADDRESS.search(address))


def is_replica(text: str, address: str = "") -> bool:
    """Whether a link names a replica of the printed pages: images for the most part, and no list of stories."""
    return bool(_REPLICA.search(text) or _REPLICA_ADDRESS.search(address))


@functools.cache
def _patterns() -> Mapping[Target, re.Pattern[str]]:
    tables = tomllib.loads((resources.files(__package__) / "edition_words.toml").read_text(encoding="utf-8"))
    return {target: _pattern(tables[target]) for target in ("edition", "archive")}


def _pattern(by_language: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Any of these phrases, as whole words where the script sets blanks between words."""
    phrases = sorted({phrase.casefold() for phrases in by_language.values() for phrase in phrases}, key=len)
    whole = [re.escape(phrase) for phrase in reversed(phrases) if not UNSPACED.search(phrase)]
    anywhere = [re.escape(phrase) for phrase in reversed(phrases) if UNSPACED.search(phrase)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)|{'|'.join(anywhere)}")
