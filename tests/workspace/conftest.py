"""Small random worlds of which everything can be counted by hand."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from tests.exports import post, table, workspace

from luminary import Workspace

PEOPLE = ("Astrid", "Bo", "Citra", "Dag", "Eva", "Frode", "Gunvor", "Håkon", "Ilta", "Jens", "Kaisa")
_SAID = ("Ja.", "Hva mener du?", "Se https://vakt.example/?id=3 her", "Enig\nmed deg", "Kan vi bytte vakt?")


@dataclass(frozen=True)
class World:
    """A workspace, and what the database read: plain rows for the twins."""

    work: Workspace
    acts: list[tuple]
    posts: list[tuple]

    def person(self, name: str) -> str:
        """Give the key of a person."""
        return self.work.people.find(name)


def talk(seed: int) -> list[dict]:
    """A year of threads with holes: nothing at all was imported of two of its months."""
    drawn = random.Random(seed)
    made, number, holes = [], 0, drawn.sample(range(2, 12), 2)
    for month in (one for one in range(1, 13) if one not in holes):
        for thread in range(drawn.randint(1, 4)):
            number += 1
            opener, place = number, drawn.choice(("Nattevakt", "Hygiene", "Turnus"))
            where = {"thread": f"t{opener}", "place": place}
            made.append(
                post(
                    number,
                    drawn.choice(PEOPLE[:4]),
                    f"2025-{month:02d}-{1 + thread:02d}",
                    "Hvem tar vakten?",
                    **where,
                )
            )
            for _ in range(drawn.randint(0, 7)):
                number += 1
                to = drawn.choice([opener, opener, number - 1, ""])
                day = f"2025-{month:02d}-{drawn.randint(5, 28):02d}"
                made.append(
                    post(number, drawn.choice(PEOPLE), day, drawn.choice(_SAID), reply_to=to, **where)
                )
    return made  # fmt: skip


@pytest.fixture(scope="module", params=range(4))
def world(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    source = table(folder / "talk.csv", talk(request.param))
    with workspace(folder / "w", source) as opened:
        opened.people.ready()
        acts = opened.engine.rows(
            "SELECT kind, source, target, moment, post, target_post, place FROM interactions"
        )
        posts = opened.engine.rows(
            "SELECT p.post, i.person, p.moment, p.text, p.place, p.thread "
            "FROM posts p JOIN identities i ON i.account = p.account"
        )
        yield World(opened, acts, posts)
