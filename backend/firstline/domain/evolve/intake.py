"""What was understood and asked, up to the handoff."""

from typing import assert_never

from msgspec.structs import replace

from firstline.domain import paging
from firstline.domain.context import filled, merge, without_old_end
from firstline.domain.conversation import Conversation, Flag, Queued
from firstline.domain.events import (
    FindingsRecorded,
    FlagSettled,
    HandedOff,
    IntakeEvent,
    IntakeFlagged,
    QuestionSkipped,
    Recorded,
    TurnEnded,
)

from .progress import beat, in_phase
from .properties import as_subject
from .quotes import quoting, sources
from .tuples import including


def evolve(state: Conversation, event: IntakeEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case FindingsRecorded(findings=findings):
            found = _found(state, event)
            return quoting(found, sources(findings), recorded)
        case QuestionSkipped(asked=asked):
            return replace(state, skipped=including(state.skipped, asked), question=None)
        case TurnEnded(upto=upto, outcome=outcome):
            again = state.misunderstood if state.confused else 0
            state = replace(state, misunderstood=again, confused=False)
            return replace(state, turn_position=upto, bot_away=outcome == "away")
        case HandedOff():
            return _handed_off(state, event, recorded)
        case IntakeFlagged() | FlagSettled():
            return _flagged(state, event, recorded)
    assert_never(event)


def _found(state: Conversation, event: FindingsRecorded) -> Conversation:
    findings = merge(state.findings, event.findings)
    if event.by == "customer":
        replaced = {finding.what for finding in event.findings}
        kept = (finding for finding in state.findings if finding.what not in replaced)
        findings = without_old_end(state.findings, (*kept, *event.findings))
    described = next((f.value for f in findings if f.what == "description"), "")
    subject = state.subject or as_subject(described)
    answered = state.question and state.question.asks in filled(event.findings)
    question = None if answered else state.question
    return replace(state, findings=findings, subject=subject, question=question)


def _handed_off(before: Conversation, event: HandedOff, recorded: Recorded) -> Conversation:
    state = replace(
        before,
        open_questions=event.open_questions,
        handoff_missing=event.missing,
        severity=event.severity if before.severity_proposed else before.severity,
    )
    began = replace(recorded, at=event.due_at or recorded.at)
    queued = beat(in_phase(state, Queued(), recorded), "handed_off", began)
    return paging.weighed(before, queued, began.at)


def _flagged(
    state: Conversation, event: IntakeFlagged | FlagSettled, recorded: Recorded
) -> Conversation:
    """One more flag, or one less; an erased one asks nothing of anybody."""
    match event:
        case IntakeFlagged(text=text, by=agent) if text:
            flag = Flag(recorded.position, text, agent, recorded.at)
            return replace(state, flags=(*state.flags, flag))
        case FlagSettled(position=position):
            left = (flag for flag in state.flags if flag.position != position)
            return replace(state, flags=tuple(left))
        case _:
            return state
