"""Lines get their words when they are recorded, in the conversation's language and zone."""

import pytest

from firstline.domain.commands import AskForPerson, ChangeLanguage, ReserveNumber
from firstline.domain.events import BotSaid, Choice, CustomerWrote, DeskSaid, Person
from firstline.voice import Voice

from .domain.states import in_intake
from .domain.story import Story, moment
from .kit import texts

LANGUAGES = ["en", "pt_BR", "de", "es", "ru"]
VOICE = Voice(texts())


def chat(language: str, zone: str = "America/Sao_Paulo") -> Story:
    person = Person(id="c1", plan="premium", verified=True)
    reserve = ReserveNumber("K7Q-4M2X", "chat", person, "h", language, (language,), zone, "p")
    return Story().when(reserve)


def say(event, language: str = "en", **more):
    told = chat(language, **more)
    return VOICE.put_into_words(event, told.state, told.now)


@pytest.mark.rule("R06")
@pytest.mark.rule("R29")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handoff_tells_number_understanding_and_time_in_every_language(language):
    values = {"number": "K7Q-4M2X", "understood": "POST /v1/messages", "due_at": moment("17:30")}
    said = say(DeskSaid("desk.handed_off", values), language)
    for part in ("K7Q-4M2X", "POST /v1/messages", "14:30 ("):
        assert part in said.text
    assert "{" not in said.text


@pytest.mark.rule("R29")
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_was_understood_nothing_is_claimed(language):
    values = {"number": "K7Q-4M2X", "understood": "", "due_at": moment("17:30")}
    said = say(DeskSaid("desk.handed_off", values), language).text
    at = said[said.index("14:30 (") : said.index(")", said.index("14:30 (")) + 1]
    bare = texts().say(language, "desk.handed_off_bare", number="K7Q-4M2X", due_at=at)
    assert said == bare


@pytest.mark.rule("R29")
@pytest.mark.parametrize(
    ("language", "shown"),
    [("ru", "Москва"), ("de", "Moskau"), ("es", "Moscú"), ("en", "Moscow"), ("pt_BR", "Moscou")],
)
def test_the_time_that_was_understood_is_told_in_the_readers_words(language, shown):
    values = {
        "understood": "POST /x",
        "understood_at": moment("15:30"),
        "due_at": moment("17:30"),
    }
    said = say(DeskSaid("desk.handed_off", values), language, zone="Europe/Moscow").text
    assert f"POST /x · 18:30 ({shown})" in said
    del values["understood"]
    said = say(DeskSaid("desk.handed_off", values), language, zone="Europe/Moscow").text
    assert f": 18:30 ({shown})" in said


@pytest.mark.rule("R06")
@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_labelled_in_every_language(language):
    said = say(BotSaid("ask.impact", {}, choices=(Choice("all"), Choice("skip"))), language)
    assert [one.value for one in said.choices] == ["all", "skip"]
    assert all(one.label and "choices." not in one.label for one in said.choices)


def test_a_pressed_button_is_said_as_its_label():
    assert say(CustomerWrote("m", "", choice="yes"), "de").text == "Ja"
    assert say(CustomerWrote("m", "yes please"), "de").text == "yes please"


def test_the_opening_has_no_words():
    opening = chat("en").log[0].event
    assert VOICE.put_into_words(opening, None, 0) is opening


@pytest.mark.rule("R22")
def test_what_is_said_after_a_change_of_language_follows_it():
    told = in_intake().when(ChangeLanguage("ru"))
    told.when(AskForPerson("p1"))
    handed = next(one for one in told.decided if isinstance(one, DeskSaid))
    said = VOICE.put_into_words(handed, told.state, told.now)
    assert any("а" <= sign <= "я" for sign in said.text.lower())
