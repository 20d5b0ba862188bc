"""What is to be mailed: what stays unseen (R32), and all answers of what went on by mail (R33)."""

from typing import assert_never

from msgspec.structs import replace

from firstline.domain.conversation import Conversation, Mailing
from firstline.domain.events import MailEvent, MailFailed, MailSent, MailTaken, Recorded

MAILED = frozenset(
    {
        *("desk.reminder", "desk.status_line", "desk.reopened"),
        *("desk.promise_missed", "desk.resolution_missed"),
        *("desk.closed_silence", "desk.closed_confirmed"),
    }
)
"""Lines of the desk that go out by mail where a conversation is answered by mail."""


def evolve(state: Conversation, event: MailEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case MailTaken(attempt=attempt, until=until):
            return replace(state, mail=Mailing(attempt, until))
        case MailSent(upto=upto):
            return delivered(replace(state, mail=Mailing()), upto, recorded, by_mail=True)
        case MailFailed(upto=upto, again_at=None):
            return replace(unmailed(state, upto), mail=Mailing())
        case MailFailed(again_at=again_at):
            return replace(state, mail=Mailing(state.mail.attempt, again_at))
    assert_never(event)


def answered(state: Conversation, recorded: Recorded) -> Conversation:
    """One more answer that the customer has not seen."""
    return replace(to_be_mailed(state, recorded), newest_answer=recorded.position)


def told(state: Conversation, key: str, recorded: Recorded) -> Conversation:
    """A line of the desk; by mail nobody would see those that a customer has to know."""
    is_mailed = state.channel == "mail" and key in MAILED
    return to_be_mailed(state, recorded) if is_mailed else state


def to_be_mailed(state: Conversation, recorded: Recorded) -> Conversation:
    """One more thing to mail."""
    return replace(state, to_mail=(*state.to_mail, (recorded.position, recorded.at)))


def delivered(state: Conversation, upto: int, recorded: Recorded, *, by_mail: bool) -> Conversation:
    """Everything up to there was shown, or mailed."""
    delivery = state.delivery
    if delivery and delivery.position <= upto:
        if by_mail and delivery.mailed_at is None:
            delivery = replace(delivery, mailed_at=recorded.at)
        elif not by_mail and delivery.seen_at is None:
            delivery = replace(delivery, seen_at=recorded.at)
    state = replace(state, delivery=delivery)
    is_mailed_all_the_same = state.channel == "mail" and not by_mail
    return state if is_mailed_all_the_same else unmailed(state, upto)


def unmailed(state: Conversation, upto: int) -> Conversation:
    """No mail up to there any more; what is left is mailed in its own time."""
    later = tuple(one for one in state.to_mail if one[0] > upto)
    return replace(state, to_mail=later, mail=state.mail if later else Mailing())
