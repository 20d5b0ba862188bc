"""The whole story in each language, from the first word to the stars."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from firstline.locales import LANGUAGES
from firstline.web.demo_people import CUSTOMERS
from tests.running import RunningDesk

from .conftest import People
from .stories import KEY, SHOWN, SPAN, Case, memory_holds, places_of, promised, stories
from .words import ZONES


@pytest.mark.rule("R01", part="the entitlement in the signed identity, and visitors")
@pytest.mark.rule("R06")
@pytest.mark.rule("R20")
@pytest.mark.rule("R22")
@pytest.mark.rule("R23")
@pytest.mark.rule("R27")
@pytest.mark.rule("R29")
@pytest.mark.rule("R40")
@pytest.mark.rule("R41")
@pytest.mark.rule("R43")
@pytest.mark.rule("R47")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_becomes_a_solution(people: People, desk: RunningDesk, language: str):
    story = stories()[language]
    agent = people.agent(story.agent)
    widget = people.customer(language, who=story.customer)
    case = Case(story, widget)

    case.is_described()
    assert_masked(case)
    case.answers_what_is_missing()
    assert case.was_asked() == ["time", "impact", "screenshot"]
    assert_promised(case, language)

    expect(agent.row(case.number), "the conversation to arrive by itself").to_be_visible()
    case.is_solved_by(agent)
    assert KEY not in agent.page.content()
    case.is_rated()
    expect(agent.context, "the stars in the inbox").to_contain_text(story.comment)

    widget.page.reload()
    assert widget.open() == case.number
    for said in (story.time, story.investigated, story.solution):
        widget.hears(said)
    assert_nowhere(KEY, desk)


def assert_masked(case: Case) -> None:
    """The customer is told on the spot, and does not see the key again."""
    widget = case.widget
    told = widget.hears(widget.say.like("masked.api_key", shown=SHOWN))
    expect(told).not_to_contain_text(KEY)
    assert KEY not in widget.log.inner_text()


def assert_promised(case: Case, language: str) -> None:
    """Number, what was understood, the due time of the plan in the customer's zone, the place."""
    widget = case.widget
    told = widget.hears(widget.bot.like("desk.handed_off", number=case.number)).inner_text()
    assert "POST /v1/messages" in told
    plan = next(one.plan for one in CUSTOMERS if one.id == case.story.customer)
    expected = datetime.now(ZoneInfo(ZONES[language])) + SPAN[plan]
    for words in (told, widget.bar.inner_text()):
        assert abs(promised(words, language) - expected) < timedelta(minutes=2), words
    expect(widget.bar, "a place in the queue").to_have_text(widget.say.like("bar.queued_place"))


def assert_nowhere(secret: str, desk: RunningDesk) -> None:
    """Neither whole nor without its shown ends: no file, not the log, not the bot's memory."""
    core = secret[4:-4].encode()
    assert places_of(core, desk) == []
    assert [bot for bot in desk.bot_processes() if memory_holds(core, bot)] == []


def test_the_search_for_a_planted_key_would_find_it(desk: RunningDesk):
    """What is looked for above is found where it is: in a file, and in this process's memory."""
    planted = "x" * 40 + "PLANTED-IN-THIS-TEST"
    (desk.data / "planted.txt").write_text(planted)
    assert places_of(b"PLANTED-IN-THIS", desk) == ["planted.txt"]
    (desk.data / "planted.txt").unlink()
    bot = desk.bot_processes()[0]
    assert memory_holds(b"requested_slot", bot)
    assert re.fullmatch(r"\d+", str(bot))
