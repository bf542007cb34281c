"""Where does a person stand among comparable people?

Comparable are people of the same kind on the same main platform, who write the same language most (where both
are known) and wrote between half and twice as many posts. Of fewer than eight of them nothing is said.

What it cannot tell: whether they write about the same things, beyond the subject of the board.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminary.domain.words import language_name, word
from luminary.i18n import Message, Share, say
from luminary.leaders.board import Board
from luminary.leaders.talk import Ints

FEWEST = 8
"""Fewer comparable people than this say nothing."""
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
_FACTOR = 2.0


@dataclass(frozen=True, slots=True)
class Peers:
    """Comparable people, and where one person stands among them.

    Attributes
    ----------
    measure : str
        What is compared.
    n : int
        Comparable people who have a figure; the person herself is not among them.
    same : tuple of Message
        In what they are alike.
    quantiles : tuple of float
        The figure below which 10, 25, 50, 75 and 90 % of them lie; empty when they are too few.
    below : float or None
        Share of them with a lower figure; None when they are too few, or the person has no figure.
    """

    measure: str
    n: int
    same: tuple[Message, ...]
    quantiles: tuple[float, ...]
    below: float | None

    @property
    def are_enough(self) -> bool:
        """Whether there are enough of them to say something."""
        return bool(self.quantiles)

    def told(self) -> Message:
        """Say it in one sentence."""
        if not self.are_enough:
            return say(
                "Not enough to say: {n} comparable people; from {fewest} on they are compared",
                n=self.n,
                fewest=FEWEST,
            )
        if self.below is None:
            return say("{n} comparable people; there is no figure to compare with theirs", n=self.n)
        share = Share(self.below)
        return say("higher than {share} of {n} comparable people", share=share, n=self.n)


def peers_of(board: Board, row: int, measure: str, languages: tuple[Ints, list[str]] | None = None) -> Peers:
    """Compare one person with comparable people.

    Parameters
    ----------
    board : Board
        Where they stand.
    row : int
        Row of the person.
    measure : str
        What is compared.
    languages : (int array, list of str), optional
        Number of the language that everybody writes most, -1 where not known, and the languages.
    """
    chosen, same = _comparable(board, row, languages)
    value = board.scores(measure).value
    chosen &= ~np.isnan(value)
    chosen[row] = False
    theirs, own = value[chosen], float(value[row])
    if len(theirs) < FEWEST:
        return Peers(measure, len(theirs), same, (), None)
    below = None if np.isnan(own) else float(np.mean(theirs < own))
    return Peers(measure, len(theirs), same, tuple(np.quantile(theirs, QUANTILES).tolist()), below)


def _comparable(
    board: Board, row: int, languages: tuple[Ints, list[str]] | None
) -> tuple[NDArray[np.bool_], tuple[Message, ...]]:
    kinds, words = board.words("kind")
    platforms, names = board.platforms
    chosen = (kinds == kinds[row]) & (platforms == platforms[row])
    same = [
        say("kind: {kind}", kind=word(words[kinds[row]])),
        say("platform: {name}", name=names[platforms[row]]),
    ]
    if languages is not None and languages[0][row] >= 0:
        chosen &= languages[0] == languages[0][row]
        same.append(say("language: {language}", language=language_name(languages[1][languages[0][row]])))
    posts = np.nan_to_num(board.scores("volume").value)
    low, high = posts[row] / _FACTOR, max(1.0, posts[row] * _FACTOR)
    chosen &= (posts >= low) & (posts <= high)
    return chosen, (*same, say("{low} to {high} posts", low=int(np.ceil(low)), high=int(high)))
