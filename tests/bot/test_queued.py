"""While the queue has it, only the questions that were open go on (R30)."""

import pytest

from tests.bot.words import LANGUAGES, PHRASES
from tests.rasa_process import RasaProcess, asks, done, said

IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@IN_EACH_LANGUAGE
@pytest.mark.parametrize(
    "intent", ["describe_problem", "greet", "faq_api_key", "affirm", "deny", "still_broken", "skip"]
)
def test_what_asks_nothing_is_only_kept(bot: RasaProcess, language: str, intent: str) -> None:
    answer = bot.say(PHRASES[language][intent], None, language, described=True, queued=True)
    assert answer["directives"] == []


@IN_EACH_LANGUAGE
def test_an_open_question_is_answered_and_the_next_one_put(bot: RasaProcess, language: str) -> None:
    words = PHRASES[language]["describe_problem"]
    facts = {"described": True, "queued": True}
    answer = bot.say(words, "time", language, need=["time", "impact"], **facts)
    assert (done(answer), asks(answer)) == (["answer"], "impact")
    answer = bot.say(words, "impact", language, need=["impact"], **facts)
    assert (done(answer), said(answer)) == (["answer"], [])


def test_no_offer_is_made_in_the_queue(bot: RasaProcess) -> None:
    facts = {"described": True, "queued": True, "incident": "Delays", "duplicate": "K7Q-4M2X"}
    assert bot.say("our messages are late", None, **facts)["directives"] == []


@pytest.mark.rule("R28")
@IN_EACH_LANGUAGE
def test_a_person_is_coming_already(bot: RasaProcess, language: str) -> None:
    answer = bot.say(PHRASES[language]["person"], None, language, described=True, queued=True)
    assert (said(answer), done(answer)) == (["person.queued"], [])
