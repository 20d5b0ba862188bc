"""Takes what editors changed into the running desk (R72), or says why it does not.

The files are read every few seconds and compared by content, not by time. What has changed is
checked as `make check` does; only what passes goes live, all of it together. Undoing a change is
another change.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

import structlog
import yaml
from msgspec import Struct

from firstline.checks.readable import EDITED
from firstline.domain.errors import FirstlineError, OperatorError
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy, parse
from firstline.intake import components, facts
from firstline.intake.components import Areas
from firstline.locales import BrokenTexts, Texts

from .judged import judged

log = structlog.get_logger()

LOOK_EVERY = 2.0
"""Seconds. A change counts once two looks in a row have seen the same."""
LOGGED = 20
"""Problems that the log gets; editors see all."""

type ModelState = Literal["live", "training", "failed", "elsewhere", "off"]


class Contents(Struct, frozen=True):
    """What goes live together."""

    texts: Texts
    policy: Policy
    areas: Areas
    """What the status page's components are about."""


class Told(Struct, frozen=True):
    """What editors are told of their files. `refused`: what is wrong with those that are not live.

    `since`: when the files that are live were taken; None is the start.
    """

    live: str
    since: Moment | None
    refused: tuple[str, ...]
    model: ModelState


class Reload:
    """Looks for changes, for ever. `take` puts them in force, `changed` hears what came of it."""

    def __init__(
        self,
        root: Path,
        take: Callable[[Contents], Awaitable[None]],
        changed: Callable[[], None],
        now: Callable[[], Moment],
    ) -> None:
        self._root = root
        self._take = take
        self._changed = changed
        self._now = now
        self.live = self._judged = self._seen = digest(root)
        self.since: Moment | None = None
        self.refused: tuple[str, ...] = ()

    async def run(self) -> None:
        """A named task of the composition root."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except (FirstlineError, OperatorError, BrokenTexts, OSError) as error:
                log.warning("content_not_read", error=str(error))

    async def look(self) -> None:
        """One look: judges what has changed, once it changes no more."""
        found = await asyncio.to_thread(digest, self._root)
        settled, self._seen = found == self._seen, found
        if settled and found != self._judged:
            await self._judge(found)

    async def _judge(self, found: str) -> None:
        if found == self.live:
            self._tell(found, ())
            return
        wrong = await judged(self._root)
        contents = None if wrong else await asyncio.to_thread(self._read)
        if await asyncio.to_thread(digest, self._root) != found:
            return  # changed meanwhile: the next look sees to it
        if contents is None:
            log.warning("content_refused", problems=wrong[:LOGGED], count=len(wrong))
            self._tell(found, tuple(wrong))
            return
        await self._take(contents)
        self.live, self.since = found, self._now()
        log.info("content_taken", content=found)
        self._tell(found, ())

    def _read(self) -> Contents:
        """Raises BrokenTexts, OSError, FactWordsAreBroken, OperatorError for other words."""
        texts = Texts.load(self._root / "locales")
        policy = parse(yaml.safe_load((self._root / "policy.yml").read_text("utf-8")))
        facts.renew(self._root / "locales")
        return Contents(texts, policy, components.areas(self._root / components.FILE))

    def _tell(self, found: str, refused: tuple[str, ...]) -> None:
        self._judged, self.refused = found, refused
        self._changed()


def digest(root: Path) -> str:
    """One value for the content of everything that editors write; raises OSError."""
    every = sorted(file for pattern in EDITED for file in root.glob(pattern))
    whole = hashlib.sha256()
    for file in every:
        whole.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes() + b"\0")
    return whole.hexdigest()[:16]
