"""Tells a life of the oracle to the real domain, and reads the verdict from its record.

Each happening becomes the command that a person would give; the spans of the promise are the
oracle's, in minutes. What the oracle leaves open (what a bot line says, who the agents are) is
made up here. A refusal after the end is expected, as the oracle ignores what comes then.
"""

from dataclasses import dataclass

from msgspec.structs import replace

from firstline.domain import clocks
from firstline.domain.commands import (
    AddNote,
    AskForPerson,
    ClaimConversation,
    CloseConversation,
    Command,
    HandToTeam,
    JudgeSolution,
    MarkSeen,
    PostMessage,
    ReleaseConversation,
    Reply,
    ResolveConversation,
    RevokeInvestigation,
    Tick,
)
from firstline.domain.events import (
    AgentReplied,
    BotSaid,
    ClockMissed,
    ClockWarned,
    ConversationClosed,
    ConversationResolved,
    CustomerReminded,
    DeskSaid,
    StatusLineDue,
)
from firstline.domain.moment import Moment, Span
from firstline.domain.policy import Plan, Policy, Waiting

from .oracle import Happening, Promise
from .story import LEA, NOW, PROMISE, Story, moment, story

MINUTE: Span = 60_000
BEGIN: Moment = moment("09:00")
PHASES = {"reserved": "intake"}
LINES = {"desk_said": DeskSaid("desk.status_line", {}), "bot_said": BotSaid("greet", {})}


@dataclass(frozen=True)
class Told:
    """What the domain says at the asked minute, in the oracle's terms."""

    phase: str
    clocks: dict[str, dict[str, object]]
    status_lines: tuple[int, ...]
    reminders: tuple[int, ...]
    closed_at: int | None
    closed_by_itself: bool


def policy_of(promise: Promise) -> Policy:
    """The real promise with the spans of this one."""
    return replace(
        PROMISE,
        plans={"basic": Plan(promise.first_response * MINUTE)},
        resolution=promise.resolution * MINUTE,
        update=promise.update * MINUTE,
        waiting=Waiting(promise.reminder * MINUTE, promise.silence * MINUTE),
        confirm=promise.confirm * MINUTE,
    )


def tell(
    happenings: tuple[Happening, ...], promise: Promise, until: int, sweeps: tuple[int, ...] = ()
) -> Story:
    """The life as the domain lives it, swept at the given minutes and once at the end."""
    told = story(promise=policy_of(promise))
    due = sorted(sweeps)
    for number, happening in enumerate(happenings):
        while due and due[0] <= happening.minute:
            sweep(told, due.pop(0))
        told.now = BEGIN + happening.minute * MINUTE
        happen(told, happening, f"h{number}")
    for minute in (*(minute for minute in due if minute <= until), until):
        sweep(told, minute)
    return told


def sweep(told: Story, minute: int) -> None:
    told.now = max(told.now, BEGIN + minute * MINUTE)
    told.when(Tick(mail=False))


def happen(told: Story, happening: Happening, name: str) -> None:
    if happening.what in LINES:
        told.given(LINES[happening.what])
        return
    command = command_for(told, happening, name)
    if command is None:
        return
    by = LEA if happening.what == "mark_revoked" else None
    told.when(command, by=by)
    if told.refusal is not None:
        sweep_after_refusal(told)


def sweep_after_refusal(told: Story) -> None:
    """What fell due before a refused command has happened all the same; the refusal stands."""
    refusal, told.refusal = told.refusal, None
    told.when(Tick(mail=False))
    assert told.phase == "closed", refusal


def command_for(told: Story, happening: Happening, name: str) -> Command | None:
    match happening.what:
        case "customer_wrote":
            return PostMessage(name, "It still fails")
        case "customer_thanked":
            return PostMessage(name, "Thank you")
        case "handed_off":
            return AskForPerson(name)
        case "not_solved" | "solved":
            return JudgeSolution(happening.what == "solved")
        case "seen":
            return MarkSeen(told.position)
        case "closed":
            return CloseConversation()
        case _:
            return command_of_agent(told, happening, name)


def command_of_agent(told: Story, happening: Happening, name: str) -> Command | None:
    match happening.what:
        case "agent_replied":
            then = "wait" if happening.wait else "stay"
            return Reply(name, "We look at it", happening.mark, saw=NOW, then=then)
        case "resolved":
            return ResolveConversation(name, "Renewed", NOW, investigated=happening.investigated)
        case "mark_revoked":
            return RevokeInvestigation(marked(told, happening), "It was a greeting")
        case "note_added":
            return AddNote(name, "Asked the network people")
        case "claimed":
            return ClaimConversation()
        case "released":
            return ReleaseConversation("lunch")
        case "handed_to_team":
            return HandToTeam("technical", "needs the logs")
        case _:
            return None


def marked(told: Story, happening: Happening) -> int:
    """The position of the reply or solution whose mark is meant."""
    solution = happening.of_solution is not None
    kind = ConversationResolved if solution else AgentReplied
    positions = [one.position for one in told.log if isinstance(one.event, kind)]
    return positions[happening.of_solution if solution else happening.of or 0]


def minutes(moments: list[Moment]) -> tuple[int, ...]:
    """Whole minutes since the beginning, at or after each moment."""
    return tuple(-((BEGIN - moment) // MINUTE) for moment in moments)


def read(told: Story) -> Told:
    """What the oracle would call this."""
    closing = next(iter(told.events(ConversationClosed)), None)
    closed_at = next((r.at for r in told.log if isinstance(r.event, ConversationClosed)), None)
    by_itself = closing is not None and closing.due_at is not None
    ends = [] if closing is None else [closing.due_at if by_itself else closed_at]
    return Told(
        phase=PHASES.get(told.phase, told.phase),
        clocks={name: clock(told, name) for name in ("first_response", "resolution", "update")},
        status_lines=minutes([line.due_at for line in told.events(StatusLineDue)]),
        reminders=minutes([one.due_at for one in told.events(CustomerReminded)]),
        closed_at=next(iter(minutes(ends)), None),
        closed_by_itself=by_itself,
    )


def clock(told: Story, name: str) -> dict[str, object]:
    of = told.clock(name)
    missed = [one.due_at for one in told.events(ClockMissed) if one.clock == name]
    warned = [one.due_at for one in told.events(ClockWarned) if one.clock == name]
    stopped = [] if of.state != "stopped" else [stopped_at(of)]
    return {
        "state": of.state,
        "due": next(iter(minutes([of.due_at] if of.due_at is not None else [])), None),
        "misses": minutes(missed),
        "warnings": minutes(warned),
        "stopped_at": next(iter(minutes(stopped)), None),
    }


def stopped_at(of: clocks.Clock) -> Moment:
    """The end of the last stretch that counted, or of the pause that it ended in."""
    ended = [part.start for part in of.segments if part.owner in {"resolved", "closed"}]
    working = [part.end for part in of.segments if part.owner in {"ours", "waiting"}]
    return max([at for at in working if at is not None], default=min(ended, default=0))
