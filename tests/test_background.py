"""Background tasks are watched: one that ends takes the process down, loudly."""

import asyncio
from contextlib import suppress

from structlog.testing import capture_logs

from firstline.background import Background


async def fails() -> None:
    await asyncio.sleep(0)
    raise RuntimeError("broken")


async def ends() -> None:
    await asyncio.sleep(0)


async def lives() -> None:
    await asyncio.Event().wait()


async def died(*work) -> tuple[list[str], list]:
    names: list[str] = []
    watched = Background(names.append)
    with capture_logs() as logs:
        for one in work:
            watched.start(one.__name__, one())
        await asyncio.sleep(0.01)
        await watched.stop()
    return names, logs


async def test_a_task_that_fails_is_named():
    names, logs = await died(lives, fails)
    assert names == ["fails"]
    assert logs[0]["event"] == "task_died"
    assert logs[0]["task"] == "fails"
    assert isinstance(logs[0]["exc_info"], RuntimeError)


async def test_a_task_that_just_ends_has_died_too():
    names, _ = await died(ends)
    assert names == ["ends"]


async def test_stopping_is_no_death_and_waits_until_all_are_done():
    done: list[str] = []

    async def tidies() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        done.append("tidied")

    names, logs = await died(lives, tidies)
    assert (names, logs, done) == ([], [], ["tidied"])
