"""Where sources wait to be imported: the workspace's own inbox, and folders that the operator allows.

Whoever uploads chooses names, sizes and when to stop: nothing of that may lead out of the inbox, fill the
disk without a limit, or leave half a file behind.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from luminary.errors import InputError, LuminaryError, UnknownNameError
from luminary.i18n import say

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_ARRIVING = ".arriving-"
_UPLOAD = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
_LONGEST_NAME = 120
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_OLD = 24 * 3600.0
_MOST_FILES = 200
_MOST_SEEN = 10_000
_MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Lying:
    """Something that can be imported.

    Attributes
    ----------
    path : str
        As `Inbox.named` takes it.
    name : str
        Its own name.
    is_folder : bool
        Whether it is a folder, imported as one source.
    files : int
        Files in it; 10,000 when there are as many or more.
    bytes : int
        Size of these files.
    at : datetime
        When it came, in UTC.
    where : str
        Allowed folder it lies in; empty for the inbox.
    """

    path: str
    name: str
    is_folder: bool
    files: int
    bytes: int
    at: datetime
    where: str = ""


class Inbox:
    """Sources that wait in a workspace.

    Parameters
    ----------
    workspace : Workspace
        Its folder holds the inbox.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.folder = workspace.path / "inbox"

    @property
    def roots(self) -> tuple[Path, ...]:
        """Folders outside that may be imported from: those in ``LUMINARY_IMPORT_ROOTS``."""
        return tuple(Path(one) for one in self._workspace.limits.import_roots.split(os.pathsep) if one)

    def named(self, path: str) -> str:
        """Write the path of something that may be imported, in one way only.

        Parameters
        ----------
        path : str
            Within the inbox, or absolute and within an allowed folder.

        Raises
        ------
        UnknownNameError
            When there is nothing, or it lies elsewhere: which of both is not told.
        """
        if (found := _within(self.folder, self.folder / path)) is not None:
            return found.relative_to(self.folder.resolve()).as_posix()
        for root in self.roots if Path(path).is_absolute() else ():
            if (found := _within(root, Path(path))) is not None:
                return str(found)
        raise UnknownNameError(
            say("nothing called '{path}' lies in the inbox or in a folder that is allowed", path=path[:200])
        )

    def found(self, path: str) -> Path:
        """Give the file or folder that `named` allows.

        Raises
        ------
        UnknownNameError
            When it is not there any more.
        """
        return (self.folder / self.named(path)).resolve()

    def waiting(self) -> list[Lying]:
        """List what lies there, newest first, at most 500."""
        found = [one for entry in _entries(self.folder) for one in self._lying(entry)]
        for root in self.roots:
            found += [_seen(entry, str(entry.resolve()), str(root)) for entry in _entries(root)]
        return sorted(found, key=lambda one: one.at, reverse=True)[:_MOST_LISTED]

    def _lying(self, entry: Path) -> Iterator[Lying]:
        """A single upload is the file itself; several are a folder, and each of them."""
        if not entry.is_dir() or not _UPLOAD.fullmatch(entry.name):
            yield _seen(entry, entry.name, "")
            return
        files = _entries(entry)
        if len(files) > 1:
            yield _seen(entry, entry.name, "")
        for one in files:
            yield _seen(one, f"{entry.name}/{one.name}", "")

    def receive(self, name: str, blocks: Iterable[bytes]) -> str:
        """Store one upload; gives its path within the inbox.

        Raises
        ------
        InputError
            When it is empty, larger than allowed, or the disk is full; then nothing of it is kept.
        """
        with self.receiving() as upload:
            upload.begin(name)
            for block in blocks:
                upload.write(block)
            return self.keep(upload)[0]

    def receiving(self) -> Upload:
        """Begin an upload of one or more files; it needs this workspace again only when it is complete."""
        self._sweep()
        return Upload(self.folder, self._workspace.limits.upload_bytes)

    def keep(self, upload: Upload) -> tuple[str, ...]:
        """Let a complete upload count; gives the paths of its files within the inbox.

        Raises
        ------
        InputError
            When nothing came, or one of the files is empty.
        """
        paths = upload.finish()
        self._workspace.audit.record("inbox.receive", paths[0].partition("/")[0], files=list(paths))
        return paths

    def discard(self, path: str) -> None:
        """Remove something from the inbox; what was imported from it stays.

        Raises
        ------
        UnknownNameError
            When it does not lie in the inbox.
        """
        named = self.named(path)
        if Path(named).is_absolute() or named == ".":
            raise UnknownNameError(say("only what lies in the inbox can be removed here"))
        file = self.folder / named
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)
        with suppress(OSError):  # the folder of an upload goes with its last file
            if file.parent != self.folder:
                file.parent.rmdir()
        self._workspace.audit.record("inbox.discard", path=named)

    def _sweep(self) -> None:
        """Remove what uploads left that were cut off with the server."""
        for entry in self.folder.glob(f"{_ARRIVING}*"):
            if time.time() - entry.stat().st_mtime > _OLD:
                shutil.rmtree(entry, ignore_errors=True)


class Upload:
    """An upload on its way: it lies hidden until it is complete, and leaves nothing when it breaks off.

    Parameters
    ----------
    folder : Path
        The inbox.
    most : int
        Most bytes that all its files may have.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self.most = most
        self._key = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        self._target = folder / self._key
        self._half = folder / f"{_ARRIVING}{self._key}"
        self._file: IO[bytes] | None = None
        self._names: list[str] = []
        self._bytes = 0

    def __enter__(self) -> Upload:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.abandon()

    def begin(self, name: str) -> None:
        """Begin the next file.

        Raises
        ------
        InputError
            When there are too many.
        """
        self._close()
        if len(self._names) >= _MOST_FILES:
            raise InputError(say("more than {most} files at once; pack them into a zip", most=_MOST_FILES))
        self._half.mkdir(parents=True, exist_ok=True)
        chosen = _free(clean_name(name), self._names)
        self._names.append(chosen)
        self._file = (self._half / chosen).open("xb")

    def write(self, block: bytes) -> None:
        """Write the next bytes of the file.

        Raises
        ------
        InputError
            When the upload is larger than allowed, or the disk is full.
        """
        self._bytes += len(block)
        if self._bytes > self.most:
            raise too_large(self.most)
        if self._file is None:
            raise LuminaryError("an upload was written to before a file was begun")
        try:
            self._file.write(block)
        except OSError as error:
            raise InputError(
                say("the upload cannot be stored: {reason}", reason=error.strerror or "the disk refuses it")
            ) from error

    def finish(self) -> tuple[str, ...]:
        """Move it to where it can be seen; `Inbox.keep` calls this.

        Raises
        ------
        InputError
            When nothing came, or one of the files is empty.
        """
        self._close()
        empty = [name for name in self._names if not (self._half / name).stat().st_size]
        if not self._names or len(empty) == len(self._names):
            raise InputError(say("choose a file to upload; nothing came"))
        if empty:
            raise InputError(say("'{file}' is empty", file=empty[0]))
        self._half.rename(self._target)
        return tuple(f"{self._key}/{name}" for name in self._names)

    def abandon(self) -> None:
        """Remove what came so far; does nothing to an upload that is finished."""
        self._close()
        shutil.rmtree(self._half, ignore_errors=True)

    def _close(self) -> None:
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                raise InputError(say("the upload cannot be stored: {reason}", reason=str(error))) from error
            finally:
                self._file = None


def too_large(most: int) -> InputError:
    """Tell that an upload is larger than allowed, and the way out."""
    return InputError(
        say(
            "the upload is larger than {most} bytes (LUMINARY_UPLOAD_BYTES); put the file into a folder that "
            "the server can read (LUMINARY_IMPORT_ROOTS), or use the command line",
            most=most,
        )
    )


def clean_name(name: str) -> str:
    r"""Write the name of an upload so that it can be the name of a file: the last part, without signs.

    Examples
    --------
    >>> clean_name("../../etc/passwd"), clean_name("C:\\Data\\Inlägg 2025.csv"), clean_name(".\x00")
    ('passwd', 'Inlägg 2025.csv', 'upload')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name.encode(errors="replace").decode()))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    plain = " ".join(_FORBIDDEN.sub("_", kept).split()).lstrip(". ").rstrip(". ")
    return _shortened(plain) or "upload"


def _shortened(name: str) -> str:
    """Cut a long name in its middle, so that what tells its kind stays."""
    raw = name.encode()
    if len(raw) <= _LONGEST_NAME:
        return name
    suffix = "".join(PurePosixPath(name).suffixes[-2:]).encode()[-20:]
    return (raw[: _LONGEST_NAME - len(suffix)] + suffix).decode(errors="ignore")


def _free(name: str, taken: list[str]) -> str:
    """Give a name that no other file of the upload has, on any file system."""
    there = {one.casefold() for one in taken}
    if name.casefold() not in there:
        return name
    path = PurePosixPath(name)
    return next(
        one
        for number in range(2, _MOST_FILES + 2)
        if (one := f"{path.stem} ({number}){path.suffix}").casefold() not in there
    )


def _within(root: Path, path: Path) -> Path | None:
    """Give the real path where it is there and lies below a root, links followed."""
    try:
        top, real = root.resolve(), path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # not there; links in a circle; a zero byte
        return None
    hidden = any(part.startswith(_ARRIVING) for part in real.parts)
    return real if real != top and real.is_relative_to(top) and not hidden else None


def _entries(folder: Path) -> list[Path]:
    """List files and folders that are no links and not hidden."""
    try:
        found = sorted(islice(folder.iterdir(), _MOST_SEEN))
    except OSError:
        return []
    kept = [one for one in found if not one.name.startswith(".") and not one.is_symlink()]
    return [one for one in kept if one.is_dir() or one.is_file()]


def _seen(entry: Path, path: str, where: str) -> Lying:
    files = [entry] if entry.is_file() else list(islice(_files(entry), _MOST_SEEN))
    sizes = [status.st_size for one in files if (status := _status(one)) is not None]
    status = _status(entry)
    at = datetime.fromtimestamp(0 if status is None else status.st_mtime, UTC).replace(tzinfo=None)
    return Lying(path, entry.name, entry.is_dir(), len(sizes), sum(sizes), at, where)


def _files(folder: Path) -> Iterator[Path]:
    return (one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())


def _status(path: Path) -> os.stat_result | None:
    """Give size and times, or None for a file that was removed just now."""
    try:
        return path.stat()
    except OSError:
        return None
