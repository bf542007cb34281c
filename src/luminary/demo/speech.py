"""Sentences of the invented world: shapes in ``texts/``, filled with slots, never twice the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from luminary.errors import LuminaryError

if TYPE_CHECKING:
    import numpy as np

SUBJECTS = ("patient_safety", "digital_care", "staffing", "vaccination", "elderly_care", "public_sector")
LANGUAGES = ("sv", "nb", "da", "fi", "en")
MENTION = "\x00"
"""Stands in a text where the platform's own form of a mention goes."""

_SLOT = re.compile(r"\{(\w+)\}")
_TRIES = 60


@cache
def texts(name: str) -> dict[str, Any]:
    """Read one file of sentence material."""
    return tomllib.loads(files("luminary.demo").joinpath("texts", f"{name}.toml").read_text("utf-8"))


class Speaker:
    """Composes posts that nobody in this world has written before.

    Parameters
    ----------
    rng : numpy Generator
        Decides everything; the same generator gives the same texts.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._said: set[str] = set()

    def root(self, language: str, subject: str, act: str) -> str:
        """Begin a conversation: `act` is news, question, experience, opinion, advice or link."""
        return self._new(lambda again: self._root(language, subject, act, again))

    def answer(self, language: str, subject: str, act: str, name: str) -> str:
        """Answer `name`: `act` is answer, agree, disagree, thanks or ask."""
        return self._new(lambda again: self._answer(language, subject, act, name, again))

    def pointing(self, language: str, subject: str) -> str:
        """Point at somebody; the text holds `MENTION` once."""
        return self._new(
            lambda again: self._fill(language, subject, self._pick(language, "point"), "", again)
        )

    def essay(self, language: str, subject: str, sentences: int) -> str:
        """Write a longer piece, as blogs hold."""
        acts = ("experience", "opinion", "news", "advice", "question")
        chosen = [acts[int(self._rng.integers(5))] for _ in range(sentences)]
        return self._new(lambda _: "\n\n".join(self._root(language, subject, act, 0) for act in chosen))

    def title(self, language: str, subject: str) -> str:
        """Give a heading; headings may repeat."""
        return self._fill(language, subject, self._pick(language, "title"), "", 0)

    def fan(self, language: str, name: str) -> str:
        """Cheer, as the audience of a celebrity does."""
        return self._new(
            lambda again: self._fill(language, "", self._pick(language, "fan"), name, again, "fan")
        )

    def lifestyle(self) -> str:
        """Chat about anything but the subjects (Swedish)."""
        return self._new(self._lifestyle)

    def greeting(self, language: str) -> str:
        """Greet; the only texts that may repeat."""
        return self._pick(language, "greeting")

    def fixed(self, text: str) -> str:
        """Take a text as said, so that nobody else says it by chance."""
        self._said.add(text)
        return text

    def _new(self, make: Callable[[int], str]) -> str:
        for again in range(_TRIES):
            text = make(again // 4)
            if text not in self._said:
                self._said.add(text)
                return text
        raise LuminaryError("the demo world ran out of sentences; choose a smaller size")

    def _root(self, language: str, subject: str, act: str, again: int) -> str:
        if act == "link":
            shape = self._pick(language, "link") + " #" + _subject(language, subject)["tag"]
        else:
            shape = self._of(_subject(language, subject)[act])
        if self._rng.random() < 0.3 and act not in ("link", "question"):
            shape += " " + self._pick(language, "close")
        return self._fill(language, subject, shape, "", again, "close" if act == "link" else "opinion")

    def _answer(self, language: str, subject: str, act: str, name: str, again: int) -> str:
        shape = self._pick(language, act)
        more = {"answer": "advice", "agree": "experience", "disagree": "opinion"}.get(act)
        if more and (act == "answer" or self._rng.random() < 0.7):
            shape += " " + self._of(_subject(language, subject)[more])
        elif again or self._rng.random() < 0.5:
            shape += " " + self._pick(language, {"thanks": "ask", "ask": "close"}.get(act, "close"))
        return self._fill(language, subject, shape, name, again, "experience")

    def _lifestyle(self, again: int) -> str:
        shape = self._of(texts("sv")["lifestyle"]["all"])
        return self._fill("sv", "", shape, "", again, "close")

    def _fill(
        self, language: str, subject: str, shape: str, name: str, again: int, longer: str = "close"
    ) -> str:
        """Fill the slots; after several tries in vain the text grows by a sentence."""
        for _ in range(again):
            shape += " " + self._further(language, subject, shape, longer)
        for _ in range(3):  # places stand inside units, so slots may hold slots
            shape = _SLOT.sub(lambda slot: self._slot(language, subject, slot[1], name), shape)
        return shape[:1].upper() + shape[1:]

    def _further(self, language: str, subject: str, shape: str, longer: str) -> str:
        """Pick one more sentence that the text does not hold yet, where there is one."""
        own = bool(subject) and longer != "close"
        shapes = _subject(language, subject)[longer] if own else texts(language)["say"][longer]
        return self._of([one for one in shapes if one not in shape] or shapes)

    def _slot(self, language: str, subject: str, slot: str, name: str) -> str:
        if slot == "n":
            return str(int(self._rng.integers(3, 19)))
        if slot == "p":
            return str(int(self._rng.integers(6, 68)))
        if slot == "url":
            return f"https://las.example/{int(self._rng.integers(10_000, 99_999))}"
        if slot in ("name", "mention"):
            return name if slot == "name" else MENTION
        if slot == "about":
            return self._of(_subject(language, subject)["about"])
        text = self._of(texts(language)["slots"][slot.lower()])
        return text[:1].upper() + text[1:] if slot[0].isupper() else text

    def _pick(self, language: str, act: str) -> str:
        return self._of(texts(language)["say"][act])

    def _of(self, shapes: list[str]) -> str:
        return shapes[int(self._rng.integers(len(shapes)))]


def _subject(language: str, subject: str) -> dict[str, Any]:
    found: dict[str, Any] = texts(language)["subject"][subject]
    return found


def subject_names() -> dict[str, dict[str, str]]:
    """Give what each subject is called in each language."""
    return {key: {lang: _subject(lang, key)["name"] for lang in LANGUAGES} for key in SUBJECTS}


def subject_words(subject: str) -> tuple[str, ...]:
    """Give the words by which a subject is found, over all languages, each once."""
    words = (word for lang in LANGUAGES for word in _subject(lang, subject)["words"])
    return tuple(dict.fromkeys(words))
