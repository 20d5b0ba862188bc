"""The API response that came back: a status line, a JSON body with an error, a reason phrase."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import NamedTuple

import msgspec

from firstline.domain.context import Finding
from firstline.intake import led, prose
from firstline.intake.led import Led

from . import codes

_BODIES = 8  # JSON bodies that are read of one message
_BODY = 65_536
_NODES = 400  # objects and lists that are looked at in one body
_PHRASES = (
    *(s.phrase.lower() for s in HTTPStatus if s.is_client_error or s.is_server_error),
    *("request entity too large", "content too large", "payload too large"),
    *("unprocessable entity", "unprocessable content", "unauthorised", "request timed out"),
    *("service temporarily unavailable", "origin is unreachable", "connection timed out"),
)
_STATUS_OF = {
    **{s.phrase.lower(): str(int(s)) for s in HTTPStatus if s.is_client_error or s.is_server_error},
    "payload too large": "413",
    "request entity too large": "413",
    "unprocessable entity": "422",
}
PHRASES = "|".join(re.escape(p).replace("timeout", "time-?out") for p in _PHRASES)
"""A pattern for what statuses are called."""
_PHRASE = Led(
    tuple(_STATUS_OF), re.compile(r"\b(?:" + "|".join(map(re.escape, _STATUS_OF)) + r")\b")
)

_STATUS_LINE = Led(
    "HTTP/", re.compile(r"\bHTTP/\d(?:\.\d)?[\"']?[ \t]{1,3}([1-5]\d\d)\b[^\n]{0,60}")
)
_THREE_DIGITS = re.compile(r"[1-5]\d\d")
REASON = re.compile(
    r"([45](?<!\w.)\d\d)[\])]?[ :,\-–(]{1,3}("
    + "|".join(re.escape(p).replace("timeout", "time-?out") for p in _PHRASES)
    + r")\b",
    re.IGNORECASE,
)
_STATUS: tuple[Led | re.Pattern[str], ...] = (
    Led(
        "http response status code estado código статус состояния",
        re.compile(
            r"\b(?:HTTP|response|status(?:[ _-]?code)?)\b[\"']?[ \t]{0,2}[:=(]?[ \t]{0,2}[\"']?"
            r"([1-5]\d\d)\b"
            r"|\bHTTP([45]\d\d)\b|\bstatus code (?:of|is|was) ([45]\d\d)\b"
            r"|(?:status|code|estado|código|статус|состояния)[\"']?[ \t]{0,2}(?:[:=]{1,3}|->|=>)"
            rf"[ \t]{{0,2}}[\"']?({codes.STATUS})\b",
            re.IGNORECASE,
        ),
    ),
    re.compile(rf"\[(?:(?<![\w.]\[)({codes.STATUS})\]|([45]\d\d) [A-Za-z])"),
    re.compile(
        rf"([45](?<!\w.)\d\d)(?:(?<={codes.STATUS}) (?:Client|Server) Error\b"
        r"|(?:er|s|'s)? (?:\w{1,7} ){1,2}/[a-z])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\n[ \t]{{0,8}}(?:(?:// ?|# ?|>>> ?)?({codes.STATUS}) ?(?:->|=>|→|[,:-])? ?(?=[{{\[<])"
        rf"|({codes.STATUS}|20[0-4])[ \t]{{0,3}}"
        r"(?:[|·•,][ \t]{0,3}|\n[ \t]{0,8}|\()\d[\d.,]{0,6} ?[Mm]?[Ss]\b)"
    ),
    re.compile(
        rf"<(?:\w{{0,12}}(?:status|title|h1)\w{{0,8}}>[^<>\d]{{0,30}}({codes.STATUS})\b"
        r"|Response \[([1-5]\d\d)\]>)",
        re.IGNORECASE,
    ),
    Led(
        "get post put patch delete",
        re.compile(
            r"\b(?:GET|POST|PUT|PATCH|DELETE) \S{1,300} (?:HTTP/\S{1,3} )?(?:-> ?|returned )?"
            r"([1-5]\d\d)\b",
            re.IGNORECASE,
        ),
    ),
    re.compile(rf"\(({codes.STATUS})\)(?! ?\d)"),
    re.compile(r"(?:->|=>|→) ?([1-5]\d\d)\b"),
)
"""The choices are apart, so that each is looked for by what it begins with."""
_HALF = Led(
    ("'error", '"error', "'fault", '"fault', "error"),
    re.compile(
        r"[\"'](?:error|errors|error_data|fault)[\"']\s{0,4}[:=]|\berrors?:\s{0,4}[\[{]",
        re.IGNORECASE,
    ),
)
_CODE = re.compile(
    r"\b(?:code|error_code|errorCode|status)[\"']?\s{0,4}:\s{0,4}"
    r"(?:[\"']?(\d{1,7})\b|[\"']([A-Za-z][A-Za-z0-9]{1,20}(?:[_.-][A-Za-z0-9]{1,20}){1,6})[\"'])"
)
# Names of keys are read without their capitals, `_` and `-`.
_ERROR_KEYS = {
    *("error", "errors", "fault", "exception", "errordata", "errormessage", "err"),
    *("erro", "erros", "fehler", "ошибка", "ошибки", "errores"),
}
_CODE_KEYS = (
    *("code", "errorcode", "errcode", "faultcode", "errno"),
    *("codigo", "codigoerro", "codigoerror", "fehlercode", "kod", "код", "кодошибки"),
)
_NAME_KEYS = ("type", "error", "title", "name", "status")
MESSAGES = (
    *("message", "mensagem", "mensaje", "meldung", "nachricht", "fehlermeldung", "сообщение"),
)
"""What fields and tags are called that hold the text of an error."""
_MESSAGE_KEYS = {
    *MESSAGES,
    *("title", "detail", "details", "msg", "errormessage", "description", "описание"),
}
_WITHIN = ("extensions", "errordata", "details", "cause", "error")


class Body(NamedTuple):
    """What a body says of its error: numeric code, name, HTTP status; each may be empty."""

    code: str
    name: str
    status: str
    extent: prose.Extent
    sure: float


def find(text: str, request_extents: tuple[prose.Extent, ...] = ()) -> list[Finding]:
    """The response in a message, value '401 · 190', and its code as a finding of its own.

    What lies within a pasted command is the request's body and does not count.
    """
    body = next(bodies(text, request_extents), None)
    status = next(_statuses(text, request_extents), None)
    if body is None and status is None:
        return []
    http = status[0] if status else body.status if body else ""
    code = (body.code or body.name) if body else ""
    code = "" if codes.is_http(code) else code
    extent = body.extent if body else status[1] if status else (0, 0)
    sure = max(body.sure if body else 0, status[2] if status else 0)
    value = " · ".join(part for part in dict.fromkeys((http, code)) if part)
    if code and not http:
        value = f"#{code}"  # a code alone could be taken for a status
    found = [_finding("response", value or "error", extent, sure)]
    if code:
        found.append(_finding("error_code", code, extent, 0.95))
    return found


def phrased(folded: str) -> frozenset[str]:
    """The statuses whose reason phrases stand in a folded text: '413' of 'payload too large'."""
    return frozenset(_STATUS_OF[found[0]] for found in _PHRASE.finditer(folded))


def bodies(text: str, skip: tuple[prose.Extent, ...] = ()) -> Iterator[Body]:
    """The JSON bodies in a text that hold an error; of half JSON what can be made out."""
    spans = [span for span in prose.braces(text) if not _is_sent(text, span, skip)][:_BODIES]
    for start, end in spans:
        decoded = _decode(text[start : min(end, start + _BODY)])
        body = _error_in(decoded, (start, end)) if decoded is not None else None
        if body:
            yield body
    half = next((f for f in _HALF.finditer(text) if not _within(f.span(), skip)), None)
    if half:
        code = _CODE.search(text, half.start(), half.start() + 2_000)
        end = code.end() if code else half.end()
        number, name = code.groups("") if code else ("", "")
        yield Body(number, name, "", (half.start(), end), 0.8)


def _is_sent(text: str, extent: prose.Extent, commands: tuple[prose.Extent, ...]) -> bool:
    """Whether a body belongs to a pasted command: it stands within one, behind a quote."""
    before = text[max(0, extent[0] - 8) : extent[0]].rstrip()
    return _within(extent, commands) and before.endswith(("'", '"', "$", "@"))


def _statuses(
    text: str, skip: tuple[prose.Extent, ...]
) -> Iterator[tuple[str, prose.Extent, float]]:
    if not _THREE_DIGITS.search(text):
        return
    every = (
        (_STATUS_LINE.finditer(text), 0.95),
        (REASON.finditer(text), 0.85),
        (led.first_of(_STATUS, text), 0.7),
    )
    for matches, sure in every:
        for found in matches:
            group = next(number for number, said in enumerate(found.groups(), 1) if said)
            if not _within(found.span(group), skip):
                yield found[group], found.span(), sure


def _decode(body: str) -> object:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None


def _error_in(decoded: object, extent: prose.Extent) -> Body | None:
    """The first error in a decoded body, looking at the outer levels first."""
    open_: list[object] = [decoded]
    for node in open_:
        if len(open_) > _NODES:
            break
        if isinstance(node, dict):
            if body := _error_of(node, extent):
                return body
            open_ += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            open_ += [value for value in node[:20] if isinstance(value, dict | list)]
    return None


def _error_of(node: dict[str, object], extent: prose.Extent) -> Body | None:
    node = _plain(node)
    key = next((key for key in node if key in _ERROR_KEYS), None)
    inner = node[key] if key else node if _is_bare_error(node) else None
    if isinstance(inner, list):
        inner = inner[0] if inner else None
    if isinstance(inner, str) and inner:
        named = _first(node, _CODE_KEYS) or inner[:60]
        return Body(_first(node, _CODE_KEYS, digits=True), named, _status(node), extent, 0.9)
    if not isinstance(inner, dict):
        return None
    inner = _plain(inner)
    deeper = [_plain(more) for at in _WITHIN if isinstance(more := inner.get(at), dict)]
    code = next(filter(None, (_first(n, _CODE_KEYS, digits=True) for n in (inner, *deeper))), "")
    name = next(filter(None, (_first(n, _CODE_KEYS) for n in (inner, *deeper))), "")
    name = name or _first(inner, _NAME_KEYS)
    return Body(code, name, _status(node) or _status(inner), extent, 0.95)


def _plain(node: dict[str, object]) -> dict[str, object]:
    return {re.sub("[_-]", "", key).lower(): value for key, value in node.items()}


def _is_bare_error(node: dict[str, object]) -> bool:
    """{"code": 131047, "title": "..."} and the like, without the word error."""
    return any(key in node for key in _CODE_KEYS) and not _MESSAGE_KEYS.isdisjoint(node)


def _first(node: dict[str, object], keys: tuple[str, ...], *, digits: bool = False) -> str:
    values = (str(node[key])[:60] for key in keys if isinstance(node.get(key), str | int))
    return next((value for value in values if value.isdigit() is digits and value), "")


def _status(node: dict[str, object]) -> str:
    values = (str(node.get(key, "")) for key in ("status", "statuscode", "httpcode", "code"))
    return next((v for v in values if re.fullmatch("[45][0-9][0-9]", v)), "")


def _finding(what: str, value: str, extent: prose.Extent, sure: float) -> Finding:
    return Finding(what=what, value=value, start=extent[0], end=extent[1], sure=sure)


def _within(extent: prose.Extent, others: tuple[prose.Extent, ...]) -> bool:
    return any(start <= extent[0] < end for start, end in others)
