"""What is looked up before anything is queued: status page and open conversations (R24, R25)."""

import asyncio
from collections.abc import Iterable

import structlog

from firstline.desk import Desk
from firstline.domain.commands import OfferDuplicate, OfferIncident
from firstline.domain.conversation import Conversation
from firstline.domain.errors import FirstlineError
from firstline.domain.row import Row

from . import duplicates, fact_words, incidents
from .evidence import Case
from .fact_words import Source
from .status import StatusPage

log = structlog.get_logger()

COMPARED = 200
"""Open conversations of one customer, or of their organisation, that are compared."""
KEPT = 4_000
"""Conversations of which it is remembered what they are about."""


class DeskChecks:
    """The desk's own checks; they need no bot and wait for nobody long."""

    def __init__(self, desk: Desk, status: StatusPage) -> None:
        self._desk = desk
        self._status = status
        self._known: dict[str, tuple[int, Source, Case]] = {}

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
        """An open conversation of this customer that fits and was not declined.

        A colleague's only for who may read the organisation's.
        """
        customer = state.customer
        if not (customer.verified and customer.id):
            return None
        said = max(text, state.told, key=len)
        new = duplicates.case(stream, state.number, said, state.findings, state.customer_at)
        match = duplicates.best(new, await self._open_beside(stream, state))
        if match is None:
            return None
        other = await self._desk.state(match.stream)
        colleague = other.customer.id != customer.id
        begun_at = other.opened_at
        return OfferDuplicate(match.stream, match.number, begun_at, match.reasons, colleague)

    async def _open_beside(self, stream: str, state: Conversation) -> list[Case]:
        """What else is open, as far as this customer may know of it."""
        customer = state.customer
        keys = [f"open-customer:{customer.id}"]
        if customer.reads_organisation and customer.organisation:
            keys.append(f"open-organisation:{customer.organisation}")
        found = [await self._desk.store.find(key, "desc", limit=COMPARED) for key in keys]
        rows = {row.stream: row for rows in found for row in rows}
        rows.pop(stream, None)
        return await self._cases(row for row in rows.values() if _may_fit(row, state.declined))

    async def _cases(self, rows: Iterable[Row]) -> list[Case]:
        """What conversations are about, worked out once for each version of them and of words."""
        words = fact_words.source()
        cases: list[Case] = []
        for row in rows:
            known = self._known.get(row.stream)
            if known is not None and known[0] == row.version and known[1] is words:
                cases.append(known[2])
                continue
            try:
                case = await self._case(row.stream)
            except FirstlineError as error:
                log.warning("not_compared", stream=row.stream, code=error.code)
                continue
            self._keep(row.stream, (row.version, words, case))
            cases.append(case)
        return cases

    async def _case(self, stream: str) -> Case:
        state = await self._desk.state(stream)
        await asyncio.sleep(0)  # two hundred of them would hold everybody up
        return duplicates.case(stream, state.number, state.told, state.findings, state.customer_at)

    def _keep(self, stream: str, known: tuple[int, Source, Case]) -> None:
        """Remember it, instead of what was learned longest ago."""
        self._known.pop(stream, None)
        self._known[stream] = known
        while len(self._known) > KEPT:
            self._known.pop(next(iter(self._known)))


def _may_fit(row: Row, declined: tuple[str, ...]) -> bool:
    """Neither answered already nor solved."""
    return row.body["number"] not in declined and row.body["phase"] != "resolved"
