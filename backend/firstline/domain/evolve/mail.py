"""Which answers are unseen, and the mail that tells of them (R32)."""

from typing import assert_never

from msgspec.structs import replace

from firstline.domain.conversation import Conversation, Mailing
from firstline.domain.events import MailEvent, MailFailed, MailSent, MailTaken, Recorded


def evolve(state: Conversation, event: MailEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case MailTaken(attempt=attempt, until=until):
            return replace(state, mail=Mailing(attempt, until))
        case MailSent(upto=upto):
            return delivered(replace(state, mail=Mailing()), upto, recorded, by_mail=True)
        case MailFailed(upto=upto, again_at=None):
            return replace(no_mail(state, upto), mail=Mailing())
        case MailFailed(again_at=again_at):
            return replace(state, mail=Mailing(state.mail.attempt, again_at))
    assert_never(event)


def unseen(state: Conversation, recorded: Recorded) -> Conversation:
    """One more answer that the customer has not seen."""
    answers = (*state.unseen, (recorded.position, recorded.at))
    return replace(state, unseen=answers, newest_answer=recorded.position)


def delivered(state: Conversation, upto: int, recorded: Recorded, *, by_mail: bool) -> Conversation:
    """Everything up to there was shown, or mailed."""
    delivery = state.delivery
    if delivery and delivery.position <= upto:
        if by_mail and delivery.mailed_at is None:
            delivery = replace(delivery, mailed_at=recorded.at)
        elif not by_mail and delivery.seen_at is None:
            delivery = replace(delivery, seen_at=recorded.at)
    return replace(no_mail(state, upto), delivery=delivery)


def no_mail(state: Conversation, upto: int) -> Conversation:
    """No mail up to there any more; what is left is mailed in its own time."""
    later = tuple(answer for answer in state.unseen if answer[0] > upto)
    return replace(state, unseen=later, mail=state.mail if later else Mailing())
