"""Zulip: conversations in streams and topics, from three kinds of export.

``zulip-archive``  the public archive in JSON; senders are known by name only, mentions tell ids
``zulip-api``      what the API gives, as JSON or JSON lines
``zulip-export``   an organisation's whole export

``format``   the vendor's description, file and field names, and how each export is recognised
``content``  what a message says: its text, whom it mentions, what it quotes
``read``     the three readers
"""

from luminary.collect.platforms.zulip.format import API, ARCHIVE, EXPORT

FORMATS = (ARCHIVE, API, EXPORT)

__all__ = ["FORMATS"]
