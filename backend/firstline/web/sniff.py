"""What a file is, judged by its first bytes and never by its name."""

import codecs
from typing import NamedTuple

from .errors import FileTypeNotAllowed

HEAD = 4096
"""Bytes that are enough to tell."""


class Signature(NamedTuple):
    """Bytes that stand at an offset of every file of a type."""

    offset: int
    bytes: bytes
    type: str


# As given by the WHATWG's MIME sniffing standard (section 6) and the formats' own documents.
SIGNATURES = (
    Signature(0, b"\x89PNG\r\n\x1a\n", "image/png"),
    Signature(0, b"\xff\xd8\xff", "image/jpeg"),
    Signature(0, b"GIF87a", "image/gif"),
    Signature(0, b"GIF89a", "image/gif"),
    Signature(8, b"WEBPVP", "image/webp"),
    Signature(4, b"ftypqt", "video/quicktime"),
    Signature(4, b"ftyphei", "image/heic"),
    Signature(4, b"ftypmif1", "image/heic"),
    Signature(4, b"ftyp", "video/mp4"),
    Signature(0, b"\x1a\x45\xdf\xa3", "video/webm"),
    Signature(0, b"%PDF-", "application/pdf"),
    Signature(0, b"PK\x03\x04", "application/zip"),
    Signature(0, b"\x1f\x8b\x08", "application/gzip"),
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
TEXT = "text/plain"
TEXT_NAMES = {".json": "application/json", ".har": "application/json", ".csv": "text/csv"}

# Browsers know no type for many of these, so they are named by their endings as well.
_ENDINGS = (
    ".har",
    ".log",
    ".txt",
    ".json",
    ".ndjson",
    ".csv",
    ".xml",
    ".yml",
    ".yaml",
    ".zip",
    ".gz",
)
ALLOWED = (*dict.fromkeys(one.type for one in SIGNATURES), "text/*", *_ENDINGS)
"""What clients check before anything is sent: `limits.types`."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def sniff(head: bytes) -> str:
    """The type of a file that begins with `head`; TEXT for what may be text."""
    for offset, mark, type_ in SIGNATURES:
        if head.startswith(mark, offset):
            return type_
    return TEXT


def decode(content: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark. Raises FileTypeNotAllowed."""
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeError as error:
        raise FileTypeNotAllowed from error
    if "\0" in text:
        raise FileTypeNotAllowed
    return text


def text_type(name: str) -> str:
    """How a text file is called: never as anything that a browser runs."""
    return next((type_ for end, type_ in TEXT_NAMES.items() if name.lower().endswith(end)), TEXT)
