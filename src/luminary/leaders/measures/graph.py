"""Where does this person stand in the web of who acts on whom?

Rankings from network analysis that the headline measures are compared with.

``pagerank``  standing flows from each person to those she acts on, damping 0.85, until one round moves less
              than 1e-8 (Page et al. 1999); an edge weighs the months in which she acted on that person. The
              figure is a multiple of the average person's.
``kcore``     the largest k such that the person is in a group where all exchange acts with at least k others
              of the group, in whatever direction (Seidman 1983).
``hindex``    the largest h such that h posts of the person got responses from at least h people each
              (Hirsch 2005).

Acts without a time make one month of their own, so the first two work on plain edge lists; `hindex` needs
acts that say which post they are on. No intervals: the graph is taken as it is.

What they cannot tell: PageRank rises with the standing of those who respond, but a person's own acts on those
who act back raise it a little too; k-core rewards being in the middle of the crowd, also by acting on many.

References
----------
Page, Brin, Motwani, Winograd (1999), The PageRank citation ranking. Seidman (1983), Network structure and
minimum degree. Hirsch (2005), An index to quantify an individual's scientific research output.
"""

from __future__ import annotations

import numpy as np

from luminary import kernels
from luminary.i18n import say
from luminary.leaders.counting import answered, unknown
from luminary.leaders.flows import month_graph, standing_by_flow
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import Talk
from luminary.leaders.weights import responders


def pagerank(talk: Talk) -> Scores:
    """Give each person's PageRank as a multiple of the average."""
    if not len(talk.acts):
        return unknown(talk.size)
    return Scores(standing_by_flow(month_graph(talk)), responders(talk))


def kcore(talk: Talk) -> Scores:
    """Give each person's core number."""
    if not len(talk.acts):
        return unknown(talk.size)
    graph = kernels.build_csr(talk.acts.source, talk.acts.target, talk.size)
    return Scores(kernels.core_numbers(graph).astype(np.float64), responders(talk))


def hindex(talk: Talk) -> Scores:
    """Give each person's h-index of people per post."""
    found = answered(talk)
    if found is None:
        return unknown(talk.size)
    h = kernels.h_indices(talk.posts.author, found.heads, talk.size)
    return Scores(h.astype(np.float64), responders(talk))


MEASURES = (
    Measure(
        name="pagerank",
        title=say("PageRank"),
        question=say("Is this person acted on by people who are themselves acted on?"),
        unit=say("times the average"),
        method=say(
            "PageRank, damping 0.85, converged to 1e-8; edges weigh the months in which one acted on "
            "the other"
        ),
        compute=pagerank,
        baseline=True,
    ),
    Measure(
        name="kcore",
        title=say("Depth in the core"),
        question=say("How deep in the dense middle of the conversation is this person?"),
        unit=say("people who all exchange acts"),
        method=say("core number of the graph of who acts on whom"),
        compute=kcore,
        baseline=True,
    ),
    Measure(
        name="hindex",
        title=say("h-index of response"),
        question=say("How many posts of this person did as many people act on?"),
        unit=say("posts"),
        method=say("h posts in the window with responses from at least h people each"),
        compute=hindex,
        baseline=True,
    ),
)
