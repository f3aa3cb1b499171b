"""A page's blocks -> the headline and the text of its story.

headline.py     a vote among the page's titles
  titles.py       finds them in the page's data and in its headings
  headings.py     parts a heading into kicker, headline and what else stands in it
  site_names.py   the paper's names, which no headline holds
body.py         the blocks that are the story's text: classified one by one, then corrected by their surroundings
  features.py     what is measured of a block
  classifier.py   the small network that judges it (weights.npz, made by ``make train``)
  offer_boxes.py  boxes that offer a subscription
  paragraphs.py   corrects what the network took or left by mistake
  streams.py      leaves out other stories that the page shows with their text
  closing_notes.py  leaves out what a house says below a text
  entries.py      completes live blogs and stories told in pictures
notices.py      texts that stand in the place of a story's
data_text.py    the text that the page does not show: in its data, or for readers without scripts
data_fields.py  the author, the day and the standfirst that the data states beside such a text
body_html.py    the text as cleaned HTML
"""
