"""What the editors' page works with: files, checks, trials, comparisons. Nothing of it is kept."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

from msgspec import Struct

from firstline.domain.errors import FirstlineError
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy
from firstline.intake.turn import Answers
from firstline.locales import BUNDLES, LANGUAGES, BrokenTexts, Texts, read_text
from firstline.store.port import Store

from .confusions import Comparer, Confusions
from .judged import judged
from .reload import Told
from .trial import Heard, Trial

FILES = ("bot", "faq", "nlu", "facts", *(name for name in BUNDLES if name not in {"bot", "faq"}))
"""What a language has, in the order in which editors need it."""
MOST_TRIALS = 20
"""Trials at a time; the oldest ends when one more begins."""


class NoSuchText(FirstlineError):
    """There is no file of this name in this language."""


class DraftIsBroken(FirstlineError):
    """The unsaved text is no YAML that holds texts; `line` counts from 1."""


class NoTrial(FirstlineError):
    """The trial has ended: begin another one."""


class Found(Struct, frozen=True):
    """A line of the check, in the file that was asked about."""

    line: int
    text: str


class Verdict(Struct, frozen=True):
    """What is wrong with a draft, and how much elsewhere."""

    language: str
    file: str
    problems: tuple[Found, ...]
    elsewhere: tuple[str, ...]


class Bench(Struct, frozen=True, kw_only=True):
    """What a workbench stands on; the composition root fills it."""

    root: Path
    texts: Callable[[], Texts]
    policy: Callable[[], Policy]
    bot: Callable[[], Answers]
    now: Callable[[], Moment]
    told: Callable[[], Told]
    throwaway: Callable[[], AbstractAsyncContextManager[Store]]
    comparer: Comparer


class Workbench:
    """The trials of all windows, by the name of the window."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._trials: dict[str, tuple[Trial, AsyncExitStack]] = {}

    def told(self) -> Told:
        """How the files stand."""
        return self._bench.told()

    async def file(self, language: str, name: str) -> str:
        """A file as it is on the disk. Raises NoSuchText."""
        path = self._bench.root / _path(language, name)
        try:
            return await asyncio.to_thread(path.read_text, "utf-8")
        except (OSError, UnicodeError) as error:
            raise NoSuchText from error

    async def check(self, language: str, name: str, draft: str) -> Verdict:
        """What is wrong with a draft, as if it were saved. Raises NoSuchText, NotJudged."""
        path = _path(language, name)
        found = await judged(self._bench.root, {path: draft})
        own = [line for line in found if line.startswith(f"{path}:")]
        parts = (line.removeprefix(f"{path}:").partition(": ") for line in own)
        problems = tuple(Found(int(number), what) for number, _, what in parts)
        return Verdict(language, name, problems, tuple(one for one in found if one not in own))

    async def begin(self, window: str, language: str, drafts: Mapping[str, str], zone: str) -> None:
        """A trial with these texts in place of the live ones.

        Raises NoSuchText, DraftIsBroken.
        """
        texts = await asyncio.to_thread(self._with, language, drafts)
        await self.end(window)
        while len(self._trials) >= MOST_TRIALS:
            await self.end(next(iter(self._trials)))
        async with AsyncExitStack() as stack:
            store = await stack.enter_async_context(self._bench.throwaway())
            trial = Trial(
                store=store,
                policy=self._bench.policy(),
                texts=texts,
                bot=self._bench.bot(),
                now=self._bench.now,
                language=language,
                zone=zone,
            )
            await trial.begin()
            self._trials[window] = trial, stack.pop_all()

    async def say(self, window: str, text: str) -> Heard:
        """Writes in the trial; raises NoTrial, FirstlineError."""
        return await self._trial(window).say(text)

    async def choose(self, window: str, value: str) -> Heard:
        """Presses a button of the trial; raises NoTrial, NoSuchChoice, FirstlineError."""
        return await self._trial(window).choose(value)

    async def compare(self, language: str, draft: str) -> Confusions:
        """Which phrases are taken for another intent; raises NotCompared."""
        _path(language, "nlu")
        return await self._bench.comparer.compare(language, draft)

    async def end(self, window: str) -> None:
        """The window is gone, or begins anew."""
        _, stack = self._trials.pop(window, (None, None))
        if stack is not None:
            await stack.aclose()

    async def close(self) -> None:
        """The desk stops."""
        for window in list(self._trials):
            await self.end(window)

    def _trial(self, window: str) -> Trial:
        if window not in self._trials:
            raise NoTrial
        return self._trials[window][0]

    def _with(self, language: str, drafts: Mapping[str, str]) -> Texts:
        live = self._bench.texts()
        own = {name: _parsed(language, name, text) for name, text in drafts.items()}
        spoken = {name: texts for name, texts in own.items() if name in BUNDLES}
        return Texts({**live.bundles, language: {**live.bundles.get(language, {}), **spoken}})


def _parsed(language: str, name: str, text: str) -> Mapping[str, str]:
    path = Path(_path(language, name))
    if name not in BUNDLES:
        return {}
    try:
        return read_text(path, text)
    except BrokenTexts as broken:
        raise DraftIsBroken(line=broken.line, what=broken.what) from broken


def _path(language: str, name: str) -> str:
    """Where a file of a language stands, below the root; raises NoSuchText."""
    if language not in LANGUAGES or name not in FILES:
        raise NoSuchText
    return f"locales/{language}/{name}.yml"
