"""Given, when, then: a conversation under the real promise, with a clock that a test moves.

    story().at("09:00").when(PostMessage("m1", "It broke")).then(CustomerWrote("m1", "It broke"))
    assigned().when(Reply("r1", "Hello", "plain", saw=NOW)).refused(MarkIsNeeded)

What `then` expects may be an event, the class of one, or the key of something that was said.
Whoever usually gives a command gives it, unless `by` says otherwise. `saw=NOW` is filled with the
newest position. A refusal that nobody expected is raised by whatever the story does next.
"""

from pathlib import Path
from typing import Self

import msgspec
from msgspec.structs import replace

from firstline.domain import clocks, commands, policy
from firstline.domain.commands import Actor, Agent, Command, Customer, Order, ReserveNumber, System
from firstline.domain.conversation import Conversation
from firstline.domain.deadlines import clocks_of
from firstline.domain.decide import decide
from firstline.domain.errors import Refused
from firstline.domain.events import BotSaid, DeskSaid, Event, Person, Recorded
from firstline.domain.evolve import evolve, fold
from firstline.domain.moment import Moment, Span

PROMISE = policy.parse(msgspec.yaml.decode((Path(__file__).parents[2] / "policy.yml").read_bytes()))
DAY: Span = policy.UNITS["d"]
MIDNIGHT: Moment = 20_514 * DAY
"""A Monday, 2 March 2026, in UTC."""

NOW = -1
"""Stands for the newest position where a command says what its writer had seen."""

CUSTOMER, DESK = Customer(), System("desk")
ANNA, BEN, LEA = Agent("anna", "Anna"), Agent("ben", "Ben"), Agent("lea", "Lea", "lead")
ELA = Agent("ela", "Ela", "editor")

FROM_CUSTOMER = (
    *(commands.PostMessage, commands.ChooseOption, commands.AskForPerson, commands.SubmitForm),
    *(commands.ChangeLanguage, commands.CorrectFinding, commands.MarkSeen, commands.JudgeSolution),
    *(commands.RateConversation, commands.CloseConversation, commands.ReserveNumber),
)
FROM_DESK = (
    *(commands.OfferIncident, commands.OfferDuplicate, commands.AcceptJoined, commands.Tick),
    *(commands.WithdrawOffer, commands.RecordFindings, commands.TakeTurn),
    *(commands.TakePage, commands.RecordPageSent, commands.RecordPageFailed, commands.AcceptPage),
    *(commands.RaiseSurge, commands.GrowSurge),
    *(commands.OfferSplit, commands.OpenApart),
    *(commands.RecordMailSent, commands.RecordMailFailed, commands.RecordMailBounced),
    commands.OpenToAllLanguages,
)

type Expected = Event | type[Event] | str


def span(text: str) -> Span:
    """Milliseconds of '30m' or '1d 2h'."""
    parts = policy.DURATION.findall(text)
    return sum(int(number) * policy.UNITS[unit] for number, unit in parts)


def moment(text: str) -> Moment:
    """The moment of '09:30' on the first day, or of '2d 09:30' on a later one."""
    *later, clock = text.split()
    hours, minutes = clock.split(":")
    return MIDNIGHT + span(" ".join(later)) + span(f"{hours}h {minutes}m")


def usual_giver(command: Command) -> Actor:
    if isinstance(command, FROM_CUSTOMER):
        return CUSTOMER
    return DESK if isinstance(command, FROM_DESK) else ANNA


class Story:
    """A conversation that is told command by command."""

    def __init__(self, promise: policy.Policy = PROMISE) -> None:
        self.promise = promise
        self.now = moment("09:00")
        self.log: list[Recorded] = []
        self.decided: tuple[Event, ...] = ()
        self.refusal: Refused | None = None
        self._state: Conversation | None = None

    @property
    def state(self) -> Conversation:
        self._go_on()
        assert self._state is not None, "nothing has been recorded yet"
        return self._state

    @property
    def phase(self) -> str:
        """The tag of the phase: reserved, intake, incident, queued, assigned, waiting ..."""
        return type(self.state.phase).__struct_config__.tag

    @property
    def position(self) -> int:
        return self.state.position

    def clock(self, name: str) -> clocks.Clock:
        return next(c for c in clocks_of(self.state, self.promise) if c.name == name)

    def events(self, kind: type) -> list[Event]:
        """Every event of this class so far."""
        return [recorded.event for recorded in self.log if isinstance(recorded.event, kind)]

    def at(self, text: str) -> Self:
        """It is 09:30 now; time does not run backwards."""
        self._go_on()
        assert moment(text) >= self.now
        self.now = moment(text)
        return self

    def after(self, text: str) -> Self:
        self._go_on()
        self.now += span(text)
        return self

    def given(self, *events: Event) -> Self:
        """These events are on record, whoever decided them."""
        self._go_on()
        for event in events:
            before = self._state
            place, at = (before.position + 1, max(before.at, self.now)) if before else (1, self.now)
            self.log.append(Recorded(place, at, event))
            self._state = evolve(before, self.log[-1])
        return self

    def when(self, command: Command, *, by: Actor | None = None) -> Self:
        """The command is given now; what it leads to is recorded, as the desk would."""
        self._go_on()
        order = Order(self.now, by or usual_giver(command), self._filled(command))
        try:
            self.decided = decide(self._state, order, self.promise)
        except Refused as refusal:
            self.refusal, self.decided = refusal, ()
        else:
            self.given(*self.decided)
        return self

    def then(self, *expected: Expected) -> Self:
        """Exactly this was decided, in this order."""
        self._go_on()
        assert len(self.decided) == len(expected), self.decided
        for event, wanted in zip(self.decided, expected, strict=True):
            assert fits(event, wanted), f"{event} is not {wanted}"
        return self

    def refused(self, error: type[Refused]) -> Self:
        """The command was refused for exactly this reason."""
        assert type(self.refusal) is error, self.refusal or self.decided
        self.refusal = None
        return self

    def refold(self) -> Conversation | None:
        """The state as the record alone gives it."""
        return fold(self.log)

    def _filled(self, command: Command) -> Command:
        return replace(command, saw=self.position) if getattr(command, "saw", 0) == NOW else command

    def _go_on(self) -> None:
        if self.refusal is not None:
            raise self.refusal


def fits(event: Event, wanted: Expected) -> bool:
    match wanted:
        case str():
            return isinstance(event, DeskSaid | BotSaid) and event.key == wanted
        case type():
            return isinstance(event, wanted)
        case _:
            return event == wanted


def story(plan: str = "basic", promise: policy.Policy = PROMISE) -> Story:
    """A widget was opened at nine by a known customer: the number is reserved."""
    customer = Person(id="c1", name="Rita", email="rita@example.com", plan=plan, verified=True)
    reserve = ReserveNumber(
        number="K7Q-4M2X",
        channel="chat",
        customer=customer,
        key_hash="hash",
        language="en",
        browser_languages=("en",),
        zone="Europe/Lisbon",
        policy=policy.fingerprint(promise),
    )
    return Story(promise).when(reserve)
