"""The one screen after the demo. Every figure in it was computed in this run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.cli.columns import Record
from luminary.cli.records import bar, estimate_text, places, top_of
from luminary.domain.safe import one_line, shortened

if TYPE_CHECKING:
    from luminary.demo.run import DemoResult
    from luminary.report import TruthRow

_SHOWN = 5
_MARKS = {True: "found", False: "NOT found", None: "not asked"}


def summary_text(result: DemoResult) -> str:
    """Write the demo's summary: what came in, who is listened to, whether to believe it, what was planted."""
    parts = [_head(result), _leaders(result), _belief(result), _truths(result), _next(result)]
    return "\n".join(line for part in parts for line in (*part, ""))


def _head(result: DemoResult) -> list[str]:
    told = result.imported
    return [
        f"Luminary demo: an invented Nordic health world, {result.people:,} people, {result.posts:,} posts, "
        f"{result.languages} languages     seed {result.seed}",
        f"  read {told.read:,}   kept {told.kept:,}   repeated {told.repeated:,}   "
        f"rejected {told.rejected:,} (luminary -w {result.folder} rejects)   {told.seconds:.1f} s",
    ]


def _leaders(result: DemoResult) -> list[str]:
    from luminary.report.records import leader_record

    ranking = result.main
    days = [at.strftime("%b %Y") for at in (ranking.first, ranking.last) if at is not None]
    records = [leader_record(one, "") for one in ranking.leaders[:_SHOWN]]
    most = max((top_of(one[ranking.by]) for one in records), default=0.0)
    return [
        f'Who is listened to on "{ranking.subject}"?     {" to ".join(days)}, all places',
        "      people who will act on them next month                       places  followers",
        *(_line(number, one, result, most) for number, one in enumerate(records, start=1)),
        *_loud(result),
    ]


def _line(number: int, record: Record, result: DemoResult, most: float) -> str:
    mark = " (rising)" if record["person"] in result.rising else ""
    name = f"{shortened(record['name'], 24)}{mark}"
    figure = record[result.main.by]
    followers = record.get("followers") or {"value": None}
    count = "-" if followers["value"] is None else f"{followers['value']:,.0f}"
    return (
        f"  {number:>2}  {name:<33}  {estimate_text(figure):<13}  {bar(figure, most):<17} "
        f"{places(record):>7}  {count:>9}"
    )


def _loud(result: DemoResult) -> list[str]:
    loud = result.loud
    if loud is None:
        return []
    people = "nobody" if not loud.people else f"{loud.people} {'person' if loud.people == 1 else 'people'}"
    name = one_line(loud.name)
    return [f'  Loud but not answered: "{name}" wrote {loud.posts:,} posts, {people} acted on them.']


def _belief(result: DemoResult) -> list[str]:
    return [
        "Can you believe it?",
        *(f"  {one_line(part)}" for part in _wrapped(result.backtest.sentence)),
        f"  the whole back-test: luminary -w {result.folder} backtest",
    ]


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, 104)


def _truths(result: DemoResult) -> list[str]:
    """List what was planted; what this version does not look for is one line."""
    asked = [one for one in result.findings if one.agrees is not None]
    later = [one.what for one in result.findings if one.agrees is None]
    found = sum(bool(one.agrees) for one in asked)
    lines = [f"What was planted, and what Luminary says: {found} of {len(asked)} found", *map(_truth, asked)]
    return [*lines, f"  {'not judged':<10} {', '.join(dict.fromkeys(later))}"] if later else lines


def _truth(row: TruthRow) -> str:
    return f"  {_MARKS[row.agrees]:<10} {one_line(row.what)}: {one_line(row.found)}"


def _next(result: DemoResult) -> list[str]:
    command = f"luminary -w {result.folder} web"
    return [f"report: {result.report}       next: {command}       {result.seconds:.0f} s"]
