"""A page parsed from bytes: its elements, its blocks of text, its links, and its metadata.

document.py     the parsed page: texts, elements, blocks and links, in the order of the source
html_tree.py    the parser's tree that it is made of, of a source cut down where it would cost too much
blocks.py       the types Element, Block and Link
roles.py        roles of elements by tag, ARIA role and class names: menu, caption, advertisement ...
containers.py   which of these roles the page itself contradicts, by what an element encloses
site_roles.py   the roles that only the whole page tells: site's header and footer, and those contradicted
data_tables.py  which tables hold data, and which only lay out the page
captions.py     captions that no name tells
print_data.py   the data in scripts and attributes in which print metadata may be
permissions.py  what the page asks of those who fetch it: robots directives, TDMRep
structured.py   JSON-LD, microdata and meta elements; jsonld.py: JSON-LD, also where it is broken
"""
