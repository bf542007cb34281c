"""Does the finder of collaborations find what people labelled as disclosures?

The truth are sentences of video descriptions, of which 273 were labelled; labels were spread over clusters
of alike sentences, so that "click this link" is labelled too, and many disclosures are not. The phrases were
looked at on the half of the videos whose hashed id is even. The set names videos and not channels, so a video
is left out at a time, and the interval is over videos. Neither part was used to learn anything.
"""

from __future__ import annotations

import csv
import hashlib
import time
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from benchmarks.data import SHARED, needed
from luminary.law.traces import Says, traces_of

SENTENCES = SHARED / "disclosures" / "youtube_disclosure_sentences.csv"
_DRAWS = 2000
_SPOKEN = (Says.LABEL, Says.STATEMENT)
Counts = Mapping[str, np.ndarray]
"""Video to sentences found and labelled, found only, labelled only."""


def is_disclosure(sentence: str) -> bool:
    """Tell whether a sentence says that buyers are counted, by label or statement."""
    return any(one.form == "affiliate" and one.says in _SPOKEN for one in traces_of(sentence))


def counted() -> tuple[Counts, float]:
    """Count hits and misses per video; gives how many sentences were read in a second too."""
    with needed(SENTENCES).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(3, dtype=int))
    began = time.perf_counter()
    for row in rows:
        seen, labelled = is_disclosure(row["sentence"]), row["label"] != "none"
        kinds = [seen and labelled, seen and not labelled, labelled and not seen]
        found[row["video_id"]] += np.array(kinds)
    return found, len(rows) / (time.perf_counter() - began)


def scores(counts: np.ndarray) -> np.ndarray:
    """Give precision and recall."""
    hits, extra, missed = counts
    return np.array([hits / max(hits + extra, 1), hits / max(hits + missed, 1)])


def told(name: str, videos: Counts) -> str:
    """Write precision and recall with intervals over videos, and the range when one video is left out."""
    table = np.array(list(videos.values()))
    whole = table.sum(axis=0)
    draws = np.random.default_rng(7).integers(0, len(table), (_DRAWS, len(table)))
    drawn = np.array([scores(table[one].sum(axis=0)) for one in draws])
    without = np.array([scores(whole - one) for one in table])
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    shown = [
        f"{what} {value:.3f} [{low[at]:.3f}-{high[at]:.3f}], one video left out "
        f"{without[:, at].min():.3f}-{without[:, at].max():.3f}"
        for at, (what, value) in enumerate(zip(("precision", "recall"), scores(whole), strict=True))
    ]
    return f"{name:16} {'   '.join(shown)}"


def main() -> None:
    """Print the scores on both halves."""
    videos, speed = counted()
    halves: tuple[dict[str, np.ndarray], dict[str, np.ndarray]] = ({}, {})
    for video, counts in videos.items():
        halves[hashlib.sha1(video.encode(), usedforsecurity=False).digest()[0] % 2][video] = counts
    print(told("looked at", halves[0]))
    print(told("not looked at", halves[1]))
    print(f"{speed:,.0f} sentences a second on one core")
