"""A conversation on a throwaway desk, with what was understood beside it."""

from contextlib import asynccontextmanager

import pytest

from firstline.domain.errors import ConversationIsClosed, TextIsEmpty
from firstline.editing.trial import NoSuchChoice, Trial
from firstline.intake import facts, language
from firstline.intake.rasa import Directive, Intent
from firstline.locales import Texts
from firstline.stores import throwaway
from tests.kit import Clock, FakeBot, promise, says, texts

TRIED = "tried on a throwaway desk"
IMPACT = says("ask.impact", asks="impact", choices=("all", "group", "skip", "person"))


@pytest.fixture(scope="module", autouse=True)
def warm():
    language.warm()
    facts.warm()


@asynccontextmanager
async def trial(bot, words=None, tongue="de"):
    async with throwaway() as store:
        made = Trial(
            store=store,
            policy=promise(),
            texts=words or texts(),
            bot=bot,
            now=Clock(),
            language=tongue,
            zone="Europe/Berlin",
        )
        await made.begin()
        yield made


@pytest.mark.rule("R72", part=TRIED)
async def test_it_answers_as_the_desk_does_and_tells_what_it_understood():
    bot = FakeBot(directives=(Directive(do="answer", what="description"), IMPACT))
    async with trial(bot) as made:
        heard = await made.say("Seit 9 Uhr gibt POST /v1/messages 401, unsere Webhooks stehen")
    assert [line.who for line in heard.lines] == ["customer", "bot"]
    assert heard.lines[1].text == texts().say("de", "ask.impact")
    assert [choice.value for choice in heard.lines[1].choices] == ["all", "group", "skip", "person"]
    assert heard.intent == Intent("any", 1.0)
    assert {"description", "request", "time"} <= {finding.what for finding in heard.findings}
    assert heard.directives[1].say == "ask.impact"
    assert (heard.phase, heard.language, heard.away) == ("intake", "de", False)


@pytest.mark.rule("R72", part=TRIED)
async def test_unsaved_texts_are_heard_and_the_live_ones_stay():
    live = texts()
    german = {**live.bundles["de"], "bot": {**live.bundles["de"]["bot"], "greet": "Moin."}}
    words = Texts({**live.bundles, "de": german})
    async with trial(FakeBot(directives=(says("greet"),)), words) as made:
        assert (await made.say("Hallo")).lines[-1].text == "Moin."
    assert live.say("de", "greet") != "Moin."


async def test_a_button_is_pressed_by_its_value():
    async with trial(FakeBot(directives=(IMPACT,))) as made:
        await made.say("Seit 9 Uhr gibt POST /v1/messages 401, unsere Webhooks stehen")
        heard = await made.choose("group")
        assert [finding.value for finding in heard.findings] == ["group"]
        with pytest.raises(NoSuchChoice):
            await made.choose("yes")


@pytest.mark.parametrize("way", ["choose", "say"])
async def test_a_person_hands_it_over(way):
    bot = FakeBot(directives=(Directive(do="hand_off"),))
    async with trial(bot) as made:
        if way == "choose":
            await made.say("Hallo")
            heard = await made.choose("person")
        else:
            heard = await made.say("Bitte einen Menschen")
    assert heard.phase == "queued"
    assert heard.lines[-1].who == "desk"


async def test_without_a_bot_it_says_so():
    async with trial(FakeBot(ready=False)) as made:
        heard = await made.say("Hallo")
    assert heard.away
    assert heard.intent is None


async def test_secrets_are_masked_as_always():
    async with trial(FakeBot(directives=(says("thanks"),))) as made:
        heard = await made.say("Mein Passwort: hunter2hunter2")
    assert "hunter2" not in heard.lines[0].text


async def test_what_a_customer_may_not_say_is_refused():
    async with trial(FakeBot(directives=(says("thanks"),))) as made:
        with pytest.raises(TextIsEmpty):
            await made.say(" ")


async def test_nothing_is_said_in_a_closed_one():
    bot = FakeBot(directives=(Directive(do="solved"),))
    async with trial(bot) as made:
        await made.say("Danke, geht wieder")
        with pytest.raises(ConversationIsClosed):
            await made.say("Noch etwas")
