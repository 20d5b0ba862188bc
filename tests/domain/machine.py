"""Two desks that are given the same commands at the same moments, and what must always hold.

One is swept each minute, the other only by the commands themselves. They must agree at every
step: a late sweep changes nothing. The rules, one for each command, stand in `rules_of_*.py`.
"""

import re
from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from firstline.domain import commands as c
from firstline.domain.commands import Actor
from firstline.domain.deadlines import next_deadline
from firstline.domain.events import ClockMissed, Person
from firstline.domain.paging import page_due

from .story import ANNA, BEN, LEA, span
from .watched import Build, Watched

PAUSES = [span(text) for text in ("1s", "30s", "3m", "5m", "10m", "1h", "6h", "12h", "1d", "2d")]
AGENTS = st.sampled_from([ANNA, ANNA, BEN, LEA])
NUMBERS = st.integers(0, 3)
ACCEPTED: Counter[str] = Counter()


def in_phase(*phases: str):
    """Mostly where it makes sense; each fourth step anything may be tried anywhere."""
    return precondition(lambda self: self.steps % 4 == 0 or self.late.phase in phases)


def while_paged():
    """Mostly where somebody on call is wanted."""
    return precondition(lambda self: self.steps % 4 == 0 or page_due(self.late.state) is not None)


def while_surging():
    """Mostly where a surge is kept."""
    return precondition(lambda self: self.steps % 4 == 0 or self.late.state.surge is not None)


OPEN = ("intake", "incident", "queued", "assigned", "waiting", "resolved")
HANDLED = ("queued", "assigned", "waiting")


WAY: tuple[Build, ...] = (
    lambda told: c.PostMessage("w1", "Webhooks stopped"),
    lambda told: c.AskForPerson("w2"),
    lambda told: c.ClaimConversation(),
    lambda told: c.Reply("w3", "We look", "acknowledged", told.position),
    lambda told: c.Reply("w4", "Which one?", "investigated", told.position, "wait"),
    lambda told: c.ResolveConversation("w5", "Renewed", told.position),
)

JOINED: tuple[Build, ...] = (
    WAY[0],
    lambda told: c.OfferDuplicate("s2", "B2B-22B0", 0),
    lambda told: c.ChooseOption("w2", told.position, "yes"),
)

STARTS = [WAY[:steps] for steps in (0, 1, 1, 1, 2, 3, 4, 5, 6, 6)] + [JOINED]


class Desks(RuleBasedStateMachine):
    """The late desk, the diligent one, and what holds between commands."""

    def __init__(self) -> None:
        super().__init__()
        self.late, self.diligent = Watched(), Watched()
        self.names: list[str] = []
        self.steps = 0
        self.missed: set[str] = set()

    def give(self, build: Build, by: Actor | None = None) -> None:
        self.steps += 1
        self.diligent.sweep_each_minute(self.late.now)
        outcomes = [told.try_(build, by) for told in (self.late, self.diligent)]
        assert outcomes[0] == outcomes[1]
        if outcomes[0] and outcomes[0][0][0].isupper():
            ACCEPTED[snake(type(build(self.late)))] += 1

    def name(self, again: int) -> str:
        """A new id, or sometimes one that was used before."""
        if again == 0 and self.names:
            return self.names[-1]
        self.names.append(f"id{len(self.names)}")
        return self.names[-1]

    @initialize(
        plan=st.sampled_from(["basic", "premium"]),
        steps=st.sampled_from(STARTS),
        severe=st.booleans(),
        apart=st.booleans(),
    )
    def open(self, plan: str, steps: tuple[Build, ...], severe: bool, apart: bool) -> None:
        """A number, and some way towards the end, so that late states are not rare."""
        customer = Person(id="c1", email="c@example.com", plan=plan, verified=True)
        said = c.JoinedMessage("w1", "Webhooks stopped")
        opening = c.OpenApart(reserve(customer), said, "B2B-22BB", "s0")
        self.give(lambda told: opening if apart else opening.reserve)
        for build in steps:
            self.give(build)
        if severe:
            self.give(lambda told: c.SetSeverity(1, "all is down"), ANNA)
            self.give(lambda told: c.RaiseSurge(("area:webhooks",), told.now, 5))
            self.give(lambda told: c.TakePage(("dana", "emil"), 0, "hash"))

    # -- time and what always holds ---------------------------------------------------------------

    @rule(pause=st.sampled_from(PAUSES), beside=st.sampled_from([None, -1, 0, 1000]))
    def wait(self, pause: int, beside: int | None) -> None:
        deadline = next_deadline(self.late.caught_up(), self.late.promise)
        until = self.late.now + pause
        if beside is not None and deadline is not None:
            until = max(self.late.now, deadline.due_at + beside)
        self.late.now = until
        self.diligent.sweep_each_minute(until)

    @invariant()
    def a_late_sweep_changes_nothing(self) -> None:
        if self.late.log:
            assert self.late.gist() == self.diligent.gist()

    @invariant()
    def what_must_hold_holds(self) -> None:
        for told in (self.late, self.diligent):
            if told.log:
                told.check()

    @invariant()
    def a_breach_is_never_undone(self) -> None:
        if self.diligent.log:
            now = {f"{miss.clock} {miss.due_at}" for miss in self.diligent.events(ClockMissed)}
            assert now >= self.missed
            self.missed = now

    def teardown(self) -> None:
        for told in (self.late, self.diligent):
            if told.log:
                told.check_replay()


def snake(command: type) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", command.__name__).lower()


def reserve(customer: Person) -> c.ReserveNumber:
    return c.ReserveNumber("K7Q-4M2X", "chat", customer, "hash", "en", ("en",), "UTC", "policy")


def nth(told: Watched, number: int, *kinds: type) -> int:
    found = told.positions(*kinds)
    return found[-1 - number % len(found)]


def marked(told: Watched, number: int) -> int:
    """A reply whose writer called it an investigation, or the first event."""
    marks = [beat.position for beat in told.state.beats if beat.what == "investigated"] or [1]
    return marks[-1 - number % len(marks)]


def attempt(told: Watched, late: int) -> int:
    """The page under way, or sometimes one that is over."""
    page = told.state.page
    return page.attempt - (late == 0) if page else 0


def button(told: Watched, old: int) -> int:
    """The entry of the open question, of the open offer, or one that was there before."""
    state = told.caught_up()
    if state.question is not None and old < 2:
        return state.question.position
    if state.offer is not None and old < 3:
        return state.offer.position + 1
    return 1
