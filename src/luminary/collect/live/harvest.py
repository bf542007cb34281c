"""Raw bodies on their way into the lake: kept one by one, and found whole after a kill at any moment.

A harvest is a folder with the bodies as members, as an export of the platform would be, and a note of what
is complete, with the cursor that is true then. A body is written beside the members, synced, and moved in by
one rename; then the note is replaced in the same way. What a kill leaves behind without a note is removed
when the harvest is opened again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from luminary.collect.fetch.port import Cursor, Page
from luminary.errors import LuminaryError
from luminary.i18n import say

_NOTE = "note.json"
_ODD = re.compile(r"[^\w.\-]+", re.ASCII)
_LONGEST = 80


@dataclass(slots=True)
class _Noted:
    """What is complete."""

    cursor: dict[str, Any]
    pages: list[str]
    context: list[str]
    size: int = 0
    gone: list[str] = field(default_factory=list)
    """Keys of posts that were removed at the source."""


class Harvest:
    """The bodies of one run that have not landed yet.

    Parameters
    ----------
    folder : Path
        Belongs to the source, and to nothing else.
    title : str
        Names the folder of the members: imports and rejects show it as their source.
    """

    def __init__(self, folder: Path, title: str) -> None:
        self._folder = folder
        self.members = folder / "members" / safe_name(title)
        self.members.mkdir(parents=True, exist_ok=True)
        self._noted = self._read()
        self._sweep()

    @property
    def pages(self) -> int:
        """Bodies that are kept and have not landed, without those that others need beside them."""
        return len(self._noted.pages)

    @property
    def size(self) -> int:
        """Their size, in bytes."""
        return self._noted.size

    @property
    def cursor(self) -> Cursor | None:
        """What is true when all of them have landed; None when nothing is kept."""
        return self._noted.cursor or None

    def keep(self, page: Page) -> None:
        """Keep a body, or, without one, only the cursor.

        Raises
        ------
        LuminaryError
            When the disk refuses; what was kept before stays whole.
        """
        try:
            if page.name and page.context:
                self._noted.context.append(self._place(page.name, page.body, again=True))
            elif page.name:
                self._noted.pages.append(self._place(page.name, page.body, again=False))
                self._noted.size += len(page.body)
            self._noted.cursor = dict(page.cursor)
            self._note()
        except OSError as error:
            raise LuminaryError(say("what was fetched cannot be kept: {why}", why=str(error))) from error

    @property
    def gone(self) -> frozenset[str]:
        """Keys of posts that were removed at the source, and have to go here when the bodies have landed."""
        return frozenset(self._noted.gone)

    def lose(self, posts: Iterable[str]) -> None:
        """Keep in mind that posts were removed at the source."""
        self._noted.gone = sorted({*self._noted.gone, *posts})
        self._note()

    def landed(self) -> None:
        """Forget what has landed; what other bodies need beside them stays."""
        self._noted = _Noted({}, [], sorted(set(self._noted.context)))
        self._note()
        self._sweep()

    def clear(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _place(self, name: str, body: bytes, *, again: bool) -> str:
        inner = _inner(name)
        if not again:
            inner = next(one for one in _numbered(inner) if not (self.members / one).exists())
        target = self.members / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(self._folder / "coming", target, body)
        return inner

    def _note(self) -> None:
        told = {name: getattr(self._noted, name) for name in _Noted.__slots__}
        _write(self._folder / "coming", self._folder / _NOTE, json.dumps(told).encode())

    def _read(self) -> _Noted:
        note = self._folder / _NOTE
        try:
            return _Noted(**json.loads(note.read_text("utf-8")))
        except FileNotFoundError:
            return _Noted({}, [], [])
        except (ValueError, TypeError) as error:
            raise LuminaryError(
                say("'{file}' is damaged; remove its folder, and what is in it is fetched again", file=note)
            ) from error

    def _sweep(self) -> None:
        """Remove what a kill left behind."""
        known = {*self._noted.pages, *self._noted.context}
        for file in sorted(self.members.rglob("*"), reverse=True):
            if file.is_dir():
                if not any(file.iterdir()):
                    file.rmdir()
            elif file.relative_to(self.members).as_posix() not in known:
                file.unlink()


def safe_name(told: str) -> str:
    """Make a name for a file or folder of anything.

    Examples
    --------
    >>> safe_name("../Astrids blogg: å")
    'Astrids-blogg'
    """
    return _ODD.sub("-", told).strip("-.")[:_LONGEST].rstrip("-.") or "source"


def _inner(name: str) -> str:
    """Give the path of a member, which cannot lead outside."""
    parts = [safe_name(part) for part in PurePosixPath(name).parts if part not in ("/", ".", "..")]
    return "/".join(parts) or "page"


def _numbered(name: str) -> Iterator[str]:
    """Give a name, and then others like it."""
    yield name
    path = PurePosixPath(name)
    for number in range(2, 10_000_000):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}").as_posix()


def _write(coming: Path, target: Path, data: bytes) -> None:
    """Let a file appear with all of its content, or not at all."""
    with coming.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    coming.replace(target)
