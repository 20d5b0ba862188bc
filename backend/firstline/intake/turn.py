"""One turn of the intake: language, facts, incident, duplicate, and then the bot (DESIGN, 5).

It comes back to the desk only as commands: findings with the messages they stand in, and the turn
with the position it was computed for. So a turn that arrives late is dropped by the domain, what
was erased meanwhile is not recorded, and a turn that was lost is taken again.
"""

from collections.abc import Mapping
from time import perf_counter
from typing import Any, Protocol

import structlog
from msgspec.structs import replace

from firstline.desk import Desk
from firstline.domain.commands import RecordFindings, Say, System, TakeTurn
from firstline.domain.context import Finding
from firstline.domain.conversation import Conversation, Queued
from firstline.domain.deadlines import bot_may_speak
from firstline.domain.errors import Refused, TurnIsStale
from firstline.domain.events import CustomerWrote
from firstline.locales import LANGUAGES
from firstline.measures import Measures
from firstline.store.port import StoreRefused

from . import corrections, directives
from .descriptions import described, is_described, reports, still_about, without_description
from .following import switch
from .offers import Checks, Offers
from .rasa import BotAway, Turn
from .reader import Heard, Reader, ReadFile, no_files
from .situation import after_button, facts_for_bot, goes_on, is_answered, is_unclear, open_question
from .words import Placed, words_of

log = structlog.get_logger()

INTAKE = System("intake")


class Answers(Protocol):
    """Whoever says what comes next: the bot."""

    async def turn(
        self, text: str, asked: str | None, facts: Mapping[str, Any], language: str
    ) -> Turn:
        """One message in, directives out; raises BotAway."""


class Intake:
    """Takes one turn of one conversation; `schedule.py` says when."""

    def __init__(
        self,
        desk: Desk,
        bot: Answers,
        checks: Checks,
        measures: Measures | None = None,
        *,
        read_file: ReadFile = no_files,
    ) -> None:
        self._desk = desk
        self._bot = bot
        self._reader = Reader(desk.now, read_file)
        self._offers = Offers(checks, self._reader)
        self._durations = (measures or Measures()).turns

    async def take(self, stream: str) -> None:
        """One turn, if one is due; in the queue, where nothing is asked any more, only reading."""
        state = await self._desk.state(stream)
        if state.customer_position <= state.turn_position:
            return
        if not bot_may_speak(state):
            await self._listen(stream, state)
            return
        started = perf_counter()
        outcome = await self._outcome(stream, state)
        self._durations[outcome].observe(perf_counter() - started)

    async def _outcome(self, stream: str, state: Conversation) -> str:
        """Takes the turn; gives what came of it: said, offered, away, dropped or failed."""
        try:
            return await self._turn(stream, state)
        except (Refused, StoreRefused) as dropped:
            log.info("turn_dropped", stream=stream, code=dropped.code)
            return "dropped"
        except Exception:
            log.exception("turn_failed", stream=stream)
            await self._desk.handle(stream, INTAKE, TakeTurn(state.customer_position, "away"))
            return "failed"

    async def _listen(self, stream: str, state: Conversation) -> None:
        """What is said while nobody has taken it yet is there for who does (R23)."""
        if not isinstance(state.phase, Queued):
            return
        read = max((finding.source for finding in state.findings), default=0)
        words = words_of(await self._said(stream, state, read))
        found = await self._reader.find(state, words.text, state.language, words.files)
        certain = still_about(without_description(found), state.findings)
        news = RecordFindings(words.placed(certain))
        try:
            await self._desk.handle(stream, INTAKE, news)
        except (Refused, StoreRefused) as dropped:
            log.info("turn_dropped", stream=stream, code=dropped.code)

    async def _turn(self, stream: str, state: Conversation) -> str:
        placed = await self._said(stream, state)
        said = [message for _, message in placed]
        asked = open_question(state)
        if goes_on(said, state) and not is_described(state):
            state = await self._taken_for_a_description(stream, state)
        words = words_of(placed)
        follow = switch(state, words.text)
        read_in = follow.to or state.language
        found = await self._reader.find(state, words.text, read_in, words.files)
        heard = Heard(words, asked, found, state.findings, read_in)
        news = still_about(found, state.findings)
        certain = news if isinstance(state.phase, Queued) else without_description(news)
        recorded = RecordFindings(words.placed(certain), follow.to)
        state = (await self._desk.handle(stream, INTAKE, recorded)).state
        if placed and placed[-1][0] != state.customer_position:
            raise TurnIsStale  # more was said while this was read: the next turn reads it all
        if follow.ask:
            await self._desk.handle(stream, INTAKE, _which_language(state, heard, follow.ask))
            return "said"
        if await self._offered(stream, state, heard, said):
            return "offered"
        return await self._ask_bot(stream, state, heard)

    async def _said(self, stream: str, state: Conversation, read: int = 0) -> list[Placed]:
        """What the customer said since the last turn, and behind what was read since."""
        recorded = await self._desk.store.read(stream, after=max(state.turn_position, read))
        return [(n.position, n.event) for n in recorded if isinstance(n.event, CustomerWrote)]

    async def _taken_for_a_description(self, stream: str, state: Conversation) -> Conversation:
        """What sounded like a wish to stop or a frequent question says what the trouble is."""
        written = await self._desk.store.read(stream)
        told = [
            (new.event.text, new.position)
            for new in written
            if isinstance(new.event, CustomerWrote) and not new.event.choice
        ]
        meant = [
            replace(finding, source=position)
            for text, position in told[-1:]
            for finding in described(text, state, ())
        ]
        recorded = RecordFindings(tuple(meant))
        return (await self._desk.handle(stream, INTAKE, recorded)).state

    async def _offered(
        self, stream: str, state: Conversation, heard: Heard, said: list[CustomerWrote]
    ) -> bool:
        """Whether something was offered: then that is this turn's question (R24-R26)."""
        offer = await self._offers.find(stream, state, heard.text, said)
        if offer is None:
            return False
        handled = await self._desk.handle(stream, INTAKE, offer)
        if not handled.recorded or isinstance(state.phase, Queued):
            return False
        taken = TakeTurn(state.customer_position, "said", _described(state, heard))
        await self._desk.handle(stream, INTAKE, taken)
        return True

    async def _ask_bot(self, stream: str, state: Conversation, heard: Heard) -> str:
        words, about = (heard.text, heard.asked) if heard.text else after_button(state)
        try:
            turn = await self._bot.turn(words, about, self._known(state, heard), state.language)
        except BotAway:
            away = TakeTurn(state.customer_position, "away", _described(state, heard))
            await self._desk.handle(stream, INTAKE, away)
            return "away"
        await self._desk.handle(stream, INTAKE, await self._taken(state, heard, turn))
        return "said"

    def _known(self, state: Conversation, heard: Heard) -> dict[str, Any]:
        return {
            **facts_for_bot(state, self._desk.policy_of(state), heard.asked),
            "answers": is_answered(heard.asked, heard.found),
            "reports": reports(heard.text, heard.found),
            "unclear": is_unclear(state, heard.asked, heard.text, heard.found),
            "corrects": corrections.contradicts(heard.found, heard.known),
        }

    async def _taken(self, state: Conversation, heard: Heard, turn: Turn) -> TakeTurn:
        wants = turn.directives
        findings = tuple(directives.answers(wants, heard.text, heard.asked, state, heard.found))
        if len(heard.found) > 1 and directives.does("hand_off", wants):
            # 'A person, please' describes nothing; with an area or a time in it, it does.
            findings = findings or described(heard.text, state, heard.found)
        corrects = directives.does("correct", wants)
        corrected = await self._reader.corrected(state, heard) if corrects else ()
        return TakeTurn(
            saw=state.customer_position,
            outcome="said",
            findings=heard.words.placed(findings),
            corrected=corrected,
            says=tuple(directives.lines(wants)),
            acts=tuple(directives.acts(wants, heard.asked, (*heard.found, *state.findings))),
        )


def _described(state: Conversation, heard: Heard) -> tuple[Finding, ...]:
    return heard.words.placed(described(heard.text, state, heard.found))


def _which_language(state: Conversation, heard: Heard, key: str) -> TakeTurn:
    ask = Say(key, choices=LANGUAGES, asks="language")
    return TakeTurn(state.customer_position, "said", _described(state, heard), says=(ask,))
