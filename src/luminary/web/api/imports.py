"""Data coming in: put files into the inbox, look how they would be read, then begin an `import` job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Query, Request

from luminary.collect import Options
from luminary.collect.preview import Preview
from luminary.domain import Access
from luminary.web.jsonapi import Done, PageNumber, PageSize, Rows, group, skipped
from luminary.web.uploading import BOUNDLESS, from_body
from luminary.web.visitor import Asking, asking, asking_briefly
from luminary.workspace.collecting import Import, Reject
from luminary.workspace.inbox import Lying
from luminary.workspace.rights import Right

router = group("imports", "Data coming in")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a file lies in the inbox."""

    path: str


@dataclass(frozen=True, slots=True)
class Look:
    """What to look at, and what is known about it."""

    path: str
    format: str | None = None
    place: str = ""
    access: Access | None = None
    columns: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)


@router.get("")
def imports(ask: Asking = asking(Right.IMPORT), page: PageNumber = 1, size: PageSize = 50) -> Rows[Import]:
    """List the imports, the newest first."""
    found = ask.work.collect.imports(size, skipped(page, size))
    return Rows(rows=found, total=len(ask.work.collect.batches()), page=page, size=size)


@router.get("/formats")
def formats(ask: Asking = asking(Right.READ)) -> dict[str, str]:
    """List the formats that can be read, by name, with their titles."""
    return ask.work.collect.formats()


@router.get("/inbox")
def inbox(ask: Asking = asking(Right.IMPORT)) -> list[Lying]:
    """List what lies in the inbox and in the folders that may be imported from."""
    return ask.work.collect.waiting()


@router.put("/inbox", status_code=201, max_body_size=BOUNDLESS)
async def receive(
    request: Request,
    name: Annotated[str, Query(min_length=1, max_length=200, description="Name of the file.")],
    ask: Asking = asking_briefly(Right.IMPORT),
) -> Stored:
    """Put a file into the inbox: the body is its content, as it is."""
    return Stored(await from_body(request, ask, name))


@router.post("/inbox/discard")
def discard(stored: Stored, ask: Asking = asking(Right.IMPORT)) -> Done:
    """Take a file out of the inbox."""
    ask.work.collect.inbox.discard(stored.path)
    return Done()


@router.post("/preview")
def preview(look: Look, ask: Asking = asking(Right.IMPORT)) -> Preview:
    """Show how a file would be read; nothing is written."""
    options = Options(look.place, look.access, look.columns, look.settings)
    return ask.work.collect.preview(look.path, options, look.format)


@router.get("/rejects")
def rejects(
    ask: Asking = asking(Right.IMPORT),
    batch: str | None = None,
    reason: str | None = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> Rows[Reject]:
    """List the rows and files that could not be used."""
    found: Iterator[Reject] = ask.work.collect.rejects(size, skipped(page, size), batch, reason)
    total = ask.work.collect.count_rejects(batch, reason)
    return Rows(rows=list(found), total=total, page=page, size=size)
