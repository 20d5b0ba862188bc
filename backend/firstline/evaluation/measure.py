"""Plays all cases and gives their marks."""

import asyncio
from collections.abc import Awaitable, Iterable, Iterator
from typing import cast

import msgspec
import structlog
from msgspec import Struct

from firstline.masking import mask
from firstline.settings import Settings

from .cases import Cases
from .drive import play
from .form import Case, Expected, Language, Open
from .generate import Planted, texts
from .house import House, open_house
from .judge import judge, offers, planted
from .score import Mark
from .sheet import Pair, Told

log = structlog.get_logger()

AT_ONCE = 4
"""Conversations that are played side by side, so that desk and bot both have something to do."""


class Result(Struct, frozen=True):
    """The marks of one case; `questions` of a conversation, how many were asked."""

    set: str
    language: str
    id: str
    marks: tuple[Mark, ...]
    questions: int | None = None


async def measure(settings: Settings, read: Iterable[Cases]) -> list[Result]:
    """Every case's marks, in the order of the files; raises BotDidNotStart."""
    read = list(read)
    async with open_house(settings) as house:
        turns = asyncio.Semaphore(AT_ONCE)
        played = [_in_turn(turns, one) for cases in read for one in _played(house, cases)]
        results = await asyncio.gather(*played)
    return [*results, *(one for cases in read for one in _generated(cases))]


def _played(house: House, cases: Cases) -> Iterator[Awaitable[Result]]:
    yield from (_conversation(house, cases, one) for one in cases.file.conversations)
    yield from (_pair(house, cases, one) for one in cases.file.pairs)


async def _in_turn(turns: asyncio.Semaphore, played: Awaitable[Result]) -> Result:
    async with turns:
        return await played


async def _conversation(house: House, cases: Cases, case: Case) -> Result:
    try:
        seen = await play(house, _apart(case, cases), cases.language)
    except Exception as error:  # one case that breaks the desk must not hide the others
        log.exception("case_broke", case=case.id)
        mark = Mark("broken", "missed", told=repr(error))
        return Result(cases.set, cases.language, case.id, (mark,))
    marks = tuple(judge(case, seen, cases.language))
    return Result(cases.set, cases.language, case.id, marks, len(seen.questions))


async def _pair(house: House, cases: Cases, pair: Pair) -> Result:
    case = _apart(as_case(pair, cases.language), cases)
    seen = await play(house, case, cases.language, silent=True)
    marks = tuple(offers("duplicates", case.expected.duplicate, seen.duplicates))
    return Result(cases.set, cases.language, pair.id, marks)


def _apart(case: Case, cases: Cases) -> Case:
    """The case under a name that no other set has: the desk takes names for customers."""
    return msgspec.structs.replace(case, id=f"{cases.set}-{case.id}")


def as_case(pair: Pair, language: str) -> Case:
    """A pair as a conversation with another one open, which is judged by its offers alone."""
    open_ = Open(
        key="open",
        messages=pair.open.messages,
        ago=pair.apart,
        by="customer" if pair.open.by == pair.new.by else "colleague",
        language=_spoken(pair.open, language),
    )
    return Case(
        id=pair.id,
        kind="other",
        now=pair.now,
        messages=pair.new.messages,
        browser=(_spoken(pair.new, language).replace("_", "-"),),
        open=(open_,),
        expected=Expected(duplicate="open" if pair.same else "none"),
    )


def _spoken(told: Told, language: str) -> Language:
    return cast("Language", language) if told.language == "none" else told.language


def _generated(cases: Cases) -> Iterator[Result]:
    for block in cases.file.secrets:
        marks = tuple(mark for text in texts(block) for mark in masked(text))
        yield Result(cases.set, cases.language, block.id, marks)


def masked(text: Planted) -> Iterator[Mark]:
    """The marks of a generated text, whose messages pass the gate one after another."""
    stored: list[str] = []
    for message in text.messages:
        stored.append(mask(message, after=stored[-1] if stored else None).text)
    return planted(text.value, "\n".join(text.messages), "\n".join(stored), secret=text.secret)
