"""The network: communities, bridges, and a map of the people."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from luminary.collect.identity import identities_fingerprint
from luminary.errors import NotEnoughDataError, UnknownNameError, UsageError
from luminary.i18n import Message, say
from luminary.leaders import Board, Choice, Leader, Scope, Talk
from luminary.leaders.board import EVERYONE
from luminary.leaders.counting import spans_back
from luminary.leaders.talk import MONTH, Ints
from luminary.listening import subject_named
from luminary.listening.words import words_fingerprint
from luminary.network import (
    CONNECTS,
    FEWEST_OUTSIDE,
    Community,
    Drawn,
    draw,
    keep_picture,
    load_picture,
    part,
    weave,
)
from luminary.network.interactions import METHOD as ACTS_METHOD
from luminary.privacy import Use
from luminary.store import fingerprint_of
from luminary.workspace.counted import load_counted
from luminary.workspace.grouping import small_told, without_small_communities
from luminary.workspace.network_files import gexf, graphml, node_table, tie_table
from luminary.workspace.picture import Between, CommunityFacts, Node, Picture, Tie
from luminary.workspace.speakers import Speaker, places, speakers
from luminary.workspace.typical import typical_of

if TYPE_CHECKING:
    from luminary.workspace.openboard import OpenBoard
    from luminary.workspace.workspace import Workspace

Progress: TypeAlias = Callable[[int, int], None]

METHOD = 1
"""Goes up when the same data give another picture."""
LIMIT = 5_000
"""People on a map when nothing else is asked for."""
MOST = 20_000
"""People on a map at most."""
FORMS = {"gexf": gexf, "graphml": graphml, "people": node_table, "ties": tie_table}
"""Forms in which a picture is written for other programs."""
_LEADING = 5
_AT_HAND = 4
"""Pictures that stay in memory."""
_STEPS = 4


class Networking:
    """Pictures of who acts on whom."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def picture(
        self,
        scope: Scope | None = None,
        limit: int = LIMIT,
        progress: Progress = lambda _done, _total: None,
        *,
        leaves: bool = False,
    ) -> Picture:
        """Give the picture of a scope; it is computed when it is not kept, and then kept.

        Parameters
        ----------
        scope : Scope, optional
            What counts; everything when not given.
        limit : int, default 5000
            How many people are shown: those with the largest figures, then those with most ties.
        progress : callable, optional
            Called with parts done and parts in all.
        leaves : bool, default False
            Whether it leaves the workspace: then without those who are left out of files as well.

        Raises
        ------
        UnknownNameError
            When a subject, place or platform is not known.
        NotEnoughDataError
            When nobody acted on anybody.
        UsageError
            When the limit is not between 1 and 20,000.
        WithheldError
            When the purpose of the workspace has ended.
        """
        work, counted = self._workspace, scope or Scope()
        _check_limit(limit)
        work.gate.check()
        work.people.link()
        use = Use.EXPORT if leaves else Use.RANKING
        key, generation = self._key(counted, limit, use), work.lake.generation()
        board = work.leaders.board(counted, lambda done, total: progress(done, _STEPS * total))
        board = board.for_files() if leaves else board
        drawn = None if key is None else load_picture(work.lake, key)
        if drawn is None:
            drawn = self._draw(counted, limit, board, progress, use)
            if key is not None and self._key(counted, limit, use) == key:  # else something landed meanwhile
                keep_picture(work.lake, key, drawn, generation)
        return self._shown(counted, drawn, board)

    def picture_if_ready(self, scope: Scope | None = None, limit: int = LIMIT) -> Picture | None:
        """Give the picture of a scope where it is kept; None where it would have to be computed.

        Raises
        ------
        UnknownNameError
            When the subject is not known.
        UsageError
            When the limit is not between 1 and 20,000.
        WithheldError
            When the purpose of the workspace has ended.
        """
        work, counted = self._workspace, scope or Scope()
        _check_limit(limit)
        board, key = work.leaders.board_if_ready(counted), self._key(counted, limit)
        if board is None or key is None:
            return None
        name = (work.path, key, work.veil.reader, work.veil.named() if work.veil.is_drawn else None)
        found = _LATELY.find(name, board.board)
        if found is None:
            drawn = load_picture(work.lake, key)
            if drawn is None:
                return None
            found = _LATELY.keep(name, board.board, self._shown(counted, drawn, board))
        return replace(found, notes=self._notes(board, found))

    def export(self, scope: Scope | None = None, form: str = "gexf", limit: int = LIMIT) -> bytes:
        """Write the picture of a scope for other programs; that it left is noted in the log.

        Parameters
        ----------
        scope : Scope, optional
            What counts; everything when not given.
        form : str, default "gexf"
            gexf, graphml, people (CSV) or ties (CSV).
        limit : int, default 5000
            How many people.

        Raises
        ------
        UnknownNameError
            When there is no such form.
        """
        if form not in FORMS:
            raise UnknownNameError.of("form", form, FORMS)
        found = self.picture(scope, limit, leaves=True)
        written = FORMS[form](found)
        rows = len(found.ties) if form == "ties" else len(found.nodes)
        people = [one.person for one in found.nodes if one.named]
        self._workspace.audit.exported("network", rows, people=people, form=form, **found.scope.as_params())
        return written

    def _key(self, scope: Scope, limit: int, use: Use = Use.RANKING) -> str | None:
        """Hash everything a picture depends on; None while it is not known who is a service."""
        work = self._workspace
        people = identities_fingerprint(work.lake)
        if not work.lake.is_fresh(("identities", "people"), people):
            return None
        asked: dict[str, Any] = scope.as_params()
        words = words_fingerprint(work.ledger)
        if scope.subject is not None:
            subject = subject_named(work.ledger, scope.subject)
            asked["subject"] = (subject.words, subject.places, words)
        known = work.lake.is_fresh(("post_words",), words)  # then subjects give communities their names
        subjects = [(one.name, one.words, one.places) for one in work.listening.subjects()] if known else []
        services, left_out = sorted(work.people.services()), work.standing.stamp(use)
        rests_on = (METHOD, ACTS_METHOD, people, services, left_out, work.permitted.stamp(), limit)
        return fingerprint_of("picture", *rests_on, sorted(asked.items()), subjects)

    def _draw(self, scope: Scope, limit: int, board: OpenBoard, progress: Progress, use: Use) -> Drawn:
        work = self._workspace
        talk = load_counted(work, scope, without=frozenset(work.standing.left_out(use).people))
        if not len(talk.acts):
            raise NotEnoughDataError(say("nobody acted on anybody here, so there is no network to draw"))
        progress(2, _STEPS)
        web = weave(talk.acts.source, talk.acts.target, spans_back(talk, MONTH), talk.size)
        community = part(web)
        progress(3, _STEPS)
        around = typical_of(work, talk, scope, community)
        first, acts = _most_important(board, talk), (talk.acts.source, talk.acts.target)
        drawn = draw(talk.people, web, acts, community, first, around, limit)
        progress(_STEPS, _STEPS)
        return drawn

    def _shown(self, scope: Scope, drawn: Drawn, board: OpenBoard) -> Picture:
        """Put names and figures to a picture, as far as the reader may know them."""
        nodes = self._nodes(drawn, board)
        at = {person: number for number, person in enumerate(drawn.people.column("person").to_pylist())}
        ties = tuple(
            Tie(at[row["one"]], at[row["other"]], row["months"], row["acts"])
            for row in drawn.ties.to_pylist()
        )
        measure, head, switches = board.measure_for(None), drawn.head, self._workspace.duties.switches
        bridges = [number for number, one in enumerate(nodes) if one.bridge]
        bridges.sort(key=lambda number: (-nodes[number].outside, number))
        found = Picture(
            scope=scope,
            by=measure.name,
            question=measure.question,
            unit=measure.unit,
            nodes=nodes,
            ties=ties,
            communities=self._communities(drawn, nodes),
            between=tuple(Between(*one) for one in drawn.between),
            bridges=tuple(bridges),
            people=head.people,
            alone=head.alone,
            all_ties=head.ties,
            all_communities=head.communities,
            all_bridges=head.bridges,
            ties_shown=head.ties_shown,
            notes=(),
        )
        if switches.groups_only:
            found = without_small_communities(found, switches.smallest_group)
        return replace(found, notes=self._notes(board, found))

    def _nodes(self, drawn: Drawn, board: OpenBoard) -> tuple[Node, ...]:
        rows = drawn.people.to_pylist()
        keys = [row["person"] for row in rows]
        leaders = _leaders(board, keys)
        others = self._others([one for one in keys if one not in leaders])
        by = board.measure_for(None).name
        return tuple(_node(row, leaders.get(row["person"]), others.get(row["person"]), by) for row in rows)

    def _others(self, keys: Sequence[str]) -> dict[str, Speaker]:
        """Tell who people are who have no place in the ranking."""
        if not keys:
            return {}
        self._workspace.people.link()
        return speakers(self._workspace, keys)

    def _communities(self, drawn: Drawn, nodes: Sequence[Node]) -> tuple[CommunityFacts, ...]:
        members: dict[int, list[int]] = {}
        for number, node in enumerate(nodes):
            members.setdefault(node.community, []).append(number)
        names = self._place_names(drawn.communities)
        found = []
        for one in drawn.communities:
            here = members.get(one.number, [])
            leading = tuple(sorted(here, key=lambda number: (-nodes[number].ties, number))[:_LEADING])
            around = [names.get(told.name) if told.kind == "place" else told.name for told in one.around]
            known = tuple(told for told in around if told)
            found.append(
                CommunityFacts(
                    number=one.number,
                    name=_name(one.number, known, [nodes[number].name for number in leading[:2]]),
                    size=one.size,
                    shown=len(here),
                    ties=one.ties,
                    density=one.density,
                    around=known,
                    leading=leading,
                    bridges=sum(nodes[number].bridge for number in here),
                )
            )
        return tuple(found)

    def _place_names(self, communities: Sequence[Community]) -> dict[str, str]:
        """Give the names of places that communities stand around."""
        work = self._workspace
        keys = [told.name for one in communities for told in one.around if told.kind == "place"]
        if not keys:
            return {}
        work.people.link()
        work.lake.attach(work.engine, "places", "posts", "refs")
        return {key: one.name for key, one in places(work, keys).items() if one.name}

    def _notes(self, board: OpenBoard, found: Picture) -> tuple[Message, ...]:
        notes, switches = board.notes(None), self._workspace.duties.switches
        small = found.all_communities - len(found.communities)
        if switches.groups_only and small:
            notes = (*notes, small_told(small, switches.smallest_group))
        hidden = sum(not one.named for one in found.nodes)
        return (*notes, self._workspace.veil.told(hidden)) if hidden else notes


class _Lately:
    """Pictures that were looked at lately, for all threads of this program: map, then table after table.

    A picture is as its reader may see it, and holds as long as the board it was put together with.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Board, Picture]] = OrderedDict()

    def find(self, name: Hashable, board: Board) -> Picture | None:
        """Give what was kept under a name with this very board."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or kept[0] is not board:
                return None
            self._kept.move_to_end(name)
            return kept[1]

    def keep(self, name: Hashable, board: Board, picture: Picture) -> Picture:
        """Keep a picture; the one looked at longest ago leaves."""
        with self._lock:
            self._kept[name] = (board, picture)
            self._kept.move_to_end(name)
            while len(self._kept) > _AT_HAND:
                self._kept.popitem(last=False)
        return picture


_LATELY = _Lately()


def _most_important(board: OpenBoard, talk: Talk) -> Ints:
    """Give the numbers in the talk of everybody ranked, the first ones first."""
    by = board.measure_for(None).name
    number = {person: at for at, person in enumerate(talk.people)}
    people = board.board.people
    order = board.board.order(Choice(by, EVERYONE)).people
    found = (number.get(people[int(row)]) for row in order)
    return np.array([one for one in found if one is not None], dtype=np.int64)


def _leaders(board: OpenBoard, keys: Sequence[str]) -> dict[str, Leader]:
    """Give those of some people who have a place in the ranking, as the reader may know them."""
    choice = Choice(board.measure_for(None).name, EVERYONE)
    places_of, rows_of = board.board.places(choice), board.board.rows_of
    ranked = [one for one in keys if one in rows_of and places_of[rows_of[one]] > 0]
    at = [int(places_of[rows_of[one]]) - 1 for one in ranked]
    leaders = board.released(board.board.leaders(board.board.order(choice), at))
    return dict(zip(ranked, leaders, strict=True))


def _node(row: dict[str, Any], leader: Leader | None, other: Speaker | None, by: str) -> Node:
    shown = leader or other
    assert shown is not None
    figure = leader.measures[by] if leader else None
    participation = None if np.isnan(row["participation"]) else float(row["participation"])
    return Node(
        person=shown.person,
        name=shown.name,
        named=shown.named,
        community=row["community"],
        x=row["x"],
        y=row["y"],
        figure=figure.value if figure else None,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        rank=leader.rank if leader else None,
        tier=leader.tier.value if leader else "unknown",
        platforms=tuple(dict.fromkeys(one.platform for one in leader.accounts)) if leader else (),
        ties=row["ties"],
        outside=row["outside"],
        reached=row["reached"],
        answered_from=row["answered_from"],
        participation=participation,
        bridge=(participation or 0.0) > CONNECTS and row["outside"] >= FEWEST_OUTSIDE,
    )


def _name(number: int, around: Sequence[str], leading: Sequence[str]) -> Message:
    """Name a community by what is typical of it, else by who is best connected in it."""
    if len(around) > 1:
        return say("{one} and {other}", one=around[0], other=around[1])
    if around:
        return say("{one}", one=around[0])
    if len(leading) > 1:
        return say("around {one} and {other}", one=leading[0], other=leading[1])
    if leading:
        return say("around {one}", one=leading[0])
    return say("community {number}", number=number + 1)


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= MOST:
        raise UsageError(
            say("a map of {limit} people is asked for; 1 to {most} can be drawn", limit=limit, most=MOST)
        )
