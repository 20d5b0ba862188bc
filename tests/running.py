"""The desk as `make run` starts it: its own process, its own Rasa, real storage in a folder."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0
"""Seconds until somebody is told what was waited for in vain."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Returns as soon as `holds`; names what it waited for when it gives up."""
    until = time.monotonic() + patience
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"waited {patience:.0f} s in vain for {what}")
        time.sleep(0.05)


def started[Part: Any](part: Part) -> Part:
    """Starts it for a `with`; what came halfway ends, since nobody else would end it."""
    with ExitStack() as halfway:
        halfway.push(part)
        part.start()
        halfway.pop_all()
    return part


@dataclass
class RunningDesk:
    """One desk on a folder of its own; it may be killed and started again on the same."""

    data: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: int = 0
    """How long the log was when this process began."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.data / "desk.log").read_text("utf-8", errors="replace")

    def start(self) -> None:
        """Starts the process and waits until it listens; the bot may take longer."""
        self.data.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "FIRSTLINE_DATA": str(self.data),
            "FIRSTLINE_PORT": str(self.port),
            **self.settings,
        }
        with (self.data / "desk.log").open("ab") as log:
            self.started_at = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "firstline", "serve", "--demo"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: self.answers("/health"), f"the desk to listen; its log:\n{self.log}")

    def wait_for_bot(self) -> None:
        wait_until(self.bot_is_ready, "the bot to be ready")

    def bot_is_ready(self) -> bool:
        """Whether this process's newest word on the bot is that it is ready."""
        log = (self.data / "desk.log").read_bytes()[self.started_at :].decode(errors="replace")
        said = [json.loads(line)["event"] for line in log.splitlines() if '"event": "bot_' in line]
        said = [event for event in said if event in {"bot_ready", "bot_away", "bot_ended"}]
        return said[-1:] == ["bot_ready"]

    def answers(self, path: str) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"the desk ended:\n{self.log}")
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """As Ctrl-C does; gives the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=20)

    def bot_processes(self) -> list[int]:
        """The processes of this desk's bot, by the folder in their environment."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                given = (folder / "environ").read_bytes()
            except OSError:
                continue
            is_bot = any(word.endswith(b"bot/serve.py") for word in words)
            if is_bot and f"FIRSTLINE_PORT={self.port}".encode() in given.split(b"\0"):
                found.append(int(folder.name))
        return found

    def __enter__(self) -> Self:
        return started(self)

    def __exit__(self, *_: object) -> None:
        if self.runs():
            self.kill()
