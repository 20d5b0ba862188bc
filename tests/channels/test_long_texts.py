"""A customer's long text is kept whole, as a file beside its beginning; nothing of it is lost."""

import random

import pytest

from firstline.channels.long_texts import BEGINNING, LONGEST_TEXT
from firstline.domain.events import CustomerWrote
from firstline.intake import facts
from firstline.store.port import StoreRefused
from firstline.web.attachments import text_of
from tests.kit import House, until

KEY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
LINES = "".join(f"2026-11-28T14:{n % 60:02} worker {n} waits for its turn\n" for n in range(1500))
ODD = {
    "bytes": "".join(map(chr, random.Random(1).randbytes(64 * 1024))),
    "one word": "a" * 64 * 1024,
    "no width": "\u200b" * 32 * 1024 + "a" * 32 * 1024,
    "right to left": "\u202eabc \u05d0\u05d1 " * 8_000,
    "homoglyphs": "раураl " * 9_000,
    "deep": "[" * 32_000 + "]" * 32_000,
    "lines": "x\n" * 10_000,
    "half characters": "\ud800a" * 10_000,
}


async def posted(client, stream, text, id="long", **more):
    return await client.do("post_message", conversation=stream, id=id, text=text, **more)


async def newest(house, stream) -> CustomerWrote:
    recorded = await house.desk.store.read(stream)
    return [new.event for new in recorded if isinstance(new.event, CustomerWrote)][-1]


async def whole(house, message) -> str:
    return await text_of(house.firstline.files, message.files[-1].id)


async def test_it_is_a_file_and_its_beginning_is_shown(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    text = "Nothing is sent since 14:05.\n" + LINES[: 64 * 1024]
    assert (await posted(client, stream, text))["ok"]
    message = await newest(house, stream)
    assert message.text.startswith("Nothing is sent since 14:05.")
    assert message.text.endswith(" …")
    assert len(message.text) <= BEGINNING
    assert [(file.name, file.checked) for file in message.files] == [("message.txt", True)]
    assert await whole(house, message) == text.strip()


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
async def test_64_kb_of_anything_are_handed_over_as_they_are(house: House, text):
    client, opened = await house.chat()
    stream = opened["conversation"]
    assert (await posted(client, stream, text))["ok"]
    whole_text = await whole(house, await newest(house, stream))
    assert whole_text == text.replace("\ud800", "?").strip()


@pytest.mark.rule("R27")
async def test_a_secret_far_behind_is_in_neither_and_both_sides_are_told(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    assert (await posted(client, stream, f"{LINES}token: {KEY}\n"))["ok"]
    message = await newest(house, stream)
    assert KEY not in message.text + await whole(house, message)
    assert [secret.shown for secret in message.secrets] == ["sk_l…p7dc"]


@pytest.mark.rule("R27")
async def test_what_was_said_before_tells_how_it_begins(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    assert (await posted(client, stream, "my password is", "m1"))["ok"]
    assert (await posted(client, stream, f"Tiger77horse\n{LINES}"))["ok"]
    message = await newest(house, stream)
    assert "Tiger77horse" not in message.text + await whole(house, message)


async def test_sent_twice_it_is_stored_once(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    first = await posted(client, stream, LINES)
    files = [name async for name in house.firstline.files.saved(0, None)]
    assert await posted(client, stream, LINES) == first
    assert [name async for name in house.firstline.files.saved(0, None)] == files


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), LINES * 13], ids=["a bit", "far"])
async def test_what_is_longer_still_is_refused_with_the_limit(house: House, text):
    client, opened = await house.chat()
    refused = await posted(client, opened["conversation"], text)
    assert refused["error"]["code"] == "text_is_too_long"
    assert refused["error"]["limit"] == LONGEST_TEXT == opened["limits"]["text"]
    assert "file" in refused["error"]["text"]


async def test_blanks_alone_are_no_text(house: House):
    client, opened = await house.chat()
    refused = await posted(client, opened["conversation"], " \n" * 20_000)
    assert refused["error"]["code"] == "text_is_empty"


async def test_where_the_disk_is_full_it_is_refused_and_may_be_sent_again(
    house: House, monkeypatch
):
    async def full(*_):
        raise StoreRefused

    client, opened = await house.chat()
    stream = opened["conversation"]
    with monkeypatch.context() as patch:
        patch.setattr(house.firstline.files, "save", full)
        assert (await posted(client, stream, LINES))["error"]["code"] == "store_refused"
    assert (await posted(client, stream, LINES))["ok"]


@pytest.mark.rule("R23")
async def test_what_stands_far_behind_is_found_too(house: House):
    """The bot asks for nothing that was pasted."""
    facts.warm()
    client, opened = await house.chat()
    stream = opened["conversation"]
    call = "curl -X POST https://waba.example.io/v1/messages -d '{}'\nHTTP/1.1 500 Server Error\n"
    assert (await posted(client, stream, LINES[:60_000] + call))["ok"]

    async def found() -> bool:
        known = {one.what for one in (await house.desk.state(stream)).findings}
        return {"request", "response"} <= known

    await until(found)
