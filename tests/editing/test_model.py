"""The bot's model follows its files; the old one answers until the new one does."""

import asyncio
import sys
from pathlib import Path

import pytest

from firstline.editing import model as models
from firstline.editing.model import Model
from firstline.intake import bot as bots
from firstline.intake.bot import Bot
from firstline.intake.rasa import BotAway
from firstline.intake.training import TrainingFailed
from tests.editing.test_reload import RELOADED
from tests.kit import until

FAKE = Path(__file__).parent.parent / "intake" / "fake_bot.py"


def argv(behaviour):
    return [sys.executable, str(FAKE), behaviour]


@pytest.fixture
async def bot():
    made = Bot(argv=argv("kind"), folder=FAKE.parent, whole_turn=0.2)
    running = asyncio.create_task(made.run())
    await until(lambda: is_ready(made))
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def is_ready(made):
    return made.ready


async def answers(made):
    return (await made.turn("hello", None, {}, "en")).directives[0].values["text"]


@pytest.mark.rule("R72", part=RELOADED)
async def test_the_old_process_answers_until_the_new_one_does_and_then_ends(bot):
    old = bot.child.process
    exchanging = asyncio.create_task(bot.exchange(argv("kind")))
    while not exchanging.done():
        assert await answers(bot) == "hello"
        await asyncio.sleep(0)
    await exchanging
    assert old.returncode is not None
    assert bot.child.process.pid != old.pid
    assert await answers(bot) == "hello"
    assert (bot.health.up, bot.health.of) == (1, 1)


@pytest.mark.rule("R72", part=RELOADED)
async def test_a_new_process_that_does_not_come_up_changes_nothing(bot, monkeypatch):
    monkeypatch.setattr(bots, "COMES_UP", 0.3)
    old = bot.child.process
    with pytest.raises(BotAway):
        await bot.exchange(argv("dying"))
    assert bot.child.process is old
    assert old.returncode is None
    assert await answers(bot) == "hello"


async def test_who_waits_for_the_new_one_no_more_leaves_no_process(bot, monkeypatch):
    exchanging = asyncio.create_task(bot.exchange(argv("dying")))
    await asyncio.sleep(0)
    exchanging.cancel()
    await asyncio.gather(exchanging, return_exceptions=True)
    assert len([task for task in asyncio.all_tasks() if task.get_name() == "bot-child"]) == 1


class Followed:
    """A model that is followed by the test's word."""

    def __init__(self, monkeypatch, wanted="new", fails=None, exchange_fails=None):
        self.exchanged, self.states = [], []
        self.fails, self.exchange_fails = fails, exchange_fails
        self.trained = 0
        monkeypatch.setattr(models, "model_path", lambda _: Path(wanted))
        monkeypatch.setattr(models, "train_aside", self._train)
        self.model = Model(Path(), self._exchange, Path("old"), self._changed)

    async def _train(self, _root):
        self.trained += 1
        if self.fails:
            raise self.fails
        return Path("new")

    async def _exchange(self, path):
        if self.exchange_fails:
            raise self.exchange_fails
        self.exchanged.append(path)

    def _changed(self):
        self.states.append(self.model.state)

    async def follow(self, ends):
        running = asyncio.create_task(self.model.run())
        self.model.wake()
        await until(lambda: self._is(ends))
        running.cancel()

    async def _is(self, state):
        return bool(self.states) and self.states[-1] == state


@pytest.mark.rule("R72", part=RELOADED)
async def test_changed_phrases_are_trained_and_put_in_place(monkeypatch):
    followed = Followed(monkeypatch)
    await followed.follow("live")
    assert followed.states == ["training", "live"]
    assert followed.exchanged == [Path("new")]


async def test_texts_alone_train_nothing(monkeypatch):
    followed = Followed(monkeypatch, wanted="old")
    await followed.follow("live")
    assert (followed.trained, followed.exchanged) == (0, [])


@pytest.mark.parametrize(
    ("fails", "exchange_fails"), [(TrainingFailed("rasa said no"), None), (None, BotAway())]
)
async def test_a_failure_is_told_and_the_next_change_tries_again(
    monkeypatch, fails, exchange_fails
):
    followed = Followed(monkeypatch, fails=fails, exchange_fails=exchange_fails)
    await followed.follow("failed")
    assert followed.exchanged == []
    followed.fails = followed.exchange_fails = None
    await followed.follow("live")
    assert followed.exchanged == [Path("new")]


async def test_a_bot_that_runs_elsewhere_is_left_alone(monkeypatch):
    made = Model(Path(), None, Path(), lambda: None, "elsewhere")
    running = asyncio.create_task(made.run())
    made.wake()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    running.cancel()
    assert made.state == "elsewhere"
