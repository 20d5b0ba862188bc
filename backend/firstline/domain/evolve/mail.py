"""What is to be mailed: what stays unseen (R32), and all answers of what went on by mail (R33)."""

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace

from firstline.domain import paging
from firstline.domain.conversation import (
    Assigned,
    Conversation,
    Mailing,
    Queued,
    WaitingForCustomer,
)
from firstline.domain.events import (
    MailBounced,
    MailEvent,
    MailFailed,
    MailSent,
    MailTaken,
    Recorded,
    SolutionUndelivered,
)
from firstline.domain.moment import Moment

from .progress import beat, in_phase, resumed

MAILED = frozenset(
    {
        *("desk.reminder", "desk.status_line", "desk.reopened"),
        *("desk.promise_missed", "desk.resolution_missed"),
        *("desk.resolved_ask", "desk.moved_to_chat"),
        *("desk.closed_silence", "desk.closed_confirmed"),
    }
)
"""Lines of the desk that go out by mail where a conversation is answered by mail."""
NEVER_TRIED = frozenset({"no_mail", "no_address"})
"""Why no mail was sent, where nobody was promised one."""


def evolve(state: Conversation, event: MailEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case MailTaken(upto=upto, attempt=attempt, until=until):
            return replace(state, mail=Mailing(attempt, until, upto))
        case MailSent(upto=upto):
            sent = replace(state, mail=Mailing(), mailed=(*state.mailed, upto))
            return delivered(sent, upto, recorded, by_mail=True)
        case MailFailed(upto=upto, again_at=None):
            given_up = replace(unmailed(state, upto), mail=Mailing())
            promised = was_promised(state, event.error)
            return _unasked(given_up, upto, recorded) if promised else given_up
        case MailFailed(again_at=again_at):
            return replace(state, mail=replace(state.mail, again_at=again_at))
        case MailBounced(upto=upto):
            back = replace(state, bounced=(*state.bounced, upto))
            return back if was_told_by_another(back, upto) else _unasked(back, upto, recorded)
        case SolutionUndelivered():
            back = replace(state, undelivered=recorded.position)
            # Nobody is called out of bed for a page that was over when it was solved.
            return resumed(paging.settled(back, "severity"), state.last_agent, recorded)
    assert_never(event)


def was_promised(state: Conversation, error: str) -> bool:
    """Whether anybody counted on the mail that was given up for this error."""
    return state.channel == "mail" or error not in NEVER_TRIED


def is_unseen(state: Conversation, upto: int) -> bool:
    """Whether the newest question or solution stands up to there, and nobody saw it."""
    asked = state.delivery
    return asked is not None and asked.seen_at is None and asked.position <= upto


def was_told_by_another(state: Conversation, upto: int) -> bool:
    """Whether the question or solution also stood in a mail that has not come back."""
    asked = state.delivery
    others = (one for one in state.mailed if one != upto and one not in state.bounced)
    return asked is not None and any(one >= asked.position for one in others)


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
    return _left(state, tuple(one for one in state.to_mail if one[0] > upto))


def erased(state: Conversation, positions: Iterable[int]) -> Conversation:
    """What is blank is not mailed (R52)."""
    blank = frozenset(positions)
    return _left(state, tuple(one for one in state.to_mail if one[0] not in blank))


def _left(state: Conversation, to_mail: tuple[tuple[int, Moment], ...]) -> Conversation:
    """The mail under way is the one it was, while something is left of it."""
    goes_on = any(position <= state.mail.upto for position, _ in to_mail)
    return replace(state, to_mail=to_mail, mail=state.mail if goes_on else Mailing())


def _unasked(state: Conversation, upto: int, recorded: Recorded) -> Conversation:
    """Who was never reached by a question is not waited for (R32)."""
    phase = state.phase
    if not isinstance(phase, WaitingForCustomer) or not is_unseen(state, upto):
        return state
    owned = Assigned(phase.agent) if phase.agent else Queued()
    return beat(in_phase(state, owned, recorded), "resumed", recorded)
