"""The yardstick: a bare python-socketio relay, with or without a file that it writes and fsyncs.

`python -m bench.relay PORT [FILE]`
"""

import asyncio
import os
import sys
from typing import Any

import socketio
import uvloop
from aiohttp import web


def make(path: str | None) -> web.Application:
    """What a customer says goes to all agents, then it is acknowledged."""
    sockets = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
    file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY) if path else None

    def keep(data: dict[str, Any]) -> None:
        assert file is not None
        os.write(file, (str(data) + "\n").encode())
        os.fsync(file)

    async def connect(sid: str, _environ: object, _auth: object = None) -> None:
        await sockets.enter_room(sid, "agents", namespace="/agent")

    async def relay(_sid: str, data: dict[str, Any]) -> dict[str, Any]:
        if file is not None:
            await asyncio.to_thread(keep, data)
        await sockets.emit("update", data, room="agents", namespace="/agent")
        return {"ok": True}

    sockets.on("connect", connect, namespace="/agent")
    sockets.on("do", relay, namespace="/customer")
    app = web.Application()
    sockets.attach(app)
    return app


if __name__ == "__main__":
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    application = make(sys.argv[2] if len(sys.argv) > 2 else None)
    web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), print=None)
