"""HAR files: what a browser's developer tools keep of its requests (R23).

Format: HTTP Archive 1.2, http://www.softwareishard.com/blog/har-12-spec/.
"""

import msgspec
from msgspec import Struct, field

_FAILED_FROM = 400
_HEADERS = 60
_SHOWN = 4_000  # characters of one body


class _Content(Struct):
    text: str = ""


class _Request(Struct):
    method: str = ""
    url: str = ""
    post: _Content = field(default_factory=_Content, name="postData")


class _Header(Struct):
    name: str = ""
    value: str = ""


class _Response(Struct):
    status: int = 0
    headers: list[_Header] = field(default_factory=list)
    reason: str = field(default="", name="statusText")
    content: _Content = field(default_factory=_Content)


class _Entry(Struct):
    request: _Request
    response: _Response
    started: str = field(default="", name="startedDateTime")


class _Log(Struct):
    entries: list[_Entry]


class _Har(Struct):
    log: _Log


def as_text(text: str) -> str:
    """The first request of a HAR file that failed, as if it had been pasted; else the text itself.

    A file in which none failed shows its last request.
    """
    if '"entries"' not in text:
        return text
    try:
        entries = msgspec.json.decode(text, type=_Har).log.entries
    except (msgspec.MsgspecError, RecursionError):
        return text
    failed = (entry for entry in entries if entry.response.status >= _FAILED_FROM)
    shown = next(failed, entries[-1] if entries else None)
    return _pasted(shown) if shown else ""


def _pasted(entry: _Entry) -> str:
    asked, came = entry.request, entry.response
    return "\n".join(
        (
            f"{asked.method} {asked.url}",
            f"started: {entry.started}",
            f"postData: {asked.post.text[:_SHOWN]}" if asked.post.text else "",
            f"HTTP/1.1 {came.status} {came.reason}",
            *(f"{header.name}: {header.value}" for header in came.headers[:_HEADERS]),
            came.content.text[:_SHOWN],
        )
    )
