"""Opens what a user points at: a file, a folder, or an archive, all of them hostile.

Nothing is ever unpacked to disk, so no name can lead outside; links, devices and names with ``..`` are
refused and listed; sizes, counts and ratios are limited (`luminary.settings.Limits`).
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, NamedTuple, cast

import zstandard

from luminary.collect.source import Glimpse
from luminary.errors import ArchiveError, InputError
from luminary.i18n import say
from luminary.settings import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BROKEN = (
    EOFError,
    OSError,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
    NotImplementedError,  # zipfile: a compression it does not know
    RuntimeError,  # zipfile: an encrypted member
)
_HEAD = 65_536
_GLIMPSED_MEMBERS = 2_000
_GLIMPSED_BYTES = 64_000_000
_FREE_BYTES = 100_000_000
_BLOCK = 1_000_000
_ZST_BLOCK = 2_048
"""Packed bytes taken at a time: zstandard unpacks 4 bytes to at most 128 kB, so memory stays below 70 MB."""
_DRIVE = re.compile(r"[A-Za-z]:")


class Member(NamedTuple):
    """One file of a source: its name, its size where known, and a way to read it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    refused: str | None = None
    """Why it must not be read, or None."""
    path: Path | None = None
    """Where it stands as a plain file, which others may read as well; None inside archives."""


Progress = Callable[[int], None]
"""Called with the number of packed bytes read so far."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, folder or archive.

    Parameters
    ----------
    path : Path
        What the user pointed at.
    limits : Limits
        How much may be read.

    Raises
    ------
    InputError
        When there is nothing at `path`.
    """

    path: Path
    limits: Limits

    def __post_init__(self) -> None:
        if not self.path.exists():
            raise InputError(say("'{path}': there is no such file or folder", path=self.path))
        if not self.path.is_dir() and not self.path.is_file():
            raise InputError(say("'{path}': it is neither a file nor a folder", path=self.path))
        if self.path.is_dir() and not any(self.path.iterdir()):
            raise InputError(say("'{path}': the folder is empty", path=self.path))
        if self.path.is_file() and self.path.stat().st_size == 0:
            raise InputError(say("'{path}': the file is empty", path=self.path))

    def size(self) -> int:
        """Give the number of bytes as stored."""
        if self.path.is_dir():
            return sum(file.stat().st_size for _, file in _walk(self.path))
        return self.path.stat().st_size

    def fingerprint(self) -> str:
        """Hash the content: the same bytes give the same hash under any file name."""
        digest = hashlib.sha256()
        if self.path.is_file():
            return _hash_file(self.path)
        for name, file in _walk(self.path):
            digest.update(f"{name}\0{_hash_file(file)}\n".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def members(self, progress: Progress = lambda _done: None) -> Iterator[Member]:
        """List the files of the source in a fixed order.

        Raises
        ------
        ArchiveError
            When the archive is broken, ends too early or grows beyond the limits.
        """
        guard = _Guard(self.path, self.limits)
        try:
            for member in self._raw_members(progress):
                yield guard.check(member)
        except _BROKEN as error:
            raise ArchiveError.at(
                self.path.name,
                say(
                    "the archive is broken or ends too early ({error}) after {count} files",
                    error=error,
                    count=guard.count,
                ),
            ) from error

    def read(self, member: Member) -> bytes:
        """Read one member whole.

        Raises
        ------
        ArchiveError
            When it is larger than the limit or broken.
        """
        most = self._most()
        if member.size > most:
            raise ArchiveError.at(self.path.name, say("larger than {most} bytes", most=most), member.name)
        try:
            with member.open() as stream:
                data = _read_most(stream, most)
        except _BROKEN as error:
            raise ArchiveError.at(
                self.path.name, say("broken inside ({error})", error=error), member.name
            ) from error
        if len(data) > most:
            raise ArchiveError.at(
                self.path.name, say("unpacks to more than {most} bytes", most=most), member.name
            )
        return data

    def blocks(self, member: Member, size: int) -> Iterator[bytes]:
        """Read one member block by block, for files larger than memory.

        Raises
        ------
        ArchiveError
            When it is broken or grows beyond the limits.
        """
        done, most = 0, self._most() if _is_packed(self.path) else self.limits.archive_bytes
        try:
            with member.open() as stream:
                while block := stream.read(size):
                    done += len(block)
                    if done > most:
                        raise ArchiveError.at(
                            self.path.name, say("unpacks to more than {most} bytes", most=most), member.name
                        )
                    yield block
        except _BROKEN as error:
            raise ArchiveError.at(
                self.path.name, say("broken inside ({error})", error=error), member.name
            ) from error

    def _most(self) -> int:
        """Give the most bytes that one member may unpack to."""
        if not self.path.is_file():
            return self.limits.member_bytes
        return min(
            self.limits.member_bytes, _FREE_BYTES + self.path.stat().st_size * self.limits.archive_ratio
        )

    def glimpse(self) -> Glimpse:
        """Look at the first members."""
        names: list[str] = []
        heads: dict[str, bytes] = {}
        seen = 0
        for member in self.members():
            if len(names) >= _GLIMPSED_MEMBERS or seen > _GLIMPSED_BYTES:
                return Glimpse(tuple(names), heads, whole=False)
            names.append(member.name)
            seen += member.size
            if len(heads) < 50 and member.refused is None:
                heads[member.name] = self._head(member)
        return Glimpse(tuple(names), heads, whole=True)

    def _head(self, member: Member) -> bytes:
        try:
            with member.open() as stream:
                return stream.read(_HEAD)
        except _BROKEN as error:
            raise ArchiveError.at(
                self.path.name, say("broken inside ({error})", error=error), member.name
            ) from error

    def _raw_members(self, progress: Progress) -> Iterator[Member]:
        """Choose how to look inside, by what the file is and not by what it is called."""
        if self.path.is_dir():
            return _folder_members(self.path, self.limits, progress)
        with self.path.open("rb") as stream:
            start = stream.read(512)
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _zip_members(self.path, progress)
        packer = _packer(start)
        if _is_tar(self.path, packer):
            return _tar_members(self.path, packer, progress)
        return _single_member(self.path, packer, progress)


def _walk(folder: Path) -> list[tuple[str, Path]]:
    """List the plain files below a folder with their names inside it, in a fixed order."""
    return [
        (file.relative_to(folder).as_posix(), file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink()
    ]


def _hash_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Guard:
    """Counts what an archive gives, and refuses what only a hostile one would hold."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.count = 0
        self._bytes = 0
        self._limits = limits
        self._name = path.name
        self._packed = path.stat().st_size if path.is_file() else None

    def check(self, member: Member) -> Member:
        self.count += 1
        self._bytes += member.size
        if self.count > self._limits.archive_members:
            raise ArchiveError.at(
                self._name,
                say("holds more than {archive_members} files", archive_members=self._limits.archive_members),
            )
        if self._bytes > self._limits.archive_bytes:
            raise ArchiveError.at(
                self._name,
                say("unpacks to more than {archive_bytes} bytes", archive_bytes=self._limits.archive_bytes),
            )
        if self._packed and self._bytes > _FREE_BYTES + self._packed * self._limits.archive_ratio:
            raise ArchiveError.at(
                self._name,
                say(
                    "unpacks to more than {archive_ratio} times its size, as a bomb does",
                    archive_ratio=self._limits.archive_ratio,
                ),
            )
        if member.refused is None and _leads_outside(member.name):
            return member._replace(refused="its name leads outside the archive")
        return member


def _leads_outside(name: str) -> bool:
    if ".." not in name and ":" not in name and "\\" not in name and not name.startswith("/"):
        return False  # nearly every name, and there may be millions
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or _DRIVE.match(name) is not None


def _read_most(stream: IO[bytes], most: int) -> bytes:
    """Read a stream, stopping soon after `most` bytes; asking for all at once would claim as much memory."""
    blocks: list[bytes] = []
    done = 0
    while done <= most and (block := stream.read(_BLOCK)):
        blocks.append(block)
        done += len(block)
    return b"".join(blocks)


def _folder_members(folder: Path, limits: Limits, progress: Progress) -> Iterator[Member]:
    done = 0
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_symlink():
            yield Member(name, 0, lambda: cast(IO[bytes], None), "it is a link")
        elif file.is_file() and file.suffix.lower() == ".zip" and zipfile.is_zipfile(file):
            yield from _inner_members(name, file, limits)
            done += file.stat().st_size
            progress(done)
        elif file.is_file():
            size = file.stat().st_size
            yield Member(name, size, lambda file=file: file.open("rb"), path=file)  # type: ignore[misc]
            done += size
            progress(done)
        elif not file.is_dir():
            yield Member(name, 0, lambda: cast(IO[bytes], None), "it is a device or a pipe")


def _inner_members(name: str, file: Path, limits: Limits) -> Iterator[Member]:
    """Look into a zip archive of a folder: many vendors give one a day. Archives inside it stay closed."""
    for member in _zip_members(file, lambda _done: None):
        most = _FREE_BYTES + file.stat().st_size * limits.archive_ratio
        bomb = "it unpacks to far more than its archive, as a bomb does" if member.size > most else None
        outside = "its name leads outside the archive" if _leads_outside(member.name) else None
        yield member._replace(name=f"{name}/{member.name}", refused=member.refused or outside or bomb)


def _zip_members(path: Path, progress: Progress) -> Iterator[Member]:
    done = 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            kind = stat.S_IFMT(info.external_attr >> 16)
            refused = None if kind in (0, stat.S_IFREG) else "it is a link or a device"
            yield Member(info.filename, info.file_size, lambda info=info: archive.open(info), refused)  # type: ignore[misc]
            done += info.compress_size
            progress(done)


def _tar_members(path: Path, packer: str, progress: Progress) -> Iterator[Member]:
    with (
        path.open("rb") as packed,
        _unpacked(packed, packer) as stream,
        tarfile.open(fileobj=stream, mode="r:", tarinfo=_Header) as archive,
    ):
        for info in archive:
            if info.isdir():
                continue
            refused = None if info.isfile() else "it is a link or a device"
            yield Member(
                info.name,
                info.size if info.isfile() else 0,
                lambda info=info: cast(IO[bytes], archive.extractfile(info)),  # type: ignore[misc]
                refused,
            )
            progress(packed.tell())
        if not getattr(archive, "reached_end", False):
            raise tarfile.ReadError("no end mark")
        _read_out(stream)


def _read_out(stream: IO[bytes]) -> None:
    """Read what follows the end mark: only at its very end does a packer check its sum."""
    done = 0
    while block := stream.read(_BLOCK):
        done += len(block)
        if done > _FREE_BYTES:
            raise tarfile.ReadError(f"more than {_FREE_BYTES:,} bytes after the end mark")


class _Header(tarfile.TarInfo):
    """A header that notes the end mark: tarfile takes a cut or damaged archive for a shorter whole one."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> _Header:
        """Read the next header."""
        try:
            return super().fromtarfile(tarfile)
        except _END_MARK:
            tarfile.reached_end = True  # type: ignore[attr-defined]
            raise


_END_MARK: type[Exception] = tarfile.EOFHeaderError  # type: ignore[attr-defined]


class _Zst(io.RawIOBase):
    """Unpacks zstandard, frame after frame, and says when the last one is cut off (the library does not)."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._unpacked = memoryview(b"")
        self._at = 0

    def seekable(self) -> bool:
        """Tell that it can go forward."""
        return True

    def tell(self) -> int:
        """Give the number of bytes given so far."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go forward to a place counted from the start; there is no way back."""
        if whence != io.SEEK_SET or offset < self._at:
            raise io.UnsupportedOperation("packed data can only be read forward")
        while self._at < offset and self.read(min(_BLOCK, offset - self._at)):
            pass
        return self._at

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer; gives how many bytes there were."""
        room = memoryview(buffer).cast("B")
        while not self._unpacked:
            if not (packed := self._packed.read(_ZST_BLOCK)):
                if self._frame is not None:
                    raise EOFError("the last frame is cut off")
                return 0
            self._unpacked = memoryview(b"".join(self._unpack(packed)))
        some = min(len(room), len(self._unpacked))
        room[:some] = self._unpacked[:some]
        self._unpacked = self._unpacked[some:]
        self._at += some
        return some

    def _unpack(self, packed: bytes) -> Iterator[bytes]:
        while packed:
            if self._frame is None:
                self._frame = zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj()
            yield self._frame.decompress(packed)
            if not self._frame.eof:
                return
            packed, self._frame = self._frame.unused_data, None

    def close(self) -> None:
        """Give the packed file back."""
        self._packed.close()
        super().close()


def _single_member(path: Path, packer: str, progress: Progress) -> Iterator[Member]:
    name = path.name if packer == "" else path.stem
    size = path.stat().st_size if packer == "" else 0

    yield Member(name, size, lambda: _opened(path, packer), path=None if packer else path)
    progress(path.stat().st_size)


def _is_packed(path: Path) -> bool:
    """Tell whether a path is a packed file."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        start = stream.read(8)
    return bool(_packer(start)) or start.startswith(b"PK")


def _packer(start: bytes) -> str:
    """Tell the compression by the first bytes."""
    marks = {b"\x1f\x8b": "gz", b"\xfd7zXZ\x00": "xz", b"BZh": "bz2", b"\x28\xb5\x2f\xfd": "zst"}
    return next((packer for mark, packer in marks.items() if start.startswith(mark)), "")


def _opened(path: Path, packer: str) -> IO[bytes]:
    """Open a lone file unpacked; closing it closes the file, which a stream over a stream does not do."""
    if packer == "gz":
        return cast(IO[bytes], gzip.GzipFile(path))
    if packer == "xz":
        return cast(IO[bytes], lzma.LZMAFile(path))
    if packer == "bz2":
        return cast(IO[bytes], bz2.BZ2File(path))
    return _unpacked(path.open("rb"), packer)


def _unpacked(stream: IO[bytes], packer: str) -> IO[bytes]:
    if packer == "gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    if packer == "xz":
        return cast(IO[bytes], lzma.LZMAFile(stream))
    if packer == "bz2":
        return cast(IO[bytes], bz2.BZ2File(stream))
    if packer == "zst":
        return cast(IO[bytes], io.BufferedReader(_Zst(stream), _BLOCK))
    return stream


def _is_tar(path: Path, packer: str) -> bool:
    try:
        with path.open("rb") as packed, _unpacked(packed, packer) as stream:
            block = stream.read(512)
    except _BROKEN as error:
        raise ArchiveError.at(path.name, say("the file is broken ({error})", error=error)) from error
    return len(block) == 512 and block[257:262] == b"ustar"
