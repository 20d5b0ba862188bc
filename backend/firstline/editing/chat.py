"""`firstline chat`: talks to the bot in the terminal, with what it understood beside its words.

It needs no desk that runs, and keeps nothing. Lines may come from a pipe.
"""

import argparse
import asyncio
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import TextIO

import yaml

from firstline.domain.errors import FirstlineError
from firstline.domain.events import Choice
from firstline.domain.moment import Moment
from firstline.domain.policy import parse
from firstline.intake import facts, language
from firstline.intake.started import started_bot
from firstline.locales import LANGUAGES, Texts
from firstline.logs import set_up
from firstline.settings import Settings
from firstline.store.port import Store
from firstline.wire import problem

from .shown import beside, lines_of, understood
from .trial import Heard, Trial

type Throwaway = Callable[[], AbstractAsyncContextManager[Store]]

HELP = """\
Write as a customer would. A number presses a button, /person asks for a person,
/again begins anew, /quit ends. Nothing is kept."""
NARROW = 80
"""Columns of a terminal that does not say how wide it is."""


def add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    now: Callable[[], Moment],
    throwaway: Throwaway,
) -> None:
    """Adds the command to the command line."""

    def run(options: argparse.Namespace, settings: Settings) -> None:
        set_up("error")
        asyncio.run(_chat(options, settings, now, throwaway))

    parser = commands.add_parser("chat", help="talk to the bot, and see what it understands")
    parser.add_argument("--language", default="en", choices=LANGUAGES)
    parser.add_argument("--zone", default="UTC", help="the customer's zone, such as Europe/Berlin")
    parser.set_defaults(run=run)


async def _chat(
    options: argparse.Namespace,
    settings: Settings,
    now: Callable[[], Moment],
    throwaway: Throwaway,
) -> None:
    """Until the input ends. Raises BotDidNotStart, TrainingFailed, BrokenTexts."""
    texts = Texts.load(settings.root / "locales")
    policy = parse(yaml.safe_load((settings.root / "policy.yml").read_text("utf-8")))
    await asyncio.to_thread(language.warm)
    await asyncio.to_thread(facts.warm)
    print("The bot is starting.", file=sys.stderr, flush=True)
    async with started_bot(settings) as bot:

        def begin(store: Store) -> Trial:
            return Trial(
                store=store,
                policy=policy,
                texts=texts,
                bot=bot,
                now=now,
                language=options.language,
                zone=options.zone,
            )

        await Terminal(begin, throwaway, texts, sys.stdin, sys.stdout).run()


class Terminal:
    """Reads lines, and shows what they lead to."""

    def __init__(
        self,
        begin: Callable[[Store], Trial],
        throwaway: Throwaway,
        texts: Texts,
        given: TextIO,
        shown: TextIO,
    ) -> None:
        self._begin = begin
        self._throwaway = throwaway
        self._texts = texts
        self._given, self._shown = given, shown
        self._offered: tuple[Choice, ...] = ()

    async def run(self) -> None:
        """One conversation after the other, until the input ends."""
        self._show([HELP])
        goes_on = True
        while goes_on:
            self._offered = ()
            async with self._throwaway() as store:
                trial = self._begin(store)
                await trial.begin()
                goes_on = await self._talk(trial)

    async def _talk(self, trial: Trial) -> bool:
        """One conversation; gives whether another one begins."""
        while (line := await self._read()) is not None:
            match line:
                case "":
                    continue
                case "/quit":
                    return False
                case "/again":
                    return True
                case _:
                    await self._answer(trial, line)
        return False

    async def _answer(self, trial: Trial, line: str) -> None:
        try:
            heard = await self._hear(trial, line)
        except FirstlineError as error:
            self._show([problem(error, self._texts, "en")["text"]])
            return
        self._offered = next((one.choices for one in reversed(heard.lines) if one.choices), ())
        self._show(beside(list(lines_of(heard)), list(understood(heard)), self._width()))

    async def _hear(self, trial: Trial, line: str) -> Heard:
        pressed = _pressed(line, self._offered)
        return await (trial.choose(pressed) if pressed else trial.say(line))

    async def _read(self) -> str | None:
        if self._given.isatty():
            print("> ", end="", file=self._shown, flush=True)
        line = await asyncio.to_thread(self._given.readline)
        if not line:
            return None
        if not self._given.isatty():
            self._show([f"> {line.strip()}"])
        return line.strip()

    def _width(self) -> int:
        return shutil.get_terminal_size((NARROW, 0)).columns

    def _show(self, lines: "list[str] | Iterator[str]") -> None:
        for line in lines:
            print(line, file=self._shown)
        print(file=self._shown, flush=True)


def _pressed(line: str, offered: tuple[Choice, ...]) -> str:
    """The button that a line stands for, or nothing."""
    if line == "/person":
        return "person"
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(offered):
        return offered[int(line) - 1].value
    return ""
