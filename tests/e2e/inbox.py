"""The inbox as an agent meets it: found by roles and labels, in the agent's language."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from firstline.web.demo_people import AGENTS, DemoAgent

from .words import Words


def demo_agent(name: str) -> DemoAgent:
    return next(agent for agent in AGENTS if agent.id == name)


class Inbox:
    """One agent's window."""

    def __init__(self, page: Page, agent: DemoAgent) -> None:
        self.page = page
        self.agent = agent
        self.say = Words(agent.language, "inbox")

    def sign_in(self) -> None:
        say = Words(self.agent.language, "inbox")
        self.page.get_by_label(say("signin.email")).fill(self.agent.email)
        self.page.get_by_label(say("signin.password")).fill(self.agent.password)
        self.page.get_by_role("button", name=say("signin.submit")).click()
        self.is_in()

    def is_in(self) -> None:
        queue = self.tab("queue")
        expect(queue, f"{self.agent.name} to be signed in").to_be_visible()

    # Lists.

    @property
    def lists(self) -> Locator:
        return self.page.get_by_role("navigation", name=self.say("list.lists"))

    def tab(self, name: str) -> Locator:
        word = re.escape(self.say(f"list.{name}"))
        return self.lists.get_by_role("button", name=re.compile(rf"^{word}\s*\d*\s*$"))

    def row(self, number: str) -> Locator:
        return self.lists.get_by_role("link", name=re.compile(number))

    def open(self, number: str) -> None:
        """Opens a conversation that stands in the list in sight."""
        self.row(number).click()
        self.shows(number)

    def shows(self, number: str) -> None:
        expect(self.transcript(number), f"{number} to be open").to_be_visible()

    def search(self, text: str) -> None:
        self.page.get_by_role("searchbox", name=self.say("bar.search")).fill(text)

    # The open conversation.

    @property
    def conversation(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def context(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.say("context.title"))

    def transcript(self, number: str) -> Locator:
        name = self.say("conversation.transcript", number=number)
        return self.page.get_by_role("log", name=name)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name=self.say.like("conversation.transcript"))

    def reads(self, text: str | re.Pattern[str]) -> Locator:
        """Waits for a line in the open conversation; gives its text."""
        line = self.log.get_by_text(text).last
        expect(line, f"{self.agent.name} to read {text!r}").to_be_visible()
        return line

    def button(self, key: str, **values: object) -> Locator:
        """A button of the conversation; its key may be written behind its words."""
        word = re.escape(self.say(key, **values))
        return self.conversation.get_by_role("button", name=re.compile(rf"^{word}(\s|$)"))

    def field(self, mode: str = "reply") -> Locator:
        note = self.say("compose.note_to_team")
        name = note if mode == "note" else self.say.like("compose.reply_to")
        return self.conversation.get_by_role("textbox", name=name)

    # What an agent does.

    def claim(self) -> None:
        self.button("action.claim").first.click()
        expect(self.conversation, "the conversation to be the agent's own").to_contain_text(
            self.say("conversation.mine")
        )

    def write(self, text: str, mode: str = "reply") -> None:
        if mode == "note":
            self.button("compose.note").click()
        self.field(mode).fill(text)

    def reply(self, text: str, how: str) -> None:
        """`how`: investigated, acknowledged, plain; waits until it stands in the transcript."""
        self.write(text)
        self.button(f"compose.{how}").click()
        self.reads(text)

    def attach(self, *files: Path) -> None:
        with self.page.expect_file_chooser() as chosen:
            self.button("compose.attach").click()
        chosen.value.set_files(files)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def in_dialog(self, submit: str, **values: object) -> None:
        """Presses the dialog's own button and waits until it is done."""
        self.dialog.get_by_role("button", name=self.say(submit, **values), exact=True).click()
        expect(self.dialog, f"the dialog to close after {submit}").to_be_hidden()

    def resolve(self, solution: str, *, investigated: bool = False) -> None:
        self.button("action.resolve").click()
        self.dialog.get_by_label(self.say("resolve_dialog.solution")).fill(solution)
        if investigated:
            self.dialog.get_by_role("checkbox").check()
        self.in_dialog("resolve_dialog.submit")
