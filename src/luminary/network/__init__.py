"""Who acted on whom?

Tables in: `posts`, `refs`, `ties`, `identities`, `people`.
Tables out: `interactions`, `communities`.

``interactions``  posts and references as typed acts of one person on another
``communities``   groups of people who act on each other more than on others (Leiden)
``response``      what came back to one person: on which posts, how, from whom, from where
``months``        one person's months, and the months of which nothing is known

Method: an act is a reply, quote, mention, repost, reaction, a stated tie, or, weakest, the next post in a
thread (*neighbour*). Nobody acts on himself; names inside quotations count for nothing; service accounts
neither act nor are acted on.
"""

from luminary.network.communities import build_communities, find_communities
from luminary.network.interactions import KINDS, build_interactions

__all__ = ["KINDS", "build_communities", "build_interactions", "find_communities"]
