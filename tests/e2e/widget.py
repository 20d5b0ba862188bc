"""The widget as a customer meets it: found by roles and labels, in one language."""

import re
from pathlib import Path

from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect

from .words import Words

NUMBER = re.compile(r"[2-9A-Z]{3}-[2-9A-Z]{4}")


class Widget:
    """One customer's page with the widget on it."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.word = Words(language, "widget")("loader.word")
        self.speak(language)

    def speak(self, language: str) -> None:
        """From now on the chat is expected to speak this language."""
        self.language = language
        self.say = Words(language, "widget")
        self.bot = Words(language, "bot")

    # The page around the chat.

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(self.word)}"))

    @property
    def frame(self) -> FrameLocator:
        return self.page.get_by_title(self.word).content_frame

    @property
    def document(self) -> Frame:
        """The chat's own document, to be looked into by scripts."""
        content = self.page.get_by_title(self.word).element_handle().content_frame()
        assert content is not None
        return content

    def open(self) -> str:
        """Opens the chat; gives its number, which is there before anything else."""
        self.launcher.click()
        return self.number()

    def close(self) -> None:
        self.frame.get_by_role("button", name=self.say("header.close")).click()
        expect(self.launcher, "the launcher to come back").to_be_visible()

    # What stands in the chat.

    def number(self) -> str:
        shown = self.frame.get_by_role("button", name=self.say.like("header.copy"))
        expect(shown, "the number of the conversation").to_have_text(NUMBER)
        return shown.inner_text()

    @property
    def log(self) -> Locator:
        return self.frame.get_by_role("log", name=self.say("transcript.label"))

    @property
    def bar(self) -> Locator:
        """Where the conversation stands, in one sentence."""
        return self.frame.get_by_role("contentinfo")

    @property
    def field(self) -> Locator:
        return self.frame.get_by_role("textbox", name=self.say("composer.placeholder"))

    def button(self, key: str, **values: object) -> Locator:
        return self.frame.get_by_role("button", name=self.say(key, **values), exact=True)

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The messages that hold the text, whoever wrote them."""
        return self.log.get_by_role("article").filter(has_text=text)

    def hears(self, text: str | re.Pattern[str], what: str = "") -> Locator:
        """Waits for a message; gives it."""
        heard = self.message(text).last
        expect(heard, what or f"the customer to read {text!r}").to_be_visible()
        return heard

    def hears_bot(self, key: str, **values: object) -> Locator:
        return self.hears(self.bot.like(key, **values), f"the customer to read {key}")

    # What a customer does.

    def write(self, text: str) -> None:
        self.field.fill(text)

    def send(self, text: str = "") -> None:
        if text:
            self.write(text)
        self.button("composer.send").click()

    def sends(self, text: str) -> Locator:
        """Sends a message and waits until the desk has stored it."""
        self.send(text)
        own = self.hears(text.splitlines()[0])
        expect(own, f"{text!r} to be stored").to_contain_text(self.stored)
        return own

    @property
    def stored(self) -> re.Pattern[str]:
        return re.compile(f"{re.escape(self.say('delivery.sent'))}|{self.say('delivery.seen')}")

    def choose(self, label: str) -> None:
        """Presses one of the answers that the bot offers."""
        answers = self.frame.get_by_role("group", name=self.say("choices.label")).last
        answers.get_by_role("button", name=label, exact=True).click()

    def attach(self, *files: Path) -> None:
        with self.page.expect_file_chooser() as chosen:
            self.button("composer.attach").click()
        chosen.value.set_files(files)

    def menu(self) -> Locator:
        self.button("menu.label").click()
        return self.frame.get_by_role("navigation", name=self.say("menu.label"))

    def ask_for_person(self) -> None:
        self.menu().get_by_role("button", name=self.say("person.ask")).click()

    def is_queued(self) -> None:
        """Waits for the handoff: the promise stands in the bar."""
        ways = (self.say.like(f"bar.{way}").pattern for way in ("queued_place", "queued_by"))
        expect(self.bar, "the promise at the handoff").to_contain_text(re.compile("|".join(ways)))
