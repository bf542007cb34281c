"""Everything that Luminary raises on purpose, in one tree.

::

    LuminaryError                exit code 1
    ├── UsageError               exit code 2: the call itself is wrong
    │   ├── UnknownNameError     a subject, measure, person, format that is not there, with near names
    │   └── MappingError         a table whose columns cannot be mapped
    ├── InputError               a file that cannot be used, with file, position and reason
    │   ├── ArchiveError         an archive that is broken, or that reaches outside itself
    │   ├── FormatError          nobody recognises the file, or the forced format does not fit
    │   └── UnusableRowError     one row that cannot be used: it goes to the rejects, the import goes on
    ├── WorkspaceError           no workspace here, or one of another version
    ├── AccessError          who asks is not known here, or may not do this
    │   └── TooManyTriesError    too many failed tries to log in; says when to try again
    ├── FetchError           a live source that gives no good answer, or that must not be asked
    ├── ConflictError        somebody else changed the same thing meanwhile; says who, what and when
    ├── WithheldError            purpose, basis or agreement is missing, so no person may be shown
    ├── NotEnoughDataError       the data cannot carry the answer
    ├── ConvergenceError         a computation did not settle within its rounds
    └── StoreError               the database refused; carries the SQL

An error says what was seen and the way out. Messages are plain text: whoever prints them escapes them. Those
that a user of the web app can meet are `luminary.i18n.Message`: they can be said in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from luminary.i18n import Listing, say

__all__ = [
    "AccessError",
    "ArchiveError",
    "ConflictError",
    "ConvergenceError",
    "FetchError",
    "FormatError",
    "InputError",
    "LuminaryError",
    "MappingError",
    "NotEnoughDataError",
    "StoreError",
    "TooManyTriesError",
    "UnknownNameError",
    "UnusableRowError",
    "UsageError",
    "WithheldError",
    "WorkspaceError",
]

KINDS = {
    str(kind): kind
    for kind in (
        say("audience"),
        say("brand"),
        say("case"),
        say("channel"),
        say("connector"),
        say("country"),
        say("decision"),
        say("document"),
        say("entry"),
        say("field"),
        say("form"),
        say("format"),
        say("import"),
        say("kind"),
        say("kind of job"),
        say("language"),
        say("measure"),
        say("member"),
        say("openness"),
        say("person"),
        say("place"),
        say("platform"),
        say("policy of terms"),
        say("product"),
        say("profile"),
        say("role"),
        say("setting"),
        say("shortlist"),
        say("source"),
        say("stage"),
        say("state"),
        say("subject"),
        say("tier preset"),
    )
}
"""What can be asked for by name."""


class LuminaryError(Exception):
    """Base of all errors that a user can act on."""

    exit_code = 1

    @property
    def message(self) -> str:
        """What was seen and the way out: a `Message` that can be translated, or a plain text."""
        first = self.args[0] if self.args else ""
        return first if isinstance(first, str) else str(first)


class UsageError(LuminaryError):
    """The call is wrong: an option, a name, a combination."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A name that is not among those known, with the nearest ones."""

    @classmethod
    def of(cls, kind: str, name: str, known: Iterable[str]) -> UnknownNameError:
        """Build the message for an unknown `name` of a `kind` ("measure", "subject", ...)."""
        names = sorted(known)
        told = {"kind": KINDS.get(kind, kind), "name": name}
        if near := get_close_matches(name, names, n=3):
            listed = Listing(near, ", ")
            return cls(say("no {kind} is named '{name}'; did you mean {near}?", **told, near=listed))
        if not names:
            return cls(say("no {kind} is named '{name}'; known: none yet", **told))
        listed = Listing(names[:20], ", ")
        return cls(say("no {kind} is named '{name}'; known: {known}", **told, known=listed))


class MappingError(UsageError):
    """A table lacks a column that is needed, or a mapping names one that is not there."""


class InputError(LuminaryError):
    """A file that cannot be used."""

    @classmethod
    def at(cls, file: str, reason: str, position: str | int | None = None) -> InputError:
        """Build the message naming file, position and reason."""
        if position is None:
            return cls(say("'{file}': {reason}", file=file, reason=reason))
        where = str(position)
        return cls(say("'{file}' {position}: {reason}", file=file, position=where, reason=reason))


class ArchiveError(InputError):
    """An archive that is broken, too large, or reaches outside itself."""


class FormatError(InputError):
    """No format recognises the input, or the one that was asked for does not fit it."""


class UnusableRowError(InputError):
    """One row that cannot be used; the import lists it with this reason and goes on.

    Parameters
    ----------
    reason : str
        What was seen and why it cannot be used.
    seen : str, default ""
        The row as it stood in the file, where it could not even be decoded.
    """

    def __init__(self, reason: str, seen: str = "") -> None:
        super().__init__(reason)
        self.seen = seen


class WorkspaceError(LuminaryError):
    """There is no workspace here, or this version cannot open it."""


class AccessError(LuminaryError):
    """Who asks is not known here, or may not do this."""


class TooManyTriesError(AccessError):
    """Too many failed tries to log in.

    Parameters
    ----------
    message : str
        What to do.
    seconds : int
        How long to wait before the next try.
    """

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class ConflictError(LuminaryError):
    """Somebody else changed the same thing meanwhile, so nothing was changed.

    Parameters
    ----------
    message : str
        What happened, and the way out.
    theirs : iterable of str, default ()
        What was changed meanwhile: who, what, when; oldest first.
    """

    def __init__(self, message: str, theirs: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.theirs = tuple(theirs)


class FetchError(LuminaryError):
    """A live source gave no good answer, or must not be asked.

    Parameters
    ----------
    message : str
        What was asked, what came, and the way out.
    status : int or None, default None
        The status of HTTP that came; None when no answer did.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class WithheldError(LuminaryError):
    """A person-level result is withheld; the message says what is missing and what would allow it."""


class NotEnoughDataError(LuminaryError):
    """The data cannot carry the answer that was asked for."""


class ConvergenceError(LuminaryError):
    """A computation that goes round by round did not settle; the message says how far it was."""


class StoreError(LuminaryError):
    """The database refused a statement; the message carries the SQL."""
