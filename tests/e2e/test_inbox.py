"""The inbox: several agents at once, and everything from the keys."""

import re

import pytest
from playwright.sync_api import expect

from .axe import findings
from .conftest import People
from .inbox import Inbox
from .widget import NUMBER, Widget
from .words import Words


def in_queue(people: People, words: str, language: str = "en") -> tuple[Widget, str]:
    """A customer who waits for a person."""
    widget = people.customer(language)
    number = widget.open()
    widget.sends(words)
    widget.ask_for_person()
    widget.is_queued()
    return widget, number


def owned(people: People, agent: Inbox, words: str) -> tuple[Widget, str]:
    """A customer whose conversation the agent has claimed and opened."""
    widget, number = in_queue(people, words)
    agent.open(number)
    agent.claim()
    return widget, number


# -- several at once ------------------------------------------------------------------------------


@pytest.mark.rule("R41")
def test_two_agents_never_own_the_same(people: People):
    lena, marc = people.agent("lena"), people.agent("marc")
    _, number = in_queue(people, "The report of May is missing")
    for agent in (lena, marc):
        agent.open(number)
        expect(agent.button("action.claim").first).to_be_enabled()
    # Both press at the same moment: neither knows of the other.
    press = "document.querySelector('fieldset button').click()"
    for agent in (lena, marc):
        agent.page.evaluate(f"setTimeout(() => {{{press}}}, 300)")
    owners = re.compile(
        "|".join(re.escape(lena.say(key, name=name)) for key, name in OWNERS), re.IGNORECASE
    )
    for agent in (lena, marc):
        expect(agent.conversation, "an owner").to_contain_text(owners)
    mine = [agent for agent in (lena, marc) if agent.say("conversation.mine") in shown(agent)]
    assert len(mine) == 1
    (owner,) = mine
    (other,) = {lena, marc} - {owner}
    expect(other.conversation).to_contain_text(
        other.say("conversation.owner", name=owner.agent.name)
    )


OWNERS = (
    ("conversation.mine", ""),
    ("conversation.owner", "Lena Vogt"),
    ("conversation.owner", "Marc Oliver"),
)


def shown(agent: Inbox) -> str:
    return agent.conversation.inner_text()


@pytest.mark.rule("R41")
def test_who_reads_and_who_types_is_visible(people: People):
    lena, marc = people.agent("lena"), people.agent("marc")
    widget, number = owned(people, lena, "The import of contacts is incomplete")
    marc.tab("all").click()
    marc.open(number)
    here = lena.conversation.get_by_role("list", name=lena.say("conversation.who"))
    expect(here).to_contain_text(lena.say("conversation.reading", name="Marc Oliver"))
    lena.field().press_sequentially("Yes")
    there = marc.conversation.get_by_role("list", name=marc.say("conversation.who"))
    expect(there).to_contain_text(marc.say("conversation.typing", name="Lena Vogt"))
    expect(widget.log).to_contain_text(widget.say("busy.person", name="Lena Vogt"))
    widget.field.press_sequentially("I am")
    customer = lena.say("conversation.typing", name=lena.say("line.customer"))
    expect(here).to_contain_text(customer)


@pytest.mark.rule("R41")
def test_a_reply_that_missed_something_is_refused_and_kept(people: People):
    lena = people.agent("lena")
    widget, _ = owned(people, lena, "The export is empty")
    lena.write("The export runs at night.")
    # News that has not reached the agent's screen: the page is out of sight meanwhile.
    lena.page.evaluate("Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'})")
    widget.sends("It worked in May")
    lena.button("compose.investigated").click()
    alert = lena.page.get_by_role("alert").filter(has_text=lena.say("stale.title"))
    expect(alert, "what is new").to_contain_text("It worked in May")
    expect(lena.field()).to_have_value("The export runs at night.")
    expect(widget.log.get_by_text("The export runs at night.")).to_have_count(0)
    alert.get_by_role("button", name=lena.say("stale.read")).click()
    lena.button("compose.investigated").click()
    widget.hears("The export runs at night.")


@pytest.mark.rule("R43")
def test_a_note_reaches_the_colleague_it_names_and_nobody_else(people: People):
    lena, marc = people.agent("lena"), people.agent("marc")
    widget, number = owned(people, lena, "Our invoices look odd")
    lena.write("", "note")
    lena.field("note").press_sequentially("Please look at this, @Mar")
    lena.page.get_by_role("option", name=re.compile("Marc Oliver")).click()
    lena.button("compose.add_note").click()
    lena.reads("Please look at this")
    told = marc.say("notice.mention", number=number, by="Lena Vogt")
    marc.page.get_by_role("status").get_by_role("button", name=re.compile(re.escape(told))).click()
    marc.shows(number)
    marc.reads("Please look at this")
    widget.page.reload()
    widget.open()
    widget.hears("Our invoices look odd")
    expect(widget.log.get_by_text("Please look at this")).to_have_count(0)


# -- triage, waiting, ending ----------------------------------------------------------------------


@pytest.mark.rule("R10")
@pytest.mark.rule("R42")
def test_severity_and_team_change_with_a_reason(people: People):
    lena, marc = people.agent("lena"), people.agent("marc")
    _, number = owned(people, lena, "Nothing works for anybody")
    lena.button("severity_dialog.title").click()
    lena.dialog.get_by_role("radio", name=re.compile(re.escape(lena.say("severity.2")))).check()
    submit = lena.dialog.get_by_role("button", name=lena.say("severity_dialog.change"))
    submit.click()
    expect(lena.dialog.get_by_role("alert")).to_contain_text(lena.say("dialog.reason_needed"))
    reason = lena.dialog.get_by_label(lena.say("dialog.reason"))
    reason.fill("Only the shop in Kiel is affected")
    lena.in_dialog("severity_dialog.change")
    lena.reads("Only the shop in Kiel is affected")

    lena.button("list.team").click()
    lena.dialog.get_by_role("radio", name=lena.say("team.technical")).check()
    lena.dialog.get_by_label(lena.say("dialog.reason")).fill("The queue of events stands still")
    lena.in_dialog("team_dialog.submit", team=lena.say("team.technical"))
    marc.open(number)
    marc.reads("The queue of events stands still")
    expect(marc.button("list.team")).to_contain_text(marc.say("team.technical"))


@pytest.mark.rule("R16")
@pytest.mark.rule("R44")
def test_waiting_for_the_customer_ends_with_the_answer(people: People):
    lena = people.agent("lena")
    widget, number = owned(people, lena, "The sandbox refuses my number")
    lena.write("Which number is it?")
    lena.conversation.get_by_label(lena.say("compose.wait")).check()
    lena.button("compose.investigated").click()
    expect(widget.bar).to_contain_text(widget.say("bar.waiting"))
    lena.tab("waiting").click()
    expect(lena.row(number), "the conversation among the waiting").to_be_visible()
    widget.sends("It is +49 151 5550137")
    expect(lena.row(number), "the conversation to wait no longer").to_have_count(0)
    lena.tab("mine").click()
    expect(lena.row(number), "the conversation back with its agent").to_be_visible()


@pytest.mark.rule("R47")
def test_not_solved_takes_it_up_again(people: People):
    lena = people.agent("lena")
    widget, _ = owned(people, lena, "The dashboard is slow")
    lena.resolve("Please reload the page.", investigated=True)
    widget.hears("Please reload the page.")
    widget.button("judge.not_solved").click()
    widget.hears_bot("desk.not_solved")
    expect(lena.button("action.resolve")).to_be_visible()
    lena.reads(lena.say("event.not_solved"))


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention; no restore yet")
def test_a_redacted_message_is_gone_for_everybody_at_once(people: People):
    lena = people.agent("lena")
    widget, _ = owned(people, lena, "My pet is called Rex and my street is Elm Street")
    lena.log.get_by_role("button", name=lena.say("line.redact")).first.click()
    lena.dialog.get_by_label(lena.say("dialog.reason")).fill("private")
    lena.in_dialog("redact_dialog.submit")
    for log in (lena.log, widget.log):
        expect(log.get_by_text("Elm Street"), "the text to go").to_have_count(0)
    widget.hears(widget.say("message.erased"))
    widget.page.reload()
    widget.open()
    widget.hears(widget.say("message.erased"))


@pytest.mark.rule("R08")
def test_a_lead_takes_back_the_mark_of_an_investigation(people: People):
    lena, marc = people.agent("lena"), people.agent("marc")
    _, number = owned(people, lena, "Uploads fail")
    lena.reply("We are looking into it", "investigated")
    expect(lena.button("compose.plain"), "the first response to be given").to_be_visible()
    expect(lena.log.get_by_role("button", name=lena.say("line.revoke"))).to_have_count(0)
    marc.tab("all").click()
    marc.open(number)
    marc.log.get_by_role("button", name=marc.say("line.revoke")).click()
    marc.dialog.get_by_label(marc.say("dialog.reason")).fill("It says nothing")
    marc.in_dialog("revoke_dialog.submit")
    lena.reads(lena.say("mark.revoked"))
    expect(lena.button("compose.investigated"), "the clock to run again").to_be_visible()


# -- finding and explaining -----------------------------------------------------------------------


@pytest.mark.rule("R51")
def test_a_clock_explains_itself(people: People):
    lena = people.agent("lena")
    owned(people, lena, "The key is refused")
    lena.button("clock.why").click()
    expect(lena.dialog).to_contain_text(lena.say.like("why.rule", rule="R07"))
    table = lena.dialog.get_by_role("table", name=lena.say("why.table"))
    expect(table.get_by_role("row", name=re.compile(lena.say("why.ours")))).to_have_count(1)


@pytest.mark.rule("R50", part="record, search, export and past solutions; no transcript pages yet")
def test_search_finds_numbers_and_words(people: People):
    lena = people.agent("lena")
    _, number = in_queue(people, "The zeppelin template was rejected")
    for text in (number, number.lower(), "zeppelin"):
        lena.search(text)
        expect(lena.row(number), f"{number} to be found by {text!r}").to_be_visible()
    lena.search("quetzalcoatl")
    expect(lena.lists).to_contain_text(lena.say("empty.search", text="quetzalcoatl"))


@pytest.mark.rule("R43")
def test_a_canned_reply_speaks_the_customers_language_and_knows_the_number(people: People):
    lena = people.agent("lena")
    widget, number = in_queue(people, "Die Vorlage wird nicht gefunden", "de")
    lena.open(number)
    lena.claim()
    lena.button("compose.canned").click()
    offered = lena.page.get_by_role("listbox", name=lena.say("compose.suggestions"))
    offered.get_by_role("option").first.click()
    expect(lena.field()).not_to_have_value("")
    text = lena.field().input_value()
    assert "{" not in text
    german = Words("de", "canned")
    assert any(german.whole(key).match(text) for key in german.all() if key.endswith("text"))
    lena.button("compose.acknowledged").click()
    widget.hears(text.splitlines()[0])


# -- by keys --------------------------------------------------------------------------------------


@pytest.mark.rule("R41")
def test_the_whole_way_by_keys(people: People):
    lena = people.agent("lena")
    widget, number = in_queue(people, "Everything from the keys, please")
    expect(lena.row(number)).to_be_visible()
    keys = lena.page.keyboard
    keys.press("j")
    move_to(lena, number, "j")
    move_to(lena, numbers_in(lena)[0], "k")
    move_to(lena, number, "j")
    keys.press("Enter")
    lena.shows(number)
    keys.press("c")
    expect(lena.conversation).to_contain_text(lena.say("conversation.mine"))
    keys.press("r")
    keys.type("The cause is found.")
    keys.press("Control+Enter")
    widget.hears("The cause is found.")
    keys.press("Escape")
    keys.press("i")
    keys.type("Told the customer.")
    keys.press("Control+Enter")
    lena.reads("Told the customer.")
    keys.press("Escape")
    keys.press("e")
    expect(lena.dialog.get_by_label(lena.say("resolve_dialog.solution"))).to_be_focused()
    keys.type("Take the new key.")
    keys.press("Control+Enter")
    widget.hears("Take the new key.")
    keys.press("?")
    expect(lena.dialog).to_contain_text(lena.say("help.title"))
    keys.press("Escape")
    expect(lena.dialog).to_be_hidden()


def move_to(agent: Inbox, number: str, key: str) -> None:
    """Presses the key until the row has the focus."""
    for _ in range(60):
        if number in agent.page.evaluate("document.activeElement.closest('a')?.innerText || ''"):
            return
        agent.page.keyboard.press(key)
    pytest.fail(f"{key} does not lead to {number}")


def numbers_in(agent: Inbox) -> list[str]:
    """The numbers of the list in sight, most urgent first."""
    return NUMBER.findall(agent.lists.inner_text())


@pytest.mark.rule("R41")
def test_next_takes_the_most_urgent_that_waits(people: People):
    marc = people.agent("marc")
    _, number = in_queue(people, "Next one, please")
    expect(marc.row(number)).to_be_visible()
    urgent = numbers_in(marc)[0]
    marc.page.keyboard.press("n")
    marc.shows(urgent)
    expect(marc.conversation).to_contain_text(marc.say("conversation.mine"))


@pytest.mark.rule("R41")
def test_the_shift_is_a_switch_that_stays(people: People):
    ivan = people.agent("ivan")
    switch = ivan.page.get_by_role("switch")
    was_on = switch.is_checked()
    switch.click()
    expect(switch).to_be_checked(checked=not was_on)
    ivan.page.reload()
    expect(switch, "the shift to be kept").to_be_checked(checked=not was_on)
    switch.click()
    expect(switch).to_be_checked(checked=was_on)


def test_a_wrong_password_is_refused_in_words(people: People):
    page = people.page(people.context(locale="de-DE"), "stranger")
    page.goto(f"{people.url}/inbox")
    say = Words("de", "inbox")
    page.get_by_label(say("signin.email")).fill("nobody@demo.example")
    page.get_by_label(say("signin.password")).fill("wrong")
    page.get_by_role("button", name=say("signin.submit")).click()
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_label(say("signin.password"))).to_be_visible()


# -- for everybody --------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_inbox(people: People, scheme: str):
    page = people.page(people.context(locale="en-GB", color_scheme=scheme), "sign-in")
    page.goto(f"{people.url}/inbox")
    expect(page.get_by_role("button", name=Words("en", "inbox")("signin.submit"))).to_be_visible()
    assert findings(page) == []
    lena = people.agent("lena", color_scheme=scheme)
    owned(people, lena, "It is refused:\nD360-API-KEY: Qw7eRt9uIo1pAs3dFg5hJk7lZx9cVb2n")
    lena.reply("Found it", "investigated")
    lena.write("Only for us", "note")
    assert findings(lena.page) == []
    lena.button("clock.why").click()
    expect(lena.dialog.get_by_role("table")).to_be_visible()
    assert findings(lena.page) == []
