"""Which queues are opened to all depends on who is on shift (R06)."""

import pytest

from firstline.effects.shifts import Shifts
from firstline.people import People
from firstline.store.accounts import SqliteAccounts
from firstline.store.port_accounts import Agent
from tests.kit import HOUR, RITA, Room


async def people(tmp_path, **shifts: tuple[str, ...]) -> People:
    accounts = SqliteAccounts(tmp_path / "accounts.db")
    for name, languages in shifts.items():
        address = f"{name}@example.com"
        await accounts.save_agent(Agent(name, address, name, languages=languages, on_shift=True))
    known = People(accounts)
    await known.refresh()
    return known


@pytest.mark.rule("R06")
async def test_a_language_that_nobody_on_shift_speaks_is_opened_to_all(tmp_path) -> None:
    room = Room(tmp_path)
    russian = await room.queued(RITA, language="ru")
    german = await room.queued(RITA, language="de")
    room.clock.at += HOUR
    known = await people(tmp_path, anna=("de", "en"))
    await Shifts(room.desk, known, "en").look()
    assert (await room.desk.state(russian)).any_language
    assert not (await room.desk.state(german)).any_language
    told = [new.event for new in await room.store.read(russian)][-1]
    assert "English" in told.text
    known.accounts.close()
    await room.store.close()
