"""A page parsed from bytes: its elements, its blocks of text, its links, and its metadata.

document.py     the parsed page: texts, elements, blocks and links, in the order of the source
blocks.py       the types Element, Block and Link
roles.py        roles of elements by tag, ARIA role and class names: menu, caption, advertisement ...
containers.py   which of these roles the page itself contradicts, by what an element encloses
data_tables.py  which tables hold data, and which only lay out the page
captions.py     captions that no name tells
permissions.py  what the page asks of those who fetch it: robots directives, TDMRep
structured.py   JSON-LD, microdata and meta elements; jsonld.py: JSON-LD, also where it is broken
"""
