"""The web of who acts on whom, and the standing that flows through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from luminary import kernels
from luminary.leaders.counting import distinct, spans_back
from luminary.leaders.talk import MONTH, Floats, Talk

if TYPE_CHECKING:
    from luminary.kernels import Csr

DAMPING = 0.85
"""Share of the standing that is passed on along acts; the rest is dealt to all alike."""


def month_graph(talk: Talk) -> Csr:
    """Build the graph from those who act to those they act on, weighing the months in which they did.

    Acts without a time make one month of their own. Ten acts of one fan in a month count as one.
    """
    source, target, _ = distinct(talk.acts.source, talk.acts.target, spans_back(talk, MONTH))
    return kernels.build_csr(source, target, talk.size)


def standing_by_flow(graph: Csr) -> Floats:
    """Give each person's PageRank as a multiple of the average person's.

    Raises
    ------
    ConvergenceError
        When it does not settle.
    """
    return np.asarray(kernels.page_rank(graph, DAMPING).share * graph.size)
