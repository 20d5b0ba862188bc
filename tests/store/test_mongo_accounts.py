"""Accounts in MongoDB: what a crash between two writes, or another desk, may do."""

import asyncio

import pytest

from firstline.store.mongo.accounts import MongoAccounts
from firstline.store.mongo.connection import Database
from firstline.store.port_accounts import Agent, EmailTaken

ANA = Agent("a1", "Ana@example.org", "Ana")


@pytest.fixture
async def accounts(database: Database) -> MongoAccounts:
    opened = MongoAccounts(database)
    await opened.prepare()
    return opened


async def test_a_new_password_ends_sessions_that_no_desk_came_to_delete(accounts, database):
    await accounts.save_agent(ANA, "hash")
    await accounts.start_session("token", "a1", until=100)
    kept = await database["sessions"].find_one({})
    await accounts.save_agent(ANA, "new hash")
    await database["sessions"].insert_one(kept)
    assert await accounts.session("token", now=1) is None


async def test_of_two_desks_that_add_one_address_one_is_refused(accounts: MongoAccounts):
    twice = [Agent(name, "ana@example.org", "Ana") for name in ("a1", "a2")]
    done = await asyncio.gather(*map(accounts.save_agent, twice), return_exceptions=True)
    assert {type(one) for one in done} == {EmailTaken, type(None)}


async def test_two_desks_turn_one_switch_once(accounts: MongoAccounts):
    await accounts.save_agent(ANA)
    turned = await asyncio.gather(*(accounts.set_shift("a1", at, on=True) for at in (50, 60)))
    assert turned[0] == turned[1] == await accounts.agent("a1")
