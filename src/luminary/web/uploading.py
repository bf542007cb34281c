"""Uploads, written to the inbox while they arrive: no second copy, and no workspace held meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from luminary.errors import InputError
from luminary.i18n import say
from luminary.web.visitor import Asking
from luminary.workspace.inbox import Upload, too_large

BOUNDLESS = 2**62
"""For the routes of uploads: they count for themselves, block by block."""
_AROUND = 10_000_000
"""Bytes that fields and headings of a form may have beside its files."""


async def from_form(request: Request, ask: Asking) -> tuple[str, ...]:
    """Store the files of a form; gives their paths within the inbox.

    Raises
    ------
    InputError
        When it is no such form, broken, empty, or larger than allowed; then nothing of it is kept.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise InputError(say("files come in a form of their own (multipart/form-data); this was none"))

    def taker(upload: Upload) -> Callable[[bytes], object]:
        try:
            parser = MultipartParser(boundary, _Parts(upload).callbacks())
        except FormParserError as error:
            raise InputError(_BROKEN) from error
        return parser.write

    return await _stored(request, ask, taker)


async def from_body(request: Request, ask: Asking, name: str) -> str:
    """Store a file that is the whole body of a request; gives its path within the inbox.

    Raises
    ------
    InputError
        When it is empty or larger than allowed; then nothing of it is kept.
    """

    def taker(upload: Upload) -> Callable[[bytes], object]:
        upload.begin(name)
        return upload.write

    return (await _stored(request, ask, taker))[0]


async def _stored(
    request: Request, ask: Asking, taker: Callable[[Upload], Callable[[bytes], object]]
) -> tuple[str, ...]:
    """Write block by block in a thread; whatever breaks it off leaves nothing."""
    pool, member = request.app.state.pool, ask.member

    def begun() -> Upload:
        with pool.lend() as work:
            return work.collect.inbox.receiving()  # type: ignore[no-any-return]

    def kept() -> tuple[str, ...]:
        with pool.lend() as work:
            work.act_for(member)
            return work.collect.inbox.keep(upload)  # type: ignore[no-any-return]

    upload = await run_in_threadpool(begun)
    try:
        take = await run_in_threadpool(taker, upload)
        async for block in _blocks(request, upload.most + _AROUND):
            await run_in_threadpool(_taken, take, block)
        return await run_in_threadpool(kept)
    finally:
        upload.abandon()


def _taken(take: Callable[[bytes], object], block: bytes) -> None:
    try:
        take(block)
    except FormParserError as error:
        raise InputError(_BROKEN) from error


async def _blocks(request: Request, most: int) -> AsyncIterator[bytes]:
    """Read the body; one that says it is too large is refused before it is read."""
    said = request.headers.get("content-length", "0")
    done = int(said) if said.isdigit() else 0
    _check_size(done, most)
    done = 0
    async for block in request.stream():
        done += len(block)
        _check_size(done, most)
        if block:
            yield block


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise too_large(most - _AROUND)


class _Parts:
    """Takes what the parser finds in a form: files go to the upload, other fields are passed over."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._name, self._value = b"", b""
        self._headers: dict[bytes, bytes] = {}
        self._is_file = False

    def callbacks(self) -> Any:
        """Give the functions that the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header,
            "on_headers_finished": self._headed,
            "on_part_data": self._data,
        }

    def _begin(self) -> None:
        self._headers, self._is_file = {}, False

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def _headed(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"filename", b"").decode("utf-8", "replace")
        self._is_file = bool(name)  # a field in which no file was chosen has none
        if self._is_file:
            self._upload.begin(name)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._upload.write(data[start:end])


_BROKEN = say("the upload arrived broken; try again")
