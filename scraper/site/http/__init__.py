"""A view's result -> an HTTP response.

responses.py    page, JSON or another representation, with its headers; redirects and errors
pages.py        the HTML of a page
streams.py      a response that is sent piece by piece, as it is made
files.py        a file in whole, in part, or not at all where the client holds it
validators.py   ETag and Last-Modified, known without a query
csv_cells.py    Datasette's own CSV, in which no cell is a formula
kept.py         responses that are kept for the next who asks the same
middleware.py   methods, compression, caching and CORS of every response, Datasette's own pages too
headers.py      the security headers of every response
notices.py      short answers that say why there is no page
one_file.py     a request reads one file of the archive from its beginning to its end
asgi.py         the types of ASGI
"""
