"""What suits mail goes on there under the same number, and comes back to the chat (R33)."""

import pytest
from playwright.sync_api import Page, expect

from firstline.locales import LANGUAGES
from tests.bot.test_channel import BILLS
from tests.mail_server import Mailbox
from tests.running import wait_until

from .conftest import People
from .stories import stories
from .test_pictures import PHONE, WANTED, WIDE, to


@pytest.mark.rule("R33")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bill_goes_on_by_mail_and_comes_back(people: People, mailbox: Mailbox, language: str):
    widget = people.customer(language, who=stories()[language].customer, **WIDE)
    number = widget.open()
    widget.sends(BILLS[language])
    widget.ask_for_person()
    widget.is_queued()
    widget.hears_bot("offer.channel")
    seen(widget.page, f"{language}-offered")
    widget.choose(widget.bot("choices.mail"))
    widget.hears_bot("desk.moved_to_mail", number=number)
    seen(widget.page, f"{language}-moved")

    agent = people.agent("marc", **WIDE)
    expect(agent.row(number)).to_contain_text(agent.say("conversation.channel_mail"))
    agent.open(number)
    agent.reads(agent.say("event.went_to_mail"))
    seen(agent.page, f"{language}-inbox")
    agent.claim()
    agent.reply("It was booked twice, the second one is on its way back.", "investigated")
    wait_until(lambda: len(mailbox.about(number)) == 1, "the reply to be mailed", 20)

    widget.sends(BILLS[language])
    widget.hears_bot("desk.moved_to_chat")
    agent.reads(agent.say("event.went_to_chat"))
    expect(agent.context).to_contain_text(agent.say("conversation.channel_chat"))


@pytest.mark.rule("R33")
def test_an_agent_moves_it_by_a_key(people: People):
    widget = people.customer("en", who="ben")
    number = widget.open()
    widget.sends("Our webhooks have stopped since nine")
    widget.ask_for_person()
    widget.is_queued()
    agent = people.agent("marc")
    agent.open(number)
    agent.page.keyboard.press("v")
    agent.reads(agent.say("event.moved_to_mail", agent="Marc Oliver"))
    widget.hears_bot("desk.moved_to_mail", number=number)
    agent.page.keyboard.press("v")
    agent.reads(agent.say("event.moved_to_chat", agent="Marc Oliver"))


def seen(page: Page, name: str) -> None:
    """Pictures to look at, if they are wanted: on a phone, in the dark, on a wide page."""
    if WANTED != "all":
        return
    picture = to(page, f"channel-{name}")
    for look, size in (("phone", PHONE), ("wide", WIDE)):
        page.set_viewport_size(size["viewport"])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            picture(f"{look}-{scheme}")
    page.set_viewport_size(WIDE["viewport"])
