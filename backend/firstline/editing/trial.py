"""A conversation that nobody keeps, to try texts and flows on (R72).

The same desk, intake and bot as a customer meets, on a store that is thrown away. Beside each
answer stands what was understood.
"""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from msgspec import Struct

from firstline.desk import Desk
from firstline.domain.commands import (
    AskForPerson,
    ChooseOption,
    Customer,
    OfferDuplicate,
    OfferIncident,
    ReserveNumber,
)
from firstline.domain.context import Finding
from firstline.domain.conversation import Conversation
from firstline.domain.errors import FirstlineError
from firstline.domain.events import BotSaid, Choice, CustomerWrote, DeskSaid, Person, Recorded
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy, fingerprint
from firstline.domain.row import phase_name
from firstline.intake.rasa import BotAway, Directive, Intent, Turn
from firstline.intake.turn import Answers, Intake
from firstline.locales import Texts
from firstline.notify import Notifier
from firstline.numbers import new_number, new_stream
from firstline.store.port import Store
from firstline.voice import Voice
from firstline.wire import parse

CUSTOMER = Customer()
NOBODY = Person(name="", verified=False)
PERSON = "person"


class NoSuchChoice(FirstlineError):
    """Nothing is offered under this name just now."""


class Line(Struct, frozen=True):
    """What the customer, the bot or the desk said, with the buttons under it."""

    who: str
    text: str
    choices: tuple[Choice, ...] = ()


class Heard(Struct, frozen=True):
    """What one message led to. Without an `intent` the bot was not asked, or was away."""

    lines: tuple[Line, ...]
    language: str
    phase: str
    intent: Intent | None = None
    away: bool = False
    findings: tuple[Finding, ...] = ()
    directives: tuple[Directive, ...] = ()


class NothingElse:
    """In place of the desk's checks: no incident, and no other conversation."""

    async def incident(self, _state: Conversation, _text: str) -> OfferIncident | None:
        """None is under way."""
        return None

    async def duplicate(
        self, _stream: str, _state: Conversation, _text: str
    ) -> OfferDuplicate | None:
        """None is open."""
        return None


class Listener:
    """The bot, and what it said last."""

    def __init__(self, bot: Answers) -> None:
        self._bot = bot
        self.turn_taken: Turn | None = None
        self.away = False

    async def turn(
        self, text: str, asked: str | None, facts: Mapping[str, Any], language: str
    ) -> Turn:
        """One message in, directives out; raises BotAway."""
        try:
            self.turn_taken = await self._bot.turn(text, asked, facts, language)
        except BotAway:
            self.away = True
            raise
        return self.turn_taken


class Trial:
    """One conversation in one language, from its first word to the handoff."""

    def __init__(  # noqa: PLR0913 - the parts of a small desk
        self,
        *,
        store: Store,
        policy: Policy,
        texts: Texts,
        bot: Answers,
        now: Callable[[], Moment],
        language: str,
        zone: str = "UTC",
    ) -> None:
        self._policy = fingerprint(policy)
        self._desk = Desk(
            store=store,
            policies={self._policy: policy},
            voice=Voice(texts),
            notifier=Notifier(),
            now=now,
        )
        self._bot = Listener(bot)
        self._intake = Intake(self._desk, self._bot, NothingElse())
        self._language, self._zone = language, zone
        self._stream = new_stream()
        self._ids = count(1)
        self._told = 0

    async def begin(self) -> None:
        """Opens the conversation, as a widget does; nothing is said yet."""
        reserve = ReserveNumber(
            number=new_number(),
            channel="chat",
            customer=NOBODY,
            key_hash="",
            language=self._language,
            browser_languages=(self._language,),
            zone=self._zone,
            policy=self._policy,
        )
        self._told = (await self._desk.handle(self._stream, CUSTOMER, reserve)).position

    async def say(self, text: str) -> Heard:
        """Sends words, through the gate for secrets as always. Raises FirstlineError."""
        before = await self._desk.state(self._stream)
        fields = {"id": self._id(), "text": text}
        said = parse("post_message", fields, "customer", after=before.customer_said or None)
        return await self._hear(said, before)

    async def choose(self, value: str) -> Heard:
        """Presses a button under the newest lines. Raises NoSuchChoice, FirstlineError."""
        before = await self._desk.state(self._stream)
        if value == PERSON:
            return await self._hear(AskForPerson(self._id()), before)
        position = await self._offering(value)
        return await self._hear(ChooseOption(self._id(), position, value), before)

    async def _hear(self, command: Any, before: Conversation) -> Heard:
        self._bot.turn_taken, self._bot.away = None, False
        await self._desk.handle(self._stream, CUSTOMER, command)
        await self._intake.take(self._stream)
        after = await self._desk.state(self._stream)
        recorded = await self._desk.store.read(self._stream, after=self._told)
        self._told = after.position
        turn = self._bot.turn_taken
        return Heard(
            lines=tuple(line for new in recorded if (line := _line(new))),
            language=after.language,
            phase=phase_name(after.phase),
            intent=turn.intent if turn else None,
            away=self._bot.away,
            findings=tuple(one for one in after.findings if one not in before.findings),
            directives=turn.directives if turn else (),
        )

    async def _offering(self, value: str) -> int:
        """The newest line that offers it."""
        for new in reversed(await self._desk.store.read(self._stream)):
            choices = getattr(new.event, "choices", ())
            if any(choice.value == value for choice in choices):
                return new.position
        raise NoSuchChoice

    def _id(self) -> str:
        return f"m{next(self._ids)}"


def _line(new: Recorded) -> Line | None:
    match new.event:
        case CustomerWrote(text=text):
            return Line("customer", text)
        case BotSaid(text=text, choices=choices):
            return Line("bot", text, choices)
        case DeskSaid(text=text, choices=choices):
            return Line("desk", text, choices)
        case _:
            return None
