from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from firstline.store.port import Store

from .kit import STORES


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = STORES[request.param](tmp_path)
    yield opened
    await opened.close()
