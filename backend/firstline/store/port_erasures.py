"""The journal of erasures: what a restored backup must forget again (R52).

It is kept apart from the record, so that a restore of the one does not take back the other. It
holds no text and nothing of a customer.
"""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from firstline.domain.errors import OperatorError
from firstline.domain.moment import Moment


class ErasuresUnreadable(OperatorError):
    """A line of a journal of erasures does not read; the message names file and line."""


class Erasure(Struct, frozen=True, forbid_unknown_fields=True):
    """These positions of a stream were erased. `by`: an agent's id, or a part of the desk.

    `at` tells what stood there then from what a restored desk may have written there since.
    """

    stream: str
    positions: tuple[int, ...]
    at: Moment
    by: str


class Erasures(Protocol):
    """Grows only. What is noted twice is erased once."""

    async def note(self, erasures: Sequence[Erasure]) -> None:
        """Write them down, durable on return. Raises StoreRefused."""

    async def since(self, at: Moment) -> list[Erasure]:
        """Those noted for `at` or later, in the order of noting. Raises ErasuresUnreadable."""
