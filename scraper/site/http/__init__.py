"""What a view gives -> an HTTP response.

responses.py    page, JSON or another representation, with its headers; redirects and errors
validators.py   ETag and Last-Modified, known without a query
middleware.py   methods, compression and caching of everything that is sent, Datasette's own pages too
"""
