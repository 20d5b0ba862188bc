"""The editors' page in a real browser, with the real bot: tried, checked, read by axe."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.running import ROOT

from .axe import findings
from .conftest import People
from .words import Words

PICTURES = ROOT / "build" / "pictures"
WIDE = {"viewport": {"width": 1440, "height": 900}}
NARROW = {"viewport": {"width": 390, "height": 844}}
LOOKS = {"wide": WIDE, "narrow": NARROW, "dark": {**WIDE, "color_scheme": "dark"}}


def keep(page: Page, name: str) -> None:
    if os.environ.get("PICTURES") == "all":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "look"), [("en", "wide"), ("de", "narrow"), ("de", "dark")])
@pytest.mark.rule("R72")
def test_a_lead_tries_unsaved_texts_by_the_keys(people: People, language: str, look: str):
    inbox = people.agent("marc", **LOOKS[look])
    page, say = inbox.page, Words(language, "inbox")
    page.evaluate(f"localStorage.setItem('firstline.inbox.language', '{language}')")
    page.reload()
    inbox.say = say
    expect(page.get_by_role("button", name=say("list.next"))).to_be_visible()  # keys are heard
    page.locator("body").press("d")
    expect(page.get_by_role("heading", name=say("editing.title"), level=1)).to_be_visible()
    page.get_by_role("main").get_by_label(say("editing.language")).select_option("de")
    text = page.get_by_label(say("editing.text_of", file="bot.yml"))
    expect(text).to_have_value(re.compile("Guten Tag"))
    text.fill(text.input_value().replace("Guten Tag.", "Moin, du."))
    line = page.get_by_role("button", name=say.like("editing.line"))
    expect(line).to_be_visible(timeout=60_000)
    expect(page.get_by_text("greet says 'du'")).to_be_visible()
    line.click()
    expect(text).to_be_focused()
    page.get_by_role("button", name=say("editing.begin"), exact=True).click()
    field = page.get_by_label(say("editing.say"))
    field.fill("Hallo")
    field.press("Enter")
    expect(page.get_by_text("Moin, du.").last).to_be_visible()
    expect(page.get_by_text("say greet")).to_be_visible()
    keep(page, f"editing-{language}-{look}")
    assert findings(page) == []
    page.get_by_role("button", name=say("editing.back")).click()
    expect(inbox.tab("queue")).to_be_visible()
