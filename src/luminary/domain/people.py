"""Words for kinds of people, places and relations."""

from __future__ import annotations

from enum import StrEnum


class Access(StrEnum):
    """Who can read a place (A4)."""

    OPEN = "open"
    CLOSED = "closed"


class Kind(StrEnum):
    """What stands behind an account. Persons and organisations are ranked apart; services not at all."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SERVICE = "service"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How near a leader stands to the audience (B2). Suggested from data, set by the user."""

    CELEBRITY = "celebrity"
    WRITER = "writer"
    FOLLOWER = "follower or customer"
    FRIEND = "friend, colleague or partner"
