"""`decide(state, order, policy) -> events`: the whole of what may happen, in one place.

Pure: time and identity arrive in the order, everything that has to be looked up arrives in the
command. Deadlines up to the order's time are applied first, so that nobody can overtake a miss.
"""

from typing import assert_never

from . import by_agent, by_customer, by_intake, mailing, paging, surge
from .by_agent import actor_id
from .commands import (
    AcceptJoined,
    AcceptPage,
    AcknowledgePage,
    AddNote,
    Agent,
    AskForPerson,
    AssignConversation,
    ChangeLanguage,
    ChooseOption,
    ClaimConversation,
    CloseConversation,
    Command,
    CorrectFinding,
    Customer,
    DismissSurge,
    EraseContent,
    FlagIntake,
    GrowSurge,
    HandToTeam,
    JudgeSolution,
    MarkSeen,
    MoveToChannel,
    OfferDuplicate,
    OfferIncident,
    OfferSplit,
    OpenApart,
    OpenToAllLanguages,
    Order,
    PostMessage,
    RaiseSurge,
    RateConversation,
    RecordFindings,
    RecordMailBounced,
    RecordMailFailed,
    RecordMailSent,
    RecordPageFailed,
    RecordPageSent,
    RedactMessage,
    ReleaseConversation,
    ReopenConversation,
    Reply,
    ReserveNumber,
    ResolveConversation,
    RevokeInvestigation,
    SeparateConversation,
    SetSeverity,
    SetSubject,
    SetTags,
    SettleFlag,
    SubmitForm,
    System,
    TakePage,
    TakeTurn,
    Tick,
    UndoJoining,
    WithdrawOffer,
)
from .conversation import Conversation, Queued
from .deadlines import clocks_of, overdue
from .errors import ConversationNotFound, NotAllowed, NotInThisState
from .events import (
    DeskSaid,
    Event,
    LanguageOpened,
    MailSent,
)
from .evolve import follow
from .moment import Moment
from .policy import Policy


def decide(state: Conversation | None, order: Order, policy: Policy) -> tuple[Event, ...]:
    """The events that the order leads to, deadlines first; raises `Refused`."""
    if state is None:
        return _reserve(order, policy)
    late = overdue(state, order.at, policy)
    now = max(order.at, state.at)
    return (*late, *_answer(follow(state, late, now), order, now, policy))


def _reserve(order: Order, policy: Policy) -> tuple[Event, ...]:
    match order.command:
        case ReserveNumber() as command:
            return (by_intake.reserved(command, policy.first_team),)
        case OpenApart() as command if isinstance(order.by, System):
            return by_intake.open_apart(None, command, policy.first_team)
        case _:
            raise ConversationNotFound


def _answer(state: Conversation, order: Order, now: Moment, policy: Policy) -> tuple[Event, ...]:
    match order.by:
        case Agent() as agent:
            return _for_agent(state, order.command, agent, now, policy)
        case Customer():
            return _for_customer(state, order.command, now, policy)
        case System():
            return _for_system(state, order, now, policy)
    assert_never(order.by)


def _for_customer(
    state: Conversation, command: Command, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    match command:
        case PostMessage():
            return by_customer.post(state, command, policy)
        case ChooseOption():
            return by_customer.choose(state, command, now, policy)
        case AskForPerson():
            return by_customer.ask_for_person(state, command, now, policy)
        case SubmitForm():
            return by_customer.submit_form(state, command, now, policy)
        case ChangeLanguage():
            return by_customer.change_language(state, command)
        case CorrectFinding():
            return by_customer.correct(state, command, policy)
        case MarkSeen():
            return by_customer.mark_seen(state, command)
        case JudgeSolution():
            return by_customer.judge(state, command)
        case RateConversation():
            return by_customer.rate(state, command, policy)
        case CloseConversation():
            return by_customer.close(state)
        case _:
            raise NotAllowed


def _for_agent(
    state: Conversation, command: Command, by: Agent, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    match command:
        case UndoJoining():
            return by_agent.undo_joining(state, command, by)
        case SeparateConversation():
            return by_agent.separate(state, by, now, policy)
        case Reply():
            return by_agent.reply(state, command, by, policy)
        case ClaimConversation():
            return by_agent.claim(state, by)
        case AssignConversation():
            return by_agent.assign(state, command, by)
        case ReleaseConversation():
            return by_agent.release(state, command, by)
        case HandToTeam():
            return by_agent.hand_to_team(state, command, by, policy)
        case MoveToChannel():
            return by_agent.move_to_channel(state, command, by)
        case AddNote():
            return by_agent.note(state, command, by, policy)
        case SetSeverity():
            return by_agent.set_severity(state, command, by)
        case SetTags():
            return by_agent.set_tags(state, command, by)
        case SetSubject():
            return by_agent.set_subject(state, command, by)
        case ResolveConversation():
            return by_agent.resolve(state, command, by, policy)
        case ReopenConversation():
            return by_agent.reopen(state, command, by)
        case DismissSurge() as command:
            return surge.dismiss(state, command, by)
        case AcknowledgePage():
            return paging.acknowledge(state, by)
        case FlagIntake():
            return by_agent.flag_intake(state, command, by)
        case SettleFlag():
            return by_agent.settle_flag(state, command, by)
        case RevokeInvestigation():
            return by_agent.revoke(state, command, by)
        case RedactMessage():
            return by_agent.redact(state, command, by)
        case EraseContent(reason=reason):
            return by_agent.erase_all(state, reason, by)
        case _:
            raise NotAllowed


def _for_system(
    state: Conversation, order: Order, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    match order.command:
        case Tick(mail=mail):
            return mailing.take(state, now, policy, can_mail=mail)
        case TakeTurn() as command:
            return by_intake.take_turn(state, command, now, policy)
        case RecordFindings() as command:
            return by_intake.record_findings(state, command)
        case OfferIncident() as command:
            return by_intake.offer_incident(state, command)
        case OfferDuplicate() as command:
            return by_intake.offer_duplicate(state, command)
        case OpenToAllLanguages(answers_in=answers_in):
            return _open_to_all(state, answers_in, now, policy)
        case OfferSplit() as command:
            return by_intake.offer_split(state, command)
        case OpenApart() as command:
            return by_intake.open_apart(state, command, policy.first_team)
        case WithdrawOffer():
            return by_intake.withdraw_offer(state)
        case AcceptJoined() as command:
            return by_intake.accept_joined(state, command)
        case RecordMailSent(upto=upto):
            return (MailSent(upto),)
        case RecordMailFailed() as command:
            return mailing.failed(state, command, now, policy)
        case RecordMailBounced() as command:
            return mailing.bounced(state, command)
        case TakePage() as command:
            return paging.take(state, command, now, policy)
        case RecordPageSent() as command:
            return paging.sent(state, command, now, policy)
        case RecordPageFailed() as command:
            return paging.failed(state, command)
        case RaiseSurge() as command:
            return surge.raise_(state, command)
        case GrowSurge() as command:
            return surge.grow(state, command)
        case AcceptPage() as command:
            return paging.accept(state, command)
        case ReleaseConversation() as command:
            return by_agent.release(state, command, order.by)
        case EraseContent(reason=reason):
            return by_agent.erase_all(state, reason, order.by)
        case ReserveNumber():
            raise NotInThisState
        case _:
            raise NotAllowed(command=type(order.command).__name__, by=actor_id(order.by))


def _open_to_all(
    state: Conversation, answers_in: str, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """Once its share of the first-response time has passed; both sides are told (R06)."""
    first_response = clocks_of(state, policy)[0]
    due = first_response.reached(policy.other_language)
    waits = isinstance(state.phase, Queued) and first_response.state == "running"
    if state.any_language or not waits or due is None or due > now:
        return ()
    told = DeskSaid("desk.language_agent", {"language": answers_in})
    return LanguageOpened(state.language), told
