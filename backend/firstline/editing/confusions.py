"""Which phrases the bot takes for another intent, by its own classifier (R72).

The work takes the better part of a minute, so a process in the bot's environment does it
(`bot/confusions.py`), one at a time and at a low priority.
"""

import asyncio
import hashlib
from asyncio import create_subprocess_exec, wait_for
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from firstline.domain.errors import FirstlineError
from firstline.intake.assistant import LANGUAGES as NAMES
from firstline.intake.assistant import phrase_files

PATIENCE = 600
"""Seconds on a busy machine; with nothing else to do it takes less than one minute."""
REMEMBERED = 10
"""Results that are kept, one a language for two states of the phrases."""
NAMED = "change_language"
"""The intent of the bare name of a language."""


class NotCompared(FirstlineError):
    """The bot's environment is not on this machine, or the comparison did not come to an end."""


class Confusion(Struct, frozen=True):
    """A phrase, its intent, what it is taken for, and how sure that would be (0 to 1)."""

    text: str
    intent: str
    taken: str
    sure: float


class Confusions(Struct, frozen=True):
    """What was found among the phrases of one language, the surest mistakes first."""

    phrases: int
    confused: tuple[Confusion, ...]


class Phrases(Struct, frozen=True):
    """What the comparison is given; see bot/confusions.py."""

    phrases: list[tuple[str, str, bool]]
    hardness: float
    sharpness: float


class Comparer:
    """Compares the phrases of the tree at `root`; `python` is the bot's."""

    def __init__(self, root: Path, python: Path) -> None:
        self._root = root
        self._python = python
        self._turn = asyncio.Lock()
        self._known: dict[str, Confusions] = {}

    async def compare(self, language: str, draft: str = "") -> Confusions:
        """The confusions of a language; `draft` stands in place of its nlu.yml.

        Raises NotCompared.
        """
        given = await asyncio.to_thread(self._given, language, draft)
        key = hashlib.sha256(given).hexdigest()
        async with self._turn:
            if key not in self._known:
                count = sum(one[2] for one in msgspec.json.decode(given, type=Phrases).phrases)
                confused = await self._run(given)
                self._known[key] = Confusions(count, confused)
                while len(self._known) > REMEMBERED:
                    del self._known[next(iter(self._known))]
            return self._known[key]

    def _given(self, language: str, draft: str) -> bytes:
        try:
            files = phrase_files(self._root)
            every = [one for file in files for one in self._of(file, language, draft)]
            config = yaml.safe_load((self._root / "bot/config.yml").read_text("utf-8"))
        except (yaml.YAMLError, OSError, AttributeError) as error:
            raise NotCompared from error
        own = config["pipeline"][0]
        hardness, sharpness = own.get("hardness", HARDNESS), own.get("sharpness", SHARPNESS)
        return msgspec.json.encode(Phrases(every, hardness, sharpness))

    def _of(self, file: Path, language: str, draft: str) -> Iterator[tuple[str, str, bool]]:
        """The phrases of a file with their intents, and whether they are judged."""
        own = file.parent.name == language
        text = draft if own and draft else file.read_text("utf-8")
        for intent, lines in yaml.load(text, yaml.CSafeLoader).items():
            if intent == NAMES:
                named = (one for words in lines.values() for one in _lines(words))
                yield from ((one, NAMED, False) for one in named)
            else:
                yield from ((one, intent, own) for one in _lines(lines))

    async def _run(self, given: bytes) -> tuple[Confusion, ...]:
        if not self._python.exists():
            raise NotCompared
        process = await create_subprocess_exec(
            *("nice", str(self._python), str(self._root / "bot/confusions.py")),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
        )
        try:
            answer, _ = await wait_for(process.communicate(given), PATIENCE)
            return msgspec.json.decode(answer, type=tuple[Confusion, ...])
        except (TimeoutError, msgspec.DecodeError) as error:
            raise NotCompared from error
        finally:
            if process.returncode is None:
                process.kill()
                await asyncio.shield(process.wait())


HARDNESS, SHARPNESS = 0.5, 5.0
"""The classifier's own defaults (bot/classifier.py)."""


def _lines(text: Any) -> Iterator[str]:
    return (line.strip() for line in str(text).splitlines() if line.strip())
