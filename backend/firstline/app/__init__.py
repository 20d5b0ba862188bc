"""The composition root: the only place that knows the concrete parts together."""

import asyncio
import sys

from firstline.channels.transport import new_loop
from firstline.serving import serve_until_told
from firstline.settings import Settings

from .firstline import Firstline, wall_clock
from .life import Life

__all__ = ["Firstline", "Life", "serve", "wall_clock"]


def serve(settings: Settings) -> None:
    """Run the desk until it is told to stop; exits with status 1 where a part of it died."""
    desk = Firstline(settings)
    life = Life(desk)
    serving = serve_until_told(life.application(), settings.host, settings.port, life.drain)
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(serving)
    if desk.died:
        sys.exit(1)
