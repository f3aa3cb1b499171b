"""Links to other stories on a page ("more from this paper"), with headline and teaser.

cards.py     links that repeat in the same shape
related.py   which of them are other stories
"""
