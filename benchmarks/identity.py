"""Are accounts of one person found, and only of one? Links are hidden and looked for again.

``python -m benchmarks.identity`` measures on real accounts of experts and of public bodies, and on invented
people with common Nordic names; ``--size N`` measures time and memory on N invented accounts.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import yaml

from benchmarks.data import SHARED as DATA
from luminary.collect.linking import Given, find_pairs, rules
from luminary.collect.linking.names import plain
from luminary.collect.linking.profiles import profile_of
from luminary.privacy.persons import together
from luminary.stats.interval import wilson_interval
from luminary.store import DuckDBEngine, arrow_schema
from luminary.store.tables import table

PLATFORMS = ("x", "mastodon", "bluesky", "linkedin", "github", "youtube")
SEED = 7


@dataclass(frozen=True, slots=True)
class Account:
    """An account whose person is known to whoever judges."""

    truth: str
    platform: str
    handle: str
    name: str | None
    bio: str | None = None

    @property
    def key(self) -> str:
        """Key of the account."""
        return f"{self.platform}:/@{self.handle.lower()}"


@dataclass(frozen=True, slots=True)
class Judged:
    """How many pairs were joined, rightly, and of how many."""

    accounts: int
    joined: int
    right: int
    true: int
    asked: int
    asked_right: int

    def line(self, title: str) -> str:
        """Give the row of the table."""
        precision, recall = _share(self.right, self.joined), _share(self.right, self.true)
        both = _share(self.right + self.asked_right, self.true)
        return (
            f"{title:46} {self.accounts:7,} {self.true:6,} {self.joined:6,}  {precision}  {recall}  "
            f"{self.asked:6,}  {both}"
        )


HEAD = (
    f"{'':46} {'accts':>7} {'true':>6} {'joined':>6}  {'precision':18}  {'recall':18}  {'asked':>6}  "
    "recall+asked"
)


def _share(part: int, whole: int) -> str:
    if not whole:
        return f"{'-':18}"
    found = wilson_interval(np.array([float(part)]), np.array([float(whole)]))
    return f"{part / whole:.3f} [{found.low[0]:.3f}-{found.high[0]:.3f}]"


def champions() -> list[Account]:
    """Read the experts with their handles on several platforms."""
    told = yaml.safe_load((DATA / "java-champions" / "java-champions.yml").read_text("utf-8"))
    found = []
    for number, member in enumerate(told["members"]):
        for address in (member.get("social") or {}).values():
            profile = profile_of(str(address))
            if profile and profile[0] in PLATFORMS and "company/" not in str(address):
                shown = urlsplit(str(address)).path.strip("/").rpartition("/")[2].lstrip("@")
                handle = profile[1] if profile[0] == "mastodon" else shown
                found.append(Account(f"jc{number}", profile[0], handle, str(member["name"])))
    return _once(found)


def bodies() -> list[Account]:
    """Read members of parliament, ministers and public bodies with their handles."""
    found = []
    for file in sorted((DATA / "politix-sweden").glob("*.csv")):
        for row in csv.DictReader(io.StringIO(file.read_text("utf-8"))):
            for platform in ("x", "bluesky", "mastodon"):
                if handle := row[f"{platform}_handle"].strip().lstrip("@"):
                    found.append(Account(row["id"], platform, handle, row["name"]))
    return _once(found)


def _once(found: Sequence[Account]) -> list[Account]:
    return list({one.key: one for one in found}.values())


def variants(accounts: Sequence[Account], seed: int = SEED) -> list[Account]:
    """Write names as people do elsewhere: one in five without a name, others without accents, shortened."""
    dice = random.Random(seed)
    found = []
    for one in accounts:
        draw = dice.random()
        name = one.name or ""
        if draw < 0.2:
            name = ""
        elif draw < 0.35:
            name = name.translate(str.maketrans("åäöøæéÅÄÖØ", "aaooaeAAOO"))
        elif draw < 0.45 and " " in name:
            first, _, last = name.rpartition(" ")
            name = f"{last}, {first}"
        elif draw < 0.55:
            name = f"{name} 🇸🇪 | speaker"
        elif draw < 0.62 and " " in name:
            name = f"{name[0]}. {name.rpartition(' ')[2]}"
        found.append(Account(one.truth, one.platform, one.handle, name or None, one.bio))
    return found


def nameless(accounts: Sequence[Account]) -> list[Account]:
    """Leave only the handles."""
    return [Account(one.truth, one.platform, one.handle, None) for one in accounts]


def _words(told: str) -> list[str]:
    return told.split()


_FIRST = _words(
    "Anna Erik Maria Lars Karin Johan Eva Anders Ingrid Per Kari Ole Mette Hans Anne Jens Marit Bjørn"
    " Aino Matti Sari Jukka Emma Oskar Sofia Nils Ida Magnus Åsa Göran Solveig Knut Tiina Mikko Freja"
    " Mads Astrid Søren Liv Tor Helena Björn Elin Simon Hanna Viktor Silje Terje Päivi Antti"
)
_LAST = _words(
    "Andersson Johansson Hansen Olsen Nielsen Jensen Korhonen Virtanen Karlsson Nilsson Johansen Larsen"
    " Pedersen Mäkinen Eriksson Lindberg Berg Lindström Haugen Solberg Dahl Holm Lund Nyström Sandberg"
    " Björk Moen Strand Åberg Ek Møller Rasmussen Sørensen Laine Niemi Salo Heikkinen Lehtonen Eklund"
    " Wallin Nordin Ås Vik Bakke Kristensen Thomsen Aalto Saari Holmgren Frisk"
)
_PLACES = _words(
    "Oslo Bergen Tromsø Stockholm Uppsala Umeå Göteborg Malmö Odense Aarhus Aalborg Turku Tampere Oulu"
    " Helsinki"
)
_FIELDS = _words(
    "cardiology nursing paediatrics geriatrics oncology psychiatry midwife dentist pharmacy radiology"
    " anaesthesia ergotherapy dermatology neurology surgery"
)


def namesakes(people: int, seed: int = SEED, *, rare: float = 0.0) -> list[Account]:
    """Invent people among whom every name has many bearers; half are on several platforms.

    Parameters
    ----------
    people : int
        How many.
    rare : float
        Share of people with a surname of their own.
    """
    dice = random.Random(seed)
    found: list[Account] = []
    used: set[str] = set()
    for number in range(people):
        first, last = dice.choice(_FIRST), dice.choice(_LAST)
        if dice.random() < rare:
            last = _syllables(dice)
        bio = f"{dice.choice(_FIELDS)}, {dice.choice(_PLACES)}"
        where = dice.sample(PLATFORMS[:4], dice.choice((1, 1, 2, 3)))
        habit = dice.random()
        own = _syllables(dice).lower() + str(dice.choice(("", "x", "s")))
        for platform in where:
            handle = _handle(dice, habit, first, last, own)
            while f"{platform}{handle}" in used:
                handle += str(dice.randrange(10))
            used.add(f"{platform}{handle}")
            shown = f"{first} {last}" if dice.random() < 0.9 else None
            found.append(Account(f"p{number}", platform, handle, shown, bio if dice.random() < 0.5 else None))
    return found


def _handle(dice: random.Random, habit: float, first: str, last: str, own: str) -> str:
    """Make a handle: most people keep to one habit, one time in four they have to take another."""
    a, b = plain(first), plain(last)
    habit = habit if dice.random() < 0.75 else dice.random()
    if habit < 0.4:
        return f"{a}{b}"
    if habit < 0.6:
        return f"{a}_{b}{dice.randrange(100)}"
    return f"{a[0]}{b}" if habit < 0.75 else own


def _syllables(dice: random.Random) -> str:
    made = "".join(dice.choice("bdfghklmnrstv") + dice.choice("aeiouåø") for _ in range(dice.choice((3, 4))))
    return made.capitalize()


def judge(accounts: Sequence[Account], engine: DuckDBEngine) -> Judged:
    """Look for pairs, and count those that are right; people joined through others count as pairs, too."""
    found = look(accounts, engine)
    truth = {one.key: one.truth for one in accounts}
    groups = set(together([(pair.one, pair.other) for pair in found.merged]).values())
    joined = [pair for keys in groups for pair in combinations(keys, 2)]
    one_now = set(joined) | {(other, one) for one, other in joined}
    asked = [
        pair
        for one in found.pairs
        if one.verdict != "merge" and (pair := (one.one, one.other)) not in one_now
    ]
    sizes = Counter(truth.values()).values()
    return Judged(
        len(accounts),
        len(joined),
        sum(truth[one] == truth[other] for one, other in joined),
        sum(size * (size - 1) // 2 for size in sizes),
        len(asked),
        sum(truth[one] == truth[other] for one, other in asked),
    )


def look(accounts: Sequence[Account], engine: DuckDBEngine) -> Any:
    """Give accounts to the engine as an import would, and find pairs."""
    give(accounts, engine)
    return find_pairs(engine, Given())


def give(accounts: Sequence[Account], engine: DuckDBEngine) -> None:
    keys = pa.array([one.key for one in accounts], pa.string())
    columns: dict[str, Any] = {
        "account": keys,
        "name": pa.array([one.name for one in accounts], pa.string()),
        "handle": pa.array([one.handle for one in accounts], pa.string()),
        "bio": pa.array([one.bio for one in accounts], pa.string()),
    }
    nothing = pa.nulls(len(accounts), pa.string())
    engine.give("accounts", pa.table(columns | dict.fromkeys(("url", "email", "role", "kind"), nothing)))
    engine.give("identities", pa.table({"account": keys, "person": keys, "alone": keys}))
    engine.give("account_links", arrow_schema(table("account_links")).empty_table())


def sets() -> Iterator[tuple[str, list[Account]]]:
    """Give every set of accounts that is judged."""
    if DATA.exists():
        for title, found in (("experts", champions()), ("public bodies", bodies())):
            yield f"{title}: names and handles", found
            yield f"{title}: names as people vary them", variants(found)
            yield f"{title}: handles only", nameless(found)
    yield "namesakes: 2,500 bearers of 2,500 names", namesakes(2_500)
    yield "namesakes: one in two with a rare surname", namesakes(2_500, rare=0.5)
    yield "namesakes: 10,000 bearers of 2,500 names", namesakes(10_000)


def thresholds(engine: DuckDBEngine) -> None:
    """Show what other thresholds would have given: chosen on the experts, looked at on the others."""
    of_all = [(title, accounts) for title, accounts in sets() if "handles only" not in title]
    for title, accounts in of_all:
        for bits in (-2.0, 0.0, 3.0, rules.AUTO, 10.0):
            with patch.object(rules, "AUTO", bits):
                print(judge(accounts, engine).line(f"{bits:5.0f} bits, {title}"[:46]), flush=True)


def main() -> None:
    """Judge every set of accounts."""
    with TemporaryDirectory() as folder:
        engine = DuckDBEngine(Path(folder))
        print(HEAD)
        for title, accounts in sets():
            print(judge(accounts, engine).line(title), flush=True)


def _command() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, help="measure time and memory on so many invented accounts")
    asked.add_argument("--thresholds", action="store_true", help="show what other thresholds would give")
    told = asked.parse_args()
    if not told.size and not told.thresholds:
        main()
        return
    with TemporaryDirectory() as folder:
        engine = DuckDBEngine(Path(folder))
        if told.size:
            _measure(told.size, engine)
        else:
            print(HEAD)
            thresholds(engine)


def _measure(size: int, engine: DuckDBEngine) -> None:
    accounts = namesakes(round(size / 1.75), rare=0.9)
    give(accounts, engine)
    start = time.monotonic()
    found = find_pairs(engine, Given())
    took, busy = time.monotonic() - start, time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(accounts):,} accounts: {took:.1f} s ({busy:.0f} s of processors)")
    print(f"{len(found.merged):,} joined, {len(found.pairs) - len(found.merged):,} asked")
    print(f"peak memory {peak:,.0f} MB, the invented accounts among it")


if __name__ == "__main__":
    _command()
