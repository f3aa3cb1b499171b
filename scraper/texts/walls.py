"""How pages that stand in a story's place name themselves: walls, notices, errors, in many languages (pure).

    kind_of_title("Sign in | The Skerry Post")                 "a page to sign in"
    kind_of_title("Sign in, please: how ferries go paperless") ""
    kind_of_text("This site needs JavaScript.")                "a page that needs scripts"

A part of a title, between its separators, must be such a phrase from end to end: newspapers write about captchas, too.
What a text is about is told by the few technical words that such texts cannot do without; whether a text that has them
is a notice or a story is for ``scraper.extract`` to judge, by the rest of the page.
Add a phrase to the row of its kind, and a title to tests/texts/test_walls.py.
"""

from __future__ import annotations

import re

from scraper.reasons.words import N_

ROBOTS = N_("a check for robots")
CAPTCHA = N_("a captcha")
REFUSAL = N_("a refusal")
CONSENT = N_("a consent wall")
SCRIPTS = N_("a page that needs scripts")
SIGN_IN = N_("a page to sign in")
OFFER = N_("an offer to subscribe")
APP = N_("an offer of an app")
MAINTENANCE = N_("a notice of maintenance")
NETWORK = N_("a page of the network on the way")
MISSING = N_("a notice that the page is not there")
ERROR = N_("a server's error")
SEARCH = N_("a page of search results")
OTHER = N_("a text that is not the story's")
OF_THE_SITE = frozenset(
    {ROBOTS, CAPTCHA, REFUSAL, CONSENT, SCRIPTS, MAINTENANCE, NETWORK}
)  # those that stand before all its stories, not before some
NOTICES = frozenset({MISSING, ERROR, SEARCH, OTHER})  # those that tell nobody to do anything

_TO_GO_ON = r"(?:\W* (?:to|and|zum|um|pour|para|per|om|for|för|aby|чтобы)\b.*)?"
_WORD_FOR_ERROR = (
    "(?:http|error|fehler|erreur|erro|errore|eroare|fout|fel|feil|fejl|virhe|viga|hiba|hata|lỗi|ralat|kesalahan|błąd|chyba"
    "|napaka|greška|klaida|kļūda|ошибка|помилка|грешка|σφάλμα|エラー|错误|錯誤|오류|에러|خطأ|خطای|שגיאה|त्रुटि|ข้อผิดพลาด)"
)
_PHRASES = (
    (ROBOTS, r"just a moment|one moment,? please|please wait|attention required!?|checking your browser.*|ddos(?:-guard| protection).*"),
    (ROBOTS, r"(?:are you|you are not|robot or|i'?m not) (?:a |an )?(?:robot|human).*|pardon our interruption|robot check"),
    (ROBOTS, r"human verification|bot verification|client challenge|captcha|security (?:check|verification)"),
    (ROBOTS, r"(?:please )?(?:verify|verifying|confirm|prove)(?: that)? (?:you are|you're|your) .*|unusual traffic (?:from|detected).*"),
    (ROBOTS, r"(?:nur )?(?:einen|ein) moment(?:,? bitte)?|sind sie ein (?:roboter|mensch)|sicherheits(?:überprüfung|abfrage)"),
    (ROBOTS, r"un (?:instant|momento|moment)(?:,? (?:s'il vous plaît|por favor|per favore|prego))?|um momento.*|espere(?: un momento)?(?:,? por favor)?"),
    (ROBOTS, r"êtes-vous (?:un robot|humain).*|vérification (?:de sécurité|humaine).*|verificación de seguridad.*"),
    (ROBOTS, r"(?:¿?eres|¿?es usted) (?:un robot|humano).*|(?:você é|és) (?:um )?(?:robô|humano).*|sei un robot.*"),
    (ROBOTS, r"even geduld(?: alstublieft| a\.u\.b\.)?|ben je een robot.*|(?:ett ögonblick|et øyeblikk|et øjeblik|chwileczkę|okamžik)(?:,? (?:tack|takk|tak|prosím))?"),
    (ROBOTS, r"bir (?:dakika|saniye)(?:,? lütfen)?|(?:один момент|подождите)(?:,? пожалуйста)?|вы не робот.*|请稍候.*|人机验证.*|安全验证.*"),
    (ROBOTS, r"しばらくお待ちください.*|ロボットではありません.*|잠시만 기다.*|로봇이 아닙니다.*|لحظة(?: من فضلك)?|कृपया प्रतीक्षा करें.*"),
    (REFUSAL, r"access (?:to this page has been )?(?:denied|blocked|restricted)|(?:403 )?forbidden|request (?:rejected|blocked)"),
    (REFUSAL, r"(?:you have been |sorry,? you have been )?blocked|zugriff verweigert|accès (?:refusé|interdit)|acceso denegado"),
    (REFUSAL, r"acesso negado|accesso negato|toegang geweigerd|åtkomst nekad|ingen adgang|odmowa dostępu|přístup odepřen"),
    (REFUSAL, r"доступ (?:запрещ[её]н|ограничен)|erişim engellendi|访问被拒绝|拒绝访问|アクセスが拒否.*|접근이 거부.*|تم رفض الوصول"),
    (CONSENT, r"before you continue.*|(?:cookie )?consent|(?:your |manage )?(?:privacy|cookies?) ?(?:settings|gate|choices|consent)?"),
    (CONSENT, r"we (?:value|care about|respect) your privacy.*|your privacy(?: matters(?: to us)?| choices| settings| is important to us)?|.*privacy gate|cookie-?(?:einstellungen|wall)"),
    (CONSENT, r"(?:einwilligung|zustimmung)(?:en)?(?: erforderlich| verwalten| zu cookies)?|wir (?:schätzen|respektieren|achten) ihre privatsphäre.*|datenschutzeinstellungen"),
    (CONSENT, r"nous respectons votre vie privée.*|votre vie privée.*|consentement(?: requis| aux cookies)?|gestion des cookies|gérer (?:mes|les) cookies"),
    (CONSENT, r"valoramos (?:tu|su) privacidad.*|nos importa (?:tu|su) privacidad.*|configuración de (?:privacidad|cookies)"),
    (CONSENT, r"valorizamos a sua privacidade.*|(?:la tua privacy|rispettiamo la tua privacy|teniamo alla tua privacy).*"),
    (CONSENT, r"(?:wij|we) (?:waarderen|respecteren) (?:je|uw) privacy.*|toestemming(?: vereist| voor cookies)?|vi (?:värnar|värdesätter|respekterer) .*(?:integritet|privatliv).*"),
    (CONSENT, r"(?:cenimy|szanujemy) .*prywatność.*|zgoda .*cookies.*|vážíme si (?:vašeho )?soukromí.*|мы (?:ценим|уважаем) .*конфиденциальность"),
    (CONSENT, r"gizliliğinize .*|プライバシーの設定|クッキーの設定|隐私设置|개인정보 (?:설정|보호 설정)"),
    (SCRIPTS, r"(?:please )?(?:enable|turn on|activate) (?:javascript|cookies).*|javascript (?:is )?(?:required|disabled|needed).*"),
    (SCRIPTS, r"(?:bitte )?(?:aktivieren sie |javascript )(?:javascript|aktivieren|erforderlich).*|(?:veuillez )?activer javascript.*"),
    (SCRIPTS, r"(?:habilit[ae]|activ[ae]|ative|attiva|abilita|schakel|aktivera|aktiver|włącz|povolte|включите) .*javascript.*"),
    (SCRIPTS, r"javascript.*(?:etkinleştir|有効|활성화|启用).*|请?启用 ?javascript.*"),
    (SIGN_IN, rf"(?:please )?(?:sign|log)[ -]?in(?: or .*)?{_TO_GO_ON}|login|(?:sign|log)[ -]?in required|create (?:an|your) account.*"),
    (SIGN_IN, r"(?:you must|you need to|you have to) (?:be )?(?:sign|log)(?:ged|ned)? ?in.*|(?:register|sign up)(?: (?:now|free|(?:to|and) (?:continue|read|keep|access|view|see|unlock|get)).*)?"),
    (SIGN_IN, rf"(?:bitte )?(?:anmelden|einloggen|anmeldung|registrieren)(?: oder .*)?{_TO_GO_ON}|bitte melden sie sich an.*"),
    (SIGN_IN, rf"connexion|(?:se connecter|connectez-vous|s'identifier|identifiez-vous){_TO_GO_ON}|créer un compte.*"),
    (SIGN_IN, rf"(?:iniciar sesión|inicia sesión|inicie sesión|acceder|ingresar|identifícate|regístrate){_TO_GO_ON}"),
    (SIGN_IN, r"(?:entrar|iniciar sessão|inicie sessão|faça (?:o )?login|acesse sua conta)(?: para (?:continuar|ler|acessar).*)?"),
    (SIGN_IN, rf"(?:accedi|effettua (?:il login|l'accesso)|registrati){_TO_GO_ON}|(?:inloggen|log in|meld je aan){_TO_GO_ON}"),
    (SIGN_IN, rf"(?:logga in|logg inn|log ind){_TO_GO_ON}|(?:zaloguj się|logowanie){_TO_GO_ON}|přihlá(?:šení|sit se|ste se).*"),
    (SIGN_IN, r"вход|войти(?: в (?:аккаунт|систему|личный кабинет))?|войдите(?:,? чтобы .*)?|авторизация|увійти.*|вхід|giriş(?: yap.*)?|oturum aç.*|σύνδεση|تسجيل الدخول.*"),
    (SIGN_IN, r"ログイン(?:画面|ページ|が必要.*|してください.*)?|请?登[录入](?:账[号户]|以继续.*|后.*)?|로그인(?:이 필요.*|하세요.*| 페이지)?|(?:लॉग|साइन) ?इन(?: करें.*)?|đăng nhập.*|masuk|เข้าสู่ระบบ.*|התחברות?"),
    (OFFER, r"subscribe(?: now| today| to (?:continue|read|keep|the|us|get|unlock).*)?|subscriptions?(?: offers?| options?)?"),
    (OFFER, r"become (?:a|an) (?:\w+ )?(?:member|subscriber|supporter).*|(?:choose|select) (?:your|a) (?:plan|subscription).*"),
    (OFFER, r"(?:this (?:article|content|story) is )?(?:for|only for|reserved for|exclusive to) (?:our )?subscribers(?: only)?"),
    (OFFER, r"(?:jetzt )?(?:abonnieren|weiterlesen).*|abo(?:nnement)?s?(?:-?(?:angebote|shop))?|s'abonner.*|abonnez-vous.*"),
    (OFFER, r"abonnements?|offres? d'abonnement.*|suscríbe(?:te|se).*|suscripci(?:ón|ones)|assine(?: (?:já|agora|para) ?.*)?|assinaturas?|abbonati(?: (?:ora|subito|per) ?.*)?"),
    (OFFER, r"abbonament[oi].*|abonneer.*|word (?:abonnee|lid).*|prenumerera.*|bli (?:prenumerant|abonnent).*|kup dostęp.*"),
    (OFFER, r"prenumerata|předplatné.*|подписка|оформите подписку.*|abone ol.*|有料会員.*|购买订阅.*|구독(?:하기|신청).*|اشترك.*"),
    (APP, r"(?:get|download|install|open|continue|read)(?: reading| it| this)?(?: in| on| with)? (?:the|our) (?:.{0,30} )?app\b.*"),
    (APP, r"(?:laden sie|lade|öffnen sie|öffne|jetzt) .*\bapp\b.*|téléchargez .*appli.*|descarga .*\bapp\b.*|baixe o .*\bapp\b.*|scarica .*\bapp\b.*"),
    (APP, r"download (?:de|onze) .*app.*|ladda ner .*app.*|pobierz .*aplikacj.*|скачайте .*приложение.*|アプリで.*|下载.*app.*"),
    (SIGN_IN, r"para (?:seguir|continuar) leyendo.*(?:sesión|regístrate).*|um weiterzulesen.*(?:an|konto).*"),
    (OFFER, r"you(?:'ve| have) (?:reached|read|used) (?:your|all|the) .*(?:limit|free articles).*"),
    (OFFER, r"(?:this )?(?:article|content|story) is (?:only )?(?:available|reserved|exclusive)(?: only)? (?:to|for) (?:our )?(?:subscribers|members).*"),
    (OFFER, r"(?:dieser artikel|cet article|este artículo|questo articolo|este artigo) (?:ist|est|es|è|é) .*(?:abonnent|abonné|suscriptor|abbonat|assinante)\w*.*"),
    (CONSENT, r"cookies? (?:und|&|and|et|e|y|en) (?:datenschutz|privacy|confidentialité|privacidad|privacidade)"),
    (CONSENT, r"(?:cookies?|datenschutz|privacy|confidentialité|privacidad|privacidade) (?:und|&|and|et|e|y|en) (?:cookies?|datenschutz|privacy|confidentialité|privacidad|privacidade)"),
    (CONSENT, r"wir (?:brauchen|benötigen) ihre (?:zustimmung|einwilligung).*|ihre (?:privatsphäre|zustimmung|einwilligung)(?: ist uns wichtig.*| zu cookies.*)?"),
    (CONSENT, r"votre consentement.*|(?:le respect de )?votre vie privée (?:est|nous) .*|continuer sans accepter.*|(?:tu|su) privacidad(?: es importante.*| nos importa.*)?"),
    (CONSENT, r"a (?:sua|tua) privacidade(?: é importante.*)?|(?:informativa|avviso) sui cookie|twoja prywatność.*|vaše soukromí.*|ваша конфиденциальность.*|çerez (?:politikası|ayarları|tercihleri)"),
    (OFFER, r"you(?:'ve| have) (?:read|used|reached) (?:\d+ (?:of|/) (?:your )?\d+|(?:all|the last of) your|your last) .*(?:articles?|stor(?:y|ies)).*|(?:article|story|free article) limit reached"),
    (OFFER, r"sie haben (?:\d+ von \d+|alle|ihre) .*(?:artikel|beiträge)n? gelesen.*|vous avez (?:lu|atteint|consulté) .*(?:articles? gratuits?|limite|\d+ articles? sur \d+).*"),
    (OFFER, r"has (?:alcanzado|superado|leído) .*(?:límite|artículos gratuitos).*|(?:você|voce) (?:atingiu|leu) .*(?:limite|grátis|gratuit).*|hai (?:raggiunto|letto) .*(?:limite|articoli gratuiti).*"),
    (OFFER, r"この記事は(?:有料)?会員(?:限定|専用).*|(?:本文|此文章)(?:仅限|仅供)(?:会员|订阅).*|유료 회원 전용.*|(?:wykorzystano|wyczerpano) limit .*"),
    (REFUSAL, r"(?:this (?:content|page|article|site|service) is )?(?:currently )?(?:not available|unavailable) in your (?:region|country|location|area)|(?:451:? )?unavailable (?:for|due to) legal reasons"),
    (REFUSAL, r"(?:dieser inhalt|diese seite) ist in (?:ihrem land|ihrer region) .*|(?:ce contenu|cette page) n'est pas (?:disponible|accessible) (?:dans votre|depuis votre) (?:pays|région).*"),
    (REFUSAL, r"(?:(?:este )?contenido |conteúdo |contenuto )(?:no |não |non )(?:está )?(?:disponible|disponível|disponibile) (?:en (?:su|tu)|n[ao] seu|nel tuo) (?:país|paese|región|região).*"),
    (REFUSAL, r"(?:контент|страница|материал) недоступ\w+ в (?:вашей стране|вашем регионе).*|お住まいの地域では.*|您所在的(?:地区|国家).*"),
    (MAINTENANCE, r"(?:site |we(?:'re| are) |(?:temporarily )?)?(?:down|closed|offline) (?:for|due to) (?:scheduled |planned )?maintenance.*|(?:scheduled|site|under) maintenance|we(?:'ll| will) be (?:right )?back(?: soon| shortly)?.*"),
    (MAINTENANCE, r"(?:geplante )?wartung(?:sarbeiten|smodus)?|(?:site|page) en (?:cours de )?maintenance.*|maintenance en cours|(?:sitio |página |estamos )?en mantenimiento|(?:site |estamos )?em manutenção|(?:sito )?in manutenzione"),
    (MAINTENANCE, r"(?:на сайте )?(?:ведутся |проводятся )?технические работы|(?:ただいま|現在)?メンテナンス中.*|(?:系统|网站)维护(?:中)?.*|(?:시스템|서버) 점검.*|bakım(?: çalışması|dayız).*|przerwa techniczna|údržba"),
    (NETWORK, r"(?:welcome to|connect(?:ing)? to|sign in to|log ?in to|accept the terms to connect to) .*(?:wi-?fi|hotspot|network)|(?:network|wi-?fi|hotspot) (?:login|sign-?in|access|authentication)(?: required)?"),
    (NETWORK, r"(?:willkommen im|anmeldung (?:am|im|zum)) .*(?:wlan|hotspot|netz)|(?:bienvenue sur|connexion au) .*wi-?fi.{0,20}|(?:bienvenido al?|conectarse al?) .*wi-?fi.{0,20}|captive portal"),
    (ROBOTS, r"güvenlik (?:kontrolü|doğrulaması)|robot olmadığınızı doğrulayın.*|(?:potwierdź|udowodnij), że nie jesteś robotem.*|potvrďte, že nejste robot.*|подтвердите, что вы не робот.*"),
    (SIGN_IN, r"přihlaste se.*|prihláste sa.*|prijavite se .*|conectați-vă .*|jelentkezzen be.*"),
    (APP, r"(?:läs vidare|öppna|fortsätt|lue|avaa|læs videre|les videre|åbn|åpne) .*\bapp(?:en|issa)?"),
    (MISSING, rf"{_WORD_FOR_ERROR}?\W*(?:404|410)\W*(?:{_WORD_FOR_ERROR}|not found|gone|page not found|seite nicht gefunden|page introuvable|página no encontrada)?"),
    (MISSING, r"not found|(?:the |this |sorry,? |oops\W*)*(?:page|article|story|post|content|document|url)(?: you(?:'re| are| were)? .*)? (?:(?:was |is |could |can )?not (?:be )?found|(?:cannot|can't|couldn't) be found|does(?: not|n't) exist|(?:is )?no longer (?:exists?|available)|(?:has been |was )?(?:removed|deleted|withdrawn|unpublished))"),
    (MISSING, r"we (?:can't|cannot|could not|couldn't) find (?:that|the|this) (?:page|article|story).*|nothing (?:was )?found|nothing here"),
    (MISSING, r"(?:die |diese[r]? )?(?:seite|artikel|beitrag|inhalt)(?: wurde| konnte| ist| existiert)* (?:leider )?nicht (?:mehr )?(?:gefunden(?: werden)?|vorhanden|verfügbar)|(?:der |dieser )?(?:artikel|beitrag) (?:wurde|ist) (?:gelöscht|entfernt|nicht mehr .*)"),
    (MISSING, r"(?:diese[nrs]? |den )?(?:seite|artikel|beitrag|inhalt) gibt es (?:hier )?(?:leider )?nicht(?: \(?mehr\)?)?"),
    (MISSING, r"(?:la |cette )?page (?:est )?(?:introuvable|inexistante|non trouvée|n'existe (?:pas|plus))|(?:l'|cet )?article (?:supprimé|retiré|introuvable|n'est plus disponible|n'existe plus)|contenu (?:supprimé|indisponible)"),
    (MISSING, r"(?:la )?(?:página|noticia|nota|artículo) no (?:encontrad[ao]|existe|disponible|se encuentra|ha sido encontrada)|(?:a )?(?:página|notícia|matéria|artigo) não (?:encontrad[ao]|existe|disponível)|(?:artículo|artigo|noticia) eliminad[ao]"),
    (MISSING, r"(?:la )?pagina (?:non (?:è stata )?trovata|inesistente|niet gevonden|nu a fost găsită|negăsită)|articolo (?:rimosso|non (?:trovato|disponibile))|artikel (?:niet gevonden|verwijderd|tidak ditemukan)|deze pagina bestaat niet(?: meer)?"),
    (MISSING, r"(?:sidan|siden|artikeln|artikkelen) (?:(?:kunde|kunne|blev|ble|finns|finnes|findes|hittades)\b.*|ikke funnet|ikke fundet)|sivua ei (?:löydy|löytynyt)|síða fannst ekki|lehekülge ei leitud|lapa nav atrasta|puslapis nerastas"),
    (MISSING, r"(?:nie znaleziono|brak) (?:strony|artykułu)|strona nie (?:istnieje|została znaleziona)|(?:stránka|článek) (?:nenalezena?|nebyla? nalezena?|neexistuje|nenájdená)|(?:az )?oldal nem található|stranica nije pronađena|stran ne obstaja"),
    (MISSING, r"(?:страница|материал|статья|сторінк[ау]|страницата|страница) (?:не (?:найден[ао]?|існує|знайдено|существует|е намерена)|удал[её]н[ао]?)|(?:сторінку|статтю) не знайдено|(?:η )?σελίδα δεν (?:βρέθηκε|υπάρχει)|sayfa (?:bulunamadı|mevcut değil)"),
    (MISSING, r"(?:الصفحة|المقال) غير (?:موجودة?|متوفرة?)|لم يتم العثور على الصفحة|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|(?:ה?דף|העמוד) לא נמצא|(?:पेज|पृष्ठ) नहीं मिला|পৃষ্ঠাটি? পাওয়া যায়নি|ไม่พบหน้า.*"),
    (MISSING, r"halaman tidak ditemukan|(?:không tìm thấy trang|trang không tồn tại).*|(?:お探しの)?(?:ページ|記事)(?:が|は)(?:見つかりません.*|存在しません.*|削除され.*)|(?:(?:页面|頁面|文章|内容)(?:不存在|未找到|已(?:被)?(?:删除|刪除))|找不到(?:页面|頁面|网页|網頁)).*|(?:페이지|기사)를? ?찾을 수 없습니다.*|(?:삭제된|존재하지 않는) (?:기사|페이지).*"),
    (ERROR, rf"(?:{_WORD_FOR_ERROR}\W*)?5\d\d\W*(?:{_WORD_FOR_ERROR}|(?:internal )?server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)?|(?:internal )?server error|bad gateway|gateway time-?out|service (?:is )?(?:temporarily )?(?:unavailable|not available)"),
    (ERROR, r"(?:temporarily|currently) unavailable|error establishing a database connection|database error|an error (?:has )?occurred|something went wrong|(?:application|runtime|fatal|unexpected) error|too many requests"),
    (ERROR, r"(?:(?:dieser )?dienst|service|servicio|serviço|servizio) (?:ist |est )?(?:vorübergehend |derzeit |temporairement |temporalmente |temporariamente |temporaneamente )(?:nicht (?:verfügbar|erreichbar)|indisponible|no disponible|indisponível|non disponibile)"),
    (ERROR, r"(?:interner )?serverfehler|erreur (?:interne du )?serveur|error (?:interno )?del servidor|erro (?:interno )?do servidor|errore (?:interno )?del server|(?:внутренняя )?ошибка сервера|сервис временно недоступен|(?:サーバー?エラー|サービス(?:は)?(?:一時的に)?利用できません).*|服务器(?:内部)?错误|서버 오류|sunucu hatası|خطأ في الخادم"),
    (SEARCH, r"search results?(?: (?:for|of)\b.*)?|you searched for\b.*|results? for .*|suchergebnisse?(?: (?:für|zu)\b.*)?|résultats? de (?:la |votre )?recherche.*|resultados? de (?:la |tu )?búsqueda.*|resultados? da (?:busca|pesquisa).*"),
    (SEARCH, r"risultati della ricerca.*|zoekresultaten.*|sök ?resultat.*|søke?resultat(?:er)?.*|søgeresultater.*|haku ?tulokset.*|wyniki wyszukiwania.*|výsledky (?:vy)?hled[aá]v[aá]n[ií].*|keresési eredmények.*|rezultatele căutării.*"),
    (SEARCH, r"результаты поиска.*|результати пошуку.*|arama sonuçları.*|نتائج البحث.*|نتایج جستجو.*|תוצאות חיפוש.*|खोज परिणाम.*|(?:.{0,20}の)?検索結果.*|(?:搜索|搜尋|检索)(?:结果|結果).*|검색 ?결과.*|hasil pencarian.*|kết quả tìm kiếm.*|ผลการค้นหา.*"),
)  # fmt: skip
_EXCLAMATION = r"(?:(?:o+ps|oups|ups|opss|ho+p+la|huch|uf|vaya|sorry|oh no|oh nein)\b\W+)?"
_KINDS = tuple((kind, re.compile(rf"\W*{_EXCLAMATION}(?:{phrases})\W*", re.IGNORECASE)) for kind, phrases in _PHRASES)
_SEPARATORS = re.compile(r"\s+[|·•–—:»\-]\s+|\s*[|｜]\s*")
_LONGEST = 140  # characters of a title

# Words that a notice of its kind cannot do without: technical ones, which hardly differ from language to language.
_TOPICS = (
    (SCRIPTS, r"java ?script|джаваскрипт|ad-?block\w{0,6}|werbeblocker|(?:bloqueurs?|bloqueador(?:es)?) (?:de )?(?:publicité|anuncios|publicidade)|блокировщик\w{0,6} рекламы|広告ブロック|广告(?:拦截|屏蔽)|광고 차단"),
    (SCRIPTS, r"\bbrowsers?\b|\bbrowser\w{1,4}\b|navegador|navigateur|przeglądark|prohlížeč|prehliadač|браузер|ブラウザ|浏览器|瀏覽器|브라우저|tarayıcı|متصفح|مرورگر|דפדפן|ब्राउज़र|ব্রাউজার|trình duyệt|peramban|προγράμματα? περιήγησης|\bselai(?:n|me)|böngésző|webbläsare|nettleser|เบราว์เซอร์"),
    (CONSENT, r"\bcookies?\b|\bcookie\w{1,12}|cookie[- ]|файл\w{0,6} cookie|\bкуки\b|クッキー|쿠키|ملفات تعريف الارتباط|çerez|kolačić|evästei|sīkdat|slapuk|küpsise|informasjonskaps|ciasteczk|\bsütik|คุกกี้|עוגיות|कुकी|কুকি|隐私政策|個人情報保護"),
    (CONSENT, r"privacy (?:policy|notice|settings|choices)|datenschutz(?:erklärung|hinweis\w{0,6}|einstellungen)|politique de confidentialité|política de (?:privacidad|privacidade|cookies)|informativa (?:sulla privacy|estesa)|\bgdpr\b|\bdsgvo\b|\brgpd\b"),
    (ROBOTS, r"captcha|\b(?:not|no|un|einen?|um|een|en|et|nie|ei) ro?bots?\b|\bare (?:a )?human|unusual (?:traffic|activity)|не робот|ロボット(?:では|か)|机器人(?:验证|检查)|로봇이 아"),
    (SCRIPTS, r"^(?:\w{1,20} )?(?:loading|lädt|wird geladen|chargement|cargando|carregando|caricamento|laden|laddar|laster|indlæser|ladataan|ładowanie|načítá\w{0,6}|загрузка|завантаження|yükleniyor|読み込み中|加载中|載入中|로딩|جار[يٍ]? التحميل|memuat|đang tải)(?: \w{1,20}){0,6}\W{0,9}$"),
)  # fmt: skip
# "You", "we" and "please": who tells a reader what to do says them, and a report of the same things hardly.
_TO_READER = re.compile(
    r"\b(?:you|yours?|we|our|us|please|sie|ihre?[nmrs]?|wir|unsere?[nmrs]?|bitte|vous|votre|vos|nous|notre|nos|veuillez|usted|tus?|sus?|"
    r"nosotros|nuestr[oa]s?|você|seus?|suas?|nós|noss[oa]s?|tuo|tua|tuoi|vostr[oaie]|noi|nostr[oaie]|favore?|je|jouw|uw|wij|onze|"
    r"du|dig|din|ditt|vi|vår[at]?|vores|våre|twoj\w{1,3}|twój|nasz\w{0,3}|proszę|váš|vaš\w{1,3}|vaše|naše|prosím|"
    r"вы|вас|вам|ваш\w{0,3}|мы|наш\w{0,3}|пожалуйста|ви|будь ласка|σας|μας|lütfen|biz|siz\w{0,4}|sitemiz\w{0,4})\b"
    r"|[a-zşğç](?:iniz|ınız|inizi|ınızı)\b|てください|ご利用|お使い|当サイト|您|你|我们|我們|请|請|하세요|십시오|귀하|저희|يرجى|متصفحك|אנא|שלך|कृपया|আপনার|anda|bạn|โปรด|คุณ|لطفا",
    re.IGNORECASE,
)  # fmt: skip
_TOPIC_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _TOPICS)


def kind_of_title(title: str) -> str:
    """What a page is that is titled so, such as "a page to sign in"; "" where the title is no wall's."""
    title = " ".join(title.replace("’", "'").split())[:_LONGEST]
    for part in (title, *_SEPARATORS.split(title)):
        for kind, pattern in _KINDS:
            if part and pattern.fullmatch(part):
                return kind
    return ""


def kind_of_text(text: str) -> str:
    """What a text is about that has the words of a notice, such as "a consent wall"; "" where it has none of them."""
    return next((kind for kind, pattern in _TOPIC_PATTERNS if pattern.search(text)), "")


def speaks_to_reader(text: str) -> bool:
    """Whether a text says "you", "we" or "please" in one of many languages, as notices do."""
    return _TO_READER.search(text) is not None
