"""How the invented world talks: posts begin, others respond, and responses lead on.

The number of responses to a post is Poisson with a mean of: the author's planted influence on the subject at
that time, times what the content earns (with some luck), times any campaign. For planted people only the luck
of the content is left to chance. Who responds depends on eagerness, shared community, shared language and
interest in the subject.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from luminary.demo.pace import DAY, DAYS, END, START, calm, moments
from luminary.demo.people import BLOGG, MIKRO, SLACK, Voice
from luminary.demo.speech import SUBJECTS, Speaker

if TYPE_CHECKING:
    from numpy.typing import NDArray

ACTS = ("news", "question", "experience", "opinion", "link")
_ACT_SHARE = (0.2, 0.22, 0.28, 0.2, 0.1)
_ACT_EARNS = {"news": 0.8, "question": 1.25, "experience": 1.1, "opinion": 1.0, "link": 0.7}
_ANSWERS = ("answer", "agree", "disagree", "thanks", "ask")
_TO_QUESTION = (0.6, 0.1, 0.08, 0.04, 0.18)
_TO_OTHER = (0.05, 0.38, 0.17, 0.2, 0.2)
_KINDS = {
    SLACK: (("reply", "reaction", "mention"), (0.45, 0.45, 0.1)),
    MIKRO: (("reply", "repost", "quote", "mention"), (0.48, 0.24, 0.17, 0.11)),
    BLOGG: (("reply",), (1.0,)),
}
_EMOJI = ("thumbsup", "heart", "clap", "tada", "pray", "raised_hands", "eyes")
_LUCK = {False: 0.4, True: 0.2}
"""Luck of content (standard deviation of the logarithm), for others and for planted people."""
_SCANDINAVIAN = ("sv", "nb", "da")

Pull = Callable[[Voice, int, int], float]
"""Factor on the response to an author's post: (author, subject, moment)."""


@dataclass(slots=True, eq=False)
class Utterance:
    """One post of any platform."""

    author: Voice
    at: int
    text: str
    subject: int
    language: str
    kind: str = "post"
    act: str = ""
    parent: Utterance | None = None
    target: Voice | None = None
    """Account that is mentioned."""
    title: str = ""
    reactions: list[tuple[str, Voice]] = field(default_factory=list)
    likes: int = 0
    plant: str = ""
    id: str = ""
    key: str = ""

    @property
    def root(self) -> Utterance:
        """The post that began the conversation."""
        post = self
        while post.parent is not None and post.kind == "reply":
            post = post.parent
        return post


class Life:
    """A year of conversation."""

    def __init__(self, rng: np.random.Generator, voices: list[Voice], speaker: Speaker, pull: Pull) -> None:
        self._rng = rng
        self._speaker = speaker
        self._pull = pull
        self._voices = voices
        self._crowds: dict[tuple[str, tuple[str, ...], str, int], NDArray[np.float64]] = {}
        self._carried: dict[tuple[int, int], float] = {}
        self.posts: list[Utterance] = []

    def live(self, tempo: Callable[[Voice], NDArray[np.float64] | None]) -> None:
        """Let every account write its posts of the year, in order of time, and others respond."""
        begun = [post for voice in self._voices if voice.rate for post in self._begin(voice, tempo(voice))]
        for post in sorted(begun, key=lambda post: (post.at, post.author.index)):
            self.say(post)

    def say(self, post: Utterance, depth: int = 0, most: float = 1.0) -> None:
        """Publish a post and let the response come."""
        self.posts.append(post)
        if post.subject < 0:
            return
        mean = float(post.author.influence[post.subject]) * self._pull(post.author, post.subject, post.at)
        mean *= (
            _ACT_EARNS.get(post.act, 1.0)
            * float(np.exp(self._rng.normal() * _LUCK[bool(post.author.plant)]))
            * most
        )
        for _ in range(self._count(post, mean)):
            self._respond(post, depth)
        post.likes = int(self._rng.poisson(2.2 * mean + 0.3)) if post.author.platform != SLACK else 0

    def _count(self, post: Utterance, mean: float) -> int:
        """Draw the number of responses; planted people carry the fraction over to their next post.

        Pure chance would often hide a truth that is planted on a few hundred responses.
        """
        if not post.author.plant:
            return int(self._rng.poisson(mean))
        mean += self._carried.get((post.author.index, post.subject), float(self._rng.random()))
        self._carried[post.author.index, post.subject] = mean % 1
        return int(mean)

    def _begin(self, voice: Voice, tempo: NDArray[np.float64] | None) -> list[Utterance]:
        days = calm() if tempo is None else tempo
        number = round(voice.rate) if voice.plant else int(self._rng.poisson(voice.rate))
        return [
            self._first(voice, int(at)) for at in moments(self._rng, number, days, steady=bool(voice.plant))
        ]

    def _first(self, voice: Voice, at: int) -> Utterance:
        subject = int(self._rng.choice(len(SUBJECTS), p=voice.interest))
        act = str(self._rng.choice(ACTS, p=_ACT_SHARE))
        if voice.platform == BLOGG:
            text = self._speaker.essay(voice.language, SUBJECTS[subject], int(self._rng.integers(3, 7)))
            return Utterance(voice, at, text, subject, voice.language, act="experience",
                             title=self._speaker.title(voice.language, SUBJECTS[subject]))  # fmt: skip
        if voice.plant in ("loud", "organisation"):
            act = "news" if self._rng.random() < 0.8 else "link"
        text = self._speaker.root(voice.language, SUBJECTS[subject], act)
        return Utterance(voice, at, text, subject, voice.language, act=act, plant=voice.plant)

    def _respond(self, post: Utterance, depth: int) -> None:
        at = post.at + int(np.clip(self._rng.lognormal(9.0, 1.3), 60, 12 * DAY))
        if at >= END:
            return
        kinds, shares = _KINDS[post.author.platform]
        kind = str(self._rng.choice(kinds, p=shares))
        by = self._who(post)
        if by is None:
            return
        if kind == "reaction":
            if all(other is not by for _, other in post.reactions):
                post.reactions.append((_EMOJI[int(self._rng.integers(len(_EMOJI)))], by))
            return
        self.say(self._response(post, by, at, kind), depth + 1, 0.0 if kind == "repost" else 0.5)
        if kind == "reply" and depth < 3 and self._rng.random() < 0.18:
            self._come_back(self.posts[-1], post.author)

    def _come_back(self, reply: Utterance, author: Voice) -> None:
        """Let the author answer whoever answered."""
        at = reply.at + int(self._rng.lognormal(8.3, 1.0))
        if reply.kind == "reply" and at < END and author is not reply.author:
            self.posts.append(self._response(reply, author, at, "reply"))

    def _response(self, post: Utterance, by: Voice, at: int, kind: str) -> Utterance:
        language = _spoken(by.language, post.language)
        made = Utterance(by, at, "", post.subject, language, kind, parent=post)
        if kind == "repost":
            return made
        if kind == "mention":
            made.parent, made.target = None, post.author
            made.text = self._speaker.pointing(language, SUBJECTS[post.subject])
            return made
        shares = _TO_QUESTION if post.act == "question" else _TO_OTHER
        act = str(self._rng.choice(_ANSWERS, p=shares)) if kind == "reply" else "agree"
        made.act = "question" if act == "ask" else act
        made.text = self._speaker.answer(language, SUBJECTS[post.subject], act, post.author.name.split()[0])
        if kind == "reply" and by.platform == MIKRO and self._rng.random() < 0.2:
            made.target = post.author
        return made

    def _who(self, post: Utterance) -> Voice | None:
        """Draw who responds; nobody responds to himself."""
        crowd = self._crowd(post.author, post.subject)
        for _ in range(8):
            by = self._voices[int(np.searchsorted(crowd, self._rng.random() * crowd[-1], side="right"))]
            if by is not post.author:
                return by
        return None

    def _crowd(self, author: Voice, subject: int) -> NDArray[np.float64]:
        key = (author.platform, author.homes, author.language, subject)
        if key not in self._crowds:
            self._crowds[key] = np.cumsum([_closeness(by, author, subject) for by in self._voices])
        return self._crowds[key]


def _closeness(by: Voice, author: Voice, subject: int) -> float:
    if by.platform != author.platform or not by.eager:
        return 0.0
    home = 1.0 if set(by.homes) & set(author.homes) else 0.3
    return by.eager * home * _understands(by.language, author.language) * (0.12 + float(by.interest[subject]))


def _understands(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.65 if one in _SCANDINAVIAN and other in _SCANDINAVIAN else 0.4


def _spoken(own: str, theirs: str) -> str:
    """Give the language of an answer: one's own among Scandinavians, else English."""
    if own == theirs or (own in _SCANDINAVIAN and theirs in _SCANDINAVIAN):
        return own
    return "en"


def growing(start: float, end: float, since: int = 0) -> NDArray[np.float64]:
    """Give a factor per day that goes evenly from `start` on day `since` to `end` on the last day."""
    return np.interp(np.arange(DAYS), [since, DAYS - 1], [start, end])


def day_number(at: int) -> int:
    """Number the day of a moment from 0."""
    return (at - START) // DAY
