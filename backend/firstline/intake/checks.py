"""What is looked up before anything is queued: the status page and the customer's own (R24, R25)."""

from firstline.desk import Desk
from firstline.domain.commands import OfferDuplicate, OfferIncident
from firstline.domain.conversation import Conversation


class DeskChecks:
    """The desk's own checks; they need no bot."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def incident(self, state: Conversation, text: str) -> OfferIncident | None:
        """An incident that fits and was not declined."""
        return None

    async def duplicate(
        self, stream: str, state: Conversation, text: str
    ) -> OfferDuplicate | None:
        """An open conversation of this customer that fits and was not declined."""
        return None
