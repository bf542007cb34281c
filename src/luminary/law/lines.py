"""Many posts as JSON lines: what cannot be used is told line by line, and the others go on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from luminary.errors import InputError, LuminaryError, UsageError
from luminary.i18n import Listing, Message, say
from luminary.law.check import Checker
from luminary.law.post import PRODUCTS
from luminary.law.verdict import Verdict

_LARGEST_LINE = 4_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one line: a verdict, or why there is none."""

    line: int
    id: str
    verdict: Verdict | None
    error: str = ""

    def record(self) -> dict[str, Any]:
        """Give it as a flat record for programs."""
        told = self.verdict
        return {
            "id": self.id,
            "verdict": told.verdict.value if told else None,
            "codes": list(told.codes) if told else [],
            "confidence": told.confidence.value if told else None,
            "rule": told.rule if told else None,
            "source": told.source if told else None,
            "advice": told.advice if told else None,
            "suggestion": told.suggestion if told else None,
            "also": list(told.also) if told else [],
            "words": [[span.part, span.start, span.end] for span in told.spans] if told else [],
            "country": told.country if told else None,
            "pack": told.pack if told else None,
            "notes": [str(one) for one in told.notes] if told else [],
            "error": self.error or None,
        }


def check_lines(
    lines: Iterable[bytes | str], checker: Checker, defaults: Mapping[str, Any] | None = None
) -> Iterator[Checked]:
    """Check posts that stand one a line as JSON objects; empty lines are passed over.

    Parameters
    ----------
    lines : iterable of bytes or str
        What is read.
    checker : Checker
        Judges them.
    defaults : mapping, optional
        Fields for posts that do not have them.

    Yields
    ------
    Checked
        One for each line that is not empty, in their order; ``id`` is the line's number where it has none.
    """
    given = dict(defaults or {})
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name = str(number)
        try:
            row = given | _object(line, first=number == 1)
            name = str(row.get("id") or number)[:200]
            yield Checked(number, name, checker.check(row))
        except LuminaryError as error:
            told = say("line {line}: {reason}", line=number, reason=error.message)
            yield Checked(number, name, None, told)


def _object(line: bytes | str, *, first: bool) -> dict[str, Any]:
    if len(line) > _LARGEST_LINE:
        raise InputError(say("is longer than {most} bytes", most=_LARGEST_LINE))
    try:
        text = line.decode("utf-8-sig" if first else "utf-8") if isinstance(line, bytes) else line
        found = json.loads(text)
    except UnicodeDecodeError as error:
        raise InputError(say("is no UTF-8: byte {place} cannot be read", place=error.start + 1)) from None
    except json.JSONDecodeError as error:
        reason = say("is no JSON: {reason} at character {place}", reason=error.msg, place=error.pos + 1)
        raise InputError(reason) from None
    except (ValueError, RecursionError) as error:
        raise InputError(
            say("is no JSON: {reason} at character {place}", reason=str(error), place=1)
        ) from None
    if not isinstance(found, dict):
        raise InputError(say("is no JSON object, but {seen}", seen=type(found).__name__))
    return found


def read_products(text: str) -> dict[str, str]:
    """Read a list of products, one a line as ``name, class``; lines that begin with # are comments.

    Raises
    ------
    UsageError
        Naming every line that cannot be used.

    Examples
    --------
    >>> read_products("Pollenfri, otc")
    {'Pollenfri': 'otc'}
    """
    found: dict[str, str] = {}
    faults: list[Message] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, comma, kind = (part.strip() for part in line.rpartition(","))
        if not comma or not name or kind not in PRODUCTS:
            known = Listing(PRODUCTS, ", ")
            faults.append(
                say("line {line}: write 'name, class' with a class of {known}", line=number, known=known)
            )
        found[name] = kind
    if faults:
        raise UsageError(Message("{faults}", {"faults": Listing(faults, "; ")}))
    return found
