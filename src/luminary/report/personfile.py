"""Everything that is held about one person, for the person herself: as JSON, and as a page to read.

The JSON holds every row as it is stored. The page says in the reader's language what it means: why, what is
held, how every figure was made, who got it, how long it stays, which rights she has; then come all rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luminary.domain import Estimate
from luminary.domain.plain import plain
from luminary.i18n import Message, say, translate
from luminary.report.notice import Part
from luminary.report.rows import json_text

FORMAT = 1
"""Version of the JSON; it grows when something is called otherwise."""


@dataclass(frozen=True, slots=True)
class Score:
    """A figure about a person, and how it was made.

    Attributes
    ----------
    measure, question, method, unit : str
        What it is called, what it answers, how it is made, and in what it is counted.
    figure : Estimate
        Value, interval and number of observations.
    place, of : int or None
        Place among how many; None where it gives none.
    inputs : mapping of str to int
        What went into it: posts, acts of others, people who acted.
    """

    measure: str
    question: str
    method: str
    unit: str
    figure: Estimate
    place: int | None
    of: int | None
    inputs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Something that left the workspace and in which the person stood by name."""

    what: str
    by: str
    at: datetime
    form: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """An import that brought something by or about the person."""

    source: str
    format: str
    terms: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one table.

    Attributes
    ----------
    table, meaning, keep : str
        Its name, what a row is, and how long rows stay.
    columns : mapping of str to str
        What each column means.
    rows : sequence of mapping
        The rows that are about the person.
    naming : int
        Rows of others that name her; they belong to others and are counted only.
    """

    table: str
    meaning: str
    keep: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]
    naming: int = 0


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything that is held about one person.

    Attributes
    ----------
    person, name : str
        Key and newest name.
    accounts : tuple of str
        Keys of her accounts.
    made : datetime
        When it was gathered, in UTC.
    purpose : mapping of str to str
        Purpose, lawful basis, profile, owner, end date.
    words : tuple of Part
        Why, what, from where, what for, which rights, who answers for it.
    scores : tuple of Score
        Every figure, with how it was made.
    recipients : tuple of Recipient
        Who got what.
    origins : tuple of Origin
        Where it came from.
    tables : tuple of Held
        Every row, table by table; also tables without any.
    objections : tuple of str
        What she objected to.
    """

    person: str
    name: str
    accounts: tuple[str, ...]
    made: datetime
    purpose: Mapping[str, str]
    words: tuple[Part, ...]
    scores: tuple[Score, ...]
    recipients: tuple[Recipient, ...]
    origins: tuple[Origin, ...]
    tables: tuple[Held, ...]
    objections: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """Give the number of rows of each table."""
        return {one.table: len(one.rows) for one in self.tables}


def person_json(found: PersonFile, language: str) -> str:
    """Write it as JSON; sentences are in the language asked for, names of tables and columns as stored."""
    told: dict[str, Any] = plain(found)
    told["format"] = FORMAT
    told["rows"] = found.counts()
    told["words"] = [
        {"heading": translate(part.heading, language),
         "sentences": [translate(one, language) for one in part.sentences]}
        for part in found.words
    ]  # fmt: skip
    for score, one in zip(told["scores"], found.scores, strict=True):
        score |= {name: translate(getattr(one, name), language) for name in ("question", "method", "unit")}
    return json_text(told)


def person_page(found: PersonFile, language: str) -> str:
    """Write it as one page without script or anything that is loaded; every imported text is escaped."""
    from luminary.report.page import person_file_page

    return person_file_page(found, language, HEADINGS)


HEADINGS: Mapping[str, Message] = {
    "title": say("Everything that is held about you"),
    "made": say("gathered"),
    "accounts": say("Your accounts"),
    "scores": say("Every figure about you, and how it was made"),
    "measure": say("measure"),
    "question": say("question"),
    "figure": say("figure"),
    "interval": say("95 % interval"),
    "observations": say("observations"),
    "place": say("place"),
    "method": say("how it is made"),
    "inputs": say("what went into it"),
    "no_scores": say("There is no figure about you."),
    "recipients": say("Who got a file with your name"),
    "no_recipients": say("No file with your name left this workspace."),
    "what": say("what"),
    "by": say("who"),
    "when": say("when"),
    "origins": say("Where it came from"),
    "source": say("source"),
    "format": say("format"),
    "terms": say("terms"),
    "objections": say("You objected to"),
    "purpose": say("What it is used for, and on what basis"),
    "rows": say("Every row"),
    "count": say("rows"),
    "stays": say("how long it stays"),
    "naming": say("rows of others that name you"),
    "empty": say("Tables that hold nothing about you"),
}
"""What stands over the parts of the page."""
