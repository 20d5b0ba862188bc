"""Socket.IO, with its loggers behind the gate for secrets."""

import logging

from firstline.channels.many_desks import SharedManager
from firstline.channels.packets import Packet
from firstline.channels.socket import WireJson
from firstline.channels.transport import Manager, Sockets
from firstline.live.link import Link

LONGEST_MESSAGE = 1_000_000
"""Bytes of one socket message; the command's own limits are far below and refuse with a code."""


def make_sockets(link: Link) -> Sockets:
    """Pages of our own origin only: widget and inbox are served by the desk itself."""
    return Sockets(
        async_mode="aiohttp",
        json=WireJson,
        logger=quiet("socketio"),
        engineio_logger=quiet("engineio"),
        serializer=Packet,
        client_manager=Manager() if link.alone else SharedManager(link),
        max_http_buffer_size=LONGEST_MESSAGE,
    )


def quiet(library: str) -> logging.Logger:
    """A logger of our own: the library's would write past the gate for secrets (R27)."""
    logger = logging.getLogger(f"firstline.{library}")
    logger.setLevel(logging.ERROR)
    return logger
