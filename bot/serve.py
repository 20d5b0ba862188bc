"""Starts Rasa as the desk's child: `python bot/serve.py MODEL PORT`.

The process listens on loopback only, reports nothing to anyone, and ends when its standard input
closes, so that no bot outlives its desk, not even one that was killed.
"""

import os
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(model: str, port: str) -> None:
    """Serves `model` on `port` until standard input closes."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    channel = ["--credentials", str(HERE / "credentials.yml"), "--endpoints"]
    address = ["--interface", "127.0.0.1", "--port", port]
    sys.argv = ["rasa", "run", "--model", model, *channel, str(HERE / "endpoints.yml"), *address]
    from rasa.__main__ import main as rasa  # noqa: PLC0415 - takes seconds; the pipe is watched first

    rasa()


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
