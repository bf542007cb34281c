"""How many people acted on this person, how often was the name mentioned, in how many weeks?

Simple rankings that the headline measures are compared with.

``responders``           distinct people who acted on the person in the window, in whatever way
``mentions``             mentions received in the window, however many by the same person
``weeks_with_response``  weeks, counted back from the end, in which anybody acted on the person

What they cannot tell: whether it will go on. `responders` counts the neighbour in a thread as much as the one
who answers, and `mentions` counts one eager fan many times. NaN for everybody where the data hold no act, no
mention, or no act with a time.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders import weights
from luminary.leaders.counting import WEEK, count, distinct, spans_back, unknown
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import Ints, Talk
from luminary.network import KINDS

_MENTION = KINDS.index("mention")


def responders(talk: Talk) -> Scores:
    """Count the distinct people who acted on each person."""
    return _counted(weights.responders(talk)) if len(talk.acts) else unknown(talk.size)


def mentions(talk: Talk) -> Scores:
    """Count the mentions of each person."""
    mentioned = talk.acts.target[talk.acts.kind == _MENTION]
    return _counted(count(mentioned, talk.size)) if len(mentioned) else unknown(talk.size)


def weeks_with_response(talk: Talk) -> Scores:
    """Count the weeks in which anybody acted on each person."""
    if not talk.is_dated:
        return unknown(talk.size)
    week = spans_back(talk, WEEK)
    return _counted(count(distinct(talk.acts.target[week >= 0], week[week >= 0])[0], talk.size))


def _counted(found: Ints) -> Scores:
    return Scores(found.astype(np.float64), found)


MEASURES = (
    Measure(
        name="responders",
        title=say("People who responded"),
        question=say("How many distinct people acted on this person?"),
        unit=say("people"),
        method=say("distinct people in the window, any kind of act"),
        compute=responders,
        baseline=True,
    ),
    Measure(
        name="mentions",
        title=say("Mentions"),
        question=say("How often did others mention this person?"),
        unit=say("mentions"),
        method=say("mentions received in the window"),
        compute=mentions,
        baseline=True,
    ),
    Measure(
        name="weeks_with_response",
        title=say("Weeks with response"),
        question=say("In how many weeks did anybody act on this person?"),
        unit=say("weeks"),
        method=say("weeks in the window with at least one act"),
        compute=weeks_with_response,
        baseline=True,
    ),
)
