"""What pages print round a story, in many languages: offers to subscribe, lines of date and author, credits, agencies.

Word lists, compiled once; each pattern is a fact about newspapers, not about one site.
"""

from __future__ import annotations

import functools
import re

# An offer that stands where the text breaks off: what follows is for subscribers.
_GATE = re.compile(
    r"already (?:a |an )?(?:subscriber|member|subscribed|registered)|to (?:continue|keep) reading|continue reading (?:your|this|the|with)"
    r"|(?:read|access|unlock|enjoy) (?:the )?(?:full|whole|rest of|entire|complete|this) (?:story|article|text|edition|piece)"
    r"|(?:story|article|content) is (?:for|available to|reserved for|exclusive to) (?:our )?(?:paying |premium |paid )?subscribers"
    r"|subscribe (?:now |today )?(?:to|and|for) (?:\w+ ){0,4}?(?:read|continue|access|unlock|get full|keep reading)"
    r"|subscribers? only|for subscribers only|subscribe to \S.{0,60}? to (?:access|read)|premium stories"
    r"|start your .{0,40}?(?:free )?trial|free trial|this (?:story|article) (?:is|requires)\b.{0,30}?subscri"
    r"|log ?in or subscribe|subscribe or log ?in|sign in to (?:read|continue)|try .{1,40}? (?:free|for \d)"
    # German
    r"|sie sind (?:bereits|schon) (?:abonnent|abonnentin|registriert|kunde)|bereits (?:abonnent|abonniert|kunde|registriert|abo)"
    r"|(?:weiterlesen|lesen sie weiter|jetzt (?:weiter)?lesen) mit|(?:um|zum) weiterzulesen|weiterlesen mit|ganzen artikel lesen"
    r"|(?:diesen|den ganzen|den vollständigen) artikel (?:lesen|weiterlesen|freischalten)|jetzt abonnieren|probeabo|probemonat|(?:tage|monat\w*) (?:gratis|kostenlos) (?:testen|lesen)"
    r"|abonnieren sie|exklusiv für abonnent|nur für abonnent|schon abonnent|mit (?:einem )?abo weiterlesen|kostenlos testen"
    # French
    r"|déjà (?:abonné|inscrit|un compte)|pour lire la suite|(?:lire|continuer) la (?:suite|lecture)|réservée? aux abonnés|abonnez-vous"
    r"|la suite est réservée|il vous reste .{0,30}?à lire|essai gratuit|je m'abonne|connectez-vous pour lire"
    # Spanish, Portuguese, Italian
    r"|ya (?:es|eres) suscriptor|ya estás suscrito|para (?:seguir|continuar) leyendo|suscríb(?:ete|ase)|solo para suscriptores|contenido exclusivo para suscriptores|prueba gratuita|inicia sesión para"
    r"|já (?:é|sou) assinante|para continuar (?:lendo|a ler)|assine (?:já|agora|para)|exclusivo para assinantes|teste grátis"
    r"|(?:sei|hai) già (?:abbonato|un abbonamento|registrato)|per continuare a leggere|abbonati (?:ora|a|per)|riservato agli abbonati|prova gratuita"
    # Dutch, Scandinavian
    r"|al (?:abonnee|een abonnement|lid)|verder lezen\?|lees verder met|word (?:nu )?abonnee|alleen voor abonnees|gratis proberen"
    r"|redan prenumerant|för att läsa (?:vidare|hela)|bli prenumerant|allerede (?:abonnent|abonnement)|for at læse (?:videre|hele)|for å lese (?:videre|hele|saken)|bliv abonnent|bli abonnent|prøv gratis"
    # Slavic
    r"|(?:masz|mam) już (?:prenumeratę|konto)|jesteś już (?:prenumeratorem|subskrybentem)|aby (?:czytać dalej|przeczytać cał)|tylko dla prenumeratorów|wykup (?:dostęp|subskrypcję)|zaprenumeruj"
    r"|(?:jste|už jste) (?:již |už )?předplatitel|pro (?:pokračování|přečtení)|jen pro předplatitele|předplaťte si"
    r"|уже (?:подписчик|подписаны|есть подписка)|чтобы (?:читать|прочитать) (?:дальше|полност|стать)|оформите подписку|только для подписчиков|пробн\w+ (?:период|подписк)|подпишитесь,? чтобы"
    r"|вже (?:передплатник|підписані|маєте передплату)|щоб (?:читати|прочитати) (?:далі|повн)|оформіть передплату|тільки для передплатників|пробн\w+ період"
    # Turkish, Arabic, Hindi
    r"|zaten (?:abone|üye)\w*|okumaya devam (?:et|için)|devamını okumak için|abone olun|sadece aboneler|ücretsiz dene"
    r"|مشترك بالفعل|هل أنت مشترك|لديك اشتراك|لقراءة (?:المزيد|بقية|المقال كامل|القصة)|لمتابعة القراءة|اشترك (?:الآن|في)|للمشتركين فقط|نسخة تجريبية|تجربة مجانية"
    r"|पहले से (?:ही )?(?:सदस्य|ग्राहक|सब्सक्राइबर)|पूरा (?:लेख|समाचार|पाठ)|(?:आगे|पूरी? \S+) पढ़ने के लिए|सदस्यता लें|सब्सक्राइब करें|केवल (?:सदस्यों|ग्राहकों)|निःशुल्क परीक्षण|बिना शुल्क पढ़िए"
    # Japanese, Korean, Chinese
    r"|会員限定|有料会員|有料記事|この記事は(?:有料|会員)|続きを読む(?:には|に)|続きは.{0,12}?(?:会員|購読)|残り.{0,8}?文字|すでに(?:会員|購読)|無料(?:体験|トライアル|会員)|購読(?:する|して|を申し込)|ログインして"
    r"|이미 (?:구독|회원)|(?:계속|전체|전문을?) ?읽(?:으려면|기 위해)|구독(?:하세요|하고|자 전용|하기)|무료 ?체험|로그인하(?:고|여)|유료 (?:회원|기사)"
    r"|已(?:是|经是|經是|有).{0,6}?(?:订阅|訂閱|会员|會員)|(?:订阅|訂閱)(?:以|后|後|即可|者|并|並|.{0,14}?(?:阅读|閱讀))|继续阅读|繼續閱讀|阅读全文|閱讀全文|(?:免费|免費)试?試?(?:用|读|讀)|仅限(?:订阅|会员)|僅限(?:訂閱|會員)",
    re.IGNORECASE,
)

# Invitations of any kind: newsletters, apps, following, alerts. They stand in open stories too.
_INVITATION = re.compile(
    r"chat with us|like us on|find us on|sign up (?:to|for)|subscribe to (?:our|the)|newsletter|download (?:our|the) app|follow us|join our|get .{0,40}? (?:in|to) your inbox"
    r"|melden sie sich|newsletter|folgen sie uns|inscrivez-vous|suivez-nous|recevez|síguenos|apúntate|recibe|seguici|iscriviti|siga-nos"
    r"|meld je aan|schrijf je in|registrera dig|tilmeld|meld deg på|zapisz się|obserwuj nas|odebírejte|подпишитесь|підпишіться|kaydolun|takip edin",
    re.IGNORECASE,
)

# A line that is nothing but a time, a reading time, an author, a view count.
_META_LINE = re.compile(
    r"^\W*(?:(?:published|updated|posted|last (?:modified|updated)|first published|veröffentlicht|aktualisiert|stand|publié|mis à jour"
    r"|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|publicerad|uppdaterad|opublikowano|опубликовано"
    r"|обновлено|प्रकाशित|公開|更新|입력|수정|发布|发表|نشر في)\b.{0,60}"
    r"|\d+\+? ?(?:min(?:ute)?s?|mins?|sec|hours?|hrs?|days?|weeks?|months?)\.?(?: ?(?:read|ago|to read|video))?"
    r"|\d+ ?(?:minuten?|minutes?|stunden?|tagen?|heures?|jours?|horas?|minutos?|minuti|ore|giorni|мин\w*|час\w*|dk|dakika|मिनट|分|分钟|分鐘|분|دقائق|دقيقة)(?: .{0,12})?"
    r"|(?:vor|il y a|hace|há|fa) \d+ \w+|\d+ \w+ (?:fa|atrás|назад|önce|पहले|前|전)"
    r"|[\d.,]+[km]? (?:views|comments?|shares?|kommentare?|commentaires?|comentarios|просмотр\w*))\W*$",
    re.IGNORECASE,
)


# The beginning of a line that sends the reader to another story.
_READS_ALSO = re.compile(
    r"^\W*(?:read (?:more|also|next|on)|see (?:more|also)|related|also (?:read|on|see)|more (?:on|from|about|stories)|don't miss|don’t miss"
    r"|watch|listen|recommended|further reading|in pictures|what to read next|you may also like|here's|must read|click here"
    r"|lesen sie (?:auch|dazu|mehr)|lesen sie|mehr (?:zum|dazu|lesen|auf)|siehe auch|auch interessant|weitere artikel|das könnte sie|hier geht"
    r"|lire (?:aussi|également|la suite)|à lire (?:aussi)?|a lire aussi|voir aussi|sur le même sujet|notre dossier"
    r"|lea también|leer (?:más|también)|también te puede|ver más|te puede interesar|más información|además"
    r"|leia (?:também|mais)|veja (?:também|mais)|saiba mais|leggi anche|leggi di più|vedi anche|ti potrebbe|lees (?:ook|meer)|bekijk ook"
    r"|läs (?:också|mer|även)|læs (?:også|mere)|les (?:også|mer)|czytaj (?:też|także|więcej)|zobacz (?:też|także)|čtěte (?:také|více)|přečtěte si"
    r"|читайте (?:также|ещё|еще|далее)|смотрите также|по теме|читайте (?:також|ще)|дивіться також|ayrıca (?:okuyun|bakın)|ilgili haber"
    r"|اقرأ أيضا|اقرأ المزيد|اقرأ|شاهد|यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|関連記事|あわせて読みたい|こちらも|관련 ?기사|관련기사|함께 ?보|相关(?:阅读|新闻|报道)|相關(?:新聞|報導)|延伸阅读|延伸閱讀)",
    re.IGNORECASE,
)


def reads_also(text: str) -> bool:
    """Whether a line begins like a pointer to another story ("Read also: ...")."""
    return len(text) < 400 and _READS_ALSO.match(text) is not None


@functools.lru_cache(maxsize=8192)
def is_gate(text: str) -> bool:
    """Whether a short text says that the rest is for subscribers."""
    return _calls(_GATE, text)


@functools.lru_cache(maxsize=8192)
def is_offer(text: str) -> bool:
    """Whether a short text wants the reader to subscribe, sign in or follow."""
    return _calls(_GATE, text) or _calls(_INVITATION, text)


def _calls(pattern: re.Pattern[str], text: str) -> bool:
    """A call stands at the beginning, or is all there is; further on in a paragraph the words tell a story."""
    found = pattern.search(text) if len(text) < 600 else None
    return found is not None and (len(text) < 150 or found.start() < 40)


def is_meta_line(text: str) -> bool:
    """Whether a line only tells a time, a reading time or a count."""
    return len(text) < 90 and _META_LINE.match(text) is not None
