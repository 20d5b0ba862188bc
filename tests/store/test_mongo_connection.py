"""The connection to MongoDB, over a real socket, with both drivers."""

import pytest
from pymongo import ReadPreference

from firstline.store.mongo.connection import connect, disconnect, refusals
from firstline.store.mongo.server import check_server
from firstline.store.port import StoreRefused
from tests.mongo_server import DRIVERS
from tests.running import free_port


async def test_a_write_waits_for_most_members_and_their_disks(database):
    assert database.write_concern.document == {"w": "majority", "j": True, "wtimeout": 5000}
    assert database.read_concern.document == {"level": "majority"}
    assert database.read_preference == ReadPreference.PRIMARY


async def test_an_address_may_say_how_long_to_wait_and_not_how_sure_a_write_is(driver):
    address = "mongodb://db/desk?serverselectiontimeoutms=50&w=1&journal=false"
    opened = connect(address, DRIVERS[driver])
    assert opened.name == "desk"
    assert opened.client.options.server_selection_timeout == 0.05
    assert opened.write_concern.document == {"w": "majority", "j": True, "wtimeout": 5000}
    await disconnect(opened)


async def test_a_server_that_answers_can_be_used(database):
    await check_server(database)


async def test_nobody_home_is_a_refusal_in_few_words(driver):
    address = f"mongodb://127.0.0.1:{free_port()}/desk?serverSelectionTimeoutMS=50"
    opened = connect(address, DRIVERS[driver])
    with pytest.raises(StoreRefused, match="MongoDB cannot be reached: 127"):
        await check_server(opened)
    await disconnect(opened)


async def test_what_was_let_go_of_refuses(database):
    await disconnect(database)
    with pytest.raises(StoreRefused), refusals():
        await database["any"].find_one({})
