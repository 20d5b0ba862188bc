import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from firstline.channels import inbox, widget
from firstline.effects import indexer, shifts, sweeper

from .kit import House, Room, make_house
from .web.kit import Clock


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """Whoever sets up logging does so for one test."""
    handlers = logging.root.handlers[:]
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers


@pytest.fixture
def clock() -> Clock:
    """A clock that only the test moves."""
    return Clock()


@pytest.fixture
async def room(tmp_path: Path, clock: Clock) -> AsyncIterator[Room]:
    """A desk on a real store."""
    made = Room(tmp_path, clock)
    yield made
    await made.store.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Background tasks look often, so that a test need not wait for them."""
    for module, name in (
        (sweeper, "EVERY"),
        (shifts, "EVERY"),
        (indexer, "EVERY"),
        (widget, "RECOUNT_EVERY"),
        (inbox, "FLUSH_EVERY"),
    ):
        monkeypatch.setattr(module, name, 0.02)


@pytest.fixture
def house_settings() -> dict[str, Any]:
    """Overridden by tests that need other settings."""
    return {}


@pytest.fixture
async def house(
    tmp_path: Path, clock: Clock, impatient: None, house_settings: dict[str, Any]
) -> AsyncIterator[House]:
    """The whole desk behind a real server, with a bot that says nothing unless told."""
    made = await make_house(tmp_path, clock, **house_settings)
    yield made
    await made.close()
