"""The texts of a story as they are compared: what makes another version of it, and what does not. Pure.

White space makes none, nor how a letter is composed, nor a line that counts (views, comments, minutes to read, hours
since): such a line is other words at every fetch, and the story is the same.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST_COUNTER = 60  # characters of a line that counts
_WORDS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # soft hyphens, joiners, marks of direction
# Words that a line which counts has in it, one of them at least ...
_COUNTED = """
    views view pageviews reads comments comment shares shared likes claps reactions replies retweets ago
    aufrufe aufruf gelesen kommentare kommentar geteilt lesezeit vor
    vues vue commentaires commentaire partages lectures lecture lu
    lecturas vistas visitas comentarios comentario compartidos leído lectura hace
    visualizzazioni letture commenti commento condivisioni lettura fa
    visualizações leituras comentários compartilhamentos leitura há
    weergaven gelezen reacties geleden leestijd
    wyświetleń odsłon komentarzy komentarze temu czytania
    просмотров просмотры просмотра прочитали комментариев комментарии комментария назад
    переглядів перегляди коментарів коментарі тому
    visningar visninger kommentarer delningar delinger sedan siden läsning lästid lesetid læsetid
    görüntülenme okunma yorum paylaşım önce
    مشاهدة مشاهدات تعليق تعليقات مشاركة منذ قراءة
    浏览 浏览次数 浏览量 阅读 阅读量 阅读数 评论 分享 点赞 分钟前 小时前 天前 瀏覽 瀏覽人次 閱讀 評論 留言 分鐘前 小時前
    閲覧 閲覧数 コメント ツイート シェア いいね 分前 時間前 日前
    조회 조회수 댓글 공유 추천 분전 시간전 전
    व्यूज़ टिप्पणियाँ पहले शेयर dilihat dibaca komentar lalu lượt bình luận trước προβολές σχόλια πριν צפיות תגובות לפני
"""
# ... and others that it may have beside.
_BESIDE = """
    read min mins minute minutes hour hours hr hrs h day days second seconds sec updated published posted last times
    time of in to listen this article k m
    mal minuten min stunden stunde std tagen tag aktualisiert veröffentlicht zuletzt
    fois temps de il y a heures heure minutes minute jours jour mis mise à jour publié
    veces horas hora minutos min días tiempo actualizado
    ore ora minuti minuto giorni tempo di aggiornato
    minutos dias tempo atualizado publicado keer uur dagen bijgewerkt godzin minut dni
    часа часов час минут минуты дней дня раз обновлено годин хвилин днів
    timmar minuter dagar timer dage dager uppdaterad oppdatert opdateret saat dakika gün güncellendi
    دقيقة دقائق ساعة ساعات يوم أيام 次 人 人次 件 回 건 회 분 시간 मिनट घंटे kali menit jam hari yang xem giờ phút ngày
    ώρες λεπτά ώρα דקות שעות
"""
COUNTED, BESIDE = frozenset(_COUNTED.split()), frozenset(_BESIDE.split())


def hash_of(*texts: str) -> str:
    """The hash by which texts of a story are compared, field by field: headline, standfirst, byline, body."""
    text = "\x1f".join(map(comparable, texts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def comparable(text: str) -> str:
    """A text without what makes no other version of it.

    >>> comparable("1,234 views\\n\\nThe ferry  sails.\\n\\n12 comments")
    'The ferry sails.'
    """
    if _DIGIT.search(text):
        text = "\n\n".join(line for line in text.split("\n\n") if not counts(line))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return re.sub(r"\s+", " ", text).strip()


def counts(line: str) -> bool:
    """Whether a line of a text tells how often it was seen, or how long ago it is, and nothing else.

    >>> [counts(line) for line in ("Updated 3 hours ago", "vor 5 Minuten", "12 people came", "3 hours")]
    [True, True, False, False]
    """
    if len(line) > LONGEST_COUNTER or not _DIGIT.search(line):
        return False
    words = [word.casefold() for word in _WORDS.findall(line)]
    return not COUNTED.isdisjoint(words) and all(word in COUNTED or word in BESIDE for word in words)
