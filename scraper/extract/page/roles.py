"""The roles of elements on a page: by their tag, their ARIA role, and the names in class and id."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping


class Role:
    """Roles as bits of a number; plain integers, because every block of a page is tested for them."""

    NONE = 0
    NAV = 1 << 0  # menus, bars, breadcrumbs
    HEADER = 1 << 1  # the site's header
    FOOTER = 1 << 2  # the site's footer
    ASIDE = 1 << 3
    CAPTION = 1 << 4  # of a picture or a table
    FORM = 1 << 5  # forms and buttons
    HIDDEN = 1 << 6
    QUOTE = 1 << 7
    LIST = 1 << 8
    TABLE = 1 << 9
    MAIN = 1 << 10
    ARTICLE = 1 << 11
    NESTED = 1 << 12  # inside an article within the article
    RELATED = 1 << 13  # by its name: other stories
    SHARE = 1 << 14  # by its name: tools and share bars
    OFFER = 1 << 15  # by its name: subscription, newsletter, paywall
    COMMENTS = 1 << 16  # by its name: readers' comments
    META = 1 << 17  # by its name: author, date, tags
    ADVERT = 1 << 18  # by its name: advertising, cookies
    CRUMBS = 1 << 19  # breadcrumbs: menus that speak of this story
    STORY = 1 << 20  # by its name: the text of a story
    SUMMARY = 1 << 21  # by its name: headline, kicker or standfirst
    FIGURE = 1 << 22  # beside a picture


ALL = tuple(value for name, value in vars(Role).items() if name.isupper() and value)

_BY_TAG = {
    "nav": Role.NAV,
    "aside": Role.ASIDE,
    "figure": Role.FIGURE,
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
    "form": Role.FORM,
    "button": Role.FORM,
    "blockquote": Role.QUOTE,
    "li": Role.LIST,
    "dd": Role.LIST,
    "td": Role.TABLE,
    "th": Role.TABLE,
    "address": Role.META,
    "dialog": Role.ADVERT,
    "main": Role.MAIN,
    "article": Role.ARTICLE,
}
TAGS_WITH_ROLES = frozenset(_BY_TAG)  # tags that have a role without any attribute
# Attributes that can give a role to any tag.
ATTRIBUTES_WITH_ROLES = frozenset({"class", "id", "role", "style", "hidden"})
_BY_ROLE = {
    "navigation": Role.NAV,
    "banner": Role.HEADER,
    "contentinfo": Role.FOOTER,
    "complementary": Role.ASIDE,
    "dialog": Role.ADVERT,
    "search": Role.FORM,
    "main": Role.MAIN,
    "article": Role.ARTICLE,
}
# Words in class and id, whole or as parts between hyphens and capitals. A word that ends in * matches all words that
# begin so. Two words joined by + match two neighbours in one name, which then say nothing apart. Of several roles the
# first in this order is taken, so that "share-newsletter" has one role only.
_NAMES: tuple[tuple[int, str], ...] = (
    (Role.CRUMBS, "breadcrumb* crumb crumbs bread+crumb bread+crumbs"),
    (
        Role.COMMENTS,
        "comment comments disqus discussion replies respond livefyre coral kommentar* commentaire* comentario*"
        " commentlist commentbox fb+comments reacties kommentit",
    ),
    (
        Role.RELATED,
        "related* recommend* recirc* outbrain taboola* trending popular mostread most+read most+popular most+viewed"
        " most+shared most+recent more+stories more+from more+news more+on more+articles more+in also+read also+like"
        " read+next read+also read+more readmore see+also further+reading upnext up+next you+may similar suggest*"
        " weitere* mehr+zum meistgelesen lire+aussi relacionad* correlat* lees+ook next+story next+article morestories"
        " readnext teaser teasers promo promos latest* leia+mais saiba+mais linked+stories readalso crosslink* "
        "storylist article+list articlelist",
    ),
    (
        Role.OFFER,
        "paywall* regwall piano* subscribe* subscription* subscriber* newsletter* signup sign+up upsell meter metered"
        " gate offer offers abo abonn* register* registration premium+box premium+wall premium+message premium+teaser"
        " login donat* membership paid+barrier unlock",
    ),
    (
        Role.SHARE,
        "share shares sharing sharebar sharetools social* toolbar tools addthis* sharethis follow+us print+button"
        " printbutton bookmark actions sharedaddy socials",
    ),
    (
        Role.ADVERT,
        "ad ads advert* adslot banner+ad sponsor* cookie* consent gdpr dfp commercial anzeige promotion werbung"
        " publicit publicite publicites publicidad* pubblicita adsbygoogle popup* popover* tooltip*",
    ),
    (
        Role.META,
        "byline* author authors timestamp dateline* postmeta post+meta entrymeta entry+meta articlemeta article+meta"
        " tag tags taglist tag+list credit credits bio biography authorbox topics keywords meta datetime pubdate"
        " publishdate published+date pub+date pub+time pub+info pub+data date+pub time+pub fecha+pub hora+pub data+pub"
        " comment+count comments+count comment+counter comments+counter comment+number comments+number comment+link"
        " comments+link article+footer entry+footer post+footer story+footer",
    ),
    (
        Role.CAPTION,
        "caption* wp+caption has+caption with+caption image+caption image+credit image+source photo+caption"
        " photo+credit bildunterschrift legende didascalia pie+foto gallery slideshow",
    ),
    (Role.NAV, "nav navbar navigation menu mainmenu main+menu sitenav site+nav skip+link* pagination pager"),
    (
        Role.HEADER,
        "siteheader site+header masthead global+header topbar top+bar",
    ),
    (
        Role.FOOTER,
        "sitefooter site+footer footer foot global+footer pagefooter page+footer colophon copyright disclaimer",
    ),
    (Role.ASIDE, "sidebar side+bar rail rightrail aside secondary+column infobox factbox widget"),
    (Role.HIDDEN, "visuallyhidden visually+hidden sr+only sronly screen+reader hidden d+none"),
    (
        Role.SUMMARY,
        "headline title kicker eyebrow standfirst subheadline subtitle subhead deck dek lede chapo chapeau vorspann"
        " sommario ingress intro teaser+text",
    ),
    (
        Role.STORY,
        "articlebody article+body story+body storybody storytext story+text article+text articletext article+content"
        " articlecontent story+content entry+content entrycontent post+content postcontent body+text bodytext text+body"
        " article+paragraph paragraph post+body content+body articulo+cuerpo cuerpo+articulo"
        " articulo+contenido corpo+articolo artikel+body artikel+text artikkel+brodtekst paragraphs richtext rich+text"
        " wysiwyg field+body body+content story main+content main+text",
    ),
)


# What nobody sees of a thing that itself is seen: what flows over it, the label of a field (Drupal); and what is not
# seen on some screens only. And a page builder's name for every piece of a page.
_SAY_NOTHING = (
    "overflow+hidden x+hidden y+hidden label+hidden title+hidden hidden+print hidden+xs hidden+sm hidden+md hidden+lg"
    " hidden+xl hidden+xxl hidden+phone hidden+mobile hidden+tablet hidden+desktop hidden+small hidden+medium"
    " hidden+large xs+hidden sm+hidden md+hidden lg+hidden phone+hidden mobile+hidden tablet+hidden desktop+hidden"
    " print+hidden elementor+widget"
)
_QUALIFIERS = frozenset({"has", "no", "non", "with", "without"})  # "has-sidebar" is none


def _table() -> tuple[Mapping[str, int], Mapping[str, int], frozenset[str]]:
    """Words (and pairs, joined by +) and beginnings of words, each with its rank; and the words that begin a pair."""
    whole: dict[str, int] = dict.fromkeys(_SAY_NOTHING.split(), len(_NAMES))
    begins: dict[str, int] = {}
    for rank, (_, words) in enumerate(_NAMES):
        for word in words.split():
            (begins if word.endswith("*") else whole).setdefault(word.rstrip("*"), rank)
    return whole, begins, frozenset(word.partition("+")[0] for word in whole if "+" in word)


_WHOLE, _BEGINS, _FIRST_OF_TWO = _table()
_ROLE_OF_RANK = (*(role for role, _ in _NAMES), Role.NONE)
_SHORTEST, _LONGEST = min(map(len, _BEGINS)), max(map(len, _BEGINS))
_MOST_NAMES, _LONGEST_NAME = 50_000, 300
_STORY_CONTAINERS = frozenset({"html", "body", "main", "article"})
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Names of utility classes (Tailwind, Bootstrap) that show on wider screens what else is hidden: "hidden md:block".
_SHOWN_SOMEWHERE = re.compile(
    r"(?:[\w-]:|\bd-(?:sm|md|lg|xl|xxl|print)-)(?:block|flex|inline|grid|table|contents|visible|show)"
)


class _RolesOfNames(dict[str, int]):
    """A cache of the roles of class and id attributes: most elements cost one look-up."""

    def __missing__(self, names: str) -> int:
        if len(self) > _MOST_NAMES:
            self.clear()
        roles = of_names(names[:_LONGEST_NAME])
        if len(names) <= _LONGEST_NAME:
            self[names] = roles
        return roles


_ROLES_OF_NAMES = _RolesOfNames()


def of_element(tag: str, attributes: Mapping[str, str | None], inherited: int) -> int:
    """The roles that an element adds to those it has ``inherited`` from its ancestors."""
    roles = _BY_TAG.get(tag, 0)
    # The classes of a whole story are as often its topics and its author's name as its role.
    if tag not in _STORY_CONTAINERS:
        names = attributes.get("class")
        if names:
            roles |= _ROLES_OF_NAMES[names]
        element_id = attributes.get("id")
        if element_id:
            roles |= _ROLES_OF_NAMES[element_id]
        if roles & Role.CRUMBS:
            roles &= ~Role.NAV
    elif tag == "article" and inherited & Role.ARTICLE:
        roles |= Role.NESTED
    if "role" in attributes:
        roles |= _BY_ROLE.get(attributes["role"] or "", 0)
    if "style" in attributes and _HIDING_STYLE.search(attributes["style"] or ""):
        roles |= Role.HIDDEN
    return roles | Role.HIDDEN if "hidden" in attributes else roles


def of_names(names: str) -> int:
    """The role that a class or an id gives to its element; ``Role.NONE`` for most."""
    best = min(map(_rank_of_name, names.split()), default=len(_NAMES))
    if _ROLE_OF_RANK[best] == Role.HIDDEN and _SHOWN_SOMEWHERE.search(names):
        return Role.NONE
    return _ROLE_OF_RANK[best]


def _rank_of_name(name: str) -> int:
    """The rank of the first role that one name gives: a class, or an id."""
    best = len(_NAMES)
    if ":" in name or "@" in name:
        return best  # a utility class for some screens, or when pointed at
    before = ""
    for part in _PARTS.findall(name):
        word = part.lower()
        pair = _WHOLE.get(f"{before}+{word}") if before in _FIRST_OF_TWO else None
        if pair is not None:
            best = min(best, pair)
            before = ""
            continue
        if before in _QUALIFIERS:
            return best
        if before:
            best = min(best, _rank(before))
        before = word
    return min(best, _rank(before)) if before else best


@functools.lru_cache(maxsize=16_384)
def _rank(word: str) -> int:
    """The rank of the first role that a single word names."""
    best = _WHOLE.get(word, len(_NAMES))
    for size in range(_SHORTEST, min(len(word), _LONGEST) + 1):
        best = min(best, _BEGINS.get(word[:size], best))
    return best
