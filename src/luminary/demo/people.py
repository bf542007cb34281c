"""Who lives in the invented world: accounts, and what drives each of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from luminary.demo.speech import LANGUAGES, SUBJECTS, texts
from luminary.domain import account_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLACK, MIKRO, BLOGG = "slack", "mikro", "blogg"
COMMUNITIES = ("ward", "union", "research", "patients", "public_sector", "politicians")
SLACK_TEAM = "fjallviken"
_MIX = {
    SLACK: (0.5, 0.13, 0.17, 0.0, 0.2, 0.0),
    MIKRO: (0.28, 0.12, 0.14, 0.22, 0.14, 0.10),
    BLOGG: (0.3, 0.1, 0.15, 0.35, 0.05, 0.05),
}
_TONGUES = (0.40, 0.21, 0.15, 0.15, 0.09)


@dataclass(slots=True)
class Voice:
    """One account, and what drives it.

    `rate` is posts begun a year, `interest` the share of each subject in them, `influence` the responses
    expected per post of a subject, `eager` how readily it answers others.
    """

    index: int
    platform: str
    name: str
    language: str
    homes: tuple[str, ...]
    handle: str
    id: str
    interest: NDArray[np.float64]
    influence: NDArray[np.float64]
    rate: float
    eager: float
    followers: int
    created: date
    role: str = ""
    bio: str = ""
    url: str = ""
    kind: str = "person"
    plant: str = ""
    gains: list[tuple[int, int]] = field(default_factory=list)
    """Followers that came at once: (seconds since 1970, how many)."""

    @property
    def key(self) -> str:
        """The account's key as the importers write it."""
        return account_key(self.platform, SLACK_TEAM if self.platform == SLACK else "", id=self.id)


class Census:
    """Makes accounts with names of their own."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.voices: list[Voice] = []
        self._names: set[str] = set()
        self._ids: set[str] = set()

    def add(
        self,
        platform: str,
        home: str = "",
        language: str = "",
        name: str = "",
        plant: str = "",
        url: str = "",
    ) -> Voice:
        """Add an ordinary account; whoever plants something changes it afterwards."""
        home = home or str(self.rng.choice(COMMUNITIES, p=_MIX[platform]))
        language = language or self._language(home)
        name = name or self._name(language)
        role = self._of(texts("cast")["role"][language].get(home, ["medlem"]))
        handle = _handle(name, len(self.voices))
        voice = Voice(
            len(self.voices), platform, name, language, (home,), handle, self._id(platform),
            interest=self.rng.dirichlet(np.full(len(SUBJECTS), 0.5)),
            influence=np.minimum(self.rng.lognormal(-1.9, 0.7, len(SUBJECTS)), 0.45),
            rate=float(np.clip(self.rng.lognormal(1.35, 0.9), 1, 60)),
            eager=float(np.clip(self.rng.lognormal(0, 0.6), 0.1, 5)),
            followers=int(self.rng.lognormal(5.6, 1.1)), created=self._created(),
            role=role, bio=role, url=url, plant=plant,
        )  # fmt: skip
        self.voices.append(voice)
        return voice

    def _language(self, home: str) -> str:
        if home == "research" and self.rng.random() < 0.5:
            return "en"
        return str(self.rng.choice(LANGUAGES, p=_TONGUES))

    def _name(self, language: str) -> str:
        """Draw a name that nobody has yet; when all are taken, people get a second first name."""
        stock = texts("names")[language]
        for again in range(200):
            first = self._of(stock["first"]) + (f" {self._of(stock['first'])}" if again > 20 else "")
            name = f"{first} {self._of(stock['last'])}"
            if name not in self._names:
                self._names.add(name)
                return name
        raise ValueError(f"no free name is left for language '{language}'; choose a smaller size")

    def _id(self, platform: str) -> str:
        while True:
            number = int(self.rng.integers(10**9, 10**10))
            own = f"U0{np.base_repr(number, 36)}" if platform == SLACK else str(number)
            if own not in self._ids:
                self._ids.add(own)
                return own

    def _created(self) -> date:
        return date(2024, 12, 1) - timedelta(days=int(self.rng.integers(0, 3000)))

    def _of(self, items: list[str]) -> str:
        return items[int(self.rng.integers(len(items)))]


def _handle(name: str, index: int) -> str:
    """Make a handle of plain letters; the number keeps namesakes apart."""
    base = name.lower().replace("ø", "o").replace("æ", "ae").replace("'", "")
    plain = unicodedata.normalize("NFKD", base).encode("ascii", "ignore").decode()
    return "_".join(plain.split()) + str(index % 97)
