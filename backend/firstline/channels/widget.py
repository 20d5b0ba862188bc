"""The customer's side: the namespace `/customer`."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, override

import structlog

from firstline import numbers
from firstline.access import key_hash, new_key, opens, reads
from firstline.domain.commands import ChooseOption, Command, Customer, ReserveNumber
from firstline.domain.conversation import Conversation
from firstline.domain.errors import (
    AddressIsMissing,
    ConversationNotFound,
    FirstlineError,
    NotAllowed,
)
from firstline.domain.events import (
    AgentReplied,
    Attachment,
    CustomerWrote,
    NoteAdded,
    Person,
    Recorded,
)
from firstline.domain.moment import Moment
from firstline.locales import nearest
from firstline.masking import Masked
from firstline.notify import Change, Notifier
from firstline.store.port import KeyTaken
from firstline.times import zone_name
from firstline.view import CustomerCard, Entry, asking, customer_card, for_customer, naming, since
from firstline.wire import InvalidMessage, UnknownCommand, parse, secrets_of

from .long_texts import FILE, LONGEST_TEXT, with_long_text
from .places import Places
from .repeats import position_for
from .socket import Ack, Gate, Parts, browser_language, with_files

log = structlog.get_logger()

ATTEMPTS = 5
RECOUNT_EVERY = 0.5
"""Seconds between two counts of the queue, where it moved."""
MOST_LANGUAGES = 8
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{2,4}){0,2}")
VERIFY_EVERY = 15_000
"""Milliseconds for which a token is taken to be still valid."""


class IdentityNeeded(FirstlineError):
    """This desk talks to customers whom the company's site has signed in."""


type Verify = Callable[[str, Moment], Person]
"""A token to the customer that it stands for; raises a FirstlineError that says why not."""


@dataclass
class Session:
    """One socket of a customer."""

    person: Person | None
    """Who the company's site says this is."""
    token: str
    verified_at: Moment
    address: str
    language: str
    opened: set[str] = field(default_factory=set)
    reading: set[str] = field(default_factory=set)
    """Those of the opened ones that are a colleague's: to be read, and no more."""
    in_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One message after the other: a secret in two halves shows only beside the one before."""


class TooManySockets(FirstlineError):
    """So many chats are open from this address that no more fit."""


class WidgetChannel(Gate):
    """What a customer may ask and do, and what they are told."""

    def __init__(self, parts: Parts, notifier: Notifier, verify: Verify, places: Places) -> None:
        super().__init__("/customer", parts, notifier)
        self._verify = verify
        self._places = places
        self._sessions: dict[str, Session] = {}
        self._sockets: Counter[str] = Counter()
        self._bot_moved = False
        self._asks: dict[str, Callable[[Session, str, Mapping[str, Any]], Awaitable[Ack]]] = {
            "open": self._open,
            "catch_up": self._catch_up,
            "mine": self._mine,
        }

    @override
    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Verify the token, if there is one."""
        given = auth if isinstance(auth, dict) else {}
        token = str(given.get("token") or "")
        now = self.desk.now()
        person = self._welcome(token, now) if token else None
        address, language = self.parts.address_of(environ), browser_language(environ)
        if self._sockets[address] >= self.parts.settings.sockets_per_address:
            raise TooManySockets
        self._sockets[address] += 1
        self._sessions[sid] = Session(person, token, now, address, language)

    def _welcome(self, token: str, now: Moment) -> Person:
        """The customer, or the reason why not with the ways that are left to write to us (R01)."""
        try:
            return self._verify(token, now)
        except FirstlineError as error:
            error.details.update(self._elsewhere())
            raise

    def _elsewhere(self) -> dict[str, str]:
        settings = self.parts.settings
        ways = {"mail": settings.support_mail, "form": settings.support_form}
        return {name: address for name, address in ways.items() if address}

    @override
    async def on_disconnect(self, sid: str) -> None:
        """Forget the socket; the conversation stays."""
        session = self._sessions.pop(sid, None)
        if session is None:
            return
        self._sockets -= Counter((session.address,))  # this also forgets an address without any
        for stream in session.opened:
            await self._tell_presence(stream)

    @override
    async def on_presence(self, sid: str, data: dict[str, Any]) -> None:
        """The customer types or reads."""
        session = self._sessions.get(sid)
        stream = str(data.get("conversation"))
        may = session and stream in session.opened
        if may and self.parts.limits.allows(f"presence {sid}"):
            doing = {"typing": bool(data.get("typing")), "reading": bool(data.get("reading"))}
            await self._tell_presence(stream, **doing)

    @override
    async def do(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        session = self._session(sid)
        self.parts.limits.take_address(session.address)
        stream = str(fields.get("conversation"))
        if stream not in session.opened:
            raise ConversationNotFound
        if stream in session.reading:
            raise NotAllowed
        async with session.in_turn:
            state = await self.desk.state(stream)
            session.language = state.language
            given = await with_files(self.parts, fields, stream)
            if name == "post_message":
                given = await self._with_long_text(given, stream, state)
            said, asked = state.customer_said or None, state.agent_said
            command = parse(name, given, "customer", after=said, asked=asked)
            _vouched_for(session.person, state, command)
            handled = await self.desk.handle(stream, Customer(), command)
        session.language = handled.state.language
        return {"position": await position_for(self.desk, stream, command, handled)}

    async def _with_long_text(
        self, given: Mapping[str, Any], stream: str, state: Conversation
    ) -> Mapping[str, Any]:
        def keep(masked: Masked) -> Awaitable[Attachment]:
            return self.parts.keep_text(FILE, masked.text, stream, secrets_of(masked))

        return await with_long_text(given, state, self.desk.policy_of(state).message_limit, keep)

    @override
    async def ask(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        answer = self._asks.get(name)
        if answer is None:
            raise UnknownCommand(name=name[:40])
        return await answer(self._session(sid), sid, fields)

    @override
    def language(self, sid: str) -> str:
        session = self._sessions.get(sid)
        return session.language if session else "en"

    @override
    async def tell(self, change: Change) -> None:
        self._places.note(change)
        stream, state = change.stream, change.after
        for room, name in await self._readers(stream, state):
            update: dict[str, Any] = {
                "conversation": stream,
                "from": change.before.position if change.before else 0,
                "position": state.position,
                "entries": self._lines((*change.blanked, *change.recorded), state, name),
            }
            if _moves_card(change):
                update["card"] = self._card(stream, state, name)
            await self.emit("update", update, room=room)
        for asked in self._asked_about(stream) if change.blanked else ():
            await self._ask_anew(asked)

    def _asked_about(self, offered: str) -> list[str]:
        """Where the question stands open in a chat whether it is about this conversation."""
        return [one for one in self.opened() if self.desk.states.offers(one) == offered]

    async def _ask_anew(self, stream: str) -> None:
        """What an open chat calls the other conversation goes with an erasure there (R52)."""
        state, recorded = await self.desk.state(stream), await self.desk.readable(stream)
        asks = asking(recorded, state.offer)
        at = {"conversation": stream, "from": state.position, "position": state.position}
        for room, name in await self._readers(stream, state):
            entries, card = self._lines(asks, state, name), self._card(stream, state, name)
            await self.emit("update", {**at, "entries": entries, "card": card}, room=room)

    async def keep_places(self) -> None:
        """A named task of the composition root: tells queued customers when their place moves."""
        self._places.all_moved(self.desk.policies.values())
        while True:
            await asyncio.sleep(RECOUNT_EVERY)
            try:
                for stream in {*await self._places.count(), *self._bot_matters()}:
                    await self._tell_card(stream)
            except FirstlineError as error:
                log.warning("places_not_told", code=error.code)

    def bot_changed(self) -> None:
        """The bot became ready or away: who talks to it hears of that with the places (R31)."""
        self._bot_moved = True

    def _bot_matters(self) -> set[str]:
        moved, self._bot_moved = self._bot_moved, False
        return self.opened() if moved else set()

    @override
    def opened(self) -> set[str]:
        return {stream for one in self._sessions.values() for stream in one.opened}

    async def _tell_card(self, stream: str) -> None:
        if not self.members(stream):
            return
        state = await self.desk.state(stream)
        at = {"conversation": stream, "from": state.position, "position": state.position}
        for room, name in await self._readers(stream, state):
            card = self._card(stream, state, name)
            await self.emit("update", {**at, "entries": [], "card": card}, room=room)

    async def _readers(self, stream: str, state: Conversation) -> list[tuple[str, str]]:
        """The rooms that are told, each with what an offered conversation is called for it.

        Whoever may read that one differs from socket to socket, so each is told by itself.
        """
        members = self.members(stream)
        if not members or not await self.offered(state):
            return [(stream, "")] if members else []
        people = {sid: self._sessions[sid].person for sid in members if sid in self._sessions}
        return [(sid, await self._offered_to(one, state)) for sid, one in people.items()]

    async def _offered_to(self, person: Person | None, state: Conversation) -> str:
        """What the conversation of an offered duplicate is called, for whom it is theirs to see."""
        name = await self.offered(state)
        if not name or state.offer is None:
            return ""
        try:
            other = await self.desk.state(state.offer.id)
        except FirstlineError:
            return ""
        return name if opens(other, person, None) or reads(other, person) else ""

    async def _open(self, session: Session, sid: str, fields: Mapping[str, Any]) -> Ack:
        known = fields.get("conversation")
        key = fields.get("key")
        if isinstance(known, str) and known:
            state = await self._own(session, known, key if isinstance(key, str) else None)
            stream, new = known, None
        else:
            stream, state, new = await self._reserve(session, fields)
        await self.enter_room(sid, stream)
        session.opened.add(stream)
        session.language = state.language
        return {
            "conversation": stream,
            "number": state.number,
            "key": new,
            "texts_language": state.language,
            "limits": self._limits(state),
            "read_only": stream in session.reading,
            **await self._batch(session, stream, 0),
        }

    async def _own(self, session: Session, stream: str, key: str | None) -> Conversation:
        """The state, for whom it belongs to; everybody else learns nothing."""
        self.parts.limits.take_address(session.address)
        state = await self.desk.state(stream)
        if opens(state, session.person, key):
            session.reading.discard(stream)
        elif reads(state, session.person):
            session.reading.add(stream)
        else:
            raise ConversationNotFound
        return state

    async def _reserve(
        self, session: Session, fields: Mapping[str, Any]
    ) -> tuple[str, Conversation, str | None]:
        """A number at once, before anything else is asked (R20)."""
        self.parts.limits.take_address(session.address)
        if session.person is None and not self.parts.settings.visitors:
            raise IdentityNeeded(**self._elsewhere())
        key = None if session.person else new_key()
        languages, zone = _browser(fields)
        for _ in range(ATTEMPTS):
            stream = numbers.new_stream()
            command = ReserveNumber(
                number=numbers.new_number(),
                channel="chat",
                customer=session.person or Person(),
                key_hash=key_hash(key) if key else "",
                language=nearest(languages),
                browser_languages=languages,
                zone=zone,
                policy=self.desk.newest,
            )
            try:
                handled = await self.desk.handle(stream, Customer(), command)
            except KeyTaken:
                continue
            return stream, handled.state, key
        raise KeyTaken

    async def _catch_up(self, session: Session, sid: str, fields: Mapping[str, Any]) -> Ack:
        stream, after = str(fields.get("conversation")), fields.get("after", 0)
        if stream not in session.opened:
            raise ConversationNotFound
        if not isinstance(after, int) or after < 0:
            raise InvalidMessage(at="$.after")
        self.parts.limits.take(f"ask {sid}")
        return await self._batch(session, stream, after)

    async def _mine(self, session: Session, sid: str, _fields: Mapping[str, Any]) -> Ack:
        person = session.person
        if person is None:
            return {"conversations": []}
        self.parts.limits.take(f"ask {sid}")
        rows = await self.desk.store.find(f"customer:{person.id}", "desc", limit=20)
        shown = ("conversation", "number", "subject", "phase", "last_at")
        return {"conversations": [{name: row.body[name] for name in shown} for row in rows]}

    async def _batch(self, session: Session, stream: str, after: int) -> Ack:
        """What a socket lacks that is in the room already.

        The record is read last: what is told from then on comes behind this answer. The line that
        offers a duplicate comes along, since what that is called may have been erased meanwhile.
        """
        before = await self.desk.state(stream)
        name = await self._offered_to(session.person, before)
        record = await self.desk.record(stream)
        state = record.state
        name = name if state.offer == before.offer else ""
        missed = since(record.recorded, after)
        again = [one for one in asking(record.recorded, state.offer) if one not in missed]
        return {
            "from": after,
            "position": state.position,
            "entries": self._lines((*again, *missed), state, name),
            "card": self._card(stream, state, name),
        }

    def _lines(self, recorded: Iterable[Recorded], state: Conversation, name: str) -> list[Entry]:
        return naming(for_customer(recorded, self.parts.people.name_of), state.offer, name)

    def _card(self, stream: str, state: Conversation, name: str) -> CustomerCard:
        return customer_card(
            state,
            self.desk.policy_of(state),
            self.parts.people.name_of,
            place=self._places.place(stream),
            bot_ready=self.parts.bot_ready(),
            offered=name,
        )

    def _limits(self, state: Conversation) -> dict[str, Any]:
        message = self.desk.policy_of(state).message_limit
        return {
            "message": message,
            "text": LONGEST_TEXT,
            "file": self.parts.settings.file_limit,
            "types": self.parts.file_types,
        }

    def _session(self, sid: str) -> Session:
        """The socket's session, its token verified anew from time to time; raises TokenExpired."""
        session = self._sessions.get(sid)
        if session is None:
            raise ConversationNotFound
        now = self.desk.now()
        if session.token and now - session.verified_at > VERIFY_EVERY:
            session.person = self._verify(session.token, now)
            session.verified_at = now
        return session

    async def _tell_presence(self, stream: str, **doing: bool) -> None:
        now = self.desk.now()
        who = await self.parts.presence.tell(stream, "customer", "", now, **doing)
        await self.show_presence(stream, who)


def _vouched_for(person: Person | None, state: Conversation, command: Command) -> None:
    """Raises AddressIsMissing where it would move to an address that the site has replaced."""
    by_mail = isinstance(command, ChooseOption) and command.value == "mail"
    if by_mail and person is not None and person.email != state.customer.email:
        raise AddressIsMissing


def _moves_card(change: Change) -> bool:
    """A plain message changes nothing on the customer's card."""
    plain = all(
        isinstance(new.event, CustomerWrote | NoteAdded)
        or (isinstance(new.event, AgentReplied) and new.event.mark == "plain")
        for new in change.recorded
    )
    before, after = change.before, change.after
    if not plain or before is None or type(before.phase) is not type(after.phase):
        return True
    return before.question != after.question or before.offer != after.offer


def _browser(fields: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The browser's languages and zone; what is neither is no text that we would keep (R27)."""
    browser = fields.get("browser")
    given = browser if isinstance(browser, dict) else {}
    languages = given.get("languages")
    tags = languages if isinstance(languages, list) else []
    kept = tuple(tag for tag in map(str, tags[:MOST_LANGUAGES]) if LANGUAGE_TAG.fullmatch(tag))
    return kept, zone_name(given.get("zone"))
