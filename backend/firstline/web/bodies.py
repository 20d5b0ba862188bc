"""Bodies of requests, read within limits of size and time."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from .errors import BodyTooLarge, UploadStalled

PATIENCE = 20
"""Seconds without a byte after which a body is given up."""
LONGEST = 30 * 60
"""Seconds in which a body must be whole, however steadily it drips."""
PIECE = 256 * 1024


async def small_body(request: web.Request, limit: int) -> bytes:
    """The whole body. Raises BodyTooLarge, UploadStalled."""
    body = bytearray()
    async for piece in pieces(request):
        body += piece
        if len(body) > limit:
            raise BodyTooLarge(limit=limit)
    return bytes(body)


async def pieces(request: web.Request) -> AsyncIterator[bytes]:
    """The body as it arrives. Raises UploadStalled."""
    loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST
    while True:
        piece = await _next(request, min(loop.time() + PATIENCE, until))
        if not piece:
            return
        yield piece


async def _next(request: web.Request, until: float) -> bytes:
    try:
        async with asyncio.timeout_at(until):
            return await request.content.readany()
    except TimeoutError as error:
        raise UploadStalled from error
