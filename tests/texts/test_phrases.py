"""What pages print around a story, one row for each kind of phrase and language, and news that only sounds so."""

from __future__ import annotations

import pytest

from scraper.texts import phrases as wording

GATES = [
    "This article is for subscribers only.",
    "Unlock this story",
    "Unlock the full story with a digital subscription",
    "Already a subscriber? Sign in",
    "To continue reading, start your free trial",
    "Subscribe to read the full article",
    "You have reached your limit of free articles",
    "Try the Lantern free for 30 days",
    "Try the Lantern for £1 a month",
    "You need to subscribe to read this story",
    "Sign in to continue",
    "Dieser Artikel ist nur für Abonnenten",
    "Jetzt weiterlesen",
    "Jetzt weiterlesen mit dem Probeabo",
    "Sie sind bereits Abonnent? Anmelden",
    "Diesen Artikel weiterlesen",
    "Um diesen Artikel weiterzulesen, melden Sie sich an",
    "Vous avez lu 20 % de cet article",
    "Il vous reste 80 % de cet article à lire",
    "Cet article est réservé aux abonnés",
    "Déjà abonné ? Connectez-vous",
    "Este contenido es exclusivo para suscriptores",
    "Para seguir leyendo, suscríbase",
    "¿Ya eres suscriptor?",
    "Assine para ler",
    "Conteúdo exclusivo para assinantes",
    "Já é assinante? Entre",
    "Contenuto riservato agli abbonati",
    "Per continuare a leggere abbonati",
    "Sei già abbonato? Accedi",
    "Toegang voor abonnees",
    "Lees verder met een abonnement",
    "Dit artikel is alleen voor abonnees",
    "Läs vidare med Lyktan Plus",
    "Den här artikeln är för prenumeranter",
    "Redan prenumerant? Logga in",
    "Denne artikel er for abonnenter",
    "Allerede abonnent? Log ind",
    "Denne saken er for abonnenter",
    "For å lese videre må du ha abonnement",
    "Tämä artikkeli on tilaajille",
    "Oletko jo tilaaja? Kirjaudu",
    "Czytaj dalej po zalogowaniu",
    "Masz już prenumeratę? Zaloguj się",
    "Tento článek je jen pro předplatitele",
    "Už jste předplatitel?",
    "Tento článok je len pre predplatiteľov",
    "Ez a cikk csak előfizetőknek érhető el",
    "Már előfizető? Jelentkezzen be",
    "Acest articol este disponibil doar pentru abonați",
    "Ești deja abonat?",
    "Тази статия е само за абонати",
    "Вече сте абонат?",
    "Αποκλειστικά για συνδρομητές",
    "Είστε ήδη συνδρομητής;",
    "Samo za pretplatnike",
    "Već ste pretplatnik?",
    "Само за претплатнике",
    "Bu içerik sadece abonelere özeldir",
    "Zaten abone misiniz?",
    "Статья доступна только подписчикам",
    "Чтобы читать дальше, оформите подписку",
    "Уже есть подписка?",
    "Матеріал доступний передплатникам",
    "Щоб читати далі, оформіть передплату",
    "هذا المقال للمشتركين",
    "لقراءة المقال كاملا",
    "هل أنت مشترك؟",
    "הכתבה זמינה למנויים בלבד",
    "להמשך קריאה",
    "برای ادامه مطالعه وارد شوید",
    "यह लेख केवल सदस्यों के लिए है",
    "पूरी खबर पढ़ने के लिए",
    "लेख सदस्यों के लिए",
    "এই প্রতিবেদনটি শুধু গ্রাহকদের জন্য",
    "தொடர்ந்து படிக்க சந்தா செலுத்துங்கள்",
    "పూర్తి కథనం చదవడానికి",
    "この記事は有料会員限定です",
    "続きは有料会員限定です。",
    "残り1200文字",
    "이 기사는 유료회원만 볼 수 있습니다",
    "계속 읽으려면 로그인하세요",
    "本文为付费内容",
    "訂閱後繼續閱讀",
    "仅限会员",
    "เนื้อหานี้สำหรับสมาชิกเท่านั้น",
    "Artikel ini khusus untuk pelanggan",
    "Để đọc tiếp, vui lòng đăng nhập",
]
INVITATIONS = [
    "Sign up for our morning letter",
    "Sign up to the Lantern newsletter",
    "Subscribe to our newsletter",
    "The Lantern's newsletter",
    "Newsletter",
    "Download our app",
    "Join our WhatsApp channel",
    "Follow us on Facebook and Instagram",
    "Follow the Lantern on WhatsApp",
    "Get the day's stories in your inbox",
    "Melden Sie sich für unseren Newsletter an",
    "Folgen Sie uns auf Facebook",
    "Jetzt zum Newsletter anmelden",
    "Inscrivez-vous à notre lettre du soir",
    "Suivez-nous sur Facebook",
    "Síguenos en Facebook",
    "Recibe cada mañana el boletín",
    "Siga-nos no Instagram",
    "Entre no canal do Farol no WhatsApp",
    "Seguici su Facebook",
    "Iscriviti alla newsletter",
    "Meld je aan voor de nieuwsbrief",
    "Volg ons op Instagram",
    "Följ oss på Facebook",
    "Anmäl dig till vårt nyhetsbrev",
    "Tilmeld dig vores nyhedsbrev",
    "Meld deg på vårt nyhetsbrev",
    "Tilaa uutiskirje",
    "Zapisz się na newsletter",
    "Obserwuj nas w Google",
    "Sledujte nás na Facebooku",
    "Sledujte nás na Instagrame",
    "Iratkozzon fel hírlevelünkre",
    "Urmărește-ne pe Facebook",
    "Последвайте ни във Facebook",
    "Ακολουθήστε μας στο Google News",
    "Pratite nas na Viberu",
    "Bizi sosyal medyada takip edin",
    "Подпишитесь на наш канал",
    "Підпишіться на наш канал",
    "تابعونا على فيسبوك",
    "انضم إلى قناتنا على واتساب",
    "עקבו אחרינו בפייסבוק",
    "ما را در تلگرام دنبال کنید",
    "हमारे व्हाट्सएप चैनल से जुड़ें",
    "আমাদের ফেসবুক পেজ ফলো করুন",
    "எங்களை ட்விட்டரில் பின்தொடருங்கள்",
    "మా వాట్సాప్ ఛానల్ ఫాలో అవ్వండి",
    "アプリをダウンロード",
    "뉴스레터 구독 신청",
    "关注我们的微信公众号",
    "ติดตามเราได้ที่เฟซบุ๊ก",
    "Ikuti kami di Instagram",
    "Theo dõi chúng tôi trên Facebook",
]
NOTICES = [
    "All rights reserved.",
    "Copyright 2024 The Lantern",
    "The views expressed are the author's own.",
    "This story was originally published in the Wick Observer.",
    "We use cookies to improve our pages.",
    "Alle Rechte vorbehalten.",
    "Wir verwenden Cookies",
    "Tous droits réservés",
    "Todos los derechos reservados",
    "Todos os direitos reservados",
    "Tutti i diritti riservati",
    "Alle rechten voorbehouden",
    "Vi använder cookies",
    "Vi bruger cookies",
    "Vi bruker informasjonskapsler",
    "Käytämme evästeitä",
    "Wszelkie prawa zastrzeżone",
    "Všechna práva vyhrazena",
    "Všetky práva vyhradené",
    "Minden jog fenntartva",
    "Toate drepturile rezervate",
    "Всички права запазени",
    "Χρησιμοποιούμε cookies",
    "Sva prava zadržana",
    "Tüm hakları saklıdır",
    "Все права защищены",
    "Усі права захищені",
    "جميع الحقوق محفوظة",
    "כל הזכויות שמורות",
    "تمام حقوق محفوظ است",
    "सर्वाधिकार सुरक्षित",
    "সর্বস্বত্ব সংরক্ষিত",
    "無断転載を禁じます",
    "무단전재 및 재배포 금지",
    "版权所有 灯笼报",
    "สงวนลิขสิทธิ์",
    "Hak cipta dilindungi undang-undang",
    "Bản quyền thuộc báo Đèn Lồng",
]
NEWS = [
    "He tried to subscribe to read the article, the court heard",
    "The minister told subscribers only on Friday that the paper would close.",
    "Farmers sign up for flood scheme",
    "The council wants more people to join our neighbours in saving water",
    "The thieves sent a newsletter with a false address to three hundred readers, the court heard",
    "The app was downloaded by thousands of people before it was taken down",
    "Police said that drivers who follow the coast road should turn back",
    "Her free trial ended in March, and she went on paying for two years",
    "She read the full text of the letter aloud and left the room",
    "Cookies and tea were served in the old boathouse after the race",
    "Der Verlag verlor im Herbst viele Abonnenten, weil der Preis stieg",
    "Die Richterin ließ ihn nicht weiterlesen und schloss die Akte",
    "Le journal a perdu la moitié de ses abonnés en deux ans",
    "Miami recibe cada año a miles de pescadores del norte",
    "O jornal perdeu metade dos seus assinantes no inverno",
    "Il giornale ha perso metà degli abbonati in due anni",
    "De krant verloor vorig jaar veel abonnees aan de overkant",
    "Tidningen förlorade många prenumeranter under hösten",
    "Avisen mistede mange abonnenter i efteråret",
    "Avisa mistet mange abonnenter i høst",
    "Lehti menetti syksyllä monta tilaajaa",
    "Gazeta straciła jesienią wielu prenumeratorów",
    "Noviny přišly na podzim o mnoho předplatitelů",
    "Noviny prišli na jeseň o mnoho predplatiteľov",
    "A lap ősszel sok előfizetőt veszített",
    "Ziarul a pierdut mulți abonați în toamnă",
    "Вестникът загуби много абонати през есента",
    "Η εφημερίδα έχασε πολλούς συνδρομητές το φθινόπωρο",
    "Novine su jesenas izgubile mnogo pretplatnika",
    "Gazete sonbaharda birçok abonesini kaybetti",
    "Газета потеряла осенью многих подписчиков",
    "Газета втратила восени багатьох передплатників",
    "خسرت الصحيفة كثيرا من المشتركين في الخريف",
    "העיתון איבד מנויים רבים בסתיו",
    "روزنامه در پاییز مشترکان زیادی را از دست داد",
    "अखबार ने शरद ऋतु में कई ग्राहक खो दिए",
    "শরতে পত্রিকাটি অনেক পাঠক হারিয়েছে",
    "இலையுதிர் காலத்தில் நாளிதழ் பல வாசகர்களை இழந்தது",
    "శరదృతువులో పత్రిక చాలా మంది పాఠకులను కోల్పోయింది",
    "新聞は秋に多くの読者を失ったと発表した",
    "신문은 가을에 많은 독자를 잃었다고 밝혔다",
    "该报在秋天失去了许多读者",
    "หนังสือพิมพ์สูญเสียผู้อ่านจำนวนมากในฤดูใบไม้ร่วง",
    "Koran itu kehilangan banyak pembaca pada musim gugur",
    "Tờ báo mất nhiều độc giả vào mùa thu",
]
META_LINES = [
    "Published: 6 December 2024",
    "Last updated 6 December 2024",
    "Posted in News",
    "5 min read",
    "3 hours ago",
    "12 comments",
    "4.5k views",
    "Veröffentlicht am 6. Dezember 2024",
    "Stand: 06.12.2024",
    "vor 3 Stunden",
    "Lesezeit: 5 Minuten",
    "Publié le 6 décembre 2024",
    "il y a 3 heures",
    "Temps de lecture : 3 min",
    "Actualizado el 6 de diciembre de 2024",
    "hace 3 horas",
    "Atualizado em 06/12/2024",
    "há 3 horas",
    "Pubblicato il 6 dicembre 2024",
    "3 ore fa",
    "Gepubliceerd op 6 december 2024",
    "3 uur geleden",
    "Publicerad 2024-12-06",
    "för 3 timmar sedan",
    "Opdateret 6. december 2024",
    "for 3 timer siden",
    "Publisert 6. desember 2024",
    "Julkaistu 6.12.2024",
    "3 tuntia sitten",
    "Opublikowano 6 grudnia 2024",
    "3 godziny temu",
    "Publikováno 6. prosince 2024",
    "před 3 hodinami",
    "Aktualizované 6. decembra 2024",
    "Megjelent: 2024. december 6.",
    "3 órája",
    "Actualizat: 6 decembrie 2024",
    "acum 3 ore",
    "Публикувана на 6 декември 2024",
    "преди 3 часа",
    "Δημοσίευση: 6 Δεκεμβρίου 2024",
    "πριν 3 ώρες",
    "Objavljeno: 6. 12. 2024.",
    "pre 3 sata",
    "Güncelleme: 6 Aralık 2024",
    "3 saat önce",
    "Опубликовано 6 декабря 2024",
    "3 часа назад",
    "Опубліковано 6 грудня 2024",
    "3 години тому",
    "نشر في 6 ديسمبر 2024",
    "منذ 3 ساعات",
    "פורסם: 6.12.2024",
    "לפני 3 שעות",
    "3 ساعت پیش",
    "प्रकाशित: 6 दिसंबर 2024",
    "3 घंटे पहले",
    "প্রকাশিত: ৬ ডিসেম্বর ২০২৪",
    "3 ঘণ্টা আগে",
    "公開 2024年12月6日",
    "3時間前",
    "입력 2024.12.06 10:15",
    "3시간전",
    "发布时间：2024年12月6日",
    "3小时前",
    "เผยแพร่ 6 ธันวาคม 2567",
    "Diterbitkan 6 Desember 2024",
    "3 jam lalu",
    "Cập nhật 6/12/2024",
    "3 giờ trước",
]
NO_META_LINES = [
    "Published authors gather in Wick",
    "Updated plans for the harbour go on show",
    "3 hours that changed the harbour of Wick",
    "12 boats were lost in the storm",
    "Stand der Dinge am Hafen von Wick bleibt offen",
    "Die 5 Minuten vor dem Sturm",
    "Publié à Wick, son roman gagne le prix du port",
    "24 horas en el puerto de Wick",
    "入力された数字は正しかったと市は説明した",
]
POINTERS = [
    "Read more: The harbour opens again",
    "Read also: The harbour opens again",
    "Also read: The harbour opens again",
    "Related stories",
    "See also: the bridge",
    "More on this story",
    "Watch: the harbour from above",
    "Mehr zum Thema",
    "Lesen Sie auch: Der Hafen öffnet wieder",
    "Lire aussi : Le port rouvre",
    "À lire également",
    "Lea también: El puerto reabre",
    "Te puede interesar",
    "Leia também: O porto reabre",
    "Saiba mais",
    "Leggi anche: Il porto riapre",
    "Lees ook: De haven gaat weer open",
    "Läs också: Hamnen öppnar igen",
    "Læs også: Havnen åbner igen",
    "Les også: Havna åpner igjen",
    "Lue myös: Satama avautuu",
    "Czytaj też: Port znów otwarty",
    "Čtěte také: Přístav se otevírá",
    "Číst také: Přístav se otevírá",
    "Čítajte tiež: Prístav sa otvára",
    "Olvassa el ezt is: Újranyit a kikötő",
    "Citește și: Portul se redeschide",
    "Прочетете още: Пристанището отваря",
    "Διαβάστε επίσης: Ανοίγει το λιμάνι",
    "Pročitajte još: Luka se otvara",
    "Прочитајте још: Лука се отвара",
    "Читайте также: Порт открывается",
    "Читайте також: Порт відкривається",
    "Bunları da okuyun: Liman açılıyor",
    "اقرأ أيضا: الميناء يفتح",
    "اقرأ أيضًا: الميناء يفتح",
    "קראו עוד: הנמל נפתח",
    "بیشتر بخوانید: بندر باز شد",
    "यह भी पढ़ें: बंदरगाह खुला",
    "আরও পড়ুন: বন্দর খুলেছে",
    "மேலும் படிக்க: துறைமுகம் திறப்பு",
    "ఇది కూడా చదవండి: ఓడరేవు తెరిచారు",
    "あわせて読みたい",
    "【関連】港が再開",
    "관련기사",
    "相关阅读：港口重新开放",
    "อ่านเพิ่มเติม: ท่าเรือเปิด",
    "Baca juga: Pelabuhan dibuka",
    "Xem thêm: Cảng mở lại",
]
NO_POINTERS = [
    "Watch repairers in the old town say that they have had no new apprentice for the last nine years.",
    "Related companies had paid for the quay as well, the auditors found when they came back in the autumn.",
    "Además, el gobierno regional pagará las obras del puerto, dijo el portavoz el lunes por la tarde.",
    "Mehrere Boote sind im Hafen gesunken, sagte der Rat am Montag",
    "Lire est un plaisir, dit la bibliothécaire du port",
    "The harbour stays closed",
    "相关部门表示港口将在周一重新开放",
    "関連会社は月曜日に港の工事費を支払った",
]


@pytest.mark.parametrize("text", GATES)
def test_a_gate_says_that_the_rest_is_for_subscribers(text: str) -> None:
    assert wording.is_gate(text)
    assert wording.is_offer(text)


@pytest.mark.parametrize("text", INVITATIONS + NOTICES)
def test_an_offer_or_a_notice_is_none_of_the_story(text: str) -> None:
    assert wording.is_offer(text)
    assert not wording.is_gate(text)


@pytest.mark.parametrize("text", NEWS)
def test_a_sentence_of_news_is_no_offer(text: str) -> None:
    assert not wording.is_offer(text)
    assert not wording.is_meta_line(text)
    assert not wording.reads_also(text)


@pytest.mark.parametrize("line", META_LINES)
def test_a_meta_line_tells_a_time_or_a_count(line: str) -> None:
    assert wording.is_meta_line(line)


@pytest.mark.parametrize("line", NO_META_LINES)
def test_a_headline_with_a_number_or_a_label_is_no_meta_line(line: str) -> None:
    assert not wording.is_meta_line(line)


@pytest.mark.parametrize("line", POINTERS)
def test_a_pointer_sends_the_reader_to_another_story(line: str) -> None:
    assert wording.reads_also(line)


@pytest.mark.parametrize("line", NO_POINTERS)
def test_a_sentence_that_begins_like_a_pointer_is_none(line: str) -> None:
    assert not wording.reads_also(line)


def test_a_call_far_down_in_a_paragraph_tells_a_story() -> None:
    told = "The paper printed a last page on Monday, and on it there was a line in small letters that nobody had seen. "
    assert not wording.is_offer(
        f"{told}Subscribe now to continue reading, it said, and under it the name of the editor."
    )
    assert wording.is_offer(f"Subscribe now to continue reading. {told}")


PHRASES = [
    (table, language, phrase)
    for table in ("gate", "invitation", "notice", "reads_also", "time_label")
    for language, phrases in wording.table(table).items()
    for phrase in phrases
]


@pytest.mark.parametrize(("table", "language", "phrase"), PHRASES, ids=[f"{row[0]}-{row[1]}" for row in PHRASES])
def test_every_phrase_finds_its_own_words(table: str, language: str, phrase: str) -> None:
    """Whichever of the words that may stand in a place stands there."""
    pieces = [piece for piece in phrase.lstrip("^~").split() if piece != "..." and not piece.endswith("?")]
    for place in range(max(len(piece.split("|")) for piece in pieces)):
        words = [choice[min(place, len(choice) - 1)] for choice in (piece.split("|") for piece in pieces)]
        text = " ".join("7" if word == "#" else word.rstrip("*") for word in words if word != "$")
        if table in ("reads_also", "time_label"):
            assert wording._phrases((table,)).begins(text.lower()), text
        else:
            assert wording._phrases((table,)).stands_in(text), text
