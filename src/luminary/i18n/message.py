"""Sentences that remember what they were made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Self

from luminary.i18n.values import Listing, Rounded, Share, known, plain

_BRACES = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}")
_TOGETHER = "{sentences}"


class Message(str):
    """An English sentence that can be said in another language later.

    It is a plain text everywhere: it compares, prints and hashes as its English form.

    Parameters
    ----------
    template : str
        The sentence with its values' names in braces; the key under which it is translated. Only names stand
        in braces, without formats or attributes; without values it is taken as it stands.
    values : mapping of str to object, optional
        What stands in the braces: texts, numbers, days, moments, `Listing`, `Share`, `Rounded`, messages. A
        value is never itself read as a template.
    many : str or None
        The template for several, where the sentence counts something, `n`.

    Raises
    ------
    KeyError
        When the template names a value that is not given.

    Examples
    --------
    >>> told = say("{people} of {all} people answered", people=3, all=1200)
    >>> told
    '3 of 1,200 people answered'
    >>> told.template
    '{people} of {all} people answered'
    """

    __slots__ = ("many", "template", "values")

    template: str
    many: str | None
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any] | None = None, many: str | None = None) -> Self:
        """Make the English sentence; whole numbers get commas between thousands."""
        given = {name: known(value) for name, value in (values or {}).items()}
        chosen = template if many is None or abs(given["n"]) == 1 else many
        self = super().__new__(cls, fill(chosen, given, plain))
        self.template, self.many, self.values = str(template), many, given
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> Any:
        """Be a plain text to whoever describes results for programs."""
        return handler(str)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it travel to other processes with all it remembers."""
        return type(self), (self.template, dict(self.values), self.many)

    def as_record(self) -> dict[str, Any]:
        """Write it for JSON, so that `from_record` gives it back."""
        values = {name: _record(value) for name, value in self.values.items()}
        return {"template": self.template, "values": values, "many": self.many}

    @classmethod
    def from_record(cls, record: Mapping[str, Any] | str) -> Message:
        """Read what `as_record` wrote; a bare text becomes a message without values."""
        if isinstance(record, str):
            return record if isinstance(record, Message) else cls(record)
        values = {name: _value(value) for name, value in record["values"].items()}
        return cls(record["template"], values, record["many"])


def say(template: str, /, **values: Any) -> Message:
    """Make a sentence; `values` fill its braces.

    The template must be a literal where it is called: translators' tools find it there.
    """
    return Message(template, values)


def say_count(one: str, many: str, /, n: int, **values: Any) -> Message:
    """Make a sentence that counts `n` things.

    Examples
    --------
    >>> say_count("{n} person", "{n} people", 1), say_count("{n} person", "{n} people", 4)
    ('1 person', '4 people')
    """
    return Message(one, {"n": n, **values}, many)


def together(sentences: Iterable[str], between: str = " ") -> Message:
    """Put whole sentences one after another; each is translated by itself.

    Examples
    --------
    >>> together([say("Done."), say("{rows} rows were read.", rows=3)])
    'Done. 3 rows were read.'
    """
    return Message(_TOGETHER, {"sentences": Listing(sentences, between)})


def fill(template: str, values: Mapping[str, Any], write: Callable[[Any], str]) -> str:
    """Put values, as `write` writes them, into the braces of a template.

    Raises
    ------
    KeyError
        When the template names a value that is not given.
    """
    if not values:
        return template

    def filled(found: re.Match[str]) -> str:
        return write(values[found[1]]) if found[1] else found[0][0]

    return _BRACES.sub(filled, template)


def _record(value: Any) -> Any:
    """Write a value for JSON."""
    match value:
        case Message():
            return value.as_record()
        case Listing(items=items, joined=joined):
            return {"listing": [_record(one) for one in items], "joined": joined}
        case Share() | Rounded():
            return {type(value).__name__.lower(): value.value, "digits": value.digits}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
    return value


def _value(record: Any) -> Any:
    """Read what `_record` wrote."""
    match record:
        case {"template": _}:
            return Message.from_record(record)
        case {"listing": items, "joined": joined}:
            return Listing([_value(one) for one in items], joined)
        case {"share": value, "digits": digits}:
            return Share(value, digits)
        case {"rounded": value, "digits": digits}:
            return Rounded(value, digits)
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
    return record
