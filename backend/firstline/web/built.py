"""The built front end, read from its folder and kept in memory, compressed once."""

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from aiohttp import web

from .errors import FrontEndMissing, PageNotFound

WORTH_COMPRESSING = 512
"""Bytes."""
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".map": "application/json",
}
COMPRESSIBLE = ("text/", "application/json", "image/svg+xml")


class Asset(NamedTuple):
    """A file as it is sent. `packed` is the body in gzip where that is worth it."""

    type: str
    body: bytes
    packed: bytes
    etag: str


class Built:
    """What `make build` made, below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def asset(self, name: str) -> Asset:
        """Raises PageNotFound, and FrontEndMissing where nothing was built."""
        if not self._folder.is_dir():
            raise FrontEndMissing
        path = (self._folder / name).resolve()
        # What is asked for comes from outside: nothing beside the folder is ever served.
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise PageNotFound
        return _read(path, path.stat().st_mtime_ns)

    def page(self, name: str, first: str) -> bytes:
        """A page with `first` in the place of its marker. Raises FrontEndMissing."""
        try:
            page = self.asset(name).body
        except PageNotFound as error:
            raise FrontEndMissing from error
        return page.replace(b"<!--firstline-->", first.encode())


def send(request: web.BaseRequest, asset: Asset, headers: dict[str, str]) -> web.Response:
    """The asset, compressed if the browser takes that; nothing if the browser has it."""
    headers = {**headers, "ETag": f'"{asset.etag}"', "Vary": "Accept-Encoding"}
    if any(asset.etag == known.value for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    body = asset.body
    if asset.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = asset.packed, "gzip"
    return web.Response(body=body, headers={**headers, "Content-Type": _with_charset(asset.type)})


def as_asset(type_: str, body: bytes) -> Asset:
    """Something made on the fly, to be sent like a file."""
    worth = type_.startswith(COMPRESSIBLE) and len(body) >= WORTH_COMPRESSING
    packed = gzip.compress(body, 6, mtime=0) if worth else b""
    return Asset(type_, body, packed, hashlib.sha256(body).hexdigest()[:16])


@lru_cache(maxsize=256)
def _read(path: Path, changed_at: int) -> Asset:  # noqa: ARG001 - a changed file is another entry
    type_ = TYPES.get(path.suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return as_asset(type_, path.read_bytes())


def _with_charset(type_: str) -> str:
    return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_
