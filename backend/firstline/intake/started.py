"""The real bot for one command: started, waited for, and ended with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from firstline.settings import Settings

from .bot import WHOLE_TURN, Bot
from .training import train

START = 180
"""Seconds until the bot must have started."""


class BotDidNotStart(OSError):
    """Rasa does not answer."""


@asynccontextmanager
async def started_bot(settings: Settings, whole_turn: float = WHOLE_TURN) -> AsyncIterator[Bot]:
    """Rasa with the model of this content, trained if need be; raises BotDidNotStart."""
    model = await asyncio.to_thread(train, settings.root)
    argv = [str(settings.root / settings.bot_python), str(settings.root / "bot/serve.py")]
    bot = Bot(settings.rasa, [*argv, str(model)], settings.root / "bot", whole_turn=whole_turn)
    running = asyncio.create_task(bot.run(), name="bot")
    try:
        await _ready(bot)
        yield bot
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _ready(bot: Bot) -> None:
    there = asyncio.Event()
    bot.on_change(there.set)
    try:
        async with asyncio.timeout(START):
            while not bot.ready:
                await there.wait()
                there.clear()
    except TimeoutError as error:
        why = "Rasa does not answer; `python -m firstline serve` would say why"
        raise BotDidNotStart(why) from error
