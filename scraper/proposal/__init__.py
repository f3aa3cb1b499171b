"""From a newspaper's home page to a file of the catalogue, for ``backissues add`` (pure: the caller fetches).

    html_tree.py           a page as a tree of elements
    page_links.py          where a page leads: links, feeds, forms in which a day is picked
    home_page.py           what a home page states of its newspaper  -> HomePage, with its links
    edition_words.py       how links name today's paper, the e-paper, the archive, in some sixty languages
    dated_addresses.py     an address that holds a day -> a template of a publication file
    story_cards.py         which links of a page may lead to stories, and the card round each
    element_names.py       selectors by what elements are called
    list_rules.py          how a page lists its stories: selectors learned from the page itself
    json_rules.py          the same of a page that a script draws from data
    sign_in.py             pages that ask a reader to sign in
    edition_pages.py       what an edition's first page tells: its day, its sections or pages, where its list goes on
    candidate.py           an index that may be worth a try
    platforms.py           e-paper platforms and publishing systems: platforms.toml
    edition_candidates.py  indexes of printed editions, by links that name them and addresses that hold a day
    web_candidates.py      indexes of what the web has: lists of a day, sitemaps, feeds, the home page
    candidates.py          all of these, the likeliest first
    trial.py               an index read for several days, with some stories of each, and what that shows
    propose.py             candidates and their trials -> what goes into the file, and what a person should check
    toml_text.py           the file, with a comment on each guess

Everything that is guessed says so, in the file and to the person who reads it: a rule that was learned from one page
has not been confirmed by anybody.
"""
