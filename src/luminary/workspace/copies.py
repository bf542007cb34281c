"""Files of the workspace that name a person: uploads, reports, harvests. They go with the person."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from luminary.collect.archive import Source
from luminary.errors import InputError
from luminary.store import Traces

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_BLOCK = 1_000_000
_OVERLAP = 2_000
"""Signs of the block before that are looked at again: a name may be cut in two."""
_UNREADABLE = (".parquet", ".7z", ".rar", ".pdf", ".docx")
"""Files that cannot be searched here; in the inbox they go when they were imported."""


def copies_naming(work: Workspace, traces: Traces) -> list[Path]:
    """List the files of the workspace, beside lake and ledger, that name a person or may do so."""
    imported = _imported_from(work, traces)
    return [file for file in _files(work.path) if file in imported or _names(work, file, traces)]


def remove_copies(work: Workspace, traces: Traces) -> dict[str, int]:
    """Remove the files that name a person; gives how many by the folder they lay in."""
    found = copies_naming(work, traces)
    counted = Counter(_kind(work.path, file) for file in found)
    for file in found:
        file.unlink(missing_ok=True)
        with suppress(OSError):  # the folder of an upload goes with its last file
            if file.parent != work.path:
                file.parent.rmdir()
    if harvests := _remove_harvests(work, traces):
        counted["fetched, not landed"] = harvests
    return dict(counted)


def _remove_harvests(work: Workspace, traces: Traces) -> int:
    """Remove what was fetched and has not landed, where it names the person; it is fetched again without her.

    What a run holds just now is looked through when it lands, and goes with its end.
    """
    removed = 0
    for folder in sorted((work.path / "lake" / "_fetch").glob("*/")):
        if not any(_names(work, file, traces) for file in folder.rglob("*") if file.is_file()):
            continue
        try:
            with FileLock(folder.with_name(f"{folder.name}.lock"), timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
        except Timeout:
            continue
    return removed


def _files(folder: Path) -> Iterator[Path]:
    """List the files of a workspace, but for lake and ledger, which are emptied row by row."""
    for entry in sorted(folder.glob("*")):
        if entry.name == "lake" or entry.name.startswith("ledger.sqlite"):
            continue
        files = [entry] if entry.is_file() else sorted(entry.rglob("*"))
        yield from (one for one in files if one.is_file() and not one.is_symlink())


def _kind(folder: Path, file: Path) -> str:
    return file.relative_to(folder).parts[0]


def _imported_from(work: Workspace, traces: Traces) -> set[Path]:
    """List the uploads whose import brought rows of the person."""
    inbox, found = work.path / "inbox", set[Path]()
    for row in work.ledger.rows("jobs", kind="import"):
        params, result = json.loads(row["params"]), json.loads(row["result"] or "{}")
        if result.get("batch") in traces.batches and not Path(str(params.get("path", ""))).is_absolute():
            lying = inbox / str(params.get("path", ""))
            found |= {lying} if lying.is_file() else set(lying.rglob("*")) if lying != inbox else set()
    return found


def _names(work: Workspace, file: Path, traces: Traces) -> bool:
    """Tell whether a file, or a member of an archive, names the person or cannot be searched."""
    if traces.are_in(file.name.encode("utf-8", "replace")):
        return True
    if file.suffix.lower() in _UNREADABLE:
        return _kind(work.path, file) == "inbox"
    return _in_blocks(_plain(file), traces) or _in_blocks(_unpacked(work, file), traces)


def _plain(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


def _unpacked(work: Workspace, file: Path) -> Iterator[bytes]:
    """Give what an archive holds; a file that is none, or is broken, gives nothing more."""
    try:
        source = Source(file, work.limits)
        for member in source.members():
            if member.refused is None:
                yield member.name.encode("utf-8", "replace")
                yield from source.blocks(member, _BLOCK)
    except InputError:
        return


def _in_blocks(blocks: Iterator[bytes], traces: Traces) -> bool:
    """Tell whether blocks of one file name the person, also where one is cut in two."""
    before = b""
    for block in blocks:
        if traces.are_in(before + block):
            return True
        before = block[-_OVERLAP:]
    return False
