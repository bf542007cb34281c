"""Backups of whole workspaces, and how one is made from a backup.

A backup is a folder of plain files: the ledger's tables as JSON lines, the rows of the landed imports as
Parquet, reports, and a list of everything with checksums. It is taken as of one moment, while others import,
rank and read; an erasure that is running is waited for. What is computed is left out: a restored workspace
computes it again. Nobody is logged in after a restore.

The list of those who are never imported again is part of the backup. Whoever was erased after it was taken
is not yet on it: `restore` takes the newer list from the workspace that the backup was taken of, and erases
these people again before anybody can see them.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from luminary.errors import WorkspaceError
from luminary.i18n import say
from luminary.privacy.objections import ObjectionList, handle_sign, mail_sign
from luminary.store.backup import checksum, copy_file
from luminary.store.ledger import HEAD
from luminary.store.tables import Home, at_home

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

MANIFEST = "backup.json"
LEDGER, LAKE, FILES = "ledger", "lake", "files"
_KEPT_FOLDERS = ("reports",)
_FORMAT = 1

Progress = Callable[[int, int], None]

_SIGNS_SQL = """
SELECT d.account, d.person, list(DISTINCT a.handle) FILTER (WHERE a.handle <> ''),
       list(DISTINCT a.email) FILTER (WHERE a.email <> '')
FROM identities d LEFT JOIN accounts a ON a.account = d.account GROUP BY d.account, d.person
"""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes
    ----------
    folder : Path
        Where it is.
    made : datetime
        As of when, in UTC.
    version : str
        Version of the ledger.
    files, size : int
        How many files, and how many bytes.
    rows : int
        Rows of the ledger.
    imports : int
        Landed imports.
    """

    folder: Path
    made: datetime
    version: str
    files: int
    size: int
    rows: int
    imports: int


def back_up(work: Workspace, to: str | Path, progress: Progress = lambda _done, _total: None) -> Backup:
    """Write a backup of a workspace into a new folder; it appears there when it is complete.

    Parameters
    ----------
    work : Workspace
        What is backed up; others may use it meanwhile.
    to : str or Path
        A folder that is not there yet.
    progress : callable, optional
        Called with files done and files in all.

    Raises
    ------
    WorkspaceError
        When the folder is there already, or cannot be written.
    """
    target = Path(to)
    if target.exists():
        raise WorkspaceError(say("'{folder}' is there already; name a new folder", folder=target))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        made = _written(work, part, progress)
        part.rename(target)
    except OSError as error:
        reason = error.strerror
        raise WorkspaceError(
            say("'{folder}' cannot be written: {reason}", folder=target, reason=reason)
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    work.audit.record("workspace.backup", None, files=len(made["files"]), imports=made["imports"])
    return _backup(target, made)


def _written(work: Workspace, part: Path, progress: Progress) -> dict[str, Any]:
    """Fill the folder of a backup; gives its list."""
    staging = _staging(work)
    with tempfile.TemporaryDirectory(dir=staging, prefix="backup-") as held, _busy(staging, held):
        with work.lake.erasing(), work.lake.landing():
            made = datetime.now(UTC)
            rows = work.ledger.write_to(part / LEDGER)
            landed = work.lake.landed()
            files = list(_held(work, Path(held)))
        sums = {str(file.relative_to(part)): checksum(file) for file in (part / LEDGER).iterdir()}
        for done, (place, file) in enumerate(files):
            progress(done, len(files))
            sums[place] = copy_file(file, part / place)
    told = {
        "format": _FORMAT,
        "made": made.isoformat(),
        "version": HEAD,
        "rows": sum(rows.values()),
        "imports": len(landed),
        "files": {
            name: {"sha256": sums[name], "size": (part / name).stat().st_size} for name in sorted(sums)
        },
    }
    (part / MANIFEST).write_text(json.dumps(told, indent=1), "utf-8")
    return told


def _busy(staging: Path, held: str) -> FileLock:
    """Give the lock that tells others who tidy up that somebody is at work here; see `Lake.tidy`."""
    return FileLock(staging / f"{Path(held).name}.lock")


def _staging(work: Workspace) -> Path:
    folder = work.path / "lake" / "_staging"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _held(work: Workspace, folder: Path) -> Iterator[tuple[str, Path]]:
    """Hold all files of this moment by a second name, so that nobody can take them away meanwhile."""
    for number, (place, file) in enumerate(_files(work)):
        held = folder / f"{number}{file.suffix}"
        _link(file, held)
        yield place, held


def _files(work: Workspace) -> Iterator[tuple[str, Path]]:
    for declared in at_home(Home.LAKE):
        for file in work.lake.files(declared.name):
            batch = file.parent.name.partition("=")[2]
            yield f"{LAKE}/{declared.name}/{batch}/{file.name}", file
    for name in _KEPT_FOLDERS:
        for file in sorted((work.path / name).rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield f"{FILES}/{file.relative_to(work.path).as_posix()}", file


def _link(file: Path, held: Path) -> None:
    try:
        os.link(file, held)
    except OSError:  # a file system without second names
        shutil.copyfile(file, held)


def read_backup(folder: str | Path) -> Backup:
    """Tell what a backup holds, after every file was compared with its checksum.

    Raises
    ------
    WorkspaceError
        When it is no backup, was made by a newer program, or a file is missing or not as it was written.
    """
    place = Path(folder)
    told = _manifest(place)
    for name, one in told["files"].items():
        file = place / name
        if not file.resolve().is_relative_to(place.resolve()):
            raise WorkspaceError(say("the backup names the file '{name}' outside itself", name=name))
        if not file.is_file() or checksum(file) != one["sha256"]:
            raise WorkspaceError(
                say("'{name}' of the backup is missing or not as it was written; take another one", name=name)
            )
    return _backup(place, told)


def _manifest(place: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((place / MANIFEST).read_text("utf-8"))
        version, form = str(told["version"]), int(told["format"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(say("'{folder}' is no backup of a workspace", folder=place)) from error
    if version > HEAD or form > _FORMAT:
        raise WorkspaceError(
            say(
                "this backup was written by a newer Luminary (ledger {version}, this program knows {head}); "
                "install the newer version to restore it",
                version=version,
                head=HEAD,
            )
        )
    return told


def _backup(place: Path, told: Mapping[str, Any]) -> Backup:
    return Backup(
        folder=place,
        made=datetime.fromisoformat(told["made"]),
        version=str(told["version"]),
        files=len(told["files"]),
        size=sum(int(one["size"]) for one in told["files"].values()),
        rows=int(told["rows"]),
        imports=int(told["imports"]),
    )


def restore(
    backup: str | Path,
    to: str | Path,
    *,
    erased_in: str | Path | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Backup:
    """Make a workspace from a backup, in a folder that is empty or not there.

    Parameters
    ----------
    backup : str or Path
        The folder of the backup.
    to : str or Path
        Folder of the new workspace; an existing one is never written over.
    erased_in : str or Path, optional
        The workspace that the backup was taken of, as it is now: who was erased there since is erased again.
    progress : callable, optional
        Called with files done and files in all.

    Raises
    ------
    WorkspaceError
        When the backup is not whole or newer than this program, or the folder is not empty.
    """
    from luminary.workspace.workspace import Workspace

    source, target = Path(backup), Path(to)
    found = read_backup(source)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WorkspaceError(
            say("'{folder}' is not empty; a workspace is restored into a new folder", folder=target)
        )
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        with Workspace.filled(part, lambda ledger: ledger.read_from(source / LEDGER)) as work:
            _fill(work, source, progress)
            if erased_in is not None:
                _erase_again(work, Path(erased_in))
            work.audit.record("workspace.restore", None, made=found.made.isoformat())
        if target.exists():
            target.rmdir()
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return found


def _fill(work: Workspace, source: Path, progress: Progress) -> None:
    """Put the rows of the imports and the files into a new workspace."""
    batches = sorted((source / LAKE).glob("*/*/"))
    for done, folder in enumerate(batches):
        progress(done, len(batches))
        staging, name = work.lake.staging(folder.name), folder.parent.name
        for number, file in enumerate(sorted(folder.glob("*.parquet"))):
            shutil.copyfile(file, staging.file(name, number))
        work.lake.add(folder.name, name, staging.files(name))
        staging.clear()
    for file in sorted((source / FILES).rglob("*")):
        if file.is_file():
            place = work.path / file.relative_to(source / FILES)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)


def _erase_again(work: Workspace, current: Path) -> None:
    """Take over who objected or was erased since, and erase these people here as well."""
    from luminary.workspace.workspace import Workspace

    with Workspace.open(current) as newer:
        gone = {row["erasure"] for row in newer.ledger.rows("erasures")}
        listed = newer.ledger.rows("objection_list")
        with work.ledger.together():
            for row in newer.ledger.rows("settings", name="objection_secret"):
                work.ledger.put("settings", **dict(row))
            work.ledger.add_all("objection_list", [dict(row) for row in listed])
            work.ledger.add_all("objections", [dict(row) for row in newer.ledger.rows("objections")])
    since = gone - {row["erasure"] for row in work.ledger.rows("erasures")}
    hashes = {row["hash"] for row in listed if row["case"] in since}
    for person in sorted(_signed(work, hashes)) if hashes else ():
        work.personal.erase(person, why="erased again: the backup was older than the erasure")


def _signed(work: Workspace, hashes: Collection[str]) -> set[str]:
    """List the people of whom a sign is among hashes of the list of those who were erased."""
    work.people.link()
    work.lake.attach(work.engine, "identities", "accounts")
    rows: list[tuple[Any, ...]] = list(work.engine.rows(_SIGNS_SQL))
    signs: dict[str, str] = {}
    for account, person, handles, mails in rows:
        signs[account] = person
        signs |= {handle_sign(account, one): person for one in handles or ()}
        signs |= {mail_sign(one): person for one in mails or ()}
    objections = ObjectionList(work.ledger)
    return {person for sign, person in signs.items() if objections.tag(sign) in hashes}
