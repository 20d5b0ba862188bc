"""Attachments: what was uploaded, with a manifest that says what and whose it is.

An attachment's id is its manifest's, so that every store of files fits that can keep bytes under
an id.
"""

from collections.abc import AsyncIterator, Iterable

import msgspec
from msgspec import Struct

from firstline.domain.events import Attachment, Secret
from firstline.store.port_files import FileNotFound, Files

LONGEST_MANIFEST = 64 * 1024
LONGEST_TEXT = 5 * 1024 * 1024
"""Bytes of a text file that are read to find facts in it: as many as are searched for secrets."""
MARK = b"\0firstline attachment 1\n"
"""Begins a manifest. No upload can begin so: text holds no zero, all else has its signature."""


class Manifest(Struct, frozen=True):
    """What is known of an upload. `content` is the id of its bytes, `size` is theirs."""

    content: str
    name: str
    size: int
    type: str
    checked: bool
    conversation: str
    secrets: tuple[Secret, ...] = ()

    def attachment(self, id: str) -> Attachment:
        """As events carry it."""
        return Attachment(id, self.name, self.size, self.type, self.checked)


async def keep(files: Files, manifest: Manifest) -> str:
    """Store the manifest and give the attachment's id; without it the content goes as well."""
    try:
        return (await files.save(_once(MARK + msgspec.json.encode(manifest)), LONGEST_MANIFEST)).id
    except BaseException:
        await files.delete(manifest.content)
        raise


async def keep_text(
    files: Files, name: str, text: str, conversation: str, secrets: tuple[Secret, ...]
) -> Attachment:
    """Keep a text, which holds no secrets any more, as a file. Raises StoreRefused."""
    stored = await files.save(_once(text.encode()), LONGEST_TEXT)
    manifest = Manifest(
        stored.id,
        name,
        stored.size,
        "text/plain",
        checked=True,
        conversation=conversation,
        secrets=secrets,
    )
    return manifest.attachment(await keep(files, manifest))


async def manifest_of(files: Files, id: str) -> Manifest:
    """Raises FileNotFound, also for an id that is no manifest's."""
    if (await files.find(id)).size > LONGEST_MANIFEST:
        raise FileNotFound(id=id)
    stored = b"".join([piece async for piece in files.read(id)])
    if not stored.startswith(MARK):
        raise FileNotFound(id=id)
    return msgspec.json.decode(stored[len(MARK) :], type=Manifest)


async def text_of(files: Files, id: str, limit: int = LONGEST_TEXT) -> str:
    """The beginning of a text file, `limit` bytes at most, as it is stored, without secrets.

    Empty for what is no text, cannot be read, or was erased.
    """
    try:
        manifest = await manifest_of(files, id)
        if not manifest.checked:
            return ""
        pieces = [piece async for piece in files.read(manifest.content, 0, limit)]
    except FileNotFound:
        return ""
    return b"".join(pieces).decode("utf-8", "ignore")


async def resolve(files: Files, ids: Iterable[str], conversation: str) -> tuple[Attachment, ...]:
    """The attachments of a message. Raises FileNotFound for one of another conversation."""
    found = []
    for named in ids:
        manifest = await manifest_of(files, named)
        if manifest.conversation != conversation:
            raise FileNotFound(id=named)
        found.append(manifest.attachment(named))
    return tuple(found)


async def erase(files: Files, ids: Iterable[str]) -> None:
    """Erase attachments with their content (R52). Twice is harmless."""
    for named in ids:
        try:
            manifest = await manifest_of(files, named)
        except FileNotFound:
            continue
        await files.delete(manifest.content)
        await files.delete(named)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
