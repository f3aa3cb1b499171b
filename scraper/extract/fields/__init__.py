"""The story's fields beside headline and text, each with the rule that found it.

byline.py         the byline, from data or as printed; byline_lines.py: where the page prints one, and whose it is;
                  byline_names.py: the persons and the agency it names, by agencies.py and, for East Asia,
                  unspaced_names.py; name_spelling.py: one spelling of a name; bare_bylines.py: those that only their
                  place tells
published.py      when the story was published on the web: stated_times.py, what the page's data states, corrected by
                  printed_days.py, the days that it shows its readers
language.py       the language of the story
images.py         its images with caption and credit
access.py         open, excerpt or headline only
canonical_url.py  the address that the story itself names
small_fields.py   dateline, section, page, topics and the rest
"""
