"""What an agent may ask: lists, search, canned replies, colleagues."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from firstline.desk import Desk
from firstline.domain.conversation import Conversation
from firstline.domain.errors import NotAllowed
from firstline.domain.row import Row, number_key
from firstline.people import People
from firstline.store.port import Order, place
from firstline.store.port_search import Search
from firstline.surges import alike
from firstline.view import why, with_names
from firstline.wire import InvalidMessage

from .desktop import Desktop
from .socket import Ack

COUNTED = 200
PAGE = 50
LOOKED_AT = 400
"""Rows read for one page of a filtered list: whoever wants to see further asks for the next."""
LISTS = ("queue", "mine", "waiting", "incident", "resolved", "all")
NEWEST_FIRST = frozenset({"resolved", "all"})

type Answer = Callable[[Desktop, Mapping[str, Any]], Awaitable[Ack]]


class Queries:
    """Questions that change nothing and open nothing."""

    def __init__(self, desk: Desk, people: People, search: Search, status_url: str = "") -> None:
        self._status_url = status_url
        self._desk = desk
        self._people = people
        self._search = search
        self.table: dict[str, Answer] = {
            "lists": self._lists,
            "rows": self._rows_of,
            "pages": self._pages,
            "surges": self._surges,
            "why": self._why,
            "search": self._found,
            "similar": self._similar,
            "canned": self._canned,
            "colleagues": self._colleagues,
            "teams": self._teams,
        }

    async def _lists(self, desktop: Desktop, fields: Mapping[str, Any]) -> Ack:
        counts: dict[str, int] = {}
        for name in LISTS:
            rows, _ = await self._of_list(name, desktop, fields, None, COUNTED)
            counts[name] = len(rows)
        return {"counts": counts}

    async def _rows_of(self, desktop: Desktop, fields: Mapping[str, Any]) -> Ack:
        name = str(fields.get("list", "queue"))
        if name not in LISTS:
            raise InvalidMessage(at="$.list")
        after = fields.get("after")
        limit = fields.get("limit", PAGE)
        if not isinstance(limit, int) or not 1 <= limit <= COUNTED:
            raise InvalidMessage(at="$.limit")
        after = after if isinstance(after, str) else None
        rows, more = await self._of_list(name, desktop, fields, after, limit)
        return {"rows": self.shown(rows), "next": more}

    async def _pages(self, _desktop: Desktop, _fields: Mapping[str, Any]) -> Ack:
        """The conversations for which people on call are being paged, the oldest first."""
        return {"rows": self.shown(await self._desk.store.find("paging", limit=PAGE))}

    async def _surges(self, desktop: Desktop, _fields: Mapping[str, Any]) -> Ack:
        """For leads: what many customers write about, each with its conversations (R49)."""
        if not desktop.actor.leads:
            raise NotAllowed
        surges = []
        for host in await self._desk.store.find("surges", limit=PAGE):
            surge = host.body["surge"]
            rows = await alike(self._desk.store, surge["topics"], surge["since"])
            surges.append({"row": self.shown([host])[0], "rows": self.shown(rows)})
        return {"surges": surges, "status_url": self._status_url}

    async def _of_list(
        self, name: str, desktop: Desktop, fields: Mapping[str, Any], after: str | None, limit: int
    ) -> tuple[list[Row], str | None]:
        """The rows wanted, at most `limit`, and where the next page starts if there is more.

        A page of a filtered list may be short, since only so many rows are looked at for it.
        """
        wanted = {what: fields[what] for what in ("team", "language") if fields.get(what)}
        key = self._key(name, desktop)
        if name == "queue" and "team" in wanted:
            key = f"queue:{wanted.pop('team')}"
        order: Order = "desc" if name in NEWEST_FIRST else "asc"
        read = max(limit, LOOKED_AT) if wanted else limit
        rows = await self._desk.store.find(key, order, after, read)
        found = [row for row in rows if all(row.body[w] == v for w, v in wanted.items())][:limit]
        last = found[-1] if len(found) == limit else rows[-1] if len(rows) == read else None
        return found, place(last, key) if last else None

    def _key(self, name: str, desktop: Desktop) -> str:
        return f"mine:{desktop.agent.id}" if name == "mine" else name

    async def history(self, stream: str, state: Conversation) -> list[dict[str, Any]]:
        """The customer's other conversations, newest first."""
        customer = state.customer
        if not (customer.verified and customer.id):
            return []
        rows = await self._desk.store.find(f"customer:{customer.id}", "desc", limit=20)
        return self.shown([row for row in rows if row.stream != stream])

    async def _why(self, _desktop: Desktop, fields: Mapping[str, Any]) -> Ack:
        stream, clock = str(fields.get("conversation", "")), str(fields.get("clock", ""))
        record = await self._desk.record(stream)
        policy = self._desk.policy_of(record.state)
        explained = why(record.state, record.recorded, policy, clock, self._desk.now())
        if not explained:
            raise InvalidMessage(at="$.clock")
        return explained

    async def _found(self, _desktop: Desktop, fields: Mapping[str, Any]) -> Ack:
        """By number, or by words of what was said."""
        text = str(fields.get("text", ""))[:200]
        by_number = await self._desk.store.find_unique(number_key(text.strip().upper()))
        hits = await self._search.search(text)
        streams = dict.fromkeys(hit.stream for hit in hits)
        rows = [await self._desk.store.row(stream) for stream in streams]
        found = [row for row in (by_number, *rows) if row is not None]
        unique = {row.stream: row for row in found}
        return {"rows": self.shown(list(unique.values()))}

    async def _similar(self, _desktop: Desktop, fields: Mapping[str, Any]) -> Ack:
        stream = str(fields.get("conversation", ""))
        state = await self._desk.state(stream)
        hits = await self._search.similar(f"{state.subject} {state.customer_said}", but=stream)
        rows = [await self._desk.store.row(hit.stream) for hit in hits]
        return {"rows": self.shown([row for row in rows if row is not None])}

    async def _canned(self, desktop: Desktop, fields: Mapping[str, Any]) -> Ack:
        """Canned replies in the customer's language, placeholders filled in (R43)."""
        state = await self._desk.state(str(fields.get("conversation", "")))
        texts = self._desk.voice.texts
        keys = texts.bundle(state.language, "canned")
        names = dict.fromkeys(key.split(".")[0] for key in keys)
        values = {
            "number": state.number,
            "customer": state.customer.name,
            "agent": desktop.agent.name,
            "subject": state.subject,
        }
        replies = [
            {
                "id": name,
                "title": texts.say(desktop.agent.language, f"{name}.title"),
                "text": texts.say(state.language, f"{name}.text", **values),
            }
            for name in names
        ]
        return {"replies": replies}

    async def _colleagues(self, _desktop: Desktop, _fields: Mapping[str, Any]) -> Ack:
        people = [
            {
                "id": agent.id,
                "name": agent.name,
                "on_shift": agent.on_shift,
                "languages": agent.languages,
                "teams": agent.teams,
            }
            for agent in self._people.all()
        ]
        return {"colleagues": people}

    async def _teams(self, _desktop: Desktop, _fields: Mapping[str, Any]) -> Ack:
        return {"teams": list(self._desk.policy.teams)}

    def shown(self, rows: list[Row]) -> list[dict[str, Any]]:
        """Rows as the inbox gets them."""
        return [with_names(row.body, self._people.name_of) for row in rows]
