"""Hands a page to a service that Apprise knows, off the event loop and bounded in time."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

PATIENCE = 20.0
"""Seconds for one page; far below the lease under which it is sent."""
AT_ONCE = 4

_threads = ThreadPoolExecutor(AT_ONCE, "page")
logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would write addresses


class PageRefused(Exception):
    """The service did not take it; the message is one word for the record, never an address."""


async def post(address: str, title: str, body: str) -> None:
    """Page by this address; raises PageRefused."""
    if not address:
        raise PageRefused("no_address")
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(PATIENCE):
            taken = await loop.run_in_executor(_threads, _notify, address, title, body)
    except TimeoutError as error:
        raise PageRefused("timeout") from error
    if not taken:
        raise PageRefused("refused")


def _notify(address: str, title: str, body: str) -> bool:
    from apprise import Apprise, NotifyType  # noqa: PLC0415 - a second of imports, in the thread

    services = Apprise()
    if not services.add(address):
        raise PageRefused("address")
    return bool(services.notify(body, title, notify_type=NotifyType.FAILURE))
