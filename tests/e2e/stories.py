"""The story of `stories.yml`, told step by step; tests say which steps, and what comes between."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from playwright.sync_api import expect

from tests.running import RunningDesk

from .inbox import Inbox
from .widget import Widget
from .words import ZONES

HERE = Path(__file__).parent
SCREENSHOT = HERE / "screenshot.png"
KEY = "zJ9qkV0mPw3Xr7tB5nLc2sYd8fGh4aKe"
SHOWN = "zJ9q…4aKe"
ITEMS = ("description", "request", "response", "time", "impact", "screenshot", "steps")
SPAN = {
    "premium": timedelta(minutes=30),
    "regular": timedelta(hours=4),
    "basic": timedelta(hours=24),
}
"""Until a person investigates, by plan (R07)."""


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said in one language, and by whom."""

    customer: str
    agent: str
    problem: str
    time: str
    investigated: str
    solution: str
    comment: str


@cache
def stories() -> dict[str, Story]:
    return msgspec.yaml.decode((HERE / "stories.yml").read_bytes(), type=dict[str, Story])


@dataclass
class Case:
    """One customer's problem, on its way."""

    story: Story
    widget: Widget
    number: str = ""

    def is_described(self) -> None:
        """The number is there at once; the problem is told, with a key in it."""
        self.number = self.widget.open()
        self.widget.sends(self.story.problem.replace("<key>", KEY))

    def answers_what_is_missing(self) -> None:
        """Time in words, impact by a button, a screenshot; nothing else is asked."""
        widget = self.widget
        widget.hears_bot("ask.time")
        widget.sends(self.story.time)
        widget.hears_bot("ask.impact")
        widget.choose(widget.bot("choices.group"))
        widget.hears_bot("ask.screenshot")
        widget.attach(SCREENSHOT)
        widget.send()
        widget.is_queued()

    def was_asked(self) -> list[str]:
        """The items that the bot asked for, in any wording."""
        said = self.widget.log.inner_text()
        ways = {item: [f"ask.{item}", f"ask.again.{item}"] for item in ITEMS}
        return [
            item
            for item, keys in ways.items()
            if any(re.search(self.widget.bot.like(key), said) for key in keys)
        ]

    def is_solved_by(self, agent: Inbox) -> None:
        """From the queue to the customer's stars."""
        agent.open(self.number)
        agent.claim()
        agent.reply(self.story.investigated, "investigated")
        self.widget.hears(self.story.investigated)
        agent.resolve(self.story.solution)
        self.widget.hears(self.story.solution)

    def is_rated(self) -> None:
        widget = self.widget
        widget.button("judge.solved").click()
        widget.frame.get_by_role("radio", name=widget.say("rate.stars", stars=5)).check()
        widget.frame.get_by_label(widget.say("rate.comment")).fill(self.story.comment)
        widget.button("rate.send").click()
        expect(widget.log, "thanks for the rating").to_contain_text(widget.say("rate.thanks"))


PROMISE = re.compile(r"(?P<day>\d[^:()]{0,12},\s)?(?P<hour>\d\d):(?P<minute>\d\d) \([^)]+\)")
"""`14:30 (São Paulo)`, with a day before it unless it is today's."""


def promised(words: str, language: str) -> datetime:
    """The moment that a sentence with a promise names at last, in the customer's zone.

    A day before the time stands for tomorrow: no promise of these tests reaches further.
    """
    *_, found = PROMISE.finditer(words)
    today = datetime.now(ZoneInfo(ZONES[language]))
    at = {"hour": int(found["hour"]), "minute": int(found["minute"])}
    return today.replace(**at, second=0, microsecond=0) + timedelta(days=bool(found["day"]))


def places_of(secret: bytes, desk: RunningDesk) -> list[str]:
    """The files of a desk that hold a secret: databases, their journals, attachments, the log."""
    files = (file for file in desk.data.rglob("*") if file.is_file())
    return [str(file.relative_to(desk.data)) for file in files if secret in file.read_bytes()]


def memory_holds(secret: bytes, process: int) -> bool:
    """Whether a running process has a secret anywhere in what it may write to."""
    lines = Path(f"/proc/{process}/maps").read_text().splitlines()
    spans = [line.split()[0].split("-") for line in lines if " rw" in line]
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        return any(secret in _span(memory, int(start, 16), int(end, 16)) for start, end in spans)


def _span(memory, start: int, end: int) -> bytes:
    """One stretch of memory; nothing for one that cannot be read, or is gone by now."""
    try:
        memory.seek(start)
        return memory.read(end - start)
    except (OSError, ValueError, OverflowError):
        return b""
