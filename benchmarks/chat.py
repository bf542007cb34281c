"""Does the inference find who answers whom in a chat without threads, and better than two simple rules?

The truth are reply links that people annotated by hand in a public help channel; the files of `test` were not
used to learn the points. A rule that names a person is right when the line answers that person, directly.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.data import SHARED, needed
from luminary.collect import Options
from luminary.collect.platforms.irc.read import IrcReader
from luminary.collect.source import Unit
from luminary.domain import Post
from luminary.errors import UnusableRowError
from luminary.network import Line, infer_answers
from luminary.network.chatlines import read_lines

ANNOTATED = SHARED / "irc-ubuntu" / "irc.tar.xz"
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Chat:
    """One annotated file: its lines, which of them were judged, and what each of these answers."""

    lines: list[Line]
    judged: list[int]
    truth: dict[int, set[int]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 with 95 % intervals over the files."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    named: int

    def text(self) -> str:
        """Write it in one line."""
        return (
            f"precision {self.precision:.3f}   recall {self.recall:.3f}   "
            f"F1 {self.f1:.3f} [{self.low:.3f}-{self.high:.3f}]   ({self.named} answers named)"
        )


def chats(part: str = "test") -> Iterator[Chat]:
    """Read the annotated files of one part."""
    with tarfile.open(needed(ANNOTATED)) as archive:
        names = sorted(one for one in archive.getnames() if f"/{part}/" in one and one.endswith(".raw.txt"))
        for name in names:
            links = name.replace(".raw.txt", ".annotation.txt")
            yield _chat(name, _read(archive, name), _read(archive, links).decode())


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    return (archive.extractfile(name) or io.BytesIO()).read()


def _chat(name: str, log: bytes, links: str) -> Chat:
    reader, lines, numbers = IrcReader(Options(place="#ubuntu")), [], {}
    for row in reader.rows(Unit(name, log)):
        records = () if isinstance(row.value, UnusableRowError) else reader.records(name, row)
        for one in (one for one in records if isinstance(one, Post)):
            numbers[row.position - 1] = len(lines)
            nick = one.author.partition("@")[2]
            lines.append(Line(one.author, (nick,), one.at, one.text))
    pairs = [sorted(map(int, link.split()[:2])) for link in links.splitlines() if link.strip()]
    first = min(later for _, later in pairs)
    truth: dict[int, set[int]] = {}
    for earlier, later in pairs:
        if earlier in numbers and later in numbers:
            one, other = numbers[later], numbers[earlier]
            if lines[one].person != lines[other].person:
                truth.setdefault(one, set()).add(other)
    return Chat(lines, [number for line, number in numbers.items() if line >= first], truth)


def previous_speaker(chat: Chat) -> list[int]:
    """Everybody answers the line before his own that somebody else wrote."""
    found, lines = [], chat.lines
    for i, line in enumerate(lines):
        found.append(next((c for c in range(i - 1, -1, -1) if lines[c].person != line.person), -1))
    return found


def named_person(chat: Chat) -> list[int]:
    """A line that begins with or holds the name of somebody present answers that person's last line."""
    reading, found = read_lines(chat.lines), []
    for i in range(len(chat.lines)):
        inside = np.flatnonzero(reading.inside[i])
        spoken = np.flatnonzero(reading.who[:i] == reading.to[i])
        near = i - inside[0] if len(inside) else -1
        found.append(int(spoken[-1] if reading.to[i] >= 0 else near))
    return found


def inferred(chat: Chat) -> list[int]:
    """The method of the library."""
    return [int(one) for one in infer_answers(chat.lines).line]


def score(
    rule: Callable[[Chat], list[int]], read: list[Chat], by: str = "person", unnamed: bool = False
) -> Score:
    """Score a rule by person or by line; on all lines, or only those that name nobody."""
    counts = np.array([_counts(chat, rule(chat), by, unnamed) for chat in read])
    drawn = np.random.default_rng(7).integers(len(read), size=(_DRAWS, len(read)))
    right, said, true = counts.sum(axis=0)
    low, high = np.quantile(_f1(*counts[drawn].sum(axis=1).T), (0.025, 0.975))
    return Score(right / said, right / true, _f1(right, said, true), low, high, said)


def _f1(right, said, true):
    return 2 * right / (said + true)


def _counts(chat: Chat, found: list[int], by: str, unnamed: bool) -> tuple[int, int, int]:
    """Count what is right, what is said, and what is true."""
    silent = set(np.flatnonzero(np.array(named_person(chat)) < 0)) if unnamed else set(range(len(chat.lines)))
    right = said = true = 0
    for i in (i for i in chat.judged if i in silent):
        what = (lambda c: chat.lines[c].person) if by == "person" else (lambda c: c)
        answered = {what(c) for c in chat.truth.get(i, ())}
        true += len(answered)
        if found[i] >= 0:
            said += 1
            right += what(found[i]) in answered
    return right, said, true


def main() -> None:
    """Print precision, recall and F1 on the held-out files."""
    read = list(chats())
    print(f"{len(read)} held-out files, {sum(len(chat.judged) for chat in read)} judged lines")
    for by in ("person", "line"):
        print(f"\nwho is answered, by {by}")
        for rule in (previous_speaker, named_person, inferred):
            print(f"  {rule.__name__:18} {score(rule, read, by).text()}")
    print("\nonly lines that name nobody, by person")
    for rule in (previous_speaker, inferred):
        print(f"  {rule.__name__:18} {score(rule, read, unnamed=True).text()}")
