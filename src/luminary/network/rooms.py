"""Chats without threads: their lines are handed to `answers`, and what it infers becomes rows.

A room is a place of a chat platform in which no post has a thread and none states a reply. Where somebody
answers in threads, who does not is not guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from luminary.network.answers import infer_answers
from luminary.network.chatlines import Line
from luminary.store import Engine

CHATS = ("irc", "slack", "discord", "mattermost")
"""Platforms where people write lines to each other in rooms; elsewhere posts stand by themselves."""

_LINES_SQL = f"""
WITH rooms AS (
    SELECT place FROM spoken WHERE split_part(place, ':', 1) IN {CHATS}
    GROUP BY place HAVING count(thread) = 0
)
SELECT s.place, s.post, s.person, epoch_us(s.moment) AS at, coalesce(p.text, '') AS text,
       list_append(coalesce(w.names, []), coalesce(w.handle, '')) AS names
FROM spoken s JOIN rooms r ON r.place = s.place JOIN posts p ON p.post = s.post
LEFT JOIN people w ON w.person = s.person
WHERE NOT EXISTS (SELECT 1 FROM stated e WHERE e.place = s.place AND e.kind = 'reply')
ORDER BY s.place, s.moment, s.post
"""


def infer_in_rooms(engine: Engine) -> None:
    """Make the relation `inferred`: `post` answers `answered`, in all rooms.

    Parameters
    ----------
    engine : Engine
        `posts`, `people`, and the relations `spoken` and `stated` of `interactions` must be named in it.
    """
    import pyarrow as pa

    pairs = list(_pairs(engine))
    columns = {"post": [one for one, _ in pairs], "answered": [one for _, one in pairs]}
    engine.give("inferred", pa.table({name: pa.array(keys, pa.string()) for name, keys in columns.items()}))


def _pairs(engine: Engine) -> Iterator[tuple[str, str]]:
    """Give post and answered post, room by room."""
    found = engine.arrow(_LINES_SQL).to_pylist()
    for _, rows in groupby(found, key=lambda row: row["place"]):
        room = list(rows)
        lines = [Line(row["person"], tuple(row["names"]), row["at"], row["text"]) for row in room]
        for row, answered in zip(room, infer_answers(lines).line.tolist(), strict=True):
            if answered >= 0:
                yield row["post"], room[answered]["post"]
