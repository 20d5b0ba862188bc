"""What the desk does by itself, on a desk that has no bot at all."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from firstline.channels.widget import VERIFY_EVERY
from tests.running import RunningDesk

from .conftest import SETTINGS, Meet, People
from .line import wait_on
from .tokens import Tokens
from .words import Words

NO_BOT = {"FIRSTLINE_BOT": "false"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk without a bot."""
    with RunningDesk(tmp_path_factory.mktemp("plain"), settings=SETTINGS | NO_BOT) as running:
        yield running


@pytest.fixture
def people(meet: Meet, plain: RunningDesk) -> People:
    return meet(plain)


@pytest.mark.rule("R28")
def test_a_person_can_be_had_without_the_bot(people: People):
    agent, widget = people.agent("marc"), people.customer("ru")
    number = widget.open()
    widget.sends("Ничего не работает")
    widget.ask_for_person()
    widget.is_queued()
    agent.open(number)
    agent.reads("Ничего не работает")


@pytest.mark.rule("R24", part="checking, offering, linking and handing over; no updates yet")
def test_an_incident_is_offered_and_followed_and_left(people: People):
    site, demo = people.page(people.context(locale="en-GB"), "status"), Words("en", "demo")
    site.goto(f"{people.url}/demo/status?language=en")
    site.get_by_label(demo("demo.status.name")).fill("Webhooks arrive late")
    site.get_by_label(demo("demo.status.component")).select_option("webhooks")
    site.get_by_role("button", name=demo("demo.status.submit")).click()
    expect(site.get_by_role("heading", name="Webhooks arrive late")).to_be_visible()

    widget = people.customer("es")
    number = widget.open()
    widget.sends("Hola")  # The page is read now; a slow one delays no turn.
    widget.send("Los webhooks llegan tarde.")
    widget.hears_bot("offer.incident", title="Webhooks arrive late")
    widget.choose(widget.bot("choices.yes"))
    widget.hears_bot("desk.incident_linked", title="Webhooks arrive late")
    agent = people.agent("sofia")
    agent.tab("incident").click()
    expect(agent.row(number), "the conversation under its incident").to_be_visible()
    widget.button("person.ask").first.click()
    widget.is_queued()
    agent.tab("queue").click()
    expect(agent.row(number), "the conversation in the queue").to_be_visible()


@pytest.mark.rule("R25", part="own chats; no tickets yet")
def test_a_second_conversation_about_the_same_joins_the_first(people: People):
    problem = "The invoice of October shows messages twice that we sent once."
    first = people.customer("en", who="ben")
    number = first.open()
    first.sends(problem)
    first.ask_for_person()
    first.is_queued()
    second = people.customer("en", who="ben")
    other = second.open()
    assert other != number
    second.send("The October invoice still shows messages twice.")
    second.hears_bot("offer.duplicate", number=number)
    second.hears(f"{number}: The invoice of October")
    second.choose(second.bot("choices.yes"))
    second.hears_bot("desk.joined", number=number)
    second.button("joined.open", number=number).click()
    assert second.number() == number
    second.hears("The October invoice still")
    first.hears("The October invoice still")


@pytest.mark.rule("R01", part="the entitlement in the signed identity, and visitors")
def test_a_token_that_runs_out_pauses_sending_and_loses_nothing(people: People):
    tokens = Tokens("ben")
    agent, widget = people.agent("lena"), people.customer("en", who="ben", line=tokens)
    number = widget.open()
    widget.sends("Before it ran out")
    widget.ask_for_person()
    widget.is_queued()
    agent.open(number)
    tokens.holds = True
    looked_at = time.monotonic() + VERIFY_EVERY / 1000
    wait_on(widget.page, lambda: time.monotonic() > looked_at, "the token to be looked at again")
    widget.send("Written with a token that ran out")
    wait_on(widget.page, lambda: tokens.asked, "the page to be asked for a fresh token")
    widget.send("Written without any token")
    late = "Written with a token that ran out", "Written without any token"
    for words in late:
        expect(widget.hears(words)).to_contain_text(widget.say("delivery.sending"))
    tokens.release()
    for words in late:
        expect(widget.hears(words), f"{words!r} to be stored").to_contain_text(widget.stored)
        agent.reads(words)
        for log in (widget.log, agent.transcript(number)):
            expect(log.get_by_text(words)).to_have_count(1)
    assert widget.number() == number
