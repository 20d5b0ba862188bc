"""'This is answered best by e-mail: shall we write to you there?', with the real bot (R33)."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from firstline.domain.commands import AskForPerson, PostMessage
from firstline.domain.context import value_of
from firstline.domain.events import BotSaid, ChannelMoved, DeskSaid, QuestionSkipped
from firstline.domain.row import row
from firstline.intake import facts, language
from firstline.intake.checks import DeskChecks
from firstline.intake.rasa import Turn
from firstline.intake.turn import Intake
from tests.bot.words import LANGUAGES, PHRASES
from tests.intake.test_turn import Page
from tests.kit import MINUTE, Room, promise
from tests.rasa_process import RasaProcess, asks, done, said

pytestmark = pytest.mark.rule("R33")
IN_EACH_LANGUAGE = pytest.mark.parametrize("tongue", LANGUAGES)
ASKED: dict[str, Any] = {"described": True, "queued": True}
BILLS = {
    "en": "We were charged twice on the invoice for October, please refund one payment",
    "pt_BR": "Fomos cobrados duas vezes na fatura de outubro, por favor estornem um pagamento",
    "de": "Auf der Rechnung für Oktober wurde uns zweimal abgebucht, bitte eine Zahlung erstatten",
    "es": "Nos cobraron dos veces en la factura de octubre, por favor reembolsen un pago",
    "ru": "В счёте за октябрь с нас дважды списали деньги, пожалуйста, верните один платёж",
}
"""None of these is taught."""
BRIEFLY = {"en": "mail", "pt_BR": "e-mail", "de": "Mail", "es": "correo", "ru": "на почту"}


UNSEEN: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("channel.yml").read_text("utf-8")
)


class Real:
    """The real bot, as the intake asks it."""

    def __init__(self, rasa: RasaProcess) -> None:
        self._rasa = rasa

    async def turn(
        self, text: str, asked: str | None, facts: Mapping[str, Any], language: str
    ) -> Turn:
        return msgspec.convert(
            await asyncio.to_thread(self._rasa.say, text, asked, language, **facts), Turn
        )


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("intent", ["affirm", "by_mail"])
def test_yes_in_words_means_by_mail(bot: RasaProcess, tongue: str, intent: str) -> None:
    answer = bot.say(PHRASES[tongue][intent], "channel", tongue, **ASKED)
    assert (done(answer), said(answer)) == (["by_mail"], [])


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("intent", ["deny", "in_chat", "skip"])
def test_no_in_words_stays_and_the_open_questions_go_on(
    bot: RasaProcess, tongue: str, intent: str
) -> None:
    answer = bot.say(PHRASES[tongue][intent], "channel", tongue, need=["time"], **ASKED)
    assert (done(answer), asks(answer)) == (["stay_in_chat"], "time")


@IN_EACH_LANGUAGE
def test_most_of_what_is_not_taught_is_understood(bot: RasaProcess, tongue: str) -> None:
    does = {"by_mail": "by_mail", "in_chat": "stay_in_chat"}
    answers = [(intent, words) for intent, found in UNSEEN[tongue].items() for words in found]
    wrong = [
        words
        for intent, words in answers
        if done(bot.say(words, "channel", tongue, **ASKED)) != [does[intent]]
    ]
    assert len(wrong) <= len(answers) // 10, wrong


@IN_EACH_LANGUAGE
def test_one_word_is_enough(bot: RasaProcess, tongue: str) -> None:
    assert done(bot.say(BRIEFLY[tongue], "channel", tongue, **ASKED)) == ["by_mail"]


@IN_EACH_LANGUAGE
def test_whoever_says_something_else_stays_and_is_not_asked_again(
    bot: RasaProcess, tongue: str
) -> None:
    answer = bot.say(BILLS[tongue], "channel", tongue, need=["time"], reports=True, **ASKED)
    assert (done(answer), asks(answer)) == ([], "time")


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("intent", ["by_mail", "in_chat"])
def test_where_nobody_asked_it_moves_nothing(bot: RasaProcess, tongue: str, intent: str) -> None:
    for asked, known in ((None, {}), ("time", {"need": ["time"], "described": True})):
        answer = bot.say(PHRASES[tongue][intent], asked, tongue, **known)
        assert not {"by_mail", "stay_in_chat"} & set(done(answer))


@IN_EACH_LANGUAGE
async def test_one_conversation(bot: RasaProcess, room: Room, tongue: str) -> None:
    """An invoice is described, a person asked for, the advice taken; then the customer is back."""
    language.warm()
    facts.warm()
    room.desk.can_mail = True
    intake = Intake(room.desk, Real(bot), DeskChecks(room.desk, Page()))
    stream = await room.open(language=tongue)

    async def say(id: str, text: str) -> None:
        room.clock.at += MINUTE
        await room.give(stream, PostMessage(id, text))
        await intake.take(stream)

    async def heard(kind: type) -> list[Any]:
        return [one for one in await room.events(stream) if isinstance(one, kind)]

    await say("m1", BILLS[tongue])
    assert value_of((await room.state(stream)).findings, "issue_kind") == "billing"
    await room.give(stream, AskForPerson("m2"))
    await intake.take(stream)
    offer = (await heard(BotSaid))[-1]
    assert (offer.key, offer.asks) == ("offer.channel", "channel")
    assert "r***@example.com" in offer.text and "{" not in offer.text  # noqa: PT018 - one sentence
    await say("m3", PHRASES[tongue]["by_mail"])
    state = await room.state(stream)
    assert (state.channel, await heard(QuestionSkipped)) == ("mail", [])
    assert row(stream, state, promise()).body["channel"] == "mail"
    assert "r***@example.com" in (await heard(DeskSaid))[-1].text
    await say("m4", BILLS[tongue])
    assert [moved.channel for moved in await heard(ChannelMoved)] == ["mail", "chat"]
    assert (await heard(DeskSaid))[-1].key == "desk.moved_to_chat"
