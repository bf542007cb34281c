"""The sentences of `telling` as the report's page marks them up."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from luminary.i18n import Message, Rounded
from luminary.leaders.leader import Leader, Ranking
from luminary.report.telling import against_told, direction, why_told
from luminary.report.text import name, number

__all__ = ["against", "direction", "first_places", "marked", "why"]

_SUBJECT = Markup("<em><bdi>{}</bdi></em>")


def why(leader: Leader, ranking: Ranking) -> Markup:
    """Say in one sentence why the person is in the ranking."""
    return marked(why_told(leader, ranking.by, ranking.subject))


def against(leader: Leader, ranking: Ranking) -> list[str]:
    """List what speaks against relying on the place; empty when none of the checks found anything."""
    return [str(one) for one in against_told(leader, ranking.by)]


def marked(message: Message) -> Markup:
    """Write an English sentence as markup: imported words in it are escaped, the subject stands out.

    Examples
    --------
    >>> from luminary.i18n import say
    >>> str(marked(say("{people} people on {subject}", people=3, subject="<b>beds")))
    '3 people on <em><bdi>&lt;b&gt;beds</bdi></em>'
    """
    if not message.values:
        return escape(message.template)
    several = message.many is not None and abs(message.values["n"]) != 1
    template = message.many if several and message.many else message.template
    values = {key: _value(key, one) for key, one in message.values.items()}
    return escape(template).format(**values)


def _value(key: str, value: Any) -> Any:
    if isinstance(value, Message):
        return marked(value)
    if isinstance(value, int | Rounded):
        return number(value.value if isinstance(value, Rounded) else value)
    return _SUBJECT.format(value) if key == "subject" else value


def first_places(ranking: Ranking) -> Markup:
    """Say who may be first, as far as the data can tell."""
    first = [leader for leader in ranking.leaders if leader.rank_low == 1]
    if not first:
        return Markup()
    names = [Markup("<strong><bdi>{}</bdi></strong>").format(name(leader.name)) for leader in first]
    if len(first) == 1:
        return names[0] + " comes first, and the interval leaves the first place to nobody else."
    if len(first) > 4:
        return Markup("The data cannot tell the first {} apart: any of them may be first.").format(len(first))
    joined = Markup(", ").join(names[:-1]) + " or " + names[-1]
    return Markup("First is {}: the data cannot tell which.").format(joined)
