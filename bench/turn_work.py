"""A turn's own work outside Rasa: secrets, facts, language, splits, duplicates among 200 others.

The customer's company has 200 open conversations. Messages of 2 KB, and pasted texts of 64 KB of
several kinds, go through the gate for secrets and through what a turn looks for. Figures are
processor milliseconds of all threads; what is written is
measured elsewhere (`message_path`, `store`). `hold_ms` is the longest time for which the event
loop answered nobody while the message was taken and its whole turn was made, writing included,
with a bot that answers at once.

The yardstick is bare langdetect with five profiles on sentences of tests/data/language, right
beside each round: on the machine that the limits were made for, it judges 1100 of them a second.
So a round counts as many milliseconds as it took times the yardstick, and the median of the
rounds is the figure; `raw` holds the least milliseconds that it took here.
"""

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.utils.lang_profile import LangProfile
from msgspec.structs import replace

from firstline.channels.long_texts import FILE, secrets_of, with_long_text
from firstline.domain.commands import CloseConversation, PostMessage
from firstline.domain.conversation import Conversation
from firstline.domain.events import Attachment, CustomerWrote, Person
from firstline.intake import facts, language
from firstline.intake.checks import DeskChecks
from firstline.intake.following import switch
from firstline.intake.offers import Offers
from firstline.intake.reader import Reader
from firstline.intake.status import StatusPage
from firstline.intake.turn import Intake
from firstline.masking import Masked, mask
from firstline.store.files import FolderFiles
from firstline.web import attachments
from firstline.wire import parse
from tests.kit import FakeBot, Room

from .bot_turn import TEXTS
from .language import DATA, LANGUAGES
from .masking import MESSAGES

OTHERS = 200
KB = 1024
ROUNDS = 9
SENTENCES = 4
"""Of each language, that the yardstick judges beside a round."""
YARDSTICK_MS = 1000 / 1100
TICK = 0.001
"""Seconds between two looks at the event loop."""
COMPANY = Person(
    id="rita", name="Rita", verified=True, organisation="acme", reads_organisation=True
)
PROBLEMS = (
    "Webhook {} is late since 14:05, error 131047, template order_update_{}",
    "A fatura {} veio errada, cobrança dupla no cartão, pedido {}",
    "Nummer +49 30 123 {} lässt sich nicht registrieren, Fehler {}",
    "No puedo entrar al portal desde ayer, usuario {}, código {}",
    "Не приходят сообщения на номер {}, ошибка {}",
)
LOG = json.dumps({"at": "2024-01-15T10:22:31.123Z", "url": "/v1/messages", "body": MESSAGES["en"]})


def measure() -> dict[str, Any]:
    """Milliseconds for 2 KB at the median, for 64 KB of the worst kind, and of a held-up loop."""
    language.warm()
    facts.warm()
    mask("")
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder)))


class Round(NamedTuple):
    """What one message cost: milliseconds of work and of a held-up loop, and of the yardstick."""

    work: float
    hold: float
    yard: float


class Company:
    """A desk with the company's open conversations, and its turns."""

    def __init__(self, folder: Path) -> None:
        self.room = Room(folder)
        self._files = FolderFiles(folder / "files")
        checks = DeskChecks(self.room.desk, StatusPage("", self.room.clock))
        read = partial(attachments.text_of, self._files)
        self._reader = Reader(self.room.desk.now, read)
        self._offers = Offers(checks, self._reader)
        self._intake = Intake(self.room.desk, FakeBot(), checks, read_file=read)

    async def fill(self) -> None:
        """Two hundred colleagues with a problem each."""
        for number in range(OTHERS):
            one = Person(id=f"c{number}", verified=True, organisation="acme")
            stream = await self.room.open(one)
            text = PROBLEMS[number % len(PROBLEMS)].format(4000 + number, 100 + number)
            await self.room.give(stream, PostMessage("m1", text))

    async def work(self, text: str) -> float:
        """Processor milliseconds of what a turn looks for, in the order of `intake/turn.py`."""
        stream = await self.room.open(COMPANY)
        state = await self.room.state(stream)
        started = time.process_time()
        command = await self._command(stream, state, text)
        spent = time.process_time() - started
        state = (await self.room.give(stream, command)).state
        said = (await self.room.events(stream))[-1]
        assert isinstance(said, CustomerWrote)
        started = time.process_time()
        follow = switch(state, said.text)
        found = await self._reader.find(state, said.text, follow.to or "en", said.files)
        spent += time.process_time() - started
        state = replace(state, findings=found)
        started = time.process_time()
        await self._offers.find(stream, state, said.text, [said])
        spent += time.process_time() - started
        await self.room.give(stream, CloseConversation())
        return spent * 1000

    async def hold(self, text: str) -> float:
        """Milliseconds for which the event loop answers nobody, from the message to its answer."""
        stream = await self.room.open(COMPANY)
        state = await self.room.state(stream)
        watch = Watch()
        await watch.begin()
        await self.room.give(stream, await self._command(stream, state, text))
        await self._intake.take(stream)
        held = await watch.end()
        await self.room.give(stream, CloseConversation())
        return held * 1000

    async def _command(self, stream: str, state: Conversation, text: str) -> PostMessage:
        limit = self.room.desk.policy_of(state).message_limit
        fields = {"id": "m1", "text": text}
        given = await with_long_text(fields, state, limit, partial(self._keep, stream))
        command = parse("post_message", given, "customer")
        assert isinstance(command, PostMessage)
        return command

    def _keep(self, stream: str, masked: Masked) -> Awaitable[Attachment]:
        return attachments.keep_text(self._files, FILE, masked.text, stream, secrets_of(masked))


class Watch:
    """Looks at the event loop all the time; knows the longest time between two looks."""

    async def begin(self) -> None:
        """From now on."""
        self._longest, self._last = 0.0, time.perf_counter()
        self._task = asyncio.create_task(self._look(), name="watch")
        await asyncio.sleep(2 * TICK)

    async def end(self) -> float:
        """Seconds beyond the pause between two looks."""
        await asyncio.sleep(0)
        self._task.cancel()
        await asyncio.wait([self._task])
        return max(0.0, self._longest - TICK)

    async def _look(self) -> None:
        while True:
            now = time.perf_counter()
            self._longest, self._last = max(self._longest, now - self._last), now
            await asyncio.sleep(TICK)


async def _measure(folder: Path) -> dict[str, Any]:
    company, yardstick = Company(folder), Yardstick()
    await company.fill()
    short = {name: await _rounds(company, yardstick, text) for name, text in _short()}
    long = {name: await _rounds(company, yardstick, text) for name, text in _long()}
    every = (*short.values(), *long.values())
    return {
        "short_ms": round(statistics.median(_work(rounds) for rounds in short.values()), 1),
        "long_ms": round(max(map(_work, long.values())), 1),
        "hold_ms": round(max(map(_hold, every)), 1),
        "yardstick_ms": round(statistics.median(one.yard for rounds in every for one in rounds), 2),
        "short": {name: round(_work(rounds), 1) for name, rounds in short.items()},
        "long": {name: round(_work(rounds), 1) for name, rounds in long.items()},
        "hold": {name: round(_hold(rounds), 1) for name, rounds in long.items()},
        "raw": {
            "short_ms": round(statistics.median(_least(rounds) for rounds in short.values()), 1),
            "long_ms": round(max(map(_least, long.values())), 1),
        },
    }


async def _rounds(company: Company, yardstick: "Yardstick", text: str) -> list[Round]:
    texts = [f"{text[:-1]}{number}" for number in range(2 * ROUNDS)]  # nothing is read before
    return [
        Round(await company.work(one), await company.hold(other), yardstick.measure())
        for one, other in zip(texts[::2], texts[1::2], strict=True)
    ]


def _work(rounds: Sequence[Round]) -> float:
    return statistics.median(one.work / one.yard for one in rounds) * YARDSTICK_MS


def _hold(rounds: Sequence[Round]) -> float:
    """The least disturbed: whatever else runs on the machine only adds to it."""
    return min(one.hold / one.yard for one in rounds) * YARDSTICK_MS


def _least(rounds: Sequence[Round]) -> float:
    return min(one.work for one in rounds)


def _short() -> Iterator[tuple[str, str]]:
    """As people write: some sentences, and what they have pasted."""
    pasted = f"{MESSAGES['secret']}\n{LOG}\n"
    for name, said in TEXTS.items():
        yield name, f"{said} {pasted}{said * 20}"[: 2 * KB]


def _long() -> Iterator[tuple[str, str]]:
    kinds = {
        "prose": (MESSAGES["en"] + " ") * 200,
        "russian": (MESSAGES["ru"] + " ") * 200,
        "log": f"{LOG}\n" * 200,
        "calls": f"{MESSAGES['secret']}\n" * 200,
        "bytes": "".join(map(chr, random.Random(1).randbytes(64 * KB))),  # noqa: S311 - no secret
        "word": "aA" * 32 * KB,
        "brackets": "[" * 32 * KB + "]" * 32 * KB,
        "lines": "x\n" * 32 * KB,
        "no_width": "a\u200b" * 32 * KB,
        "numbers": "1234 " * 16 * KB,
    }
    yield from ((name, text[: 64 * KB]) for name, text in kinds.items())


class Yardstick:
    """Bare langdetect, with five of its profiles."""

    def __init__(self) -> None:
        self._lines = [
            line
            for file in LANGUAGES
            for line in (DATA / f"sentences.{file}.txt").read_text("utf-8").splitlines()[:SENTENCES]
        ]
        self._factory = DetectorFactory()
        self._factory.seed = 0
        folder = Path(langdetect.__file__).parent / "profiles"
        for index, name in enumerate(LANGUAGES):
            profile = LangProfile(**json.loads((folder / name).read_bytes()))
            self._factory.add_profile(profile, index, len(LANGUAGES))

    def measure(self) -> float:
        """Processor milliseconds for a sentence, now."""
        started = time.process_time()
        for line in self._lines:
            detector = self._factory.create()
            detector.append(line)
            detector.get_probabilities()
        return (time.process_time() - started) * 1000 / len(self._lines)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
