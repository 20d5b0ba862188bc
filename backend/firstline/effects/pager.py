"""Pages the people on call until one of them acknowledges (R05).

A page is taken by an event with a lease before it is sent, so that a crash repeats it and two
processes do not. The next step lies in the row as a due time: whoever looks finds it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from firstline.access import key_hash, new_key
from firstline.desk import Desk
from firstline.domain.clocks import later
from firstline.domain.commands import RecordPageFailed, RecordPageSent, System, TakePage
from firstline.domain.conversation import Conversation, Page
from firstline.domain.deadlines import clocks_of
from firstline.domain.errors import FirstlineError
from firstline.domain.events import PageTaken
from firstline.domain.paging import page_due
from firstline.domain.row import listed_at, lowered_key, next_clock
from firstline.masking import mask
from firstline.notify import Change
from firstline.settings import Settings
from firstline.times import clock_time
from firstline.underway import Underway

from .apprise_post import PageRefused, post
from .on_call import OnCall

log = structlog.get_logger()

PAGER = System("pager")
COUNTED = 20
"""Lowered proposals that are looked at."""
type Post = Callable[[str, str, str], Awaitable[None]]


class Pager:
    """Works through the conversations for which somebody is wanted."""

    def __init__(
        self,
        desk: Desk,
        on_call: OnCall,
        settings: Settings,
        underway: Underway | None = None,
        post: Post = post,
    ) -> None:
        self._desk = desk
        self._on_call = on_call
        self._settings = settings
        self._underway = underway or Underway()
        self._post = post
        self._wanted: asyncio.Queue[str] = asyncio.Queue()
        self._waiting: set[str] = set()

    def note(self, change: Change) -> None:
        """A listener of the desk: whatever makes a page due."""
        if _is_due(change.after, self._desk.now()):
            self.wake(change.stream)

    def wake(self, stream: str) -> None:
        """Look whether somebody is wanted for this conversation."""
        if stream not in self._waiting:
            self._waiting.add(stream)
            self._wanted.put_nowait(stream)

    async def run(self) -> None:
        """A named task of the composition root, of which several may run: pages for ever."""
        while True:
            stream = await self._wanted.get()
            self._waiting.discard(stream)
            await self._underway.or_never()
            try:
                with self._underway:
                    await self.page(stream)
            except FirstlineError as error:
                log.warning("page_not_recorded", stream=stream, code=error.code)

    async def page(self, stream: str) -> None:
        """Take what is due and send it; raises what the desk raises, and then it stays due."""
        state = await self._desk.state(stream)
        now = self._desk.now()
        if not _is_due(state, now):
            return
        key = new_key()
        lowered = await self._lowered(state)
        take = TakePage(self._on_call.in_line(now), lowered, key_hash(key))
        handled = await self._desk.handle(stream, PAGER, take)
        for new in handled.recorded:
            if isinstance(new.event, PageTaken):
                await self._send(stream, handled.state, new.event, key)

    async def _send(self, stream: str, state: Conversation, taken: PageTaken, key: str) -> None:
        address = self._on_call.address(taken.person)
        try:
            await self._post(address, *self._words(stream, state, key))
        except Exception as error:  # noqa: BLE001 - services fail in their own ways
            word = str(error) if isinstance(error, PageRefused) else type(error).__name__
            log.warning("page_failed", stream=stream, person=taken.person, error=word)
            failed = RecordPageFailed(taken.attempt, word)
            await self._desk.handle(stream, PAGER, failed)
        else:
            await self._desk.handle(stream, PAGER, RecordPageSent(taken.attempt))

    async def _lowered(self, state: Conversation) -> int:
        """How often proposals of this organisation were lowered of late (R10)."""
        key = lowered_key(state)
        if not key:
            return 0
        within = self._desk.policy_of(state).paging.lowered_within
        since = later(self._desk.now(), -within)
        rows = await self._desk.store.find(key, "desc", limit=COUNTED)
        return sum(listed_at(row, key) > since for row in rows)

    def _words(self, stream: str, state: Conversation, key: str) -> tuple[str, str]:
        """Title and text in the team's language: no word of the customer but the subject."""
        named = self._named()
        values = {
            "number": state.number,
            "severity": named[f"severity.{state.severity}"],
            "subject": mask(state.subject).text or named["conversation.no_subject"],
            "plan": state.customer.plan or self._desk.policy_of(state).default_plan,
            "reasons": ", ".join(_reasons(state.page, named)),
            "clock": self._clock(state, named),
            "acknowledge": f"{self._settings.url}/page/{stream}/{key}",
            "link": f"{self._settings.url}/inbox#/{state.number}",
            "count": state.surge.customers if state.surge else 0,
            "text": mask(state.snippet).text,
        }
        say, language = self._desk.voice.texts.say, self._settings.working_language
        title = _title(state)
        parts = ("page.body", "page.text") if self._settings.page_content else ("page.body",)
        body = "\n".join(say(language, part, **values) for part in parts)
        return say(language, title, **values), body

    def _named(self) -> Mapping[str, str]:
        """The inbox's names of things, in the team's language."""
        return self._desk.voice.texts.bundle(self._settings.working_language, "inbox")

    def _clock(self, state: Conversation, named: Mapping[str, str]) -> str:
        urgent = next_clock(clocks_of(state, self._desk.policy_of(state)))
        if urgent is None or urgent.due_at is None:
            return named["clock.none"]
        language, now = self._settings.working_language, self._desk.now()
        until = clock_time(urgent.due_at, self._on_call.zone, now, language)
        return f"{named[f'clock.{urgent.name}']}: {until}"


def _is_due(state: Conversation, now: int) -> bool:
    due = page_due(state)
    return due is not None and due <= now


def _title(state: Conversation) -> str:
    if state.page is not None and state.page.reasons == ("surge",):
        return "page.title_surge"
    return "page.title_proposed" if state.severity_proposed else "page.title"


def _reasons(page: Page | None, named: Mapping[str, str]) -> list[str]:
    reasons = page.reasons if page else ()
    return [named[f"page_reason.{reason}"] for reason in reasons]
