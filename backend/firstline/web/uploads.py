"""`POST /files`: the raw body is the file, masked before it is kept if it is text (R27)."""

import re
import unicodedata
from collections.abc import AsyncIterator
from shutil import disk_usage

import msgspec
from aiohttp import web

from firstline.masking import mask
from firstline.store.port import StoreRefused
from firstline.store.port_files import FileTooLarge
from firstline.wire import secrets_of

from .attachments import Manifest, keep
from .bodies import pieces
from .customers import refuse_strangers
from .errors import TextFileTooLarge, UploadEmpty
from .guard import address_of
from .health import SPACE
from .masker import Masker
from .parts import Parts
from .sniff import HEAD, TEXT, decode, sniff, text_type

TEXT_LIMIT = 5 * 1024 * 1024
"""Bytes of a text file: the stated size up to which files are searched for secrets (R27)."""
LONGEST_NAME = 120


class Uploads:
    """Takes files for a conversation from those who may have it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._limit = parts.settings.file_limit
        self._masker = Masker()

    async def upload(self, request: web.Request) -> web.Response:
        """Raises FileTooLarge, TextFileTooLarge, FileTypeNotAllowed, UploadEmpty, UploadStalled.

        TooManyRequests and StoreRefused as well, where addresses or the disk have had enough.
        """
        conversation = request.query.get("conversation", "")
        self._parts.limits.take_address(address_of(request, self._parts.settings))
        await refuse_strangers(request, conversation, self._parts)
        if (request.content_length or 0) > self._limit:
            raise FileTooLarge(limit=self._limit)
        folder = self._parts.settings.folder
        if folder is not None and disk_usage(folder).free < SPACE:
            # Messages are worth more than files: these must not take the last of the disk.
            raise StoreRefused("the disk is nearly full")
        name = clean_name(request.query.get("name", ""))
        manifest = await self._store(pieces(request), name, conversation)
        kept = manifest.attachment(await keep(self._parts.files, manifest))
        answer = msgspec.to_builtins(kept)
        secrets = msgspec.to_builtins(manifest.secrets)
        return web.json_response({**answer, "secrets": secrets}, status=201)

    async def _store(self, body: AsyncIterator[bytes], name: str, conversation: str) -> Manifest:
        head = await _head(body)
        if not head:
            raise UploadEmpty
        type_ = sniff(head)
        if type_ == TEXT:
            return await self._store_text(_joined(head, body), name, conversation)
        stored = await self._parts.files.save(_joined(head, body), self._limit)
        return Manifest(
            stored.id, name, stored.size, type_, checked=False, conversation=conversation
        )

    async def _store_text(
        self, body: AsyncIterator[bytes], name: str, conversation: str
    ) -> Manifest:
        masked = await self._masker.mask(decode(await _whole(body, self._limit)))
        stored = await self._parts.files.save(_once(masked.text.encode()), self._limit * 2)
        return Manifest(
            stored.id,
            name,
            stored.size,
            text_type(name),
            checked=True,
            conversation=conversation,
            secrets=secrets_of(masked),
        )


def setup(app: web.Application, parts: Parts) -> None:
    """Add the route of uploads."""
    app.router.add_post("/files", Uploads(parts).upload)


def clean_name(name: str) -> str:
    """A file's name without folders, signs that deceive the eye, and secrets."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Cc and Cf hold line breaks and the marks that turn the direction of writing.
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})
    return mask(_shortened(seen.strip(" ."))).text or "file"


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = dot + ending[:10]
    return (stem or name)[: LONGEST_NAME - len(ending)] + ending


async def _head(body: AsyncIterator[bytes]) -> bytes:
    head = b""
    async for piece in body:
        head += piece
        if len(head) >= HEAD:
            break
    return head


async def _joined(head: bytes, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for piece in body:
        yield piece


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _whole(body: AsyncIterator[bytes], limit: int) -> bytes:
    content = bytearray()
    async for piece in body:
        content += piece
        if len(content) > min(TEXT_LIMIT, limit):
            raise TextFileTooLarge(limit=min(TEXT_LIMIT, limit))
    return bytes(content)
