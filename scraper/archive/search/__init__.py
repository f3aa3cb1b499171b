"""What a person typed -> the stories that match.

query.py         a query string -> Query (pure; never fails), made of the nodes in query_nodes.py
readings.py      a query as other search engines write it -> as this one does, with notes (pure)
filters.py       the values of a form -> Filters: the query, and what the search is narrowed to (pure; never fails)
notes.py         what was left out or changed of what was typed, as codes (pure)
sql.py           Filters -> the SQL of the stories that match
search.py        Filters -> matching stories, a page at a time, with the words that matched (snippets.py)
folding.py       the same with copies folded: each text once
kept.py          Filters without a word -> how many stories match, from numbers that are kept of each year
arrivals.py      Filters -> matching stories in the order in which they came or changed
facets.py        what the matches are made of, and how many editions of their days are held
statement.py     Filters -> what the answer of a search, or an export, rests on
frequency.py     Filters -> how many stories match, over time
suggestions.py   other searches where nothing is found, and completions
near_matches.py  stories with nearly the same text
"""
