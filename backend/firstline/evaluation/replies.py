"""Which button the customer of a case presses, by what the case expects. Pure."""

from collections.abc import Mapping

from firstline.domain.conversation import Conversation
from firstline.domain.handoff import IMPACTS
from firstline.locales import LANGUAGES

from .form import Case, Message

BUTTONS = {
    "impact": ("skip", *IMPACTS),
    "language": LANGUAGES,
    "answered": ("yes", "no"),
    "cancel": ("close", "go_on"),
}
"""The buttons that an answer may be, instead of words; else it may only be `skip`."""


def asks(state: Conversation) -> str:
    """What is open: an offer, or a question."""
    if state.offer is not None:
        return state.offer.kind
    return state.question.asks if state.question else ""


def is_button(asked: str, text: str) -> bool:
    """Whether an answer is pressed, not written."""
    return text in BUTTONS.get(asked, ("skip",))


def button(case: Case, state: Conversation, language: str, others: Mapping[str, str]) -> str:
    """The button for what is open; `others` are the open conversations' keys by stream."""
    expected = case.expected
    match asks(state):
        case "language":
            return language
        case "incident":
            return _yes(state.offer is not None and state.offer.id == expected.incident)
        case "duplicate":
            offered = others.get(state.offer.id if state.offer else "", "")
            return _yes(offered == expected.duplicate)
        case "split":
            return _yes(expected.issues > 1)
        case "answered":
            return _yes(expected.handed_over is False)
        case "cancel":
            return "close" if expected.handed_over is False else "go_on"
        case _:
            return "skip"


def spoken(message: Message | None, language: str) -> str:
    """The language that a customer would name after a message, in the folder of `language`."""
    written = message.language if message else ()
    named = written if isinstance(written, str) else next(iter(written), "")
    return named if named not in {"", "none"} else language


def _yes(holds: bool) -> str:  # noqa: FBT001 - a yes or a no
    return "yes" if holds else "no"
