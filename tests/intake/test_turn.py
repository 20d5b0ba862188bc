"""One turn of the intake: what it finds, offers and asks the bot, and what is dropped."""

import asyncio

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from firstline.domain.commands import (
    AskForPerson,
    ChangeLanguage,
    ChooseOption,
    ClaimConversation,
    CloseConversation,
    OfferDuplicate,
    PostMessage,
    RedactMessage,
    SetSubject,
    System,
)
from firstline.domain.context import value_of
from firstline.domain.conversation import Closed, Conversation, InIntake, LinkedToIncident, Queued
from firstline.domain.events import (
    BotSaid,
    CustomerWrote,
    DuplicateOffered,
    Event,
    FindingsRecorded,
    HandedOff,
    IncidentOffered,
    LanguageChanged,
    Person,
    SplitOffered,
    TurnEnded,
)
from firstline.domain.handoff import remaining
from firstline.intake.checks import DeskChecks
from firstline.intake.incidents import Incident
from firstline.intake.rasa import Directive
from firstline.intake.reader import Reader
from firstline.intake.schedule import Schedule
from firstline.intake.status import Status
from firstline.intake.turn import Intake
from firstline.store.port import StoreRefused
from tests.kit import ANNA, RITA, FakeBot, Room, promise, says, until
from tests.web.kit import START

R24 = pytest.mark.rule("R24", part="checking, offering, linking and handing over")
R25 = pytest.mark.rule("R25", part="chats of a customer and their company")
DOWN = "Webhooks are not delivered for any of our users since this morning"


class Page:
    """A status page that says what it is told."""

    def __init__(self, *incidents: Incident) -> None:
        self.incidents = incidents

    async def current(self) -> Status:
        return Status(self.incidents, read_at=0, stale=False)


class Told:
    """A room whose intake takes its turns when told to."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.bot = FakeBot()
        self.page = Page()
        self.intake = Intake(room.desk, self.bot, DeskChecks(room.desk, self.page))
        self.turns = Schedule(self.intake.take)

    async def say(self, stream: str, text: str, id: str = "") -> None:
        await self.room.give(stream, PostMessage(id or f"m{len(text)}", text))
        await self.intake.take(stream)

    async def open(self, text: str, person: Person = RITA, **more) -> str:
        stream = await self.room.open(person, **more)
        await self.say(stream, text)
        return stream

    async def press(self, stream: str, value: str) -> None:
        position = (await self.room.state(stream)).position - 1
        for at in range(position + 1, 0, -1):
            event = (await self.room.events(stream))[at - 1]
            if isinstance(event, BotSaid) and event.choices:
                await self.room.give(stream, ChooseOption(f"b{at}", at, value))
                return

    async def of(self, stream: str, kind: type[Event]) -> list:
        return [one for one in await self.room.events(stream) if isinstance(one, kind)]


@pytest.fixture
def told(room: Room) -> Told:
    return Told(room)


def incident(title: str = "Delayed webhook delivery") -> Incident:
    return Incident("i1", title, "https://status", ("webhooks",), impact="major", started_at=START)


# -- answers --------------------------------------------------------------------------------------


@pytest.mark.rule("R23")
async def test_words_in_place_of_a_screenshot_end_the_question_and_are_none(told: Told):
    state = await answering_about_a_screenshot(told, "I will send one tomorrow")
    assert value_of(state.findings, "screenshot") is None
    assert value_of(state.findings, "logs") is None
    assert (state.question, state.skipped) == (None, ("screenshot",))
    assert "screenshot" not in remaining(state, promise())


@pytest.mark.rule("R23")
async def test_a_log_in_place_of_a_screenshot_answers_the_question(told: Told):
    state = await answering_about_a_screenshot(
        told, "2026-11-20 09:14:02 ERROR sender - template name does not exist"
    )
    assert (value_of(state.findings, "logs") or "").startswith("2026-11-20 09:14:02 ERROR")
    assert (state.question, state.skipped) == (None, ())


async def answering_about_a_screenshot(told: Told, words: str) -> Conversation:
    """The conversation after these words, which the bot takes for the answer."""
    told.bot.directives = (says("ask.screenshot", "screenshot"),)
    stream = await told.open("Our template is stuck in review since this morning")
    told.bot.directives = (Directive(do="answer", what="screenshot"),)
    await told.say(stream, words)
    return await told.room.state(stream)


# -- what makes no sense --------------------------------------------------------------------------


@pytest.mark.rule("R28")
@pytest.mark.parametrize(
    ("asked", "text", "unclear"),
    [
        ("time", "???", True),
        ("time", "🤷", True),
        ("time", "this morning I think", False),
        ("request", "…", True),
        ("impact", "hard to say it so", True),
        ("impact", "all our users", False),
        ("language", "???", False),
    ],
)
async def test_the_bot_hears_where_words_can_be_no_answer(told: Told, asked, text, unclear):
    told.bot.directives = (says("ask", asked),)
    stream = await told.open("Sending a message fails since this morning")
    await told.say(stream, text)
    assert told.bot.heard[-1][2]["unclear"] is unclear


@pytest.mark.rule("R28")
@pytest.mark.rule("R29")
async def test_twice_without_sense_a_person_gets_all_that_was_said(told: Told):
    told.bot.directives = (says("ask.impact", "impact"),)
    stream = await told.open("Sending a message fails since this morning")
    told.bot.directives = (says("not_understood"), says("ask.again.impact", "impact"))
    await told.say(stream, "???")
    assert isinstance((await told.room.state(stream)).phase, InIntake)
    await told.say(stream, "?!")
    state = await told.room.state(stream)
    assert isinstance(state.phase, Queued)
    (handed,) = await told.of(stream, HandedOff)
    assert handed.cause == "lost"
    assert value_of(state.findings, "area") == "messages"
    said = [one.key for one in await told.of(stream, BotSaid)]
    assert said.count("not_understood") == 1
    written = [one.text for one in await told.of(stream, CustomerWrote)]
    assert written[-2:] == ["???", "?!"]


# -- several issues (R26) -------------------------------------------------------------------------

TWO = "Webhooks stopped at 9.\nAnother problem: the invoice of October is wrong."


@pytest.mark.rule("R26")
async def test_two_issues_are_offered_apart_and_each_goes_on(told: Told):
    stream = await told.open(TWO)
    (offer,) = await told.of(stream, SplitOffered)
    assert told.bot.heard == []
    await told.press(stream, "yes")
    await told.intake.take(stream)
    (part,) = offer.parts
    other = await told.room.state(part.stream)
    assert (other.number, other.customer) == (part.number, RITA)
    assert isinstance(other.phase, InIntake)
    assert "invoice" in other.told
    state = await told.room.state(stream)
    assert "invoice" not in (value_of(state.findings, "description") or "")
    await told.intake.take(part.stream)
    assert value_of((await told.room.state(part.stream)).findings, "area") == "billing"
    assert await told.of(part.stream, SplitOffered) == []


@pytest.mark.rule("R26")
async def test_declined_the_bot_goes_on_with_all_of_it(told: Told):
    stream = await told.open(TWO)
    await told.press(stream, "no")
    await told.intake.take(stream)
    assert [heard[0] for heard in told.bot.heard] == ["/describe_problem"]
    assert len(await told.of(stream, SplitOffered)) == 1


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
@pytest.mark.rule("R26")
async def test_after_a_split_the_status_page_is_looked_at_for_what_is_left(told: Told):
    told.page.incidents = (incident(),)
    stream = await told.open(TWO)
    assert await told.of(stream, IncidentOffered) == []
    await told.press(stream, "yes")
    await told.intake.take(stream)
    assert len(await told.of(stream, IncidentOffered)) == 1


@pytest.mark.rule("R26")
async def test_a_list_of_steps_that_was_asked_for_is_no_split(told: Told):
    told.bot.directives = (says("ask.screenshot", "screenshot"),)
    stream = await told.open("Something is broken in our integration since today")
    await told.say(stream, "1. I open the invoice\n2. webhooks stop")
    assert await told.of(stream, SplitOffered) == []


@pytest.mark.rule("R26")
async def test_a_crash_after_the_first_half_opens_nothing_twice(told: Told, monkeypatch):
    stream = await told.open(TWO)
    append = told.room.store.append

    async def full(to, *given):
        if to == stream:
            raise StoreRefused
        await append(to, *given)

    monkeypatch.setattr(told.room.store, "append", full)
    with pytest.raises(StoreRefused):
        await told.press(stream, "yes")
    monkeypatch.setattr(told.room.store, "append", append)
    await told.press(stream, "yes")
    (offer,) = await told.of(stream, SplitOffered)
    assert len(await told.of(offer.parts[0].stream, CustomerWrote)) == 1


CORRECTIONS = {
    "en": ("our webhooks stopped at 15:30 today", "no, it was 15:40", "not 15:30 but 15:40"),
    "pt_BR": ("os webhooks pararam hoje às 15:30", "não, foi às 15:40", "não foi 15:30, foi 15:40"),
    "de": (
        "die Webhooks stehen seit heute 15:30 Uhr",
        "ich meinte 15:40 Uhr",
        "nicht um 15:30 Uhr, sondern um 15:40 Uhr",
    ),
    "es": (
        "los webhooks fallan hoy desde las 15:30",
        "quise decir a las 15:40",
        "no fue a las 15:30, fue a las 15:40",
    ),
    "ru": (
        "вебхуки не приходят сегодня с 15:30",
        "не то, правильно 15:40",
        "не в 15:30, а в 15:40",
    ),
}


@pytest.mark.rule("R23")
@pytest.mark.parametrize("wording", [1, 2])
@pytest.mark.parametrize("name", CORRECTIONS)
async def test_a_correction_in_words_replaces_what_it_corrects(told: Told, name: str, wording: int):
    told.bot.directives = (says("ask.impact", "impact"),)
    stream = await told.open(CORRECTIONS[name][0], language=name)
    before = value_of((await told.room.state(stream)).findings, "time") or ""
    told.bot.directives = (Directive(do="correct"), says("corrected"))
    await told.say(stream, CORRECTIONS[name][wording], "put-right")
    state = await told.room.state(stream)
    after = value_of(state.findings, "time") or ""
    assert ("15:30" in before, "15:40" in after) == (True, True)
    assert value_of(state.findings, "impact") is None
    assert told.bot.heard[-1][2]["corrects"] or wording == 2


@pytest.mark.rule("R23")
async def test_several_answers_at_once_are_all_taken(told: Told):
    told.bot.directives = (says("ask.time", "time"),)
    stream = await told.open("our webhooks are not delivered")
    told.bot.directives = (Directive(do="answer", what="time"),)
    await told.say(stream, "1) 15:40 today 2) all our customers 3) POST /v1/messages, HTTP 502")
    findings = (await told.room.state(stream)).findings
    assert {"time", "impact", "request", "response"} <= {one.what for one in findings}


@pytest.mark.rule("R23")
async def test_an_error_code_answers_what_came_back(told: Told):
    told.bot.directives = (says("ask.response", "response"),)
    stream = await told.open("Sending a template fails since this morning")
    await told.say(stream, "error code 131047")
    state = await told.room.state(stream)
    assert (state.question, "response" in remaining(state, promise())) == (None, False)


# -- the wish to stop -----------------------------------------------------------------------------


async def test_what_only_sounded_like_a_wish_to_stop_is_the_description(told: Told):
    told.bot.directives = (Directive(do="cancel"),)
    stream = await told.open("The import of ours stops half way")
    state = await told.room.state(stream)
    assert (state.phase, state.question.asks) == (InIntake(START), "cancel")
    await told.press(stream, "go_on")
    await told.intake.take(stream)
    state = await told.room.state(stream)
    assert value_of(state.findings, "description") == "The import of ours stops half way"
    assert told.bot.heard[-1][0] == "/describe_problem"


async def test_going_on_with_nothing_said_asks_for_the_trouble(told: Told):
    told.bot.directives = (Directive(do="cancel"),)
    stream = await told.open("cancel")
    await told.press(stream, "go_on")
    await told.intake.take(stream)
    assert told.bot.heard[-1][:2] == ("/deny", "cancel")


# -- the language (R22) ---------------------------------------------------------------------------


@pytest.mark.rule("R22")
async def test_a_sure_language_is_followed_from_the_first_message(told: Told):
    stream = await told.open("Die Webhooks kommen seit heute Morgen nicht mehr bei uns an")
    assert (await told.of(stream, LanguageChanged)) == [LanguageChanged("de", "intake")]
    assert told.bot.heard[0][3] == "de"


@pytest.mark.rule("R22")
async def test_in_doubt_the_bot_asks_which_and_what_was_said_is_kept(told: Told):
    stream = await told.open("webhook problema", browser_languages=("de",), language="ru")
    asked = await told.of(stream, BotSaid)
    assert (asked[0].key, asked[0].asks) == ("language.ask", "language")
    assert len(asked[0].choices) == 5
    assert told.bot.heard == []
    await told.press(stream, "es")
    await told.intake.take(stream)
    assert (await told.room.state(stream)).language == "es"
    assert [heard[3] for heard in told.bot.heard] == ["es"]


@pytest.mark.rule("R22")
async def test_a_language_that_is_not_offered_is_said_to_be_so(told: Told):
    text = "Salve, non riesco ad accedere al portale da ieri"
    stream = await told.open(text, browser_languages=("it",))
    asked = (await told.of(stream, BotSaid))[-1]
    state = await told.room.state(stream)
    assert (asked.key, asked.asks, state.language) == ("language.not_offered", "language", "es")
    assert "not offered" in asked.text
    assert (value_of(state.findings, "description") or "").startswith("Salve")
    told.bot.directives = (says("ask.time", "time"),)
    await told.say(stream, "è successo di nuovo anche questa mattina con la collega")
    assert [one.key for one in await told.of(stream, BotSaid)][-1] == "ask.time"


@pytest.mark.rule("R22")
async def test_who_goes_on_in_another_language_after_the_question_is_followed(told: Told):
    described = Directive(do="answer", what="description")
    told.bot.directives = (described, says("ask.time", "time"))
    stream = await told.open("Since this morning our webhooks are not delivered to us")
    told.bot.directives = (says("ask.impact", "impact"),)
    await told.say(stream, "das betrifft leider alle unsere Kunden in Hamburg und Bremen")
    assert (await told.of(stream, BotSaid))[-1].key == "language.ask"
    await told.say(stream, "und angefangen hat es heute früh, ungefähr gegen neun Uhr")
    assert (await told.room.state(stream)).language == "de"


@pytest.mark.rule("R22")
async def test_what_the_customer_chose_is_not_detected_away(told: Told):
    stream = await told.room.open()
    await told.room.give(stream, ChangeLanguage("es"))
    await told.say(stream, "Die Webhooks kommen seit heute Morgen nicht mehr bei uns an")
    assert (await told.room.state(stream)).language == "es"


# -- what is found, before the bot (R23) ----------------------------------------------------------


@pytest.mark.rule("R23")
async def test_what_a_message_contains_is_found_before_the_bot_is_asked(told: Told):
    text = "POST /v1/messages gives 503 for all our users since 09:15, since the last deployment"
    stream = await told.open(text)
    found = (await told.of(stream, FindingsRecorded))[0]
    assert {"request", "time"} <= {finding.what for finding in found.findings}
    facts = told.bot.heard[0][2]
    assert "request" not in facts["need"]
    assert "time" not in facts["need"]


@pytest.mark.rule("R23")
async def test_several_messages_are_one_turn(told: Told):
    stream = await told.room.open()
    await told.room.give(stream, PostMessage("m1", "Hello there, something is broken"))
    await told.room.give(stream, PostMessage("m2", "POST /v1/messages gives 503"))
    await told.intake.take(stream)
    await told.intake.take(stream)
    assert [heard[0] for heard in told.bot.heard] == [
        "Hello there, something is broken\nPOST /v1/messages gives 503"
    ]


@pytest.mark.rule("R23")
async def test_what_the_bot_says_and_does_is_decided_by_the_domain(told: Told):
    told.bot.directives = (
        says("ask.time", asks="time"),
        Directive(do="answer", what="description"),
    )
    stream = await told.open("Our template messages do not reach anyone")
    state = await told.room.state(stream)
    assert state.question.asks == "time"
    assert any(finding.what == "description" for finding in state.findings)
    assert state.turn_position == state.customer_position


@pytest.mark.rule("R21")
async def test_an_answered_question_settles_the_chat(told: Told):
    told.bot.directives = (says("faq.api_key"), says("ask.answered", "answered", ("yes", "no")))
    stream = await told.open("Where do I find my API key please?")
    await told.press(stream, "yes")
    assert (await told.room.state(stream)).phase == Closed("settled")


@pytest.mark.rule("R21")
async def test_where_the_answer_was_not_enough_the_intake_goes_on(told: Told):
    told.bot.directives = (says("faq.api_key"), says("ask.answered", "answered", ("yes", "no")))
    stream = await told.open("Where do I find my API key please?")
    told.bot.directives = (says("ask.description", "description"), says("ask.time", "time"))
    await told.press(stream, "no")
    await told.intake.take(stream)
    state = await told.room.state(stream)
    assert isinstance(state.phase, InIntake)
    described = value_of(state.findings, "description")
    assert (described, state.question.asks) == ("Where do I find my API key please?", "time")


# -- incidents and duplicates, without a bot (R24, R25) -------------------------------------------


@R24
@pytest.mark.parametrize("bot_ready", [True, False])
async def test_an_incident_that_fits_is_offered_whatever_the_bot_does(told: Told, bot_ready):
    told.bot.ready, told.page.incidents = bot_ready, (incident(),)
    stream = await told.open(DOWN)
    assert len(await told.of(stream, IncidentOffered)) == 1
    asked = (await told.of(stream, BotSaid))[0]
    assert "Delayed webhook delivery" in asked.text
    assert told.bot.heard == []
    await told.press(stream, "yes")
    state = await told.room.state(stream)
    assert isinstance(state.phase, LinkedToIncident)
    assert (await told.room.store.row(stream)).body["clock"] is None


@R24
async def test_a_declined_incident_is_not_offered_again_and_the_intake_goes_on(told: Told):
    told.page.incidents = (incident(),)
    stream = await told.open(DOWN)
    told.bot.directives = (says("ask.time", "time"),)
    await told.press(stream, "no")
    await told.intake.take(stream)
    assert (await told.room.state(stream)).question.asks == "time"
    await told.say(stream, "really, webhooks are not delivered at all")
    assert len(await told.of(stream, IncidentOffered)) == 1


@R25
@pytest.mark.parametrize("bot_ready", [True, False])
async def test_an_open_conversation_that_fits_is_offered(told: Told, bot_ready):
    old = await told.open("Webhook deliveries to our endpoint fail with error 131047")
    told.bot.ready = bot_ready
    new = await told.open("our webhook deliveries fail with error 131047 to the endpoint")
    offered = await told.of(new, DuplicateOffered)
    assert [one.stream for one in offered] == [old]
    await told.press(new, "yes")
    assert (await told.room.state(new)).phase == Closed("joined")
    assert "131047" in (await told.room.state(old)).customer_said


@R25
@pytest.mark.parametrize(
    "person", [Person(), Person(id="rita"), Person(id="eve", verified=True)], ids=repr
)
async def test_nobody_is_offered_what_is_not_theirs(told: Told, person: Person):
    await told.open("Webhook deliveries to our endpoint fail with error 131047")
    new = await told.open("our webhook deliveries fail with error 131047 to the endpoint", person)
    assert await told.of(new, DuplicateOffered) == []


@R25
async def test_what_is_closed_is_offered_to_nobody(told: Told):
    old = await told.open("Webhook deliveries to our endpoint fail with error 131047")
    await told.room.give(old, CloseConversation())
    new = await told.open("our webhook deliveries fail with error 131047 to the endpoint")
    assert await told.of(new, DuplicateOffered) == []


@pytest.mark.rule("R52")
@pytest.mark.parametrize("colleague", [False, True])
async def test_an_offer_keeps_no_word_of_the_other_conversation(told: Told, colleague: bool):
    house = {"organisation": "acme", "reads_organisation": True}
    rita, otto = replace(RITA, **house), replace(RITA, id="otto", **house)
    text = "Webhook deliveries to the endpoint of Irma Planted fail with error 131047"
    old = await told.open(text, otto if colleague else rita)
    name = "Callbacks of Irma Planted"
    await told.room.give(old, SetSubject(name), ANNA)
    new = await told.open("our webhook deliveries fail with error 131047 to the endpoint", rita)
    [offered] = await told.of(new, DuplicateOffered)
    assert (offered.stream, offered.colleague) == (old, colleague)
    kept = await told.room.events(new), await told.room.store.row(new), await told.room.state(new)
    assert [word for word in (name, "Irma", "Planted") if word in str(kept)] == []


@R25
@pytest.mark.parametrize("language", ["en", "pt_BR", "de", "es", "ru"])
@pytest.mark.parametrize("colleague", [False, True])
async def test_an_offer_says_number_and_time_in_every_language(
    told: Told, language: str, colleague: bool
):
    old, new = await told.room.queued(), await told.room.open(language=language)
    await told.room.give(new, PostMessage("n1", "Webhooks stopped"))
    open_ = await told.room.state(old)
    offer = OfferDuplicate(old, open_.number, open_.opened_at, ("error_code",), colleague)
    await told.room.give(new, offer, System("intake"))
    said = (await told.of(new, BotSaid))[-1].text
    assert open_.number in said
    assert "09:53 (" in said
    assert "{" not in said


# -- the bot is late, silent, away (R30, R31) -----------------------------------------------------


@pytest.mark.rule("R30")
async def test_a_turn_that_arrives_after_a_person_came_is_dropped(told: Told):
    stream = await told.room.open()

    async def a_person_comes() -> None:
        await told.room.give(stream, AskForPerson("p"))
        await told.room.give(stream, ClaimConversation(), ANNA)

    told.bot.directives, told.bot.before = (says("thanks"),), a_person_comes
    with capture_logs() as logs:
        await told.say(stream, "Our messages are late")
    assert [one["event"] for one in logs].count("turn_dropped") == 1
    assert await told.of(stream, BotSaid) == []


@pytest.mark.rule("R30")
async def test_a_turn_for_an_earlier_message_is_dropped_and_the_newer_one_taken(told: Told):
    stream = await told.room.open()

    async def more_is_said() -> None:
        told.bot.before = None
        await told.room.give(stream, PostMessage("m2", "and now it is worse"))

    told.bot.directives, told.bot.before = (says("ask.time", "time"),), more_is_said
    await told.say(stream, "Our messages are late")
    assert await told.of(stream, BotSaid) == []
    await told.intake.take(stream)
    assert len(await told.of(stream, BotSaid)) == 1
    assert told.bot.heard[-1][0] == "Our messages are late\nand now it is worse"


@pytest.mark.rule("R52", part="what is being read while it is erased")
async def test_what_is_erased_while_the_bot_thinks_comes_back_in_nothing(told: Told):
    stream = await told.room.open()

    async def it_is_erased() -> None:
        told.bot.before = None
        await told.room.give(stream, RedactMessage((2,), "a password"), ANNA)

    told.bot.directives = (Directive(do="answer", what="description"), says("ask.time", "time"))
    told.bot.before = it_is_erased
    await told.say(stream, "Our password geheim does not work since the migration")
    assert await told.of(stream, BotSaid)
    assert "geheim" not in str(await told.room.events(stream))
    assert "geheim" not in str(await told.room.state(stream))


@pytest.mark.rule("R52", part="what was understood from several messages")
async def test_one_of_two_messages_that_were_read_together_is_erased(told: Told):
    told.bot.directives = (Directive(do="answer", what="description"),)
    stream = await told.room.open()
    await told.room.give(stream, PostMessage("m1", "My colleague Irmgard cannot log in"))
    await told.say(stream, "it says error 131047")
    found = (await told.room.state(stream)).findings
    assert "Irmgard" in (value_of(found, "description") or "")
    await told.room.give(stream, RedactMessage((2,), "a name"), ANNA)
    assert "Irmgard" not in str(await told.room.events(stream))
    assert "131047" in str(await told.room.state(stream))


@pytest.mark.rule("R52", part="what was understood from several messages")
async def test_what_stays_beside_a_correction_keeps_the_message_it_stands_in(told: Told):
    first, second, third = (f"wamid.HBgLMTIzNDU2Nzg5MEF{end}" for end in ("AAA1", "BBB2", "CCC3"))
    stream = await told.open(f"Our message {first} never arrived")
    await told.say(stream, f"also {second} is lost")
    told.bot.directives = (Directive(do="correct"),)
    await told.say(stream, f"no, not {second} but {third}")
    state = await told.room.state(stream)
    assert {one.value for one in state.findings if one.what == "message_id"} == {first, third}
    await told.room.give(stream, RedactMessage((2,), "an id"), ANNA)
    assert first not in str(await told.room.events(stream))


@pytest.mark.rule("R30")
async def test_what_is_said_while_a_turn_reads_is_read_by_the_next(told: Told, monkeypatch):
    stream = await told.room.open()
    find = Reader.find

    async def slow(reader, *given):
        found = await find(reader, *given)
        monkeypatch.undo()
        await told.room.give(stream, PostMessage("m2", "and the invoice is wrong"))
        return found

    monkeypatch.setattr(Reader, "find", slow)
    await told.say(stream, "Our messages are late since this morning", "m1")
    assert (told.bot.heard, await told.of(stream, TurnEnded)) == ([], [])
    await told.intake.take(stream)
    assert "invoice" in told.bot.heard[-1][0]


@pytest.mark.rule("R30")
async def test_once_a_person_owns_it_the_bot_is_not_even_asked(told: Told):
    stream = await told.room.assigned()
    await told.say(stream, "one more thing")
    assert told.bot.heard == []


@pytest.mark.rule("R31")
async def test_where_the_bot_is_away_the_form_takes_its_place(told: Told):
    told.bot.ready = False
    stream = await told.open("Our template messages do not reach anyone")
    assert (await told.of(stream, TurnEnded))[-1].outcome == "away"
    state = await told.room.state(stream)
    assert state.bot_away
    assert any(finding.what == "description" for finding in state.findings)


@pytest.mark.rule("R31")
async def test_a_mistake_in_a_turn_is_as_if_the_bot_were_away(told: Told, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("firstline.intake.facts.find", broken)
    with capture_logs() as logs:
        stream = await told.open("Our template messages do not reach anyone")
    assert (await told.of(stream, TurnEnded))[-1].outcome == "away"
    assert any(one["event"] == "turn_failed" for one in logs)


@pytest.mark.rule("R23")
@pytest.mark.rule("R30")
async def test_what_is_added_in_the_queue_is_read_and_nothing_is_said(told: Told):
    told.bot.directives = (Directive(do="hand_off"),)
    stream = await told.open("Our messages do not arrive since 9:00")
    state = await told.room.state(stream)
    assert (type(state.phase), state.open_questions, state.severity) == (Queued, (), 3)
    lines = await told.of(stream, BotSaid)
    await told.say(
        stream, "it is wamid.HBgNNDkxNTE1NTUwMTQ3FQIAERgSQjA3, and all our customers wait"
    )
    state = await told.room.state(stream)
    assert value_of(state.findings, "message_id") == "wamid.HBgNNDkxNTE1NTUwMTQ3FQIAERgSQjA3"
    assert (value_of(state.findings, "impact"), state.severity) == ("all", 1)
    assert await told.of(stream, BotSaid) == lines


@pytest.mark.rule("R23")
async def test_all_that_was_added_in_the_queue_is_read_also_what_one_turn_missed(told: Told):
    told.bot.directives = (Directive(do="hand_off"),)
    stream = await told.open("Our messages do not arrive since 9:00")
    await told.room.give(stream, PostMessage("a1", "error 131047 it says"))
    await told.room.give(stream, PostMessage("a2", "and all our customers wait"))
    await told.intake.take(stream)
    state = await told.room.state(stream)
    assert (
        value_of(state.findings, "error_code") or value_of(state.findings, "response")
    ) is not None
    assert value_of(state.findings, "impact") == "all"


@pytest.mark.rule("R23")
async def test_chatter_changes_nothing_of_what_the_issue_is_about(told: Told):
    stream = await told.open("The October invoice charges us twice for the same number")
    before = await told.room.state(stream)
    for chatter in ("please send me a message when it is done", "My account number is 4711"):
        await told.say(stream, chatter)
    after = await told.room.state(stream)
    for what in ("area", "issue_kind"):
        assert value_of(after.findings, what) == value_of(before.findings, what) == "billing"


@pytest.mark.rule("R10")
async def test_a_breach_of_privacy_is_heard_at_any_time_and_stays(told: Told):
    stream = await told.open("Our webhooks have been late since this morning")
    await told.say(stream, "and we got webhooks of another company, a data leak")
    await told.say(stream, "please send me a message when it is done")
    assert value_of((await told.room.state(stream)).findings, "area") == "privacy"


@pytest.mark.rule("R28")
async def test_a_person_asked_for_in_words_is_handed_over(told: Told):
    told.bot.directives = (Directive(do="person"),)
    stream = await told.open("please let me talk to somebody who can help")
    assert [one.cause for one in await told.of(stream, HandedOff)] == ["asked"]
    assert isinstance((await told.room.state(stream)).phase, Queued)


# -- the task -------------------------------------------------------------------------------------


async def test_a_message_wakes_the_intake_and_one_failure_stops_nothing(told: Told, monkeypatch):
    told.room.notifier.listen(told.turns.note)
    running = asyncio.create_task(told.turns.run())
    bad = await told.room.open()
    state = told.room.desk.state

    async def fails_for_bad(stream):
        if stream == bad:
            raise StoreRefused
        return await state(stream)

    monkeypatch.setattr(told.room.desk, "state", fails_for_bad)
    await told.room.give(bad, PostMessage("m1", "hello"))
    good = await told.room.open()
    await told.room.give(good, PostMessage("m1", "Our messages are late today"))

    async def taken() -> bool:
        return bool(await told.of(good, TurnEnded))

    await until(taken)
    monkeypatch.undo()
    told.turns.wake(bad)

    async def taken_too() -> bool:
        return bool(await told.of(bad, TurnEnded))

    await until(taken_too)
    assert not running.done()
    running.cancel()
    await asyncio.wait([running])


async def test_a_turn_that_fails_after_its_first_write_does_not_wake_itself(
    told: Told, monkeypatch
):
    told.room.notifier.listen(told.turns.note)
    running = asyncio.create_task(told.turns.run())
    tries = 0

    async def locked(*_):
        nonlocal tries
        tries += 1
        raise StoreRefused

    monkeypatch.setattr(DeskChecks, "incident", locked)
    stream = await told.room.open()
    await told.room.give(stream, PostMessage("m1", "POST /v1/messages gives 503 for everybody"))

    async def tried() -> bool:
        return tries > 0

    await until(tried)
    for _ in range(50):
        await asyncio.sleep(0.001)
    assert tries == 1
    running.cancel()
    await asyncio.wait([running])


async def test_turns_of_one_conversation_never_run_at_once(told: Told):
    stream = await told.room.open()
    at_once, most = 0, 0

    async def thinks() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1

    told.bot.before = thinks
    told.room.notifier.listen(told.turns.note)
    running = asyncio.create_task(told.turns.run())
    for number in range(5):
        await told.room.give(stream, PostMessage(f"m{number}", f"message number {number}"))
        told.turns.wake(stream)
        await asyncio.sleep(0.004)

    async def done() -> bool:
        state = await told.room.state(stream)
        return state.turn_position == state.customer_position

    await until(done)
    running.cancel()
    await asyncio.wait([running])
    assert most == 1
