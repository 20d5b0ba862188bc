"""Stands where `bot/serve.py` does: `python fake_bot.py BEHAVIOUR PORT`; ends with its pipe.

The behaviour is kind, slow (answers too late), broken (answers nonsense) or dying (ends at once).
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

BEHAVIOUR, PORT = sys.argv[1], int(sys.argv[2])


class Bot(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(b"{}")

    def do_POST(self):
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if BEHAVIOUR == "slow":
            time.sleep(3)
        if BEHAVIOUR == "broken":
            return self.answer(b"<html>500</html>")
        directive = {"say": "thanks", "with": {"text": said["text"]}, "asks": said["asked"] or ""}
        intent = {"name": "greet", "confidence": 0.9}
        return self.answer(json.dumps({"directives": [directive], "intent": intent}).encode())

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(0)


if BEHAVIOUR == "dying":
    sys.exit(1)
threading.Thread(target=end_with_parent, daemon=True).start()
HTTPServer(("127.0.0.1", PORT), Bot).serve_forever()
