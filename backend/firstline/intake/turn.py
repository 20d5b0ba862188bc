"""One turn of the intake: language, facts, incident, duplicate, and then the bot (DESIGN, 5).

It comes back to the desk only as commands that carry the position they were computed for, so a
turn that arrives late is dropped by the domain, and a turn that was lost is taken again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from time import perf_counter
from typing import Any, Protocol

import structlog
from msgspec import Struct
from msgspec.structs import replace

from firstline.desk import Desk
from firstline.domain.commands import (
    Act,
    OfferDuplicate,
    OfferIncident,
    OfferSplit,
    RecordFindings,
    Say,
    System,
    TakeTurn,
)
from firstline.domain.context import Finding, filled, surest, value_of
from firstline.domain.conversation import Conversation, InIntake, LinkedToIncident, Queued
from firstline.domain.deadlines import bot_may_speak
from firstline.domain.errors import Refused
from firstline.domain.events import Attachment, CustomerWrote, SplitPart
from firstline.domain.evolve import SPLIT
from firstline.domain.handoff import IMPACTS, remaining
from firstline.domain.policy import Policy
from firstline.locales import LANGUAGES
from firstline.measures import Measures
from firstline.notify import Change
from firstline.numbers import new_number, new_stream
from firstline.store.port import StoreRefused
from firstline.underway import Underway

from . import corrections, facts, issues, prose
from .following import switch
from .rasa import BotAway, Directive, Turn

log = structlog.get_logger()

INTAKE = System("intake")
GO_ON, BEGIN, REFUSED = "/describe_problem", "/greet", "/deny"
"""What Rasa is told after a button: nothing new was said, go on, or begin."""
TAKEN_BACK = ("cancel", "answered")
"""What a 'no' leads back from, to what is the trouble."""
DESCRIPTION_LIMIT = 500
DESCRIBES_FROM = 4
"""Words."""
ANSWER_LIMIT = 300
UNSURE = 0.5
LISTED = frozenset({"steps", "logs", "request", "response", "screenshot"})
"""What may be answered by a list of things that are no issues."""
TAKES_DOWN = frozenset({"answer", "correct"})
"""What a directive does that only notes what was said."""


class Heard(Struct, frozen=True):
    """What a turn is about: the words, what they answer, what stands in them, what was known."""

    text: str
    asked: str | None
    found: tuple[Finding, ...]
    known: tuple[Finding, ...]
    language: str
    """The language that the words are read in."""


class Checks(Protocol):
    """What is looked up before anything is queued: the status page and the customer's own."""

    async def incident(self, state: Conversation, text: str) -> OfferIncident | None:
        """An incident that fits and was not declined (R24)."""

    async def duplicate(self, stream: str, state: Conversation, text: str) -> OfferDuplicate | None:
        """An open conversation of this customer that fits and was not declined (R25)."""


class Answers(Protocol):
    """Whoever says what comes next: the bot."""

    async def turn(
        self, text: str, asked: str | None, facts: Mapping[str, Any], language: str
    ) -> Turn:
        """One message in, directives out; raises BotAway."""


type ReadFile = Callable[[str], Awaitable[str]]
"""The text of an attachment by its id, without secrets; empty for what cannot be read."""


async def _nothing(_: str) -> str:
    return ""


class Intake:
    """Takes the turns that are due; one at a time for each conversation."""

    def __init__(  # noqa: PLR0913 - what a turn looks at
        self,
        desk: Desk,
        bot: Answers,
        checks: Checks,
        measures: Measures | None = None,
        underway: Underway | None = None,
        *,
        read_file: ReadFile = _nothing,
    ) -> None:
        self._desk = desk
        self._bot = bot
        self._checks = checks
        self._read_file = read_file
        self._durations = (measures or Measures()).turns
        self._underway = underway or Underway()
        self._due: asyncio.Queue[str] = asyncio.Queue()
        self._waiting: set[str] = set()
        self._running: dict[str, asyncio.Task[None]] = {}

    def note(self, change: Change) -> None:
        """A listener of the desk: a turn is due for what a customer said.

        Nothing else wakes: a turn that fails behind its first write would wake itself for ever.
        """
        said = any(isinstance(new.event, CustomerWrote) for new in change.recorded)
        if said and bot_may_speak(change.after):
            self.wake(change.stream)

    def wake(self, stream: str) -> None:
        """Look after this conversation; twice is harmless."""
        if stream not in self._waiting:
            self._waiting.add(stream)
            self._due.put_nowait(stream)

    async def run(self) -> None:
        """A named task of the composition root: starts the turns that are due, for ever."""
        try:
            while True:
                self._begin(await self._due.get())
        finally:
            for task in self._running.values():
                task.cancel()

    def _begin(self, stream: str) -> None:
        before = self._running.get(stream)
        task = asyncio.create_task(self._after(before, stream), name=f"turn-{stream}")
        self._running[stream] = task
        task.add_done_callback(partial(self._ended, stream))

    async def _after(self, before: asyncio.Task[None] | None, stream: str) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._waiting.discard(stream)
        await self._underway.or_never()
        with self._underway:
            await self.take(stream)

    def _ended(self, stream: str, done: asyncio.Task[None]) -> None:
        if self._running.get(stream) is done:
            del self._running[stream]
        if not done.cancelled() and (error := done.exception()):
            log.error("turn_failed", stream=stream, exc_info=error)

    async def take(self, stream: str) -> None:
        """One turn, if one is due."""
        state = await self._desk.state(stream)
        if state.customer_position <= state.turn_position or not bot_may_speak(state):
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

    async def _turn(self, stream: str, state: Conversation) -> str:
        said = await self._said(stream, state)
        asked = _asked(state)
        if _goes_on(said, state) and not _is_described(state):
            state = await self._taken_for_a_description(stream, state)
        text = "\n".join(message.text for message in said if not message.choice)
        follow = switch(state, text)
        files = [file for message in said for file in message.files]
        read_in = follow.to or state.language
        found = await self._understand(state, text, read_in, files)
        heard = Heard(text, asked, found, state.findings, read_in)
        certain = found if isinstance(state.phase, Queued) else _without_description(found)
        recorded = RecordFindings(state.customer_position, certain, follow.to)
        state = (await self._desk.handle(stream, INTAKE, recorded)).state
        if follow.ask:
            await self._desk.handle(stream, INTAKE, _which_language(state, heard, follow.ask))
            return "said"
        if await self._offered(stream, state, text, said, found):
            return "offered"
        return await self._ask_bot(stream, state, heard)

    async def _said(self, stream: str, state: Conversation) -> list[CustomerWrote]:
        """What the customer said since the last turn."""
        recorded = await self._desk.store.read(stream, after=state.turn_position)
        return [new.event for new in recorded if isinstance(new.event, CustomerWrote)]

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
            for finding in _described(text, state, ())
        ]
        recorded = RecordFindings(state.customer_position, tuple(meant))
        return (await self._desk.handle(stream, INTAKE, recorded)).state

    async def _understand(
        self, state: Conversation, text: str, read_in: str, files: Sequence[Attachment] = ()
    ) -> tuple[Finding, ...]:
        work = partial(
            facts.find,
            text,
            now=self._desk.now(),
            zone=state.zone,
            language=read_in,
            source=state.customer_position,
            files=files,
        )
        found = await asyncio.to_thread(work) if len(text) > facts.THREADED else work()
        read = [await self._in_file(state, file) for file in files]
        return surest(chain(found, *read))

    async def _in_file(self, state: Conversation, file: Attachment) -> tuple[Finding, ...]:
        """What a text file tells: a log, a HAR file, a response that was saved."""
        text = await self._read_file(file.id) if file.checked else ""
        work = partial(
            facts.of_file,
            text,
            now=self._desk.now(),
            zone=state.zone,
            source=state.customer_position,
        )
        return await asyncio.to_thread(work) if text else ()

    async def _offered(
        self,
        stream: str,
        state: Conversation,
        text: str,
        said: list[CustomerWrote],
        found: tuple[Finding, ...],
    ) -> bool:
        """Whether something was offered: then that is this turn's question (R24-R26).

        After one offer was answered there may be another, about what was said before.
        """
        answered = any(message.choice in {"yes", "no"} for message in said)
        about = text or (answered and value_of(state.findings, "description")) or ""
        if not isinstance(state.phase, InIntake | Queued) or not about:
            return False
        offer = self._split(state, text, said) or await self._found_beside(stream, state, about)
        if offer is None or state.offer is not None:
            return False
        handled = await self._desk.handle(stream, INTAKE, offer)
        if not handled.recorded or isinstance(state.phase, Queued):
            return False
        asked = TakeTurn(state.customer_position, "said", _described(text, state, found))
        await self._desk.handle(stream, INTAKE, asked)
        return True

    async def _found_beside(
        self, stream: str, state: Conversation, about: str
    ) -> OfferIncident | OfferDuplicate | None:
        incident = await self._checks.incident(state, about)
        return incident or await self._checks.duplicate(stream, state, about)

    def _split(
        self, state: Conversation, text: str, said: list[CustomerWrote]
    ) -> OfferSplit | None:
        """Several issues in the one message of this turn, unless a question was asked (R26)."""
        if len(said) != 1 or SPLIT in state.declined or _asked(state) in LISTED:
            return None
        found = issues.find(text)
        if found is None:
            return None
        first, *others = found.texts()
        parts = tuple(SplitPart(new_stream(), new_number(), other) for other in others)
        return OfferSplit(state.customer_position, first, parts, self._findings_of(state, first))

    def _findings_of(self, state: Conversation, text: str) -> tuple[Finding, ...]:
        found = surest(
            facts.find(
                text,
                now=self._desk.now(),
                zone=state.zone,
                language=state.language,
                source=state.customer_position,
            )
        )
        return (
            found if _found("description", found) else (*found, _whole("description", text, state))
        )

    async def _corrected(self, state: Conversation, heard: Heard) -> tuple[Finding, ...]:
        """What a correction puts in the place of what was known, not what it takes back."""
        wrong = corrections.taken_back(heard.text, heard.found, heard.known)
        right = [one for one in heard.found if (one.start, one.end) not in wrong]
        if wrong:
            rest = prose.blank(heard.text, wrong)
            right = [*await self._understand(state, rest, heard.language), *right]
        return corrections.put_right(right, heard.known)

    async def _ask_bot(self, stream: str, state: Conversation, heard: Heard) -> str:
        text, asked, found = heard.text, heard.asked, heard.found
        known = _facts(state, self._desk.policy_of(state), asked)
        known["answers"] = _is_answered(asked, found)
        known["corrects"] = corrections.contradicts(found, heard.known)
        words, about = (text, asked) if text else _after_button(state)
        try:
            turn = await self._bot.turn(words, about, known, state.language)
        except BotAway:
            away = TakeTurn(state.customer_position, "away", _described(text, state, found))
            await self._desk.handle(stream, INTAKE, away)
            return "away"
        more = tuple(_answers(turn.directives, text, asked, state, found))
        corrects = any(one.do == "correct" for one in turn.directives)
        if len(found) > 1 and any(one.do == "hand_off" for one in turn.directives):
            # 'A person, please' describes nothing; with an area or a time in it, it does.
            more = more or _described(text, state, found)
        taken = TakeTurn(
            saw=state.customer_position,
            outcome="said",
            findings=more,
            corrected=await self._corrected(state, heard) if corrects else (),
            says=tuple(_says(turn.directives)),
            acts=tuple(_acts(turn.directives)),
        )
        await self._desk.handle(stream, INTAKE, taken)
        return "said"


def _goes_on(said: Iterable[CustomerWrote], state: Conversation) -> bool:
    """Whether a button says that what was said before is to be looked after."""
    choices = {message.choice for message in said}
    return "go_on" in choices or ("answered" in state.skipped and "no" in choices)


def _asked(state: Conversation) -> str | None:
    """What is open: the bot's last question, or an offer that stands in its place."""
    if state.question is not None:
        return state.question.asks
    return state.offer.kind if state.offer else None


def _is_answered(asked: str | None, found: Iterable[Finding]) -> bool:
    """Whether what was asked stands in the message; screenshot and logs are one question."""
    return ("screenshot" if asked == "logs" else asked) in filled(found)


def _facts(state: Conversation, policy: Policy, asked: str | None) -> dict[str, Any]:
    """What Rasa is told; it remembers nothing (DESIGN, section 5)."""
    queued = isinstance(state.phase, Queued)
    answered = {finding.what for finding in state.findings} | set(state.skipped)
    need = state.open_questions if queued else remaining(state, policy)
    return {
        "need": [item for item in need if item not in answered],
        "described": "description" in answered,
        "incident": None,
        "duplicate": None,
        "queued": queued,
        "linked": isinstance(state.phase, LinkedToIncident),
        "restated": bool(asked) and state.asked.get(asked or "", 0) > policy.intake.repeats,
    }


def _after_button(state: Conversation) -> tuple[str, str | None]:
    """What goes on when a button was pressed and nothing was said."""
    if _is_described(state):
        return GO_ON, None
    taken_back = next((asked for asked in TAKEN_BACK if asked in state.skipped), None)
    return (REFUSED, taken_back) if taken_back else (BEGIN, None)


def _is_described(state: Conversation) -> bool:
    return value_of(state.findings, "description") is not None


def _which_language(state: Conversation, heard: Heard, key: str) -> TakeTurn:
    ask = Say(key, choices=LANGUAGES, asks="language")
    described = _described(heard.text, state, heard.found)
    return TakeTurn(state.customer_position, "said", described, says=(ask,))


def _answers(
    directives: Iterable[Directive],
    text: str,
    asked: str | None,
    state: Conversation,
    found: tuple[Finding, ...],
) -> Iterable[Finding]:
    """What the bot takes as the answer to what was asked, where no rule found it already."""
    there = (*found, *state.findings)
    for directive in directives:
        what = directive.what or asked or "description"
        if directive.do != "answer" or not text.strip():
            continue
        if what == "description" and not _is_described(state):
            yield _found(what, found) or _whole(what, text, state)
        elif not _is_answered(what, there) and _fits(what, text):
            yield _whole("logs" if what == "screenshot" else what, text, state)


def _described(text: str, state: Conversation, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Where the bot does not say what is a description: what looks like one, or enough words."""
    if _is_described(state):
        return ()
    enough = len(prose.of(text).split()) >= DESCRIBES_FROM
    described = _found("description", found) or (enough and _whole("description", text, state))
    return (described,) if described else ()


def _without_description(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the intake the bot says whether it is one: a question may look like it."""
    return tuple(finding for finding in found if finding.what != "description")


def _found(what: str, found: Iterable[Finding]) -> Finding | None:
    return next((finding for finding in found if finding.what == what), None)


def _whole(what: str, text: str, state: Conversation) -> Finding:
    """All that was said, as an unsure finding."""
    limit = DESCRIPTION_LIMIT if what == "description" else ANSWER_LIMIT
    return Finding(what, text.strip()[:limit], state.customer_position, 0, len(text), UNSURE)


def _fits(what: str, text: str) -> bool:
    """An impact is one of four words; everything else may be said in any."""
    return what != "impact" or text in IMPACTS


def _says(directives: Iterable[Directive]) -> Iterable[Say]:
    for directive in directives:
        if directive.say:
            yield Say(directive.say, directive.values, directive.choices, directive.asks)


def _acts(directives: Iterable[Directive]) -> Iterable[Act]:
    for directive in directives:
        if directive.do and directive.do not in TAKES_DOWN:
            yield Act(directive.do, directive.to)
