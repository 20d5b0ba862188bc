"""Rasa as a function behind one request, and as a child process that is watched (DESIGN, 5).

It listens on a free loopback port, ends when its standard input closes, and is started again with
back-off when it dies. The desk never waits for it: no answer in time means the form (R31).
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import structlog
from msgspec import Struct

from firstline.domain.errors import FirstlineError

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between the death of a process and the next one; doubled each time."""
ASK_EVERY = 0.25
"""Seconds between two looks at a process that is starting."""
LOOK_EVERY = 5.0
"""Seconds between two looks at a process that runs."""


class BotAway(FirstlineError):
    """The bot did not answer in time; the form takes its place (R31)."""


class Directive(Struct, frozen=True):
    """What the bot wants said or done: `say` a key, or `do` something."""

    say: str = ""
    do: str = ""
    values: dict[str, str | int] = msgspec.field(default_factory=dict, name="with")
    choices: tuple[str, ...] = ()
    asks: str = ""
    to: str = ""
    what: str = ""


class Intent(Struct, frozen=True):
    """What the message was taken for."""

    name: str
    confidence: float


class Turn(Struct, frozen=True):
    """Rasa's answer to one message."""

    directives: tuple[Directive, ...]
    intent: Intent


_turn = msgspec.json.Decoder(Turn)


class Rasa:
    """The bot's process and the one request to it."""

    def __init__(self, argv: list[str], folder: Path, timeout: float) -> None:
        """`timeout` in seconds for one turn."""
        self._argv = argv
        self._folder = folder
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._port = 0
        self._session: aiohttp.ClientSession | None = None
        self._listeners: list[Callable[[], None]] = []
        self.ready = False
        self.process: asyncio.subprocess.Process | None = None

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` when the bot becomes ready or away."""
        self._listeners.append(listener)

    async def turn(
        self, text: str, asked: str | None, facts: Mapping[str, Any], language: str
    ) -> Turn:
        """One message in, directives out; raises BotAway."""
        if not self.ready or self._session is None:
            raise BotAway
        said = {"text": text, "asked": asked, "facts": dict(facts), "language": language}
        try:
            async with self._session.post(self._url("webhook"), json=said) as answer:
                return _turn.decode(await answer.read())
        except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError) as error:
            raise BotAway from error

    async def run(self) -> None:
        """A named task of the composition root: keeps one process alive, for ever."""
        pause = FIRST_PAUSE
        async with aiohttp.ClientSession(timeout=self._timeout) as self._session:
            while True:
                started = await self._live()
                pause = FIRST_PAUSE if started else min(2 * pause, LONGEST_PAUSE)
                log.warning("bot_ended", again_in_seconds=pause)
                await asyncio.sleep(pause)

    async def _live(self) -> bool:
        """One process from start to end; gives whether it ever answered."""
        self._port = _free_port()
        try:
            process = await self._start()
        except OSError as error:
            log.warning("bot_not_started", error=str(error))
            return False
        self.process = process
        watch = asyncio.create_task(self._watch(), name="bot-watch")
        answered = False
        try:
            await process.wait()
            answered = self.ready
        finally:
            watch.cancel()
            self._become(ready=False)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return answered

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *self._argv,
            str(self._port),
            cwd=self._folder,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def _watch(self) -> None:
        while True:
            self._become(ready=await self._answers())
            await asyncio.sleep(LOOK_EVERY if self.ready else ASK_EVERY)

    async def _answers(self) -> bool:
        if self._session is None:
            return False
        try:
            async with self._session.get(self._url("")) as answer:
                return answer.status == 200  # noqa: PLR2004 - HTTP's OK
        except (aiohttp.ClientError, TimeoutError):
            return False

    def _become(self, *, ready: bool) -> None:
        if ready == self.ready:
            return
        self.ready = ready
        log.info("bot_ready" if ready else "bot_away", port=self._port)
        for listener in self._listeners:
            listener()

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._port}/webhooks/desk/{path}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
