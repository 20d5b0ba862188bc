"""What a turn offers before the bot is asked: a split, an incident, a duplicate (R24-R26)."""

from collections.abc import Sequence
from typing import Protocol

from firstline.domain.commands import OfferDuplicate, OfferIncident, OfferSplit
from firstline.domain.context import value_of
from firstline.domain.conversation import Conversation, InIntake, Queued
from firstline.domain.events import CustomerWrote, SplitPart
from firstline.domain.evolve.offers import SPLIT
from firstline.numbers import new_number, new_stream

from . import issues
from .reader import Reader
from .situation import open_question

LISTED = frozenset({"steps", "logs", "request", "response", "screenshot"})
"""What may be answered by a list of things that are no issues."""


class Checks(Protocol):
    """What is looked up before anything is queued: the status page and the customer's own."""

    async def incident(self, state: Conversation, text: str) -> OfferIncident | None:
        """An incident that fits and was not declined (R24)."""

    async def duplicate(self, stream: str, state: Conversation, text: str) -> OfferDuplicate | None:
        """An open conversation of this customer that fits and was not declined (R25)."""


class Offers:
    """Looks for what to offer; one offer at a time."""

    def __init__(self, checks: Checks, reader: Reader) -> None:
        self._checks = checks
        self._reader = reader

    async def find(
        self, stream: str, state: Conversation, text: str, said: Sequence[CustomerWrote]
    ) -> OfferSplit | OfferIncident | OfferDuplicate | None:
        """The next offer, if there is one and none stands.

        After one offer was answered there may be another, about what was said before.
        """
        answered = any(message.choice in {"yes", "no"} for message in said)
        about = text or (answered and value_of(state.findings, "description")) or ""
        open_to_offers = state.offer is None and isinstance(state.phase, InIntake | Queued)
        if not open_to_offers or not about:
            return None
        return (
            self._split(state, text, said)
            or await self._checks.incident(state, about)
            or await self._checks.duplicate(stream, state, about)
        )

    def _split(
        self, state: Conversation, text: str, said: Sequence[CustomerWrote]
    ) -> OfferSplit | None:
        """Several issues in the one message of this turn, unless a question was asked (R26)."""
        if len(said) != 1 or SPLIT in state.declined or open_question(state) in LISTED:
            return None
        found = issues.find(text)
        if found is None:
            return None
        one, *others = found.texts()
        parts = tuple(SplitPart(new_stream(), new_number(), other) for other in others)
        alone = self._reader.of_one_issue(state, one)
        return OfferSplit(state.customer_position, one, parts, alone)
