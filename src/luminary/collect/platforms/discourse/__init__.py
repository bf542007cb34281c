"""Discourse: the posts of a forum, as its API and its archives give them.

``format``  the vendor's description, field names, and how posts are recognised
``cooked``  what a post says: its text, whom it mentions, what it quotes
``read``    the reader
"""

from luminary.collect.platforms.discourse.format import DISCOURSE_POSTS

FORMATS = (DISCOURSE_POSTS,)

__all__ = ["FORMATS"]
