"""The agents' side: the namespace `/agent`."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, override

import structlog

from firstline.access import possible
from firstline.domain.commands import (
    AddNote,
    AssignConversation,
    MoveToChannel,
)
from firstline.domain.commands import Agent as Actor
from firstline.domain.conversation import Closed, Conversation
from firstline.domain.errors import ConversationNotFound, FirstlineError, UnknownAgent
from firstline.domain.events import CustomerWrote, FlagSettled, IntakeFlagged, NoteAdded
from firstline.domain.row import Row
from firstline.domain.row import row as row_of
from firstline.editing.workbench import Workbench
from firstline.notify import Change, Notifier
from firstline.store.port_accounts import Agent
from firstline.store.port_search import Search
from firstline.view import agent_card, for_agent, since
from firstline.wire import DRAFTS, InvalidMessage, UnknownCommand, parse

from .desktop import Desktop
from .inbox_editing import Editing
from .inbox_notices import notices
from .inbox_orders import Orders
from .inbox_queries import Queries
from .repeats import position_for
from .socket import Ack, Gate, Parts, with_files

log = structlog.get_logger()

FLUSH_EVERY = 0.25
"""Seconds for which changed rows and notices are gathered, so that a busy desk floods nobody."""
VERIFY_EVERY = 15_000
"""Milliseconds for which a session is taken to be still running."""


class SignedOut(FirstlineError):
    """There is no session, or it has ended: sign in again."""


class NoMailServer(FirstlineError):
    """This desk has no mail server, so nothing can be answered by mail."""


type Signed = Callable[[Mapping[str, Any]], Awaitable[Agent | None]]
"""The environment of a handshake to the agent whose session its cookie holds."""


class InboxChannel(Gate):
    """What an agent may ask and do, and what the inbox is told."""

    def __init__(
        self,
        parts: Parts,
        notifier: Notifier,
        signed: Signed,
        search: Search,
        workbench: Workbench,
    ) -> None:
        super().__init__("/agent", parts, notifier)
        self._signed = signed
        self._desktops: dict[str, Desktop] = {}
        self._rows: dict[str, Row] = {}
        self._notices: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._bot_moved = self._content_moved = False
        self._queries = Queries(self.desk, parts.people, search, parts.settings.status_url)
        self.editing = Editing(self.desk, parts.people, workbench, self._send, self.refusal)
        self._orders = Orders(parts, self.people_moved).table
        self._questions = self._queries.table | self.editing.questions

    @override
    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Only who is signed in."""
        agent = await self._signed(environ)
        if agent is None:
            raise SignedOut
        desktop = Desktop(agent, environ, self.desk.now())
        self._desktops[sid] = desktop
        for room in desktop.rooms:
            await self.enter_room(sid, room)

    @override
    async def on_disconnect(self, sid: str) -> None:
        """Forget the socket; shift and drafts stay."""
        await self.editing.gone(sid)
        desktop = self._desktops.pop(sid, None)
        if desktop:
            for stream in self.parts.presence.places(desktop.agent.id):
                await self._tell_presence(desktop, stream)

    @override
    async def on_presence(self, sid: str, data: dict[str, Any]) -> None:
        """The agent reads or types."""
        desktop = self._desktops.get(sid)
        stream = str(data.get("conversation"))
        if desktop and stream in desktop.opened:
            doing = {"typing": bool(data.get("typing")), "reading": bool(data.get("reading"))}
            await self._tell_presence(desktop, stream, **doing)

    @override
    async def do(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        desktop = await self._desktop(sid)
        stream = str(fields.get("conversation", ""))
        given = await with_files(self.parts, fields, stream)
        command = await _parsed(name, given, desktop, stream)
        if name in self._orders:
            return await self._orders[name](desktop, command)
        if name in self.editing.orders:
            return await self.editing.orders[name](sid, command)
        self._check_outside(command)
        desktop.say(stream, command)
        handled = await self.desk.handle(stream, desktop.actor, command)
        return {"position": await position_for(self.desk, stream, command, handled)}

    def _check_outside(self, command: object) -> None:
        """What no conversation knows; raises UnknownAgent, NoMailServer."""
        match command:
            case MoveToChannel(channel="mail") if not self.parts.settings.can_mail:
                raise NoMailServer
            case AssignConversation(to=to):
                named: tuple[str, ...] = (to,)
            case AddNote(mentions=mentions):
                named = mentions
            case _:
                return
        if any(self.parts.people.find(one) is None for one in named):
            raise UnknownAgent

    @override
    async def ask(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        desktop = await self._desktop(sid)
        match name:
            case "conversation":
                return await self._conversation(desktop, sid, fields)
            case "leave":
                return await self._leave(desktop, sid, fields)
            case "bot":
                return self.parts.bot_health()
        answer = self._questions.get(name)
        if answer is None:
            raise UnknownCommand(name=name[:40])
        return await answer(desktop, fields)

    @override
    def language(self, sid: str) -> str:
        desktop = self._desktops.get(sid)
        return desktop.agent.language if desktop else "en"

    @override
    async def tell(self, change: Change) -> None:
        self._rows[change.stream] = change.row
        readers = self.members(change.stream)
        if readers:
            await self._tell_readers(change, readers)
        if any(isinstance(new.event, IntakeFlagged | FlagSettled) for new in change.recorded):
            await self.emit("flags_changed", {}, room="editors")
        for rooms, notice in notices(change, self.parts.people.name_of):
            for reader in {sid for room in rooms for sid in self.members(room)}:
                self._notices[reader].append(notice)

    async def people_moved(self) -> None:
        """Agents were changed, here or on another desk: know them anew."""
        await self.parts.people.refresh()
        for sid, desktop in list(self._desktops.items()):
            agent = self.parts.people.find(desktop.agent.id)
            if agent is not None:
                await self._become(sid, desktop, agent)

    @override
    def opened(self) -> set[str]:
        return {stream for one in self._desktops.values() for stream in one.opened}

    async def flush(self) -> None:
        """A named task of the composition root: sends what was gathered, together."""
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            rows, self._rows = self._rows, {}
            if rows and self.members("lists"):
                await self._send_rows(list(rows.values()))
            if self._bot_moved:
                self._bot_moved = False
                await self.emit("bot", self.parts.bot_health(), room="leads")
            if self._content_moved:
                self._content_moved = False
                await self.emit("content", self.editing.told(), room="editors")
            gathered, self._notices = self._notices, defaultdict(list)
            for reader, told in gathered.items():
                await self.emit("notices", told, to=reader)

    def bot_changed(self) -> None:
        """A Rasa came or went: leads hear of it with what was gathered."""
        self._bot_moved = True

    def content_changed(self) -> None:
        """Editors' files went live, or were refused: editors and leads hear of it."""
        self._content_moved = True

    async def keep_signed(self) -> None:
        """A named task of the composition root: verifies all windows, for ever."""
        while True:
            await asyncio.sleep(VERIFY_EVERY / 1000)
            try:
                await self.verify_all()
            except Exception:
                log.exception("sessions_not_verified")

    async def verify_all(self) -> None:
        """Whose session has ended hears of nothing more, also if they ask for nothing."""
        for sid in list(self._desktops):
            try:
                await self._desktop(sid)
            except SignedOut:
                await self.disconnect(sid)

    async def _send_rows(self, rows: list[Row]) -> None:
        shown = [row for row in rows if any(key == "all" for key, _ in row.keys)]
        gone = [row.stream for row in rows if row not in shown]
        await self.emit("rows", {"changed": self._queries.shown(shown), "gone": gone}, room="lists")

    async def _tell_readers(self, change: Change, readers: list[str]) -> None:
        update = {
            "conversation": change.stream,
            "from": change.before.position if change.before else 0,
            "position": change.after.position,
            "entries": for_agent((*change.blanked, *change.recorded), self.parts.people.name_of),
        }
        if not _moves_card(change):
            await self.emit("update", update, room=change.stream)
            return
        for sid in readers:
            desktop = self._desktops.get(sid)
            if desktop:
                card = await self._card(change.row, change.after, desktop.actor)
                await self.emit("update", {**update, "card": card}, to=sid)

    async def _conversation(self, desktop: Desktop, sid: str, fields: Mapping[str, Any]) -> Ack:
        stream, after = fields.get("conversation"), fields.get("after", 0)
        if not isinstance(stream, str):
            raise ConversationNotFound
        if not isinstance(after, int) or after < 0:
            raise InvalidMessage(at="$.after")
        record = await self.desk.record(stream)
        state = record.state
        await self.enter_room(sid, stream)
        desktop.opened.add(stream)
        line = row_of(stream, state, self.desk.policy_of(state))
        card = await self._card(line, state, desktop.actor)
        return {
            "from": after,
            "position": state.position,
            "entries": for_agent(since(record.recorded, after), self.parts.people.name_of),
            "card": {**card, "history": await self._queries.history(stream, state)},
        }

    async def _send(self, sid: str, name: str, data: Any) -> None:
        await self.emit(name, data, to=sid)

    async def _leave(self, desktop: Desktop, sid: str, fields: Mapping[str, Any]) -> Ack:
        stream = str(fields.get("conversation", ""))
        if stream not in desktop.opened:
            return {}
        desktop.opened.discard(stream)
        await self.leave_room(sid, stream)
        await self._tell_presence(desktop, stream)
        return {}

    async def _card(self, row: Row, state: Conversation, by: Actor) -> dict[str, Any]:
        return agent_card(
            state,
            row,
            self.desk.policy_of(state),
            self.parts.people.name_of,
            self.desk.now(),
            can=possible(state, by),
            offered=await self.offered(state),
        )

    async def _desktop(self, sid: str) -> Desktop:
        """The window, its session looked up anew from time to time; raises SignedOut."""
        desktop = self._desktops.get(sid)
        if desktop is None:
            raise SignedOut
        now = self.desk.now()
        if now - desktop.verified_at > VERIFY_EVERY:
            await self._verify(sid, desktop)
            desktop.verified_at = now
        return desktop

    async def _verify(self, sid: str, desktop: Desktop) -> None:
        agent = await self._signed(desktop.environ)
        if agent is None:
            for room in (*desktop.rooms, *desktop.opened):
                await self.leave_room(sid, room)
            await self.on_disconnect(sid)
            raise SignedOut
        await self._become(sid, desktop, agent)

    async def _become(self, sid: str, desktop: Desktop, agent: Agent) -> None:
        """Teams or role may be others now, and with them the rooms."""
        before, desktop.agent = desktop.rooms, agent
        for room in set(before) - set(desktop.rooms):
            await self.leave_room(sid, room)
        for room in desktop.rooms:
            await self.enter_room(sid, room)

    async def _tell_presence(self, desktop: Desktop, stream: str, **doing: bool) -> None:
        agent, now = desktop.agent, self.desk.now()
        who = await self.parts.presence.tell(stream, agent.id, agent.name, now, **doing)
        await self.show_presence(stream, who)
        agents = [
            {**person, "reading": False}
            for person in who
            if person["id"] != "customer" and person["typing"]
        ]
        presence = {"conversation": stream, "who": agents}
        await self.emit("presence", presence, room=stream, namespace="/customer")


async def _parsed(name: str, given: Mapping[str, Any], desktop: Desktop, stream: str) -> Any:
    """The command. A file of an editor is long, so a thread looks through it for secrets."""
    work = partial(parse, name, given, desktop.who, after=desktop.said.get(stream))
    return await asyncio.to_thread(work) if DRAFTS & given.keys() else work()


def _moves_card(change: Change) -> bool:
    """A customer's message or a note changes nothing on the agent's card but the row."""
    plain = all(isinstance(new.event, CustomerWrote | NoteAdded) for new in change.recorded)
    before = change.before
    moved = before is None or type(before.phase) is not type(change.after.phase)
    return moved or not plain or isinstance(change.after.phase, Closed)
