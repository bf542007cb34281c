"""All policies there are, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import say
from luminary.privacy.terms.load import read_terms
from luminary.privacy.terms.policy import Terms, Way
from luminary.settings import limits

_ENDING = ".yaml"
_OWN_TABLES = "own_table"


def policies() -> Mapping[str, Terms]:
    """Give all policies by name: the product's own, and over them those in the folder LUMINARY_TERMS.

    A file there takes the place of the product's file of the same name, as a whole.

    Raises
    ------
    UsageError
        When a file is no policy; all its faults are named.
    """
    folder = limits().terms
    return _policies(folder, _stamp(folder))


@lru_cache(8)
def _policies(folder: str, _stamp_of_folder: object) -> Mapping[str, Terms]:
    texts = dict(_shipped())
    for path in _own(folder):
        texts[path.stem] = (path.read_text("utf-8-sig"), str(path))
    found = {one.name: one for source, told in sorted(texts.items()) for one in read_terms(source, *told)}
    _check_formats(found.values())
    return found


def _shipped() -> Iterator[tuple[str, tuple[str, str]]]:
    for one in files(__package__).joinpath("sources").iterdir():
        if one.name.endswith(_ENDING):
            yield one.name.removesuffix(_ENDING), (one.read_text("utf-8"), one.name)


def _own(folder: str) -> list[Path]:
    """List the user's own files.

    Raises
    ------
    UsageError
        When the folder is not there: without it other terms would hold, and nobody would know.
    """
    if not folder:
        return []
    if not Path(folder).is_dir():
        raise UsageError(say("LUMINARY_TERMS is '{folder}', which is no folder", folder=folder))
    return sorted(Path(folder).glob(f"*{_ENDING}"))


def _stamp(folder: str) -> tuple[tuple[str, int, int], ...]:
    """Tell one state of the user's own files from another."""
    stats = [(one.name, one.stat()) for one in _own(folder)]
    return tuple((name, one.st_mtime_ns, one.st_size) for name, one in stats)


def _check_formats(found: Iterable[Terms]) -> None:
    """Refuse two policies that are both taken for the same format."""
    first: dict[str, str] = {}
    for one in found:
        for name in one.formats:
            if (other := first.setdefault(name, one.name)) != one.name:
                raise UsageError(
                    say(
                        "the format '{format}' stands under two policies, '{one}' and '{other}'",
                        format=name,
                        one=other,
                        other=one.name,
                    )
                )


def policy(name: str) -> Terms:
    """Find a policy by its name, such as "youtube/api_key".

    A source alone stands for what is read through its interface, or for its only way.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    found = policies()
    if "/" not in name:
        ways = [one.name for one in found.values() if one.source == name]
        name = ways[0] if len(ways) == 1 else f"{name}/{Way.API_KEY}" if ways else name
    if name not in found:
        raise UnknownNameError.of("policy of terms", name, found)
    return found[name]


def for_format(format_name: str) -> Terms:
    """Give the policy under which an import of a format comes when nobody says otherwise.

    A format that no policy names is the user's own table.
    """
    found = policies()
    named = (one for one in found.values() if format_name in one.formats)
    return next(named, found[f"{_OWN_TABLES}/{Way.FILE}"])


def chosen(said: str, format_name: str) -> Terms:
    """Find the policy that a user means.

    Parameters
    ----------
    said : str
        A policy ("youtube/authorised"), a way alone ("authorised": of the source that the format is from), or
        a source alone, as `policy` reads it; empty for what the format stands for.
    format_name : str
        Format of the import.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    guessed = for_format(format_name)
    if not said:
        return guessed
    if said in tuple(Way):
        return policy(f"{guessed.source}/{said}")
    return policy(said)
