"""The API request that was made: cURL, raw HTTP, a snippet of code, or said in words (R23)."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from firstline.domain.context import Finding
from firstline.intake import prose
from firstline.intake.led import Led

_VERBS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_HERE = r"https?://[^\s\"'<>`\\^]{1,2000}"
_BARE = r"(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,12}/[^\s\"'<>`\\^,;]{1,2000}"
_PATH = r"/(?:[A-Za-z{]|\d{4,20}/[a-z])[^\s\"'<>`\\^,;]{0,2000}"
_WHERE = rf"({_HERE}|{_PATH})"
# An address that code puts together: BASE + "/v1/…", f"{base}/v1/…", `${BASE}/v1/…`.
_JOINED = (
    r"(?:[rfbu$@]{0,2}[\"'`]|[\w.$>:\[\]-]{1,60}(?:\(\))?[ ]{0,2}[+.][ ]{0,2}[rfbu]?[\"'`])"
    rf"(?:\$?\{{{{?[\w.\[\]\"' ]{{1,60}}\}}?\}}(?=/))?{_WHERE}"
)
_REQUESTS = 8
_CALLS = 20  # calls of one manner of writing that are looked at
_SHOWN = 80  # characters of a path that are shown
_WINDOW = 300  # characters around an address in which a snippet names its method
_BEHIND = 1_500  # characters behind a call in which its body stands

_RAW = Led(_VERBS.split("|"), re.compile(rf"\b({_VERBS})[ \t]{{1,4}}({_HERE}|{_PATH}|{_BARE})"))
_WORDED = Led(_VERBS.split("|"), re.compile(rf"\b({_VERBS})\b[^\n/.;]{{0,30}}[\s\"'`(]{_WHERE}"))
_CALL = re.compile(
    rf"[.>](get|post|put|patch|delete)(?:Async|ForObject|ForEntity)?\s{{0,4}}\(\s{{0,40}}"
    rf"(?:(?:url|uri)\s{{0,2}}[=:]\s{{0,2}})?{_JOINED}",
    re.IGNORECASE,
)
_NAMED_CALL = Led(
    "request",
    re.compile(
        rf"request(?:Async)?\s{{0,4}}\(\s{{0,40}}(?:method\s{{0,2}}[=:]\s{{0,2}})?"
        rf"[\"'`]({_VERBS})[\"'`]"
        rf"\s{{0,4}},\s{{0,40}}(?:(?:url|uri)\s{{0,2}}[=:]\s{{0,2}})?{_JOINED}",
        re.IGNORECASE,
    ),
)
# How C# makes a message of a method and an address.
_MESSAGE = Led(
    "httprequestmessage",
    re.compile(
        rf"\bHttpRequestMessage\s{{0,4}}\(\s{{0,20}}HttpMethod\.({_VERBS})"
        rf"\s{{0,4}},\s{{0,20}}{_JOINED}",
        re.IGNORECASE,
    ),
)
_ADDRESSED = Led(
    "fetch url uri -uri curlopt_url curl_init request httpзапрос",
    re.compile(
        r"(?:\bfetch\s{0,4}\(|\b[A-Za-z_]{0,30}ur[il][\"']?\s{0,4}[=:(,]|CURLOPT_URL\s{0,4}(?:,|=>)"
        r"|-Uri\b|URI\.create\s{0,4}\(|\bcurl_init\s{0,4}\("
        rf"|\bRequest\s{{0,4}}\(|\bHTTPЗапрос\s{{0,4}}\()\s{{0,20}}[\"'`]?{_WHERE}",
        re.IGNORECASE,
    ),
    before=r"\b[A-Za-z_]{1,30}",
)
_METHOD = re.compile(
    rf"(?:method[\"']?\s{{0,4}}[=:(,]\s{{0,4}}|CURLOPT_CUSTOMREQUEST\s{{0,4}}(?:,|=>)\s{{0,4}}|HTTPМетод\s{{0,2}}\(\s{{0,4}}|-Method\s{{1,4}})"
    rf"[\"'`]?(?:Http(?:Method)?\.)?({_VERBS})\b|[.](POST|PUT|DELETE|PATCH|GET)\s{{0,4}}\(",
    re.IGNORECASE,
)
_SETTING = re.compile(r"\w{0,40}ur[il]=http", re.IGNORECASE)
"""A setting or a field of a log, which alone is no call."""
_POSTS = re.compile(r"ОтправитьДляОбработки|CURLOPT_POST\b|CURLOPT_POSTFIELDS|-Body\b")
_CURL_METHOD = re.compile(rf"\s(?:-X|--request)[ \t=]{{0,4}}[\"']?({_VERBS})\b", re.IGNORECASE)
_CURL_DATA = re.compile(r"\s(?:-d|-F|--data[a-z-]{0,12}|--(?:post|body)-data|--json|--form)\b")
_GO = Led(
    "Get Post Put Patch Delete",
    re.compile(rf"\b(Get|Post|Put|Patch|Delete) [ \"]{{1,4}}({_HERE})[ ]?\": "),
)
_FEIGN = re.compile(rf"\[({_VERBS})\] to \[({_HERE}?)\]")
_HTTPIE = re.compile(rf"\b(?:https?|xh)[ ](?:--?[\w-]{{1,20}}[ ]){{0,4}}({_VERBS})[ ]{_HERE}[^\n]*")
_HTTPIE_FIELD = re.compile(r"[ ][\"']?[\w.\[\]-]{1,60}:?=")
_HOST_LINE = re.compile(
    r"[^\n]{0,60}\n(?:[A-Za-z-]{2,40}:[^\n]{0,500}\n){0,12}?Host: ?([\w.-]{4,200})",
    re.IGNORECASE,
)
_USER = re.compile(r"//[^/@\s]{1,200}@")
_CURL_WHERE = re.compile(
    rf"{_HERE}|(?<=[\s\"'])(?:\$\{{?\w+\}}?|\{{\{{\w+\}}\}})/[^\s\"']+"
    r"|(?<=[\s\"'])(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,12}/[^\s\"']{1,2000}"
)
_HOST = re.compile(
    r"^(?:https?://[^/?#]*|\$\{?\w+\}?|\{\{\w+\}\}|(?:[a-z0-9-]+\.)+[a-z]{2,12}(?=/))"
)
# What says that a call carries a body: its argument, or a body of the messaging API itself.
_CARRIES = Led(
    (
        *(
            "json",
            "data",
            "body",
            "payload",
            "content",
            "CURLOPT_POSTFIELDS",
            "-Body",
            "JSON.stringify",
        ),
        *(
            "BodyPublishers",
            "setRequestBody",
            "RequestBody.create",
            "HttpEntity",
            ".send(",
            "postData",
        ),
        *("messaging_product", "to", "recipient_type", "template", "form_params", "multipart"),
    ),
    re.compile(
        r"\b(?:json|data|body|payload|content)\s{0,3}[=:]\s{0,3}(?!\w{1,40}\s{0,3}[,)])"
        r"|\bbody[\"']?\s{0,3}:(?!\s{0,3}null\b)|CURLOPT_POSTFIELDS|(?<=\s)-Body\b"
        r"|JSON\.stringify|BodyPublishers|setRequestBody|RequestBody\.create|HttpEntity|\.send\(|postData"
        r"|messaging_product[\"']?\s{0,3}:|(?<=[\"'])(?:to|recipient_type|template)[\"']\s{0,3}(?::|=>)"
        r"|(?<=[\"'])(?:json|body|form_params|multipart)[\"']\s{0,3}=>",
    ),
)
_BODY_OF_RAW = re.compile(
    r"[^\n]{0,20}(?:\r?\n[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]{0,500}){1,30}\s{1,8}[{\[<]"
    r"|[ ]?\r?\n\s{0,8}\{(?![^\n]{0,80}(?:rror|fault|meta|success|message[\"']?:[ ]?\"))"
)


_MANNERS = (
    *((_RAW, 0.95), (_CALL, 0.9), (_NAMED_CALL, 0.9), (_MESSAGE, 0.9)),
    *((_FEIGN, 0.85), (_GO, 0.85), (_WORDED, 0.7)),
)
"""Ways to write a call in one piece, and how sure each is."""


class _Call(NamedTuple):
    method: str
    where: str
    extent: prose.Extent
    sure: float
    body: bool = False


def find(text: str, commands: Iterable[prose.Extent]) -> list[Finding]:
    """The requests in a message: value 'POST /v1/messages'; `commands` are the cURL commands in it.

    Of the surest also its `address`, where its host is named, and its `body`, where it has one.
    """
    found: list[_Call] = []
    if "/" not in text:  # an address or a path has one
        return []
    for call in (*_commands(text, commands), *_matches(text), *_snippets(text)):
        if not any(_overlap(call.extent, other.extent) for other in found):
            found.append(call)
        if len(found) == _REQUESTS:
            break
    best = max(found, key=lambda call: call.sure, default=None)
    about = (*_address(text, best), *_body(text, best)) if best else ()
    return [*map(_finding, found), *about]


def endpoint(value: str) -> str:
    """The path of a request's value, without what differs from call to call: '/v1/messages'."""
    path = value.split(" ", 1)[-1]
    return re.sub(r"/(?:\d{4,}|[0-9a-f-]{16,}|\{[^/]*\})(?=/|$)", "/:id", path)


def _commands(text: str, commands: Iterable[prose.Extent]) -> Iterator[_Call]:
    for start, end in islice(commands, _CALLS):
        command = text[start:end]
        where = _CURL_WHERE.search(command)
        if where:
            method = _CURL_METHOD.search(command)
            data = bool(_CURL_DATA.search(command))
            verb = method[1] if method else "POST" if data else "GET"
            yield _Call(verb, where[0], (start, end), 0.95, data)


def _matches(text: str) -> Iterator[_Call]:
    for pattern, sure in _MANNERS:
        for found in islice(pattern.finditer(text), _CALLS):
            yield _Call(found[1], found[2], found.span(), sure)


def _snippets(text: str) -> Iterator[_Call]:
    """An address that code is given, with the method that stands near it."""
    for found in islice(_ADDRESSED.finditer(text), _CALLS):
        start = max(0, found.start() - _WINDOW)
        near = text[start : found.end() + _WINDOW]
        method = _METHOD.search(near)
        if method is None and _SETTING.match(found[0]):
            continue
        posts = "POST" if _POSTS.search(near) else "GET"
        verb = (method[1] or method[2]) if method else posts
        yield _Call(verb, found[1], found.span(), 0.85 if method else 0.75)


def _finding(call: _Call) -> Finding:
    path = _HOST.sub("", call.where).split("?")[0].split("#")[0].rstrip(".,;:)") or "/"
    shown = path if len(path) <= _SHOWN else path[: _SHOWN - 1] + "…"
    return _about(call, "request", f"{call.method.upper()} {shown}")


def _address(text: str, call: _Call) -> Iterator[Finding]:
    """Where the call went, without its query and whose it is, if its host stands there."""
    named = _HOST_LINE.match(text, call.extent[1]) if call.where.startswith("/") else None
    full = f"https://{named[1]}{call.where}" if named else _USER.sub("//", call.where)
    host = _HOST.match(full)
    if host and "." in host[0]:
        where = re.split("[?#]", full)[0].rstrip(".,;:)/")
        yield _about(call, "address", where if len(where) <= _SHOWN * 2 else host[0])


def _body(text: str, call: _Call) -> Iterator[Finding]:
    start, end = call.extent
    may = call.method.upper() not in {"GET", "HEAD"}
    carries = may and _CARRIES.search(text, max(0, start - _WINDOW), end + _BEHIND)
    typed = _HTTPIE.match(text, max(0, text.rfind("http", 0, start)))
    fields = typed and _HTTPIE_FIELD.search(text, end, typed.end())
    if call.body or carries or fields or _BODY_OF_RAW.match(text, end):
        yield _about(call, "body", "true")


def _about(call: _Call, what: str, value: str) -> Finding:
    start, end = call.extent
    return Finding(what=what, value=value, start=start, end=end, sure=call.sure)


def _overlap(one: prose.Extent, other: prose.Extent) -> bool:
    return one[0] < other[1] and other[0] < one[1]
