"""Writing conversations as JSON Lines."""

import hashlib
from collections.abc import AsyncIterator

from firstline.domain.events import NumberReserved, Recorded
from firstline.store.codec import Codec
from firstline.store.port_files import StoredFile
from firstline.stores import Stores

from .attached import attached
from .lines import EndLine, FileLine, PromiseLine, encode
from .moving import whole

LONGEST_PIECE = 256 * 1024
"""Bytes of a file in one line."""
_codec = Codec()


class Export:
    """Lines without their ends, for as many conversations as are asked for. Reads only."""

    def __init__(self, stores: Stores, *, files: bool = True) -> None:
        self._stores = stores
        self._files = files
        self._promises: set[str] = set()

    async def lines(self, stream: str) -> AsyncIterator[bytes]:
        """One conversation. Raises StreamNewer before the first line."""
        events, _ = await whole(self._stores, stream)
        async for line in self._promise(events):
            yield line
        seen, number = hashlib.sha256(), ""
        for one in events:
            if isinstance(one.event, NumberReserved):
                number = one.event.number
            line = b'{"stream":"%b",%b' % (stream.encode(), _codec.encode(one)[1:])
            seen.update(line)
            yield line
        found = (await attached(self._stores.files, events)).found if self._files else []
        for file in found:
            async for line in self._pieces(stream, file):
                seen.update(line)
                yield line
        yield encode(EndLine(stream, number, len(events), len(found), seen.hexdigest()))

    async def _promise(self, events: list[Recorded]) -> AsyncIterator[bytes]:
        for one in events:
            if not isinstance(one.event, NumberReserved) or one.event.policy in self._promises:
                continue
            self._promises.add(one.event.policy)
            if text := await self._stores.accounts.policy(one.event.policy):
                yield encode(PromiseLine(one.event.policy, text))

    async def _pieces(self, stream: str, file: StoredFile) -> AsyncIterator[bytes]:
        offset, rest = 0, b""
        async for piece in self._stores.files.read(file.id):
            rest += piece
            while len(rest) >= LONGEST_PIECE:
                content, rest = rest[:LONGEST_PIECE], rest[LONGEST_PIECE:]
                yield _piece(stream, file, offset, content)
                offset += len(content)
        if rest or not file.size:
            yield _piece(stream, file, offset, rest)


def _piece(stream: str, file: StoredFile, offset: int, content: bytes) -> bytes:
    return encode(FileLine(stream, file.id, file.sha256, file.size, offset, content))
