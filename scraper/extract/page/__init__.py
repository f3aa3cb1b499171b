"""Bytes -> a page taken apart: one parse, one walk.

charset.py      bytes to text, whatever they claim to be
document.py     one parse, one walk: pieces of text, elements, blocks and links, in order
blocks.py       what these are
roles.py        what tags, roles and class names say of the text in an element
structured.py   JSON-LD, microdata and meta elements; jsonld.py: JSON-LD, also where it is broken
"""
