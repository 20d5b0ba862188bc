"""The widget in the ways that customers come: by thumb, by keys, offline, without storage."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.running import RunningDesk

from .axe import findings
from .conftest import People
from .stories import KEY, places_of, stories
from .widget import Widget
from .words import Words

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
THUMB = 44
"""Pixels that a thumb needs."""
READABLE = 16
"""Pixels below which a phone zooms into a field."""


# -- by thumb and by keys -------------------------------------------------------------------------


def test_a_phone_has_room_for_all_of_it(people: People):
    widget = people.customer("de", **PHONE)
    widget.open()
    widget.sends("Seit acht Uhr kommen bei einigen Kunden keine Nachrichten mehr an.")
    choices = widget.frame.get_by_role("group", name=widget.say("choices.label"))
    expect(choices.get_by_role("button").first).to_be_visible()
    chat = widget.document
    assert chat.evaluate("[innerWidth, innerHeight]") == [390, 844]
    assert chat.evaluate("document.documentElement.scrollWidth") == 390
    small = {
        button.get_attribute("aria-label") or button.inner_text(): box
        for button in widget.frame.get_by_role("button").all()
        if (box := button.bounding_box()) and box["height"] < THUMB
    }
    assert small == {}
    size = widget.field.evaluate("field => parseFloat(getComputedStyle(field).fontSize)")
    assert size >= READABLE


@pytest.mark.rule("R28")
def test_the_whole_way_by_keys(people: People):
    widget = people.customer("en")
    keys = widget.page.keyboard
    widget.launcher.focus()
    keys.press("Enter")
    number = widget.number()
    expect(widget.field, "the field to have the focus").to_be_focused()
    keys.type("Since noon our webhook gets no events.")
    keys.press("Enter")
    widget.hears("Since noon")
    expect(widget.field).to_have_value("")
    tab_to(widget, widget.say("menu.label"), back=True)
    keys.press("Enter")
    tab_to(widget, widget.say("person.ask"))
    keys.press("Enter")
    widget.is_queued()
    keys.press("Escape")
    expect(widget.launcher, "the launcher to have the focus again").to_be_focused()
    keys.press("Enter")
    assert widget.number() == number


def tab_to(widget: Widget, name: str, *, back: bool = False) -> None:
    """Presses Tab until the button of this name has the focus; fails after a round."""
    chat = widget.document
    for _ in range(40):
        focused = "document.activeElement.ariaLabel || document.activeElement.innerText || ''"
        if chat.evaluate(focused).strip() == name:
            return
        widget.page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"no key leads to {name!r}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_chat(people: People, scheme: str):
    widget = people.customer("en", color_scheme=scheme)
    widget.open()
    chat = widget.document
    assert findings(chat) == []
    widget.sends(stories()["en"].problem.replace("<key>", KEY))
    widget.hears_bot("ask.time")
    assert findings(chat) == []
    widget.menu()
    assert findings(chat) == []


# -- languages and answers ------------------------------------------------------------------------


@pytest.mark.rule("R22")
def test_the_chat_follows_the_language_that_is_written(people: People):
    widget = people.customer("en", locale="pt-BR")
    widget.open()
    widget.send("Bom dia, desde ontem à noite o nosso webhook não recebe mais nada.")
    widget.speak("pt_BR")
    expect(widget.field, "the chat to go on in Portuguese").to_be_visible()
    expect(widget.message(widget.bot.like("ask.time"))).to_be_visible()


@pytest.mark.rule("R22")
def test_the_language_can_be_chosen_and_everything_after_follows(people: People):
    widget = people.customer("en")
    widget.open()
    menu = widget.menu()
    menu.get_by_label(widget.say("menu.language")).select_option("es")
    widget.speak("es")
    expect(widget.field, "the chat to go on in Spanish").to_be_visible()
    widget.page.keyboard.press("Escape")
    widget.send("Hola")
    widget.hears_bot("greet")


@pytest.mark.rule("R21")
def test_a_frequent_question_is_answered_on_the_spot(people: People):
    widget = people.customer("en")
    widget.open()
    widget.send("Where do I find my API key?")
    widget.hears(Words("en", "faq").like("faq.api_key"))
    widget.hears_bot("ask.answered")
    widget.choose(widget.bot("choices.yes"))
    widget.hears_bot("desk.closed_settled")
    expect(widget.field, "a closed conversation takes no words").to_have_count(0)
    widget.button("menu.fresh").first.click()
    expect(widget.field).to_be_visible()


# -- who may chat ---------------------------------------------------------------------------------


@pytest.mark.rule("R01", part="the entitlement in the signed identity, and visitors")
def test_a_customer_without_chat_reads_how_to_write_instead(people: People):
    widget = people.customer("en", who="chloe")
    widget.launcher.click()
    refusal = widget.frame.get_by_role("alert")
    expect(refusal).to_have_text(Words("en", "errors")("chat_not_enabled"))
    expect(widget.field).to_have_count(0)


@pytest.mark.rule("R01", part="the entitlement in the signed identity, and visitors")
def test_a_visitor_is_shown_as_unverified_to_both_sides(people: People):
    agent, widget = people.agent("lena"), people.customer("en")
    number = widget.open()
    expect(widget.bar).to_contain_text(widget.say("bar.unverified"))
    widget.sends("Hello from nobody in particular")
    widget.ask_for_person()
    agent.open(number)
    expect(agent.context).to_contain_text(agent.say("context.unverified"))


# -- files ----------------------------------------------------------------------------------------


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(people: People, tmp_path: Path):
    large = tmp_path / "recording.mp4"
    with large.open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    widget = people.customer("en")
    widget.open()
    expect(widget.frame.get_by_text(widget.say.like("composer.limits"))).to_be_visible()
    sent: list[str] = []
    widget.page.on("request", lambda request: sent.append(request.url))
    widget.attach(large)
    refused = widget.frame.get_by_role("alert")
    expect(refused).to_have_text(widget.say.like("error.file_too_large"))
    expect(widget.button("composer.send")).to_be_disabled()
    assert [url for url in sent if "/files" in url] == []
    widget.button("file.remove", name=large.name).click()
    widget.sends("So without it")


@pytest.mark.rule("R27")
def test_a_log_loses_its_keys_and_a_picture_is_not_checked(
    people: People, desk: RunningDesk, tmp_path: Path
):
    log, key = tmp_path / "error.log", "Qw7eRt9uIo1pAs3dFg5hJk7lZx9cVb2n"
    log.write_text(f'09:12 POST /v1/messages\nD360-API-KEY: {key}\n"answer": 401\n')
    picture = Path(__file__).parent / "screenshot.png"
    widget = people.customer("en")
    widget.open()
    widget.attach(log, picture)
    expect(widget.frame.get_by_text(widget.say("file.warning"))).to_be_visible()
    widget.send("Here is the log")
    own = widget.hears("Here is the log")
    expect(own).to_contain_text(widget.say("file.unchecked"))
    assert places_of(key[4:-4].encode(), desk) == []
    with widget.page.expect_download() as saved:
        widget.frame.get_by_role("button", name=re.compile("error.log")).click()
    text = Path(saved.value.path()).read_text()
    assert f"D360-API-KEY: {key[:4]}…{key[-4:]}" in text


# -- away and back --------------------------------------------------------------------------------


def test_offline_goes_on_writing_and_sends_once_when_it_is_back(people: People):
    agent, widget = people.agent("lena"), people.customer("en")
    number = widget.open()
    widget.sends("It began at noon")
    widget.ask_for_person()
    widget.is_queued()
    agent.open(number)
    widget.page.context.set_offline(True)
    expect(widget.frame.get_by_text(widget.say("link.offline"))).to_be_visible()
    widget.send("Written without a line")
    own = widget.hears("Written without a line")
    expect(own).to_contain_text(widget.say("delivery.sending"))
    widget.page.context.set_offline(False)
    expect(own, "the message to be stored").to_contain_text(widget.stored)
    agent.reads("Written without a line")
    for log in (widget.log, agent.transcript(number)):
        expect(log.get_by_text("Written without a line")).to_have_count(1)


@pytest.mark.rule("R32")
def test_a_closed_widget_shows_what_is_unread_on_every_page(people: People):
    agent, widget = people.agent("lena"), people.customer("en")
    number = widget.open()
    widget.sends("Our reports are empty since Monday")
    widget.ask_for_person()
    widget.is_queued()
    widget.close()
    agent.open(number)
    agent.claim()
    agent.reply("We are on it and found the cause", "investigated")
    unread = re.compile(re.escape(widget.say("loader.unread").split("{")[0]))
    expect(widget.launcher, "the mark on the button").to_have_accessible_name(unread)
    widget.page.get_by_role("link", name=Words("en", "demo")("demo.home.docs")).click()
    expect(widget.launcher, "the mark on another page").to_have_accessible_name(unread)
    assert widget.open() == number
    widget.hears("We are on it")
    agent.reads(agent.say("line.seen"))
    widget.close()
    expect(widget.launcher).to_have_accessible_name(widget.say("loader.word"))


# -- on another site, without storage -------------------------------------------------------------

PAGE = """<!doctype html><html lang="en"><title>Shop</title>
<body><script src="{}/widget.js"></script>"""
SHOP = "http://shop.example/"
FORBIDDEN = """
for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
"""


@pytest.mark.parametrize("where", ["frame", "page and frame"])
def test_the_chat_works_where_storage_is_forbidden(people: People, where: str):
    context = people.context(locale="en-GB")
    only = "" if where == "page and frame" else "if (window !== window.top) "
    context.add_init_script(f"{only}{{{FORBIDDEN}}}")
    widget = on_another_site(people, context)
    number = widget.open()
    widget.sends("It fails since noon")
    if where == "frame":
        widget.page.reload()
    else:
        widget.close()
    assert widget.open() == number
    expect(widget.hears("It fails since noon")).to_have_count(1)


def on_another_site(people: People, context: BrowserContext) -> Widget:
    """A shop's page with the widget on it: another site than the desk's."""
    body = PAGE.format(people.url)
    context.route(f"{SHOP}**", lambda route: route.fulfill(body=body, content_type="text/html"))
    page = people.page(context, "shop")
    page.goto(SHOP)
    return Widget(page, "en")
