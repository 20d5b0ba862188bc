"""The agents' side: the namespace `/agent`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, override

import socketio

from firstline.access import possible
from firstline.domain.commands import Agent as Actor
from firstline.domain.commands import ClaimConversation, EraseContent
from firstline.domain.conversation import Closed, Conversation
from firstline.domain.errors import (
    AlreadyOwned,
    ConversationNotFound,
    FirstlineError,
    NotInThisState,
    UnknownAgent,
)
from firstline.domain.events import (
    ClockEscalated,
    ClockMissed,
    ClockWarned,
    ConversationAssigned,
    CustomerWrote,
    NoteAdded,
    Recorded,
)
from firstline.domain.row import Row
from firstline.notify import Change, Notifier
from firstline.people import actor
from firstline.store.port import Order, place
from firstline.store.port_accounts import Agent
from firstline.store.port_search import Search
from firstline.view import agent_card, for_agent, why, with_names
from firstline.wire import (
    ClaimNext,
    EraseCustomer,
    InvalidMessage,
    SetShift,
    UnknownCommand,
    Who,
    parse,
    problem,
)

from .socket import Ack, Gate, Parts, with_files

FLUSH_EVERY = 0.1
"""Seconds for which changed rows are gathered, so that a busy desk does not flood its lists."""
COUNTED = 200
PAGE = 50
LISTS = {
    "queue": "queue",
    "mine": "mine",
    "waiting": "waiting",
    "incident": "incident",
    "resolved": "resolved",
    "all": "all",
}
NEWEST_FIRST = {"resolved", "all"}


class SignedOut(FirstlineError):
    """There is no session, or it has ended: sign in again."""


@dataclass
class Desktop:
    """One socket of an agent."""

    agent: Agent
    opened: set[str] = field(default_factory=set)

    @property
    def actor(self) -> Actor:
        """The agent as the giver of orders."""
        return actor(self.agent)

    @property
    def who(self) -> Who:
        """The agent's column in the wire table."""
        return "lead" if self.agent.role in {"lead", "admin"} else "agent"


class RowsAsked(InvalidMessage):
    """The list is unknown."""


type Signed = Callable[[Mapping[str, Any]], Awaitable[Agent | None]]
"""The environment of a handshake to the agent whose session its cookie holds."""


class InboxChannel(Gate):
    """What an agent may ask and do, and what the inbox is told."""

    def __init__(self, parts: Parts, notifier: Notifier, signed: Signed, search: Search) -> None:
        super().__init__("/agent", parts, notifier)
        self._signed = signed
        self._search = search
        self._desktops: dict[str, Desktop] = {}
        self._rows: dict[str, Row] = {}
        self._asks: dict[str, Callable[[Desktop, str, Mapping[str, Any]], Awaitable[Ack]]] = {
            "lists": self._lists,
            "rows": self._rows_of,
            "conversation": self._conversation,
            "leave": self._leave,
            "why": self._why,
            "search": self._found,
            "similar": self._similar,
            "canned": self._canned,
            "colleagues": self._colleagues,
            "teams": self._teams,
        }
        self._orders: dict[str, Callable[[Desktop, Any], Awaitable[Ack]]] = {
            "claim_next": self._claim_next,
            "set_shift": self._set_shift,
            "erase_customer": self._erase_customer,
        }

    async def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Only who is signed in."""
        agent = await self._signed(environ)
        if agent is None:
            why_not = problem(SignedOut(), self.desk.voice.texts, "en")
            raise socketio.exceptions.ConnectionRefusedError(why_not)
        self._desktops[sid] = Desktop(agent)
        for room in ("lists", f"agent:{agent.id}", *(f"team:{team}" for team in agent.teams)):
            await self.enter_room(sid, room)
        if agent.role in {"lead", "admin"}:
            await self.enter_room(sid, "leads")

    async def on_disconnect(self, sid: str, _reason: object = None) -> None:
        """Forget the socket; shift and drafts stay."""
        desktop = self._desktops.pop(sid, None)
        if desktop:
            for stream in self.parts.presence.gone(desktop.agent.id):
                await self._show_presence(stream)

    async def on_presence(self, sid: str, data: Any) -> None:
        """The agent reads or types."""
        desktop = self._desktops.get(sid)
        if not desktop or not isinstance(data, dict):
            return
        stream = data.get("conversation")
        if stream in desktop.opened:
            doing = {"typing": bool(data.get("typing")), "reading": bool(data.get("reading"))}
            agent, now = desktop.agent, self.desk.now()
            self.parts.presence.tell(str(stream), agent.id, agent.name, now, **doing)
            await self._show_presence(str(stream))

    @override
    async def do(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        desktop = self._desktop(sid)
        stream = str(fields.get("conversation", ""))
        given = await with_files(self.parts, fields, stream)
        command = parse(name, given, desktop.who)
        if name in self._orders:
            return await self._orders[name](desktop, command)
        if name == "assign_conversation" and self.parts.people.find(command.to) is None:
            raise UnknownAgent
        handled = await self.desk.handle(stream, desktop.actor, command)
        return {"position": handled.position}

    @override
    async def ask(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        answer = self._asks.get(name)
        if answer is None:
            raise UnknownCommand(name=name[:40])
        return await answer(self._desktop(sid), sid, fields)

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
        for new in change.recorded:
            await self._notice(change, new)

    async def flush_rows(self) -> None:
        """A named task of the composition root: sends the rows that changed, together."""
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            rows, self._rows = self._rows, {}
            if rows and self.members("lists"):
                await self._send_rows(list(rows.values()))

    async def _send_rows(self, rows: list[Row]) -> None:
        shown = [row for row in rows if any(key == "all" for key, _ in row.keys)]
        gone = [row.stream for row in rows if row not in shown]
        await self.emit("rows", {"changed": self._shown(shown), "gone": gone}, room="lists")

    async def _tell_readers(self, change: Change, readers: list[str]) -> None:
        update = {
            "conversation": change.stream,
            "from": change.before.position if change.before else 0,
            "position": change.after.position,
            "entries": for_agent(change.recorded, self.parts.people.name_of),
        }
        if not _moves_card(change):
            await self.emit("update", update, room=change.stream)
            return
        for sid in readers:
            desktop = self._desktops.get(sid)
            if desktop:
                card = self._card(change.row, change.after, desktop.actor)
                await self.emit("update", {**update, "card": card}, to=sid)

    async def _notice(self, change: Change, new: Recorded) -> None:
        """What somebody should know who looks at another conversation."""
        match new.event:
            case ClockWarned(clock=clock):
                await self._note(change, "clock_warned", [change.after.agent], clock=clock)
            case ClockMissed(clock=clock):
                rooms = [f"agent:{change.after.agent}", "leads", f"team:{change.after.team}"]
                await self._note_rooms(change, "clock_missed", rooms, clock=clock)
            case ClockEscalated(clock=clock, step=step) if step > 100:  # noqa: PLR2004 - percent
                await self._note_rooms(change, "clock_escalated", ["leads"], clock=clock)
            case NoteAdded(mentions=mentions, by=by) if mentions:
                name = self.parts.people.name_of(by)
                await self._note(change, "mention", list(mentions), by=name)
            case ConversationAssigned(to=to, by=by) if to != by:
                name = self.parts.people.name_of(by)
                await self._note(change, "assigned", [to], by=name)
            case CustomerWrote() if change.after.agent:
                await self._note(change, "answered", [change.after.agent])
            case _:
                return

    async def _note(self, change: Change, key: str, agents: list[str], **values: str) -> None:
        rooms = [f"agent:{agent}" for agent in agents if agent]
        await self._note_rooms(change, key, rooms, **values)

    async def _note_rooms(self, change: Change, key: str, rooms: list[str], **values: str) -> None:
        number = change.after.number
        notice = {
            "kind": key,
            "conversation": change.stream,
            "number": number,
            "text_key": f"notice.{key}",
            "with": {"number": number, **values},
        }
        for sid in {sid for room in rooms for sid in self.members(room)}:
            await self.emit("notice", notice, to=sid)

    async def _claim_next(self, desktop: Desktop, command: ClaimNext) -> Ack:
        """The most urgent one that nobody else takes first; `number` is null when none is left."""
        key = f"queue:{command.team}" if command.team else "queue"
        for row in await self.desk.store.find(key, limit=PAGE):
            try:
                handled = await self.desk.handle(row.stream, desktop.actor, ClaimConversation())
            except (AlreadyOwned, ConversationNotFound, NotInThisState):
                continue
            number = handled.state.number
            return {"position": handled.position, "conversation": row.stream, "number": number}
        return {"position": 0, "conversation": None, "number": None}

    async def _set_shift(self, desktop: Desktop, command: SetShift) -> Ack:
        accounts = self.parts.people.accounts
        agent = await accounts.set_shift(desktop.agent.id, self.desk.now(), on=command.on)
        if agent is None:
            raise UnknownAgent
        await self.parts.people.refresh()
        for other in self._desktops.values():
            if other.agent.id == agent.id:
                other.agent = agent
        return {"position": 0, "on": agent.on_shift}

    async def _erase_customer(self, desktop: Desktop, command: EraseCustomer) -> Ack:
        """Every conversation of a customer, blanked (R52)."""
        erased = 0
        for row in await self.desk.store.find(f"customer:{command.customer}", limit=10_000):
            order = EraseContent(command.reason)
            await self.desk.handle(row.stream, desktop.actor, order)
            erased += 1
        return {"position": 0, "erased": erased}

    async def _lists(self, desktop: Desktop, _sid: str, fields: Mapping[str, Any]) -> Ack:
        counts: dict[str, int] = {}
        for name in LISTS:
            rows = await self._of_list(name, desktop, fields, None, COUNTED)
            counts[name] = len(rows)
        return {"counts": counts}

    async def _rows_of(self, desktop: Desktop, _sid: str, fields: Mapping[str, Any]) -> Ack:
        name = str(fields.get("list", "queue"))
        if name not in LISTS:
            raise RowsAsked(at="$.list")
        after = fields.get("after")
        limit = fields.get("limit", PAGE)
        if not isinstance(limit, int) or not 1 <= limit <= COUNTED:
            raise InvalidMessage(at="$.limit")
        after = after if isinstance(after, str) else None
        rows = await self._of_list(name, desktop, fields, after, limit)
        more = place(rows[-1], self._key(name, desktop)) if len(rows) == limit else None
        return {"rows": self._shown(rows), "next": more}

    async def _of_list(
        self, name: str, desktop: Desktop, fields: Mapping[str, Any], after: str | None, limit: int
    ) -> list[Row]:
        key = self._key(name, desktop)
        order: Order = "desc" if name in NEWEST_FIRST else "asc"
        rows = await self.desk.store.find(key, order, after, limit)
        wanted = {what: fields[what] for what in ("team", "language") if fields.get(what)}
        return [row for row in rows if all(row.body[w] == v for w, v in wanted.items())]

    def _key(self, name: str, desktop: Desktop) -> str:
        return f"mine:{desktop.agent.id}" if name == "mine" else LISTS[name]

    async def _conversation(self, desktop: Desktop, sid: str, fields: Mapping[str, Any]) -> Ack:
        stream, after = fields.get("conversation"), fields.get("after", 0)
        if not isinstance(stream, str):
            raise ConversationNotFound
        if not isinstance(after, int) or after < 0:
            raise InvalidMessage(at="$.after")
        state = await self.desk.state(stream)
        await self.enter_room(sid, stream)
        desktop.opened.add(stream)
        recorded = await self.desk.readable(stream)
        row = await self.desk.store.row(stream)
        if row is None:
            raise ConversationNotFound
        card = self._card(row, state, desktop.actor)
        new = [one for one in recorded if one.position > after]
        return {
            "from": after,
            "position": recorded[-1].position if recorded else 0,
            "entries": for_agent(new, self.parts.people.name_of),
            "card": {**card, "history": await self._history(stream, state)},
        }

    async def _history(self, stream: str, state: Conversation) -> list[dict[str, Any]]:
        customer = state.customer
        if not (customer.verified and customer.id):
            return []
        rows = await self.desk.store.find(f"customer:{customer.id}", "desc", limit=20)
        return self._shown([row for row in rows if row.stream != stream])

    async def _leave(self, desktop: Desktop, sid: str, fields: Mapping[str, Any]) -> Ack:
        stream = str(fields.get("conversation", ""))
        desktop.opened.discard(stream)
        await self.leave_room(sid, stream)
        self.parts.presence.tell(stream, desktop.agent.id, "", 0)
        await self._show_presence(stream)
        return {}

    async def _why(self, _desktop: Desktop, _sid: str, fields: Mapping[str, Any]) -> Ack:
        state = await self.desk.state(str(fields.get("conversation", "")))
        policy = self.desk.policy_of(state)
        explained = why(state, policy, str(fields.get("clock", "")), self.desk.now())
        if not explained:
            raise InvalidMessage(at="$.clock")
        return explained

    async def _found(self, _desktop: Desktop, _sid: str, fields: Mapping[str, Any]) -> Ack:
        """By number, or by words of what was said."""
        text = str(fields.get("text", ""))[:200]
        by_number = await self.desk.store.find_unique(f"number:{text.strip().upper()}")
        hits = await self._search.search(text)
        streams = dict.fromkeys(hit.stream for hit in hits)
        rows = [await self.desk.store.row(stream) for stream in streams]
        found = [row for row in (by_number, *rows) if row is not None]
        unique = {row.stream: row for row in found}
        return {"rows": self._shown(list(unique.values()))}

    async def _similar(self, _desktop: Desktop, _sid: str, fields: Mapping[str, Any]) -> Ack:
        stream = str(fields.get("conversation", ""))
        state = await self.desk.state(stream)
        hits = await self._search.similar(f"{state.subject} {state.customer_said}", but=stream)
        rows = [await self.desk.store.row(hit.stream) for hit in hits]
        return {"rows": self._shown([row for row in rows if row is not None])}

    async def _canned(self, desktop: Desktop, _sid: str, fields: Mapping[str, Any]) -> Ack:
        """Canned replies in the customer's language, placeholders filled in (R43)."""
        state = await self.desk.state(str(fields.get("conversation", "")))
        texts = self.desk.voice.texts
        keys = texts.bundle(state.language, "canned")
        names = dict.fromkeys(key.split(".")[0] for key in keys)
        values = {
            "number": state.number,
            "customer": state.customer.name,
            "agent": desktop.agent.name,
            "subject": state.subject,
        }
        replies = [
            {
                "id": name,
                "title": texts.say(desktop.agent.language, f"{name}.title"),
                "text": texts.say(state.language, f"{name}.text", **values),
            }
            for name in names
        ]
        return {"replies": replies}

    async def _colleagues(self, _desktop: Desktop, _sid: str, _fields: Mapping[str, Any]) -> Ack:
        people = [
            {
                "id": agent.id,
                "name": agent.name,
                "on_shift": agent.on_shift,
                "languages": agent.languages,
                "teams": agent.teams,
            }
            for agent in self.parts.people.all()
        ]
        return {"colleagues": people}

    async def _teams(self, _desktop: Desktop, _sid: str, _fields: Mapping[str, Any]) -> Ack:
        newest = next(iter(self.desk.policies.values()))
        return {"teams": list(newest.teams)}

    def _card(self, row: Row, state: Conversation, by: Actor) -> dict[str, Any]:
        return agent_card(
            state,
            row,
            self.desk.policy_of(state),
            self.parts.people.name_of,
            self.desk.now(),
            can=possible(state, by),
        )

    def _shown(self, rows: list[Row]) -> list[dict[str, Any]]:
        return [with_names(row.body, self.parts.people.name_of) for row in rows]

    def _desktop(self, sid: str) -> Desktop:
        desktop = self._desktops.get(sid)
        if desktop is None:
            raise SignedOut
        return desktop

    async def _show_presence(self, stream: str) -> None:
        who = self.parts.presence.who(stream, self.desk.now())
        await self.emit("presence", {"conversation": stream, "who": who}, room=stream)
        agents = [
            {**person, "reading": False}
            for person in who
            if person["id"] != "customer" and person["typing"]
        ]
        presence = {"conversation": stream, "who": agents}
        await self.emit("presence", presence, room=stream, namespace="/customer")


def _moves_card(change: Change) -> bool:
    """A customer's message or a note changes nothing on the agent's card but the row."""
    plain = all(isinstance(new.event, CustomerWrote | NoteAdded) for new in change.recorded)
    before = change.before
    moved = before is None or type(before.phase) is not type(change.after.phase)
    return moved or not plain or isinstance(change.after.phase, Closed)
