"""The customer of a case: writes, presses and answers, and notes what the intake does."""

from dataclasses import dataclass, field
from itertools import count

import structlog
from msgspec.structs import replace

from firstline.domain.commands import (
    AskForPerson,
    ChooseOption,
    Customer,
    ReserveNumber,
    System,
    Tick,
)
from firstline.domain.conversation import Conversation, InIntake, Reserved
from firstline.domain.errors import ConversationIsClosed, Refused
from firstline.domain.events import (
    Attachment,
    BotSaid,
    ConversationSplit,
    DuplicateOffered,
    HandedOff,
    IncidentOffered,
    Person,
    SplitOffered,
)
from firstline.domain.handoff import severity
from firstline.domain.moment import Span
from firstline.domain.policy import fingerprint
from firstline.intake import prose
from firstline.intake.rasa import BotAway
from firstline.locales import nearest
from firstline.masking import mask
from firstline.numbers import new_number, new_stream
from firstline.wire import parse

from . import kinds
from .form import QUESTIONS, Answer, Case, File, Message, messages, span
from .house import House, Room
from .judge import After, Seen
from .replies import asks, button, is_button, spoken

log = structlog.get_logger()

ROUNDS = 14
"""Questions and offers that are answered at most: more than an intake may ask."""
THINKS: Span = 20_000
"""Milliseconds until a customer answers a question."""
GIVES_UP: Span = 20 * 60_000
"""Milliseconds after which the desk hands over what nobody has answered."""
CUSTOMER, SWEEPER = Customer(), System("sweeper")
PRESSED = ("language", "incident", "duplicate", "split")
"""Questions whose buttons are pressed at once; all else waits until the customer has said all."""


@dataclass
class Talk:
    """One conversation, from the customer's side."""

    house: House
    room: Room
    case: Case
    language: str
    others: dict[str, str]
    """The open conversations' keys by their streams."""
    stream: str = field(default_factory=new_stream)
    written: list[tuple[str, str]] = field(default_factory=list)
    after: list[After] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    ids: "count[int]" = field(default_factory=count)

    async def begin(self, person: Person, browser: tuple[str, ...], zone: str) -> None:
        """Opens the widget."""
        reserve = ReserveNumber(
            number=new_number(),
            channel="chat",
            customer=person,
            key_hash="",
            language=nearest(browser),
            browser_languages=browser,
            zone=zone,
            policy=fingerprint(self.house.policy),
        )
        await self.room.desk.handle(self.stream, CUSTOMER, reserve)

    async def all(self) -> None:
        """What the customer says of their own accord, and then the answers."""
        for number, message in enumerate(messages(self.case.messages)):
            self.room.clock.now += span(message.after) if number else 0
            if not await self._heard(message):
                return
            await self._press_offers(message)
        for _ in range(ROUNDS):
            state = await self._state()
            if not isinstance(state.phase, InIntake) or not await self._answer(state):
                break
        if isinstance((await self._state()).phase, InIntake):
            self.room.clock.now += GIVES_UP
            await self.room.desk.handle(self.stream, SWEEPER, Tick())

    async def _heard(self, message: Message) -> bool:
        """Says a message and notes how things stand then; False where nothing is taken any more."""
        before = await self._state()
        self.room.bot.intent = ""
        try:
            await (self.press(message.press) if message.press else self.say(message))
        except ConversationIsClosed:
            return False
        except Refused as refused:  # a button that is not there, an empty text
            log.info("refused", case=self.case.id, code=refused.code)
        state = await self._state()
        if message.intent and not self.room.bot.intent and message.text:
            await self._ask_bot(message.text, before)
        self.after.append(
            After(
                words=len([word for word in prose.of(message.text).split() if word[0].isalpha()]),
                language=state.language,
                asks_language=asks(state) == "language",
                followed=isinstance(before.phase, Reserved | InIntake),
                intent=self.room.bot.intent,
            )
        )
        return True

    async def say(self, message: Message) -> None:
        """Sends words and files through the gate for secrets, as a widget's message comes in."""
        state = await self._state()
        text, files = message.text, message.files
        if len(text) > self.house.policy.message_limit:
            text, files = "", (*files, File(name="message.txt", text=text))
        fields = {"id": f"m{next(self.ids)}", "text": text}
        said, asked = state.customer_said or None, state.agent_said
        command = parse("post_message", fields, "customer", after=said, asked=asked)
        if text:
            self.written.append((text, command.text))
        kept = tuple([await self._attach(file) for file in files])
        await self.room.desk.handle(self.stream, CUSTOMER, replace(command, files=kept))
        await self.room.intake.take(self.stream)

    async def press(self, value: str) -> None:
        """Presses a button of what is open; Refused where no button says that any more."""
        state = await self._state()
        pressed = f"m{next(self.ids)}"
        if value == "person":
            await self.room.desk.handle(self.stream, CUSTOMER, AskForPerson(pressed))
            return
        question = state.question.position if state.question else 1
        position = state.offer.position + 1 if state.offer else question
        await self.room.desk.handle(self.stream, CUSTOMER, ChooseOption(pressed, position, value))
        await self.room.intake.take(self.stream)

    async def seen(self) -> Seen:
        """What the intake did, from the first event to the last."""
        state = await self._state()
        apart = await self._apart()
        happened = [one.event for one in await self.room.desk.store.read(self.stream)]
        duplicates = {one.stream for one in happened if isinstance(one, DuplicateOffered)}
        asked = [one.asks for one in happened if isinstance(one, BotSaid)]
        return Seen(
            facts=kinds.found([one for each in (state, *apart) for one in each.findings]),
            issues=max(
                (len(one.parts) + 1 for one in happened if isinstance(one, SplitOffered)), default=1
            ),
            severity=severity(state.findings),
            written=tuple(self.written),
            after=tuple(self.after),
            duplicates=frozenset(self.others.get(one, "another") for one in duplicates),
            incidents=frozenset(o.incident for o in happened if isinstance(o, IncidentOffered)),
            questions=tuple(one for one in asked if one in {*QUESTIONS, "language"}),
            answered=tuple(self.answered),
            handed_over=any(isinstance(one, HandedOff) for one in happened),
        )

    async def _apart(self) -> list[Conversation]:
        """The conversations that were opened for other issues, each after its own turn."""
        read = await self.room.desk.store.read(self.stream)
        split = any(isinstance(one.event, ConversationSplit) for one in read)
        offers = [one.event for one in read if isinstance(one.event, SplitOffered) and split]
        streams = [part.stream for offer in offers for part in offer.parts]
        for stream in streams:
            await self.room.intake.take(stream)
        return [await self.room.desk.state(stream) for stream in streams]

    async def _state(self) -> Conversation:
        return await self.room.desk.state(self.stream)

    async def _press_offers(self, message: Message) -> None:
        """Buttons that a customer presses before saying more."""
        for _ in range(ROUNDS):
            state = await self._state()
            if asks(state) not in PRESSED:
                return
            self.room.clock.now += THINKS
            await self.press(self._button(state, message))

    async def _answer(self, state: Conversation) -> bool:
        """Answers what is open; False where nothing is, or nobody knows an answer."""
        asked = asks(state)
        reply = self.case.answers.get(asked, "")
        text = reply.text if isinstance(reply, Answer) else reply
        if not asked or (asked == "description" and not text):
            return False
        self.room.clock.now += THINKS
        if reply and asked not in self.answered:
            self.answered.append(asked)
        try:
            if text and not is_button(asked, text):
                await self.say(Message(text=text))
            else:
                await self.press(text or self._button(state))
        except Refused:
            return False
        return True

    def _button(self, state: Conversation, message: Message | None = None) -> str:
        return button(self.case, state, spoken(message, self.language), self.others)

    async def _ask_bot(self, text: str, state: Conversation) -> None:
        """What the bot takes words for that an offer kept from it."""
        described = any(one.what == "description" for one in state.findings)
        known = {"need": [], "described": described, "queued": False, "linked": False}
        try:
            await self.room.bot.turn(mask(text).text, asks(state) or None, known, state.language)
        except BotAway:
            self.room.bot.intent = ""

    async def _attach(self, file: File) -> Attachment:
        attachment, stored = await self.house.keep(file, self.stream)
        if file.text:
            self.written.append((file.text, stored))
        return attachment
