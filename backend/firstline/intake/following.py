"""Which language the intake goes on in: followed where it is sure, asked where it is not (R22)."""

from msgspec import Struct

from firstline.domain.context import value_of
from firstline.domain.conversation import Conversation, InIntake

from . import language, prose

ASK, NOT_OFFERED = "language.ask", "language.not_offered"
"""What is said to ask which language."""
ENOUGH_WORDS = 2
"""Fewer say too little of a language to ask about it."""
MANY_WORDS = 5
"""So many in another language than before, and the customer is asked whether to switch."""


class Switch(Struct, frozen=True):
    """The language to follow, or nothing for the present one; and what to ask, if anything."""

    to: str = ""
    ask: str = ""


def switch(state: Conversation, text: str) -> Switch:
    """What a message means for the language; nothing where the customer chose one."""
    words = prose.of(text).split()
    if not words or state.language_chosen or not isinstance(state.phase, InIntake):
        return Switch()
    guess = language.detect(text, [state.language, *state.browser_languages])
    if guess.stranger:
        asked = "language" in state.asked
        return Switch() if asked else Switch(_news(state, guess), NOT_OFFERED)
    if guess.language == state.language:
        return Switch()
    return _other(state, guess, len(words))


def _other(state: Conversation, guess: language.Guess, words: int) -> Switch:
    settled = value_of(state.findings, "description") is not None
    if guess.sure and not settled:
        return Switch(guess.language)
    if words < (MANY_WORDS if settled else ENOUGH_WORDS):
        return Switch()
    if "language" not in state.asked:
        return Switch(ask=ASK)
    # Asked before and not answered: whoever simply goes on in another language means it.
    return Switch(guess.language) if guess.sure else Switch()


def _news(state: Conversation, guess: language.Guess) -> str:
    return guess.language if guess.language != state.language else ""
