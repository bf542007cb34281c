"""A small lake of invented posts, landed batch by batch."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from luminary.store import DuckDBEngine, Lake, Ledger, arrow_schema
from luminary.store.tables import table

START = datetime(2025, 1, 1)


class World:
    """A lake, a ledger and an engine in a folder."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
        self.lake = Lake(folder / "lake", self.ledger)
        self.engine = DuckDBEngine(folder / "spill")
        self._landed = 0

    def land(self, batch: str, posts: list[dict], places: list[dict] | None = None) -> None:
        """Land posts (at least their `post` and `text`) and places (`place`, `name`) as one batch."""
        rows = [
            {
                "row": n,
                "account": "zulip:v/1",
                "place": "zulip:v/7",
                "moment": START + timedelta(hours=n),
                **post,
            }
            for n, post in enumerate(posts)
        ]
        self._add(batch, "posts", rows)
        self._add(batch, "places", [{"row": n, **place} for n, place in enumerate(places or [])])
        self._landed += 1
        at = START + timedelta(days=self._landed)
        self.ledger.put("batches", batch=batch, source="s", format="table", state="landed", landed=at)

    def words(self) -> dict[str, tuple[str, list[str]]]:
        """Give language and lemmas of each post."""
        rows = self.engine.rows("SELECT post, language, lemmas FROM post_words")
        assert len({row[0] for row in rows}) == len(rows)
        return {str(post): (str(language), list(found)) for post, language, found in rows}

    def subject_posts(self) -> set[str]:
        """Give what `subject_posts` holds, each post once."""
        rows = [str(row[0]) for row in self.engine.rows("SELECT post FROM subject_posts")]
        assert len(set(rows)) == len(rows)
        return set(rows)

    def close(self) -> None:
        """Give everything back."""
        self.engine.close()
        self.ledger.close()

    def _add(self, batch: str, name: str, rows: list[dict]) -> None:
        schema = arrow_schema(table(name), leave_out=("batch",))
        file = self.lake.staging(batch).file(name, 0)
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
        self.lake.add(batch, name, [file])
