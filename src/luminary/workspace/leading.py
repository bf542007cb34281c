"""Who is listened to: rankings, one leader's whole evidence, back-tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from luminary.domain import Access, Evidence, Kind, Subject
from luminary.errors import NotEnoughDataError, UnknownNameError, UsageError, WithheldError
from luminary.leaders import (
    DEFAULT_PRESET,
    BacktestResult,
    EvaluateResult,
    Leader,
    Measure,
    Presenter,
    Ranking,
    Scores,
    Talk,
    all_measures,
    backtest,
    evaluate,
    load_talk,
    measure_named,
    order_by,
    preset_named,
    read_known,
    read_labels,
    read_people,
    taking_part,
)
from luminary.listening import interactions_of_subject, posts_of_subject, subject_named

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class Question:
    """What a ranking is asked for. `until` and `since` are whole days, both included.

    Attributes
    ----------
    by : str or None
        Measure to rank by; None for `influence`, or `standing` where acts carry no times.
    kind : str
        "person" (default; also those of whom it is not known), "organisation" or "all".
    place : str or None
        Name or key of a place; only what happened there counts.
    access : Access or None
        Only open, or only closed, places count.
    tier, level : str or None
        Show only these.
    """

    by: str | None = None
    subject: str | None = None
    since: date | None = None
    until: date | None = None
    top: int | None = None
    kind: str = Kind.PERSON.value
    place: str | None = None
    access: Access | None = None
    tier: str | None = None
    level: str | None = None

    def __post_init__(self) -> None:
        kinds = (Kind.PERSON.value, Kind.ORGANISATION.value, _EVERYONE)
        if self.kind not in kinds:
            raise UsageError(f"no kind is named '{self.kind}'; known: {', '.join(kinds)}")
        if self.top is not None and self.top < 1:
            raise UsageError(f"--top is {self.top}; at least 1 is needed")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"--since {self.since} lies after --until {self.until}")


class Leading:
    """Rankings of people by what others do in response."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def measures(self) -> list[Measure]:
        """List all measures, the headline ones first, baselines last."""
        first = {"influence": 0, "standing": 1, "rising": 2}
        return sorted(
            all_measures().values(), key=lambda one: (one.baseline, first.get(one.name, 9), one.name)
        )

    def rank(self, question: Question | None = None) -> Ranking:
        """Rank people by one measure and give the others beside it.

        Raises
        ------
        UsageError
            When a measure, subject or place is not known.
        NotEnoughDataError
            When nothing can be ranked.
        WithheldError
            When the purpose of the workspace has ended.
        """
        asked = question or Question()
        note = self._workspace.gate.check()
        talk = self.talk(asked)
        by, notes = _measure_for(talk, asked.by)
        scores = {one.name: (one, one.of(talk)) for one in self.measures()}
        presenter = self._presenter(talk, scores, asked)
        order = order_by(scores[by.name][1], self._among(talk, presenter, asked))
        leaders = self._released(presenter.leaders(order, asked.top))
        return Ranking(
            by=by.name,
            question=by.question,
            subject=asked.subject,
            since=_start_of(asked.since),
            until=_start_of(asked.until),
            first=_first(talk),
            last=_moment(talk.now),
            people=len(order.people),
            leaders=leaders,
            notes=(note, *notes, *self._notes(leaders)),
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
            Under the profile `employer`, when the person did not agree and is not asked for by number.
        """
        veil, person = self._workspace.veil, self._workspace.people.find(name)
        if not veil.may_name(person) and veil.person_of(name) != person:
            raise WithheldError(
                "this person did not agree to be shown by name, and whoever asks by name would learn which "
                "figures are theirs; record an agreement with `luminary person agree PERSON`"
            )
        ranking = self.rank(replace(question or Question(), kind=_EVERYONE, top=None))
        shown = veil.hides([person]).get(person, person)
        found = [one for one in ranking.leaders if one.person == shown]
        if not found:
            raise NotEnoughDataError(f"'{name}' wrote nothing that counts here, and nobody acted on them")
        return found[0]

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
        return backtest(self.talk(Question(subject=subject)), cuts)

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
        talk = self.talk(Question(subject=subject, until=until))
        return evaluate(talk, read_known(self._workspace.engine), truth=wanted, exclude=left_out)

    def talk(self, asked: Question) -> Talk:
        """Load what the question looks at: its subject, places and days.

        Raises
        ------
        NotEnoughDataError
            When nothing is left to look at.
        """
        work = self._workspace
        work.people.link()
        work.lake.attach(work.engine, "posts", "refs", "metrics", "ties", "places", "accounts")
        posts = self._narrow(asked)
        talk = load_talk(work.engine, "counted_acts", posts, services=work.people.services())
        if asked.until is not None:
            talk = talk.until(_micros(asked.until + timedelta(days=1)))
        if asked.since is not None:
            talk = talk.since(_micros(asked.since))
        if not len(talk.acts) and not len(talk.posts):
            raise NotEnoughDataError("nothing to rank: no post and no act lies within what was asked for")
        return talk

    def _narrow(self, asked: Question) -> str | None:
        """Name the relation `counted_acts`; give the relation of the posts that count, None for all."""
        work = self._workspace
        subject = subject_named(work.ledger, asked.subject) if asked.subject else None
        if asked.place or asked.access:
            subject = self._within(subject, asked)
        if subject is None:
            work.engine.materialise("counted_acts", "SELECT * FROM interactions")
            return None
        posts_of_subject(work.engine, work.lake, work.ledger, subject, limit=work.limits)
        if asked.place or asked.access:
            self._keep_places(asked)
        work.engine.materialise("counted_acts", interactions_of_subject())
        return "subject_posts"

    def _within(self, subject: Subject | None, asked: Question) -> Subject:
        """Without a subject, everything in the places is the subject."""
        if subject is not None:
            return subject
        return Subject("places", places=tuple(self._places(asked)))

    def _keep_places(self, asked: Question) -> None:
        """Keep only the posts of the subject that stand in the places asked for."""
        work = self._workspace
        marks = ", ".join("?" * len(places)) if (places := self._places(asked)) else "NULL"
        work.engine.materialise(
            "narrowed_posts",
            f"SELECT s.post FROM subject_posts s JOIN posts p ON p.post = s.post WHERE p.place IN ({marks})",
            places,
        )
        work.engine.materialise("subject_posts", "SELECT post FROM narrowed_posts")

    def _places(self, asked: Question) -> list[str]:
        """List the keys of the places asked for.

        Raises
        ------
        UnknownNameError
            When no place has that name or key.
        """
        rows = self._workspace.engine.rows(
            "SELECT place, last(name ORDER BY row), "
            "last(access ORDER BY row) FILTER (WHERE access IS NOT NULL) FROM places GROUP BY place"
        )
        named = [row for row in rows if asked.place is None or asked.place in (row[0], row[1])]
        if not named:
            raise UnknownNameError.of("place", str(asked.place), [str(row[1]) for row in rows])
        chosen = [str(row[0]) for row in named if asked.access is None or row[2] == asked.access.value]
        if not chosen:
            raise NotEnoughDataError(f"no place that was asked for is known to be {asked.access}")
        return chosen

    def _presenter(self, talk: Talk, scores: dict[str, tuple[Measure, Scores]], asked: Question) -> Presenter:
        work = self._workspace
        decided = {(row["person"], row["what"]): row["value"] for row in work.ledger.rows("decisions")}
        since = 0 if asked.since is None else _micros(asked.since)
        labels = read_labels(work.engine, talk, "counted_acts", decided, self.tier_preset(), since)
        return Presenter(talk, labels, scores)

    def _among(self, talk: Talk, presenter: Presenter, asked: Question) -> np.ndarray:
        """Tell who is ranked: who took part, of the kind, tier and level asked for."""
        among = taking_part(talk)
        for person in np.flatnonzero(among):
            one = int(person)
            kind = presenter.kind(one).value
            wanted = kind == asked.kind or (asked.kind == Kind.PERSON and kind == Kind.UNKNOWN)
            among[one] = (
                (wanted or asked.kind == _EVERYONE)
                and (asked.tier is None or presenter.tier(one).value == asked.tier)
                and (asked.level is None or presenter.level(one).value == asked.level)
            )
        return among

    def _released(self, leaders: tuple[Leader, ...]) -> tuple[Leader, ...]:
        """Hide names and everything that leads to them where this reader may not see them."""
        hidden = self._workspace.veil.hides([one.person for one in leaders])
        return tuple(_hidden(one, hidden[one.person]) if one.person in hidden else one for one in leaders)

    def _notes(self, leaders: Sequence[Leader]) -> list[str]:
        """Say what was left out or withheld."""
        notes = []
        services = len(self._workspace.people.services())
        if services:
            notes.append(f"{services} service accounts are left out (luminary people --kind service)")
        hidden = sum(not one.named for one in leaders)
        if hidden:
            notes.append(self._workspace.veil.told(hidden))
        return notes

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


def _measure_for(talk: Talk, name: str | None) -> tuple[Measure, list[str]]:
    """Choose the measure; influence needs times."""
    if name is None and not talk.is_dated:
        return measure_named("standing"), [
            "the data carry no times, so nothing can be said about the coming month; ranked by standing"
        ]
    chosen = measure_named(name or "influence")
    if chosen.name == "influence" and not talk.is_dated:
        raise NotEnoughDataError(
            "the data carry no times, so nothing can be said about the coming month; rank with --by standing"
        )
    return chosen, []


def _hidden(leader: Leader, name: str) -> Leader:
    """Take out of a leader everything that leads to the person."""
    return replace(leader, person=name, name=name, accounts=(), names=(), evidence=Evidence(()), named=False)


def _micros(day: date) -> int:
    return round((datetime(day.year, day.month, day.day, tzinfo=UTC) - _EPOCH).total_seconds() * 1e6)


def _moment(micros: int) -> datetime | None:
    return _EPOCH + timedelta(microseconds=micros) if micros > 1 else None


def _start_of(day: date | None) -> datetime | None:
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)


def _first(talk: Talk) -> datetime | None:
    return _moment(int(talk.posts.at[0])) if len(talk.posts) else None
