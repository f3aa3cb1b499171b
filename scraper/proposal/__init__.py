"""From a newspaper's home page to a file of the catalogue, for ``backissues add`` (pure: the caller fetches).

    home_page.py         what a home page states of its newspaper, and where its links lead  -> HomePage
    edition_words.py     how links name today's paper, the e-paper, the archive: edition_words.toml, in sixty languages
    dated_addresses.py   an address that holds a day -> a template of a publication file
    list_rules.py        how a page lists its stories: selectors learned from the page itself
    candidates.py        the indexes worth a try, the likeliest first; platforms.toml has the e-paper platforms
    trial.py             an index read for several days, with some stories of each, and what that shows
    propose.py           candidates and their trials -> what goes into the file, and what a person should check
    toml_text.py         the file, with a comment on each guess

Everything that is guessed says so, in the file and to the person who reads it: a rule that was learned from one page
has not been confirmed by anybody.
"""
