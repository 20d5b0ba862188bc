"""Plays a case on a desk of its own: what is open already, then the conversation itself."""

from firstline.domain.commands import AskForPerson
from firstline.domain.events import Person

from .form import Case, Expected, Open, messages, moment, span
from .house import House, Room
from .judge import Seen
from .talk import CUSTOMER, Talk


async def play(house: House, case: Case, language: str, *, silent: bool = False) -> Seen:
    """One case from its first message to the end of the intake; `silent` is without a bot."""
    async with house.room(moment(case.now), case.id, case.incidents, silent=silent) as room:
        others = {await _open(house, room, case, one): one.key for one in case.open}
        room.clock.now = moment(case.now)
        talk = Talk(house, room, case, language, others)
        await talk.begin(_person(case, "customer"), case.browser, case.zone)
        await talk.all()
        return await talk.seen()


async def _open(house: House, room: Room, case: Case, one: Open) -> str:
    """Plays an open conversation without a bot, up to the queue; gives its stream."""
    room.clock.now = moment(case.now) - span(one.ago)
    quiet = Case(id=case.id, kind="other", now=case.now, messages=one.messages, expected=Expected())
    async with house.room(room.clock.now, f"{case.id}.open", (), silent=True) as apart:
        talk = Talk(house, apart, quiet, one.language, {})
        await talk.begin(_person(case, one.by), (one.language.replace("_", "-"),), case.zone)
        for message in messages(one.messages):
            await talk.say(message)
        await apart.desk.handle(talk.stream, CUSTOMER, AskForPerson("person"))
    return talk.stream


def _person(case: Case, who: str) -> Person:
    return Person(
        id=f"{who}-{case.id}",
        name=who.title(),
        plan="premium",
        organisation=f"company-{case.id}",
        verified=True,
        reads_organisation=True,
    )
