"""Attachments: content under a random id."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Protocol

from msgspec import Struct

from firstline.domain.errors import FirstlineError
from firstline.domain.moment import Moment


class FileTooLarge(FirstlineError):
    """The file is larger than the limit; nothing of it was kept."""


class FileNotFound(FirstlineError):
    """There is no such file, or it was erased."""


class FileDamaged(FirstlineError):
    """What is stored is not what was sent."""


class StoredFile(Struct, frozen=True):
    """A file that is whole and on disk. `size` in bytes, `sha256` in hexadecimal."""

    id: str
    sha256: str
    size: int


class Files(Protocol):
    """Content that is written once, read often, and deleted for good."""

    async def save(self, content: AsyncIterable[bytes], limit: int) -> StoredFile:
        """Keep the stream under a new random id; it can be found only once it is whole and durable.

        Raises FileTooLarge as soon as more than `limit` bytes came; StoreRefused (disk full).
        """

    async def find(self, id: str) -> StoredFile:
        """What is known of a file. Raises FileNotFound."""

    def read(self, id: str, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start`, all that follow or `length` of them.

        Raises FileNotFound before the first piece; FileDamaged behind the last one where the
        whole file was read and does not have its hash.
        """

    def saved(self, since: Moment, until: Moment | None) -> AsyncIterator[str]:
        """The ids of files that were kept from `since` on and before `until`, in no order."""

    async def delete(self, id: str) -> None:
        """Forget the file. Deleting twice is harmless."""
