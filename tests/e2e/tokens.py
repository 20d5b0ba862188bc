"""The company's site as it signs identities: tokens that run out, and a new one held back."""

import time

from playwright.sync_api import BrowserContext, Route

from firstline.cli import DEMO_SECRET
from firstline.web.demo import sign
from firstline.web.demo_people import CUSTOMERS
from firstline.web.identities import LEEWAY

SHORT = 8
"""Seconds for which the desk takes a short token; less than until it looks at it again."""


class Tokens:
    """Answers the page's question for a token, for one customer of the demo."""

    def __init__(self, customer: str) -> None:
        self._claims = next(one.claims() for one in CUSTOMERS if one.id == customer)
        self._held: list[Route] = []
        self.holds = False

    def lay(self, context: BrowserContext) -> None:
        """Must be done before the page is loaded."""
        context.route("**/demo/token**", self._asked)

    @property
    def asked(self) -> bool:
        """Whether a new token is waited for."""
        return bool(self._held)

    def release(self) -> None:
        """The site signs again, and its tokens hold."""
        self.holds = False
        for route in self._held:
            route.fulfill(json={"token": self._signed(600)})

    def _asked(self, route: Route) -> None:
        if self.holds:
            self._held.append(route)
        else:
            route.fulfill(json={"token": self._signed(SHORT - LEEWAY)})

    def _signed(self, valid: int) -> str:
        return sign(DEMO_SECRET, self._claims, time.time_ns() // 1_000_000, valid)
