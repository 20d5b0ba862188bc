"""The message path on two desks behind the proxy, with Redis, beside one desk alone.

Both keep everything in the stand-in for MongoDB, which is one process of Python and much slower
than the desks; so how many messages go through is its figure, and what the desks themselves add is
their CPU time a message.
"""

import asyncio
import ssl
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from tests.deploy.proxy import Proxy
from tests.mongo_server import MongoServer
from tests.redis_server import RedisServer
from tests.running import RunningDesk

from .load import desk_side, flood, paced

CONVERSATIONS = 20
MESSAGES = 200
ROUNDS = 3
WITHOUT_LIMITS = {"FIRSTLINE_BOT": "false", "FIRSTLINE_RATE_PER_MINUTE": "100000000"}


async def measure() -> dict[str, float]:
    """Ratios of two desks to one: throughput, CPU time a message, p99 at half the slower one."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with (
            MongoServer(folder / "one.db") as one_database,
            MongoServer(folder / "two.db") as two_database,
            RunningDesk(folder / "alone", settings=_kept_in(one_database)) as alone,
            _two_desks(folder, two_database) as (proxy, desks),
        ):
            return await _compare(alone, proxy, desks)


def _kept_in(database: MongoServer) -> dict[str, str]:
    return {**WITHOUT_LIMITS, "FIRSTLINE_STORE": database.address()}


@contextmanager
def _two_desks(folder: Path, database: MongoServer) -> Iterator[tuple[Proxy, list[RunningDesk]]]:
    one, other = RunningDesk(folder / "one"), RunningDesk(folder / "other")
    proxy = Proxy(folder / "proxy", [one.port, other.port])
    with RedisServer() as redis:
        together = {"FIRSTLINE_REDIS": redis.url, "FIRSTLINE_PROXIES": "1"}
        settings = {**_kept_in(database), **together, "FIRSTLINE_PUBLIC_URL": proxy.url}
        one.settings = other.settings = settings
        with one, other, proxy:
            yield proxy, [one, other]


async def _compare(alone: RunningDesk, proxy: Proxy, desks: list[RunningDesk]) -> dict[str, float]:
    trusted = ssl.create_default_context(cafile=str(proxy.folder / "certificate.pem"))
    every = aiohttp.TCPConnector(limit=0, ssl=trusted)
    async with aiohttp.ClientSession(connector=every) as session:
        one = await desk_side(session, alone.url, _pids(alone), CONVERSATIONS)
        two = await desk_side(session, proxy.url, _pids(*desks), CONVERSATIONS)
        rounds = [(await flood(two, MESSAGES), await flood(one, MESSAGES)) for _ in range(ROUNDS)]
        rate = min(side.per_s for pair in rounds for side in pair) / 2
        slow, quick = [await paced(side, rate, MESSAGES) for side in (two, one)]
    return {
        "throughput_ratio": statistics.median(two.per_s / one.per_s for two, one in rounds),
        "cpu_ratio": statistics.median(two.cpu_us / one.cpu_us for two, one in rounds),
        "p99_ratio": slow / quick,
        "messages_per_s": statistics.median(two.per_s for two, _ in rounds),
        "one_desk_per_s": statistics.median(one.per_s for _, one in rounds),
        "cpu_us": statistics.median(two.cpu_us for two, _ in rounds),
        "one_desk_cpu_us": statistics.median(one.cpu_us for _, one in rounds),
    }


def _pids(*desks: RunningDesk) -> list[int]:
    return [desk.process.pid for desk in desks if desk.process is not None]


if __name__ == "__main__":
    import json

    print(json.dumps(asyncio.run(measure()), indent=2))
