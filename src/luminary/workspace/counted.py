"""Which posts and acts count: from a scope to relations in the engine, and to the talk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from luminary.domain import Subject
from luminary.errors import NotEnoughDataError, UnknownNameError
from luminary.i18n import say, together
from luminary.leaders import Scope, Talk, load_talk
from luminary.listening import interactions_of_subject, posts_of_subject, subject_named

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

ACTS = "counted_acts"
"""Relation of the acts that count, in the engine."""
_POSTS = "counted_posts"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_PLACES_SQL = """
SELECT place, last(name ORDER BY row), last(access ORDER BY row) FILTER (WHERE access IS NOT NULL)
FROM places GROUP BY place ORDER BY place
"""

_PLATFORMS_SQL = """
SELECT DISTINCT split_part(post, ':', 1) AS platform FROM posts
UNION SELECT DISTINCT split_part(source, ':', 1) FROM ties ORDER BY platform
"""

# An act happened where the post acted on stands; a stated tie on the platform of the one who states it.
_ON_PLATFORM_SQL = "split_part(coalesce(target_post, post, source), ':', 1) = ?"


def load_counted(
    work: Workspace,
    scope: Scope,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    without: frozenset[str] = frozenset(),
) -> Talk:
    """Load what a scope looks at, and name the relation `counted_acts` in the engine.

    Parameters
    ----------
    work : Workspace
        Where.
    scope : Scope
        What counts.
    progress : callable, optional
        Told how many of all posts have had their words found, when a subject needs them.
    without : frozenset of str
        Persons who are left out together with everything they did.

    Raises
    ------
    UnknownNameError
        When a subject, place or platform is not known.
    NotEnoughDataError
        When nothing is left to look at.
    """
    work.people.link()
    work.lake.attach(work.engine, "posts", "refs", "metrics", "ties", "places", "accounts")
    posts, tables = _narrow(work, scope, progress), work.permitted.attach()
    talk = load_talk(work.engine, ACTS, posts, services=work.people.services() | without, tables=tables)
    if scope.until is not None:
        talk = talk.until(micros(scope.until + timedelta(days=1)))
    if scope.since is not None:
        talk = talk.since(micros(scope.since))
    if not len(talk.acts) and not len(talk.posts):
        why = say("nothing to rank: no post and no act lies within what was asked for")
        raise NotEnoughDataError(together([why, *work.permitted.told()], "; "))
    return talk


def _narrow(work: Workspace, scope: Scope, progress: Callable[[int, int], None]) -> str | None:
    """Name the relation of the acts that count; give that of the posts that count, None for all."""
    subject = subject_named(work.ledger, scope.subject) if scope.subject else None
    in_places = scope.place is not None or scope.access is not None
    if in_places and subject is None:  # everything in the places is the subject
        subject = Subject("places", places=tuple(_places(work, scope)))
    if subject is None:
        return _on_platform(work, scope.platform, "SELECT * FROM interactions", None)
    posts_of_subject(work.engine, work.lake, work.ledger, subject, limit=work.limits, progress=progress)
    if in_places:
        _keep_places(work, _places(work, scope))
    return _on_platform(work, scope.platform, interactions_of_subject(), "subject_posts")


def _on_platform(work: Workspace, platform: str | None, acts: str, posts: str | None) -> str | None:
    """Keep of posts and acts what happened on a platform; everything where none is named."""
    if platform is None:
        work.engine.materialise(ACTS, acts)
        return posts
    if platform not in (known := platforms(work)):
        raise UnknownNameError.of("platform", platform, known)
    work.engine.materialise(ACTS, f"SELECT * FROM ({acts}) WHERE {_ON_PLATFORM_SQL}", [platform])
    source = f"SELECT post FROM {posts or 'posts'} WHERE split_part(post, ':', 1) = ?"
    work.engine.materialise(_POSTS, source, [platform])
    return _POSTS


def platforms(work: Workspace) -> list[str]:
    """List the platforms in the data; `posts` and `ties` must be named in the engine."""
    return [str(row[0]) for row in work.engine.rows(_PLATFORMS_SQL)]


def known_places(work: Workspace) -> list[tuple[str, str, str | None]]:
    """List the places, each with name and access; `places` must be named in the engine."""
    return [
        (str(key), str(name or key), None if access is None else str(access))
        for key, name, access in work.engine.rows(_PLACES_SQL)
    ]


def _keep_places(work: Workspace, places: list[str]) -> None:
    """Keep only the posts of the subject that stand in some places."""
    marks = ", ".join("?" * len(places))
    work.engine.materialise(
        "narrowed_posts",
        f"SELECT s.post FROM subject_posts s JOIN posts p ON p.post = s.post WHERE p.place IN ({marks})",
        places,
    )
    work.engine.materialise("subject_posts", "SELECT post FROM narrowed_posts")


def _places(work: Workspace, scope: Scope) -> list[str]:
    """List the keys of the places asked for."""
    known = known_places(work)
    named = [one for one in known if scope.place is None or scope.place in one[:2]]
    if not named:
        raise UnknownNameError.of("place", str(scope.place), [name for _, name, _ in known])
    chosen = [key for key, _, access in named if scope.access is None or access == scope.access.value]
    if not chosen:
        raise NotEnoughDataError(
            say("no place that was asked for is known to be {access}", access=str(scope.access))
        )
    return chosen


def micros(day: date) -> int:
    """Give the first moment of a day in microseconds since 1970."""
    return round((datetime(day.year, day.month, day.day, tzinfo=UTC) - _EPOCH).total_seconds() * 1e6)


def moment(at: int | None) -> datetime | None:
    """Give the moment of microseconds since 1970; None where nothing carries a time."""
    return _EPOCH + timedelta(microseconds=at) if at is not None and at > 1 else None
