"""Whatever is sent, on either side: a coded error and an open socket, never a mistake of ours."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from firstline.channels.socket import DEEPEST, WireJson, is_flat
from firstline.wire import TABLE
from tests.kit import Clock, House, make_house, texts
from tests.sockets import Client

NAMES = [
    *TABLE,
    *("open", "catch_up", "mine", "lists", "rows", "conversation", "leave", "why", "search"),
    *("canned", "colleagues", "teams", "similar", "nonsense"),
]
LEAVES = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.sampled_from([10**30, -(10**30), 1e308, "\0", "\ud800", "x" * 70, "queue", "yes", "m1"])
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(max_size=12)
)
EVENTS = ["do", "do", "ask", "presence", "connect", "shout", ""]
JSON = some.recursive(
    LEAVES,
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = some.sampled_from(
    [
        *("id", "text", "files", "secrets", "position", "value", "language", "what", "solved"),
        *("stars", "comment", "description", "request", "response", "time", "impact", "saw"),
        *("mark", "then", "mentions", "severity", "reason", "tags", "subject", "solution"),
        *("positions", "team", "to", "list", "after", "limit", "clock", "key", "browser", "on"),
        *("customer", "investigated"),
    ]
)
MESSAGE = some.fixed_dictionaries(
    {"name": some.sampled_from(NAMES)},
    optional={"conversation": JSON},
).flatmap(lambda base: some.dictionaries(FIELDS, JSON, max_size=4).map(lambda more: base | more))


async def answered(client: Client, *event) -> dict:
    ack = await client.call(*event)
    assert client.is_open
    assert ack["ok"] or texts().has(ack["error"]["code"]), ack
    assert ack["ok"] or ack["error"]["code"] != "internal_error", event
    return ack


@pytest.fixture
async def sides(house: House):
    """A customer's and a lead's socket, and a conversation that both have open."""
    client, stream = await house.queued()
    lea = await house.agent("lea", "lead")
    await lea.ask("conversation", conversation=stream)
    return client, lea, stream


async def test_anything_sent_is_answered_and_closes_nothing(tmp_path, impatient):
    """One house for all examples, on this test's own loop."""
    house = await make_house(tmp_path, Clock())
    client, stream = await house.queued()
    lea = await house.agent("lea", "lead")
    await lea.ask("conversation", conversation=stream)
    drawn: list = []

    @settings(
        max_examples=250, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(
        some.sampled_from(["do", "ask", "presence", "connect", "disconnects", ""]), MESSAGE | JSON
    )
    def draw(event, data):
        drawn.append((event, data))

    draw()
    for event, data in drawn:
        here = data if not isinstance(data, dict) else {"conversation": stream} | data
        for side in (client, lea):
            if event in {"presence", "connect"}:
                await side.tell(event, here)
            else:
                await answered(side, event, here)
    assert (await client.ask("catch_up", conversation=stream, after=0))["ok"]
    assert (await lea.ask("conversation", conversation=stream, after=0))["ok"]
    await house.close()


@pytest.mark.parametrize(
    "event",
    [
        ["do"],
        ["ask"],
        ["do", {}, {}],
        ["do", []],
        ["do", {"name": None}],
        ["do", {"name": ["post_message"]}],
        ["shout", {"name": "post_message"}],
        ["__init__", {}],
        ["tell_changes"],
        [""],
    ],
    ids=repr,
)
async def test_a_malformed_event_gets_a_coded_error(sides, event):
    client, lea, _ = sides
    for side in (client, lea):
        ack = await answered(side, *event)
        assert ack["error"]["code"] in {"invalid_message", "unknown_command"}


async def test_a_packet_that_is_none_is_dropped_and_the_socket_goes_on(sides):
    client, lea, stream = sides
    for side, namespace in ((client, "/customer"), (lea, "/agent")):
        deep = "[" * 60_000 + "]" * 60_000
        for packet in (
            *(
                "4",
                "49",
                "42",
                "42nonsense",
                f"42{namespace},",
                f"42{namespace},1{{",
                "42/nowhere,[]",
            ),
            *(
                f"42{namespace},7{deep}",
                f"42{namespace},8[1]",
                f"43{namespace},9[]",
                "45-",
                "451-[]",
            ),
            f"42{namespace},5{'9' * 5000}",
        ):
            await side.raw(packet)
        assert side.is_open
    assert (await client.ask("catch_up", conversation=stream, after=0))["ok"]
    assert (await lea.ask("lists"))["ok"]


async def test_a_client_cannot_play_the_server(sides):
    """`connect` and `disconnect` are the server's own words."""
    client, lea, stream = sides
    await lea.tell("connect", {"HTTP_COOKIE": "firstline_session=x"})
    await client.tell("connect", {"aiohttp.request": {}})
    assert (await lea.ask("lists"))["ok"]
    assert (await client.ask("catch_up", conversation=stream, after=0))["ok"]


async def test_long_and_deep_messages_get_coded_errors(sides):
    client, lea, stream = sides
    deep: list = []
    for _ in range(500):
        deep = [deep]
    for side, name in ((client, "post_message"), (lea, "add_note")):
        fields = {"name": name, "conversation": stream, "id": "big"}
        long = await answered(side, "do", {**fields, "text": "a" * 900_000})
        assert long["error"]["code"] == "text_is_too_long"
        nested = await answered(side, "do", {**fields, "text": deep})
        assert nested["error"]["code"] == "invalid_message"
    over = await answered(lea, "do", {**fields, "text": "a" * 8_001})
    assert (over["error"]["code"], over["error"]["limit"]) == ("text_is_too_long", 8000)


async def test_half_a_character_is_stored_as_a_question_mark(sides):
    client, _, stream = sides
    ack = await answered(
        client,
        "do",
        {"name": "post_message", "conversation": stream, "id": "h", "text": "a\ud800b"},
    )
    assert ack["ok"]
    shown = await client.ask("catch_up", conversation=stream, after=0)
    assert "a?b" in [entry.get("text") for entry in shown["entries"]]


async def test_customers_may_not_do_what_agents_do_and_the_other_way_round(sides):
    client, lea, stream = sides
    for name, route in TABLE.items():
        side = client if "customer" not in route.who else lea
        ack = await answered(side, "do", {"name": name, "conversation": stream})
        assert ack["error"]["code"] == "not_allowed"


# -- the parts ------------------------------------------------------------------------------------


def test_json_keeps_what_is_whole():
    for value in ({"a": ["😀", "\\ud800", "ü"]}, "\\", 5):
        assert WireJson.loads(json.dumps(value)) == value
    assert WireJson.loads('"\\ud83d\\ude00"') == "😀"
    with pytest.raises(ValueError, match="nested"):
        WireJson.loads("[" * 200_000)


def test_depth_is_counted():
    value: object = 1
    for _ in range(DEEPEST):
        value = {"a": value}
    assert is_flat(value)
    assert not is_flat([value])
