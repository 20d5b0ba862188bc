"""The parts of a desk, made from its settings and put together."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import structlog

from firstline.answering import know_numbers
from firstline.background import Background
from firstline.channels.inbox import InboxChannel
from firstline.channels.places import Places
from firstline.channels.socket import Gate
from firstline.channels.socket import Parts as ChannelParts
from firstline.channels.widget import WidgetChannel
from firstline.desk import Desk
from firstline.domain.moment import Moment
from firstline.domain.policy import fingerprint
from firstline.effects.indexer import Indexer
from firstline.effects.on_call import OnCall
from firstline.effects.outbox import Outbox
from firstline.effects.pager import Pager
from firstline.effects.shifts import Shifts
from firstline.effects.sweeper import Sweeper
from firstline.intake import components
from firstline.intake.checks import DeskChecks
from firstline.intake.schedule import Schedule
from firstline.intake.status import StatusPage
from firstline.intake.surges import Surges
from firstline.intake.training import best_model
from firstline.intake.turn import Intake
from firstline.keeping.exporting import Export
from firstline.limits import Limits
from firstline.live.hints import Hints
from firstline.live.link import Link
from firstline.live.shares import Shares
from firstline.live.shelf import Shelf
from firstline.locales import Texts
from firstline.measured import MeasuredStore
from firstline.measures import Measures
from firstline.notify import Notifier
from firstline.people import People
from firstline.presence import Presence
from firstline.settings import Settings
from firstline.store.port_accounts import Agent
from firstline.stores import Stores, open_stores
from firstline.underway import Underway
from firstline.voice import Voice
from firstline.web import attachments
from firstline.web.attachments import text_of
from firstline.web.figures import Reader
from firstline.web.guard import address_of
from firstline.web.identities import Identities
from firstline.web.leftovers import Leftovers
from firstline.web.metrics import Metrics, Sources
from firstline.web.parts import Parts as WebParts
from firstline.web.sessions import Sessions
from firstline.web.sniff import ALLOWED

from .bot import make_bot
from .content import Content
from .promise import read_policy
from .sockets import make_sockets

log = structlog.get_logger()


def wall_clock() -> Moment:
    """Now, in milliseconds UTC."""
    return time.time_ns() // 1_000_000


class Firstline:
    """The parts of one desk; `life.py` starts and stops them.

    `now` is the clock of everything; tests move it. `link` is the connection to other desks,
    `stores` what they share; both are made from the settings unless given.
    """

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], Moment] = wall_clock,
        link: Link | None = None,
        stores: Stores | None = None,
    ) -> None:
        self.settings = settings
        self.now = now
        self.warmed = False
        self.underway = Underway()
        policy = read_policy(settings.root / "policy.yml")
        self.policy = fingerprint(policy)
        self.notifier = Notifier()
        self.voice = Voice(Texts.load(settings.root / "locales"))
        self.link = link or Link(settings.redis)
        shared_limit = not self.link.alone
        self.shares = Shares(self.link, settings.rate_per_minute, now) if shared_limit else None
        self.stores = stores = stores or open_stores(settings)
        self.measures = Measures()
        self.store = MeasuredStore(stores.store, self.measures)
        self.accounts = stores.accounts
        self.search, self.files = stores.search, stores.files
        self.people = People(self.accounts)
        self.desk = Desk(
            store=self.store,
            policies={self.policy: policy},
            voice=self.voice,
            notifier=self.notifier,
            now=now,
            find_policy=self.accounts.policy,
            drop_files=lambda ids: attachments.erase(self.files, ids),
            shared=stores.shared,
            note_erasures=stores.erasures.note,
            can_mail=settings.can_mail,
        )
        know_numbers(self.desk.states.number)
        model = best_model(settings.root) if settings.bot else Path()
        self.bot = make_bot(settings, model)
        areas = components.areas(settings.root / components.FILE)
        shelf = self._shelf("status")
        self.status = StatusPage(settings.status_url, now, shelf=shelf, areas_of=areas)
        self.content = Content(
            settings,
            lambda: self.bot,
            model,
            desk=self.desk,
            status=self.status,
            accounts=self.accounts,
            changed=lambda: self.inbox.content_changed(),  # noqa: PLW0108 - made below
        )
        checks = DeskChecks(self.desk, self.status)
        read_file = partial(text_of, self.files)
        self.intake = Intake(self.desk, self.bot, checks, self.measures, read_file=read_file)
        self.turns = Schedule(self.intake.take, self.underway)
        self.surges = Surges(self.desk, checks, self.underway)
        self.background = Background(died=self._give_up)
        self.died = ""
        """The background task that ended and took the desk with it; empty while all is well."""
        self.identities = Identities(settings)
        self.limits = Limits(settings.rate_per_minute, now, self.shares)
        self._make_effects()
        self._make_web()
        self._make_channels()

    def _make_effects(self) -> None:
        """What happens by itself."""
        desk, settings, underway = self.desk, self.settings, self.underway
        self.leftovers = Leftovers(desk, self.files)
        self.outbox = Outbox(desk, settings, underway)
        self.pager = Pager(desk, OnCall(settings), settings, underway)
        self.indexer = Indexer(desk, self.search)
        self.shifts = Shifts(desk, self.people, settings.working_language)
        can_mail = self.outbox.can_mail
        self.sweeper = Sweeper(desk, self._wake, can_mail=can_mail, underway=underway)

    def _make_web(self) -> None:
        self.web_parts = WebParts(
            settings=self.settings,
            desk=self.desk,
            accounts=self.accounts,
            files=self.files,
            identities=self.identities,
            sessions=Sessions(self.accounts, self.settings, self.now),
            limits=self.limits,
            link=self.link,
            checks={
                "warmed": self._is_warm,
                "store": self._store_answers,
                "accepting": self._accepts,
            },
            about=self._about,
            exported=lambda stream: Export(self.stores).lines(stream),
            metrics=self._metrics(),
            name_of=self.people.name_of,
            underway=self.underway,
        )

    def _make_channels(self) -> None:
        self.sockets = make_sockets(self.link)
        self.hints = Hints(
            self.link,
            self.store,
            self.now,
            learn=self.desk.states.learn,
            opened=lambda: self.widget.opened() | self.inbox.opened(),
            people_moved=lambda: self.inbox.people_moved(),  # noqa: PLW0108 - made below
        )
        parts = ChannelParts(
            desk=self.desk,
            people=self.people,
            presence=Presence(self.link),
            settings=self.settings,
            limits=self.limits,
            attachments=lambda ids, stream: attachments.resolve(self.files, ids, stream),
            keep_text=partial(attachments.keep_text, self.files),
            bot_ready=lambda: self.bot.ready,
            bot_health=lambda: msgspec.to_builtins(self.bot.health),
            people_changed=self.hints.people_changed,
            address_of=lambda environ: address_of(environ["aiohttp.request"], self.settings),
            file_types=list(ALLOWED),
            drop_uploads=self.leftovers.drop_of,
            underway=self.underway,
        )
        places = Places(self.store)
        self.widget = WidgetChannel(parts, self.notifier, self.identities.verify, places)
        self.workbench = self.content.workbench()
        self.inbox = InboxChannel(parts, self.notifier, self._signed, self.search, self.workbench)
        self.bot.on_change(self.widget.bot_changed)
        self.bot.on_change(self.inbox.bot_changed)

    def _shelf(self, name: str) -> Shelf | None:
        """Where other desks find what this one fetched."""
        return None if self.link.alone else Shelf(self.link, name)

    def _metrics(self) -> Metrics:
        def open_sockets() -> dict[str, int]:
            sides: dict[str, Gate] = {"customer": self.widget, "agent": self.inbox}
            return {side: channel.open_sockets() for side, channel in sides.items()}

        return Metrics(
            Sources(
                measures=self.measures,
                reader=Reader(self.desk, self.people),
                now=self.now,
                bot=lambda: msgspec.to_builtins(self.bot.health),
                sockets=open_sockets,
                tasks=self.background.running,
                swept_at=lambda: self.sweeper.swept_at,
                draining=lambda: self.underway.leaving,
            )
        )

    def _about(self) -> dict[str, object]:
        """What `/health` says of this desk's parts; it asks nobody."""
        return {
            "warmed": self.warmed,
            "draining": self.underway.leaving,
            "bot": msgspec.to_builtins(self.bot.health),
        }

    def _wake(self, stream: str) -> None:
        """Something is due that the domain does not do alone: a bot's turn, or a page."""
        self.turns.wake(stream)
        self.pager.wake(stream)

    async def _store_answers(self) -> bool:
        await self.store.row("nothing")
        return True

    async def _accepts(self) -> bool:
        return not self.underway.leaving

    async def _is_warm(self) -> bool:
        return self.warmed

    def _give_up(self, name: str) -> None:
        """A background task died: end the process, so that nobody believes that all is well."""
        self.died = name
        log.critical("stopping", because=name)
        os.kill(os.getpid(), signal.SIGTERM)

    async def _signed(self, environ: Mapping[str, Any]) -> Agent | None:
        return await self.web_parts.sessions.agent_of(str(environ.get("HTTP_COOKIE", "")))
