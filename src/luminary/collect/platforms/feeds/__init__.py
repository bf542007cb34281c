"""Feeds of blogs and podcasts, as files, and lists of feeds.

- ``feed``: RSS, Atom and JSON Feed, podcasts among them
- ``web-pages``: pages of blogs, kept whole
- ``opml``: lists of feeds: each becomes a place and an account, so that what is found about it has a home

Read from a real sample (a list of 422 feeds): every one an account and a place, none lost.

``format``    the descriptions, and how files are recognised
``entry``     what one entry says, whatever the feed is written in
``xml``       entries of RSS and Atom
``jsonfeed``  entries of JSON Feed
``read``      the readers
``pages``     pages of blogs, kept with the entry that led to them
``charset``   feeds in the encoding that they are in
``connect``   feeds and pages, live
"""

from luminary.collect.platforms.feeds.format import FEED, OPML
from luminary.collect.platforms.feeds.pages import PAGES

FORMATS = (FEED, OPML, PAGES)

__all__ = ["FORMATS"]
