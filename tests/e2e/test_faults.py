"""What dies takes nothing with it: the bot, the desk, and both in the middle of a message."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from threading import Timer

import pytest
from playwright.sync_api import expect

from tests.running import RunningDesk, wait_until

from .conftest import People
from .line import Line, wait_on
from .stories import KEY, Case, places_of, stories
from .widget import Widget

LATEST = 0.06
"""Seconds after which a kill comes at the latest; an acknowledgement takes less."""


@pytest.mark.rule("R31")
def test_a_form_takes_the_place_of_a_bot_that_dies(people: People, desk: RunningDesk):
    line, words = Line(), "Seit acht Uhr kommt nichts mehr an"
    agent = people.agent("lena")
    widget = people.customer("de", line=line)
    number = widget.open()
    line.when_sent("post_message", lambda: kill_bot(desk), cut=False)
    widget.sends(words)
    assert line.happened
    fills_in_form(widget, words)
    widget.is_queued()
    agent.open(number)
    agent.reads(words)
    expect(agent.context, "the impact of the form").to_contain_text(agent.say("impact.group"))

    desk.wait_for_bot()
    other = people.customer("de")
    other.open()
    other.send("Hallo")
    other.hears_bot("greet")


def kill_bot(desk: RunningDesk) -> None:
    for process in desk.bot_processes():
        os.kill(process, signal.SIGKILL)


def fills_in_form(widget: Widget, words: str) -> None:
    """The same context as the bot would ask for."""
    form = widget.frame
    form.get_by_label(widget.say("context.description")).fill(words)
    form.get_by_label(widget.say("context.time")).fill("08:00")
    form.get_by_label(widget.say("context.impact")).select_option("group")
    widget.button("form.send").click()


@pytest.mark.rule("R27")
def test_the_desk_dies_at_three_points_and_the_story_goes_on(people: People, desk: RunningDesk):
    """Each time after a command has left the page and before its acknowledgement is back."""
    story, line = stories()["pt_BR"], Line()
    agent = people.agent(story.agent)
    widget = people.customer("pt_BR", who=story.customer, line=line)
    case = Case(story, widget)
    case.number = widget.open()

    problem = story.problem.replace("<key>", KEY)
    with killed(desk, line, widget, on="post_message", seed=1):
        widget.send(problem)
    desk.wait_for_bot()
    widget.send(story.time)
    widget.hears_bot("ask.impact")

    label = widget.bot("choices.group")
    with killed(desk, line, widget, on="choose_option", seed=2):
        widget.choose(label)
    with killed(desk, line, widget, on="ask_for_person", seed=3):
        widget.ask_for_person()
    widget.is_queued()

    case.is_solved_by(agent)
    case.is_rated()
    widget.page.reload()
    assert widget.open() == case.number
    for said in (problem.splitlines()[0], story.time, label, story.investigated):
        own = widget.log.get_by_text(said, exact=said == label)
        expect(own, f"{said!r} to stand there once").to_have_count(1)
    assert places_of(KEY[4:-4].encode(), desk) == []


@contextmanager
def killed(desk: RunningDesk, line: Line, widget: Widget, *, on: str, seed: int) -> Iterator[None]:
    """The desk dies at a seeded moment after the command, and is started again on the same data."""
    delay, number = Random(seed).uniform(0, LATEST), widget.number()
    line.when_sent(on, lambda: Timer(delay, desk.kill).start())
    yield
    wait_on(widget.page, lambda: line.happened and not desk.runs(), f"the desk to die on {on}")
    wait_until(lambda: desk.bot_processes() == [], "the bot to follow its desk")
    desk.start()
    sending = widget.frame.get_by_text(widget.say("delivery.sending"))
    expect(sending, f"{on} to be stored after all").to_have_count(0)
    expect(widget.frame.get_by_text(widget.say("link.offline")), "the line back").to_be_hidden()
    assert widget.number() == number


def test_ctrl_c_stops_everything_and_a_start_brings_it_all_back(people: People, desk: RunningDesk):
    words = "Nothing arrives since noon"
    agent = people.agent("marc")
    widget = people.customer("en")
    number = widget.open()
    widget.sends(words)
    widget.ask_for_person()
    agent.open(number)

    assert desk.stop() in {0, 130}
    assert desk.bot_processes() == []
    assert '"level": "critical"' not in desk.log
    assert "Traceback" not in desk.log

    desk.start()
    widget.page.reload()
    assert widget.open() == number
    expect(widget.hears(words)).to_have_count(1)
    agent.page.reload()
    agent.reads(words)
