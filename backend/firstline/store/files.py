"""Attachments as plain files in a folder: the store of one machine."""

import hashlib
import os
import re
import secrets
from asyncio import to_thread
from base64 import b32encode
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, override

from firstline.domain.moment import Moment

from .port import StoreRefused
from .port_files import FileDamaged, FileNotFound, Files, FileTooLarge, StoredFile

PIECE = 256 * 1024
"""Bytes read at a time."""
ID = "[a-z2-7]{26}"
"""Ids of files, in every store: a file keeps its own when it moves from one to another."""


def new_id() -> str:
    """A random id that nobody can guess."""
    return b32encode(secrets.token_bytes(17)).decode().lower()[:26]


class FolderFiles(Files):
    """`Files` as plain files named `<id>-<sha256>`, so that `sha256sum` can check a backup."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._arriving = folder / "arriving"
        self._arriving.mkdir(parents=True, exist_ok=True)
        for left_over in self._arriving.iterdir():
            left_over.unlink()

    @override
    async def save(self, content: AsyncIterable[bytes], limit: int) -> StoredFile:
        return await self._take(new_id(), content, limit)

    async def put(self, file: StoredFile, content: AsyncIterable[bytes]) -> None:
        """Keep a file that already has an id (`Everything.put_file`)."""
        if not re.fullmatch(ID, file.id):
            raise FileDamaged(f"{file.id!r} is no id of a file")
        await self._take(file.id, content, file.size, expected=file)

    async def _take(
        self,
        id: str,
        content: AsyncIterable[bytes],
        limit: int,
        expected: StoredFile | None = None,
    ) -> StoredFile:
        arriving = self._arriving / id
        try:
            with arriving.open("wb") as out:
                stored = await _receive(id, content, limit, out)
            if expected not in {None, stored}:
                raise FileDamaged(id=id)
            await to_thread(self._announce, arriving, stored)
        except OSError as error:
            raise StoreRefused(f"the file was not kept: {error}") from error
        finally:
            arriving.unlink(missing_ok=True)
        return stored

    @override
    async def find(self, id: str) -> StoredFile:
        return await to_thread(self._find, id)

    @override
    async def read(
        self, id: str, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        stored = await self.find(id)
        end = stored.size if length is None else min(stored.size, start + length)
        seen = hashlib.sha256()
        with self._path(stored).open("rb") as file:
            file.seek(start)
            while piece := await to_thread(file.read, min(PIECE, max(0, end - file.tell()))):
                seen.update(piece)
                yield piece
        if start == 0 and end == stored.size and seen.hexdigest() != stored.sha256:
            raise FileDamaged(id=id)

    @override
    async def saved(self, since: Moment, until: Moment | None) -> AsyncIterator[str]:
        for folder in await to_thread(lambda: list(self._folder.glob("??"))):
            for name in await to_thread(_saved, folder, since, until):
                yield name

    @override
    async def delete(self, id: str) -> None:
        try:
            stored = await self.find(id)
        except FileNotFound:
            return
        await to_thread(self._path(stored).unlink, missing_ok=True)

    def _announce(self, arriving: Path, stored: StoredFile) -> None:
        path = self._path(stored)
        path.parent.mkdir(exist_ok=True)
        arriving.rename(path)
        for folder in (path.parent, self._folder):
            _sync_folder(folder)

    def _find(self, id: str) -> StoredFile:
        # The id comes from outside: only its own alphabet may become part of a path.
        if re.fullmatch(ID, id):
            for path in (self._folder / id[:2]).glob(f"{id}-*"):
                return StoredFile(id, path.name.partition("-")[2], path.stat().st_size)
        raise FileNotFound(id=id)

    def _path(self, stored: StoredFile) -> Path:
        return self._folder / stored.id[:2] / f"{stored.id}-{stored.sha256}"


async def _receive(id: str, content: AsyncIterable[bytes], limit: int, out: BinaryIO) -> StoredFile:
    size, seen = 0, hashlib.sha256()
    async for piece in content:
        size += len(piece)
        if size > limit:
            raise FileTooLarge(limit=limit)
        seen.update(piece)
        await to_thread(out.write, piece)
    await to_thread(_sync, out)
    return StoredFile(id, seen.hexdigest(), size)


def _saved(folder: Path, since: Moment, until: Moment | None) -> list[str]:
    """What was kept in between, by the dates of the files."""
    found: list[str] = []
    for entry in os.scandir(folder):
        with suppress(FileNotFoundError):  # deleted meanwhile
            at = int(entry.stat().st_mtime * 1000)
            if at >= since and (until is None or at < until):
                found.append(entry.name.partition("-")[0])
    return found


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
