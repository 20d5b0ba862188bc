"""Secrets in text files that are sent along: HAR files, logs, JSON, notes (R27).

What is no text (pictures, recordings, PDFs, archives) cannot be read here; it is stored as it is,
marked 'not checked'.
"""

import codecs

import msgspec

from firstline.masking import Notice, mask_large

LARGEST_TEXT = 20 * 1024 * 1024
"""Bytes up to which a text file is masked; a larger one counts as not checked."""
HEAD = 4096
"""Bytes from its beginning that show whether a file is text."""

_OLD_TEXTS = (".txt", ".log", ".har", ".json", ".csv", ".xml", ".html", ".eml", ".md", ".ini")
_MARKS = (b"%PDF-", b"%!PS", b"{\\rtf", b"PK\x03\x04")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\b\x1b")) + b"\x7f"


class MaskedFile(msgspec.Struct, frozen=True):
    """A text file without its secrets, and what both sides are told of them."""

    content: bytes
    notices: tuple[Notice, ...]


def is_text(name: str, head: bytes) -> bool:
    """Tell from a file's name and its first bytes (`HEAD` or fewer) whether it can be read as text.

    The bytes decide; the name only where they could be a text in an old one-byte encoding.
    """
    if head.startswith(_UTF16):
        return True
    if head.startswith(_MARKS) or head.translate(None, _CONTROLS) != head:
        return False
    return _is_utf8(head) or name.lower().endswith(_OLD_TEXTS)


def mask_file(name: str, content: bytes) -> MaskedFile | None:
    """Take the secrets out of a file; for a worker process, as it can take seconds.

    Returns:
        None where the file is no text, or larger than `LARGEST_TEXT`: it counts as not checked.
    """
    if len(content) > LARGEST_TEXT or not is_text(name, content[:HEAD]):
        return None
    text, encoding = _read(content)
    masked = mask_large(text)
    if not masked.notices:
        return MaskedFile(content, ())
    # The remains hold '…', which one-byte encodings lack.
    return MaskedFile(masked.text.encode(encoding), masked.notices)


def _is_utf8(head: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)  # a character cut in two at the end is no error
    except UnicodeDecodeError:
        return False
    return True


def _read(content: bytes) -> tuple[str, str]:
    """Decode a text so that nothing of it is lost, and name what to encode it with."""
    for encoding in ("utf-16",) if content.startswith(_UTF16) else ("utf-8",):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            break
    return content.decode("latin-1"), "utf-8"
