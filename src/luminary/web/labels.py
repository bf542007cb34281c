"""Words of the library as pages write them: kinds of act, of person, levels; each can be translated."""

from __future__ import annotations

from luminary.i18n import Message, say

ACTS: dict[str, Message] = {
    "reply": say("answers"),
    "quote": say("quotes"),
    "mention": say("mentions"),
    "repost": say("shares"),
    "reaction": say("reactions"),
    "neighbour": say("next posts in a thread"),
    "tie": say("stated ties"),
    "inferred reply": say("answers, inferred"),
}
"""Kind of act to what many of them are called."""

DOES: dict[str, Message] = {
    "reply": say("answers it"),
    "quote": say("quotes it"),
    "mention": say("names the author"),
    "repost": say("shares it"),
}
"""Kind of act to what a post does to another."""

KINDS: dict[str, Message] = {
    "person": say("person"),
    "organisation": say("organisation"),
    "service": say("automated service"),
    "unknown": say("not known"),
}

LEVELS: dict[str, Message] = {
    "celebrity": say("celebrity"),
    "writer": say("writer"),
    "follower or customer": say("follower or customer"),
    "friend, colleague or partner": say("friend, colleague or partner"),
}

DECIDED: dict[str, Message] = {
    "kind": say("Kind"),
    "level": say("Level"),
    "tier": say("Size of followership"),
}

ACCESS: dict[str, Message] = {"open": say("open"), "closed": say("closed")}

HOWS: dict[str, Message] = {
    "own id": say("known by the platform's own id"),
    "name seen with one id": say("a name that was seen with one id only"),
    "name seen with one id, but for case and font": say(
        "a name that was seen with one id, but for case and font"
    ),
    "name seen mostly with this id": say("a name that was mostly seen with this id"),
    "handle seen with one id": say("a handle that was seen with one id only"),
    "handle seen mostly with this id": say("a handle that was mostly seen with this id"),
    "name only": say("known by name only, so two namesakes may be mixed"),
    "handle only": say("known by handle only"),
}
"""How an account is known to be a person's."""
