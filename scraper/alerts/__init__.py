"""Tell people and programs what is new of their searches (``backissues alert``), by mail and webhook.

    searches.py   alerts.toml, or the command line -> the searches and their addresses (pure)
    state.py      what was told, and what is still to be told: a file beside the archive
    messages.py   matching stories -> a message: as a mail, as JSON (pure)
    delivery.py   a message -> a mail server, a web address
    incidents.py  what is wrong with the sites of newspapers, told when it begins and when it is over
    run.py        the path: what came since the last run -> messages, written down -> delivered, crossed out

A message is written down with its stories before it is sent, and crossed out when it was taken. So a run that is killed
at any moment loses nothing; what was sent and not crossed out is sent again with the same id, by which its receiver
knows it.
"""
