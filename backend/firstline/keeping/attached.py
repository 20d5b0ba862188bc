"""The files of a conversation, as the store keeps them: manifests and their content."""

from collections.abc import Iterable
from typing import NamedTuple

from firstline.domain.events import Recorded
from firstline.store.port_files import FileNotFound, Files, StoredFile
from firstline.stores import Stores
from firstline.web.attachments import manifest_of

from .putting import HoldsSomethingElse


class Attached(NamedTuple):
    """What was found, and the ids of attachments that the store has lost."""

    found: list[StoredFile]
    lost: list[str]


async def attached(files: Files, events: Iterable[Recorded]) -> Attached:
    """The files that events name; content comes before the manifest that announces it."""
    found: list[StoredFile] = []
    lost: list[str] = []
    ids = {file.id: None for one in events for file in getattr(one.event, "files", ())}
    for named in ids:
        try:
            content = (await manifest_of(files, named)).content
            found += [await files.find(content), await files.find(named)]
        except FileNotFound:
            lost.append(named)
    return Attached(found, lost)


async def lacks(target: Stores, file: StoredFile) -> bool:
    """Whether a file has to be put there. Raises HoldsSomethingElse."""
    try:
        there = await target.files.find(file.id)
    except FileNotFound:
        return True
    if there != file:
        raise HoldsSomethingElse(f"file {file.id} is another one there")
    return False
