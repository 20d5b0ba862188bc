"""Rasa as a function behind one request: one replica, wherever it runs (DESIGN, section 5).

It keeps nothing, so any replica may take any turn. `bot.py` chooses among them.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
import structlog
from msgspec import Struct

from firstline.domain.errors import FirstlineError
from firstline.domain.moment import Moment

from .breaker import Breaker

log = structlog.get_logger()

LOOK_PATIENCE = 2.0
"""Seconds for one look."""
TRIAL: Mapping[str, Any] = {"text": "/greet", "asked": None, "facts": {}, "language": "en"}
"""The turn by which a replica shows that it works again: nobody said it, nobody is answered."""


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


class Replica:
    """One Rasa. `answers` is what the last look found; `changed` is called when `up` may differ.

    `now` gives milliseconds that only ever grow.
    """

    def __init__(
        self, address: str, now: Callable[[], Moment], changed: Callable[[], None]
    ) -> None:
        self.address = address
        self.answers = False
        self.pending = 0
        """Turns that it is busy with."""
        self.last_asked = 0
        """The number of the last turn that it was given."""
        self._now = now
        self._changed = changed
        self._breaker = Breaker()

    def on_change(self, changed: Callable[[], None]) -> None:
        """Somebody else hears of it from now on."""
        self._changed = changed

    @property
    def up(self) -> bool:
        """Whether it may be given a turn."""
        return self.answers and self._breaker.closed

    @property
    def name(self) -> str:
        """The address without a password, for logs."""
        return urlsplit(self.address).netloc.rpartition("@")[2]

    async def turn(
        self, session: aiohttp.ClientSession, said: Mapping[str, Any], patience: float
    ) -> Turn:
        """One message in, directives out, within `patience` seconds; raises BotAway."""
        self.pending += 1
        try:
            answer = await self._ask(session, said, patience)
        except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError) as error:
            self._breaker.failed(self._now())
            self.answers &= not isinstance(error, aiohttp.ClientConnectorError)
            log.warning("bot_failed", bot=self.name, error=type(error).__name__)
            self._changed()
            raise BotAway from error
        finally:
            self.pending -= 1
        self._breaker.worked()
        self._changed()
        return answer

    async def look(self, session: aiohttp.ClientSession) -> None:
        """See whether it answers; where turns failed, try one that belongs to nobody."""
        self.see(answers=await self._is_there(session))
        if self.answers and self._breaker.may_try(self._now()):
            await self._try(session)

    def see(self, *, answers: bool) -> None:
        """Note what was found out; a process that ended answers no more."""
        self.answers = answers
        self._changed()

    async def _try(self, session: aiohttp.ClientSession) -> None:
        try:
            await self.turn(session, TRIAL, LOOK_PATIENCE)
        except BotAway:
            return
        log.info("bot_works_again", bot=self.name)

    async def _ask(
        self, session: aiohttp.ClientSession, said: Mapping[str, Any], patience: float
    ) -> Turn:
        timeout = aiohttp.ClientTimeout(total=patience)
        url = f"{self.address}/webhooks/desk/webhook"
        async with session.post(url, json=said, timeout=timeout, raise_for_status=True) as answer:
            return _turn.decode(await answer.read())

    async def _is_there(self, session: aiohttp.ClientSession) -> bool:
        timeout = aiohttp.ClientTimeout(total=LOOK_PATIENCE)
        try:
            async with session.get(f"{self.address}/webhooks/desk/", timeout=timeout) as answer:
                return answer.status == 200  # noqa: PLR2004 - HTTP's OK
        except (aiohttp.ClientError, TimeoutError):
            return False
