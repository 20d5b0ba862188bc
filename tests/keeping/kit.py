"""A store with a little of everything in it, and its twin to move or restore into."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from firstline.desk import Desk
from firstline.domain.commands import AskForPerson, PostMessage, RedactMessage
from firstline.domain.events import Attachment
from firstline.domain.policy import encode, fingerprint
from firstline.keeping.replay import desk_for
from firstline.numbers import new_stream
from firstline.settings import Settings
from firstline.store.port_accounts import Agent, ApiToken
from firstline.stores import Stores, opened
from firstline.web import attachments
from firstline.web.attachments import Manifest
from tests.kit import CUSTOMER, LEA, ROOT, Clock, promise, reserve
from tests.store.kit import pieces

SECRET = "call me at 555 0199"
HASHED = fingerprint(promise())


class Home:
    """Stores with a desk on them, and the clock of both."""

    def __init__(self, stores: Stores, desk: Desk, clock: Clock) -> None:
        self.stores, self.desk, self.clock = stores, desk, clock

    async def tell(self, text: str = "Grüße, число 1", *, file: bytes = b"") -> str:
        """A conversation in the queue; gives its stream."""
        stream = new_stream()
        await self.desk.handle(stream, CUSTOMER, reserve())
        files = (await self.attach(stream, file),) if file else ()
        await self.say(stream, "m1", text, files)
        await self.desk.handle(stream, CUSTOMER, AskForPerson("m2"))
        return stream

    async def say(
        self, stream: str, id: str, text: str, files: tuple[Attachment, ...] = ()
    ) -> None:
        self.clock.at += 1_000
        await self.desk.handle(stream, CUSTOMER, PostMessage(id, text, files=files))

    async def attach(self, stream: str, content: bytes) -> Attachment:
        kept = await self.stores.files.save(pieces(content), 10**7)
        manifest = Manifest(kept.id, "log.txt", len(content), "text/plain", True, stream)
        return manifest.attachment(await attachments.keep(self.stores.files, manifest))

    async def redact(self, stream: str, *positions: int) -> None:
        self.clock.at += 1_000
        await self.desk.handle(stream, LEA, RedactMessage(positions, "private"))

    async def said(self, stream: str) -> str:
        return str(await self.stores.store.read(stream))

    async def furnish(self) -> list[str]:
        """Two conversations, a file, an erasure, an agent, a token."""
        lea = Agent("lea", "lea@desk.example", "Lea", "lead")
        await self.stores.accounts.save_agent(lea, "hashed")
        await self.stores.accounts.save_api_token("secret", ApiToken("reports", "lead", 5))
        streams = [await self.tell(), await self.tell(SECRET, file=b"it failed\n" * 40_000)]
        reserved = new_stream()
        await self.desk.handle(reserved, CUSTOMER, reserve())
        await self.redact(streams[0], 2)
        return [*streams, reserved]


def at(folder: Path, **more: str) -> Settings:
    return Settings(root=ROOT, data=folder, **more)


@asynccontextmanager
async def home(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Home]:
    """Opens the stores of the settings, with the project's promise in force."""
    async with opened(settings) as stores:
        yield await at_home(stores, clock)


async def at_home(stores: Stores, clock: Clock | None = None) -> Home:
    """A desk on these stores."""
    clock = clock or Clock()
    await stores.accounts.keep_policy(HASHED, encode(promise()).decode())
    desk = desk_for(stores, at(Path()), clock)
    desk.policies[HASHED] = promise()
    return Home(stores, desk, clock)
