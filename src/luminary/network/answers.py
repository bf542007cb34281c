"""Who answers whom in a chat without threads: each line answers one earlier line of somebody else, or nobody.

Every line of others within reach gets points for what speaks for it (`WEIGHTS`); so does the silence, that
the line answers nobody. The most points win, and the share of each is its chance. The points were learnt
once, on 2,321 lines of a public help channel whose reply links were annotated by hand; on 4,605 held-out
lines of the same channel eight in ten inferred answers name the person really answered, and seven in ten of
the answers are found (``python -m benchmarks chat``, docs/decisions/0007-inferred-answers.md).

What it cannot tell: who is answered when two talks run side by side without names and common words; answers
to several people at once (it names one); and how well it does in chats of another kind, such as a small
team's. An inferred answer is a likelihood about a line. It is never a stated reply, and counts less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from luminary.network.chatlines import REACH, Flags, Ints, Line, Reading, read_lines

Floats: TypeAlias = NDArray[np.float64]

LONGEST = 86_400_000_000
"""An answer comes within a day (microseconds)."""
_MINUTE = 60_000_000

WEIGHTS: Mapping[str, float] = {
    "addresses the person": 3.88,
    "names the person": 2.56,
    "addresses another": -1.6,
    "was addressed to the author": 2.43,
    "was addressed to another": -1.56,
    "lines between (log)": -0.91,
    "minutes between (log)": -0.7,
    "rare words in common": 2.05,
    "author spoke since": -1.45,
}
"""Points of an earlier line, by sign; learnt by conditional logit (penalty .001) on the annotated lines."""

SILENCE: Mapping[str, float] = {
    "always": 0.39,
    "first line of the author": 1.42,
    "goes on from the line before": 0.52,
    "asks a question": 0.72,
}
"""Points of the silence, learnt together with `WEIGHTS`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What each line of a chat answers.

    Attributes
    ----------
    line : int array
        Number of the line answered; -1 where the line answers nobody.
    chance : float array
        How likely that is, by the model, among all lines within reach and the silence.
    """

    line: Ints
    chance: Floats


def infer_answers(lines: Sequence[Line]) -> Answers:
    """Infer which line each line answers.

    Parameters
    ----------
    lines : sequence of Line
        One chat room, in order of time.

    Returns
    -------
    Answers
        Of equal lines the nearest is answered; a line that is as likely to answer nobody answers nobody.

    Examples
    --------
    >>> said = [("Astrid", "Which soap for sore hands?"), ("Bo", "morning"), ("Cia", "Astrid: oil")]
    >>> infer_answers([Line(name.lower(), (name,), 0, text) for name, text in said]).line.tolist()
    [-1, -1, 0]
    """
    reading = read_lines(lines)
    best = total = silence_signs(reading) @ np.array(list(SILENCE.values()))
    answered = np.full(len(lines), -1, dtype=np.int64)
    for back in range(1, min(REACH, len(lines) - 1) + 1):
        points = _points(reading, back)
        total = np.logaddexp(total, points)
        answered = np.where(points > best, np.arange(len(lines)) - back, answered)
        best = np.maximum(best, points)
    return Answers(answered, np.exp(best - total))


def _points(reading: Reading, back: int) -> Floats:
    points = line_signs(reading, back) @ np.array(list(WEIGHTS.values()))
    return np.where(can_answer(reading, back), points, -np.inf)


def can_answer(reading: Reading, back: int) -> Flags:
    """Tell for each line whether it can answer the one so many lines back: somebody else's, within a day."""
    can = np.zeros(len(reading.who), dtype=np.bool_)
    can[back:] = (reading.who[back:] != reading.who[:-back]) & (
        reading.at[back:] - reading.at[:-back] <= LONGEST
    )
    return can


def line_signs(reading: Reading, back: int) -> Floats:
    """Give the signs that each line answers the one so many lines back; columns as in `WEIGHTS`."""
    signs = np.zeros((len(reading.who), len(WEIGHTS)))
    now, then = slice(back, None), slice(None, -back)
    to, told = reading.to[now], reading.to[then]
    signs[now] = np.stack(
        (
            to == reading.who[then],
            reading.inside[now, back],
            (to >= 0) & (to != reading.who[then]),
            told == reading.who[now],
            (told >= 0) & (told != reading.who[now]),
            np.full(len(to), np.log(back)),
            np.log1p(np.maximum(0, reading.at[now] - reading.at[then]) / _MINUTE),
            reading.shared[now, back],
            reading.own[now] > np.arange(len(to)),
        ),
        axis=1,
    )
    return signs


def silence_signs(reading: Reading) -> Floats:
    """Give the signs that each line answers nobody; columns as in `SILENCE`."""
    before = np.arange(len(reading.who)) - 1
    goes_on = (reading.own == before) & (reading.own >= 0)
    return np.stack((np.ones(len(before)), reading.own < 0, goes_on, reading.asks), axis=1).astype(np.float64)


def why(lines: Sequence[Line], line: int, answered: int) -> dict[str, float]:
    """Tell the points that speak for or against one line answering another, by sign; zeros are left out."""
    signs = line_signs(read_lines(lines), line - answered)[line]
    points = zip(WEIGHTS, signs * np.array(list(WEIGHTS.values())), strict=True)
    return {sign: float(one) for sign, one in points if one}
