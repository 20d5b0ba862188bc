"""What content editors ask and try in the inbox (R71, R72)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import msgspec
import structlog

from firstline.desk import Desk
from firstline.domain.errors import FirstlineError, NotAllowed
from firstline.editing.workbench import FILES, Workbench
from firstline.people import People
from firstline.store.port import place
from firstline.wire import (
    CheckDraft,
    ChooseInTrial,
    ComparePhrases,
    SayInTrial,
    TryTexts,
)

from .desktop import Desktop
from .socket import Ack

log = structlog.get_logger()

PAGE = 50
FLAGGED = "flagged"
"""The list of conversations with open flags."""

type Send = Callable[[str, str, Any], Awaitable[None]]
"""Sends an event with its data to a socket: socket, name, data."""
type Refusal = Callable[[str, FirstlineError], Ack]


class Editing:
    """Questions and trials of the editors' page. What takes long is answered by an event."""

    def __init__(
        self, desk: Desk, people: People, workbench: Workbench, send: Send, refusal: Refusal
    ) -> None:
        self._desk = desk
        self._people = people
        self._workbench = workbench
        self._send = send
        self._refusal = refusal
        self._working: dict[tuple[str, str], asyncio.Task[None]] = {}
        self.questions: dict[str, Callable[[Desktop, Mapping[str, Any]], Awaitable[Ack]]] = {
            "content": self._content,
            "content_file": self._file,
            "flags": self._flags,
        }
        self.orders: dict[str, Callable[[str, Any], Awaitable[Ack]]] = {
            "check_draft": self._check,
            "try_texts": self._try,
            "say_in_trial": self._say,
            "choose_in_trial": self._choose,
            "compare_phrases": self._compare,
        }

    async def gone(self, sid: str) -> None:
        """The window is closed."""
        for (window, _), task in list(self._working.items()):
            if window == sid:
                task.cancel()
        await self._workbench.end(sid)

    def told(self) -> Ack:
        """How the files stand, as editors are told."""
        return {**msgspec.to_builtins(self._workbench.told()), "files": FILES}

    async def _content(self, desktop: Desktop, _fields: Mapping[str, Any]) -> Ack:
        _allow(desktop)
        return self.told()

    async def _file(self, desktop: Desktop, fields: Mapping[str, Any]) -> Ack:
        _allow(desktop)
        language, name = str(fields.get("language", "")), str(fields.get("file", ""))
        return {"text": await self._workbench.file(language, name)}

    async def _flags(self, desktop: Desktop, fields: Mapping[str, Any]) -> Ack:
        """What agents say that the intake should have asked, the newest conversations first."""
        _allow(desktop)
        after = fields.get("after") if isinstance(fields.get("after"), str) else None
        rows = await self._desk.store.find(FLAGGED, "desc", after, PAGE)
        flags: list[dict[str, Any]] = []
        for row in rows:
            state = await self._desk.state(row.stream)
            flags += [
                {
                    "conversation": row.stream,
                    "number": state.number,
                    "language": state.language,
                    "position": flag.position,
                    "text": flag.text,
                    "by": self._people.name_of(flag.by),
                    "at": flag.at,
                }
                for flag in state.flags
            ]
        return {"flags": flags, "next": place(rows[-1], FLAGGED) if len(rows) == PAGE else None}

    async def _check(self, sid: str, command: CheckDraft) -> Ack:
        async def work() -> Any:
            return await self._workbench.check(command.language, command.file, command.draft)

        return self._answer_later(sid, "draft_checked", work())

    async def _compare(self, sid: str, command: ComparePhrases) -> Ack:
        async def work() -> Any:
            return await self._workbench.compare(command.language, command.draft)

        return self._answer_later(sid, "phrases_compared", work())

    async def _try(self, sid: str, command: TryTexts) -> Ack:
        await self._workbench.begin(sid, command.language, command.drafts, command.zone)
        return {"position": 0}

    async def _say(self, sid: str, command: SayInTrial) -> Ack:
        return _heard(await self._workbench.say(sid, command.text))

    async def _choose(self, sid: str, command: ChooseInTrial) -> Ack:
        return _heard(await self._workbench.choose(sid, command.to))

    def _answer_later(self, sid: str, name: str, work: Coroutine[Any, Any, Any]) -> Ack:
        """Acknowledges at once; a newer wish of the same window takes the place of this one."""
        before = self._working.pop((sid, name), None)
        if before is not None:
            before.cancel()
        task = asyncio.create_task(self._answer(sid, name, work), name=name)
        self._working[sid, name] = task
        task.add_done_callback(lambda done: self._done((sid, name), done))
        return {"position": 0}

    async def _answer(self, sid: str, name: str, work: Coroutine[Any, Any, Any]) -> None:
        try:
            answer = {"ok": True, **msgspec.to_builtins(await work)}
        except FirstlineError as error:
            answer = self._refusal(sid, error)
        await self._send(sid, name, answer)

    def _done(self, key: tuple[str, str], task: asyncio.Task[None]) -> None:
        if self._working.get(key) is task:
            del self._working[key]
        if not task.cancelled() and (error := task.exception()):
            log.error("answer_failed", what=key[1], exc_info=error)


def _allow(desktop: Desktop) -> None:
    if not desktop.edits:
        raise NotAllowed


def _heard(heard: Any) -> Ack:
    return {"position": 0, **msgspec.to_builtins(heard)}
