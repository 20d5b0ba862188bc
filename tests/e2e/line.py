"""The line between a page and its desk, so that a test can act while a command is on its way."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, WebSocketRoute

SOCKETS = re.compile(r"/socket\.io/\?.*transport=websocket")
PATIENCE = 20.0
"""Seconds."""


class Line:
    """All sockets of one browser context."""

    def __init__(self) -> None:
        self._watched = ""
        self._then: Callable[[], None] = lambda: None
        self._cuts = True
        self.happened = False

    def lay(self, context: BrowserContext) -> None:
        """Must be done before the page is loaded."""
        context.route_web_socket(SOCKETS, self._connect)

    def when_sent(self, command: str, then: Callable[[], None], *, cut: bool = True) -> None:
        """The next such command is handed to the desk; `then` happens, before the page may hear.

        With `cut` the page never hears: this socket brings it nothing any more.
        """
        self._watched, self._then = f'"name":"{command}"', then
        self._cuts, self.happened = cut, False

    def _connect(self, page: WebSocketRoute) -> None:
        desk = page.connect_to_server()
        cut = False

        def sent(frame: str | bytes) -> None:
            nonlocal cut
            desk.send(frame)
            if self._watched and self._watched in str(frame):
                self._watched, cut, self.happened = "", self._cuts, True
                self._then()

        def answered(frame: str | bytes) -> None:
            if not cut:
                page.send(frame)

        page.on_message(sent)
        desk.on_message(answered)


def wait_on(page: Page, holds: Callable[[], bool], what: str) -> None:
    """As `wait_until`, while the page and its line go on working."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"waited {PATIENCE:.0f} s in vain for {what}")
        page.wait_for_timeout(20)
