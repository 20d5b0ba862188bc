from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from firstline.domain.events import (
    BotSaid,
    ConversationResolved,
    Event,
    NoteAdded,
    Recorded,
    SolutionRejected,
)
from firstline.store.port_search import Search

from .kit import said
from .places import Place


@pytest.fixture
async def search(place: Place) -> Search:
    return await place.search()


def recorded(*events: Event) -> list[Recorded]:
    return [Recorded(position, 0, event) for position, event in enumerate(events, 1)]


def solved(solution: str) -> ConversationResolved:
    return ConversationResolved("r", "agent-1", solution, investigated=True)


async def found(search: Search, text: str) -> list[str]:
    return [hit.stream for hit in await search.search(text)]


@pytest.mark.rule("R50", part="search")
async def test_a_conversation_is_found_by_its_words(search: Search):
    german = [said(1, "Der Webhook wird nicht zugestellt"), said(2, "Seit gestern")]
    await search.feed({"a": german, "b": [said(1, "Cadê a chave de API?")]})
    (hit,) = await search.search("webhook zugestellt")
    assert (hit.stream, hit.position, hit.kind) == ("a", 1, "said")
    assert hit.text == "Der Webhook wird nicht zugestellt"
    assert await found(search, "webhook gestern") == []
    assert await found(search, "WEBH") == ["a"]
    assert await found(search, "cade") == ["b"]


@pytest.mark.rule("R50", part="search")
async def test_notes_and_solutions_are_found_and_the_desks_own_words_are_not(search: Search):
    line = BotSaid("greet", {}, "Hello there")
    told = recorded(NoteAdded("n", "agent-1", "quota raised"), line, solved("fixed"))
    await search.feed({"a": told})
    assert [hit.kind for hit in await search.search("quota")] == ["note"]
    assert [hit.kind for hit in await search.search("fixed")] == ["solution"]
    assert await found(search, "hello") == []


async def test_feeding_twice_indexes_once_and_a_gap_is_not_jumped(search: Search):
    first, second, third = said(1, "one"), said(2, "two"), said(3, "three")
    assert await search.feed({"a": [first]}) == {"a": 1}
    assert await search.feed({"a": [first, second]}) == {"a": 2}
    assert await search.feed({"a": [first]}) == {"a": 2}
    assert await search.feed({"b": [third]}) == {"b": 0}
    assert await search.fed("a") == 2
    assert await search.fed("b") == 0
    assert await found(search, "one") == ["a"]
    assert await found(search, "three") == []


@pytest.mark.rule("R50", part="past solutions")
async def test_solutions_of_alike_conversations_are_offered(search: Search):
    alike = recorded(said(1, "webhook delivery stopped").event, solved("new URL"))
    other = recorded(said(1, "invoice is wrong").event, solved("refunded"))
    await search.feed({"a": alike, "b": other, "c": [said(1, "webhook delivery stopped too")]})
    (hit, *others) = await search.similar("our webhook does not get delivery, it is odd", but="c")
    assert (hit.stream, hit.position, hit.text) == ("a", 2, "new URL")
    assert all(other.score <= hit.score for other in others)
    assert await search.similar("webhook", but="a") == []


@pytest.mark.rule("R50", part="past solutions")
async def test_a_rejected_solution_is_offered_to_nobody(search: Search):
    story = recorded(said(1, "webhook stopped").event, solved("restart"), SolutionRejected())
    await search.feed({"a": story})
    assert await search.similar("webhook stopped") == []
    assert await found(search, "restart") == ["a"]


@pytest.mark.rule("R52", part="storage")
async def test_erased_words_are_in_no_file_of_the_index(search: Search, place: Place):
    for n in range(30):
        told = [said(1, f"zebra{n} xylophon"), said(2, "zebra harmless")]
        await search.feed({f"s{n}": told})
    assert await place.traces("xylophon")
    for n in range(30):
        await search.forget(f"s{n}", [1])
    assert await found(search, "xylophon") == []
    assert len(await found(search, "harmless")) == 20
    assert await search.feed({"s1": [said(1, "xylophon")]}) == {"s1": 2}
    assert await place.traces("xylophon") == []


async def test_the_index_can_be_thrown_away_and_made_anew(search: Search):
    async def record() -> AsyncIterator[tuple[str, list[Recorded]]]:
        yield "a", [said(1, "one"), said(2, "two")]
        yield "b", [said(1, "three")]

    await search.feed({"gone": [said(1, "one")]})
    await search.rebuild(record())
    assert await found(search, "one") == ["a"]
    assert await search.fed("b") == 1
    assert await search.fed("gone") == 0


@given(
    some.text(max_size=80)
    | some.sampled_from(['"', "a* OR", "NEAR(", "text:x", "-", "\x00", "AND"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_any_text_is_a_fair_question(search: Search, text: str):
    await search.feed({"a": [said(1, "one")]})
    assert isinstance(await search.search(text), list)
    assert isinstance(await search.similar(text), list)
