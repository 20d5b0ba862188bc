"""One desk with its real bot for all of these tests, a real browser, and the people in it."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.mail_server import Mailbox, serving
from tests.running import ROOT, RunningDesk

from .inbox import Inbox, demo_agent
from .line import Line
from .tokens import Tokens
from .widget import Widget
from .words import TAGS, ZONES

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A shop's page that a test makes up counts as public, the desk on loopback as private.
    "--disable-features=LocalNetworkAccessChecks",
]
PATIENCE = 20_000
"""Milliseconds in which a page must come to show something, on a busy machine."""
KEPT = ROOT / "build" / "e2e"
"""Where a failed test leaves what its browsers showed."""
SETTINGS = {"FIRSTLINE_RATE_PER_MINUTE": "100000"}
"""All the customers of these tests come from one address."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Lets fixtures know, when they end, that their test failed."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def mailbox() -> Iterator[Mailbox]:
    """Where the mails of that desk arrive."""
    with serving(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture(scope="package")
def one_desk(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox) -> Iterator[RunningDesk]:
    """`serve --demo` with its own Rasa; one for all tests, since a bot takes long to start."""
    mail = {
        "FIRSTLINE_SMTP_HOST": "127.0.0.1",
        "FIRSTLINE_SMTP_PORT": str(mailbox.port),
        "FIRSTLINE_SMTP_SECURITY": "none",
        "FIRSTLINE_MAIL_FROM": "support@sendwell.example",
    }
    with RunningDesk(tmp_path_factory.mktemp("desk"), settings=SETTINGS | mail) as running:
        yield running


@pytest.fixture
def desk(one_desk: RunningDesk) -> RunningDesk:
    """The desk, its bot ready; started again where a test before has left it dead."""
    if not one_desk.runs():
        one_desk.start()
    one_desk.wait_for_bot()
    return one_desk


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class People:
    """Browsers of customers and agents; what they showed is kept where the test fails."""

    def __init__(self, browser: Browser, url: str, signed_in: dict[str, Any]) -> None:
        self.browser = browser
        self.url = url
        self.pages: dict[str, Page] = {}
        self._signed_in = signed_in
        self._said: list[str] = []
        self._open = ExitStack()

    def customer(
        self,
        language: str = "en",
        who: str = "visitor",
        page: str = "/",
        line: Line | Tokens | None = None,
        **settings: Any,
    ) -> Widget:
        """Somebody on the demo's page, with a browser of that language."""
        place = {"locale": TAGS[language], "timezone_id": ZONES[language]}
        context = self.context(**place | settings)
        if line is not None:
            line.lay(context)
        tab = self.page(context, f"customer-{len(self.pages)}")
        tab.goto(f"{self.url}{page}?customer={who}&language={language}")
        return Widget(tab, language)

    def agent(self, name: str = "lena", **settings: Any) -> Inbox:
        """A demo agent who is signed in, in a browser of their own."""
        who = demo_agent(name)
        known = f"{self.url}/{name}"
        context = self.context(
            **{"locale": TAGS[who.language], "storage_state": self._signed_in.get(known)} | settings
        )
        inbox = Inbox(self.page(context, f"{name}-{len(self.pages)}"), who)
        inbox.page.goto(f"{self.url}/inbox")
        if known in self._signed_in:
            inbox.is_in()
        else:
            inbox.sign_in()
            self._signed_in[known] = context.storage_state()
        return inbox

    def context(self, **settings: Any) -> BrowserContext:
        context = self.browser.new_context(**settings)
        context.set_default_timeout(PATIENCE)
        self._open.callback(context.close)
        return context

    def page(self, context: BrowserContext, name: str) -> Page:
        page = context.new_page()
        page.on("console", lambda said: self._said.append(f"{name}: {said.type}: {said.text}"))
        page.on("pageerror", lambda error: self._said.append(f"{name}: {error}"))
        self.pages[name] = page
        return page

    def keep(self, folder: Path, log: str) -> None:
        """Leaves pictures, what the consoles said, and the desk's log."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in self.pages.items():
            if not page.is_closed():
                page.screenshot(path=folder / f"{name}.png")
        (folder / "consoles.txt").write_text("\n".join(self._said), "utf-8")
        (folder / "desk.log").write_text(log, "utf-8")

    def leave(self) -> None:
        self._open.close()


type Meet = Callable[[RunningDesk], People]


@pytest.fixture(scope="package")
def signed_in() -> dict[str, Any]:
    """The sessions of agents who have signed in, by desk and agent."""
    return {}


@pytest.fixture
def meet(browser: Browser, signed_in: dict[str, Any], request: Any) -> Iterator[Meet]:
    """The people of a desk, for this test."""
    met: list[tuple[RunningDesk, People]] = []

    def people_of(desk: RunningDesk) -> People:
        met.append((desk, People(browser, desk.url, signed_in)))
        return met[-1][1]

    yield people_of
    for desk, people in met:
        if request.node.stash.get(FAILED, False):
            people.keep(KEPT / request.node.name, desk.log)
        people.leave()


@pytest.fixture
def people(meet: Meet, desk: RunningDesk) -> People:
    """The people of the desk that most tests share."""
    return meet(desk)
