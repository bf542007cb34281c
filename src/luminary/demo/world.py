"""Builds the invented world: people, a year of conversation, plants, exports and the truths beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from luminary.demo.cast import populate
from luminary.demo.life import Life, Utterance
from luminary.demo.people import BLOGG, MIKRO, SLACK, SLACK_TEAM, Census
from luminary.demo.plants import happen
from luminary.demo.slack import channel_id, channel_of, write_slack
from luminary.demo.speech import Speaker
from luminary.demo.tables import Rows, write_blogg, write_mikro
from luminary.demo.telling import tell
from luminary.demo.truth import write_truth
from luminary.domain import Access, post_key
from luminary.errors import UsageError

SMALLEST, LARGEST = 0.25, 4.0


@dataclass(frozen=True, slots=True)
class Export:
    """One file of the world, and what to say when importing it.

    Parameters
    ----------
    path : Path
        The file.
    format : str
        What it is: "slack" or "table".
    place : str
        Community (Slack) or place (table) to name.
    access : Access
        Whether outsiders can read it.
    settings : mapping of str to str
        Settings of the mapped table.
    rows, repeated, unusable : int
        Rows written; how many of them stand there twice, and how many are of no use.
    """

    path: Path
    format: str
    place: str
    access: Access
    settings: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    repeated: int = 0
    unusable: int = 0


@dataclass(frozen=True, slots=True)
class World:
    """An invented world on disk.

    Parameters
    ----------
    folder : Path
        Where it stands.
    exports : tuple of Export
        Its files, in the order in which to import them.
    truth : Path
        File of the planted truths; `luminary.demo.read_truth` reads it.
    people, posts : int
        How many people (a person with two accounts counts once; services do not) and posts there are.
    """

    folder: Path
    exports: tuple[Export, ...]
    truth: Path
    people: int
    posts: int


def build_world(folder: Path, seed: int = 7, size: float = 1.0) -> World:
    """Build the invented world and write its exports and truths.

    Parameters
    ----------
    folder : Path
        Gets ``exports/`` and ``truth.json``; files of an earlier world are overwritten.
    seed : int, default 7
        The same seed and size give the same bytes.
    size : float, default 1.0
        Factor on the number of ordinary people, 0.25 to 4; the planted ones are always there.

    Returns
    -------
    World

    Raises
    ------
    UsageError
        When `size` is out of range or `seed` is negative.

    Notes
    -----
    It is a made world: measures that find its leaders need not find those of a real community, whose
    responses follow no such simple rule.
    """
    if not SMALLEST <= size <= LARGEST:
        raise UsageError(f"size is {size}; it can be {SMALLEST} to {LARGEST}")
    if seed < 0:
        raise UsageError(f"seed is {seed}; it must be 0 or more")
    rng = np.random.default_rng(seed)
    census, speaker = Census(rng), Speaker(rng)
    cast = populate(census, size)
    life = Life(rng, census.voices, speaker, cast.pull)
    life.live(cast.tempo)
    found = happen(rng, cast, life, speaker, census.voices)
    posts = sorted(life.posts, key=lambda post: post.at)
    _number(posts)
    exports = _write(folder / "exports", census, posts, rng)
    truth = tell(seed, size, census.voices, cast, found, posts)
    write_truth(folder / "truth.json", truth)
    return World(folder, exports, folder / "truth.json", truth.people, truth.posts)


def _number(posts: Sequence[Utterance]) -> None:
    """Give every post the id and key of its platform, in order of time."""
    for number, post in enumerate(posts):
        platform = post.author.platform
        post.id = {
            SLACK: f"{post.at}.{number:06d}",
            MIKRO: str(40_000_000 + 7 * number),
            BLOGG: f"b{100_000 + number}",
        }[platform]  # fmt: skip
        native = f"{channel_id(channel_of(post))}/{post.id}" if platform == SLACK else post.id
        post.key = post_key(platform, SLACK_TEAM if platform == SLACK else "", native)


def _write(
    folder: Path, census: Census, posts: Sequence[Utterance], rng: np.random.Generator
) -> tuple[Export, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    of = {name: [p for p in posts if p.author.platform == name] for name in (SLACK, MIKRO, BLOGG)}
    staff = [voice for voice in census.voices if voice.platform == SLACK]
    network = folder / "personalnat.zip"
    slack = Rows(write_slack(network, staff, of[SLACK]), 0, 0)
    mikro = write_mikro(folder / "mikro.csv", of[MIKRO], rng)
    blogg = write_blogg(folder / "bloggar.jsonl", of[BLOGG], rng)
    alone = {"community": ""}
    return (
        Export(network, "slack", SLACK_TEAM, Access.CLOSED, {}, *slack),
        Export(folder / "mikro.csv", "table", "Mikro", Access.OPEN, {"platform": MIKRO, **alone}, *mikro),
        Export(
            folder / "bloggar.jsonl", "table", "Bloggar", Access.OPEN, {"platform": BLOGG, **alone}, *blogg
        ),
    )
