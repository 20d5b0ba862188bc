"""What was uploaded and never sent is forgotten after a day; what was sent stays."""

import os

import pytest

from firstline.domain.commands import EraseContent, PostMessage
from firstline.store.files import FolderFiles
from firstline.store.port_files import FileNotFound
from firstline.web.attachments import Manifest, keep, manifest_of
from firstline.web.leftovers import KEPT, Leftovers
from tests.kit import Room
from tests.store.kit import pieces
from tests.test_erased_elsewhere import RETENTION, join


class Folder:
    """A conversation with one file that was sent and one that was not."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.folder = room.folder / "files"
        self.files = FolderFiles(self.folder)
        self.leftovers = Leftovers(room.desk, self.files)

    async def upload(self, stream: str) -> str:
        content = await self.files.save(pieces(b"line"), 100)
        made = Manifest(content.id, "a.log", 4, "text/plain", checked=True, conversation=stream)
        name = await keep(self.files, made)
        self._date()
        return name

    async def send(self, stream: str, name: str) -> None:
        attachment = (await manifest_of(self.files, name)).attachment(name)
        await self.room.give(stream, PostMessage("m-file", "here", files=(attachment,)))

    async def has(self, name: str) -> bool:
        try:
            manifest = await manifest_of(self.files, name)
            await self.files.find(manifest.content)
        except FileNotFound:
            return False
        return True

    def _date(self) -> None:
        """Files are as old as the room's clock says."""
        at = self.room.clock() / 1000
        for path in self.folder.rglob("*-*"):
            os.utime(path, (at, at))


@pytest.fixture
def folder(room: Room) -> Folder:
    return Folder(room)


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_what_was_never_sent_is_dropped_after_a_day(folder: Folder):
    stream = await folder.room.open()
    sent, left = await folder.upload(stream), await folder.upload(stream)
    await folder.send(stream, sent)
    folder.room.clock.at += KEPT
    await folder.leftovers.sweep()
    assert (await folder.has(sent), await folder.has(left)) == (True, True)
    folder.room.clock.at += 1000
    await folder.leftovers.sweep()
    assert (await folder.has(sent), await folder.has(left)) == (True, False)
    assert len({name async for name in folder.files.saved(0, None)}) == 2


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_a_conversations_own_leftovers_go_at_once(folder: Folder):
    stream, other = await folder.room.open(), await folder.room.open()
    sent, left, others = [await folder.upload(of) for of in (stream, stream, other)]
    await folder.send(stream, sent)
    await folder.leftovers.drop_of(stream)
    assert [await folder.has(name) for name in (sent, left, others)] == [True, False, True]


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_what_another_conversation_took_over_is_no_leftover(folder: Folder):
    room = folder.room
    old, new = await room.queued(), await room.open()
    sent = await folder.upload(new)
    await folder.send(new, sent)
    await join(room, new, old)
    await room.give(new, EraseContent("retention"), RETENTION)
    room.clock.at += 2 * KEPT
    await folder.leftovers.sweep()
    assert await folder.has(sent)
