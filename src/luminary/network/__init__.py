"""Who acted on whom?

Tables in: `posts`, `refs`, `ties`, `identities`, `people`.
Tables out: `interactions`, `communities`, `network_people`, `network_ties`.

``interactions``  posts and references as typed acts of one person on another
``communities``   groups of people who act on each other more than on others (Leiden)
``rooms``         who answers whom in chats without threads, for `interactions`
``answers``       the method: points for what speaks for an answer, learnt once
``chatlines``     what a line of a chat says: names, questions, rare words
``response``      what came back to one person: on which posts, how, from whom, from where
``months``        one person's months, and the months of which nothing is known
``web``           ties as arrays: densities, and who stands between communities (participation)
``layout``        where people stand on the map before a browser refines it
``overlap``       who acts on several people
``shelf``         pictures of the network, kept in the lake

Method: an act is a reply, quote, mention, repost, reaction, a stated tie, or, weakest, the next post in a
thread (*neighbour*). Where a chat has no threads, who answers whom is inferred and says so (*inferred
reply*); that counts no more than a neighbour. Nobody acts on himself; names inside quotations count for
nothing; service accounts neither act nor are acted on.
"""

from luminary.network.answers import Answers, infer_answers, why
from luminary.network.chatlines import Line
from luminary.network.communities import build_communities, find_communities
from luminary.network.interactions import KINDS, build_interactions
from luminary.network.shelf import Around, Community, Drawn, Head, draw, keep_picture, load_picture
from luminary.network.web import CONNECTS, FEWEST_OUTSIDE, Web, part, stand, weave

__all__ = [
    "CONNECTS",
    "FEWEST_OUTSIDE",
    "KINDS",
    "Answers",
    "Around",
    "Community",
    "Drawn",
    "Head",
    "Line",
    "Web",
    "build_communities",
    "build_interactions",
    "draw",
    "find_communities",
    "infer_answers",
    "keep_picture",
    "load_picture",
    "part",
    "stand",
    "weave",
    "why",
]
