"""Cases are played on a desk of their own: what is said, pressed and moved arrives there."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from firstline.evaluation.drive import play
from firstline.evaluation.form import Case
from firstline.evaluation.house import House, open_house
from firstline.evaluation.measure import as_case
from firstline.evaluation.sheet import Pair
from firstline.settings import Settings
from tests.docs.reading import ROOT

KEY = "Kq8mZt4Xn2Lr9Vb6Wc1Hd8s7"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house(Settings(root=ROOT, bot=False)) as made:
        yield made


def case(*messages: Any, **more: Any) -> Case:
    whole = {
        "id": "a",
        "kind": "delivery",
        "now": "2026-11-23T14:00:00Z",
        "zone": "Europe/Berlin",
        "browser": ["de"],
        "messages": messages,
        "expected": {},
    }
    return msgspec.convert({**whole, **more}, Case)


async def test_what_was_said_is_found_and_masked(house: House) -> None:
    said = f"Seit 13:20 Uhr kommt bei allen Kunden nichts an, D360-API-KEY: {KEY}"
    log = {"name": "app.log", "text": f"2026-11-23T12:20:00Z ERROR Authorization: Bearer {KEY}"}
    seen = await play(house, case({"text": said, "files": [log]}, {"press": "person"}), "de")
    assert {("time", "1795436400000"), ("impact", "all"), ("logs", "true")} <= seen.facts
    assert [KEY in stored for _, stored in seen.written] == [False, False]
    assert (seen.handed_over, seen.severity) == (True, 1)
    assert [(one.language, one.followed) for one in seen.after] == [("de", True), ("de", True)]
    assert seen.after[0].words > 8


async def test_the_clock_is_the_case_s(house: House) -> None:
    later = case("hallo", {"text": "vor 20 Minuten ging der Webhook aus", "after": "1h"})
    seen = await play(house, later, "de")
    assert ("time", str(1_795_442_400_000 + 40 * 60_000)) in seen.facts


async def test_a_customer_who_is_silent_is_handed_over(house: House) -> None:
    assert (await play(house, case("hallo"), "de")).handed_over


@pytest.mark.parametrize(("press", "handed_over"), [("eu", False), ("none", True)])
async def test_an_incident_is_offered_and_answered_as_expected(
    house: House, press: str, handed_over: bool
) -> None:
    page = [{"id": "eu", "title": "Delayed message delivery", "components": ["Messages"]}]
    said = "Nachrichten kommen seit 14:40 Uhr nicht an"
    one = case(said, incidents=page, expected={"incident": press})
    seen = await play(house, one, "de")
    assert seen.incidents == {"eu"}
    assert seen.handed_over is handed_over


WORDS = "Webhooks kommen seit 14:05 Uhr nicht mehr an, Fehler 131047 für alle Kunden"


def pair(by: str = "customer") -> Pair:
    new = {"messages": [f"{WORDS}, immer noch"], "by": by}
    whole = {"id": "p", "same": True, "apart": "30m", "open": {"messages": [WORDS]}, "new": new}
    return msgspec.convert(whole, Pair)


async def test_a_pair_is_an_open_conversation_and_a_new_one(house: House) -> None:
    seen = await play(house, as_case(pair(), "de"), "de", silent=True)
    assert seen.duplicates == {"open"}


TWO = "Webhooks stehen seit 9 Uhr.\nAußerdem ist die Rechnung vom Oktober falsch."


@pytest.mark.parametrize(("wanted", "areas"), [(2, {"webhooks", "billing"}), (1, set())])
async def test_two_issues_are_offered_and_answered_as_expected(house, wanted, areas) -> None:
    seen = await play(house, case(TWO, expected={"issues": wanted}), "de")
    assert seen.issues == 2
    assert areas <= {value for kind, value in seen.facts if kind == "area"}


async def test_one_issue_is_none_that_could_be_split(house: House) -> None:
    assert (await play(house, case("Webhooks stehen seit 9 Uhr"), "de")).issues == 1


def test_a_pair_may_be_of_two_colleagues() -> None:
    assert [as_case(pair(by), "de").open[0].by for by in ("customer", "colleague")] == [
        "customer",
        "colleague",
    ]


async def test_too_long_a_text_comes_as_a_file(house: House) -> None:
    seen = await play(house, case("x" * 30_000), "de")
    assert ("logs", "true") in seen.facts
    assert len(seen.written[0][1]) == 30_000


async def test_a_button_that_is_not_there_harms_nothing(house: House) -> None:
    seen = await play(house, case({"press": "yes"}, "Webhooks stehen"), "de")
    assert len(seen.after) == 2
