"""What is mailed: taken with a lease before it is sent, tried again, given up, back (R32, R33)."""

from . import channels
from .clocks import later
from .commands import RecordMailBounced, RecordMailFailed
from .conversation import Conversation, Resolved
from .deadlines import mail_due
from .errors import MailNotKnown
from .events import Event, MailBounced, MailFailed, MailTaken, SolutionUndelivered
from .evolve.mail import is_unseen, was_promised, was_told_by_another
from .moment import Moment
from .policy import Policy


def take(
    state: Conversation, now: Moment, policy: Policy, *, can_mail: bool | None
) -> tuple[Event, ...]:
    """Take a mail that is due; what was taken before and not reported is the same mail again."""
    due = mail_due(state, policy)
    if can_mail is None or due is None or due > now:
        return ()
    upto = state.mail.upto or state.to_mail[-1][0]
    if not can_mail or not channels.can_be_mailed(state):
        return _given_up(state, upto, "no_mail" if not can_mail else "no_address")
    if state.mail.attempt > len(policy.delivery.retry):
        return _given_up(state, upto, "given_up")
    return (MailTaken(upto, state.mail.attempt + 1, later(now, policy.delivery.lease)),)


def failed(
    state: Conversation, command: RecordMailFailed, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """To be tried again, ever later, and then given up; at once where nothing else can follow.

    Nothing follows where it is no longer under way: it was sent after all, seen, or redacted.
    """
    if command.upto != state.mail.upto:
        return ()
    tries = policy.delivery.retry[state.mail.attempt - 1 : state.mail.attempt]
    if tries and not command.for_good:
        return (MailFailed(command.upto, command.error, later(now, tries[0])),)
    return _given_up(state, command.upto, command.error)


def bounced(state: Conversation, command: RecordMailBounced) -> tuple[Event, ...]:
    """It came back after all. Raises MailNotKnown: a notice comes from anybody.

    Nothing follows where that was told before, or where the customer was there since.
    """
    if command.upto not in state.mailed:
        raise MailNotKnown
    known = command.upto in state.bounced
    if known or command.upto <= max(state.seen, state.customer_position):
        return ()
    newer = (one for one in state.mailed if one > command.upto and one not in state.bounced)
    moved = () if any(newer) else channels.out_of_reach(state)
    bounced = MailBounced(command.upto, command.status)
    return bounced, *_undelivered(state, command.upto), *moved


def _given_up(state: Conversation, upto: int, error: str) -> tuple[Event, ...]:
    """Who cannot be reached by mail is answered where they can be."""
    undelivered = _undelivered(state, upto) if was_promised(state, error) else ()
    return MailFailed(upto, error, None), *undelivered, *channels.out_of_reach(state)


def _undelivered(state: Conversation, upto: int) -> tuple[Event, ...]:
    """A solution that reached nobody is not taken as confirmed by silence (R44, R47).

    Once: whoever solves it again knows that no mail arrives, and it then counts from its sending.
    """
    unseen = is_unseen(state, upto) and not was_told_by_another(state, upto)
    is_known = state.undelivered > max(state.seen, state.customer_position)
    is_solved = isinstance(state.phase, Resolved)
    return (SolutionUndelivered(),) if is_solved and unseen and not is_known else ()
