"""The journal of erasures as a file of JSON Lines, which may lie on another disk."""

import os
from asyncio import to_thread
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import override

import msgspec

from firstline.domain.moment import Moment

from .port import StoreRefused
from .port_erasures import Erasure, Erasures, ErasuresUnreadable

HALF = "Input data was truncated"
"""What msgspec says of a line whose end is missing."""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Erasure).decode


class FileErasures(Erasures):
    """`Erasures` in one file. Every line is on the disk before the erasure itself is done."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @override
    async def note(self, erasures: Sequence[Erasure]) -> None:
        try:
            await to_thread(self._add, [_encode(one) for one in erasures])
        except OSError as error:
            raise StoreRefused(f"the journal of erasures was not written: {error}") from error

    @override
    async def since(self, at: Moment) -> list[Erasure]:
        found = await to_thread(lambda: list(read_erasures(self._file)))
        return [one for one in found if one.at >= at]

    def _add(self, lines: list[bytes]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with open(self._file, "ab", opener=_private) as file:
            # It begins with a line's end: a crash may have left half a line before it.
            file.write(b"".join(b"\n" + line for line in lines) + b"\n")
            file.flush()
            os.fsync(file.fileno())


class ManyErasures(Erasures):
    """Several journals: each is written, and what one of them has lost stands in another."""

    def __init__(self, journals: Sequence[Erasures]) -> None:
        self._journals = journals

    @override
    async def note(self, erasures: Sequence[Erasure]) -> None:
        for journal in self._journals:
            await journal.note(erasures)

    @override
    async def since(self, at: Moment) -> list[Erasure]:
        found = [one for journal in self._journals for one in await journal.since(at)]
        return list(dict.fromkeys(found))


def read_erasures(file: Path) -> Iterator[Erasure]:
    """What a journal says. Raises ErasuresUnreadable; a file that is not there is empty.

    Half a line is what a crash leaves behind; its erasure was never carried out.
    """
    if not file.exists():
        return
    for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
        try:
            if line.strip():
                yield _decode(line)
        except msgspec.DecodeError as error:
            if str(error) != HALF:
                where = f"{file}:{number}"
                raise ErasuresUnreadable(f"{where}: expected an erasure: {error}") from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
