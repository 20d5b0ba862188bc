"""Backing up a SQLite store while it serves, and bringing a backup back (R52)."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from firstline.domain.errors import OperatorError

DATABASES = ("firstline.db", "accounts.db")
"""The index is not among them: it is made anew, and so holds nothing that was erased."""
INDEX = "search.db"
FILES = "files"
ASIDE = "before-restore-"


class NoBackup(OperatorError):
    """This is no backup of Firstline; the message says what is missing or damaged."""


def back_up(store: Path, to: Path, step: Callable[[], None]) -> None:
    """Copy databases, then files, so that no event names a file that is not there.

    A file that is there already is not copied again. Raises NoBackup where there is nothing.
    """
    if not (store / DATABASES[0]).exists():
        raise NoBackup(f"there are no conversations in {store}")
    to.mkdir(parents=True, exist_ok=True)
    for name in DATABASES:
        _copy_database(store / name, to / name)
    for file in files_of(store):
        _copy_file(file, to / file.relative_to(store))
        step()


def files_of(folder: Path) -> Iterator[Path]:
    """Attachments that are whole."""
    return (folder / FILES).glob("??/*-*")


def check_backup(backup: Path) -> None:
    """Raises NoBackup."""
    for name in DATABASES:
        file = backup / name
        if not file.exists():
            raise NoBackup(f"{backup} is no backup: there is no {name}")
        try:
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
                (found,) = connection.execute("PRAGMA quick_check").fetchone()
        except sqlite3.Error as error:
            raise NoBackup(f"{file} is damaged: {error}") from error
        if found != "ok":
            raise NoBackup(f"{file} is damaged: {found}")


def bring_back(backup: Path, store: Path, at: int, step: Callable[[], None]) -> Path | None:
    """Put a backup in the place of what is there, which is kept in a folder aside; gives that.

    The journal of erasures stays where it is. The lock of serving is held by the caller.
    """
    aside = store / f"{ASIDE}{at}"
    moved = [path for path in _old(store) if path.exists()]
    for path in moved:
        aside.mkdir(parents=True, exist_ok=True)
        path.rename(aside / path.name)
    for file in files_of(backup):
        _copy_file(file, store / file.relative_to(backup))
        step()
    for name in reversed(DATABASES):
        _copy_database(backup / name, store / name)
    return aside if moved else None


def _old(store: Path) -> list[Path]:
    ends = ("", "-wal", "-shm")
    return [store / f"{name}{end}" for name in (*DATABASES, INDEX) for end in ends] + [
        store / FILES
    ]


def _copy_database(source: Path, to: Path) -> None:
    """Consistent also while a desk writes; in its place only once it is whole."""
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
        old.backup(new)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(to)


def _copy_file(source: Path, to: Path) -> None:
    if to.exists() and to.stat().st_size == source.stat().st_size:
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name("part")
    shutil.copyfile(source, part)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(to)
