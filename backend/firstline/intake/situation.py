"""What the bot is told of a conversation: it remembers nothing (DESIGN, section 5). Pure."""

from collections.abc import Iterable
from typing import Any

from firstline.domain import channels
from firstline.domain.context import ITEMS, Finding, filled
from firstline.domain.conversation import Conversation, InIntake, LinkedToIncident, Queued
from firstline.domain.events import CustomerWrote
from firstline.domain.handoff import remaining
from firstline.domain.policy import Policy

from .descriptions import is_described

GO_ON, BEGIN, REFUSED = "/describe_problem", "/greet", "/deny"
"""What Rasa is told after a button: nothing new was said, go on, or begin."""
TAKEN_BACK = ("cancel", "answered")
"""What a 'no' leads back from, to what is the trouble."""


def facts_for_bot(state: Conversation, policy: Policy, asked: str | None) -> dict[str, Any]:
    """What Rasa is told beside the words."""
    queued = isinstance(state.phase, Queued)
    answered = {finding.what for finding in state.findings} | set(state.skipped)
    need = state.open_questions if queued else remaining(state, policy)
    return {
        "need": [item for item in need if item not in answered],
        "described": "description" in answered,
        "incident": None,
        "duplicate": None,
        "queued": queued,
        "linked": isinstance(state.phase, LinkedToIncident),
        "restated": bool(asked) and state.asked.get(asked or "", 0) > policy.intake.repeats,
    }


def open_question(state: Conversation) -> str | None:
    """What words may answer: the bot's last question, or an offer that stands in its place."""
    if state.question is not None and channels.is_open_to_words(state):
        return state.question.asks
    return state.offer.kind if state.offer else None


def is_answered(asked: str | None, found: Iterable[Finding]) -> bool:
    """Whether what was asked stands in the message; screenshot and logs are one question."""
    return ("screenshot" if asked == "logs" else asked) in filled(found)


def is_unclear(state: Conversation, asked: str | None, text: str, found: Iterable[Finding]) -> bool:
    """Whether nobody could make sense of the words as an answer to the intake's question.

    There is no word and no number in them, or they name none of the four impacts.
    """
    asks = isinstance(state.phase, InIntake) and asked in ITEMS
    tells = any(finding.what != "description" for finding in found)
    if not asks or tells or not text.strip():
        return False
    return asked == "impact" or not any(map(str.isalnum, text))


def goes_on(said: Iterable[CustomerWrote], state: Conversation) -> bool:
    """Whether a button says that what was said before is to be looked after."""
    choices = {message.choice for message in said}
    return "go_on" in choices or ("answered" in state.skipped and "no" in choices)


def after_button(state: Conversation) -> tuple[str, str | None]:
    """What goes on when a button was pressed and nothing was said: words, and what they answer."""
    if is_described(state):
        return GO_ON, None
    taken_back = next((asked for asked in TAKEN_BACK if asked in state.skipped), None)
    return (REFUSED, taken_back) if taken_back else (BEGIN, None)
