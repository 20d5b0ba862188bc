"""Which messages an event repeats: what is erased there is erased with them (R52)."""

from collections.abc import Iterable

from msgspec.structs import replace

from firstline.domain.context import Finding
from firstline.domain.conversation import Conversation
from firstline.domain.events import Recorded


def quoting(state: Conversation, sources: Iterable[int], recorded: Recorded) -> Conversation:
    """The event quotes the messages at these positions."""
    more = tuple((source, recorded.position) for source in sorted(set(sources)) if source)
    return replace(state, quotes=(*state.quotes, *more))


def repeated(state: Conversation, values: dict[str, str | int]) -> Iterable[int]:
    """The messages whose words the desk says again: what was understood, and the solution."""
    if "issues" in values:
        return (state.offer.source,) if state.offer else ()
    if "understood" in values:
        return sources(state.findings)
    return (state.newest_answer,) if "solution" in values else ()


def sources(findings: Iterable[Finding]) -> Iterable[int]:
    """The messages that these were found in."""
    return (position for finding in findings for position in finding.messages)
