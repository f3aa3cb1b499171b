"""Edition statements: how papers say in which edition a story ran.

table.py            the wordings, table/<language>.toml, one row and one example each
grammar.py          the small language in which those rows are written
matcher.py          one wording searched for in one text; template_fields.py says what each of its fields may be
scan.py             where on a page a statement is possible at all: all that is spent on a page without one
find.py             the statements among a page's texts: whose they are, and which is the best
zones.py            where on its page a text stands
claims.py           one piece of evidence and what it claims
"""
