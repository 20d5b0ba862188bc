"""The index in MongoDB: several desks feed it, and no question reads all of it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from firstline.domain.events import ConversationResolved, Recorded, SolutionRejected
from firstline.store.mongo import search as module
from firstline.store.mongo.connection import Database
from firstline.store.mongo.search import MongoSearch
from firstline.store.passages import folded

from .kit import said


@pytest.fixture
async def search(database: Database) -> AsyncIterator[MongoSearch]:
    opened = MongoSearch(database)
    await opened.prepare()
    return opened


async def found(search: MongoSearch, text: str) -> list[str]:
    return [hit.stream for hit in await search.search(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Der Schlüssel fehlt, Straße!", ["der", "schlussel", "fehlt", "strasse"]),
        ("¿Cadê a configuração?", ["cade", "a", "configuracao"]),
        ("Ещё раз: мой ключ", ["еще", "раз", "мои", "ключ"]),
        ("error_code=E-4711", ["error", "code", "e", "4711"]),
        ("x" * 100, ["x" * 64]),
        ("\x00 … 👋", []),
    ],
)
def test_words_are_alike_in_all_languages(text, words):
    assert folded(text) == words


async def test_two_desks_that_feed_the_same_index_it_once(search: MongoSearch, database: Database):
    told = {"a": [said(1, "one"), said(2, "two")], "b": [said(1, "one")]}
    assert await asyncio.gather(search.feed(told), search.feed(told)) == [{"a": 2, "b": 1}] * 2
    assert await database["passages"].count_documents({}) == 3
    assert await found(search, "one") == ["a", "b"]


@pytest.mark.rule("R52", part="storage")
async def test_a_slower_desk_cannot_put_erased_words_back(search: MongoSearch):
    await search.forget("a", [1])
    await search.feed({"a": [said(1, "xylophon"), said(2, "harmless")]})
    assert await found(search, "xylophon") == []
    assert await found(search, "harmless") == ["a"]


@pytest.mark.rule("R50", part="past solutions")
async def test_a_slower_desk_cannot_offer_a_rejected_solution_again(search: MongoSearch):
    told = [
        said(1, "webhook stopped"),
        Recorded(2, 2_000, ConversationResolved("r", "agent-1", "restart", investigated=True)),
        Recorded(3, 3_000, SolutionRejected()),
    ]
    await search.feed({"a": told})
    await search._fed.delete_many({})
    await search.feed({"a": told[:2]})
    assert await search.similar("webhook stopped") == []


async def test_of_very_many_the_newest_are_ranked(search: MongoSearch, monkeypatch):
    monkeypatch.setattr(module, "CANDIDATES", 3)
    for n in range(6):
        await search.feed({f"s{n}": [said(1, "webhook " * (n + 1), at=n)]})
    hits = await search.search("webhook", limit=3)
    assert sorted(hit.stream for hit in hits) == ["s3", "s4", "s5"]


@pytest.mark.rule("R50", part="past solutions")
async def test_the_rarer_word_says_more(search: MongoSearch):
    solution = ConversationResolved("r", "agent-1", "look at the log", investigated=True)
    for n in range(4):
        await search.feed({f"s{n}": [said(1, "webhook is late"), Recorded(2, 2_000, solution)]})
    await search.feed({"odd": [said(1, "error 4711"), Recorded(2, 2_000, solution)]})
    hits = await search.similar("webhook shows error 4711")
    assert [hit.stream for hit in hits] == ["odd", "s0", "s1", "s2", "s3"]
    assert hits[0].score > hits[1].score
    assert [hit.stream for hit in await search.similar("webhook 4711", limit=1)] == ["odd"]
