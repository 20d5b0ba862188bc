"""The desk that cases are played on: real storage in a folder, the real bot, a status page."""

import asyncio
import mimetypes
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, override

import aiohttp
import yaml

from firstline.desk import Desk
from firstline.domain.events import Attachment
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy, fingerprint, parse
from firstline.intake import facts, language
from firstline.intake.bot import Bot
from firstline.intake.checks import DeskChecks
from firstline.intake.rasa import BotAway, Turn
from firstline.intake.started import started_bot
from firstline.intake.status import StatusPage
from firstline.intake.turn import Intake
from firstline.locales import Texts
from firstline.masking import mask
from firstline.notify import Notifier
from firstline.settings import Settings
from firstline.store.files import FolderFiles
from firstline.store.sqlite import SqliteStore
from firstline.voice import Voice
from firstline.web.attachments import Manifest, keep, text_of

from .form import File, Incident
from .pages import served, summary

PATIENCE = 60.0
"""Seconds for a turn of the bot: how fast it is, is measured elsewhere."""
PICTURE = b"\x89PNG\r\n\x1a\n"
"""What a file without a text holds: something that cannot be read."""


@dataclass
class Clock:
    """A clock that only the case moves, in milliseconds UTC."""

    now: Moment

    def __call__(self) -> Moment:
        """The present."""
        return self.now


class Listener(Bot):
    """The real bot, or none, that remembers what it took the last words for."""

    def __init__(self, bot: Bot | None) -> None:
        super().__init__()
        self._bot = bot
        self.intent = ""

    @override
    async def turn(
        self, text: str, asked: str | None, facts: Mapping[str, Any], language: str
    ) -> Turn:
        if self._bot is None:
            raise BotAway
        turn = await self._bot.turn(text, asked, facts, language)
        self.intent = turn.intent.name
        return turn


@dataclass
class Room:
    """One desk with a clock of its own, for one case."""

    clock: Clock
    desk: Desk
    bot: Listener
    intake: Intake
    status: StatusPage


@dataclass
class House:
    """What all cases share."""

    policy: Policy
    voice: Voice
    store: SqliteStore
    files: FolderFiles
    bot: Bot | None
    session: aiohttp.ClientSession
    url: str
    pages: dict[str, Any] = field(default_factory=dict)

    @asynccontextmanager
    async def room(
        self, now: Moment, name: str, incidents: tuple[Incident, ...], *, silent: bool = False
    ) -> AsyncIterator[Room]:
        """A desk at a moment, with a status page that shows these incidents."""
        clock = Clock(now)
        desk = Desk(
            store=self.store,
            policies={fingerprint(self.policy): self.policy},
            voice=self.voice,
            notifier=Notifier(),
            now=clock,
        )
        self.pages[name] = summary(incidents, now)
        page = StatusPage(f"{self.url}/{name}" if incidents else "", clock, self.session)
        bot = Listener(None if silent else self.bot)
        read = partial(text_of, self.files)
        intake = Intake(desk, bot, DeskChecks(desk, page), read_file=read)
        yield Room(clock, desk, bot, intake, page)
        await page.close()

    async def keep(self, file: File, stream: str) -> tuple[Attachment, str]:
        """A stored file and its text as stored: masked, as an upload is."""
        guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        text = mask(file.text).text
        content = text.encode() or PICTURE
        saved = await self.files.save(_once(content), len(content))
        manifest = Manifest(
            saved.id,
            file.name,
            saved.size,
            file.type or ("text/plain" if text else guessed),
            checked=bool(text),
            conversation=stream,
        )
        return manifest.attachment(await keep(self.files, manifest)), text


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[House]:
    """A desk in a folder that is thrown away; raises BotDidNotStart."""
    policy = parse(yaml.safe_load((settings.root / "policy.yml").read_text("utf-8")))
    await asyncio.to_thread(language.warm)
    await asyncio.to_thread(facts.warm)
    pages: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="firstline-eval-") as folder:
        store = SqliteStore(Path(folder) / "firstline.db")
        async with _bot(settings) as bot, served(pages) as url, aiohttp.ClientSession() as session:
            voice = Voice(Texts.load(settings.root / "locales"))
            files = FolderFiles(Path(folder) / "files")
            yield House(policy, voice, store, files, bot, session, url, pages)
        await store.close()


@asynccontextmanager
async def _bot(settings: Settings) -> AsyncIterator[Bot | None]:
    """Rasa with the model of this content, or nothing where the settings want none."""
    if not settings.bot:
        yield None
        return
    async with started_bot(settings, PATIENCE) as bot:
        yield bot


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
