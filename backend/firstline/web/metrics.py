"""`/metrics`: what the desk counted and how things stand, in Prometheus' text format.

Each name and its meaning stands in docs/operating.md. What concerns the store as a whole (queues,
clocks, due times) every desk tells alike; what concerns a process only its own desk tells.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from firstline import __version__
from firstline.domain.events import AgentReplied, CustomerWrote
from firstline.domain.moment import Moment
from firstline.measures import Histogram, Measures

from .errors import PageNotFound
from .figures import Figures, Reader

log = structlog.get_logger()

PATIENCE = 5.0
"""Seconds for the store's figures; without them the rest is told."""
TYPE = "text/plain; version=0.0.4; charset=utf-8"
PASSED_ON = ("X-Forwarded-For", "Forwarded")
"""Headers of a request that came through a proxy, from outside."""
type Counts = Iterable[tuple[tuple[str, ...], int]]
"""Values of the labels, and how often."""
SIDES = {CustomerWrote: "customer", AgentReplied: "agent"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Where the figures come from; the composition root fills it."""

    measures: Measures
    reader: Reader
    now: Callable[[], Moment]
    bot: Callable[[], Mapping[str, int]]
    sockets: Callable[[], Mapping[str, int]]
    """Open sockets by side: customer, agent."""
    tasks: Callable[[], Mapping[str, bool]]
    """Background tasks by name, and whether they run."""
    swept_at: Callable[[], Moment]
    draining: Callable[[], bool]


class Metrics(Collector):
    """Makes the page, anew at each request."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources
        self._figures: Figures | None = None
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    async def page(self, request: web.Request) -> web.Response:
        """The answer to Prometheus; whoever comes through a proxy finds nothing here."""
        if any(name in request.headers for name in PASSED_ON):
            raise PageNotFound
        self._figures = await self._look()
        text = generate_latest(self._registry)
        return web.Response(body=text, headers={"Content-Type": TYPE})

    def collect(self) -> Iterator[Metric]:
        """All families; the registry asks for them."""
        yield from self._counted()
        yield from self._of_process()
        yield _gauge("store_up", "Whether the store answered.", self._figures is not None)
        if self._figures is not None:
            yield from _of_store(self._figures)

    async def _look(self) -> Figures | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._from.reader.figures()
        except Exception as error:  # noqa: BLE001 - a store that is away is told as such
            log.warning("no_figures", error=type(error).__name__)
            return None

    def _counted(self) -> Iterator[Metric]:
        counted = self._from.measures
        events = {(_tag(kind),): count for kind, count in counted.events.items()}
        said = {(side,): counted.events[kind] for kind, side in SIDES.items()}
        yield _counter("messages", "Messages written here.", ("side",), said.items())
        yield _counter("events", "Events written here, by kind.", ("event",), events.items())
        yield _histogram("turn_seconds", "Turns of the bot.", "outcome", counted.turns)
        yield _histogram("store_seconds", "Calls of the store.", "operation", counted.store)
        errors = counted.store_errors
        yield _counter("store_errors", "Calls that failed.", ("operation", "code"), errors.items())
        yield _histogram("loop_lag_seconds", "The event loop's lag.", "", {"": counted.loop})

    def _of_process(self) -> Iterator[Metric]:
        source = self._from
        yield _gauges("info", "The version that runs.", "version", {__version__: 1})
        yield _gauge("draining", "Whether it is told to stop.", source.draining())
        bot = source.bot()
        states = {"up": bot["up"], "away": bot["of"] - bot["up"]}
        yield _gauges("bot_replicas", "Rasas by state.", "state", states)
        yield _gauges("sockets", "Open sockets.", "side", source.sockets())
        yield _gauges("background_task_up", "Whether it runs.", "task", source.tasks())
        since = (source.now() - source.swept_at()) / 1000
        yield _gauge("seconds_since_sweep", "Since this desk's last sweep.", max(0, since))


def setup(app: web.Application, metrics: Metrics) -> None:
    """Add the page that Prometheus asks for."""

    async def page(request: web.Request) -> web.Response:
        return await metrics.page(request)

    app.router.add_get("/metrics", page)


def _of_store(found: Figures) -> Iterator[Metric]:
    yield _gauges("queue_length", "Conversations in the queue.", "team", found.waiting)
    ages = {team: age / 1000 for team, age in found.oldest.items()}
    yield _gauges("queue_oldest_seconds", "Age of the oldest one in the queue.", "team", ages)
    yield _gauges("clocks_running", "Promises that run.", "clock", found.running)
    yield _gauges("clocks_due_soon", "Promises due in 15 min.", "clock", found.soon)
    yield _gauges("clocks_breached", "Promises missed, not yet kept.", "clock", found.breached)
    pages = {state: found.pages[state] for state in ("calling", "in_vain")}
    yield _gauges("pages_open", "Conversations for which people on call are paged.", "state", pages)
    yield _gauge("sweeper_lag_seconds", "Age of what is most overdue.", found.overdue / 1000)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"firstline_{name}", meaning, value=float(value))


def _gauges(name: str, meaning: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"firstline_{name}", meaning, labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family


def _counter(name: str, meaning: str, labels: tuple[str, ...], counts: Counts) -> Metric:
    family = CounterMetricFamily(f"firstline_{name}", meaning, labels=labels)
    for key, count in counts:
        family.add_metric(key, count)
    return family


def _histogram(name: str, meaning: str, label: str, by_name: Mapping[str, Histogram]) -> Metric:
    family = HistogramMetricFamily(f"firstline_{name}", meaning, labels=[label] if label else [])
    for key, one in by_name.items():
        family.add_metric([key] if label else [], list(_buckets(one)), one.total)
    return family


def _buckets(one: Histogram) -> Iterable[tuple[str, float]]:
    """Prometheus' counts add up: each bucket holds all that were shorter."""
    below = 0
    for bound, count in zip((*map(str, one.bounds), "+Inf"), one.counts, strict=True):
        below += count
        yield bound, below


def _tag(kind: type) -> str:
    return str(kind.__struct_config__.tag)  # type: ignore[attr-defined] # events are structs
