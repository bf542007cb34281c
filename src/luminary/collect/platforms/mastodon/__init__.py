"""Mastodon and servers that speak its API: posts and accounts as a server shows them, and a member's archive.

- `mastodon`: bodies of the API: timelines, posts, conversations, accounts, who passed on and who favoured
- `mastodon-archive`: what a member downloads of the own account (``actor.json``, ``outbox.json``,
  ``likes.json``)

Posts are named by their address in the network and accounts as ``name@server``, so that what two servers
show of one post meets; for the same reason times are read to the second. Ids count within one server: its
name is taken from the place given for the import, from the file's name (``server_api_v1_...``), or from
an account at home there.

Posts to followers only stand in a closed place. Direct messages are not kept, and neither are posts and
accounts of people who ask not to be indexed (``noindex``). Lists of followers are ties where
``--setting of=name@server`` says whose they are, or the name of the file holds it.

Read from real samples (28 bodies, 307 rows, 170 posts): none lost.
"""

from luminary.collect.platforms.mastodon.format import MASTODON, MASTODON_ARCHIVE

FORMATS = (MASTODON, MASTODON_ARCHIVE)

__all__ = ["FORMATS"]
