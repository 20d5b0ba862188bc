"""A story that is watched: each event as it is recorded is held against what must always hold.

Nothing here asks the state what it thinks of itself where the record can say it.
"""

from collections.abc import Callable

from firstline.domain.clocks import Clock
from firstline.domain.commands import Actor, Command, Tick
from firstline.domain.conversation import Conversation
from firstline.domain.deadlines import clocks_of, mail_due, next_deadline, overdue
from firstline.domain.erasure import blank
from firstline.domain.events import (
    AgentReplied,
    BotSaid,
    ClockMissed,
    ContentErased,
    ConversationAssigned,
    ConversationClaimed,
    ConversationClosed,
    ConversationReleased,
    ConversationReopened,
    ConversationResolved,
    ConversationSeparated,
    CustomerWrote,
    Event,
    HandedOff,
    HandedToTeam,
    Recorded,
    SolutionRejected,
    SolutionUndelivered,
)
from firstline.domain.evolve import fold, follow
from firstline.domain.row import row

from .story import Story

MINUTE = 60_000
type Build = Callable[[Story], Command]


class Watched(Story):
    """A conversation whose record is checked while it grows."""

    def __init__(self) -> None:
        super().__init__()
        self.owner = ""
        self.solver = ""
        self.left_by = ""
        self.open_questions: tuple[str, ...] = ()
        self.ids: set[str] = set()
        self._caught_up: tuple[int, int, Conversation] | None = None

    def given(self, *events: Event) -> "Watched":
        for event in events:
            phase = self.phase if self.log else ""
            super().given(event)
            self.watch(event, phase)
        self.check_order()
        if any(isinstance(event, ContentErased) for event in events):
            self.erase()
        return self

    # -- while it grows ---------------------------------------------------------------------------

    def watch(self, event: Event, phase: str) -> None:
        """What a single event must keep to; `phase` is the one before it."""
        if isinstance(event, BotSaid):
            self.watch_bot(event, phase)
        if name := getattr(event, "id", ""):
            assert name not in self.ids, f"{name} is stored twice"
            self.ids.add(name)
        self.watch_owner(event)
        if self.phase in {"assigned", "waiting"}:
            assert self.state.agent == self.owner

    def watch_bot(self, said: BotSaid, phase: str) -> None:
        """Silent with a person; in the queue only what was open at the handoff (R30)."""
        assert not self.owner
        assert phase in {"intake", "incident", "queued"}
        asks_channel = said.asks == "channel" and isinstance(self.log[-3].event, HandedOff)
        assert phase != "queued" or said.asks in self.open_questions or asks_channel

    def watch_owner(self, event: Event) -> None:
        match event:
            case HandedOff(open_questions=questions):
                self.open_questions = questions
            case ConversationClaimed(by=agent):
                assert not self.owner, f"{agent} claimed what {self.owner} owns"
                self.owner, self.open_questions = agent, ()
            case ConversationAssigned(to=agent) | ConversationReopened(by=agent):
                self.owner, self.open_questions = agent, ()
            case ConversationReleased() | HandedToTeam():
                self.owner = ""
            case ConversationClosed():
                self.owner, self.left_by = "", self.owner
            case ConversationSeparated():
                self.owner = self.left_by
            case ConversationResolved(by=agent):
                self.owner, self.solver = "", agent
            case AgentReplied(by=agent):
                self.solver = agent
            case SolutionRejected() | SolutionUndelivered():
                self.owner = self.solver

    def check_order(self) -> None:
        assert [one.position for one in self.log] == list(range(1, len(self.log) + 1))
        assert [one.at for one in self.log] == sorted(one.at for one in self.log)

    # -- erasure ----------------------------------------------------------------------------------

    def erase(self) -> None:
        """Blanks as the desk does; phase, clocks, beats and positions are the same after it."""
        before = self.state
        named = {p for one in self.events(ContentErased) for p in one.positions}
        self.log = [
            Recorded(one.position, one.at, blank(one.event)) if one.position in named else one
            for one in self.log
        ]
        self._state, self._caught_up = fold(self.log), None
        for kept in ("phase", "beats", "missed", "fired", "position", "at", "ids", "delivery"):
            if kept != "phase" or self.phase != "incident":
                assert getattr(self.state, kept) == getattr(before, kept)
        assert clocks_of(self.state, self.promise) == clocks_of(before, self.promise)

    # -- time -------------------------------------------------------------------------------------

    def sweep_each_minute(self, until: int) -> None:
        """What a sweeper that comes every minute does up to `until`."""
        while self.log and (deadline := next_deadline(self.state, self.promise)):
            minute = max(self.now, -(-deadline.due_at // MINUTE) * MINUTE)
            if minute > until:
                break
            self.now = minute
            self.when(Tick())
        self.now = until

    def caught_up(self) -> Conversation:
        """The state that a sweep at this moment would lead to; nothing is recorded."""
        if self._caught_up is None or self._caught_up[:2] != (self.position, self.now):
            late = overdue(self.state, self.now, self.promise)
            self._caught_up = self.position, self.now, follow(self.state, late, self.now)
        return self._caught_up[2]

    def has_mail(self) -> bool:
        """Whether something is to be mailed at this moment."""
        due = mail_due(self.caught_up(), self.promise)
        return due is not None and due <= self.now

    # -- what always holds ------------------------------------------------------------------------

    def check(self) -> None:
        state = self.caught_up()
        told = clocks_of(state, self.promise)
        if self.phase in {"resolved", "closed"}:
            assert not {"running", "paused"} & {clock.state for clock in told}
        misses = [one.clock for one in self.events(ClockMissed)]
        assert set(misses) == set(self.state.missed)
        assert misses.count("first_response") <= 1 >= misses.count("resolution")
        deadline = next_deadline(self.state, self.promise)
        due = row("stream", self.state, self.promise).due
        assert deadline is None or (due is not None and due <= deadline.due_at)

    def check_replay(self) -> None:
        """The record alone gives the same state and the same row."""
        again = fold(self.log)
        assert again == self.state
        assert row("stream", again, self.promise) == row("stream", self.state, self.promise)

    def gist(self) -> dict[str, object]:
        """Everything that two sweepers of different diligence must agree on."""
        state = self.caught_up()
        fields = ("missed", "severity", "team", "language", "tags", "stars", "solution", "ids")
        return {
            **{field: getattr(state, field) for field in (*fields, "open_questions", "agent")},
            "phase": type(state.phase),
            "beats": [(beat.at, beat.what) for beat in state.beats],
            "clocks": [self.explained(clock) for clock in clocks_of(state, self.promise)],
            "findings": [(found.what, found.value) for found in state.findings],
        }

    def explained(self, clock: Clock) -> tuple[object, ...]:
        return clock.name, clock.state, clock.due_at, clock.segments, clock.used(self.now)

    # -- finding one's way ------------------------------------------------------------------------

    def positions(self, *kinds: type) -> list[int]:
        """Where events of these classes stand; another sweeper's record has them elsewhere."""
        return [one.position for one in self.log if isinstance(one.event, kinds)] or [1]

    def said_by_customer(self, number: int) -> int:
        """The position of the customer's message `number` from the end."""
        return self.positions(CustomerWrote)[-1 - number % len(self.positions(CustomerWrote))]

    def try_(self, build: Build, by: Actor | None) -> tuple[str, ...]:
        """What a command leads to: the kinds of its own events, or the code of its refusal."""
        late = len(overdue(self.state, self.now, self.promise)) if self.log else 0
        self.when(build(self), by=by)
        if self.refusal is not None:
            code, self.refusal = self.refusal.code, None
            return (code,)
        return tuple(type(event).__name__ for event in self.decided[late:])
