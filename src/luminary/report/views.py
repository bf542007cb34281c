"""What the templates show, computed beforehand: templates only write and draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from luminary.domain import Estimate
from luminary.leaders.leader import Leader, Ranking
from luminary.report.charts import Bar, Scale, Spark, bar, scale_for, spark
from luminary.report.drawing import Drawing, describe, draw
from luminary.report.inputs import BacktestPicture, Loud, MeasureNote, NetworkPicture, ReportInput
from luminary.report.text import figure, interval, web_link
from luminary.report.words import against, direction, first_places, why

FRONT_PEOPLE = 5
"""People on the managers' page."""
FRONT_SUBJECTS = 4
FRONT_MEASURES = 7
FRONT_LOUD = 3


@dataclass(frozen=True, slots=True)
class FigureView:
    """One measure of one person."""

    name: str
    figure: str
    interval: str
    n: int
    unit: str
    method: str
    """Only where it differs from what the explanation of measures says."""
    baseline: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person of a ranking."""

    leader: Leader
    figure: str
    interval: str
    bar: Bar | None
    spark: Spark | None
    direction: str
    why: Markup
    against: list[str]
    link: str | None
    figures: list[FigureView]


@dataclass(frozen=True, slots=True)
class RankingView:
    """One ranking with its people on a common scale."""

    ranking: Ranking
    unit: str
    scale: Scale
    people: list[PersonView]
    first: Markup


@dataclass(frozen=True, slots=True)
class LineView:
    """One measure in the back-test."""

    name: str
    question: str
    baseline: bool
    figure: str
    interval: str
    bar: Bar | None
    others: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class BacktestView:
    """The back-test with its bars on a common scale; `front` are the lines for the managers' page."""

    result: BacktestPicture
    scale: Scale
    lines: list[LineView]
    front: list[LineView]


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The network picture and the sentence that tells it."""

    picture: NetworkPicture
    drawing: Drawing
    says: str


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page."""

    data: ReportInput
    rankings: list[RankingView]
    backtest: BacktestView | None
    network: NetworkView | None
    front_loud: Sequence[Loud]

    @property
    def main(self) -> RankingView | None:
        """The ranking on the managers' page; None when there is none or nobody is in it."""
        return self.rankings[0] if self.rankings and self.rankings[0].people else None

    @property
    def has_withheld(self) -> bool:
        """Whether any name is withheld."""
        people = [one.leader.named for view in self.rankings for one in view.people]
        return not all([*people, *(one.named for one in self.data.loud)])


def page_view(data: ReportInput) -> PageView:
    """Compute everything the page shows."""
    notes = {note.name: note for note in data.measures}
    picture = data.network
    drawing = draw(picture) if picture and picture.nodes else None
    return PageView(
        data,
        [ranking_view(ranking, notes) for ranking in data.rankings],
        backtest_view(data.backtest, notes) if data.backtest else None,
        NetworkView(picture, drawing, describe(drawing, picture)) if picture and drawing else None,
        data.loud[:FRONT_LOUD],
    )


def ranking_view(ranking: Ranking, notes: dict[str, MeasureNote]) -> RankingView:
    """Put the people of a ranking on a common scale.

    Raises
    ------
    KeyError
        When a leader lacks the measure that is ranked by.
    """
    ranked = [leader.measures[ranking.by] for leader in ranking.leaders]
    scale = scale_for(ranked)
    people = [person_view(leader, ranking, scale, notes) for leader in ranking.leaders]
    unit = ranked[0].unit if ranked else ""
    return RankingView(ranking, unit, scale, people, first_places(ranking))


def person_view(leader: Leader, ranking: Ranking, scale: Scale, notes: dict[str, MeasureNote]) -> PersonView:
    """Say and draw one person's place in a ranking."""
    estimate = leader.measures[ranking.by]
    return PersonView(
        leader,
        figure(estimate),
        interval(estimate),
        bar(estimate, scale),
        spark(leader.trend),
        direction(leader.trend),
        why(leader, ranking),
        against(leader, ranking),
        web_link(leader.evidence.link),
        _figures(leader, ranking, notes),
    )


def _figures(leader: Leader, ranking: Ranking, notes: dict[str, MeasureNote]) -> list[FigureView]:
    """List all measures of a person: the one ranked by, then the others, then the simple rankings."""
    found = [_figure(name, one, notes.get(name)) for name, one in leader.measures.items()]
    return sorted(found, key=lambda one: (one.baseline, one.name != ranking.by))


def _figure(name: str, estimate: Estimate, note: MeasureNote | None) -> FigureView:
    explained = note is not None and note.method == estimate.method
    return FigureView(
        name,
        figure(estimate),
        interval(estimate),
        estimate.n,
        estimate.unit,
        "" if explained else estimate.method,
        note is not None and note.baseline,
    )


def backtest_view(result: BacktestPicture, notes: dict[str, MeasureNote]) -> BacktestView:
    """Put the measures of a back-test on a common scale from nobody found to everybody."""
    step = max(1, result.of // 4)
    scale = Scale(0.0, float(result.of), tuple(float(mark) for mark in range(0, result.of + 1, step)))
    lines = []
    for line in result.lines:
        note = notes.get(line.name)
        others = [(score, figure(one), interval(one)) for score, one in line.others]
        drawn = bar(line.found, scale)
        asks = note.question if note else ""
        shown = figure(line.found), interval(line.found)
        lines.append(LineView(line.name, asks, line.baseline, *shown, drawn, others))
    return BacktestView(result, scale, lines, _front(lines))


def _front(lines: list[LineView]) -> list[LineView]:
    """Choose lines for the managers' page: the best of both kinds, in the order given."""
    own = [line for line in lines if not line.baseline][:2]
    simple = [line for line in lines if line.baseline][: FRONT_MEASURES - len(own)]
    return [line for line in lines if line in own or line in simple]
