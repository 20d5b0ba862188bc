"""`/metrics`: what it says is so, it is documented, and what watches it names what exists."""

import asyncio
import json
import re
from collections.abc import Iterator

import pytest
import yaml
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from firstline.measures import Histogram, Measures
from firstline.store.port import StoreRefused, VersionConflict
from firstline.web import figures, metrics
from tests.docs.reading import ROOT, section, table
from tests.kit import HOUR, MINUTE, House, until

DOCUMENTED = table(section(ROOT / "docs/operating.md", "Seen from outside"))
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
BOARD = json.loads((ROOT / "deploy/grafana/firstline.json").read_text("utf-8"))
NAME = re.compile(r"\b(?:firstline|process)_\w+")


async def page(house: House, **headers: str) -> tuple[int, str]:
    async with (
        ClientSession() as session,
        session.get(f"{house.url}/metrics", headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def told(house: House) -> dict[str, dict[tuple[str, ...], float]]:
    """Samples by name, and by the values of their labels in the order of the labels' names."""
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families((await page(house))[1]):
        for one in family.samples:
            values = tuple(value for _, value in sorted(one.labels.items()))
            found.setdefault(one.name, {})[values] = one.value
    return found


async def families(house: House) -> dict[str, tuple[str, set[str]]]:
    """Kind and labels of each family of ours, under the name that Prometheus stores."""
    found = {}
    for family in text_string_to_metric_families((await page(house))[1]):
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = {label for one in family.samples for label in one.labels} - {"le"}
        if name.startswith("firstline_"):
            found[name] = (family.type, labels)
    return found


async def busy(house: House, monkeypatch) -> None:
    """Something of everything: messages, turns, a queue, a store that once failed."""
    house.firstline.measures.store_errors["append", "store_refused"] += 1
    customer, stream = await house.queued()
    anna = await house.agent()
    assert (await anna.do("claim_conversation", conversation=stream))["ok"]
    await house.queued()
    await customer.do("post_message", conversation=stream, id="m3", text="Are you there?")

    async def turned() -> bool:
        return bool(house.firstline.measures.turns) and bool(
            sum(house.firstline.measures.loop.counts)
        )

    await until(turned)


async def test_every_metric_is_documented_with_its_kind_and_labels(house: House, monkeypatch):
    await busy(house, monkeypatch)
    documented = {
        name: (cells[0], set(re.findall(r"`(\w+)`", cells[1])))
        for name, cells in DOCUMENTED.items()
        if name.startswith("firstline_")
    }
    assert await families(house) == documented


async def test_the_checks_of_ready_are_documented(house: House):
    async with ClientSession() as session, session.get(f"{house.url}/ready") as answer:
        checks = set((await answer.json())["checks"])
    documented = {name for name in DOCUMENTED if not name.startswith("firstline_")}
    assert documented - {"check", "metric"} == checks


async def test_messages_turns_sockets_and_calls_are_counted(house: House, monkeypatch):
    await busy(house, monkeypatch)
    found = await told(house)
    assert found["firstline_messages_total"][("customer",)] == 5
    assert found["firstline_events_total"][("CustomerWrote",)] == 5
    assert found["firstline_sockets"] == {("customer",): 2, ("agent",): 1}
    assert found["firstline_store_seconds_count"][("append",)] > 4
    assert sum(found["firstline_turn_seconds_count"].values()) >= 1
    assert found["firstline_bot_replicas"] == {("up",): 1, ("away",): 0}
    assert found["firstline_background_task_up"][("sweeper",)] == 1
    assert found["firstline_store_up"][()] == 1
    assert found["firstline_draining"][()] == 0


async def test_queue_and_clocks_are_what_the_store_holds(house: House, clock):
    await house.queued()
    clock.at += 10 * MINUTE
    await house.queued()
    anna = await house.agent()
    found = await told(house)
    assert found["firstline_queue_length"][("first_line",)] == 2
    assert found["firstline_queue_oldest_seconds"][("first_line",)] == 600
    assert found["firstline_clocks_running"] == {("first_response",): 2}
    assert found["firstline_clocks_breached"] == {("first_response",): 0}
    clock.at += 24 * HOUR - 20 * MINUTE
    assert (await told(house))["firstline_clocks_due_soon"] == {("first_response",): 1}
    clock.at += 12 * MINUTE

    async def breached() -> bool:
        clock.at += figures.FRESH
        now = await told(house)
        return now["firstline_clocks_breached"] == {("first_response",): 1}

    await until(breached)
    assert (await anna.do("claim_next"))["ok"]
    clock.at += figures.FRESH
    assert (await told(house))["firstline_queue_length"][("first_line",)] == 1


async def test_what_is_overdue_shows_how_long_it_waits(house: House, clock, monkeypatch):
    async def sleeps() -> None:
        await asyncio.Event().wait()

    await house.queued()
    monkeypatch.setattr(house.firstline.sweeper, "sweep", sleeps)
    await asyncio.sleep(0.05)  # a sweep that had begun comes to its end
    clock.at += 26 * HOUR
    found = await told(house)
    assert found["firstline_sweeper_lag_seconds"][()] > 6 * 3600
    assert found["firstline_seconds_since_sweep"][()] >= 26 * 3600


async def test_figures_are_read_once_in_a_while_however_many_ask(house: House, clock):
    await house.queued()
    reader = figures.Reader(house.desk, house.firstline.people)
    found = await reader.figures()
    assert await reader.figures() is found
    clock.at += figures.FRESH
    assert await reader.figures() is not found


async def test_a_long_list_is_read_in_pages_and_cut(house: House, clock, monkeypatch):
    monkeypatch.setattr(figures, "PAGE", 2)
    monkeypatch.setattr(figures, "COUNTED", 4)
    for _ in range(6):
        await house.queued()
    assert (await told(house))["firstline_queue_length"][("first_line",)] == 4


@pytest.mark.parametrize("how", ["refuses", "hangs"])
async def test_a_store_that_is_away_is_told_and_the_rest_as_well(house: House, monkeypatch, how):
    async def away(*_: object) -> None:
        if how == "refuses":
            raise StoreRefused
        await asyncio.Event().wait()

    monkeypatch.setattr(metrics, "PATIENCE", 0.02)
    monkeypatch.setattr(house.firstline.store._inner, "find", away)
    found = await told(house)
    assert found["firstline_store_up"][()] == 0
    assert "firstline_queue_length" not in found
    assert found["firstline_info"]


async def test_a_refusal_is_counted_and_a_conflict_is_none(house: House, monkeypatch):
    errors = iter([StoreRefused(), VersionConflict()])

    async def fails(*_: object) -> None:
        raise next(errors)

    monkeypatch.setattr(house.firstline.store._inner, "append", fails)
    for kind in (StoreRefused, VersionConflict):
        with pytest.raises(kind):
            await house.firstline.store.append("s", 0, [], None)
    counted = house.firstline.measures.store_errors
    assert dict(counted) == {("append", "store_refused"): 1}


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
async def test_from_outside_there_is_nothing_here(house: House, header):
    assert (await page(house, **{header: "203.0.113.9"}))[0] == 404


def test_a_duration_falls_into_the_bucket_that_it_reaches():
    one = Histogram((0.1, 1.0))
    for seconds in (0.1, 0.11, 1.0, 5.0):
        one.observe(seconds)
    assert one.counts == [1, 2, 1]
    assert dict(metrics._buckets(one)) == {"0.1": 1, "1.0": 3, "+Inf": 4}


async def test_the_lag_of_the_loop_is_measured(monkeypatch):
    monkeypatch.setattr("firstline.measures.LOOP_EVERY", 0.01)
    measures = Measures()
    task = asyncio.create_task(measures.watch_loop())

    async def twice() -> bool:
        return sum(measures.loop.counts) >= 2

    await until(twice)
    task.cancel()


def expressions() -> Iterator[str]:
    for group in ALERTS["groups"]:
        yield from (rule["expr"] for rule in group["rules"])
    for panel in BOARD["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))


async def test_alerts_and_dashboard_name_only_what_there_is(house: House, monkeypatch):
    await busy(house, monkeypatch)
    there = set(await told(house))
    named = {name for one in expressions() for name in NAME.findall(one)}
    assert named - there == set()
    assert len(named) > 15


def test_every_alert_says_what_is_wrong_and_what_to_do():
    rules = [rule for group in ALERTS["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 8
    for rule in rules:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_every_panel_of_the_dashboard_has_its_place_and_no_other_s():
    taken = set()
    for panel in BOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
