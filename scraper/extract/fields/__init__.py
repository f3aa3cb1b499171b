"""The story's other fields, each with the rule that found it.

byline.py         where the authors stand; byline_names.py: who is in such a line, and which agency
published.py      the newspaper's own day of publication, and the moments that data states
language.py       the language of the story
images.py         its images with caption and credit
access.py         open, excerpt or headline only
canonical_url.py  the address that the story itself names
small_fields.py   dateline, section, page, topics and the rest
"""
