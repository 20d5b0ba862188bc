"""One thing that a desk fetched, laid where all desks find it."""

from secrets import token_hex

from firstline.domain.moment import Span

from .link import Link


class Shelf:
    """`name` is the place. Without Redis it is empty, and each desk fetches for itself."""

    def __init__(self, link: Link, name: str) -> None:
        self._link = link
        self._place = f"firstline:shelf:{name}"
        self._claim = f"{self._place}:fetching"
        self._me = token_hex(8)

    async def look(self) -> bytes | None:
        """What lies there."""
        return await self._link.ask(lambda redis: redis.get(self._place), None)

    async def put(self, value: bytes, kept: Span) -> None:
        """Lay it there for so many milliseconds; somebody else may fetch it next."""
        await self._link.ask(lambda redis: redis.set(self._place, value, px=kept), None)
        await self._link.ask(lambda redis: redis.delete(self._claim), None)

    async def may_fetch(self, within: Span) -> bool:
        """Whether it is on this desk to fetch, in so many milliseconds."""
        return bool(
            await self._link.ask(
                lambda redis: redis.set(self._claim, self._me, px=within, nx=True), otherwise=True
            )
        )
