"""What all steps of a check share: the post, the pack as it stood on its day, the words that were found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luminary.law.labels import Hit, Part, read_part
from luminary.law.lexicon import Lexicon
from luminary.law.pack import Confidence, Pack, Rule, least
from luminary.law.place import Fold
from luminary.law.post import Post
from luminary.law.sender import find_name
from luminary.law.verdict import Finding, Outcome, Span

_TOPIC = {
    "paid": "connection",
    "gift": "connection",
    "gift_no_agreement": "gifts",
    "loan": "benefits",
    "invited": "benefits",
    "affiliate": "affiliate",
    "ambassador": "ambassadors",
    "own_brand": "own_brand",
    "employee_marketing": "employees",
    "public_info_employee": "state_role",
    "own_channel": "own_channel",
    "none": "connection",
    "unknown": "connection",
}
"""Topic of the rule that says what a connection asks for."""

UNPAID = frozenset({"none", "unknown", "own_channel", "public_info_employee"})
"""Connections that ask for no label."""


@dataclass(slots=True)
class Case:
    """One post while it is being checked.

    Attributes
    ----------
    parts : list of Part
        Title, thumbnail and text, as far as there are any; or the frames of a story.
    day : date
        The post's day, by whose rules it is judged.
    """

    post: Post
    pack: Pack
    day: date
    lexicon: Lexicon
    fold: Fold
    parts: list[Part]

    @property
    def names(self) -> tuple[str, ...]:
        """Names and handles of who gains by the post."""
        return self.post.advertiser + self.post.handles

    @property
    def is_story(self) -> bool:
        """Whether it is seen frame by frame."""
        return bool(self.post.frames) or self.post.kind == "story"

    @property
    def is_commercial(self) -> bool:
        """Whether somebody is known to gain by it."""
        return self.post.connection not in UNPAID

    @property
    def connection_rule(self) -> Rule | None:
        """The rule on what the writer has of the advertiser."""
        return self.rule(_TOPIC[self.post.connection])

    def rule(self, topic: str) -> Rule | None:
        """Give the rule on a topic as it held on the post's day."""
        return self.lexicon.rules.get(topic)

    def demand(self, topic: str) -> str:
        """Give what the rule on a topic asks for; empty where there is none."""
        rule = self.rule(topic)
        return rule.demand if rule else ""

    def whole(self) -> str:
        """Give all of it in plain letters."""
        return self.parts[0].plain if len(self.parts) == 1 else "\n".join(part.plain for part in self.parts)

    def names_missing(self) -> list[str]:
        """Give the advertisers that the post does not name; a handle stands for its advertiser."""
        whole = self.whole()
        lone = len(self.post.advertiser) <= 1
        if lone and any(find_name(whole, one) for one in self.post.handles):
            return []
        return [
            one
            for one in self.post.advertiser
            if not find_name(whole, one) and not self._by_handle(one, whole)
        ]

    def _by_handle(self, name: str, whole: str) -> bool:
        at = self.post.advertiser.index(name)
        paired = len(self.post.handles) == len(self.post.advertiser)
        return paired and find_name(whole, self.post.handles[at]) is not None

    def finding(
        self,
        outcome: Outcome,
        code: str,
        topic: str,
        *,
        confidence: Iterable[Confidence] = (),
        word: str = "",
        spans: tuple[Span, ...] = (),
    ) -> Finding:
        """Make a finding under the rule on a topic; it is no surer than the rule."""
        rule = self.rule(topic)
        sure = least(rule.confidence if rule else Confidence.UNCLEAR, *confidence)
        return Finding(outcome, code, rule, sure, word, spans)


def opened(post: Post, pack: Pack, day: date, lexicon: Lexicon, fold: Fold) -> Case:
    """Read a post with the words of its pack."""
    if post.frames:
        given = [(str(at), text) for at, text in enumerate(post.frames, 1)]
        if post.text:
            given.append(("text", post.text))
    else:
        named = (("title", post.title), ("thumbnail", post.thumbnail), ("text", post.text))
        given = [(name, text) for name, text in named if text] or [("text", "")]
    return Case(post, pack, day, lexicon, fold, [read_part(name, text, lexicon) for name, text in given])


def span_of(part: Part, start: int, end: int) -> Span:
    """Give a place of the plain text as a place in the text as it was given."""
    return Span(part.name, *part.folded.origin(start, end))


def written(part: Part, start: int, end: int) -> str:
    """Give the words at a place of the plain text as they were written."""
    first, last = part.folded.origin(start, end)
    return part.folded.text[first:last]


def span_of_hit(part: Part, hit: Hit) -> Span:
    """Give the place of a word, with a hashtag's mark."""
    start = hit.start - 1 if hit.start and part.plain[hit.start - 1] == "#" else hit.start
    return span_of(part, start, hit.end)
