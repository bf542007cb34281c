"""Why is this person on the list? In words for the person herself: which data, what for, which rights.

It says what is held and what follows from it, names who answers for it, and makes no more of a figure than
the figure carries. Whether and how people must be told is for whoever answers for the workspace to decide;
these are words to tell it with, not legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from luminary.domain import Estimate
from luminary.i18n import Listing, Message, say, say_count
from luminary.privacy import Purpose
from luminary.report.telling import FEW, figure_told
from luminary.report.text import clean, is_known, name


@dataclass(frozen=True, slots=True)
class Import:
    """An import that brought something by or about the person."""

    format: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about one person.

    Attributes
    ----------
    posts : int
        Posts of hers.
    people, acts : int
        Distinct people who acted on her, and what they did.
    first, last : datetime or None
        When she first and last wrote.
    platforms : tuple of str
        Platforms she wrote on.
    imports : tuple of Import
        How it came here.
    fields : tuple of str
        What else the sources say of her: role, self-description, followers, ...
    notes, decisions : int
        What users wrote down about her.
    subject : str or None
        Subject she is looked at on.
    expected : Estimate or None
        The figure she stands on the list with; None where it is not computed.
    """

    posts: int
    people: int
    acts: int
    first: datetime | None
    last: datetime | None
    platforms: tuple[str, ...]
    imports: tuple[Import, ...]
    fields: tuple[Message, ...]
    notes: int
    decisions: int
    subject: str | None = None
    expected: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its sentences."""

    heading: Message
    sentences: tuple[Message, ...]


def notice(held: Held, purpose: Purpose) -> tuple[Part, ...]:
    """Write the words for the person herself."""
    return (
        Part(say("Why you are on this list"), tuple(_why(held))),
        Part(say("What is held about you"), tuple(_data(held))),
        Part(say("Where it comes from"), tuple(_sources(held))),
        Part(say("What it is used for"), tuple(_purpose(purpose))),
        Part(say("What you can do"), tuple(_rights(purpose))),
        Part(say("Who answers for it"), tuple(_owner(purpose))),
    )


def _why(held: Held) -> Iterator[Message]:
    yield say("Somebody wants to know whom people listen to, and counts who answers whom in conversations.")
    yield from _expected(held)
    yield say(
        "It counts only what others did in response to you. What you write about yourself changes nothing, "
        "and the figure says nothing about you as a person or about your work."
    )


def _expected(held: Held) -> Iterator[Message]:
    if held.expected is None:
        yield _answers(held)
    elif not is_known(held.expected):
        yield not_enough_told(held.people)
    elif held.subject is None:
        figure = figure_told(held.expected)
        yield say("{figure} people are expected to act on what you say in the coming month.", figure=figure)
    else:
        yield say(
            "{figure} people are expected to act on what you say on {subject} in the coming month.",
            figure=figure_told(held.expected),
            subject=name(held.subject),
        )


def _answers(held: Held) -> Message:
    return say_count(
        "{n} person acted on something you wrote or was said about you.",
        "{n} people acted on something you wrote or was said about you.",
        held.people,
    )


def not_enough_told(people: int) -> Message:
    """Say that too few people acted for a figure.

    Examples
    --------
    >>> not_enough_told(3)
    'Not enough to say: 3 people answered in this period; from 8 on an interval is shown.'
    """
    return say_count(
        "Not enough to say: {n} person answered in this period; from {few} on an interval is shown.",
        "Not enough to say: {n} people answered in this period; from {few} on an interval is shown.",
        people,
        few=FEW,
    )


def _data(held: Held) -> Iterator[Message]:
    posts = say_count("{n} post of yours", "{n} posts of yours", held.posts)
    if held.first is not None and held.last is not None:
        yield say(
            "{posts}, from {first} to {last}.", posts=posts, first=_day(held.first), last=_day(held.last)
        )
    else:
        yield say("{posts}.", posts=posts)
    acts = say_count("{n} response", "{n} responses", held.acts)
    people = say_count("{n} person", "{n} people", held.people)
    yield say("{acts} to you, by {people}.", acts=acts, people=people)
    if held.fields:
        yield say("What the platforms show of you: {fields}.", fields=Listing(held.fields))
    if held.notes:
        yield say_count("{n} note that a user wrote.", "{n} notes that users wrote.", held.notes)
    if held.decisions:
        yield say_count(
            "{n} decision of a user, such as that you are a person and not an organisation.",
            "{n} decisions of users, such as that you are a person and not an organisation.",
            held.decisions,
        )


def _sources(held: Held) -> Iterator[Message]:
    if held.platforms:
        yield say(
            "Conversations on {platforms}.", platforms=Listing(clean(one, 40) for one in held.platforms)
        )
    for one in held.imports:
        if one.at is None:
            yield say("Imported as {format}.", format=clean(one.format, 60))
        else:
            yield say("Imported as {format} on {day}.", format=clean(one.format, 60), day=_day(one.at))


def _purpose(purpose: Purpose) -> Iterator[Message]:
    if purpose.profile == "evaluation":
        yield say("For trying the software out, not for decisions about people.")
        return
    yield say("Purpose: {purpose}.", purpose=clean(purpose.purpose, 400).rstrip("."))
    yield say("Lawful basis: {basis}.", basis=clean(purpose.basis, 400).rstrip("."))
    if purpose.until is not None:
        yield say("It ends on {day}; after that no result about you is shown.", day=purpose.until)
    yield say("The figures decide nothing by themselves: people decide, and who decided what is kept.")


def _rights(purpose: Purpose) -> Iterator[Message]:
    yield say("You can ask to see everything that is held about you, and get a copy.")
    yield say("You can have what is wrong corrected, such as an account that is not yours.")
    yield say("You can object to being on such a list, and ask for what is held about you to be erased.")
    if purpose.profile == "employer":
        yield say("Colleagues see your name only if you agreed, and you can take that back at any time.")
    yield say("You can complain to the data protection authority of your country.")


def _owner(purpose: Purpose) -> Iterator[Message]:
    owner = clean(purpose.owner, 200)
    if owner:
        yield say("{owner}. Write to them, or to whoever gave you this page.", owner=owner.rstrip("."))
    else:
        yield say("Nobody is on record yet: ask whoever gave you this page.")


def _day(moment: datetime) -> date:
    return moment.date()
