"""`firstline move, export, import, backup, restore, erasures`: for whoever operates the desk."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from firstline.domain.evolve import fold
from firstline.domain.moment import Moment
from firstline.domain.row import number_key
from firstline.locales import Texts
from firstline.people import People
from firstline.settings import Settings, check
from firstline.store.erasures import read_erasures
from firstline.stores import Stores, opened, serving
from firstline.view.plain import plain

from . import backup, moving
from .exporting import Export
from .importing import Import
from .moving import refuse_unfinished, streams
from .progress import Progress
from .replay import Replayed, desk_for, replay, replay_new

type Command = Callable[[argparse.Namespace, Settings], None]
type Now = Callable[[], Moment]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Now) -> None:
    """Adds the commands to the command line; `now` gives milliseconds UTC."""
    move = commands.add_parser("move", help="copy everything into another store")
    move.add_argument("--from", dest="source", required=True, metavar="STORE")
    move.add_argument("--to", dest="target", required=True, metavar="STORE")
    move.set_defaults(run=_running(_move, now))
    export = commands.add_parser("export", help="write conversations as JSON Lines")
    export.add_argument("number", nargs="?", help="one conversation; otherwise all")
    export.add_argument("--text", action="store_true", help="to be read by people")
    export.add_argument("--without-files", action="store_true")
    export.set_defaults(run=_running(_export, now))
    imported = commands.add_parser("import", help="read what export wrote")
    imported.add_argument("files", nargs="*", type=Path, metavar="FILE", help="none: the input")
    imported.add_argument("--erasures", type=Path, metavar="FILE", help="a journal to replay")
    imported.set_defaults(run=_running(_import, now))
    back_up = commands.add_parser("backup", help="copy a SQLite store, also while it serves")
    back_up.add_argument("folder", type=Path)
    back_up.set_defaults(run=_back_up)
    restore = commands.add_parser("restore", help="bring a backup back and erase what was erased")
    restore.add_argument("--from", dest="backup", required=True, type=Path, metavar="FOLDER")
    restore.set_defaults(run=_running(_restore, now))
    erasures = commands.add_parser("erasures", help="write the journal of erasures")
    erasures.set_defaults(run=_running(_erasures, now))


def _running(
    work: Callable[[argparse.Namespace, Settings, Now], Coroutine[Any, Any, None]], now: Now
) -> Command:
    return lambda options, settings: asyncio.run(work(options, settings, now))


async def _move(options: argparse.Namespace, settings: Settings, now: Now) -> None:
    source, target = _at(settings, options.source), _at(settings, options.target)
    target = replace(target, erasures="")
    if source.store == target.store:
        raise ValueError("--from and --to are the same store")
    _must_exist(source)
    with serving(source), serving(target):
        async with opened(source) as old, opened(target) as new:
            await _must_hold(source, old)
            await moving.refuse_served(old, now())
            await moving.refuse_served(new, now())
            total = len([stream async for stream in streams(old)])
            bar = Progress("moving", 2 * total)
            moved = await moving.move(old, new, bar.step)
            await new.search.rebuild(_records(new))
            print(_told(moved))


def _told(moved: moving.Count) -> str:
    things = ("conversations", "events", "files", "agents")
    held = ", ".join(f"{getattr(moved, thing)} {thing}" for thing in things)
    lost = f"\n{moved.lost} attachments were missing in the source already" if moved.lost else ""
    return f"{held}: both stores hold the same\nsha256 {moved.sha256}{lost}"


async def _records(stores: Stores) -> AsyncIterator[tuple[str, Sequence[Any]]]:
    async for stream in streams(stores):
        yield stream, await stores.store.read(stream)


def _at(settings: Settings, address: str) -> Settings:
    made = replace(settings, store=address)
    check(made)
    return made


def _must_exist(settings: Settings) -> None:
    folder = settings.folder
    if folder is not None and not (folder / backup.DATABASES[0]).exists():
        raise ValueError(f"there are no conversations in {folder}")


async def _must_hold(settings: Settings, stores: Stores) -> None:
    """A database of MongoDB is there as soon as it is named: a slip would move nothing at all."""
    there = await stores.everything.streams(limit=1) or await stores.accounts.agents()
    if settings.folder is None and not there:
        name = urlsplit(settings.store).path.strip("/")
        raise ValueError(f"there are no conversations in {name}")


async def _export(options: argparse.Namespace, settings: Settings, _now: Now) -> None:
    """Reads only; it disturbs no desk that serves."""
    _must_exist(settings)
    async with opened(settings) as stores:
        await _must_hold(settings, stores)
        chosen = _chosen(stores, options.number)
        if options.text:
            await _write_text(stores, settings, chosen)
            return
        export = Export(stores, files=not options.without_files)
        async for stream in chosen:
            async for line in export.lines(stream):
                sys.stdout.buffer.write(line + b"\n")
            sys.stdout.buffer.flush()


async def _write_text(stores: Stores, settings: Settings, chosen: AsyncIterator[str]) -> None:
    people = People(stores.accounts)
    await people.refresh()
    words = Texts.load(settings.root / "locales").bundle(settings.working_language, "inbox")
    async for stream in chosen:
        events, _ = await moving.whole(stores, stream)
        if state := fold(events):
            print(plain(state, events, people.name_of, words))


async def _chosen(stores: Stores, number: str | None) -> AsyncIterator[str]:
    if number is None:
        async for stream in streams(stores):
            yield stream
        return
    row = await stores.store.find_unique(number_key(number.upper()))
    if row is None:
        raise ValueError(f"there is no conversation {number}")
    yield row.stream


async def _import(options: argparse.Namespace, settings: Settings, now: Now) -> None:
    """What was erased here stays erased, whatever the lines say."""
    with serving(settings):
        async with opened(settings) as stores:
            await refuse_unfinished(stores)
            noted = list(read_erasures(options.erasures)) if options.erasures else []
            known = set(await stores.erasures.since(0))
            await stores.erasures.note([one for one in noted if one not in known])
            done: dict[str, str] = {}
            if options.files or not options.erasures:
                done = await _read_all(stores, options.files)
                print(_counted(done))
            every = dict.fromkeys([*noted, *known])
            again = [one for one in every if one.stream in done or one in noted]
            _tell(await replay(desk_for(stores, settings, now), stores, again))


async def _read_all(stores: Stores, files: Sequence[Path]) -> dict[str, str]:
    with closing(Import(stores)) as reading:
        for file in files:
            with file.open("rb") as lines:
                bar = Progress(f"reading {file.name}", file.stat().st_size)
                await reading.read(bar.counting(lines), str(file))
        if not files:
            await reading.read(sys.stdin.buffer, "the input")
        return dict(reading.done)


def _counted(done: dict[str, str]) -> str:
    counts = [list(done.values()).count(outcome) for outcome in ("new", "more", "erased", "same")]
    new, more, erased, same = counts
    return f"{new} new, {more} went on, {erased} erased, {same} were there already"


def _back_up(options: argparse.Namespace, settings: Settings) -> None:
    folder = _folder(settings)
    bar = Progress("copying files", len(list(backup.files_of(folder))))
    backup.back_up(folder, options.folder, bar.step)
    backup.check_backup(options.folder)
    print(f"{folder} is copied to {options.folder}")


async def _restore(options: argparse.Namespace, settings: Settings, now: Now) -> None:
    folder = _folder(settings)
    with ExitStack() as held:
        held.enter_context(serving(settings))
        backup.check_backup(options.backup)
        bar = Progress("copying files", len(list(backup.files_of(options.backup))))
        aside = backup.bring_back(options.backup, folder, now(), bar.step)
        async with opened(settings) as stores:
            _tell(await replay_new(desk_for(stores, settings, now), stores))
    if aside:
        print(f"what was there before is in {aside}: delete it once all is well")


def _tell(replayed: Replayed) -> None:
    print(f"{replayed.looked_at} erasures looked at, {replayed.done} done again")
    for failed in replayed.failed:
        print(f"not erased: {failed}")
    if replayed.failed:
        sys.exit(1)


async def _erasures(_options: argparse.Namespace, settings: Settings, _now: Now) -> None:
    async with opened(settings) as stores:
        for erasure in await stores.erasures.since(0):
            print(msgspec.json.encode(erasure).decode())


def _folder(settings: Settings) -> Path:
    if settings.folder is None:
        raise ValueError("this is for SQLite; MongoDB has mongodump and mongorestore of its own")
    return settings.folder
