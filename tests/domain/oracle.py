"""What the clocks of a conversation must say, worked out apart from the product.

It imports nothing of ours and knows no deadlines ahead of time: it walks minute by minute
through a plain list of happenings and counts. Slow on purpose. All numbers are whole minutes.

What holds (rules in our own words):
 R04  Every minute counts, night or Sunday.
 R07  'Under 24 h': an answer in the very minute of the due time is too late. So whatever is due at
      a minute comes to pass before the happenings of that minute, clocks before closings.
 R08  Only a person's reply marked 'investigated' ends the first response. A revoked mark was never
      made: the clock is reckoned again without it, and a miss is dated to its due minute.
 R11  Resolution starts at the handoff and is due one span of counted minutes later.
 R14  A warning comes when 75 % of a span is used up (the first whole minute at or after it).
 R15  First response and resolution start at the handoff; nothing starts before it.
 R16  The first response never pauses. Resolution and update stand still while we wait for the
      customer; whatever the customer sends ends the waiting. Hands and teams change no clock.
 R17  Resolving and closing end every clock; misses stay. Resolving is refused while the first
      response runs, unless the solution is the investigated answer. 'Not solved' goes on with
      what was left.
 R44  Waiting: one reminder, then closed by itself. Resolved: closed on 'solved' or after a while.
      Nothing else closes by itself, and after closing nothing has any effect.
 R45  From the first response on, a person writes at least once a span. A miss is recorded once per
      stretch of silence; the automatic line goes out at the miss and each span after it.
 R47  Thanks neither reopen nor reset.

The kinds of happenings: customer_wrote, handed_off, agent_replied (mark, wait), note_added,
bot_said, desk_said, mark_revoked (of, or of_solution), resolved (investigated), not_solved,
customer_thanked, solved, handed_to_team, claimed, released, closed, seen, snoozed.
Left out: third parties (R12), the handover by time (R15), calling all teams in (R13).
"""

from collections.abc import Iterable
from dataclasses import dataclass

WORKING = ("queued", "assigned")
ENDED = ("resolved", "closed")
SEEN_WITHIN = 5

# A mark is named by its happening: ("reply", n-th agent_replied) or ("solution", n-th resolved).
Mark = tuple[str, int]


@dataclass(frozen=True)
class Happening:
    """One thing that happened; which details count depends on `what`."""

    minute: int
    what: str
    mark: str = "plain"  # agent_replied: investigated, acknowledged or plain
    wait: bool = False  # agent_replied: a question, and waiting starts in the same step
    investigated: bool = False  # resolved: the solution is the investigated answer
    of: int | None = None  # mark_revoked: which of the agent_replied, from 0
    of_solution: int | None = None  # mark_revoked: which of the resolved, from 0


@dataclass(frozen=True)
class Promise:
    """Spans in minutes."""

    first_response: int
    resolution: int
    update: int
    reminder: int = 24 * 60
    silence: int = 48 * 60
    confirm: int = 48 * 60


@dataclass(frozen=True)
class Clock:
    """One clock at the asked minute.

    `due` is None where no minute can be named: not started, or standing still (also if it was
    standing still when it was stopped). After a miss it stays the minute of that miss.
    """

    state: str  # not_started, running, paused, stopped
    due: int | None = None
    misses: tuple[int, ...] = ()  # more than one only for update: one per stretch
    warnings: tuple[int, ...] = ()
    stopped_at: int | None = None

    @property
    def missed(self) -> bool:
        return bool(self.misses)

    @property
    def missed_at(self) -> int | None:
        return self.misses[0] if self.misses else None

    @property
    def warned_at(self) -> int | None:
        return self.warnings[0] if self.warnings else None


@dataclass(frozen=True)
class Verdict:
    """The whole conversation at the asked minute."""

    phase: str  # intake, queued, assigned, waiting, resolved, closed
    first_response: Clock
    resolution: Clock
    update: Clock
    status_lines: tuple[int, ...]  # automatic lines to the customer (R45)
    reminders: tuple[int, ...]  # automatic reminders while waiting (R44)
    closed_at: int | None
    closed_by_itself: bool
    refused: tuple[int, ...]  # positions in the list of resolvings that are refused (R17)


def verdict(happenings: Iterable[Happening], promise: Promise, until_minute: int) -> Verdict:
    """What holds at the end of `until_minute`. Happenings must be sorted by minute."""
    walk = Walk(promise)
    for happening in happenings:
        if happening.minute <= until_minute:
            walk.until(happening.minute)
            walk.apply(happening)
    walk.until(until_minute)
    return walk.verdict()


class Tally:
    """Counts the used minutes of one span that can stand still."""

    def __init__(self, span: int) -> None:
        self.span = span
        self.state = "not_started"
        self.due: int | None = None
        self.stopped_at: int | None = None
        self.misses: list[int] = []
        self.warnings: list[int] = []
        self.restart(started=False)

    def restart(self, *, started: bool) -> None:
        """A new stretch; what was missed in earlier ones stays missed."""
        self.started = started
        self.used = 0
        self.warned = False
        self.missed: int | None = None

    def count(self, minute: int) -> None:
        """One more minute was used; it ended at `minute`."""
        self.used += 1
        if not self.warned and self.used * 100 >= self.span * 75:
            self.warned = True
            self.warnings.append(minute)
        if self.missed is None and self.used >= self.span:
            self.missed = minute
            self.misses.append(minute)

    def reckon(self, phase: str, minute: int) -> None:
        """Name the state that follows from the phase."""
        if not self.started:
            self.state, self.due, self.stopped_at = "not_started", None, None
        elif phase in WORKING:
            due = minute + self.span - self.used if self.missed is None else self.missed
            self.state, self.due, self.stopped_at = "running", due, None
        elif phase == "waiting":
            self.state, self.due, self.stopped_at = "paused", self.missed, None
        elif self.state != "stopped":
            self.state, self.stopped_at = "stopped", minute

    def clock(self) -> Clock:
        misses, warnings = tuple(self.misses), tuple(self.warnings)
        return Clock(self.state, self.due, misses, warnings, self.stopped_at)


class Walk:
    """A conversation on its way through the minutes."""

    def __init__(self, promise: Promise) -> None:
        self.promise = promise
        self.minute: int | None = None
        self.phase = "intake"
        self.owned = False
        self.resolution = Tally(promise.resolution)
        self.update = Tally(promise.update)
        self.status_lines: list[int] = []
        self.reminders: list[int] = []
        self.closed_at: int | None = None
        self.closed_by_itself = False
        self.refused: list[int] = []
        self.position = -1
        self.replies = 0
        self.solutions = 0
        self.standing: set[Mark] = set()
        self.revoked: set[Mark] = set()
        self.handed_off_at: int | None = None
        # What the first response is reckoned from afterwards: (minute, phase, mark just made).
        self.frames: list[tuple[int, str, Mark | None]] = []
        self.sent = self.delivered = 0
        self.seen = self.reminded = False

    @property
    def first_response_runs(self) -> bool:
        """As far as is known at this minute."""
        return self.phase in (*WORKING, "waiting") and not self.standing

    # -- time ---------------------------------------------------------------------------------

    def until(self, minute: int) -> None:
        """Let time pass up to `minute`, with what is due at it; never backwards."""
        if self.minute is None:
            self.minute = minute
        while self.minute < minute:
            self.minute += 1
            self.frame()
            self.count_clocks(self.minute)
            self.remind_or_close(self.minute)
            self.frame()

    def count_clocks(self, minute: int) -> None:
        if self.phase not in WORKING:
            return
        self.resolution.count(minute)
        if self.update.started:
            self.update.count(minute)
            if self.update.used % self.update.span == 0:
                self.status_lines.append(minute)

    def remind_or_close(self, minute: int) -> None:
        silent = minute - self.delivered
        if self.phase == "waiting" and not self.reminded and silent >= self.promise.reminder:
            self.reminded = True
            self.reminders.append(minute)
        if self.phase == "waiting" and silent >= self.promise.silence:
            self.close(minute, by_itself=True)
        if self.phase == "resolved" and silent >= self.promise.confirm:
            self.close(minute, by_itself=True)

    def frame(self, mark: Mark | None = None) -> None:
        assert self.minute is not None
        self.resolution.reckon(self.phase, self.minute)
        self.update.reckon(self.phase, self.minute)
        self.frames.append((self.minute, self.phase, mark))

    # -- happenings ---------------------------------------------------------------------------

    def apply(self, happening: Happening) -> None:
        """Let `happening` happen at the present minute."""
        self.position += 1
        mark = self.apply_person(happening)
        self.apply_customer(happening)
        if happening.what == "handed_off" and self.phase == "intake":
            self.phase = "queued"
            self.handed_off_at = happening.minute
            self.resolution.restart(started=True)
        if happening.what == "closed" and self.phase != "closed":
            self.close(happening.minute, by_itself=False)
        self.frame(mark)

    def apply_person(self, happening: Happening) -> Mark | None:
        """What agents and leads do; gives the mark that was made by it."""
        match happening.what:
            case "claimed":
                self.hand(owned=True)
            case "released" | "handed_to_team":
                self.hand(owned=False)
            case "agent_replied":
                return self.reply(happening)
            case "resolved":
                return self.resolve(happening)
            case "mark_revoked":
                self.revoke(happening)
        return None

    def apply_customer(self, happening: Happening) -> None:
        match self.phase, happening.what:
            case "waiting", "customer_wrote" | "customer_thanked":
                # Thanks are something that a human customer sends, so they end waiting (R16);
                # only in 'resolved' do they change nothing (R47).
                self.go_on()
            case "resolved", "not_solved":
                # Plain words of the customer do not reopen; the desk asks 'solved / not solved'.
                self.go_on()
            case "resolved", "solved":
                self.close(happening.minute, by_itself=False)
            case "waiting" | "resolved", "seen":
                self.see(happening.minute)

    def hand(self, *, owned: bool) -> None:
        """Claiming, releasing and handing on change the owner and no clock (R16)."""
        self.owned = owned
        if self.phase in WORKING:
            self.go_on()

    def go_on(self) -> None:
        # Oracle's world: the last agent is on shift, so what comes back is theirs (R41).
        self.phase = "assigned" if self.owned else "queued"

    def reply(self, happening: Happening) -> Mark | None:
        name: Mark = ("reply", self.replies)
        self.replies += 1
        if self.phase in ("intake", "closed"):
            return None
        mark = self.person_wrote(name if happening.mark == "investigated" else None)
        # A further question while waiting starts the silence and the reminder anew, since silence
        # counts from the delivery of a question (R32); a reply that asks nothing does not.
        if happening.wait and self.phase != "resolved":
            self.phase = "waiting"
            self.send(happening.minute)
        return mark

    def resolve(self, happening: Happening) -> Mark | None:
        name: Mark = ("solution", self.solutions)
        self.solutions += 1
        if self.phase not in (*WORKING, "waiting"):
            return None
        if self.first_response_runs and not happening.investigated:
            self.refused.append(self.position)
            return None
        # The solution is a person's public message, so like any other it starts a new stretch of
        # the update clock: 'not solved' then has the whole span left.
        mark = self.person_wrote(name if happening.investigated else None)
        self.phase = "resolved"
        self.send(happening.minute)
        return mark

    def person_wrote(self, mark: Mark | None) -> Mark | None:
        if mark is not None:
            self.standing.add(mark)
        self.update.restart(started=bool(self.standing))
        return mark

    def revoke(self, happening: Happening) -> None:
        if happening.of_solution is None:
            mark: Mark = ("reply", happening.of or 0)
        else:
            mark = ("solution", happening.of_solution)
        self.revoked.add(mark)
        # 'The clock' of R08 is the first response. The update clock loses what it counted from and
        # has not started, unless another mark stands; its misses and lines were real and stay.
        if mark in self.standing:
            self.standing.remove(mark)
            if not self.standing:
                self.update.restart(started=False)

    def send(self, minute: int) -> None:
        # Counts as delivered when sent until it is seen in time. Reminder and closing both count
        # from the delivery (R32: silence counts from delivery).
        self.sent = self.delivered = minute
        self.seen = self.reminded = False

    def see(self, minute: int) -> None:
        if not self.seen and minute - self.sent <= SEEN_WITHIN:
            self.seen, self.delivered = True, minute

    def close(self, minute: int, *, by_itself: bool) -> None:
        self.phase, self.closed_at, self.closed_by_itself = "closed", minute, by_itself

    # -- outcome ------------------------------------------------------------------------------

    def first_response(self) -> Clock:
        """Reckoned from the start each time, with the marks that stand at the end.

        It is over for good at the first standing mark. Without one it is over while resolved or
        closed; 'not solved' then lets it run again with its old due time (it never pauses, R16),
        which may have passed meanwhile.
        """
        if self.handed_off_at is None:
            return Clock("not_started")
        due = self.handed_off_at + self.promise.first_response
        warning = self.handed_off_at - (-self.promise.first_response * 75 // 100)
        warned = missed = False
        stopped_at: int | None = None
        for minute, phase, mark in self.frames:
            answered = mark is not None and mark not in self.revoked
            if answered or phase in ENDED:
                stopped_at = minute if stopped_at is None else stopped_at
            elif phase != "intake":
                stopped_at = None
                warned = warned or minute >= warning
                missed = missed or minute >= due
            if answered:
                break
        state = "running" if stopped_at is None else "stopped"
        misses, warnings = (due,) if missed else (), (warning,) if warned else ()
        return Clock(state, due, misses, warnings, stopped_at)

    def verdict(self) -> Verdict:
        return Verdict(
            phase=self.phase,
            first_response=self.first_response(),
            resolution=self.resolution.clock(),
            update=self.update.clock(),
            status_lines=tuple(self.status_lines),
            reminders=tuple(self.reminders),
            closed_at=self.closed_at,
            closed_by_itself=self.closed_by_itself,
            refused=tuple(self.refused),
        )
