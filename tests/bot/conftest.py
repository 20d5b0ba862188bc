from collections.abc import Iterator

import pytest

from tests.rasa_process import RasaProcess


@pytest.fixture(scope="session")
def bot() -> Iterator[RasaProcess]:
    """One real Rasa for all tests; it keeps nothing, so they cannot disturb each other."""
    process = RasaProcess()
    process.wait()
    yield process
    process.stop()
