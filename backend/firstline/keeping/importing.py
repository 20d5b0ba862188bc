"""Reading JSON Lines back: a conversation at a time, whole or not at all."""

import hashlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from firstline.domain.errors import FirstlineError, OperatorError
from firstline.domain.events import NumberReserved, Recorded
from firstline.domain.evolve import fold
from firstline.domain.policy import Policy
from firstline.domain.policy import decode as decode_policy
from firstline.domain.row import row
from firstline.store.codec import Codec
from firstline.store.port_files import StoredFile
from firstline.stores import Stores

from .attached import lacks
from .lines import BadLine, EndLine, EventLine, FileLine, PromiseLine, decode, encode
from .putting import Outcome, carry_out, plan

PIECE = 256 * 1024
_codec = Codec()


class Import:
    """Takes the lines of an export; `done` are the conversations that are whole in the store.

    What a conversation brings waits until its last line has come and fits, its files in a temporary
    folder that `close` removes.
    """

    def __init__(self, target: Stores) -> None:
        self._target = target
        self._waiting = TemporaryDirectory(prefix="firstline-import-")
        self.done: dict[str, Outcome] = {}
        self._clear()

    def _clear(self) -> None:
        self._stream = ""
        self._events: list[Recorded] = []
        self._files: dict[str, StoredFile] = {}
        self._arrived: dict[str, int] = {}
        self._seen = hashlib.sha256()

    def close(self) -> None:
        """Forget what waits."""
        self._waiting.cleanup()

    async def read(self, lines: Iterable[bytes], name: str) -> None:
        """Every line of a file; `name` is what the operator knows it by. Raises BadLine."""
        number = 0
        for number, line in enumerate(lines, 1):
            try:
                if stripped := line.strip():
                    await self._take(stripped)
            except (FirstlineError, OperatorError) as error:
                raise BadLine(f"{name}:{number}: {error}") from error
        if self._stream:
            raise BadLine(f"{name}:{number + 1}: expected the end of conversation {self._stream}")

    async def _take(self, line: bytes) -> None:
        match decode(line):
            case PromiseLine(policy=hash, text=text):
                await self._keep_promise(hash, text)
            case EventLine() as event:
                self._belongs(event.stream)
                self._take_event(event)
            case FileLine() as piece:
                self._belongs(piece.stream)
                self._take_piece(piece)
            case EndLine() as end:
                self._belongs(end.stream)
                self._check(end)
                await self._put()
                self._clear()
                return
        self._seen.update(line if self._stream else b"")

    async def _keep_promise(self, hash: str, text: str) -> None:
        _promise(text)
        if hashlib.sha256(text.encode()).hexdigest()[:16] != hash:
            raise BadLine(f"expected the promise {hash}, this is another one")
        await self._target.accounts.keep_policy(hash, text)

    def _belongs(self, stream: str) -> None:
        if self._stream and stream != self._stream:
            raise BadLine(f"expected the rest of conversation {self._stream}, not {stream}")
        self._stream = stream

    def _take_event(self, line: EventLine) -> None:
        expected = len(self._events) + 1
        if line.position != expected:
            raise BadLine(f"expected position {expected} of {line.stream}, not {line.position}")
        fields = msgspec.structs.asdict(line)
        del fields["stream"]
        self._events.append(_codec.decode(encode(fields)))

    def _take_piece(self, line: FileLine) -> None:
        arrived = self._arrived.get(line.file, 0)
        if line.offset != arrived:
            raise BadLine(f"expected file {line.file} from byte {arrived}, not {line.offset}")
        file = self._files.setdefault(line.file, StoredFile(line.file, line.sha256, line.size))
        self._arrived[line.file] = arrived + len(line.content)
        with self._place(file).open("ab") as out:
            out.write(line.content)

    def _place(self, file: StoredFile) -> Path:
        """Named by a hash, since an id from outside may be any text."""
        name = hashlib.sha256(f"{self._stream}/{file.id}".encode()).hexdigest()
        return Path(self._waiting.name) / name

    def _check(self, end: EndLine) -> None:
        told = (end.events, end.files, end.sha256)
        found = (len(self._events), len(self._files), self._seen.hexdigest())
        if found != told:
            raise BadLine(
                f"expected {end.events} events and {end.files} files with hash {end.sha256}:"
                f" something was changed or is missing in conversation {end.stream}"
            )

    async def _put(self) -> None:
        planned = await plan(self._target, self._stream, self._events)
        state = fold(list(planned.events))
        if state is None or not isinstance(planned.events[0].event, NumberReserved):
            raise BadLine(f"expected conversation {self._stream} to begin with its number")
        text = await self._target.accounts.policy(state.policy)
        if text is None:
            raise BadLine(f"expected the promise {state.policy} before this conversation")
        for file in self._files.values():
            if await lacks(self._target, file):
                await self._target.everything.put_file(file, _pieces(self._place(file)))
        line = row(self._stream, state, _promise(text))
        self.done[self._stream] = await carry_out(self._target, planned, line)
        for file in self._files.values():
            self._place(file).unlink(missing_ok=True)


def _promise(text: str) -> Policy:
    try:
        return decode_policy(text.encode())
    except msgspec.DecodeError as error:
        raise BadLine(f"expected a promise that this release can read: {error}") from error


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            yield piece
