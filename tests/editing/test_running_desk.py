"""A desk that runs says what editors have changed, and tells them what it has refused."""

import json

import pytest

from tests.editing.test_reload import RELOADED
from tests.kit import make_house, says

GREET = says("greet", asks="description", choices=("person",))


@pytest.fixture
async def house(tmp_path, clock, tree, impatient):
    made = await make_house(tmp_path, clock, root=tree.root)
    yield made
    await made.close()


async def settle(house):
    """Two looks that see the same."""
    await house.firstline.content.files.look()
    await house.firstline.content.files.look()


@pytest.mark.rule("R72", part=RELOADED)
async def test_it_says_the_new_text_and_editors_hear_of_a_refusal(house, tree):
    editor = await house.agent("ela", "editor")
    house.bot.directives = (GREET,)
    tree.put("locales/en/bot.yml", "greet", "Welcome to the desk.")
    await settle(house)
    client, opened = await house.chat()
    stream = opened["conversation"]
    await client.do("post_message", conversation=stream, id="m1", text="Hello")
    update = await client.wait("update", lambda one: "Welcome to the desk." in json.dumps(one))
    assert update["conversation"] == stream
    line = tree.put("locales/en/bot.yml", "greet", "Welcome!")
    await settle(house)
    told = await editor.wait("content", lambda one: one["refused"])
    assert told["refused"][0].startswith(f"locales/en/bot.yml:{line}: greet has !")
    assert house.desk.voice.texts.say("en", "greet") == "Welcome to the desk."
    assert (await editor.ask("content"))["refused"] == told["refused"]


@pytest.mark.rule("R72", part=RELOADED)
async def test_conversations_start_under_the_new_promise_and_those_under_way_keep_theirs(
    house, tree
):
    _, opened = await house.chat()
    before = await house.desk.state(opened["conversation"])
    tree.replace("policy.yml", "resolution: 48h", "resolution: 24h")
    await settle(house)
    _, opened = await house.chat()
    after = await house.desk.state(opened["conversation"])
    assert house.desk.policy_of(before).resolution == 2 * house.desk.policy_of(after).resolution
    assert await house.firstline.accounts.policy(after.policy)
