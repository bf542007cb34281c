"""How near does a leader stand to the audience, and is it a person or an organisation?

Both are suggestions from what the data show, with the reason; a user's decision replaces them. The four
levels are those of the source texts: celebrities, writers, followers or customers, friends or colleagues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luminary.domain import Kind, Level
from luminary.i18n import Rounded, Share, say, say_count
from luminary.leaders.leader import Suggestion

CELEBRITY_FOLLOWERS = 50_000
"""From this number of followers on, a leader is known far beyond the subject."""
WRITER_RESPONDERS = 3.0
"""From this number of distinct responders a month on, an open voice has an audience of its own."""

_ORGANISATION = re.compile(
    r"(?ix) \b( ab | as | asa | a/s | aps | oy | oyj | hf | inc | ltd | gmbh | ry | rf | sv | "
    r"region(en)? | kommun(en|e|er)? | kunta | kaupunki | myndighet(en)? | verket | virasto | "
    r"universitet(et)? | yliopisto | university | college | sjukhus(et)? | sykehus(et)? | "
    r"hospital(et)? | sairaala | "
    r"förbund(et)? | forbund(et)? | liitto | fagforening(en)? | förening(en)? | forening(en)? | yhdistys | "
    r"stiftelse[nr]? | säätiö | foundation | institut(et|e)? | redaktion(en)? | redaksjon(en)? | toimitus | "
    r"nyheter | nytt | uutiset | daily | news | team | official | departement(et)? | ministeri[öo] )\b"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the data show of a person, as far as the suggestions need it.

    Attributes
    ----------
    followers : float or None
        Newest number of followers.
    closed_share : float or None
        Share of the person's posts in closed places; None without posts.
    responders_a_month : float
        Distinct people a month who acted on the person.
    """

    name: str
    handle: str | None
    stated_kind: str
    followers: float | None
    closed_share: float | None
    responders_a_month: float


def kind_of(seen: Seen) -> Suggestion:
    """Suggest whether a person or an organisation stands behind the account.

    What it cannot tell: a person who writes under an organisation's name, and the reverse.
    """
    if seen.stated_kind != Kind.UNKNOWN:
        return Suggestion(seen.stated_kind, say("the source says so"))
    for label in (seen.name, seen.handle or ""):
        found = _ORGANISATION.search(label.replace("_", " "))
        if found:
            return Suggestion(Kind.ORGANISATION, say("'{word}' in the name", word=found.group(1)))
    return Suggestion(Kind.PERSON, say("nothing speaks for an organisation"))


def level_of(seen: Seen) -> Suggestion:
    """Suggest how near the person stands to the audience."""
    if seen.closed_share is not None and seen.closed_share > 0.5:
        closed = Share(seen.closed_share)
        why = say("{share} of the posts stand in closed places: somebody from within", share=closed)
        return Suggestion(Level.FRIEND, why)
    if seen.followers is not None and seen.followers >= CELEBRITY_FOLLOWERS:
        return Suggestion(Level.CELEBRITY, say_count("{n} follower", "{n} followers", round(seen.followers)))
    if seen.responders_a_month >= WRITER_RESPONDERS:
        people = Rounded(seen.responders_a_month)
        why = say("{people} distinct people a month answer in open places", people=people)
        return Suggestion(Level.WRITER, why)
    return Suggestion(Level.FOLLOWER, say("writes in open places to few who answer"))
