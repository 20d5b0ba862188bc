"""What agents are told of events that are no messages."""

from firstline.domain import channels
from firstline.domain.events import (
    ChannelMoved,
    ClockEscalated,
    ClockMissed,
    ClockWarned,
    ContentErased,
    ConversationAssigned,
    ConversationClaimed,
    ConversationClosed,
    ConversationJoined,
    ConversationRated,
    ConversationReleased,
    ConversationReopened,
    ConversationResolved,
    ConversationSeparated,
    ConversationSplit,
    DuplicateDeclined,
    DuplicateOffered,
    FlagSettled,
    HandedOff,
    HandedToTeam,
    IncidentConfirmed,
    IncidentDeclined,
    IncidentLinked,
    IncidentOffered,
    IntakeFlagged,
    InvestigationRevoked,
    JoiningUndone,
    LanguageChanged,
    LanguageOpened,
    MailBounced,
    MailFailed,
    MailSent,
    PageAcknowledged,
    PageFailed,
    PageHeld,
    PageSent,
    PageUnanswered,
    PageVain,
    QuestionSkipped,
    Recorded,
    SeveritySet,
    SolutionConfirmed,
    SolutionRejected,
    SolutionUndelivered,
    SplitDeclined,
    SplitOffered,
    SubjectSet,
    SurgeDismissed,
    SurgeEnded,
    SurgeRaised,
    TagsSet,
    WaitingStarted,
)
from firstline.domain.evolve.mail import NEVER_TRIED

from .lines import Entry, NameOf, fact

IN_VAIN: dict[PageVain, str] = {
    "nobody": "page_nobody",
    "failed": "page_all_failed",
    "silent": "page_silent",
}


def happened(new: Recorded, name_of: NameOf) -> list[Entry]:  # noqa: PLR0915 - a line an event
    """The line of an event; none for what only the desk needs to know."""
    match new.event:
        case HandedOff(cause=cause):
            return [fact(new, "handed_off", cause=cause)]
        case ConversationClaimed(by=by):
            return [fact(new, "claimed", agent=name_of(by))]
        case ConversationAssigned(to=to, by=by):
            return [fact(new, "assigned", agent=name_of(by), to=name_of(to))]
        case ConversationReleased(by=by, reason=reason):
            return [fact(new, "released", agent=name_of(by), reason=reason)]
        case HandedToTeam(team=team, reason=reason, by=by):
            return [fact(new, "team_changed", agent=name_of(by), team=team, reason=reason)]
        case SeveritySet(severity=severity, reason=reason, by=by):
            agent = name_of(by)
            return [fact(new, "severity_set", agent=agent, severity=severity, reason=reason)]
        case TagsSet(tags=tags, by=by):
            return [fact(new, "tags_set", agent=name_of(by), tags=", ".join(tags))]
        case SubjectSet(subject=subject, by=by):
            return [fact(new, "subject_set", agent=name_of(by), subject=subject)]
        case LanguageChanged(language=language, by=changed_by):
            return [fact(new, "language_changed", language=language, by=changed_by)]
        case LanguageOpened(language=language):
            return [fact(new, "language_opened", language=language)]
        case QuestionSkipped(asked=asked):
            return [fact(new, "question_skipped", item=asked)]
        case IncidentOffered(title=title, kind=kind):
            what = "incident" if kind == "incident" else "maintenance"
            return [fact(new, f"{what}_offered", title=title)]
        case IncidentConfirmed(title=title):
            return [fact(new, "incident_confirmed", title=title)]
        case IncidentDeclined():
            return [fact(new, "incident_declined")]
        case IncidentLinked(title=title):
            return [fact(new, "incident_linked", title=title)]
        case DuplicateOffered(number=number):
            return [fact(new, "duplicate_offered", number=number)]
        case DuplicateDeclined(number=number):
            return [fact(new, "duplicate_declined", number=number)]
        case ConversationJoined(number=number):
            return [fact(new, "joined", number=number)]
        case SplitOffered(parts=parts):
            return [fact(new, "split_offered", count=len(parts) + 1)]
        case SplitDeclined():
            return [fact(new, "split_declined")]
        case ConversationSplit(numbers=numbers):
            return [fact(new, "split", numbers=", ".join(numbers))]
        case JoiningUndone(number=number, by=by):
            return [fact(new, "joining_undone", agent=name_of(by), number=number)]
        case ConversationSeparated(number=number, by=by):
            return [fact(new, "separated", agent=name_of(by), number=number)]
        case WaitingStarted(by=by):
            return [fact(new, "waiting", agent=name_of(by))]
        case ClockWarned(clock=clock, due_at=due_at):
            return [fact(new, "clock_warned", clock=clock, due_at=due_at)]
        case ClockMissed(clock=clock, due_at=due_at):
            return [fact(new, "clock_missed", clock=clock, due_at=due_at)]
        case ClockEscalated(clock=clock, to=to):
            return [fact(new, "clock_escalated", clock=clock, to=", ".join(to))]
        case InvestigationRevoked(position=position, reason=reason, by=by):
            agent = name_of(by)
            return [fact(new, "mark_revoked", agent=agent, reason=reason, position=position)]
        case ConversationResolved(by=by):
            return [fact(new, "resolved", agent=name_of(by))]
        case SolutionRejected():
            return [fact(new, "not_solved")]
        case SolutionConfirmed():
            return [fact(new, "solved")]
        case ConversationReopened(by=by, reason=reason):
            return [fact(new, "reopened", agent=name_of(by), reason=reason)]
        case ConversationRated(stars=stars, comment=comment):
            return [fact(new, "rated", stars=stars, comment=comment)]
        case ConversationClosed(cause=cause):
            return [fact(new, "closed", cause=cause)]
        case PageSent(person=person):
            return [fact(new, "page_sent", person=person)]
        case PageFailed(person=person):
            return [fact(new, "page_failed", person=person)]
        case PageUnanswered(why=why):
            return [fact(new, IN_VAIN[why])]
        case PageHeld():
            return [fact(new, "page_held")]
        case PageAcknowledged(by=by, person=person):
            return [fact(new, "page_acknowledged", name=person or name_of(by))]
        case SurgeRaised(customers=customers):
            return [fact(new, "surge_raised", count=customers)]
        case SurgeDismissed(by=by):
            return [fact(new, "surge_dismissed", agent=name_of(by))]
        case SurgeEnded():
            return [fact(new, "surge_ended")]
        case ChannelMoved(channel=channel, by=by):
            return [_channel_moved(new, channel, by, name_of)]
        case MailSent():
            return [fact(new, "mailed")]
        case MailFailed(error=error, again_at=None) if error not in NEVER_TRIED:
            return [fact(new, "mail_failed")]
        case MailBounced():
            return [fact(new, "mail_bounced")]
        case SolutionUndelivered():
            return [fact(new, "solution_undelivered")]
        case IntakeFlagged() | FlagSettled() as flag:
            return [_flagged(new, flag, name_of)]
        case ContentErased(by=by, reason=reason):
            return [fact(new, "erased", agent=name_of(by), reason=reason)]
        case _:
            return []


def _channel_moved(new: Recorded, channel: str, by: str, name_of: NameOf) -> Entry:
    """Where it is answered from now on: the customer moved it, a mail's failure or an agent did."""
    match by:
        case "":
            return fact(new, f"went_to_{channel}")
        case channels.OUTBOX:
            return fact(new, "failed_to_chat")
        case _:
            return fact(new, f"moved_to_{channel}", agent=name_of(by))


def _flagged(new: Recorded, flag: IntakeFlagged | FlagSettled, name_of: NameOf) -> Entry:
    """What an agent told the editors, and that one of them is done with it (R71)."""
    if isinstance(flag, IntakeFlagged):
        return fact(new, "intake_flagged", agent=name_of(flag.by), text=flag.text)
    return fact(new, "flag_settled", agent=name_of(flag.by))
