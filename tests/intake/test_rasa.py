"""The bot is a watched process: asked in time, restarted with back-off, never left over."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from firstline.intake import bot as bots
from firstline.intake import child
from firstline.intake.bot import Bot
from firstline.intake.rasa import BotAway, Directive
from tests.kit import until
from tests.running import wait_until

SCRIPT = Path(__file__).parent / "fake_bot.py"
R31 = pytest.mark.rule("R31")


class Running:
    """A bot of this behaviour with its watcher, and how often it became ready or away."""

    def __init__(self, *argv: str, timeout: float = 1.0) -> None:
        self.rasa = Bot((), argv, Path.cwd(), timeout)
        self.changes: list[bool] = []
        self.rasa.on_change(lambda: self.changes.append(self.rasa.ready))
        self.task = asyncio.create_task(self.rasa.run())

    async def ready(self) -> None:
        async def holds() -> bool:
            return self.rasa.ready

        await until(holds)

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])


@pytest.fixture
async def start(monkeypatch) -> AsyncIterator:
    """Starts bots; they are stopped at the end."""
    monkeypatch.setattr(child, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(child, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(bots, "ASK_EVERY", 0.02)
    monkeypatch.setattr(bots, "LOOK_EVERY", 0.05)
    started: list[Running] = []

    def make(behaviour: str, **more: float) -> Running:
        started.append(Running(sys.executable, str(SCRIPT), behaviour, **more))
        return started[-1]

    yield make
    for one in started:
        await one.stop()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


async def test_a_message_goes_in_and_directives_come_out(start):
    bot = start("kind")
    with pytest.raises(BotAway):
        await bot.rasa.turn("too early", None, {}, "en")
    await bot.ready()
    turn = await bot.rasa.turn("hello", "time", {"need": []}, "en")
    assert turn.directives == (Directive(say="thanks", values={"text": "hello"}, asks="time"),)
    assert (turn.intent.name, turn.intent.confidence) == ("greet", 0.9)


@R31
@pytest.mark.parametrize("behaviour", ["slow", "broken"])
async def test_no_answer_in_time_or_none_that_makes_sense_means_away(start, behaviour):
    bot = start(behaviour, timeout=0.3)
    await bot.ready()
    with pytest.raises(BotAway):
        await bot.rasa.turn("hello", None, {}, "en")


@R31
async def test_a_bot_that_dies_is_away_at_once_and_started_again(start):
    bot = start("kind")
    await bot.ready()
    first = bot.rasa.child.process.pid
    os.kill(first, signal.SIGKILL)

    async def again() -> bool:
        return bot.rasa.ready and bot.rasa.child.process.pid != first

    await until(again)
    assert bot.changes == [True, False, True]
    assert (await bot.rasa.turn("hello", None, {}, "en")).directives


@R31
async def test_one_that_never_comes_up_is_tried_again_ever_more_slowly(start):
    with capture_logs() as logs:
        bot = start("dying")

        async def tried() -> bool:
            return [one["event"] for one in logs].count("bot_ended") >= 4

        await until(tried)
        pauses = [one["again_in_seconds"] for one in logs if one["event"] == "bot_ended"]
    assert pauses[:4] == [0.1, 0.2, 0.2, 0.2]
    assert not bot.task.done()


@R31
async def test_a_bot_that_is_not_installed_stops_nothing(start, monkeypatch):
    with capture_logs() as logs:
        bot = Running("/nowhere/python", "serve.py")

        async def tried() -> bool:
            return [one["event"] for one in logs].count("bot_not_started") >= 2

        await until(tried)
        assert not bot.task.done()
        await bot.stop()


async def test_stopping_the_desk_ends_the_bot(start):
    bot = start("kind")
    await bot.ready()
    pid = bot.rasa.child.process.pid
    await bot.stop()
    assert not is_alive(pid)


def test_a_desk_that_is_killed_leaves_no_bot_behind(tmp_path):
    """The pipe closes with the parent, however that ends."""
    script = f"""
import asyncio, sys
from pathlib import Path
from firstline.intake.bot import Bot
bot = Bot((), [sys.executable, {str(SCRIPT)!r}, "kind"], Path.cwd(), 1.0)
bot.on_change(lambda: print(bot.child.process.pid, flush=True))
asyncio.run(bot.run())
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with parent:
        lines = iter(parent.stdout.readline, "")
        pid = int(next(line for line in lines if line.strip().isdigit()))
        assert is_alive(pid)
        parent.send_signal(signal.SIGKILL)
    wait_until(lambda: not is_alive(pid), "the bot to end with its desk", 10)
