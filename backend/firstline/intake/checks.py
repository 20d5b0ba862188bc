"""What is looked up before anything is queued: status page and open conversations (R24, R25)."""

import asyncio

import structlog

from firstline.desk import Desk
from firstline.domain.commands import OfferDuplicate, OfferIncident
from firstline.domain.context import value_of
from firstline.domain.conversation import Conversation, Resolved
from firstline.domain.errors import FirstlineError

from . import duplicates, incidents
from .duplicates import Case
from .status import StatusPage

log = structlog.get_logger()

COMPARED = 50
"""Open conversations of one customer that are compared."""


class DeskChecks:
    """The desk's own checks; they need no bot and wait for nobody long."""

    def __init__(self, desk: Desk, status: StatusPage) -> None:
        self._desk = desk
        self._status = status

    async def incident(self, state: Conversation, text: str) -> OfferIncident | None:
        """An incident that fits and was not declined."""
        status, now = await self._status.current(), self._desk.now()
        new = [incident for incident in status.incidents if incident.id not in state.declined]
        fitting = incidents.best(new, state.findings, text, now)
        if fitting is None:
            return None
        stands = fitting.stands(now)
        return OfferIncident(
            fitting.id,
            fitting.title,
            fitting.url,
            kind="incident" if stands == "over" else stands,
            begins_at=fitting.started_at if fitting.planned else 0,
            ends_at=fitting.ends_at,
            stale_at=(status.read_at or 0) if fitting.stale else 0,
        )

    async def duplicate(self, stream: str, state: Conversation, text: str) -> OfferDuplicate | None:
        """An open conversation of this customer that fits and was not declined."""
        customer = state.customer
        if not (customer.verified and customer.id):
            return None
        new = _case(stream, state, text)
        others = await self._open_of(customer.id, stream, state.declined)
        match = await asyncio.to_thread(duplicates.best, new, others) if others else None
        if match is None:
            return None
        other = await self._desk.state(match.stream)
        return OfferDuplicate(match.stream, match.number, other.subject, match.reasons)

    async def _open_of(self, customer: str, but: str, declined: tuple[str, ...]) -> list[Case]:
        rows = await self._desk.store.find(f"open-customer:{customer}", "desc", limit=COMPARED)
        cases: list[Case] = []
        for row in rows:
            if row.stream == but or row.body["number"] in declined:
                continue
            try:
                state = await self._desk.state(row.stream)
            except FirstlineError as error:
                log.warning("not_compared", stream=row.stream, code=error.code)
                continue
            if not isinstance(state.phase, Resolved):
                cases.append(_case(row.stream, state, ""))
        return cases


def _case(stream: str, state: Conversation, text: str) -> Case:
    described = value_of(state.findings, "description") or ""
    return Case(
        stream=stream,
        number=state.number,
        text=text or f"{described}\n{state.customer_said}",
        findings=state.findings,
        opened_at=state.customer_at,
        language=state.language,
    )
