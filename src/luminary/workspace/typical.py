"""What the people of a community have in common more than others: places and subjects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from luminary.leaders.talk import Ints
from luminary.listening import posts_of_subject
from luminary.listening.words import words_fingerprint
from luminary.network import Around

if TYPE_CHECKING:
    from luminary.leaders import Scope, Talk
    from luminary.workspace.workspace import Workspace

_MOST = 3
"""What is named of a community at most."""
_LEAST_SHARE = 0.1
_LEAST_TIMES = 1.25
_LEAST_PEOPLE = 2
_MOST_SUBJECTS = 20
"""Subjects that are looked at; each needs a pass over all words."""

_SUBJECT_SQL = """
SELECT DISTINCT w.i FROM subject_posts s JOIN permitted_posts p ON p.post = s.post
JOIN identities d ON d.account = p.account JOIN talk_people w ON w.person = d.person
"""


def typical_of(
    work: Workspace, talk: Talk, scope: Scope, community: Ints
) -> Mapping[int, tuple[Around, ...]]:
    """Tell what is typical of each community.

    Somebody counts once for each place or subject, however much she wrote there. A place in which one person
    writes is left out: its name could tell who that is.
    """
    found: dict[int, list[tuple[float, Around]]] = {}
    writers = _by_community(np.unique(talk.posts.author), community)
    for kind, name, people in _topics(work, talk, scope):
        here = _by_community(people, community)
        for group in np.flatnonzero(here >= _LEAST_PEOPLE):
            share, overall = here[group] / writers[group], here.sum() / writers.sum()
            if share >= _LEAST_SHARE and share >= _LEAST_TIMES * overall:
                one = Around(kind, name, int(here[group]), float(share / overall))
                found.setdefault(int(group), []).append((here[group] * log(share / overall), one))
    return {
        group: tuple(one for _, one in sorted(rows, key=lambda row: (-row[0], row[1].name))[:_MOST])
        for group, rows in found.items()
    }


def _by_community(people: Ints, community: Ints) -> Ints:
    """Count people by community; those without ties belong to none."""
    groups = community[people]
    counted = np.bincount(groups[groups >= 0], minlength=int(community.max(initial=-1)) + 1)
    return counted.astype(np.int64)


def _topics(work: Workspace, talk: Talk, scope: Scope) -> Iterator[tuple[str, str, Ints]]:
    """Give every place and subject with those who wrote there."""
    yield from _places(work, talk)
    yield from _subjects(work, scope)


def _places(work: Workspace, talk: Talk) -> Iterator[tuple[str, str, Ints]]:
    keys = [str(row[0]) for row in work.engine.rows("SELECT place FROM talk_places ORDER BY i")]
    cells = np.unique(talk.posts.place * max(talk.size, 1) + talk.posts.author)
    place, author = cells // max(talk.size, 1), cells % max(talk.size, 1)
    starts = np.searchsorted(place, np.arange(len(keys) + 1))
    for at, key in enumerate(keys):
        people = author[starts[at] : starts[at + 1]]
        if len(people) >= _LEAST_PEOPLE:
            yield "place", key, people


def _subjects(work: Workspace, scope: Scope) -> Iterator[tuple[str, str, Ints]]:
    """Look at subjects where words are there already; finding them could take longer than the picture."""
    subjects = [one for one in work.listening.subjects() if one.name != scope.subject]
    if not work.lake.is_fresh(("post_words",), words_fingerprint(work.ledger)):
        return
    for subject in subjects[:_MOST_SUBJECTS]:
        posts_of_subject(work.engine, work.lake, work.ledger, subject, limit=work.limits)
        rows: list[tuple[Any, ...]] = work.engine.rows(_SUBJECT_SQL)
        yield "subject", subject.name, np.array([int(row[0]) for row in rows], dtype=np.int64)
