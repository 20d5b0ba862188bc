"""When the people on call are wanted, and who is next in line (R05, R10).

The first half is folded by `evolve`, the second decides. A page goes from one person of the line
to the next until somebody acknowledges it, or nothing is left to be woken for. Times lie in the
state, so a sweeper finds what a crash left behind.
"""

from msgspec.structs import replace

from .clocks import later
from .commands import AcceptPage, Agent, RecordPageFailed, RecordPageSent, TakePage
from .conversation import Closed, Conversation, Page, PageReason, Reserved, Resolved
from .errors import NotInThisState
from .events import (
    Event,
    PageAcknowledged,
    PageFailed,
    PageHeld,
    PageSent,
    PageTaken,
    PageUnanswered,
)
from .moment import Moment
from .policy import Policy

CRITICAL = 1
ON_CALL = "on_call"
"""The role that escalation steps name (`policy.yml`)."""
KEPT_KEYS = 20
FIRED = "page:severity"
"""Among what has fired: the people on call were wanted for this severity."""


def wanted(state: Conversation, reason: PageReason, at: Moment) -> Conversation:
    """One more reason to page; a page that goes on keeps its place in the line."""
    page = state.page
    if page is not None and page.calls:
        reasons = tuple(dict.fromkeys((*page.reasons, reason)))
        return replace(state, page=replace(page, reasons=reasons))
    return replace(state, page=Page((reason,), since=at, due=at))


def settled(state: Conversation, *reasons: PageReason) -> Conversation:
    """These are reasons no more."""
    if state.page is None:
        return state
    left = tuple(reason for reason in state.page.reasons if reason not in reasons)
    return replace(state, page=replace(state.page, reasons=left))


def weighed(before: Conversation, state: Conversation, at: Moment) -> Conversation:
    """The page of a severity that was proposed, handed over, confirmed or changed."""
    if state.severity != CRITICAL:
        return replace(settled(state, "severity"), fired=state.fired - {FIRED})
    held = state.page is not None and state.page.held
    confirmed = before.severity_proposed and not state.severity_proposed
    if FIRED in state.fired and not (held and confirmed):
        return state
    return wanted(replace(state, fired=state.fired | {FIRED}), "severity", at)


def paged(state: Conversation, event: Event, at: Moment) -> Conversation:
    """After one of the page's own events."""
    if state.page is None:
        return state
    return replace(state, page=_after(state.page, event, at))


def _after(page: Page, event: Event, at: Moment) -> Page:
    match event:
        case PageTaken(person=person, attempt=attempt, until=until, key_hash=key):
            keys = (*page.keys, (key, person))[-KEPT_KEYS:]
            taken = replace(page, person=person, attempt=attempt, under_way=True)
            return replace(taken, due=until, keys=keys)
        case PageSent(person=person, next_at=next_at):
            tried = (*page.tried, person)
            reached = replace(page, tried=tried, reached=True, rounds=0)
            return replace(reached, due=next_at, under_way=False)
        case PageFailed(person=person):
            return replace(page, tried=(*page.tried, person), due=at, under_way=False)
        case PageUnanswered(why=why, again_at=again_at):
            rounds = page.rounds + (why != "silent")
            anew = replace(page, tried=(), reached=False, rounds=rounds)
            return replace(anew, vain=why, due=again_at)
        case PageHeld():
            return replace(page, held=True)
        case PageAcknowledged(by=by, person=person):
            return replace(page, answered_by=by or person, answered_at=at)
        case _:
            return page


def page_due(state: Conversation) -> Moment | None:
    """When the next page is to be taken; None while nobody is to be paged."""
    over = isinstance(state.phase, Reserved | Resolved | Closed)
    if state.page is None or over or not state.page.calls:
        return None
    return state.page.due


def take(state: Conversation, command: TakePage, now: Moment, policy: Policy) -> tuple[Event, ...]:
    """The page of who is next in line, with a lease, before it is sent."""
    page, due = state.page, page_due(state)
    if page is None or due is None or due > now:
        return ()
    only_proposed = page.reasons == ("severity",) and state.severity_proposed
    if only_proposed and command.lowered >= policy.paging.lowered:
        return (PageHeld(command.lowered),)
    left = [person for person in command.people if person not in page.tried]
    if not left:
        return (_in_vain(page, command.people, now, policy),)
    until = later(now, policy.paging.lease)
    return (PageTaken(left[0], page.attempt + 1, until, command.key_hash),)


def _in_vain(page: Page, people: tuple[str, ...], now: Moment, policy: Policy) -> PageUnanswered:
    """Whoever was reached had their time, so the line begins anew at once; else after a pause."""
    if people and page.reached:
        return PageUnanswered("silent", now)
    pauses = policy.paging.retry
    again_at = later(now, pauses[min(page.rounds, len(pauses) - 1)])
    return PageUnanswered("failed" if people else "nobody", again_at)


def sent(
    state: Conversation, command: RecordPageSent, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """It has arrived; a report that comes after its lease, or after the end, changes nothing."""
    page = state.page
    if page is None or not _under_way(page, command.attempt):
        return ()
    return (PageSent(page.person, page.attempt, later(now, policy.paging.next_after)),)


def failed(state: Conversation, command: RecordPageFailed) -> tuple[Event, ...]:
    """It has not; who is next in line is paged at once."""
    page = state.page
    if page is None or not _under_way(page, command.attempt):
        return ()
    return (PageFailed(page.person, page.attempt, command.error),)


def accept(state: Conversation, command: AcceptPage) -> tuple[Event, ...]:
    """By a link that was sent for this page; said twice it is said once."""
    page = state.page
    person = dict(page.keys).get(command.key_hash) if page else None
    if page is None or person is None:
        raise NotInThisState
    return (PageAcknowledged(person=person),) if page_due(state) is not None else ()


def acknowledge(state: Conversation, by: Agent) -> tuple[Event, ...]:
    """By an agent: whoever works here may say that they have it."""
    if state.page is None:
        raise NotInThisState
    return (PageAcknowledged(by=by.id),) if page_due(state) is not None else ()


def _under_way(page: Page, attempt: int) -> bool:
    return page.calls and page.under_way and page.attempt == attempt
