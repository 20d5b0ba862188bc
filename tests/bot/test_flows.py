"""The straight way through every flow, in each language, through the desk channel."""

from typing import Any

import pytest

from firstline.intake.assistant import read
from tests.bot.words import LANGUAGES, OFFERS, PHRASES, QUESTIONS, during
from tests.rasa_process import RasaProcess, asks, done, said
from tests.running import ROOT

IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
ANSWERS = {
    "steps": "1. open the console 2. press save 3. the page is blank",
    "screenshot": "2026-11-22T09:12:44Z ERROR webhook delivery failed: timeout after 10000ms",
    "request": 'POST /v1/messages {"to": "491701234567", "type": "text"}',
    "response": 'HTTP/1.1 401 {"error": {"code": 190, "message": "Invalid OAuth access token"}}',
    "time": "09:12",
    "impact": "all of our customers",
}


@IN_EACH_LANGUAGE
def test_a_greeting_is_answered_and_the_problem_is_asked_for(
    bot: RasaProcess, language: str
) -> None:
    answer = bot.say(PHRASES[language]["greet"], language=language, need=["description"])
    assert said(answer) == ["greet", "ask.description"]
    assert asks(answer) == "description"


@pytest.mark.rule("R23")
@IN_EACH_LANGUAGE
@pytest.mark.parametrize("asked", [None, "description"])
def test_a_description_leads_to_the_first_missing_item(
    bot: RasaProcess, language: str, asked: str | None
) -> None:
    words = PHRASES[language]["describe_problem"]
    answer = bot.say(words, asked, language, need=["description", "request", "time"])
    assert answer["directives"][0] == {"do": "answer", "what": "description"}
    assert asks(answer) == "request"


@pytest.mark.rule("R23")
@pytest.mark.parametrize("asked", QUESTIONS)
def test_an_answer_is_taken_and_the_next_item_asked(bot: RasaProcess, asked: str) -> None:
    follows = "time" if asked != "time" else "request"
    answer = bot.say(ANSWERS[asked], asked, **during(asked, (follows,)))
    assert answer["directives"][0] == {"do": "answer", "what": asked}
    assert asks(answer) == follows


@pytest.mark.rule("R23")
@pytest.mark.parametrize("asked", QUESTIONS)
def test_the_last_answer_hands_over(bot: RasaProcess, asked: str) -> None:
    answer = bot.say(ANSWERS[asked], asked, described=True, need=[asked])
    assert done(answer) == ["answer", "hand_off"]
    assert asks(answer) is None


def test_the_order_of_the_questions_is_the_desk_s(bot: RasaProcess) -> None:
    for first, second in (("time", "impact"), ("impact", "time"), ("steps", "request")):
        answer = bot.say("our webhook gets no events", need=["description", first, second])
        assert asks(answer) == first


def test_screenshot_and_logs_are_one_question(bot: RasaProcess) -> None:
    words = "our webhook gets no events"
    assert asks(bot.say(words, need=["logs", "screenshot", "time"])) == "screenshot"
    answer = bot.say("here are the lines", "screenshot", **during("screenshot", ("logs", "time")))
    assert asks(answer) == "time"


def test_the_impact_comes_with_its_choices(bot: RasaProcess) -> None:
    answer = bot.say("our webhook gets no events", need=["impact"])
    choices = answer["directives"][-1]["choices"]
    assert choices == ["all", "group", "one", "detail", "skip", "person"]


@IN_EACH_LANGUAGE
@pytest.mark.parametrize(
    ("offer", "named", "yes", "no"),
    [
        (
            "incident",
            {"title": "Delivery delays in Europe"},
            "link_incident",
            "decline_incident",
        ),
        ("duplicate", {"number": "K7Q-4M2X"}, "join", "decline_duplicate"),
    ],
)
def test_an_offer_comes_before_the_questions(  # noqa: PLR0917
    bot: RasaProcess, language: str, offer: str, named: dict[str, str], yes: str, no: str
) -> None:
    phrases, facts = PHRASES[language], {"need": ["description", "time"], **OFFERS[offer]}
    offered = bot.say(phrases["describe_problem"], None, language, **facts)
    assert said(offered) == [f"offer.{offer}"]
    assert offered["directives"][-1]["with"] == named
    assert done(bot.say(phrases["affirm"], offer, language, **during(offer))) == [yes]
    declined = bot.say(phrases["deny"], offer, language, **during(offer, ("time",)))
    assert done(declined) == [no]
    assert asks(declined) == "time"


@pytest.mark.rule("R26")
@IN_EACH_LANGUAGE
def test_several_issues_are_split_or_not_and_the_questions_go_on(
    bot: RasaProcess, language: str
) -> None:
    phrases, facts = PHRASES[language], during("split", ("time",))
    for phrase, does in (("affirm", "split"), ("deny", "decline_split")):
        answered = bot.say(phrases[phrase], "split", language, **facts)
        assert (done(answered), asks(answered)) == ([does], "time")


def test_the_duplicate_is_offered_after_the_incident_is_declined(bot: RasaProcess) -> None:
    facts: dict[str, Any] = {**OFFERS["incident"], **OFFERS["duplicate"], "described": True}
    assert asks(bot.say("no, that's not it", "incident", **facts)) == "duplicate"


@pytest.mark.rule("R21")
@IN_EACH_LANGUAGE
def test_a_frequent_question_is_answered_on_the_spot(bot: RasaProcess, language: str) -> None:
    phrases = PHRASES[language]
    answer = bot.say(phrases["faq_api_key"], None, language, need=["description"])
    assert said(answer) == ["faq.api_key", "ask.answered"]
    assert asks(answer) == "answered"
    assert done(bot.say(phrases["affirm"], "answered", language)) == ["settle"]
    assert done(bot.say(phrases["thanks"], "answered", language)) == ["settle"]
    assert asks(bot.say(phrases["deny"], "answered", language)) == "description"


@pytest.mark.rule("R21")
@pytest.mark.parametrize("name", read(ROOT / "locales/en/faq.yml")["faq"])
def test_every_frequent_question_has_its_answer(bot: RasaProcess, name: str) -> None:
    phrase = read(ROOT / "locales/en/nlu.yml")[f"faq_{name}"].splitlines()[0]
    assert said(bot.say(phrase)) == [f"faq.{name}", "ask.answered"]


@IN_EACH_LANGUAGE
def test_a_description_after_a_frequent_question_goes_on(bot: RasaProcess, language: str) -> None:
    words = PHRASES[language]["describe_problem"]
    answer = bot.say(words, "answered", language, need=["description", "time"])
    assert (done(answer), asks(answer)) == (["answer"], "time")


@pytest.mark.rule("R22")
def test_a_language_that_is_not_named_is_asked_for(bot: RasaProcess) -> None:
    answer = bot.say("I want to change the language")
    assert asks(answer) == "language"
    assert answer["directives"][-1]["choices"] == ["en", "pt_BR", "de", "es", "ru"]


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    ("words", "to"),
    [("Deutsch", "de"), ("по-русски", "ru"), ("português", "pt_BR"), ("castellano", "es")],
)
def test_the_answer_to_the_language_question_changes_it(
    bot: RasaProcess, words: str, to: str
) -> None:
    answer = bot.say(words, "language", "en")
    assert answer["directives"][0] == {"do": "change_language", "to": to}


@IN_EACH_LANGUAGE
def test_an_incident_that_is_somebody_else_s_is_handed_over(
    bot: RasaProcess, language: str
) -> None:
    for intent in ("still_broken", "deny"):
        answer = bot.say(PHRASES[language][intent], None, language, described=True, linked=True)
        assert done(answer) == ["still_broken"]


@IN_EACH_LANGUAGE
def test_a_linked_conversation_is_not_handed_over_by_a_remark(
    bot: RasaProcess, language: str
) -> None:
    words = PHRASES[language]["describe_problem"]
    assert bot.say(words, None, language, described=True, linked=True)["directives"] == []


@IN_EACH_LANGUAGE
@pytest.mark.parametrize(
    ("intent", "do"),
    [
        ("solved", ["solved"]),
        ("affirm", ["solved"]),
        ("still_broken", ["still_broken"]),
        ("deny", ["still_broken"]),
        ("thanks", []),
        ("describe_problem", []),
    ],
)
def test_the_words_after_a_solution(
    bot: RasaProcess, language: str, intent: str, do: list[str]
) -> None:
    answer = bot.say(PHRASES[language][intent], None, language, described=True, resolved=True)
    assert (said(answer), done(answer)) == ([], do)


@IN_EACH_LANGUAGE
def test_it_works_now_ends_the_intake(bot: RasaProcess, language: str) -> None:
    answer = bot.say(PHRASES[language]["solved"], "impact", language, **during("impact"))
    assert done(answer) == ["solved"]


@IN_EACH_LANGUAGE
def test_how_things_stand(bot: RasaProcess, language: str) -> None:
    words = PHRASES[language]["ask_status"]
    assert said(bot.say(words, None, language)) == ["status.none"]
    assert said(bot.say(words, None, language, incident="Delays")) == ["offer.incident"]
    assert said(bot.say(words, None, language, described=True, queued=True)) == ["status.queued"]
    assert said(bot.say(words, None, language, described=True, linked=True)) == ["status.linked"]


@IN_EACH_LANGUAGE
def test_thanks_alone_ask_for_nothing(bot: RasaProcess, language: str) -> None:
    answer = bot.say(PHRASES[language]["thanks"], None, language, need=["description"])
    assert (said(answer), asks(answer)) == (["thanks"], None)


@pytest.mark.rule("R21")
@IN_EACH_LANGUAGE
def test_a_frequent_question_after_a_greeting_is_answered(bot: RasaProcess, language: str) -> None:
    words = PHRASES[language]["faq_api_key"]
    answer = bot.say(words, "description", language, need=["description"], answers=True)
    assert said(answer)[0] == "faq.api_key"


@IN_EACH_LANGUAGE
def test_still_broken_is_a_description_before_anything_is_described(
    bot: RasaProcess, language: str
) -> None:
    words = PHRASES[language]["still_broken"]
    answer = bot.say(words, None, language, need=["description", "time"])
    assert (done(answer), asks(answer)) == (["answer"], "time")


@IN_EACH_LANGUAGE
def test_an_impatient_customer_is_not_asked_the_same_twice_more(
    bot: RasaProcess, language: str
) -> None:
    words = PHRASES[language]["still_broken"]
    once = bot.say(words, "time", language, **during("time", ("impact",)))
    assert (done(once), said(once)) == ([], ["ask.again.time"])
    twice = bot.say(words, "time", language, restated=True, **during("time", ("impact",)))
    assert (done(twice), asks(twice)) == (["skip"], "impact")


@pytest.mark.rule("R28")
@IN_EACH_LANGUAGE
@pytest.mark.parametrize("asked", QUESTIONS)
def test_what_makes_no_sense_is_asked_for_in_other_words(
    bot: RasaProcess, asked: str, language: str
) -> None:
    answer = bot.say("xqz wvv", asked, language, unclear=True, **during(asked))
    assert said(answer) == ["not_understood", f"ask.again.{asked}"]
    assert (asks(answer), done(answer)) == (asked, [])


@pytest.mark.rule("R28")
@IN_EACH_LANGUAGE
@pytest.mark.parametrize("signs", ["???", "?!", "..."])
def test_signs_alone_ask_for_nothing(bot: RasaProcess, signs: str, language: str) -> None:
    answer = bot.say(signs, "description", language, unclear=True, **during("description"))
    assert said(answer) == ["not_understood", "ask.again.description"]


@pytest.mark.rule("R28")
@IN_EACH_LANGUAGE
def test_what_interrupts_a_question_needs_no_sense_as_an_answer(
    bot: RasaProcess, language: str
) -> None:
    words = PHRASES[language]["person"]
    answer = bot.say(words, "impact", language, unclear=True, **during("impact"))
    assert done(answer) == ["hand_off"]
