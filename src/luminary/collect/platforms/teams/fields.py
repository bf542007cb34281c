"""The fields of messages, people and channels that are known, in the spelling of the Graph API."""

from __future__ import annotations

from typing import Any, TypedDict

from luminary.collect.jsonrows import field_names


class Message(TypedDict, total=False):
    """One message of a channel."""

    id: str
    """Milliseconds since 1970, as text: with the channel, the message's id."""
    body: dict[str, Any]
    """contentType (text or html), content."""
    createdDateTime: str
    deletedDateTime: str
    subject: str
    replyToId: str
    webUrl: str
    messageType: str
    """message, or what the system says: systemEventMessage, ..."""
    channelIdentity: dict[str, str]
    """channelId, teamId; absent in chats, which are private."""
    mentions: list[dict[str, Any]]
    """mentioned.user.id, or a channel, a team, an application."""
    reactions: list[dict[str, Any]]
    """reactionType, createdDateTime, user.user.id."""
    attachments: list[dict[str, Any]]
    """contentType messageReference quotes another message."""


class Person(TypedDict, total=False):
    """One entry of ``usersList.json``."""

    id: str
    displayName: str
    mail: str
    userPrincipalName: str
    jobTitle: str
    department: str


_MORE = field_names("""
    from etag lastModifiedDateTime lastEditedDateTime summary importance locale chatId eventDetail
    policyViolation messageHistory hostedContents replies givenName surname officeLocation city state
    location preferredLanguage businessPhones mobilePhone aboutMe accountEnabled companyName country
    createdDateTime description email isFavoriteByDefault membershipType tenantId isArchived
    additionalProperties additionalData
""")
"""Fields that are known and say nothing that is read."""

_LOWER = frozenset((*Message.__annotations__, *Person.__annotations__, *_MORE))
KNOWN = _LOWER | {name[0].upper() + name[1:] for name in _LOWER}
