"""'This is no secret': what the customer releases goes through, and nothing else (R27)."""

import json

import pytest

from firstline.domain.erasure import blank
from firstline.domain.events import CustomerWrote, Secret
from firstline.wire import InvalidMessage, parse
from tests.kit import House

ID = "a1B2c3D4e5F6g7H8i9J0"
OTHER = "z9Y8x7W6v5U4t3S2r1Q0"
TEXT = f"Our template token is {ID}, see it"
R27 = pytest.mark.rule("R27")


def post(text: str, released: object):
    return parse("post_message", {"id": "m1", "text": text, "released": released}, "customer")


@R27
def test_without_a_release_it_is_hidden():
    posted = parse("post_message", {"id": "m1", "text": TEXT}, "customer")
    assert ID not in posted.text
    assert posted.released == ()


@R27
def test_what_is_released_stays_and_is_told():
    posted = post(TEXT, [ID])
    assert posted.text == TEXT
    assert posted.secrets == ()
    assert [one.shown for one in posted.released] == [f"{ID[:4]}…{ID[-4:]}"]


@R27
def test_it_stays_beside_a_word_for_another_secret():
    posted = post(f"{TEXT}. My password was changed on Monday", [ID])
    assert ID in posted.text


@R27
def test_it_frees_no_other_value():
    posted = post(f"{TEXT}. api_key={OTHER}", [ID])
    assert ID in posted.text
    assert OTHER not in posted.text
    assert [one.shown for one in posted.secrets] == [f"{OTHER[:4]}…{OTHER[-4:]}"]


@R27
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("my password is Tiger77horse", "Tiger77horse"),
        ("card 4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("postgres://shop:Tiger77horse@db.example.com/shop", "Tiger77horse"),
        ("Cookie: session=a1B2c3D4e5F6g7H8i9J0", "a1B2c3D4e5F6g7H8i9J0"),
    ],
)
def test_what_shows_nothing_of_itself_is_never_released(text, value):
    posted = post(text, [value, text])
    assert value not in posted.text
    assert posted.released == ()


@R27
def test_a_client_cannot_say_what_was_released():
    """The desk says it, of what stands in the text."""
    posted = post("nothing here", [ID])
    assert posted.released == ()


@R27
@pytest.mark.parametrize("released", ["all", {}, [1], ["x"] * 21, ["x" * 5_000]])
def test_what_is_no_list_of_values_is_refused(released):
    with pytest.raises(InvalidMessage):
        post(TEXT, released)


@R27
@pytest.mark.parametrize("name", ["reply", "add_note", "submit_form"])
def test_only_a_customers_message_is_spared(name):
    who = "customer" if name == "submit_form" else "agent"
    fields = {"id": "m1", "text": TEXT, "description": TEXT, "mark": "plain", "saw": 1}
    assert ID not in str(parse(name, {**fields, "released": [ID]}, who))


@R27
async def test_the_agent_sees_who_released_it_and_an_erasure_takes_it_along(house: House):
    client, stream = await house.queued()
    agent = await house.agent()
    await client.do("post_message", conversation=stream, id="k1", text=TEXT)
    ack = await client.do("post_message", conversation=stream, id="k2", text=TEXT, released=[ID])
    assert ack["ok"]
    opened = await agent.ask("conversation", conversation=stream)
    hidden, released = [one for one in opened["entries"] if one.get("id") in {"k1", "k2"}]
    assert ID not in json.dumps(hidden)
    assert (released["text"], released["released"][0]["kind"]) == (TEXT, "api_key")
    events = [new.event for new in await house.desk.store.read(stream)]
    said = [one for one in events if isinstance(one, CustomerWrote)][-1]
    assert said.released == (Secret("api_key", f"{ID[:4]}…{ID[-4:]}"),)
    assert blank(said).released == ()
