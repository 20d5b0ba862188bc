"""Pictures of widget and inbox: for the README where they are missing, and all states to look at.

`PICTURES=all` takes every state into build/pictures; `PICTURES=readme` renews those in docs/.
"""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from firstline.locales import LANGUAGES
from tests.running import ROOT

from .conftest import People
from .stories import KEY, Case, stories

WANTED = os.environ.get("PICTURES", "")
README = ROOT / "docs" / "pictures"
STATES = ROOT / "build" / "pictures"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1440, "height": 900}}


def test_the_readme_has_its_pictures(people: People):
    if WANTED == "readme" or not (README / "inbox.png").exists():
        take_for_readme(people)
    for name in ("widget", "inbox"):
        assert (README / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def take_for_readme(people: People) -> None:
    """The story's customer with the promise in sight, and the agent who reads it."""
    README.mkdir(parents=True, exist_ok=True)
    for number, language in enumerate(("pt_BR", "en", "de")):
        widget = people.customer(language, **WIDE)
        case = Case(stories()[language], widget)
        case.is_described()
        case.answers_what_is_missing()
        if number == 0:
            widget.page.screenshot(path=README / "widget.png")
    agent = people.agent("marc", **WIDE)
    agent.open(case.number)
    agent.claim()
    agent.write("Your key belongs to the project that was switched off")
    agent.page.screenshot(path=README / "inbox.png")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_the_widget(people: People, language: str):
    """In each language: asking on a phone, in the dark, queued on a wide page, with its error."""
    if WANTED != "all" and language != "de":
        return
    looks = {"phone": PHONE, "dark": {**PHONE, "color_scheme": "dark"}, "wide": WIDE}
    for look, settings in looks.items():
        widget = people.customer(language, **settings)
        picture = to(widget.page, f"widget-{language}-{look}")
        picture("closed")
        widget.open()
        expect(widget.field).to_be_visible()
        picture("opened")
        widget.sends(stories()[language].problem.replace("<key>", KEY))
        widget.hears_bot("ask.time")
        picture("asking")
        widget.send(stories()[language].time)
        widget.hears_bot("ask.impact")
        picture("choices")
        widget.menu()
        picture("menu")
        widget.page.keyboard.press("Escape")
        widget.ask_for_person()
        widget.is_queued()
        picture("queued")
        widget.page.context.set_offline(True)
        expect(widget.frame.get_by_text(widget.say("link.offline"))).to_be_visible()
        picture("offline")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_inbox(people: People, scheme: str):
    if WANTED != "all" and scheme == "dark":
        return
    signing_in = people.page(people.context(**WIDE, color_scheme=scheme), "sign-in")
    signing_in.goto(f"{people.url}/inbox")
    expect(signing_in.get_by_role("heading")).to_be_visible()
    to(signing_in, f"inbox-{scheme}")("sign-in")
    agent = people.agent("marc", **WIDE, color_scheme=scheme)
    picture = to(agent.page, f"inbox-{scheme}")
    agent.tab("incident").click()
    expect(agent.lists).to_contain_text(agent.say("empty.incident"))
    picture("empty")
    widget = people.customer("pt_BR")
    case = Case(stories()["pt_BR"], widget)
    case.is_described()
    case.answers_what_is_missing()
    agent.tab("queue").click()
    agent.open(case.number)
    agent.claim()
    agent.reply("Encontramos a causa.", "investigated")
    picture("open")
    for name, key in (("severity", "s"), ("why", "y"), ("keys", "?"), ("palette", "Control+k")):
        agent.page.keyboard.press("Escape")
        agent.page.keyboard.press(key)
        expect(agent.dialog).to_be_visible()
        picture(name)
        agent.page.keyboard.press("Escape")
        expect(agent.dialog).to_be_hidden()
    agent.page.set_viewport_size({"width": 390, "height": 844})
    picture("phone")


def to(page: Page, prefix: str) -> Callable[[str], None]:
    """Takes pictures of a page under names that begin alike."""
    STATES.mkdir(parents=True, exist_ok=True)

    def take(state: str) -> None:
        page.screenshot(path=STATES / f"{prefix}-{state}.png", animations="disabled")

    return take
