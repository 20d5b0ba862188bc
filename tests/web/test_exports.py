"""A conversation to take along: for leads, in both forms, without what was erased (R50)."""

import json

import pytest
from aiohttp import ClientSession

from firstline.domain.commands import RedactMessage
from tests.kit import LEA, House

pytestmark = pytest.mark.rule("R50")


async def get(house: House, stream: str, role: str, form: str = ""):
    headers = {"Cookie": await house.hire(f"p-{role}", role)} if role else {}
    address = f"{house.url}/api/conversations/{stream}/export{form}"
    async with ClientSession() as session, session.get(address, headers=headers) as answer:
        return answer.status, answer.headers, await answer.text()


async def test_a_lead_takes_it_along_as_text_and_as_lines(house: House):
    _, stream = await house.queued(text="Grüße, webhooks stopped")
    status, headers, text = await get(house, stream, "lead", "?as=text")
    number = (await house.desk.state(stream)).number
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{number}.txt"
    assert "Customer:\n    Grüße, webhooks stopped" in text
    assert "no-store" in headers["Cache-Control"]
    status, headers, lines = await get(house, stream, "admin")
    assert status == 200
    read = [json.loads(line) for line in lines.splitlines()]
    assert read[-1]["number"] == number
    assert read[-1]["events"] == (await house.desk.state(stream)).position


async def test_what_was_erased_is_in_neither(house: House):
    _, stream = await house.queued(text="call 555 0199")
    await house.desk.handle(stream, LEA, RedactMessage((2,), "private"))
    for form in ("", "?as=text"):
        assert "0199" not in (await get(house, stream, "lead", form))[2]


@pytest.mark.parametrize(("role", "status"), [("", 401), ("agent", 403), ("editor", 403)])
async def test_nobody_else_does(house: House, role: str, status: int):
    _, stream = await house.queued(text="secret words")
    for form in ("", "?as=text"):
        found = await get(house, stream, role, form)
        assert found[0] == status
        assert "secret words" not in found[2]


async def test_what_does_not_exist_is_said_so(house: House):
    assert (await get(house, "nothing", "lead"))[0] == 404
