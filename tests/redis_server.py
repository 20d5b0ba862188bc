"""A real Redis of the system's package, on a free port, that keeps nothing."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_connection
from tempfile import mkdtemp
from typing import Self

from tests.running import free_port, started, wait_until

PONG = b"+PONG\r\n"


@dataclass
class RedisServer:
    """One redis-server without persistence: stopped and started again, it is empty."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    folder: Path = field(default_factory=lambda: Path(mkdtemp(prefix="redis-")))

    @property
    def url(self) -> str:
        """What FIRSTLINE_REDIS is set to."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts the process, empty, and waits until it answers."""
        where = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            ["redis-server", *where, "--save", "", "--appendonly", "no"],  # noqa: S607 - wherever the system has it
            stdout=subprocess.DEVNULL,
        )
        wait_until(self.answers, "redis-server to answer", patience=60)

    def answers(self) -> bool:
        """Whether it takes commands."""
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"redis-server ended with {self.process.returncode}")
        try:
            with create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(len(PONG)) == PONG
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut would: connections break, everything is forgotten."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def __enter__(self) -> Self:
        return started(self)

    def __exit__(self, *_: object) -> None:
        if self.runs():
            self.kill()
        self.folder.rmdir()
