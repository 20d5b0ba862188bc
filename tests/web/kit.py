"""A desk with its real stores, and what customers and agents bring to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from joserfc import jwt
from joserfc.jwk import OctKey

from firstline import access
from firstline.desk import Desk
from firstline.domain.commands import Agent as Actor
from firstline.domain.commands import (
    AskForPerson,
    ClaimConversation,
    Customer,
    PostMessage,
    Reply,
    ReserveNumber,
)
from firstline.domain.events import Person
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy, fingerprint, parse
from firstline.limits import Limits
from firstline.locales import Texts
from firstline.notify import Notifier
from firstline.numbers import new_number, new_stream
from firstline.settings import Settings
from firstline.store.accounts import SqliteAccounts
from firstline.store.files import FolderFiles
from firstline.store.sqlite import SqliteStore
from firstline.voice import Voice
from firstline.web.identities import Identities
from firstline.web.parts import Parts
from firstline.web.sessions import Sessions

ROOT = Path(__file__).parent.parent.parent
SECRET = "planted-for-tests-planted-for-tests-planted"
START: Moment = 1_760_000_000_000
PASSWORD = "correct horse battery"
ORIGIN = {"Sec-Fetch-Site": "same-origin"}
KEY = "sk_live_51HxxQ2eZvKYlo2CkWm7tq9RrT4bV6nM8pL0aS3dF"


@dataclass
class Clock:
    """A clock that only tests move."""

    at: Moment = START

    def __call__(self) -> Moment:
        return self.at


@dataclass
class World:
    """Everything behind the web application, to look at and to act on."""

    parts: Parts
    clock: Clock
    folder: Path
    policy: str = field(default="")

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def stored(self) -> list[bytes]:
        """The content of every file that is kept."""
        return [path.read_bytes() for path in self.files.rglob("*") if path.is_file()]

    async def reserve(self, person: Person | None = None) -> tuple[str, str]:
        """A new conversation and its key."""
        stream, key = new_stream(), access.new_key()
        order = ReserveNumber(
            number=new_number(),
            channel="chat",
            customer=person or Person(),
            key_hash="" if person else access.key_hash(key),
            language="en",
            browser_languages=("en",),
            zone="UTC",
            policy=self.policy,
        )
        await self.parts.desk.handle(stream, Customer(), order)
        return stream, key

    async def answered(self, stream: str) -> None:
        """The customer wrote, asked for a person, and got an answer."""
        desk, agent = self.parts.desk, Actor("lena", "Lena")
        await desk.handle(stream, Customer(), PostMessage("m-1", "It is broken"))
        await desk.handle(stream, Customer(), AskForPerson("m-2"))
        claimed = await desk.handle(stream, agent, ClaimConversation())
        answer = Reply("r-1", "The webhook was off.", "investigated", claimed.position)
        await desk.handle(stream, agent, answer)


@cache
def texts() -> Texts:
    """The project's own texts, read once."""
    return Texts.load(ROOT / "locales")


@cache
def promise() -> Policy:
    """The project's own promise, read once."""
    return parse(yaml.safe_load((ROOT / "policy.yml").read_text("utf-8")))


def make_world(folder: Path, settings: Callable[..., Settings]) -> World:
    clock = Clock()
    made = settings(data=folder)
    policy = promise()
    store = SqliteStore(folder / "firstline.db")
    accounts = SqliteAccounts(folder / "accounts.db")
    voice = Voice(texts())
    hashed = fingerprint(policy)
    desk = Desk(
        store=store,
        policies={hashed: policy},
        voice=voice,
        notifier=Notifier(),
        now=clock,
    )
    parts = Parts(
        settings=made,
        desk=desk,
        accounts=accounts,
        files=FolderFiles(folder / "files"),
        identities=Identities(made),
        sessions=Sessions(accounts, made, clock),
        limits=Limits(made.rate_per_minute, clock),
        checks={},
    )
    return World(parts, clock, folder, hashed)


def token(secret: str = SECRET, alg: str = "HS256", at: Moment = START, **claims: Any) -> str:
    """An identity token that holds for an hour from `at`, unless `exp` says otherwise."""
    given = {"sub": "ana", "chat": True, "exp": at // 1000 + 3600, **claims}
    kept = {name: value for name, value in given.items() if value is not None}
    return jwt.encode({"alg": alg}, kept, OctKey.import_key(secret))


def bearer(signed: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {signed}"}


def by_key(key: str) -> dict[str, str]:
    return {"Authorization": f"Conversation {key}"}
