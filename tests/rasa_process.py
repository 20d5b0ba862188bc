"""A real Rasa with the trained model, for every test that wants to talk to the bot."""

import http.client
import json
import subprocess
import time
from pathlib import Path
from typing import Any

from firstline.intake.training import train
from tests.running import ROOT, free_port, wait_until

SAID = dict[str, Any]


class RasaProcess:
    """The bot as the desk starts it; `say` is one message of a customer."""

    def __init__(self, root: Path = ROOT, *more: str) -> None:
        self.port = free_port()
        python, script = root / "bot/.venv/bin/python", root / "bot/serve.py"
        self.process = subprocess.Popen(
            [str(python), str(script), str(train(root)), str(self.port), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        wait_until(self.is_ready, "Rasa to be ready")

    def is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"Rasa ended with {self.process.returncode}")
        try:
            return bool(self.health()["status"] == "ready")
        except OSError:
            return False

    def health(self) -> SAID:
        return self._request("GET", "/webhooks/desk/")

    def say(
        self, text: str, asked: str | None = None, language: str = "en", **facts: object
    ) -> SAID:
        body = {"text": text, "asked": asked, "facts": facts, "language": language}
        return self._request("POST", "/webhooks/desk/webhook", json.dumps(body))

    def stop(self) -> None:
        """Closes the pipe, as the end of a desk does."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)

    def milliseconds(self, text: str, **said: Any) -> float:
        start = time.perf_counter()
        self.say(text, **said)
        return (time.perf_counter() - start) * 1000

    def _request(self, method: str, path: str, body: str | None = None) -> SAID:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer: SAID = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer


def said(answer: SAID) -> list[str]:
    """What is said, in order."""
    return [one["say"] for one in answer["directives"] if "say" in one]


def done(answer: SAID) -> list[str]:
    """What is done, in order."""
    return [one["do"] for one in answer["directives"] if "do" in one]


def asks(answer: SAID) -> str | None:
    """What is asked; one question at a time."""
    found = [one["asks"] for one in answer["directives"] if one.get("asks")]
    assert len(found) < 2, f"two questions at once: {answer}"
    return found[0] if found else None
