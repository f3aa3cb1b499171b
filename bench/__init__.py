"""How fast it is, always as a ratio: against a floor that nothing can beat, or against a peer in the same run.

    make bench                     everything, on 100,000 stories
    make bench BENCH_ARGS="--stories 1000000 search"
    make bench-extraction          quality and speed of reading story pages
    make train                     the weights of the classifier

Reading a page:

    extraction.py    quality and speed of our reader, its peers and the floors on labelled pages (labels.json)
    eval_sets.py     the sets of pages, with what is expected of each
    page_kinds.py    what kinds of page each is
    readers.py       the readers that are compared
    workers.py       runs each reader in a process of its own
    scoring.py       how well a reader reads
    figures.py       all figures of a run
    tables.py        these figures as text
    reading.py       against parsing alone and trafilatura
    page_stages.py   where the time of reading a page goes
    hostile.py       what one hostile input costs
    training.py      trains the classifier of ``scraper.extract.story.classifier``

The archive, the site, the command:

    search.py        search in a large archive
    site.py          every kind of page over HTTP, beside its floor and Datasette's own pages
    curves.py        these over the size of an archive, drawn
    load.py          fifty clients at once, some with the worst SQL, while a collection writes
    crowd.py         fifty readers at once, while a collection writes and while none does
    importing.py     a WARC file of stories, beside reading alone, a loop of others' libraries, and storing alone
    captures.py      what a story takes in the captures, beside the unpacked page alone
    clusters.py      stories that share most of their text, in time and memory
    columns.py       where the archive can keep a story's long texts
    durability.py    what it costs that a story is on the disk before it counts as stored
    big_lists.py     for how long a sitemap of 50,000 addresses keeps the crawler from everything else
    first_paint.py   how long a browser waits for a page
    startup.py       the command's start
    drift.py         how many changes of sites are noticed the same day, in a year of fictional papers
    timing.py        measures a function several times, and reports the median

Nothing here runs in the test suite.
"""
