"""A customer's message to the bot's answer on the socket, beside the bare request to Rasa.

Both go to the same Rasa, turn about, with the same texts: what is left is the desk's own.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.running import RunningDesk

from .customers import SETTINGS, TAGS, Customer

TEXTS = {
    "en": "Since this morning our webhook gets no events for order 4711.",
    "pt_BR": "Desde hoje de manhã nosso webhook não recebe eventos do pedido 4711.",
    "de": "Seit heute früh bekommt unser Webhook keine Ereignisse zur Bestellung 4711.",
    "es": "Desde esta mañana nuestro webhook no recibe eventos del pedido 4711.",
    "ru": "С сегодняшнего утра наш вебхук не получает событий по заказу 4711.",
}
ROUNDS = 15
"""For each language; the first of each is not counted."""
NEEDED = ["request", "time", "impact"]


def measure() -> dict[str, float]:
    """Medians in milliseconds: the whole turn, the bare request, and the difference."""
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningDesk(Path(folder), settings=SETTINGS) as desk,
    ):
        desk.wait_for_bot()
        return asyncio.run(_measure(desk))


async def _measure(desk: RunningDesk) -> dict[str, float]:
    turns: list[float] = []
    bare: list[float] = []
    async with aiohttp.ClientSession() as session:
        for number in range(ROUNDS):
            for language in TAGS:
                turn = await _turn(session, desk, language)
                request = await _request(session, _bot_port(desk), language)
                if number:
                    turns.append(turn)
                    bare.append(request)
    p50, bare_p50 = (statistics.median(spent) * 1000 for spent in (turns, bare))
    return {"p50_ms": p50, "bare_p50_ms": bare_p50, "extra_ms": p50 - bare_p50}


async def _turn(session: aiohttp.ClientSession, desk: RunningDesk, language: str) -> float:
    customer = await Customer.open(session, desk, language)
    spent = await customer.answer(TEXTS[language])
    await customer.close()
    return spent


async def _request(session: aiohttp.ClientSession, port: int, language: str) -> float:
    """Seconds for what the desk asks Rasa about such a message."""
    facts = {"need": NEEDED, "described": True, "incident": None, "duplicate": None}
    facts |= {"queued": False, "restated": False}
    said = {"text": TEXTS[language], "asked": None, "facts": facts, "language": language}
    url = f"http://127.0.0.1:{port}/webhooks/desk/webhook"
    began = time.perf_counter()
    async with session.post(url, json=said) as answer:
        assert answer.status == 200, await answer.text()
        await answer.read()
    return time.perf_counter() - began


def _bot_port(desk: RunningDesk) -> int:
    """The desk's own child listens on a port that stands in its command line."""
    process = desk.bot_processes()[0]
    words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    return next(int(word) for word in reversed(words) if word.isdigit())
