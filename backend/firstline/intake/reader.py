"""Reads what a customer said and sent: the facts in the words and in text files (R23)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import chain

from msgspec import Struct

from firstline.domain.context import Finding, surest
from firstline.domain.conversation import Conversation
from firstline.domain.events import Attachment
from firstline.domain.moment import Moment

from . import corrections, facts, prose
from .descriptions import first, whole
from .words import Words

type ReadFile = Callable[[str], Awaitable[str]]
"""The text of an attachment by its id, without secrets; empty for what cannot be read."""


class Heard(Struct, frozen=True):
    """What a turn is about: the words, what they answer, what stands in them, what was known."""

    words: Words
    asked: str | None
    found: tuple[Finding, ...]
    """With their places in the text of all the words."""
    known: tuple[Finding, ...]
    language: str
    """The language that the words are read in."""

    @property
    def text(self) -> str:
        """All the words."""
        return self.words.text


async def no_files(_: str) -> str:
    """Where no file can be read."""
    return ""


class Reader:
    """Finds facts; long work is done in a thread."""

    def __init__(self, now: Callable[[], Moment], read_file: ReadFile) -> None:
        self._now = now
        self._read_file = read_file

    async def find(
        self, state: Conversation, text: str, language: str, files: Sequence[Attachment] = ()
    ) -> tuple[Finding, ...]:
        """What the words say in this language, and what the files hold."""
        work = partial(self._in_words, state, text, language, files)
        found = await asyncio.to_thread(work) if len(text) > facts.THREADED else work()
        read = [await self._in_file(state, file) for file in files]
        return surest(chain(found, *read))

    async def corrected(self, state: Conversation, heard: Heard) -> tuple[Finding, ...]:
        """What a correction puts in the place of what was known, not what it takes back."""
        wrong = corrections.taken_back(heard.text, heard.found, heard.known)
        right = [one for one in heard.found if (one.start, one.end) not in wrong]
        if wrong:
            rest = prose.blank(heard.text, wrong)
            right = [*await self.find(state, rest, heard.language), *right]
        return corrections.put_right(heard.words.placed(right), heard.known)

    def of_one_issue(self, state: Conversation, text: str) -> tuple[Finding, ...]:
        """What a part of a message says by itself; a description in any case."""
        found = surest(self._in_words(state, text, state.language))
        return found if first("description", found) else (*found, whole("description", text, state))

    def _in_words(
        self, state: Conversation, text: str, language: str, files: Sequence[Attachment] = ()
    ) -> Sequence[Finding]:
        return facts.find(
            text,
            now=self._now(),
            zone=state.zone,
            language=language,
            source=state.customer_position,
            files=files,
        )

    async def _in_file(self, state: Conversation, file: Attachment) -> tuple[Finding, ...]:
        """What a text file tells: a log, a HAR file, a response that was saved."""
        text = await self._read_file(file.id) if file.checked else ""
        work = partial(
            facts.of_file,
            text,
            now=self._now(),
            zone=state.zone,
            source=state.customer_position,
        )
        return await asyncio.to_thread(work) if text else ()
