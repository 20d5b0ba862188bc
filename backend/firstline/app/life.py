"""How a desk lives: opened, started task by task, drained, closed."""

import asyncio
import gc
from collections.abc import AsyncIterator

import structlog
from aiohttp import ClientSession, web

from firstline.effects.retention import Retention
from firstline.intake import facts, language
from firstline.keeping.moving import refuse_unfinished, say_served
from firstline.keeping.replay import replay_new
from firstline.masking import mask
from firstline.web import site
from firstline.web.demo_people import demo_people, retire_demo_people

from .firstline import Firstline
from .sockets import LONGEST_MESSAGE

log = structlog.get_logger()

YOUNG = 50_000
"""Objects made before the garbage is collected: a message makes hundreds and hardly a cycle."""
PAGERS = 2
"""A service that is slow to take a page holds up one of them."""
DRAIN = 6.0
"""Seconds that what is under way has when the desk is told to stop."""
LEAVE_WITHIN = 2_000
"""Milliseconds over which clients spread when they go elsewhere."""


class Life:
    """Starts and stops the parts of a desk with its web application."""

    def __init__(self, parts: Firstline) -> None:
        self._parts = parts

    def application(self) -> web.Application:
        """The web application; its start and stop are the desk's."""
        app = web.Application(client_max_size=LONGEST_MESSAGE)
        self._parts.sockets.attach(app)
        self._parts.sockets.register_namespace(self._parts.widget)
        self._parts.sockets.register_namespace(self._parts.inbox)
        site.setup(app, self._parts.web_parts)
        app.cleanup_ctx.append(self._life)
        app.on_shutdown.append(self._hang_up)
        return app

    async def drain(self) -> None:
        """Accept nothing more, send everybody elsewhere, and finish what was accepted."""
        self._parts.underway.leave()
        for channel in (self._parts.widget, self._parts.inbox):
            await channel.send_away(LEAVE_WITHIN)
        try:
            async with asyncio.timeout(DRAIN):
                await self._parts.underway.finished()
                await self._left()
        except TimeoutError:
            log.warning("drain_cut_off", seconds=DRAIN)

    async def _left(self) -> None:
        """Where another desk serves the same store, its clients get the time to go there."""
        until = asyncio.get_running_loop().time() + LEAVE_WITHIN / 1000
        while self._parts.stores.shared and self._parts.sockets.eio.sockets:
            if asyncio.get_running_loop().time() > until:
                return
            await asyncio.sleep(0.05)

    async def _hang_up(self, _app: web.Application) -> None:
        """End the sockets: a server waits for what is open, and they would stay open for ever."""
        for socket in list(self._parts.sockets.eio.sockets.values()):
            await socket.close(wait=False)
        await self._parts.sockets.manager.close()

    async def _life(self, _app: web.Application) -> AsyncIterator[None]:
        try:
            await self._open()
            async with ClientSession() as session:
                self._parts.status.session = session
                self._start()
                yield
                await self._parts.background.stop()
                await self._parts.workbench.close()
                await self._parts.status.close()
        finally:
            await self._parts.link.close()
            await self._parts.stores.close()

    async def _open(self) -> None:
        """Wait for the stores and bring them up to date, before anybody is served."""
        await self._parts.stores.wait()
        await refuse_unfinished(self._parts.stores)
        await self._parts.content.keep_policy(self._parts.desk.policy)
        await self._demo_people()
        await self._parts.people.refresh()
        await replay_new(self._parts.desk, self._parts.stores)

    async def _demo_people(self) -> None:
        if self._parts.settings.demo:
            await demo_people(self._parts.accounts)
        elif retired := await retire_demo_people(self._parts.accounts):
            log.warning("demo_agents_retired", agents=retired)

    def _start(self) -> None:
        self._listen()
        one, start = self._parts, self._parts.background.start
        start("loop-lag", one.measures.watch_loop())
        start("widget-changes", one.widget.tell_changes())
        start("widget-places", one.widget.keep_places())
        start("inbox-changes", one.inbox.tell_changes())
        start("inbox-gathered", one.inbox.flush())
        start("inbox-sessions", one.inbox.keep_signed())
        start("intake", one.turns.run())
        start("surges", one.surges.run())
        start("indexer", one.indexer.run())
        start("outbox", one.outbox.run())
        for number in range(PAGERS):
            start(f"pager-{number + 1}", one.pager.run())
        start("sweeper", one.sweeper.run())
        start("shifts", one.shifts.run())
        start("leftovers", one.leftovers.run())
        start("retention", Retention(one.desk, one.stores.everything).run())
        if one.stores.shared:
            start("served", say_served(one.stores, one.now))
        start("redis", one.link.run())
        start("hints", one.hints.run())
        if one.shares:
            start("limits", one.shares.run())
        start("warm-up", self._warm_up())
        start("content", one.content.files.run())
        start("model", one.content.model.run())
        if one.settings.bot:
            start("bot", one.bot.run())
            one.content.model.wake()

    def _listen(self) -> None:
        """Who hears of each change; the channels listen by themselves."""
        one = self._parts
        for part in (one.measures, one.turns, one.outbox, one.surges, one.pager, one.indexer):
            one.notifier.listen(part.note)
        if not one.link.alone:
            one.notifier.listen(one.hints.note)

    async def _warm_up(self) -> None:
        """Load rules, words and models of languages before saying that the desk is ready."""
        await asyncio.to_thread(mask, "")
        await asyncio.to_thread(language.warm)
        await asyncio.to_thread(facts.warm)
        gc.collect()
        gc.freeze()  # the models live for ever: no collection need look at them again
        gc.set_threshold(YOUNG)
        self._parts.warmed = True
        log.info("ready", url=self._parts.settings.url)
        await asyncio.Event().wait()
