"""Sentences that remember what they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self


class Message(str):
    """An English sentence that can be said in another language later.

    It is a plain text everywhere: it compares, prints and hashes as its English form.

    Attributes
    ----------
    template : str
        The sentence with its values' names in braces; the key under which it is translated.
    many : str or None
        The template for several, where the sentence counts something.
    values : mapping of str to object
        What stands in the braces; a value may itself be a message.

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
        given = values or {}
        chosen = template if many is None or abs(given["n"]) == 1 else many
        shown = {name: _english(value) for name, value in given.items()}
        self = super().__new__(cls, chosen.format(**shown) if given else chosen)
        self.template, self.many, self.values = template, many, given
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it travel to other processes with all it remembers."""
        return type(self), (self.template, dict(self.values), self.many)

    def as_record(self) -> dict[str, Any]:
        """Write it for JSON, so that `from_record` gives it back."""
        values = {
            name: value.as_record() if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return {"template": self.template, "values": values, "many": self.many}

    @classmethod
    def from_record(cls, record: Mapping[str, Any] | str) -> Message:
        """Read what `as_record` wrote; a bare text becomes a message without values."""
        if isinstance(record, str):
            return cls(record)
        values = {
            name: cls.from_record(value) if isinstance(value, Mapping) else value
            for name, value in record["values"].items()
        }
        return cls(record["template"], values, record["many"])


def say(template: str, **values: Any) -> Message:
    """Make a sentence; `values` fill its braces.

    The template must be a literal where it is called: translators' tools find it there.
    """
    return Message(template, values)


def say_count(one: str, many: str, n: int, **values: Any) -> Message:
    """Make a sentence that counts `n` things.

    Examples
    --------
    >>> say_count("{n} person", "{n} people", 1), say_count("{n} person", "{n} people", 4)
    ('1 person', '4 people')
    """
    return Message(one, {"n": n, **values}, many)


def _english(value: Any) -> Any:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
