"""The house's own words that a reader sees, so that they can be said in the reader's language."""

from __future__ import annotations

from luminary.i18n import Message, say

_WORDS = (
    # What stands behind an account.
    say("person"),
    say("organisation"),
    say("service"),
    say("unknown"),
    # Nearness to the audience.
    say("celebrity"),
    say("writer"),
    say("follower or customer"),
    say("friend, colleague or partner"),
    # Who can read a place.
    say("open"),
    say("closed"),
    # Size of the followership.
    say("mega"),
    say("macro"),
    say("mid"),
    say("micro"),
    say("nano"),
    # Profiles of a workspace.
    say("company"),
    say("pharma"),
    say("authority"),
    say("employer"),
    say("research"),
    say("evaluation"),
    # What platforms count of an account.
    say("followers"),
    say("following"),
    say("friends"),
    say("listed"),
    say("likes"),
    say("likes given"),
    say("replies"),
    say("score"),
    say("views"),
    say("subscribers"),
    say("videos"),
    # Presets of tiers.
    say("source texts"),
    say("five steps"),
)
WORDS = {str(one): one for one in _WORDS}
"""Value of an enumeration to the word for it."""
LANGUAGES = {
    "sv": say("Swedish"),
    "nb": say("Norwegian (Bokmål)"),
    "nn": say("Norwegian (Nynorsk)"),
    "da": say("Danish"),
    "fi": say("Finnish"),
    "en": say("English"),
}
"""Code of a language of posts to its name."""


def word(value: str) -> Message:
    """Give the word for a value of an enumeration; a value that is none of the house's own, as it stands.

    Examples
    --------
    >>> from luminary.domain import Kind
    >>> word(Kind.ORGANISATION), word("my own tier")
    ('organisation', 'my own tier')
    """
    return WORDS.get(value) or Message(str(value))


def language_name(code: str) -> Message:
    """Give the name of a language that posts are written in; another code as it stands."""
    return LANGUAGES.get(code) or Message(code)
