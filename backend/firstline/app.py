"""The composition root: the only file that knows the concrete parts together."""

import asyncio
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import structlog
import yaml
from aiohttp import ClientSession, web

from .answering import know_numbers
from .background import Background
from .channels.inbox import InboxChannel
from .channels.many_desks import SharedManager
from .channels.packets import Packet
from .channels.places import Places
from .channels.socket import Gate, WireJson
from .channels.socket import Parts as ChannelParts
from .channels.transport import Manager, Sockets, new_loop
from .channels.widget import WidgetChannel
from .desk import Desk
from .domain.moment import Moment
from .domain.policy import Policy, encode, fingerprint, parse
from .editing.confusions import Comparer
from .editing.model import Model
from .editing.reload import Contents, ModelState, Reload, Told
from .editing.workbench import Bench, Workbench
from .effects.indexer import Indexer
from .effects.on_call import OnCall
from .effects.outbox import Outbox
from .effects.pager import Pager
from .effects.retention import Retention
from .effects.shifts import Shifts
from .effects.sweeper import Sweeper
from .intake import components, facts, language
from .intake.bot import Bot
from .intake.checks import DeskChecks
from .intake.schedule import Schedule
from .intake.status import StatusPage
from .intake.surges import Surges
from .intake.training import best_model
from .intake.turn import Intake
from .keeping.exporting import Export
from .keeping.moving import refuse_unfinished, say_served
from .keeping.replay import replay_new
from .limits import Limits
from .live.hints import Hints
from .live.link import Link
from .live.shares import Shares
from .live.shelf import Shelf
from .locales import Texts
from .measured import MeasuredStore
from .measures import Measures
from .notify import Notifier
from .people import People
from .presence import Presence
from .serving import serve_until_told
from .settings import Settings
from .store.port_accounts import Agent
from .stores import Stores, open_stores, throwaway
from .underway import Underway
from .voice import Voice
from .web import attachments, site
from .web.attachments import text_of
from .web.demo_people import demo_people, retire_demo_people
from .web.figures import Reader
from .web.guard import address_of
from .web.identities import Identities
from .web.leftovers import Leftovers
from .web.metrics import Metrics, Sources
from .web.parts import Parts as WebParts
from .web.sessions import Sessions
from .web.sniff import ALLOWED

log = structlog.get_logger()

LONGEST_MESSAGE = 1_000_000
"""Bytes of one socket message; the command's own limits are far below and refuse with a code."""

YOUNG = 50_000
"""Objects made before the garbage is collected: a message makes hundreds and hardly a cycle."""
PAGERS = 2
"""A service that is slow to take a page holds up one of them."""
DRAIN = 6.0
"""Seconds that what is under way has when the desk is told to stop."""
LEAVE_WITHIN = 2_000
"""Milliseconds over which clients spread when they go elsewhere."""


class BrokenPolicy(ValueError):
    """`policy.yml` cannot be used; the message says where and what was expected."""


def wall_clock() -> Moment:
    """Now, in milliseconds UTC."""
    return time.time_ns() // 1_000_000


def read_policy(file: Path) -> Policy:
    """The promise in `policy.yml`; raises BrokenPolicy."""
    try:
        return parse(yaml.safe_load(file.read_text("utf-8")))
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise BrokenPolicy(f"{file}: {error}") from error


class Firstline:
    """One desk: made from settings, started and stopped with its web application.

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
        )
        know_numbers(self.desk.states.number)
        self._model = best_model(settings.root) if settings.bot else Path()
        self.bot = _bot(settings, self._model)
        self._make_content()
        areas = components.areas(settings.root / components.FILE)
        shelf = self._shelf("status")
        self.status = StatusPage(settings.status_url, now, shelf=shelf, areas_of=areas)
        checks = DeskChecks(self.desk, self.status)
        read_file = partial(text_of, self.files)
        self.intake = Intake(self.desk, self.bot, checks, self.measures, read_file=read_file)
        self.turns = Schedule(self.intake.take, self.underway)
        self.surges = Surges(self.desk, checks, self.underway)
        self.leftovers = Leftovers(self.desk, self.files)
        self.outbox = Outbox(self.desk, settings, self.underway)
        self.pager = Pager(self.desk, OnCall(settings), settings, self.underway)
        self.background = Background(died=self._give_up)
        self.died = ""
        """The background task that ended and took the desk with it; empty while all is well."""
        self.sockets = _sockets(self.link)
        self._make_channels()

    def _make_channels(self) -> None:
        identities = Identities(self.settings)
        limits = Limits(self.settings.rate_per_minute, self.now, self.shares)
        self.web_parts = WebParts(
            settings=self.settings,
            desk=self.desk,
            accounts=self.accounts,
            files=self.files,
            identities=identities,
            sessions=Sessions(self.accounts, self.settings, self.now),
            limits=limits,
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
            limits=limits,
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
        self.widget = WidgetChannel(parts, self.notifier, identities.verify, places)
        self.workbench = self._make_workbench()
        self.inbox = InboxChannel(parts, self.notifier, self._signed, self.search, self.workbench)
        self.bot.on_change(self.widget.bot_changed)
        self.bot.on_change(self.inbox.bot_changed)

    def _make_content(self) -> None:
        """What follows the editors' files while the desk runs (R72)."""
        settings = self.settings
        own = self.bot.child is not None

        def changed() -> None:
            self.inbox.content_changed()

        async def exchange(model: Path) -> None:
            await self.bot.exchange(_argv(settings, model))

        state: ModelState = "live" if own else "elsewhere" if settings.bot else "off"
        self.model = Model(settings.root, exchange if own else None, self._model, changed, state)
        self.content = Reload(settings.root, self._take, changed, self.now)

    async def _take(self, contents: Contents) -> None:
        """Texts, areas, promise are in force at once; the bot's model follows, once trained."""
        await self._keep_policy(contents.policy)
        self.voice.texts = contents.texts
        self.status.name_areas(contents.areas)
        self.desk.promise(contents.policy)
        self.model.wake()

    async def _keep_policy(self, policy: Policy) -> None:
        """First where every desk finds it, then in force."""
        await self.accounts.keep_policy(fingerprint(policy), encode(policy).decode())

    def _make_workbench(self) -> Workbench:
        settings = self.settings
        return Workbench(
            Bench(
                root=settings.root,
                texts=lambda: self.voice.texts,
                policy=lambda: self.desk.policy,
                bot=lambda: self.bot,
                now=self.now,
                told=self._content_told,
                throwaway=throwaway,
                comparer=Comparer(settings.root, settings.root / settings.bot_python),
            )
        )

    def _content_told(self) -> Told:
        content = self.content
        return Told(content.live, content.since, content.refused, self.model.state)

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

    def application(self) -> web.Application:
        """The web application; its start and stop are the desk's."""
        app = web.Application(client_max_size=LONGEST_MESSAGE)
        self.sockets.attach(app)
        self.sockets.register_namespace(self.widget)
        self.sockets.register_namespace(self.inbox)
        site.setup(app, self.web_parts)
        app.cleanup_ctx.append(self._life)
        app.on_shutdown.append(self._hang_up)
        return app

    async def drain(self) -> None:
        """Accept nothing more, send everybody elsewhere, and finish what was accepted."""
        self.underway.leave()
        for channel in (self.widget, self.inbox):
            await channel.send_away(LEAVE_WITHIN)
        try:
            async with asyncio.timeout(DRAIN):
                await self.underway.finished()
                await self._left()
        except TimeoutError:
            log.warning("drain_cut_off", seconds=DRAIN)

    async def _left(self) -> None:
        """Where another desk serves the same store, its clients get the time to go there."""
        until = asyncio.get_running_loop().time() + LEAVE_WITHIN / 1000
        while self.stores.shared and self.sockets.eio.sockets:
            if asyncio.get_running_loop().time() > until:
                return
            await asyncio.sleep(0.05)

    async def _hang_up(self, _app: web.Application) -> None:
        """End the sockets: a server waits for what is open, and they would stay open for ever."""
        for socket in list(self.sockets.eio.sockets.values()):
            await socket.close(wait=False)
        await self.sockets.manager.close()

    async def _life(self, _app: web.Application) -> AsyncIterator[None]:
        try:
            await self._open()
            async with ClientSession() as session:
                self.status.session = session
                self._start()
                yield
                await self.background.stop()
                await self.workbench.close()
                await self.status.close()
        finally:
            await self.link.close()
            await self.stores.close()

    async def _open(self) -> None:
        """Wait for the stores and bring them up to date, before anybody is served."""
        await self.stores.wait()
        await refuse_unfinished(self.stores)
        await self._keep_policy(self.desk.policy)
        await self._demo_people()
        await self.people.refresh()
        await replay_new(self.desk, self.stores)

    async def _demo_people(self) -> None:
        if self.settings.demo:
            await demo_people(self.accounts)
        elif retired := await retire_demo_people(self.accounts):
            log.warning("demo_agents_retired", agents=retired)

    def _start(self) -> None:
        self.notifier.listen(self.measures.note)
        self.notifier.listen(self.turns.note)
        self.notifier.listen(self.outbox.note)
        self.notifier.listen(self.surges.note)
        self.notifier.listen(self.pager.note)
        indexer = Indexer(self.desk, self.search)
        self.notifier.listen(indexer.note)
        if not self.link.alone:
            self.notifier.listen(self.hints.note)
        can_mail = self.outbox.can_mail
        self.sweeper = Sweeper(self.desk, self._wake, can_mail=can_mail, underway=self.underway)
        shifts = Shifts(self.desk, self.people, self.settings.working_language)
        start = self.background.start
        start("loop-lag", self.measures.watch_loop())
        start("widget-changes", self.widget.tell_changes())
        start("widget-places", self.widget.keep_places())
        start("inbox-changes", self.inbox.tell_changes())
        start("inbox-gathered", self.inbox.flush())
        start("inbox-sessions", self.inbox.keep_signed())
        start("intake", self.turns.run())
        start("surges", self.surges.run())
        start("indexer", indexer.run())
        start("outbox", self.outbox.run())
        for number in range(PAGERS):
            start(f"pager-{number + 1}", self.pager.run())
        start("sweeper", self.sweeper.run())
        start("shifts", shifts.run())
        start("leftovers", self.leftovers.run())
        start("retention", Retention(self.desk, self.stores.everything).run())
        if self.stores.shared:
            start("served", say_served(self.stores, self.now))
        start("redis", self.link.run())
        start("hints", self.hints.run())
        if self.shares:
            start("limits", self.shares.run())
        start("warm-up", self._warm_up())
        start("content", self.content.run())
        start("model", self.model.run())
        if self.settings.bot:
            start("bot", self.bot.run())
            self.model.wake()

    def _wake(self, stream: str) -> None:
        """Something is due that the domain does not do alone: a bot's turn, or a page."""
        self.turns.wake(stream)
        self.pager.wake(stream)

    async def _warm_up(self) -> None:
        """Load the models of languages and dates before saying that the desk is ready."""
        await asyncio.to_thread(language.warm)
        await asyncio.to_thread(facts.warm)
        gc.collect()
        gc.freeze()  # the models live for ever: no collection need look at them again
        gc.set_threshold(YOUNG)
        self.warmed = True
        log.info("ready", url=self.settings.url)
        await asyncio.Event().wait()

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


def serve(settings: Settings) -> None:
    """Run the desk until it is told to stop; exits with status 1 where a part of it died."""
    desk = Firstline(settings)
    serving = serve_until_told(desk.application(), settings.host, settings.port, desk.drain)
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(serving)
    if desk.died:
        sys.exit(1)


def _bot(settings: Settings, model: Path) -> Bot:
    if not settings.bot:
        return Bot()
    return Bot(settings.rasa, _argv(settings, model), settings.root.resolve() / "bot")


def _argv(settings: Settings, model: Path) -> list[str]:
    """What starts Rasa with a model."""
    root = settings.root.resolve()
    serve_bot = [str(root / settings.bot_python), str(root / "bot/serve.py")]
    return [*serve_bot, str(model.resolve())]


def _sockets(link: Link) -> Sockets:
    """Pages of our own origin only: widget and inbox are served by the desk itself."""
    return Sockets(
        async_mode="aiohttp",
        json=WireJson,
        logger=_quiet("socketio"),
        engineio_logger=_quiet("engineio"),
        serializer=Packet,
        client_manager=Manager() if link.alone else SharedManager(link),
        max_http_buffer_size=LONGEST_MESSAGE,
    )


def _quiet(library: str) -> logging.Logger:
    """A logger of our own: the library's would write past the gate for secrets (R27)."""
    logger = logging.getLogger(f"firstline.{library}")
    logger.setLevel(logging.ERROR)
    return logger
