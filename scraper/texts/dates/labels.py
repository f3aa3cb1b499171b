"""What the words beside a date say of it: that it is the day of publication, or that of a change."""

from __future__ import annotations

# Parts of words in small letters, parted by line breaks and bars; a blank before one means that a word begins so.
_CHANGED = """
updat|modif|corrected|correction| edited|revised|aktualis|aktualiz|geändert|änderung|überarbeitet|zuletzt
mis à jour|mise à jour|màj|actualis|actualiz|aggiorna|atualiz|atualis|bijgewerkt|gewijzigd|uppdater|ändrad|opdater
oppdater|endret|ændret|päivit|muokattu|zmienion|zmodyfik|upraven|změněn|zmenen|ažurir|ажурир|izmijen|измењ|frissít
módosít|güncelle|обновл|изменен|редакт|оновл|змінен|промен|ενημερ|ενημέρ|τροποπ|τροπόπ|更新|修改|編集|수정|تحديث|تعديل
بروزرسانی|روزرسانی|ویرایش|עודכן|עדכון|अपडेट|अद्यतन|संशोधित|হালনাগাদ|আপডেট|cập nhật|diperbarui|pembaruan|dikemas kini
dikemaskini|ปรับปรุง|อัปเดต|แก้ไข
"""
_PUBLISHED = """
publish|publié|publicad|publicat|publicer|publicaç|publicac|publiser|publizier|publikova|publikowa|publicēt
 posted| postado| postato| posteado|submitted| created|veröffentlicht|erschienen|erstellt|eingestellt|geschrieben
verfasst|gespeichert von|mis en ligne|mise en ligne|paru le|posté le|soumis par|créé le|enviado por|creado el|pubblica
inviato da|gepubliceerd|geplaatst|offentliggjort|udgivet|julkaist|opublikowan| dodano|utworzono|zveřejněn|vydán|vložen
zverejnen|objavljen|објављен|megjelen|közzétév|létrehozva|yayın|yayım|eklenme|giriş tarihi|oluşturulma|опубликован
публикаци|размещен|опубліков|розміщен|публикуван|δημοσιε|ανάρτη|公開|投稿|掲載|配信|发布|發布|发表|發表|发稿|刊登|입력|등록|게시|발행|승인|نشر
انتشار|منتشر|פורסם|פרסום|प्रकाशित|प्रकाशन|पब्लिश|প্রকাশ|diterbitkan|dipublikasi|diposting| tayang|disiarkan| đăng|xuất bản
เผยแพร่|โพสต์
"""


def _words(table: str) -> tuple[str, ...]:
    return tuple(word for line in table.strip("\n").split("\n") for word in line.split("|"))


_CHANGE_WORDS, _PUBLICATION_WORDS = _words(_CHANGED), _words(_PUBLISHED)


def tells_a_change(words: str) -> bool:
    """Whether words beside a date say that it is the day of a change: "Last updated", "Aktualisiert am"."""
    return any(map(f" {words.lower()}".__contains__, _CHANGE_WORDS))


def tells_publication(words: str) -> bool:
    """Whether words beside a date say that it is the day of publication: "Posted on", "veröffentlicht"."""
    return any(map(f" {words.lower()}".__contains__, _PUBLICATION_WORDS))
