"""Each interruption at each question in each language: to ask for something is no answer."""

import itertools

import pytest

from tests.bot.words import (
    ASKED,
    LANGUAGES,
    OFFERS,
    PHRASES,
    QUESTIONS,
    STOPPING_THINGS,
    during,
)
from tests.rasa_process import RasaProcess, asks, done, said

EVERYWHERE = pytest.mark.parametrize(
    ("language", "asked"), list(itertools.product(LANGUAGES, ASKED)), ids=str
)
ANYWHERE = pytest.mark.parametrize(
    ("language", "asked"), list(itertools.product(LANGUAGES, QUESTIONS)), ids=str
)


@pytest.mark.rule("R28")
@EVERYWHERE
def test_a_person_is_given_at_every_question(bot: RasaProcess, language: str, asked: str) -> None:
    answer = bot.say(PHRASES[language]["person"], asked, language, **during(asked))
    assert said(answer) == ["person.coming"]
    assert done(answer) == ["hand_off"]


@pytest.mark.rule("R28")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", [None, "description", "answered", "language"])
def test_a_person_is_given_before_anything_is_described(
    bot: RasaProcess, language: str, asked: str | None
) -> None:
    answer = bot.say(PHRASES[language]["person"], asked, language, need=["description"])
    assert done(answer) == ["hand_off"]


@pytest.mark.rule("R22")
@EVERYWHERE
def test_the_language_changes_at_every_question(
    bot: RasaProcess, language: str, asked: str
) -> None:
    answer = bot.say(PHRASES[language]["change_language"], asked, language, **during(asked))
    change = answer["directives"][0]
    assert change == {"do": "change_language", "to": "en" if language == "de" else "de"}
    assert said(answer) == ["language.changed", f"ask.again.{asked}"]
    assert asks(answer) == asked


@pytest.mark.rule("R23")
@ANYWHERE
def test_every_question_can_be_skipped(bot: RasaProcess, language: str, asked: str) -> None:
    for intent in ("skip", "deny"):
        answer = bot.say(PHRASES[language][intent], asked, language, **during(asked, ("steps",)))
        assert done(answer)[0] == "skip"
        assert asks(answer) == ("steps" if asked != "steps" else None)


@pytest.mark.rule("R23")
@EVERYWHERE
def test_what_was_said_can_be_corrected(bot: RasaProcess, language: str, asked: str) -> None:
    answer = bot.say(PHRASES[language]["correct"], asked, language, **during(asked))
    assert done(answer) == ["correct"]
    assert said(answer) == ["corrected", f"ask.again.{asked}"]


SHORT_CORRECTIONS = {
    "en": "sorry, 2:50 pm I mean",
    "pt_BR": "perdão, foi às 14h50",
    "de": "sorry, 14:50 Uhr meine ich",
    "es": "perdón, quise decir 2:50 pm",
    "ru": "ой, правильно в 14:50",
}


@pytest.mark.rule("R23")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_correction_of_what_is_known_is_one(bot: RasaProcess, language: str) -> None:
    words = SHORT_CORRECTIONS[language]
    answer = bot.say(words, "impact", language, corrects=True, **during("impact"))
    assert (done(answer), said(answer)) == (["correct"], ["corrected", "ask.again.impact"])


@EVERYWHERE
def test_cancel_is_understood_at_every_question(
    bot: RasaProcess, language: str, asked: str
) -> None:
    answer = bot.say(PHRASES[language]["cancel"], asked, language, **during(asked))
    assert (said(answer), done(answer)) == ([], ["cancel"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wish_to_stop_is_confirmed_or_taken_back(bot: RasaProcess, language: str) -> None:
    phrases = PHRASES[language]
    for words in (phrases["affirm"], phrases["cancel"]):
        assert done(bot.say(words, "cancel", language, **during("time"))) == ["cancel"]
    for words in (phrases["deny"], phrases["skip"]):
        went_on = bot.say(words, "cancel", language, **during("time"))
        assert (said(went_on), done(went_on)) == (["ask.again.time"], [])


@pytest.mark.parametrize(
    ("facts", "follows"),
    [({"need": ["description"]}, ["ask.description"]), ({"described": True, "need": []}, [])],
)
def test_going_on_leads_to_what_is_left(
    bot: RasaProcess, facts: dict[str, object], follows: list[str]
) -> None:
    answer = bot.say("no, go on", "cancel", **facts)
    assert (said(answer), done(answer)) == (follows, [] if follows else ["hand_off"])


def test_a_description_after_the_question_whether_to_stop_is_one(bot: RasaProcess) -> None:
    answer = bot.say("since ten our webhook gets no events", "cancel", need=["description", "time"])
    assert (done(answer), asks(answer)) == (["answer"], "time")


@pytest.mark.parametrize("asked", [None, "description", "time"])
@pytest.mark.parametrize(
    ("language", "words"),
    [(language, words) for language, found in STOPPING_THINGS.items() for words in found],
)
def test_a_thing_that_stops_is_a_problem(
    bot: RasaProcess, language: str, words: str, asked: str | None
) -> None:
    answer = bot.say(words, asked, language, described=asked == "time", need=["time", "impact"])
    assert done(answer) == ["answer"]
    assert "person" in answer["directives"][-1]["choices"]


@pytest.mark.rule("R21")
@EVERYWHERE
def test_a_frequent_question_is_answered_and_leads_back(
    bot: RasaProcess, language: str, asked: str
) -> None:
    answer = bot.say(PHRASES[language]["faq_api_key"], asked, language, **during(asked))
    assert said(answer) == ["faq.api_key", f"ask.again.{asked}"]
    assert asks(answer) == asked


@pytest.mark.parametrize(
    ("intent", "words"), [("thanks", ["thanks"]), ("greet", []), ("ask_status", ["status.intake"])]
)
@EVERYWHERE
def test_small_talk_leads_back(
    bot: RasaProcess, language: str, asked: str, intent: str, words: list[str]
) -> None:
    answer = bot.say(PHRASES[language][intent], asked, language, **during(asked))
    assert said(answer) == [*words, f"ask.again.{asked}"]
    assert done(answer) == []


@pytest.mark.rule("R23")
@pytest.mark.parametrize("asked", ASKED)
def test_a_question_is_repeated_once_at_most(bot: RasaProcess, asked: str) -> None:
    answer = bot.say(PHRASES["en"]["thanks"], asked, restated=True, **during(asked))
    assert said(answer) == ["thanks"]
    assert asks(answer) is None


@pytest.mark.parametrize("asked", OFFERS)
def test_an_offer_that_is_not_understood_twice_is_declined(bot: RasaProcess, asked: str) -> None:
    words = "the parcel is brown and the moon is round"
    assert said(bot.say(words, asked, **during(asked))) == [f"ask.again.{asked}"]
    answer = bot.say(words, asked, restated=True, **during(asked))
    assert done(answer) == [f"decline_{asked}"]
    assert asks(answer) == "impact"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(
    "words", ["not sure, maybe around ten", "no, at ten", "hello, at ten", "sorry, it was at ten"]
)
def test_what_the_desk_finds_to_be_an_answer_is_one(bot: RasaProcess, words: str) -> None:
    answer = bot.say(words, "time", answers=True, **during("time"))
    assert (done(answer), asks(answer)) == (["answer"], "impact")


@pytest.mark.rule("R28")
def test_a_person_is_given_even_where_the_desk_finds_an_answer(bot: RasaProcess) -> None:
    answer = bot.say("I want to talk to a human", "time", answers=True, **during("time"))
    assert done(answer) == ["hand_off"]


@pytest.mark.parametrize("words", ["all", "just me", "now", "10h", "here", "a normal text message"])
@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_bare_answer_ends_nothing(bot: RasaProcess, words: str, asked: str) -> None:
    answer = bot.say(words, asked, **during(asked))
    assert done(answer)[0] == "answer"
