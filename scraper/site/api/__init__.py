"""The archive for programs.

schemas.py          the shape of every JSON object
operations.py       every address, what it takes and what it gives
openapi.py          both as an OpenAPI 3.1 document
canned_queries.py   the questions that are asked most often, as SQL beside the tables
"""
