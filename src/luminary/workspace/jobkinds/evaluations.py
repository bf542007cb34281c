"""Compares every measure with a list of people the user trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, day_of, only
from luminary.workspace.plain import as_plain

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_NAMES = ("truth", "exclude", "column", "until", "subject")


def check(work: Workspace, params: Params) -> Record:
    """Refuse lists outside the inbox and the allowed roots."""
    from luminary.listening import subject_named

    given = only(params, *_NAMES)
    if "truth" not in given:
        raise UsageError(say("name the list of people that you trust: a file in the inbox"))
    day_of(given, "until")
    if "subject" in given:
        given["subject"] = subject_named(work.ledger, given["subject"]).name
    lists: Record = {
        name: work.collect.inbox.named(given[name]) for name in ("truth", "exclude") if name in given
    }
    return {**given, **lists}


def run(work: Workspace, params: Params, tell: Telling) -> Record:
    """Give the whole result; `evaluation_of` reads it back."""
    tell(0, 0)
    inbox = work.collect.inbox
    result = work.leaders.evaluate(
        truth=inbox.found(params["truth"]),
        exclude=inbox.found(params["exclude"]) if "exclude" in params else None,
        column=params.get("column", "person"),
        until=day_of(params, "until"),
        subject=params.get("subject"),
    )
    return dict(as_plain(result))


KIND = JobKind("evaluate", say("Comparison with a list you trust"), run, check)
