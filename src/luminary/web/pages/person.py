"""A person: why is she here, how sure is it, what stands behind it, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from luminary.domain import Estimate
from luminary.errors import LuminaryError, UsageError
from luminary.i18n import Message, say
from luminary.leaders import PRESETS, Measure, Scope
from luminary.report.portraits import MonthsPicture, PeerPicture, months_picture, peer_picture
from luminary.web import labels
from luminary.web.visitor import Asking, asking
from luminary.workspace.jobs import Job
from luminary.workspace.portrait import Portrait
from luminary.workspace.question import Question
from luminary.workspace.rights import Right

router = APIRouter()

_SCOPE = ("subject", "since", "until", "place", "platform", "access")
_FEWEST, _MOST = 3, 60


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of the table."""

    measure: Measure
    figure: Estimate


@router.get("/person/{person:path}")
def person(
    person: str,
    ask: Asking = asking(Right.READ),
    by: Annotated[str, Query()] = "",
    posts: Annotated[int, Query(ge=_FEWEST, le=_MOST)] = _FEWEST,
) -> HTMLResponse:
    """Show everything about one person, within the scope of the query."""
    question = Question(by=by or None, **_named(ask))
    portrait = ask.work.people.portrait(person, question, wait=False)
    if posts > _FEWEST:
        portrait = replace(portrait, posts=ask.work.people.evidence(person, question.scope, posts))
    left_out = ask.work.standing.why(ask.work.people.asked(person))
    ready = portrait.is_ranked and portrait.reach.communities is not None
    job = None if ready or left_out else _computed(ask, portrait, question)
    return _shown(ask, portrait, question, job, left_out)


@router.post("/person/{person:path}")
def change(
    person: str,
    do: Annotated[str, Form()],
    ask: Asking = asking(Right.EDIT),
    what: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Decide, take a decision back, write a note or remove one."""
    people = ask.work.people
    key = people.asked(person)
    if do == "decide":
        people.decide(key, what, value, why=why)
    elif do == "undecide":
        people.undecide(key, what, why=why)
    elif do == "note":
        people.add_note(key, text)
    elif do == "unnote":
        people.remove_note(note)
    else:
        raise UsageError(say("nothing is done under the name '{do}'", do=do))
    return ask.goto(_path(ask, person) + _ANCHORS[do], said=_SAID[do])


_SAID: dict[str, Message] = {
    "decide": say("Decided. It holds in every ranking from now on, and can be taken back."),
    "undecide": say("The decision is taken back. What the data suggest holds again."),
    "note": say("The note is kept."),
    "unnote": say("The note is removed."),
}
_ANCHORS = {"decide": "#decisions", "undecide": "#decisions", "note": "#notes", "unnote": "#notes"}


@router.get("/conversation")
def conversation(
    post: Annotated[str, Query()],
    ask: Asking = asking(Right.READ),
    before: Annotated[int, Query(ge=0, le=200)] = 3,
    after: Annotated[int, Query(ge=0, le=200)] = 6,
) -> HTMLResponse:
    """Show a post in its conversation, as a page or as a part of one."""
    found = ask.work.people.conversation(post, before, after)
    shown: dict[str, Any] = {
        "found": found, "post": post, "before": before, "after": after,
        "does": labels.DOES, "acts": labels.ACTS, "access": labels.ACCESS,
    }  # fmt: skip
    return ask.page("conversation_part.html" if ask.is_fragment else "conversation.html", **shown)


@router.get("/words/{person:path}")
def words(person: str, ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Write why a person is on the list in words for herself, to print or to send."""
    question = Question(**_named(ask))
    portrait = ask.work.people.portrait(person, question, wait=False)
    return ask.page("words.html", portrait=portrait, question=question, here=_path(ask, person))


def _named(ask: Asking) -> dict[str, Any]:
    """Read the scope from the query."""
    given = {name: ask.request.query_params.get(name, "") for name in _SCOPE}
    scope = Scope.from_params({name: value for name, value in given.items() if value})
    return {name: getattr(scope, name) for name in _SCOPE}


def _path(ask: Asking, person: str, page: str = "person") -> str:
    """Give the address of a page about a person with the scope that is asked for."""
    query = [(name, value) for name, value in ask.request.query_params.items() if name in (*_SCOPE, "by")]
    return f"/{page}/{quote(person, safe='')}" + (f"?{urlencode(query)}" if query else "")


def _computed(ask: Asking, portrait: Portrait, question: Question) -> Job | None:
    """Have computed what is not there yet; None where the work cannot be asked for."""
    kind, params = ("network", {}) if portrait.is_ranked else ("board", question.scope.as_params())
    try:
        return ask.work.jobs.ask(kind, params)
    except LuminaryError:
        return None


def _shown(
    ask: Asking, portrait: Portrait, question: Question, job: Job | None, left_out: Message | None = None
) -> HTMLResponse:
    place = portrait.standing
    measures = {one.name: one for one in ask.work.leaders.measures()}
    rows = [] if place is None else [Row(one, place.leader.measures[name]) for name, one in measures.items()
                                     if name in place.leader.measures]  # fmt: skip
    return ask.page(
        "person.html",
        portrait=portrait,
        explained=ask.work.identity.explain(portrait.person),
        listed=ask.work.credentials.list(portrait.person),
        place=place,
        measure=None if place is None else measures[place.by],
        question=question,
        job=job,
        left_out=left_out,
        here=_path(ask, portrait.person),
        words=_path(ask, portrait.person, "words"),
        hows=labels.HOWS,
        lists=ask.work.shortlists.list() if ask.can(Right.EDIT) else [],
        picture=_peers(portrait),
        months=_months(portrait),
        own=[one for one in rows if not one.measure.baseline],
        simple=[one for one in rows if one.measure.baseline],
        suggested=_suggested(portrait),
        options=_options(ask),
        decided=labels.DECIDED,
        acts=labels.ACTS,
        access=labels.ACCESS,
        kinds=labels.KINDS,
        levels=labels.LEVELS,
    )


def _peers(portrait: Portrait) -> PeerPicture | None:
    place = portrait.standing
    if place is None or place.leader.measures[place.by].value is None:
        return None
    return peer_picture(place.leader.measures[place.by], place.peers.quantiles)


def _months(portrait: Portrait) -> MonthsPicture | None:
    return months_picture(portrait.timeline.months)


def _suggested(portrait: Portrait) -> dict[str, Any]:
    """Give kind, level and tier with what they rest on; empty where the person has no place."""
    place = portrait.standing
    return {} if place is None else {name: getattr(place.leader, name) for name in ("kind", "level", "tier")}


def _options(ask: Asking) -> dict[str, list[tuple[str, str]]]:
    """List what may be decided, with the words for it."""
    return {
        "kind": list(labels.KINDS.items()),
        "level": list(labels.LEVELS.items()),
        "tier": [(one, one) for one in PRESETS[ask.work.leaders.tier_preset()]],
    }
