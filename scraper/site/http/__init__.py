"""A view's result -> an HTTP response.

responses.py    page, JSON or another representation, with its headers; redirects and errors
validators.py   ETag and Last-Modified, known without a query
csv_cells.py    Datasette's own CSV, in which no cell is a formula
middleware.py   methods, compression, caching and CORS of every response, Datasette's own pages too
"""
