"""What moving house and making backups need beside the desk's own ports; no desk uses it.

It is a port of its own, so that the ports on the message path stay as small as they are.
"""

from collections.abc import AsyncIterable
from typing import Protocol

from .port_accounts import ApiToken
from .port_files import StoredFile


class Everything(Protocol):
    """The whole of what is kept, and what is known of it as a whole."""

    async def streams(self, after: str = "", limit: int = 1_000) -> list[str]:
        """Names of streams behind `after`, in the order of their bytes, whatever lists show them.

        None are left out: a list shows no conversation that was only reserved.
        """

    async def mark(self, name: str) -> str:
        """What was last written under this name about the store as a whole; empty: nothing."""

    async def set_mark(self, name: str, text: str) -> None:
        """Write it, durable on return."""

    async def tokens(self) -> list[tuple[str, ApiToken]]:
        """Every integration's access, with the hash of its token."""

    async def keep_token(self, hashed: str, made: ApiToken) -> None:
        """Let an integration in by the hash of its token. Twice is harmless."""

    async def put_file(self, file: StoredFile, content: AsyncIterable[bytes]) -> None:
        """Keep a file under the id that it already has; it can be found once it is whole.

        Raises FileDamaged where the content is not what `file` says, StoreRefused (disk full).
        """
