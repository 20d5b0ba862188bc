"""Erasing again what a restored backup or an old export brought back (R52)."""

from collections.abc import Callable, Iterable, Sequence

import structlog
from msgspec import Struct

from firstline.desk import Desk
from firstline.domain.commands import Agent, RedactMessage
from firstline.domain.erasure import blank
from firstline.domain.errors import FirstlineError
from firstline.domain.events import Recorded
from firstline.domain.moment import Moment
from firstline.locales import Texts
from firstline.notify import Notifier
from firstline.settings import Settings
from firstline.store.port_erasures import Erasure
from firstline.stores import Stores
from firstline.voice import Voice
from firstline.web import attachments

log = structlog.get_logger()

MARK = "erasures_replayed"
"""Up to which moment the store is known to have forgotten; a restore takes this back as well."""
SLACK = 24 * 60 * 60 * 1000
"""Milliseconds before that moment that are looked at again: clocks of desks may differ."""
REASON = "restore"


class Replayed(Struct, frozen=True):
    """How many erasures were looked at, how many were done again, and what could not be."""

    looked_at: int
    done: int
    failed: tuple[str, ...] = ()


async def replay(desk: Desk, stores: Stores, erasures: Sequence[Erasure]) -> Replayed:
    """Hold the record against erasures and do again what it lacks. Doing it twice is harmless."""
    done, failed = 0, []
    for erasure in erasures:
        try:
            done += await _replay(desk, stores, erasure)
        except FirstlineError as error:
            failed.append(f"{erasure.stream}: {error}")
            log.warning("erasure_not_replayed", stream=erasure.stream, code=error.code)
    return Replayed(len(erasures), done, tuple(failed))


async def replay_new(desk: Desk, stores: Stores) -> Replayed:
    """Replay what was noted since the mark, and move the mark if all of it could be done."""
    mark = int(await stores.everything.mark(MARK) or 0)
    erasures = await stores.erasures.since(mark - SLACK)
    replayed = await replay(desk, stores, erasures)
    newest = max((one.at for one in erasures), default=mark)
    if newest > mark and not replayed.failed:
        await stores.everything.set_mark(MARK, str(newest))
    if replayed.done:
        log.warning("erasures_replayed", erasures=replayed.done)
    return replayed


async def _replay(desk: Desk, stores: Stores, erasure: Erasure) -> bool:
    """Here alone: what an erasure reached in other conversations has lines of its own."""
    again = tuple(_returned(await stores.store.read(erasure.stream), erasure))
    if again:
        by = Agent(erasure.by, "", "lead")
        await desk.handle_here(erasure.stream, by, RedactMessage(again, REASON))
        await stores.search.forget(erasure.stream, again)
    return bool(again)


def _returned(recorded: Iterable[Recorded], erasure: Erasure) -> Iterable[int]:
    """What stood there when it was erased, and not what a restored desk wrote there since."""
    named = set(erasure.positions)
    for one in recorded:
        if one.position in named and one.at <= erasure.at and blank(one.event) != one.event:
            yield one.position


def desk_for(stores: Stores, settings: Settings, now: Callable[[], Moment]) -> Desk:
    """A desk for commands of the operator: it tells nobody, and has no promise of its own."""
    return Desk(
        store=stores.store,
        policies={},
        voice=Voice(Texts.load(settings.root / "locales")),
        notifier=Notifier(),
        now=now,
        find_policy=stores.accounts.policy,
        drop_files=lambda ids: attachments.erase(stores.files, ids),
        note_erasures=stores.erasures.note,
    )
