"""What counts as a description, and words that are taken whole for an answer. Pure."""

from collections.abc import Iterable

from firstline.domain.context import Finding, value_of
from firstline.domain.conversation import Conversation

from . import lookup_words, prose, topics

DESCRIPTION_LIMIT = 500
DESCRIBES_FROM = 4
"""Words."""
ANSWER_LIMIT = 300
UNSURE = 0.5
SETTLED = 0.7
"""How sure must be what an issue is about that later messages say nothing else of it."""
ABOUT = frozenset({"area", "issue_kind"})
_HAPPENED = frozenset({"time", "response", "error_message", "message_id", "trace_id", "logs"})
"""What is told of something that happened, and not asked about in general."""


def is_described(state: Conversation) -> bool:
    """Whether it is known what the trouble is."""
    return value_of(state.findings, "description") is not None


def described(text: str, state: Conversation, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Where the bot does not say what is a description: what looks like one, or enough words."""
    if is_described(state):
        return ()
    enough = len(prose.of(text).split()) >= DESCRIBES_FROM
    description = first("description", found) or (enough and whole("description", text, state))
    return (description,) if description else ()


def reports(text: str, found: Iterable[Finding]) -> bool:
    """Whether the words tell of something that went wrong, and ask nothing.

    So 'I am migrating my number, and the code never came' is no question about migrations.
    """
    if "?" in text or topics.asks(text):
        return False
    wrong = any(hit.kind == "symptom" for hit in lookup_words.find(text))
    return wrong or any(finding.what in _HAPPENED for finding in found)


def without_description(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the intake the bot says whether it is one: a question may look like it."""
    return tuple(finding for finding in found if finding.what != "description")


def still_about(found: Iterable[Finding], known: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without a guess at what the issue is about, where that is known: chatter names much.

    A breach of privacy is heard at any time (R10).
    """
    sure = {finding.what for finding in known if finding.sure >= SETTLED}
    return tuple(
        finding
        for finding in found
        if finding.what not in ABOUT & sure or finding.value == "privacy"
    )


def first(what: str, found: Iterable[Finding]) -> Finding | None:
    """The first finding of this kind."""
    return next((finding for finding in found if finding.what == what), None)


def whole(what: str, text: str, state: Conversation) -> Finding:
    """All that was said, as an unsure finding."""
    limit = DESCRIPTION_LIMIT if what == "description" else ANSWER_LIMIT
    return Finding(what, text.strip()[:limit], state.customer_position, 0, len(text), UNSURE)
