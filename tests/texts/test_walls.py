"""Titles of walls are told from headlines, in many languages."""

from __future__ import annotations

import pytest

from scraper.texts import walls
from scraper.texts.walls import kind_of_title

TITLES = {
    walls.MAINTENANCE: (
        "Down for maintenance", "We'll be right back", "Site en maintenance", "Wartungsarbeiten", "Sitio en mantenimiento",
        "Em manutenção", "На сайте ведутся технические работы", "ただいまメンテナンス中です", "Przerwa techniczna",
    ),
    walls.MISSING: (
        "Erro 404", "Errore 404 - Il Faro", "Fout 404", "Fel 404", "Virhe 404", "Помилка 404", "404エラー", "404 오류", "خطأ 404",
    ),
    walls.ERROR: ("Erro 503", "Fejl 500", "500 오류", "Errore 502"),
    walls.NETWORK: ("Welcome to Harbour Airport Wi-Fi", "Network login required", "Bienvenue sur le Wi-Fi du port"),
    walls.ROBOTS: (
        "Just a moment...", "Attention Required! | Cloudflare", "Pardon Our Interruption", "Are you a robot?",
        "The Post – Robot Check", "Verify you are human", "Einen Moment bitte …", "Un instant…", "请稍候…", "Один момент",
    ),
    walls.REFUSAL: (
        "This content is not available in your region", "451: Unavailable due to legal reasons",
        "Dieser Inhalt ist in Ihrem Land nicht verfügbar", "Ce contenu n'est pas disponible dans votre pays",
        "Contenido no disponible en su país", "Access Denied", "403 Forbidden", "Zugriff verweigert", "Accès refusé", "Acceso denegado", "アクセスが拒否されました"),
    walls.CONSENT: (
        "Datenschutz und Cookies", "Wir brauchen Ihre Zustimmung", "Votre consentement nous est précieux",
        "Le respect de votre vie privée est notre priorité", "A sua privacidade é importante para nós", "Informativa sui cookie",
        "We value your privacy", "Your privacy choices", "Before you continue to The Post", "DPG Media Privacy Gate",
        "Wir schätzen Ihre Privatsphäre", "Nous respectons votre vie privée", "Valoramos tu privacidad", "Toestemming",
    ),
    walls.SCRIPTS: ("Please enable JavaScript", "JavaScript is disabled", "Bitte JavaScript aktivieren", "Veuillez activer JavaScript"),
    walls.SIGN_IN: (
        "Sign in | The Skerry Post", "Sign in to continue reading", "Log in or create an account", "Login", "Anmelden",
        "Connexion - Le Phare", "Se connecter", "Iniciar sesión", "Faça login para continuar", "Accedi", "Inloggen",
        "Zaloguj się", "Войти", "ログイン｜港新聞", "登录", "로그인", "Giriş yap", "تسجيل الدخول",
    ),
    walls.OFFER: (
        "You have read 3 of 3 free articles", "Sie haben 3 von 3 kostenlosen Artikeln gelesen",
        "Vous avez lu vos 3 articles gratuits", "Has alcanzado el límite de artículos gratuitos", "この記事は有料会員限定です",
        "Subscribe", "Subscribe to continue reading", "Become a member", "You have reached your limit of free articles", "For subscribers only", "Jetzt abonnieren",
        "Abonnez-vous pour lire la suite", "Suscríbete", "Assine", "Abbonati", "Абонемент | Подписка",
    ),
    walls.APP: ("Download our app to keep reading", "Continue in the app", "Téléchargez notre application", "Scarica la nostra app"),
}  # fmt: skip
HEADLINES = (
    "The Harbour Gazette", "Just a moment: our weekend pages", "Sign in, please: how ferries go paperless",
    "Blocked drains cost the town dear", "Consent is the word of the year", "Access to justice denied",
    "The case of the captcha that would not end", "Subscribe to nothing: a novel of the sea", "Robots check the hulls",
    "Verify, then trust: the new harbour master", "Login details of thousands were stolen", "An app for the tide",
    "Abonnements werden teurer als je zuvor", "Entrar o no entrar en el puerto", "Your privacy is for sale, says court",
    "Register to vote by Friday", "Get the approval of the council", "Zustimmung zum Haushalt wächst", "Войти в историю",
    "Toestemming voor de bouw van de haven", "Unusual traffic on the bridge", "Bir dakika bile kaybetmediler",
    "Peugeot 404", "The Boeing 502", "404 boats", "Moment of truth", "Enable the lifeboat", "Maintenance of the lock takes a year", "Wartungsarbeiten an der Schleuse",
    "Not available in your region: how streaming divides Europe", "Welcome to the age of paid Wi-Fi zones: a report", "",
)  # fmt: skip


@pytest.mark.parametrize(("kind", "title"), [(kind, title) for kind, titles in TITLES.items() for title in titles])
def test_a_walls_title_says_what_it_is(kind: str, title: str) -> None:
    assert kind_of_title(title) == kind


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_is_no_walls_title(headline: str) -> None:
    assert kind_of_title(headline) == ""


@pytest.mark.parametrize(
    "title",
    [
        "Hoppla! Diese Seite gibt es leider nicht (mehr).",
        "Oops! Page not found",
        "Oups… Cette page n'existe pas",
        "Vaya, página no encontrada",
    ],
)
def test_an_exclamation_may_precede_what_a_notice_says(title: str) -> None:
    assert kind_of_title(title) == walls.MISSING
