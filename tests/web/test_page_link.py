"""The link that a person on call got (R05): opening it changes nothing, its button acknowledges."""

import re

import pytest

from firstline.access import key_hash
from firstline.domain.commands import Agent, SetSeverity, System, TakePage
from firstline.locales import LANGUAGES

from .kit import ORIGIN

pytestmark = pytest.mark.rule("R05")
KEY = "k" * 43
PAGER = System("pager")
LEA = Agent("lea", "Lea", "lead")


@pytest.fixture
async def paged(world) -> str:
    """Dana was paged for it."""
    stream, _ = await world.reserve()
    await world.answered(stream)
    await world.parts.desk.handle(stream, LEA, SetSeverity(1, "all is down"))
    await world.parts.desk.handle(stream, PAGER, TakePage(("Dana",), 0, key_hash(KEY)))
    return stream


async def answered_by(world, stream: str) -> str:
    return (await world.parts.desk.state(stream)).page.answered_by


async def test_opening_the_link_acknowledges_nothing(client, world, paged):
    for method in (client.get, client.head):
        answer = await method(f"/page/{paged}/{KEY}")
        assert answer.status == 200
    assert await answered_by(world, paged) == ""


async def test_its_button_acknowledges_for_the_person_who_got_it(client, world, paged):
    answer = await client.post(f"/page/{paged}/{KEY}", headers=ORIGIN)
    assert "Dana has it" in await answer.text()
    assert await answered_by(world, paged) == "Dana"
    again = await client.get(f"/page/{paged}/{KEY}")
    text = await again.text()
    assert "Dana has it" in text
    assert "<form" not in text


async def test_a_form_of_another_site_acknowledges_nothing(client, world, paged):
    answer = await client.post(f"/page/{paged}/{KEY}", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 403
    assert await answered_by(world, paged) == ""


@pytest.mark.parametrize("key", ["forged", "x" * 43])
async def test_another_key_tells_nothing_and_does_nothing(client, world, paged, key):
    for answer in (
        await client.get(f"/page/{paged}/{key}"),
        await client.post(f"/page/{paged}/{key}", headers=ORIGIN),
        await client.get(f"/page/nothing/{KEY}"),
    ):
        assert answer.status == 410
        assert (await world.parts.desk.state(paged)).number not in await answer.text()
    assert await answered_by(world, paged) == ""


async def test_a_link_is_worth_nothing_once_its_page_is_over(client, world, paged):
    await world.parts.desk.handle(paged, LEA, SetSeverity(3, "a question"))
    answer = await client.post(f"/page/{paged}/{KEY}", headers=ORIGIN)
    assert answer.status == 410


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_the_browsers_language_and_can_be_framed_by_nobody(client, paged, language):
    answer = await client.get(f"/page/{paged}/{KEY}?language={language}")
    text = await answer.text()
    assert f'<html lang="{language.replace("_", "-")}">' in text
    assert not re.search(r"\{|page_link", text.partition("<body>")[2])
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
