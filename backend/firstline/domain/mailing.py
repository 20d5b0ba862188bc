"""What is mailed: taken with a lease before it is sent, tried again, given up (R32, R33)."""

from . import channels
from .clocks import later
from .conversation import Conversation
from .deadlines import mail_due
from .events import Event, MailFailed, MailTaken
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
    state: Conversation, upto: int, error: str, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """To be tried again, ever later, and then given up."""
    tries = policy.delivery.retry[state.mail.attempt - 1 : state.mail.attempt]
    if tries:
        return (MailFailed(upto, error, later(now, tries[0])),)
    return _given_up(state, upto, error)


def _given_up(state: Conversation, upto: int, error: str) -> tuple[Event, ...]:
    """Who cannot be reached by mail is answered where they can be."""
    return MailFailed(upto, error, None), *channels.out_of_reach(state)
