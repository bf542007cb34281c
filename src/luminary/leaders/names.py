"""Which people does a list of names mean?

A line may be a person's or an account's key, a platform's id, a handle (with or without @) or a name. Only
case and accents are forgiven, never spelling: a wrong person in a list of truths is worse than a missing one.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from luminary.collect.decode import clean, text_of
from luminary.collect.tabular.delimited import records, sniff
from luminary.errors import InputError
from luminary.i18n import say
from luminary.leaders.talk import Ints, Talk
from luminary.store import Engine

_LONGEST = 64_000_000
"""Bytes; a list of people is never longer."""
_LETTERS = str.maketrans(
    dict(zip("øœłđðħıŋæþ", ("o", "oe", "l", "d", "d", "h", "i", "n", "ae", "th"), strict=True))
)
"""Letters that Unicode does not take apart, and how they are written where they are missing."""

_NAMES_SQL = "SELECT person, names, name, handle FROM people ORDER BY person"
_ACCOUNTS_SQL = "SELECT person, account FROM identities ORDER BY person, account"


def fold(name: str) -> str:
    """Forgive case, accents, an @ in front and repeated blanks.

    å and ä become a, ö and ø o, æ ae, ł l, ð d, þ th, ß ss. "aa" stays apart from "å", and "ae" from "ä":
    those are spellings, not accents.

    Examples
    --------
    >>> fold("Åse  Bjørk-Łukasz"), fold("@Þóra_Æ")
    ('ase bjork-lukasz', 'thora_ae')
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", clean(name)).casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(plain.translate(_LETTERS).split()).removeprefix("@")


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the data know her: key, and everything she may be called.

    Attributes
    ----------
    person : str
        Key of the person.
    accounts : tuple of str
        Keys of her accounts.
    names, handles : tuple of str
        As the sources show them, old ones too.
    """

    person: str
    accounts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()

    @property
    def keys(self) -> set[str]:
        """Keys that mean this person and nobody else."""
        return {self.person, *self.accounts}

    @property
    def called(self) -> set[str]:
        """Folded names, handles and bare platform ids."""
        bare = (key.partition("/")[2].removeprefix("~") for key in self.keys)
        return {fold(one) for one in (*bare, *self.names, *self.handles)} - {""}


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that fits several people who take part."""

    name: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What a list of names means.

    Attributes
    ----------
    people : mapping of int to str
        Number of the person to the name that found her.
    missing : tuple of str
        Names that fit nobody who takes part.
    ambiguous : tuple of Ambiguous
        Names that fit several.
    repeated : int
        Lines that mean somebody who stands in the list already.
    """

    people: Mapping[int, str]
    missing: tuple[str, ...]
    ambiguous: tuple[Ambiguous, ...]
    repeated: int

    @property
    def size(self) -> int:
        """Different people in the list, found or not."""
        return len(self.people) + len(self.missing) + len(self.ambiguous)


def read_known(engine: Engine) -> tuple[Known, ...]:
    """Read from `people` and `identities`, named in the engine, what everybody is called."""
    accounts: dict[str, list[str]] = defaultdict(list)
    for person, account in engine.rows(_ACCOUNTS_SQL):
        accounts[str(person)].append(str(account))
    found = []
    for person, names, name, handle in engine.rows(_NAMES_SQL):
        called = [str(one) for one in (*(names or ()), name) if one]  # type: ignore[misc]
        handles = (str(handle),) if handle else ()
        found.append(Known(str(person), tuple(accounts[str(person)]), tuple(called), handles))
    return tuple(found)


def match(names: Iterable[str], known: Sequence[Known], talk: Talk, ranked: Ints) -> Matched:
    """Find the people that a list means, among those who are `ranked`.

    A name that fits several people means the only one of them who takes part; where several do, the only one
    who wrote; where several wrote, it is ambiguous and means nobody.
    """
    book = _Book.of(known, talk, ranked)
    people: dict[int, str] = {}
    missing: dict[str, str] = {}
    ambiguous: dict[str, Ambiguous] = {}
    lines = [name.strip() for name in names if name.strip()]
    for name in lines:
        fitting = book.fitting(name)
        if len(fitting) == 1:
            people.setdefault(fitting[0], name)
        elif fitting:
            ambiguous.setdefault(fold(name), Ambiguous(name, tuple(talk.people[one] for one in fitting)))
        else:
            missing.setdefault(fold(name), name)
    distinct = len(people) + len(missing) + len(ambiguous)
    return Matched(people, tuple(missing.values()), tuple(ambiguous.values()), len(lines) - distinct)


@dataclass(frozen=True, slots=True)
class _Book:
    """Who can be looked up, by key and by what they are called."""

    by_key: Mapping[str, int]
    by_name: Mapping[str, set[int]]
    writers: frozenset[int]

    @classmethod
    def of(cls, known: Sequence[Known], talk: Talk, ranked: Ints) -> _Book:
        numbers = {talk.people[number]: int(number) for number in ranked}
        by_key: dict[str, int] = {}
        by_name: dict[str, set[int]] = defaultdict(set)
        for one in known:
            if (number := numbers.get(one.person)) is None:
                continue
            by_key.update(dict.fromkeys(one.keys, number))
            for name in one.called:
                by_name[name].add(number)
        return cls(by_key, by_name, frozenset(talk.posts.author.tolist()))

    def fitting(self, name: str) -> list[int]:
        """List the people a line may mean."""
        if name in self.by_key:
            return [self.by_key[name]]
        fitting = sorted(self.by_name.get(fold(name), ()))
        wrote = [one for one in fitting if one in self.writers]
        return wrote if len(wrote) == 1 else fitting


def read_people(path: str | Path, column: str = "person") -> tuple[str, ...]:
    """Read a list of people: a table with a column of them, or a text with one on each line.

    Parameters
    ----------
    path : str or Path
        A table (CSV, TSV, semicolons) whose first line names its columns, or a text (``.txt``: always so).
    column : str, default "person"
        Column that holds them; case does not matter.

    Raises
    ------
    InputError
        When the file cannot be read, holds nobody, or is a table without that column.
    """
    file = Path(path)
    lines = _lines(file)
    if not lines:
        raise InputError.at(str(path), say("holds nobody: give one name, handle or id on each line"))
    header = [name.strip() for name in lines[0]]
    if column.casefold() in (name.casefold() for name in header):
        place = [name.casefold() for name in header].index(column.casefold())
        found = [line[place].strip() for line in lines[1:] if len(line) > place]
    elif file.suffix.lower() in (".csv", ".tsv") or any(len(line) > 1 for line in lines):
        seen = ", ".join(f"'{name}'" for name in header[:20])
        raise InputError.at(
            str(path),
            say(
                "has no column '{column}'; its columns are {seen}; name one of them", column=column, seen=seen
            ),
        )
    else:
        found = [line[0].strip() for line in lines]
    people = tuple(name for name in found if name)
    if not people:
        raise InputError.at(str(path), say("holds nobody under '{column}'", column=column))
    return people


def _lines(file: Path) -> list[list[str]]:
    """Cut a file into rows; a text (``.txt``) has one field on each line, whatever commas are in it."""
    text = clean(text_of(_bytes(file), str(file)))
    if file.suffix.lower() == ".txt":
        return [[line] for line in text.splitlines() if line.strip()]
    rows = (line.fields for line in records(text, sniff(text)))
    return [fields for fields in rows if any(field.strip() for field in fields)]


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LONGEST:
            raise InputError.at(
                str(file),
                say("is longer than {longest} MB, which no list of people is", longest=_LONGEST // 1000000),
            )
        return file.read_bytes()
    except OSError as error:
        raise InputError.at(str(file), say("cannot be read: {strerror}", strerror=error.strerror)) from error
