"""What it is sorted by; severity also says whether somebody is woken."""

from textwrap import shorten
from typing import assert_never

from msgspec.structs import replace

from firstline.domain import paging
from firstline.domain.conversation import Conversation
from firstline.domain.events import (
    LanguageChanged,
    PropertyEvent,
    Recorded,
    SeverityProposed,
    SeveritySet,
    SubjectSet,
    TagsSet,
)

SUBJECT_LENGTH = 80


def evolve(state: Conversation, event: PropertyEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case LanguageChanged():
            return _language_changed(state, event)
        case SeverityProposed() | SeveritySet():
            return _severe(state, event, recorded)
        case TagsSet(tags=tags):
            return replace(state, tags=tags)
        case SubjectSet(subject=subject):
            return replace(state, subject=subject)
    assert_never(event)


def as_subject(described: str) -> str:
    """The beginning of a description as a title, cut between words, or within a long one."""
    words = shorten(described, SUBJECT_LENGTH, placeholder="…")
    whole = " ".join(described.split())
    is_short = len(words) < min(len(whole), SUBJECT_LENGTH // 2)
    beginning = f"{whole[: SUBJECT_LENGTH - 1]}…" if is_short else words.removesuffix(".")
    return beginning[:1].upper() + beginning[1:]


def _language_changed(state: Conversation, event: LanguageChanged) -> Conversation:
    asked_that = state.question is not None and state.question.asks == "language"
    return replace(
        state,
        language=event.language,
        any_language=False,
        language_chosen=state.language_chosen or event.by == "customer",
        question=None if asked_that else state.question,
    )


def _severe(
    before: Conversation, event: SeverityProposed | SeveritySet, recorded: Recorded
) -> Conversation:
    severity, proposed = event.severity, isinstance(event, SeverityProposed)
    state = replace(before, severity=severity, severity_proposed=proposed)
    lowered = before.severity_proposed and before.severity == paging.CRITICAL < severity
    if lowered and not proposed:
        state = replace(state, lowered_at=recorded.at)
    return paging.weighed(before, state, recorded.at)
