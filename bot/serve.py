"""Starts Rasa: `python bot/serve.py MODEL PORT [--alone] [--host ADDRESS]`.

As the desk's child it listens on loopback only and ends when its standard input closes, so that no
bot outlives its desk, not even one that was killed. With `--alone` it is a process of its own, in
a container or under a supervisor, and ends by SIGTERM. It reports nothing to anyone, and
`GET /webhooks/desk/` says that it is ready.
"""

import argparse
import os
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(given: argparse.Namespace) -> None:
    """Serves the model until told to stop."""
    if not given.alone:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    channel = ["--credentials", str(HERE / "credentials.yml"), "--endpoints"]
    address = ["--interface", given.host, "--port", given.port]
    model = ["--model", given.model]
    sys.argv = ["rasa", "run", *model, *channel, str(HERE / "endpoints.yml"), *address]
    from rasa.__main__ import main as rasa  # noqa: PLC0415 - takes seconds; the pipe is watched first

    rasa()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Starts Rasa with the desk's channel.")
    parser.add_argument("model", help="the trained model, a file")
    parser.add_argument("port")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--alone", action="store_true", help="live on without a parent's pipe")
    return parser.parse_args()


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    main(_arguments())
