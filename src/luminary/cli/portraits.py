"""One person's evidence as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from luminary.cli.columns import Record
from luminary.domain.safe import one_line, shortened

_PLACES = 4
_NOTES = 5


def portrait_lines(record: Record) -> list[str]:
    """Write why, what speaks against it, the response, the posts, and what users wrote down."""
    told = record["portrait"]
    return [
        *_why(record),
        *_response(told["response"]),
        *_reach(told["reach"]),
        *_posts(told["posts"]),
        *_time(told["timeline"]),
        *_shown(told["profile"]),
        *_listed(record["credentials"]),
        *(one_line(one) for one in told["not_included"]),
        *_decisions(told["decisions"]),
        *_notes(told["notes"]),
        "",
    ]


def _why(record: Record) -> Iterator[str]:
    if record["why"]:
        yield "why"
        yield f"  {one_line(record['why'])}"
        peers = record["portrait"]["peers"]
        yield f"  {one_line(peers['told'])}"
        if record["against"]:
            yield "what speaks against relying on it"
            yield from (f"  {one_line(one)}" for one in record["against"])
        else:
            yield "  nothing was found against relying on it"


def _response(told: Record) -> Iterator[str]:
    yield "response"
    kinds = ", ".join(f"{one['kind']} {one['acts']:,} by {_people(one['people'])}" for one in told["kinds"])
    yield f"  {kinds or 'none'}"
    if told["questions"]:
        yield f"  {told['questions']:,} with a question mark, by {_people(told['askers'])}"
    if told["half_from"]:
        yield f"  half of it from {_people(told['half_from'])} of {told['people']:,}"


def _reach(told: Record) -> Iterator[str]:
    if told["places"]:
        yield "from"
        for one in told["places"][:_PLACES]:
            yield f"  {_place(one['place'])}: {_people(one['people'])}"
        if len(told["places"]) > _PLACES:
            yield f"  and {len(told['places']) - _PLACES:,} more places"
    for one in (told["communities"] or ())[:_PLACES]:
        own = " (the own one)" if one["own"] else ""
        yield f"  community {one['community'] + 1}{own}: {_people(one['people'])} of {one['size']:,}"


def _posts(told: Record) -> Iterator[str]:
    if told["posts"]:
        yield f"posts acted on ({len(told['posts'])} of {told['total']:,})"
    for one in told["posts"]:
        text = "hidden" if one["text"] is None else f'"{shortened(one["text"], 160)}"'
        by = "" if one["own"] or not one["author"] else f" by {one_line(one['author']['name'])}"
        kinds = ", ".join(f"{kind} {people:,}" for kind, people in one["kinds"].items())
        yield f"  {(one['moment'] or 'no time')[:10]}  {_people(one['people'])} ({kinds}){by}"
        yield f"    {text}"


def _time(told: Record) -> Iterator[str]:
    for one in told["platforms"]:
        days = f"{one['first'][:10]} to {one['last'][:10]}"
        yield f"on {one_line(one['platform'])}: {one['posts']:,} posts, {days}"


def _shown(told: Record) -> Iterator[str]:
    if told["role"]:
        yield f"role: {shortened(told['role'], 100)}"
    if told["bio"]:
        yield f'describes themselves: "{shortened(told["bio"], 160)}"'
    for one in told["figures"]:
        grown = "" if one["growth"] is None else f", {one['growth']:+,.0f} since {one['since'][:10]}"
        read = "" if one["at"] is None else f" on {one['at'][:10]}"
        source = f" (source: {one_line(one['attribution'])})" if one["attribution"] else ""
        yield f"{one_line(one['what'])}: {one['value']:,.0f}{read}{grown}{source}"


def _listed(told: list[Record]) -> Iterator[str]:
    if told:
        yield "what lists and registers say"
    for one in told:
        day = f", {one['dated']}" if one["dated"] else ""
        yield f"  {one['told']}: {shortened(one['value'], 100)} ({shortened(one['source'], 60)}{day})"


def _decisions(told: list[Record]) -> Iterator[str]:
    if told:
        yield "decisions"
    for one in told:
        value = "taken back" if one["value"] is None else one["value"]
        why = f": {shortened(one['why'], 100)}" if one["why"] else ""
        holds = "" if one["holds"] else " (no longer)"
        yield f"  {one['at'][:10]}  {one['what']} {one_line(value)}, {one_line(one['by'])}{why}{holds}"


def _notes(told: list[Record]) -> Iterator[str]:
    if told:
        yield "notes"
    for one in told[:_NOTES]:
        text = "hidden" if one["text"] is None else shortened(one["text"], 160)
        yield f"  {one['at'][:10]}  {one_line(one['by'])}: {text}"


def _place(told: Record) -> str:
    return "a feed that is hidden" if told["name"] is None else one_line(told["name"])


def _people(many: int) -> str:
    return f"{many:,} person" if many == 1 else f"{many:,} people"
