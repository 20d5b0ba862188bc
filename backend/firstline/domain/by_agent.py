"""What the people of the desk may do."""

from . import channels
from .by_customer import check_text
from .commands import (
    Actor,
    AddNote,
    Agent,
    AssignConversation,
    FlagIntake,
    HandToTeam,
    MoveToChannel,
    RedactMessage,
    ReleaseConversation,
    ReopenConversation,
    Reply,
    ResolveConversation,
    RevokeInvestigation,
    SetSeverity,
    SetSubject,
    SetTags,
    SettleFlag,
    System,
    UndoJoining,
)
from .conversation import (
    Assigned,
    Closed,
    Conversation,
    Queued,
    Reserved,
    Resolved,
    WaitingForCustomer,
)
from .deadlines import first_response_runs, overdue
from .errors import (
    AlreadyOwned,
    ConversationIsClosed,
    FirstResponseRuns,
    MarkIsNeeded,
    NotAllowed,
    NothingToErase,
    NotInThisState,
    NotTheOwner,
    ReasonIsNeeded,
    ReplyIsStale,
    TextIsTooLong,
    UnknownAgent,
    UnknownSeverity,
    UnknownTeam,
)
from .events import (
    AgentReplied,
    ContentErased,
    ConversationAssigned,
    ConversationClaimed,
    ConversationReleased,
    ConversationReopened,
    ConversationResolved,
    ConversationSeparated,
    DeskSaid,
    Event,
    FlagSettled,
    HandedToTeam,
    IntakeFlagged,
    InvestigationRevoked,
    JoiningUndone,
    Mark,
    NoteAdded,
    SeveritySet,
    SubjectSet,
    TagsSet,
    WaitingStarted,
)
from .evolve import follow
from .moment import Moment
from .policy import Policy

REASON_LIMIT = 500
TAG_LIMIT = 40
SEVERITIES = (1, 2, 3)


def claim(state: Conversation, by: Agent) -> tuple[Event, ...]:
    """From the queue, or from among those that wait for their customer without an owner."""
    match state.phase:
        case Queued():
            return ConversationClaimed(by.id), DeskSaid("desk.claimed", {"agent": by.name})
        case WaitingForCustomer(agent=""):
            return (ConversationClaimed(by.id),)
        case Assigned(agent=agent) | WaitingForCustomer(agent=agent):
            if agent == by.id:
                return ()
            raise AlreadyOwned(agent=agent)
        case _:
            raise NotInThisState


def assign(state: Conversation, command: AssignConversation, by: Agent) -> tuple[Event, ...]:
    """Give it away if it is yours, unowned, or you lead."""
    if not command.to:
        raise UnknownAgent
    _owner_or_lead(state, by, unowned=True)
    if state.agent == command.to:
        return ()
    return (ConversationAssigned(command.to, by.id),)


def release(state: Conversation, command: ReleaseConversation, by: Actor) -> tuple[Event, ...]:
    """Back to the queue of its team."""
    if isinstance(by, Agent):
        _owner_or_lead(state, by, unowned=False)
    if not state.agent:
        return ()
    _limit(command.reason)
    return (ConversationReleased(actor_id(by), command.reason),)


def hand_to_team(
    state: Conversation, command: HandToTeam, by: Agent, policy: Policy
) -> tuple[Event, ...]:
    """To the team that can, with the reason; no clock changes (R16, R42)."""
    if command.team not in policy.teams:
        raise UnknownTeam(team=command.team)
    _reason(command.reason)
    _owner_or_lead(state, by, unowned=True)
    if command.team == state.team and not state.agent:
        return ()
    return (HandedToTeam(command.team, command.reason, by.id),)


def move_to_channel(state: Conversation, command: MoveToChannel, by: Agent) -> tuple[Event, ...]:
    """To mail, or back to the chat, under the same number; no clock loses by it (R33)."""
    _owner_or_lead(state, by, unowned=True)
    return channels.move(state, command, by.id)


def reply(state: Conversation, command: Reply, by: Agent, policy: Policy) -> tuple[Event, ...]:
    """A public answer, marked while the first-response clock runs (R08), refused if stale (R41)."""
    if command.id in state.ids:
        return ()
    if not isinstance(state.phase, Assigned | WaitingForCustomer | Resolved):
        raise ConversationIsClosed if isinstance(state.phase, Closed) else NotInThisState
    check_text(command.text, policy, or_files=bool(command.files) and command.then == "stay")
    _fresh(state, command.saw, by)
    mark = _mark(state, command.mark, policy)
    said = AgentReplied(command.id, by.id, command.text, mark, command.secrets, command.files)
    if command.then == "stay":
        return (said,)
    if isinstance(state.phase, Resolved):
        raise NotInThisState
    return said, WaitingStarted(by.id)


def _mark(state: Conversation, mark: Mark, policy: Policy) -> Mark:
    if not first_response_runs(state, policy):
        return "plain"
    if mark == "plain":
        raise MarkIsNeeded
    return mark


def note(state: Conversation, command: AddNote, by: Agent, policy: Policy) -> tuple[Event, ...]:
    """A private note, possible at any time."""
    if command.id in state.ids:
        return ()
    check_text(command.text, policy, or_files=False)
    return (NoteAdded(command.id, by.id, command.text, command.mentions, command.secrets),)


def set_severity(state: Conversation, command: SetSeverity, by: Agent) -> tuple[Event, ...]:
    """A person confirms the proposal, or changes it with a reason (R10)."""
    _not_closed(state)
    if command.severity not in SEVERITIES:
        raise UnknownSeverity
    if command.severity != state.severity:
        _reason(command.reason)
    elif not state.severity_proposed:
        return ()
    return (SeveritySet(command.severity, command.reason, by.id),)


def set_tags(state: Conversation, command: SetTags, by: Agent) -> tuple[Event, ...]:
    """The whole list, in the order given, each once."""
    tags = tuple(dict.fromkeys(tag.strip() for tag in command.tags if tag.strip()))
    if len(tags) > TAG_LIMIT or any(len(tag) > TAG_LIMIT for tag in tags):
        raise TextIsTooLong(limit=TAG_LIMIT)
    return () if tags == state.tags else (TagsSet(tags, by.id),)


def set_subject(state: Conversation, command: SetSubject, by: Agent) -> tuple[Event, ...]:
    """What lists call it."""
    _reason(command.subject)
    return () if command.subject == state.subject else (SubjectSet(command.subject, by.id),)


def resolve(
    state: Conversation, command: ResolveConversation, by: Agent, policy: Policy
) -> tuple[Event, ...]:
    """Send the solution; refused while a first answer is owed, unless this is it (R17, R47)."""
    if command.id in state.ids:
        return ()
    if not isinstance(state.phase, Assigned | WaitingForCustomer):
        raise ConversationIsClosed if isinstance(state.phase, Closed) else NotInThisState
    check_text(command.solution, policy, or_files=False)
    _fresh(state, command.saw, by)
    owed = first_response_runs(state, policy)
    if owed and not command.investigated:
        raise FirstResponseRuns
    resolved = ConversationResolved(command.id, by.id, command.solution, owed, command.secrets)
    return resolved, DeskSaid("desk.resolved_ask", {"solution": command.solution})


def reopen(state: Conversation, command: ReopenConversation, by: Agent) -> tuple[Event, ...]:
    """Take a resolved or closed conversation up again."""
    _reason(command.reason)
    match state.phase:
        case Resolved():
            pass
        case Closed(cause=cause) if cause not in {"joined", "lapsed"}:
            pass
        case _:
            raise NotInThisState
    return ConversationReopened(by.id, command.reason), DeskSaid("desk.reopened", {})


def flag_intake(state: Conversation, command: FlagIntake, by: Agent) -> tuple[Event, ...]:
    """What the intake should have asked, for the editors; said twice it is one flag (R71)."""
    if isinstance(state.phase, Reserved):
        raise NotInThisState
    _reason(command.text)
    text = command.text.strip()
    if any(flag.text == text and flag.by == by.id for flag in state.flags):
        return ()
    return (IntakeFlagged(text, by.id),)


def settle_flag(state: Conversation, command: SettleFlag, by: Agent) -> tuple[Event, ...]:
    """An editor is done with it; done twice it is done."""
    if not by.edits:
        raise NotAllowed
    if all(flag.position != command.position for flag in state.flags):
        return ()
    return (FlagSettled(command.position, by.id),)


def revoke(state: Conversation, command: RevokeInvestigation, by: Agent) -> tuple[Event, ...]:
    """A lead takes the mark; the clock is computed as if it had never been made (R08)."""
    if not by.leads:
        raise NotAllowed
    _reason(command.reason)
    marked = {beat.position for beat in state.beats if beat.what == "investigated"}
    revoked = {beat.position for beat in state.beats if beat.what == "revoked"}
    if command.position not in marked - revoked:
        raise NotInThisState
    return (InvestigationRevoked(command.position, command.reason, by.id),)


def undo_joining(state: Conversation, command: UndoJoining, by: Agent) -> tuple[Event, ...]:
    """What was joined here goes on by itself; the desk sees to the other half first (R25)."""
    if command.number not in state.joined_here:
        raise NotInThisState
    undone = JoiningUndone(command.number, by.id)
    if isinstance(state.phase, Closed):
        return (undone,)
    return undone, DeskSaid("desk.separated_here", {"number": command.number})


def separate(state: Conversation, by: Actor, now: Moment, policy: Policy) -> tuple[Event, ...]:
    """A joined conversation is open again where it stood; what fell due meanwhile is due (R25)."""
    if not isinstance(state.phase, Closed) or state.phase.cause != "joined":
        return ()
    separated = (
        ConversationSeparated(state.joined_to, actor_id(by)),
        DeskSaid("desk.separated", {"number": state.joined_to}),
    )
    return (*separated, *overdue(follow(state, separated, now), now, policy))


def redact(state: Conversation, command: RedactMessage, by: Agent) -> tuple[Event, ...]:
    """Blank what stands at these positions, and what repeats it (R52); the desk does the blanking.

    This records what, by whom and why.
    """
    _reason(command.reason)
    named = set(command.positions)
    repeats = {position for message, position in state.quotes if message in named}
    positions = tuple(sorted(named | repeats))
    if not positions or positions[0] < 1 or positions[-1] > state.position:
        raise NothingToErase
    return (ContentErased(positions, by.id, command.reason),)


def erase_all(state: Conversation, reason: str, by: Actor) -> tuple[Event, ...]:
    """The customer is erased whole: every position so far."""
    if isinstance(by, Agent) and not by.leads:
        raise NotAllowed
    _reason(reason)
    return (ContentErased(tuple(range(1, state.position + 1)), actor_id(by), reason),)


def actor_id(by: Actor) -> str:
    """The id that events keep of who did it."""
    match by:
        case Agent(id=id):
            return id
        case System(part=part):
            return f"desk:{part}"
        case _:
            return "customer"


def _fresh(state: Conversation, saw: int, by: Agent) -> None:
    """Refuses what was written without having seen what came since (R41)."""
    others = (position for agent, position in state.replied.items() if agent != by.id)
    newest = max(state.customer_position, state.changed_position, *others, 0)
    if newest > saw:
        raise ReplyIsStale(after=saw, newest=newest)


def _owner_or_lead(state: Conversation, by: Agent, *, unowned: bool) -> None:
    match state.phase:
        case Assigned(agent=agent) | WaitingForCustomer(agent=agent):
            if agent != by.id and not by.leads and not (unowned and agent == ""):
                raise NotTheOwner(agent=agent)
        case Queued():
            return
        case _:
            raise NotInThisState


def _not_closed(state: Conversation) -> None:
    if isinstance(state.phase, Closed):
        raise ConversationIsClosed


def _reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonIsNeeded
    _limit(reason)


def _limit(reason: str) -> None:
    if len(reason) > REASON_LIMIT:
        raise TextIsTooLong(limit=REASON_LIMIT)
