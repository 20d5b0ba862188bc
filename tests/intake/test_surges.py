"""Many customers, one topic, no incident published (R49): noticed across languages and desks."""

import msgspec
import pytest

from firstline.domain.commands import (
    AskForPerson,
    DismissSurge,
    OfferIncident,
    PostMessage,
    RecordFindings,
    System,
)
from firstline.domain.context import Finding
from firstline.domain.events import SurgeEnded, SurgeGrew, SurgeRaised
from firstline.domain.row import surge_key
from firstline.effects.sweeper import Sweeper
from firstline.intake.surges import Surges
from tests.kit import LEA, MINUTE, RITA, Room

pytestmark = pytest.mark.rule("R49")
LANGUAGES = ("en", "pt_BR", "de", "es", "ru")
INTAKE = System("intake")


class Published:
    """A status page that knows of an incident, or does not."""

    def __init__(self) -> None:
        self.incident_id = ""

    async def incident(self, _state, _text) -> OfferIncident | None:
        return OfferIncident(self.incident_id, "Webhooks late") if self.incident_id else None

    async def duplicate(self, _stream, _state, _text) -> None:
        return None


class Watch:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.page = Published()
        self.surges = Surges(room.desk, self.page)
        room.notifier.listen(self.surges.note)
        self.count = 0

    async def wrote(self, who: str = "", *found: tuple[str, str], **more) -> str:
        """One more customer, in the next of the five languages."""
        self.count += 1
        language = LANGUAGES[self.count % len(LANGUAGES)]
        person = msgspec.structs.replace(RITA, id=who or f"c{self.count}", **more)
        stream = await self.room.open(person, language=language)
        await self.room.give(stream, PostMessage(f"{stream[:6]}-1", "…"))
        about = found or (("area", "webhooks"),)
        findings = tuple(Finding(what, value, source=2) for what, value in about)
        await self.room.give(stream, RecordFindings(findings), INTAKE)
        await self.room.give(stream, AskForPerson(f"{stream[:6]}-2"))
        await self.work()
        return stream

    async def work(self) -> None:
        while not self.surges._new.empty():
            await self.surges.look(self.surges._new.get_nowait())

    async def raised(self) -> list[SurgeRaised]:
        changes = (new.event for change in self.room.changes for new in change.recorded)
        return [event for event in changes if isinstance(event, SurgeRaised)]


@pytest.fixture
def watch(room: Room) -> Watch:
    return Watch(room)


async def test_the_fifth_customer_within_ten_minutes_raises_it(watch: Watch):
    began = watch.room.clock()
    for _ in range(4):
        await watch.wrote()
        watch.room.clock.at += 2 * MINUTE
    assert await watch.raised() == []
    await watch.wrote()
    assert await watch.raised() == [SurgeRaised(("area:webhooks",), began, 5)]


async def test_further_ones_let_it_grow_and_raise_no_second(watch: Watch):
    for _ in range(5):
        host = await watch.wrote()
    await watch.wrote("", ("error_code", "500"), ("area", "webhooks"))
    await watch.wrote()
    events = await watch.room.events(host)
    assert [event.customers for event in events if isinstance(event, SurgeGrew)] == [6, 7]
    assert len(await watch.raised()) == 1


async def test_one_customer_or_one_organisation_is_no_surge(watch: Watch):
    for _ in range(6):
        await watch.wrote("rita")
        await watch.wrote(organisation="acme")
        await watch.wrote(verified=False)
    assert await watch.raised() == []


async def test_what_comes_slowly_or_is_about_different_things_is_no_surge(watch: Watch):
    for code in range(8):
        await watch.wrote("", ("error_code", f"{500 + code}"))
    for _ in range(8):
        await watch.wrote()
        watch.room.clock.at += 3 * MINUTE
    assert await watch.raised() == []


async def test_a_kind_of_issue_alone_needs_twice_as_many(watch: Watch):
    for _ in range(9):
        await watch.wrote("", ("issue_kind", "delivery"))
    assert await watch.raised() == []
    await watch.wrote("", ("issue_kind", "delivery"))
    assert len(await watch.raised()) == 1


async def test_where_an_incident_that_fits_is_published_nobody_is_alarmed(watch: Watch):
    watch.page.incident_id = "i1"
    for _ in range(6):
        await watch.wrote()
    assert await watch.raised() == []
    watch.page.incident_id = ""
    await watch.wrote()
    assert len(await watch.raised()) == 1


async def test_it_ends_and_a_new_one_may_come(watch: Watch):
    for _ in range(5):
        host = await watch.wrote()
    await watch.room.give(host, DismissSurge(), LEA)
    watch.room.clock.at += 30 * MINUTE
    await Sweeper(watch.room.desk, lambda _: None, can_mail=False).sweep()
    assert any(isinstance(event, SurgeEnded) for event in await watch.room.events(host))
    for _ in range(5):
        await watch.wrote()
    assert len(await watch.raised()) == 2


async def test_two_desks_that_notice_at_once_raise_one(watch: Watch):
    for _ in range(5):
        await watch.wrote()
    host = await watch.room.store.find_unique(surge_key("area:webhooks"))
    late = await watch.room.open(RITA)
    await watch.room.give(late, PostMessage("m1", "…"))
    state = await watch.room.state(late)
    rows = await watch.room.store.find("topic:area:webhooks")
    await watch.surges._raise(late, state, "area:webhooks", rows)
    assert len(await watch.raised()) == 1
    assert (await watch.room.store.find_unique(surge_key("area:webhooks"))) == host
    assert (await watch.room.state(late)).surge is None
