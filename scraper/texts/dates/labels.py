"""What the words beside a date say of it: that it is the day of publication, or that of a change."""

from __future__ import annotations

import re

_CHANGED = re.compile(
    r"updat|modif|correct(?:ed|ion)|\bedited\b|revised|aktuali[sz]|geändert|änderung|überarbeitet|zuletzt"
    r"|mis à jour|màj|actuali[sz]|aggiorna|atuali[sz]|bijgewerkt|gewijzigd|uppdater|ändrad|opdater|oppdater"
    r"|endret|ændret|päivit|muokattu|zmienion|zmodyfik|upraven|změněn|zmenen|ažurir|ажурир|izmijen|измењ"
    r"|frissít|módosít|güncelle|обновл|изменен|редакт|оновл|змінен|промен|ενημ[εέ]ρ|τροπ[οό]π|更新|修改|編集|수정|تحديث"
    r"|تعديل|بروزرسانی|روزرسانی|ویرایش|עודכן|עדכון|अपडेट|अद्यतन|संशोधित|হালনাগাদ|আপডেট|cập nhật|diperbarui"
    r"|pembaruan|dikemas ?kini|ปรับปรุง|อัปเดต|แก้ไข",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\bpubli(?:sh|é|c(?:ad|at|er|aç|ac)|sert|zier|ko(?:va|wa))|\bpost(?:ed|ado|ato|eado)\b|\bsubmitted\b"
    r"|\bcreated\b|veröffentlicht|erschienen|erstellt|eingestellt|geschrieben|verfasst|gespeichert von"
    r"|mise? en ligne|\bparu|\bposté|soumis par|\bcréé|enviado por|\bcreado|pubblica|inviato da|gepubliceerd"
    r"|geplaatst|offentliggjort|udgivet|julkaist|opublikowan|\bdodano|utworzono|zveřejněn|vydán|vložen"
    r"|zverejnen|objavljen|објављен|megjelen|közzétév|létrehozva|yayın|yayım|eklenme|giriş tarihi|oluşturulma"
    r"|опубликован|публикаци|размещен|опубліков|розміщен|публикуван|δημοσιε|ανάρτη|公開|投稿|掲載|配信|发布|發布|发表|發表|发稿"
    r"|刊登|입력|등록|게시|발행|승인|نشر|انتشار|منتشر|פורסם|פרסום|प्रकाशित|प्रकाशन|पब्लिश|প্রকাশ|diterbitkan|dipublikasi"
    r"|diposting|\btayang|disiarkan|\bđăng|xuất bản|เผยแพร่|โพสต์",
    re.IGNORECASE,
)


def tells_a_change(words: str) -> bool:
    """Whether words beside a date say that it is the day of a change: "Last updated", "Aktualisiert am"."""
    return _CHANGED.search(words) is not None


def tells_publication(words: str) -> bool:
    """Whether words beside a date say that it is the day of publication: "Posted on", "veröffentlicht"."""
    return _PUBLISHED.search(words) is not None
