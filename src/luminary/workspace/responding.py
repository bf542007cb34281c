"""One person's evidence: what came back to her, from where, when, and what was said around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from luminary.collect.profile import AccountSeen, shown_of
from luminary.domain import Estimate, Subject
from luminary.errors import UnknownNameError, WithheldError
from luminary.i18n import say
from luminary.leaders import Scope
from luminary.listening import posts_of_subject, subject_named
from luminary.listening.conversation import Said, around
from luminary.network import build_communities, months, response
from luminary.privacy.terms import of_batches
from luminary.report.telling import FEW
from luminary.report.text import clean, web_link
from luminary.workspace.evidence import (
    AnsweredPost,
    CommunityReach,
    Conversation,
    EvidencePage,
    KindOfResponse,
    PlaceReach,
    Profile,
    Reach,
    Response,
    SaidPost,
    Timeline,
)
from luminary.workspace.grouping import without_small_reach
from luminary.workspace.permitted import PREFIX
from luminary.workspace.shares import share
from luminary.workspace.speakers import (
    PlaceLabel,
    Speaker,
    places,
    pointing_at_hidden,
    speakers,
    told_text,
)

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

Telling: TypeAlias = Callable[[str, str], str]
"""Gives what a person wrote as it may stand beside her."""

_EVERYTHING = Scope()
_TABLES = ("posts", "refs", "metrics", "places", "accounts")
_ACCESS_SQL = """
SELECT r.post FROM response_posts r JOIN posts p ON p.post = r.post
JOIN (SELECT place, last(access ORDER BY row) FILTER (WHERE access IS NOT NULL) AS access
      FROM places GROUP BY place) a ON a.place = p.place
WHERE a.access = ?
"""
_SHARE_UNIT = "of the people who acted"
_SHARE_METHOD = "distinct people, with Wilson's 95 % interval; somebody may act in several"
_COUNTED = "people acted"


class Responding:
    """What came back to one person. A person is asked for by key, by name or, when hidden, by number."""

    _workspace: Workspace
    _attached: tuple[object, frozenset[str]] | None = None
    _gathered: tuple[str, Scope, Subject | None] | None = None
    _upstream = ""

    def evidence(
        self, person: str, scope: Scope = _EVERYTHING, limit: int = 3, skip: int = 0
    ) -> EvidencePage:
        """List the posts on which most people acted, a page at a time.

        Raises
        ------
        UnknownNameError
            When nobody is found, or the subject or place of the scope is not known.
        WithheldError
            When the person is hidden and not asked for by number.
        """
        key = self.asked(person)
        self._gather(key, scope)
        found = response.answered_posts(self._workspace.engine, limit, skip)
        who = speakers(self._workspace, [one.author for one in found if one.author])
        where = places(self._workspace, [one.place for one in found if one.place])
        secret = pointing_at_hidden(self._workspace, [one.post for one in found])
        if not self._workspace.veil.may_name(key):
            secret = frozenset(one.post for one in found)
        told = partial(told_text, self._workspace)
        rows = tuple(_answered(one, key, who, where, told, one.post not in secret) for one in found)
        return EvidencePage(rows, response.totals(self._workspace.engine)[2], skip)

    def conversation(self, post: str, before: int = 3, after: int = 6) -> Conversation:
        """Show a post in its conversation.

        Raises
        ------
        UnknownNameError
            When there is no such post.
        WithheldError
            When the author of the post is hidden.
        """
        work = self._workspace
        self.ready()
        found = around(work.engine, post, before, after)
        anchor = next(one for one in found.said if one.post == post)
        if not work.veil.may_name(anchor.author) and anchor.author not in self.ready():
            raise WithheldError(
                say("who wrote this post is hidden from you, and so is the conversation around it")
            )
        who = speakers(work, [name for one in found.said for name in (one.author, *one.points_at)])
        where = places(work, [anchor.place])[anchor.place]
        told = partial(told_text, work)
        said = tuple(_said(one, post, who, told, veiled=work.veil.is_drawn) for one in found.said)
        return Conversation(said, where, found.earlier, found.later, found.received, found.figures)

    def communities(self, person: str, scope: Scope = _EVERYTHING, *, compute: bool = True) -> Reach:
        """Tell where the response came from: places, and communities of people who act on each other.

        Parameters
        ----------
        person : str
            Key, name or number.
        scope : Scope
            What counts.
        compute : bool, default True
            Compute communities when they are not there yet; it takes seconds in a large network.
        """
        key = self.asked(person)
        self._gather(key, scope)
        work = self._workspace
        people = response.totals(work.engine)[1]
        found = response.from_places(work.engine)
        labels = places(work, [one.key for one in found])
        reached = tuple(
            PlaceReach(labels[one.key], one.people, one.acts, _share(one.people, people)) for one in found
        )
        reach = Reach(people, reached, self._communities(key, people, compute))
        switches = work.duties.switches
        return without_small_reach(reach, switches.smallest_group) if switches.groups_only else reach

    def _communities(self, key: str, people: int, compute: bool) -> tuple[CommunityReach, ...] | None:
        work = self._workspace
        if not build_communities(work.lake, work.engine, self._upstream, compute=compute):
            return None
        own = work.engine.scalar("SELECT community FROM communities WHERE person = ?", [key])
        return tuple(
            CommunityReach(
                int(one.key), size, one.people, one.acts, _share(one.people, people), one.key == own
            )
            for one, size in response.from_communities(work.engine)
        )

    def responders(self, person: str, scope: Scope = _EVERYTHING) -> Response:
        """Tell what kind of response came, and how concentrated it is."""
        self._gather(self.asked(person), scope)
        work = self._workspace
        acts, people, posts = response.totals(work.engine)
        kinds = sorted(response.by_kind(work.engine), key=lambda one: (-one.people, -one.acts, one.key))
        often = response.by_person(work.engine)
        where = response.from_places(work.engine)[:1]
        asked, askers = response.questions(work.engine)
        top = speakers(work, [often[0][0]])[often[0][0]] if often else None
        return Response(
            people=people,
            acts=acts,
            posts=posts,
            kinds=tuple(KindOfResponse(one.key, one.people, one.acts) for one in kinds),
            questions=asked,
            askers=askers,
            half_from=response.half_from([times for _, times in often]),
            top_person=top,
            top_person_share=_counted_share(often[0][1] if often else 0, acts, people),
            top_place=places(work, [where[0].key])[where[0].key] if where else None,
            top_place_share=_share(where[0].people if where else 0, people),
        )

    def timeline(self, person: str) -> Timeline:
        """Give a person's months, with the months of which nothing is known, and her platforms."""
        key = self.asked(person)
        self.ready()
        engine, posts = self._workspace.engine, f"{PREFIX}posts"
        return Timeline(
            months.months_of(engine, key, posts),
            months.undated_acts(engine, key),
            months.platforms_of(engine, key, posts),
        )

    def profile(self, person: str) -> Profile:
        """Give what sources show of a person: accounts, names, role, self-description, figures."""
        key = self.asked(person)
        self.ready()
        shown = shown_of(self._workspace.engine, key, of_batches(self._workspace.ledger))
        if shown is None:
            raise UnknownNameError(say("nobody has the key '{key}'", key=key))
        who = speakers(self._workspace, [key])[key]
        if not who.named:
            figures = tuple(replace(one, account=one.account.partition(":")[0]) for one in shown.figures)
            return Profile(who.person, who.name, False, (), None, None, (), figures)
        names = tuple(dict.fromkeys(clean(one, 200) for one in shown.names))
        return Profile(
            key,
            who.name,
            True,
            names,
            clean(shown.role, 200) if shown.role else None,
            told_text(self._workspace, key, shown.bio) if shown.bio else None,
            tuple(_cleaned(one) for one in shown.accounts),
            shown.figures,
        )

    def asked(self, person: str) -> str:
        """Give the key of a person whom the reader may ask about.

        Raises
        ------
        UnknownNameError
            When nobody is found.
        WithheldError
            When the purpose has ended, or the person is hidden and not asked for by number.
        """
        work = self._workspace
        work.gate.check()
        key = work.people.find(person)
        if not work.veil.may_name(key) and work.veil.person_of(person) != key:
            raise WithheldError(
                say(
                    "this person did not agree to be shown by name, and whoever asks by name would learn "
                    "which figures are theirs; record an agreement with `luminary person agree PERSON`"
                )
            )
        return key

    def ready(self) -> frozenset[str]:
        """Name the tables in the engine, once until data or decisions change; gives the services."""
        work, state = self._workspace, self._state()
        if self._attached is None or self._attached[0] != state:
            self._upstream, self._gathered = work.people.link(), None
            work.lake.attach(work.engine, *_TABLES)
            work.permitted.attach()
            self._attached = (state, work.people.services())
        return self._attached[1]

    def is_ready(self) -> bool:
        """Tell whether the tables are named in the engine as they stand now."""
        return self._attached is not None and self._attached[0] == self._state()

    def _state(self) -> tuple[object, ...]:
        """Tell one state of data and decisions from another."""
        work = self._workspace
        kinds = [(row["person"], row["value"]) for row in work.ledger.rows("decisions", what="kind")]
        age = work.lake.generation()
        return (work.lake.landed(), age, work.persons.stamp(), work.permitted.stamp(), kinds)

    def _gather(self, key: str, scope: Scope) -> None:
        """Make the relation `response`: all acts on the person that the scope looks at."""
        self._workspace.standing.check_not_objected(key)
        self.ready()
        work = self._workspace
        subject = subject_named(work.ledger, scope.subject) if scope.subject else None
        if self._gathered == (key, scope, subject):
            return
        end = None if scope.until is None else _start(scope.until + timedelta(days=1))
        since = None if scope.since is None else _start(scope.since)
        response.gather_response(work.engine, key, since, end, scope.platform)
        response.narrow_response(work.engine, self._posts(scope))
        self._gathered = (key, scope, subject)

    def _posts(self, scope: Scope) -> str | None:
        """Name the relation of the posts that count; None when all do."""
        work = self._workspace
        if not (scope.subject or scope.place or scope.access):
            return None
        posts = response.shown_posts(work.engine)
        if scope.access:
            work.engine.materialise("open_posts", _ACCESS_SQL, [scope.access.value])
            posts = "open_posts"
        if scope.place:
            posts = self._keep(Subject("places", places=(scope.place,)), posts, "place_posts")
        if scope.subject:
            posts = self._keep(subject_named(work.ledger, scope.subject), posts, "told_posts")
        return posts

    def _keep(self, subject: Subject, within: str, name: str) -> str:
        """Keep, of some posts, those of a subject, under another name."""
        work = self._workspace
        posts_of_subject(work.engine, work.lake, work.ledger, subject, limit=work.limits, within=within)
        work.engine.materialise(name, "SELECT post FROM subject_posts")
        return name


def _answered(
    one: response.Answered,
    person: str,
    who: Mapping[str, Speaker],
    where: Mapping[str, PlaceLabel],
    told: Telling,
    may_read: bool,
) -> AnsweredPost:
    author = who.get(one.author or "")
    readable = may_read and author is not None and author.named
    return AnsweredPost(
        post=one.post if readable else None,
        author=author,
        own=one.author == person,
        moment=one.moment,
        place=where.get(one.place or ""),
        title=told(author.person, clean(one.title, 200)) if readable and author and one.title else None,
        text=told(author.person, one.text) if readable and author else None,
        link=web_link(one.url) if readable else None,
        people=one.people,
        acts=one.acts,
        kinds=one.kinds,
    )


def _said(one: Said, post: str, who: Mapping[str, Speaker], told: Telling, *, veiled: bool) -> SaidPost:
    """Show one post; behind the veil only words that neither are of nor point at somebody hidden."""
    author = who[one.author]
    readable = author.named and all(who[name].named for name in one.points_at)
    readable = readable and not (veiled and author.service)
    return SaidPost(
        post=one.post if author.named else None,
        author=author,
        moment=one.moment,
        title=told(author.person, clean(one.title, 200)) if readable and one.title else None,
        text=told(author.person, one.text) if readable else None,
        link=web_link(one.url) if author.named else None,
        acts=one.acts,
        is_shown_for=one.post == post,
    )


def _cleaned(one: AccountSeen) -> AccountSeen:
    """Clean what a source shows of an account; an address that is no plain web address goes."""
    handle = clean(one.handle, 100) if one.handle else None
    return replace(one, id=clean(one.id, 200), handle=handle, url=web_link(one.url))


def _share(part: int, whole: int) -> Estimate:
    """Give the part of people who acted, from eight people on."""
    return share(part, whole, _SHARE_UNIT, _SHARE_METHOD, _COUNTED)


def _counted_share(part: int, whole: int, people: int) -> Estimate:
    """Give the part of all acts that one person did, from eight people on; acts of one are no sample."""
    if people < FEW:
        return Estimate(None, None, None, people, "of all acts", f"fewer than {FEW} {_COUNTED}")
    return Estimate(
        part / whole, None, None, whole, "of all acts", "counted; acts of one person are no sample"
    )


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
