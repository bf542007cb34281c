"""Who is listened to: rankings, one leader's whole evidence, back-tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from luminary.collect import link_identities
from luminary.domain import Level
from luminary.errors import NotEnoughDataError, UnknownNameError, WithheldError
from luminary.i18n import say
from luminary.leaders import (
    DEFAULT_PRESET,
    BacktestResult,
    Board,
    EvaluateResult,
    Leader,
    Measure,
    Ranking,
    Scope,
    Talk,
    backtest,
    evaluate,
    measures_in_order,
    preset_named,
    read_known,
    read_people,
)
from luminary.leaders.board import EVERYONE
from luminary.leaders.tiers import UNKNOWN
from luminary.workspace.boards import Boards
from luminary.workspace.counted import load_counted, moment
from luminary.workspace.openboard import OpenBoard
from luminary.workspace.question import Question
from luminary.workspace.speakers import hidden_feeds

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Choices:
    """What a ranking can be narrowed to.

    Attributes
    ----------
    subjects, platforms, tiers, levels : tuple of str
        Names.
    places : tuple of (str, str, str or None)
        Key, name and access of each place.
    """

    subjects: tuple[str, ...]
    platforms: tuple[str, ...]
    places: tuple[tuple[str, str, str | None], ...]
    tiers: tuple[str, ...]
    levels: tuple[str, ...]


class Leading:
    """Rankings of people by what others do in response."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _boards(self) -> Boards:
        return Boards(self._workspace)

    def measures(self) -> list[Measure]:
        """List all measures, the headline ones first, baselines last."""
        return measures_in_order()

    def board(
        self, scope: Scope | None = None, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> OpenBoard:
        """Give everybody with all measures, ready to be ordered and cut into pages.

        It is computed when it is not kept, and then kept for the next one who asks.

        Parameters
        ----------
        scope : Scope, optional
            What counts; everything when not given.
        progress : callable, optional
            Called with parts done and parts in all.

        Raises
        ------
        UnknownNameError
            When a subject, place or platform is not known.
        NotEnoughDataError
            When nothing can be ranked.
        WithheldError
            When the purpose of the workspace has ended.
        """
        self._workspace.gate.check()
        counted = scope or Scope()
        self._check_place(counted)
        return self._opened(self._boards.get(counted, progress), counted)

    def whole_board(self, scope: Scope) -> Board:
        """Give everybody with all measures, also those who are left out: what a person may ask for herself.

        Raises
        ------
        NotEnoughDataError
            When nothing can be ranked.
        """
        return self._boards.whole(scope)

    def board_if_ready(self, scope: Scope | None = None) -> OpenBoard | None:
        """Give the board of a scope where it is kept; None where it would have to be computed.

        Raises
        ------
        UnknownNameError
            When the subject is not known.
        WithheldError
            When the purpose of the workspace has ended.
        """
        self._workspace.gate.check()
        counted = scope or Scope()
        self._check_place(counted)
        found = self._boards.ready(counted)
        return None if found is None else self._opened(found, counted)

    def _opened(self, board: Board, scope: Scope) -> OpenBoard:
        return OpenBoard(self._workspace, self._boards, board, scope)

    def has_data(self) -> bool:
        """Tell whether anything was imported."""
        return bool(self._workspace.lake.landed())

    def choices(self) -> Choices:
        """List what a ranking can be narrowed to, as far as this reader may see it."""
        platforms, places = self._boards.places()
        hidden = self._hidden_places([key for key, _, _ in places])
        return Choices(
            subjects=tuple(one.name for one in self._workspace.listening.subjects()),
            platforms=platforms,
            places=tuple(one for one in places if one[0] not in hidden),
            tiers=(*preset_named(self.tier_preset()), UNKNOWN),
            levels=tuple(one.value for one in Level),
        )

    def _hidden_places(self, places: list[str]) -> frozenset[str]:
        """List the places whose name tells who somebody hidden is: the feed of one person."""
        work = self._workspace
        if not work.veil.is_drawn or not places:
            return frozenset()
        if not self._boards.is_linked():  # it is not known yet who writes where
            return frozenset(places)
        link_identities(work.lake, work.engine)
        work.lake.attach(work.engine, "posts", "refs")
        return hidden_feeds(work, places)

    def _check_place(self, scope: Scope) -> None:
        """Refuse to narrow to somebody's feed for those who may not know whose it is."""
        if scope.place is None or not self._workspace.veil.is_drawn:
            return
        known = self.choices().places
        if not any(scope.place in one[:2] for one in known):
            raise UnknownNameError.of("place", scope.place, [name for _, name, _ in known])

    def rank(self, question: Question | None = None, *, leaves: bool = False) -> Ranking:
        """Rank people by one measure and give the others beside it.

        Parameters
        ----------
        question : Question, optional
            What counts, and by which measure.
        leaves : bool, default False
            Whether it leaves the workspace: then without those who are left out of files as well.

        Raises
        ------
        UnknownNameError
            When a measure, subject, place or platform is not known.
        NotEnoughDataError
            When nothing can be ranked.
        WithheldError
            When the purpose of the workspace has ended.
        """
        asked = question or Question()
        opened = self.board(asked.scope)
        opened = opened.for_files() if leaves else opened
        by, choice = opened.measure_for(asked.by), asked.choice(opened.measure_for(asked.by).name)
        leaders = opened.leaders(choice, asked.top)
        return Ranking(
            by=by.name,
            question=by.question,
            subject=asked.subject,
            since=_start_of(asked.since),
            until=_start_of(asked.until),
            first=moment(opened.board.head.first),
            last=moment(opened.board.head.last),
            people=len(opened.board.order(choice).people),
            leaders=leaders,
            notes=opened.notes(asked.by, leaders),
        )

    def leader(self, name: str, question: Question | None = None) -> Leader:
        """Give one person with all measures and evidence, wherever she stands in the ranking.

        Raises
        ------
        UnknownNameError
            When nobody, or more than one, is found under that name.
        NotEnoughDataError
            When the person neither wrote nor was acted on.
        WithheldError
            Under the profile `employer`, when the person did not agree and is not asked for by number; when
            she is left out of rankings.
        """
        veil, person = self._workspace.veil, self._workspace.people.find(name)
        if not veil.may_name(person) and veil.person_of(name) != person:
            raise WithheldError(
                say(
                    "this person did not agree to be shown by name, and whoever asks by name would learn "
                    "which figures are theirs; record an agreement with `luminary person agree PERSON`"
                )
            )
        asked = replace(question or Question(), kind=EVERYONE, top=None)
        opened = self.board(asked.scope)
        shown = veil.hides([person]).get(person, person)
        if (why := self._workspace.standing.why(person)) is not None:
            raise WithheldError(say("nothing is told about this person: {why}", why=why))
        try:
            return opened.leader(shown, asked.choice(opened.measure_for(asked.by).name))
        except UnknownNameError as error:
            raise NotEnoughDataError(
                say("'{name}' wrote nothing that counts here, and nobody acted on them", name=name)
            ) from error

    def backtest(
        self, *, cuts: Sequence[datetime] | None = None, subject: str | None = None
    ) -> BacktestResult:
        """Rank on the past at several moments, and compare with who was acted on in the month after.

        Parameters
        ----------
        cuts : sequence of datetime, optional
            Moments to rank at; the last month-ends when not given.
        subject : str, optional
            Name of a subject.

        Raises
        ------
        NotEnoughDataError
            When the history is too short, or carries no times.
        """
        self._workspace.gate.check()
        found = backtest(self.talk(Scope(subject=subject)), cuts)
        return replace(found, notes=(*found.notes, *self._workspace.permitted.told()))

    def evaluate(
        self,
        *,
        truth: str | Path,
        exclude: str | Path | None = None,
        column: str = "person",
        until: date | None = None,
        subject: str | None = None,
    ) -> EvaluateResult:
        """Compare every measure with a list of people the user trusts.

        Parameters
        ----------
        truth, exclude : str or Path
            Files of ids, handles or names: to be found, and to be left out.
        column : str, default "person"
            Column of the files that names the person.
        until : date, optional
            Rank on nothing later than this day.
        subject : str, optional
            Name of a subject.

        Raises
        ------
        UsageError
            When a file lacks the column or is empty.
        NotEnoughDataError
            When nobody in it is in the data.
        """
        self._workspace.gate.check()
        wanted = read_people(truth, column)
        left_out = read_people(exclude, column) if exclude is not None else ()
        talk = self.talk(Scope(subject=subject, until=until))
        found = evaluate(talk, read_known(self._workspace.engine), truth=wanted, exclude=left_out)
        return replace(found, notes=(*found.notes, *self._workspace.permitted.told()))

    def talk(self, scope: Scope) -> Talk:
        """Load what a scope looks at: its subject, places and days.

        Raises
        ------
        NotEnoughDataError
            When nothing is left to look at.
        """
        return load_counted(self._workspace, scope)

    def use_tier_preset(self, name: str) -> None:
        """Keep the thresholds of tiers that this workspace uses from now on.

        Raises
        ------
        UnknownNameError
            When there is no preset of that name.
        """
        preset_named(name)
        work = self._workspace
        with work.ledger.together():
            before = self.tier_preset()
            work.ledger.put("settings", name="tier_preset", value=json.dumps(name))
            work.audit.record("tiers.choose", name, before=before)

    def tier_preset(self) -> str:
        """Name the tier preset in use."""
        rows = self._workspace.ledger.rows("settings", name="tier_preset")
        return str(json.loads(rows[0]["value"])) if rows else DEFAULT_PRESET


def _start_of(day: date | None) -> datetime | None:
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
