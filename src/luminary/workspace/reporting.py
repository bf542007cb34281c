"""Reports: everything a management asks for, on one page with its proof behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from luminary.errors import NotEnoughDataError, UnknownNameError, WithheldError
from luminary.i18n import say
from luminary.leaders import Ranking, Talk, measure_named
from luminary.network import build_communities
from luminary.privacy import Because, Use
from luminary.report import (
    BacktestPicture,
    Dot,
    Edge,
    Held,
    ImportLine,
    Loud,
    NetworkPicture,
    RejectReason,
    ReportInput,
    TruthRow,
    backtest_picture,
    lay_out,
    write_report,
)
from luminary.workspace.counted import load_counted
from luminary.workspace.question import Question

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_SHOWN = 20
_DRAWN = 150
_LOUD = 5
_MONTHS = 12.0

_EDGES_SQL = """
SELECT source, target, CAST(count(DISTINCT date_trunc('month', moment)) AS DOUBLE) AS months
FROM interactions GROUP BY ALL ORDER BY source, target
"""


class Reporting:
    """Writes reports from what the workspace holds."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def write(
        self, path: str | Path, *, title: str = "Who is listened to?", truths: Sequence[TruthRow] = ()
    ) -> Path:
        """Write `report.html`: who, why, how sure, what the back-test says, and everything behind it.

        Parameters
        ----------
        path : str or Path
            The file; it is replaced at once when it is complete.
        title : str
            Heading of the page.
        truths : sequence of TruthRow
            For invented worlds: what was planted and what was found.

        Raises
        ------
        WithheldError
            When the purpose of the workspace has ended.
        """
        file = Path(path)
        gathered = self.gathered(title, truths)
        write_report(gathered, file)
        people = {one.person for ranking in gathered.rankings for one in ranking.leaders if one.named}
        self._workspace.duties.begin(people, Because.REPORTED)
        number = self._workspace.audit.record("report.write", None, file=file.name)
        self._workspace.audit.disclosed(number, "report", people)
        return file

    def release(self, job: str) -> Path:
        """Give the file of a report that a job wrote; that it leaves the workspace is written down.

        Raises
        ------
        UnknownNameError
            When the job wrote none.
        WithheldError
            When the purpose of the workspace has ended, or names are withheld that the report may hold.
        """
        work = self._workspace
        found = work.jobs.get(job)
        if found.kind != "report" or not found.result:
            raise UnknownNameError(say("there is no report under this address"))
        work.gate.check()
        recorded = work.ledger.rows("workspace", id="this")[0]["made"]
        if work.veil.is_drawn and (found.started is None or found.started < recorded):
            raise WithheldError(
                say("this report is older than the purpose on record and may hold names; write a new one")
            )
        work.audit.record("report.export", job)
        return work.path / str(found.result["file"])

    def gathered(self, title: str, truths: Sequence[TruthRow] = ()) -> ReportInput:
        """Gather everything that the report shows."""
        work = self._workspace
        note = work.gate.check()
        rankings = self._rankings()
        talk = self._talk()
        return ReportInput(
            title=title,
            made=datetime.now(UTC),
            purpose_note=note,
            language=work.purpose.language,
            held=self._held(),
            rankings=rankings,
            measures=tuple(work.leaders.measures()),
            backtest=self._backtest(),
            network=None if talk is None else self._network(talk),
            loud=() if talk is None else self._loud(talk),
            imports=self._imports(),
            rejects=self._rejects(),
            services=self._services(),
            left_out=work.permitted.told(),
            conflicts=work.people.conflict_count(),
            truths=tuple(truths) or None,
        )

    def _rankings(self) -> tuple[Ranking, ...]:
        """Rank over everything, then on each subject that anything was said about."""
        work = self._workspace
        subjects = [None, *(one.name for one in work.listening.subjects())]
        asked = [Question(subject=one, top=_SHOWN) for one in subjects]
        found = []
        for question in asked:
            try:
                found.append(work.leaders.rank(question, leaves=True))
            except NotEnoughDataError:
                continue  # the page lists the subjects it has; an empty one has no ranking
        return tuple(found)

    def _talk(self) -> Talk | None:
        try:
            gone = frozenset(self._workspace.standing.left_out(Use.EXPORT).people)
            return load_counted(self._workspace, Question().scope, without=gone)
        except NotEnoughDataError:
            return None

    def _backtest(self) -> BacktestPicture | None:
        try:
            return backtest_picture(self._workspace.leaders.backtest())
        except NotEnoughDataError:
            return None

    def _held(self) -> Held:
        holding = self._workspace.collect.holding()
        return Held(*(getattr(holding, one.name) for one in fields(Held)))

    def _loud(self, talk: Talk) -> tuple[Loud, ...]:
        """Find who writes most among those whom hardly anybody acts on: under one person in twenty posts."""
        year = talk.last(_MONTHS)
        posts = np.bincount(year.posts.author, minlength=year.size)
        people = measure_named("responders").of(talk).value
        hardly = np.flatnonzero((posts >= 30) & (people * 20 < posts))
        loudest = hardly[np.argsort(-posts[hardly], kind="stable")][:_LOUD]
        names = self._names([talk.people[one] for one in loudest])
        return tuple(
            Loud(names[talk.people[one]][0], int(posts[one]), int(people[one]), names[talk.people[one]][1])
            for one in loudest
        )

    def _names(self, people: Sequence[str]) -> dict[str, tuple[str, bool]]:
        """Give each person's name, or a pseudonym, and whether it is the name."""
        work = self._workspace
        known = {str(row[0]): str(row[1]) for row in work.engine.rows("SELECT person, name FROM people")}
        hidden = work.veil.hides(people)
        return {one: (hidden[one], False) if one in hidden else (known.get(one, one), True) for one in people}

    def _network(self, talk: Talk) -> NetworkPicture | None:
        """Draw the people most acted on, in their communities."""
        work = self._workspace
        build_communities(work.lake, work.engine, work.people.link())
        member = {str(one): int(str(group)) for one, group in work.engine.rows("SELECT * FROM communities")}
        by = "influence" if talk.is_dated else "responders"
        size = np.nan_to_num(measure_named(by).of(talk).value)
        most = np.argsort(-size, kind="stable")[:_DRAWN]
        names = self._names([talk.people[one] for one in most])
        dots = [
            Dot(
                talk.people[one],
                names[talk.people[one]][0],
                float(size[one]),
                member.get(talk.people[one], 0),
            )
            for one in most
            if size[one] > 0
        ]
        drawn = {one.person for one in dots}
        edges = [
            Edge(str(source), str(target), float(str(months)) or 1.0)
            for source, target, months in work.engine.rows(_EDGES_SQL)
            if source in drawn and target in drawn
        ]
        return lay_out(dots, edges, most=_DRAWN, measure=by) if dots else None

    def _imports(self) -> tuple[ImportLine, ...]:
        return tuple(
            ImportLine(
                row["source"],
                row["format"],
                row["landed"],
                row["read"],
                row["kept"],
                row["duplicates"],
                row["rejected"],
            )
            for row in self._workspace.collect.batches()
            if row["state"] == "landed"
        )

    def _rejects(self) -> tuple[RejectReason, ...]:
        counted = Counter(one.reason for one in self._workspace.collect.rejects(limit=10_000))
        return tuple(RejectReason(reason, rows) for reason, rows in counted.most_common(20))

    def _services(self) -> tuple[str, ...]:
        gone = self._workspace.standing.left_out(Use.EXPORT).people
        names = self._names(sorted(one for one in self._workspace.people.services() if one not in gone))
        return tuple(name for name, _ in names.values())
