"""Edition statements: how papers say in which edition a story ran.

table.py            the wordings, table/<language>.toml, one row and one example each
grammar.py          the small language in which those rows are written
matcher.py          one wording searched for in one text; template_fields.py: what each of its fields may match
scan.py             which texts of a page can hold a statement at all, found cheaply in one pass
find.py             the statements among a page's texts: which story each is about, and which is the best
zones.py            in which part of its page a text is
claims.py           one piece of evidence and what it claims
"""
