"""What a person typed -> the stories that match.

query.py         a query string -> Query (pure; never fails), made of the nodes in query_nodes.py
filters.py       what a search is narrowed to, and the question in words (pure; never fails)
sql.py           Filters -> the SQL of the stories that match
search.py        Filters -> matching stories, a page at a time, with the words that matched (snippets.py)
facets.py        what the matches are made of, and how many editions of their days are held
frequency.py     Filters -> how many stories match, over time
suggestions.py   what to ask instead when nothing is found
near_matches.py  stories with nearly the same text
"""
