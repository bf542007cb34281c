"""Do the headline measures find the people that others recognised, and does the forecast beat simple ones?

Truth lists stand beside the shared data. Each line shows the measure, the best simple ranking and the goal.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.data import CHAT, FORUM, MAIL, needed, workspace
from luminary import Workspace

_CHAT_TRUTHS, _FORUM_TRUTHS = CHAT.parent, FORUM.parent
_DAY = date(2022, 10, 24)

_QUESTIONS = (
    ("chat, maintainers at the end", CHAT, "standing", "truth_maintainers_2024-12-31.csv", None, None, 0.69),
    (
        "chat, appointed later",
        CHAT,
        "influence",
        "truth_appointed_2022-10-25_to_2024-12-31.csv",
        "exclude_team_members_2022-10-24.csv",
        _DAY,
        0.38,
    ),
    ("forum, authors", FORUM, "standing", "truth_protocol_authors.csv", None, None, 0.52),
    ("forum, cited", FORUM, "standing", "truth_cited_by_newsletter.csv", None, None, 0.80),
)


def main() -> None:
    """Print average precision against each truth list, then the back-tests."""
    for question in _QUESTIONS:
        _print_truth(*question)
    for label, source, format in (("chat", CHAT, None), ("forum", FORUM, None), ("mail", MAIL, "ties")):
        _print_backtest(label, source, format)


def _print_truth(
    label: str, source: Path, name: str, truth: str, exclude: str | None, until: date | None, goal: float
) -> None:
    with Workspace.open(workspace(source, source.parent.name)) as opened:
        result = opened.leaders.evaluate(
            truth=needed(source.parent / truth),
            exclude=None if exclude is None else source.parent / exclude,
            until=until,
        )
    scores = {one.measure: one for one in result.scores}
    simple = max((one for one in result.scores if one.baseline), key=lambda one: one.ap.value or 0)
    mine = scores[name]
    print(
        f"{label:30} {name:10} AP {mine.ap.text():18} goal {goal:.2f}   P@25 {mine.p25.value:.2f}   "
        f"best simple: {simple.measure} {simple.ap.value:.3f}"
    )


def _print_backtest(label: str, source: Path, format: str | None) -> None:
    with Workspace.open(workspace(source, source.parent.name, format)) as opened:
        result = opened.leaders.backtest()
    print(f"\nback-test on {label}, {len(result.cuts)} cuts: {result.sentence}")
    for one in result.scores:
        lead = "" if one.difference is None else f"influence ahead at {one.wins}, behind at {one.losses}"
        print(f"  {one.measure:22} NDCG@20 {one.ndcg.text():18} P@20 {one.precision.text():18} {lead}")
