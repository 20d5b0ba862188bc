"""Error codes said outside a response's body: '(#131047)', 'error 190', 'OAuthException'."""

import re
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus

from firstline.domain.context import Finding
from firstline.intake import prose
from firstline.intake.led import Led
from firstline.intake.lexicon import Hit

_CODES = 8
_THREE_DIGITS = re.compile(r"[45]\d\d")
_TELLING = frozenset({"says", "answers", "error"})
_OF_PROXIES = range(520, 528)  # statuses that Cloudflare answers with
STATUS = r"(?:4(?:0\d|1[0-8]|2[1-689]|31|51|99)|50[0-8]|51[01]|52[0-7])"
"""A pattern for the HTTP statuses of failure: other numbers from 400 are an API's own."""
_HTTP = frozenset(str(int(s)) for s in (*HTTPStatus, *_OF_PROXIES, 499) if s >= HTTPStatus(400))
_FINE = ("200", "201", "202", "204")
HTTP_SURE = 0.6
"""How sure a number in words is an HTTP status."""

_HASHED = re.compile(r"\(#(\d{1,7})\)|#(\d{3,7})\b")
_AFTER_WORD = re.compile(
    r"[ \t]{0,2}(?:[:#=(–]|(?<=\s)-|n[°ºr.]{1,2}|nummer|number|n[uú]mero|№|is|ist|es|é)?"
    r"[ \t#(]{0,2}"
    r"(\d{1,7}|[A-Z]{1,8}[-_]?\d{2,7})\b(?![ ]\d{2})"
)
# 'code 804519' is a code to sign in with, unless it has the form of the platform's own.
_CODE_WORD = re.compile(r"c[oó]d\w{1,4}|код\w{0,3}")
_ONE_TIME = re.compile(r"(?!13|36|2[34])\d{6,7}")
_NAME_BEHIND = re.compile(
    r"[^\w\n]{1,3}(?:\w{2,8}[^\w\n]{1,3}){0,2}"
    r"([A-Z]{2,20}(?:_[A-Z]{2,20}){1,6}|[A-Z]{2,8}\d{4,7}"
    r"|(?<=[:= ])[a-z]{2,20}(?:_[a-z]{2,20}){1,5})\b"
)
_IN_BRACKETS = re.compile(
    r"[(\[]((?=[A-Z_-]{0,20}\d)[A-Z]{1,10}(?:[-_]?[A-Z0-9]{1,10}){1,4}|[a-z]{2,20}(?:_[a-z]{2,20}){1,5})"
    r"(?:[)\]]|: )"
)
# 'AADSTS50105: The user is not assigned': letters and digits at the head of a line or a sentence.
_HEADING = re.compile(
    r"([A-Z](?<![^ \t\n(\[].)[A-Z]{2,11}[-_]?\d{4,8})"
    r"(?=(?:[:,)\]]|[ ][-–—])[ ][A-ZА-ЯÁÉÍÓÚÄÖÜ¡¿])"
)
_HEAD = re.compile(r"(?:^[ \t]{0,8}|[.!?:][ \n]|[(\[])\Z", re.MULTILINE)
_NUMBERED = ("INV", "ORD", "FAC", "REF", "REC")
_NEAR = 60  # characters before a code in brackets in which it is said what went wrong
# Codes of Meta's messaging platform have six digits and begin so; nothing else is sure by itself.
_BARE = re.compile(r"(13(?<![\w+./-]..)[0-5]\d{3}|3681(?<![\w+./-]....)\d{2})(?![\w/]|[.,:-]\d)")
# 'everything answers 401', 'da un 403': a status that no word counts. Of round numbers, by which
# people count, what stands behind them is looked at more closely.
_AS_STATUS = (
    r"(?=\s{0,2}(?:[.,:](?!\d)|[;!?)\n\"'{<]|$)|[ ]\((?!\d)|[ ](?:Error|Client|Server|Invalid"
    r"|since|from|when|on|for|if|and|after|errors?"
    r"|with|w|to|at|um|às|as|in|each|every|but|only|all|again|code|mit|auf|beim?|aber|als|code|obwohl|statt"
    r"|desde|cuando|quando|y|e|en|con|no|na|al|a|si|cada|pero|para|por|todo|com|ao|nas?|nos?|em|mas|se"
    r"|seit|wenn|und|с|со|когда|и|при|на|в|но|а|у|для|если|хотя|вместо|seit|pro|por|je|jede[rns]?)\b)"
)
_STATUS_BEHIND = re.compile(
    r"[^\w\n]{1,4}(?:\w{1,12}[^\w\n]{1,3}){0,2}(?<!\d[.,])"
    r"(?:(40[1-69]|41[35]|42[29]|50[2-4])"
    r"(?![.,:]?\d|[ ]?[€$%₽£]|[ ](?:\d|[Ee]ur|usd|brl|rub|руб|reais|pesos?|d[oó]l))"
    rf"|(20[0-4]|{STATUS})(?:er)?{_AS_STATUS})"
)
# '429s', '500er', '500-ки'; and what hardly counts anything: 'chuva de 502', 'лишь 401'.
_PLURAL = Led(
    "4 5",
    re.compile(
        rf"(?<![\w.,/:#-])(?:({STATUS})(?:er|s|'s|-?(?:ки|ку|ок|ка|е|х|ю|я|ый|ую)"
        r"|[ -](?:[Ff]ehler|[Ee]rrors?|[Ee]rros?|[Оо]шибк\w{1,2}|[Rr]esponses?|[Ss]tatus))"
        r"\b(?![ ]\d)"
        r"|(40[13]|422|429|50[2-4])(?![\w%]|[.,:/-]?\d|[ ]?[€$%₽£°]|[ ](?:\d"
        r"|(?i:eur|usd|brl|rub|руб|reais|pesos?|d[oó]l|kund|nutz|nachr|custom|client|user|mess|mens|клиент|сообщ"
        r"|people|stück|mal|times|ve[zc]es|раз)))"
        rf"|^[ \t]{{0,8}}(?://|#)?[ ]?({STATUS})[ ]?(?:->|=>|→|[,:-])?[ ]?(?=[{{\[<]))",
        re.MULTILINE,
    ),
    before=r"^[ \t]{0,8}(?://|#)?[ ]?",
)
_TAGGED = re.compile(
    r"<(?:\w{1,12}:)?\w{0,12}(?:code|codigo|código|kod|код)>\s{0,4}([\w.-]{2,40})\s{0,4}</",
    re.IGNORECASE,
)
# 'error_code=1013' in a log, code="131026" in a tag; `?code=` in an address is none.
_FIELD = Led(
    "code= errno= codigo= código=",
    re.compile(
        r"(?<![\w?&.])(?:sub|err(?:or)?)?[_-]?(?:code|errno|codigo|código)="
        r"[\"']?(\d{1,7}|[A-Z][A-Z0-9]{1,20}(?:[_-][A-Z0-9]{1,20}){0,6})\b"
    ),
    before=r"(?<![\w?&.])(?:sub|err(?:or)?)?[_-]?",
)
_DUMPED = re.compile(
    r"[\"'\[](?:code|error_code|errorCode)[\"'\]]\s{0,3}=>\s{0,3}[\"']?(\d{1,7})\b"
)
_SUBCODE = Led(
    "subcode sub_code",
    re.compile(r"sub_?code[\"']?\s{0,3}(?::|=>?)\s{0,3}[\"']?(\d{2,8})\b", re.IGNORECASE),
)
_NAME = re.compile(
    r"[A-Z](?<!\w.)(?:[A-Za-z0-9]{2,60}(?:Exception|Error)"
    r"|[a-z]{2,20}(?:[A-Z][a-z]{2,20}){1,4}(?=: )"
    r"|(?<=E)CONN(?:REFUSED|RESET|ABORTED)|(?<=E)(?:SOCKET)?TIMEDOUT|(?<=S)OCKETTIMEDOUT"
    r"|(?<=T)IMEDOUT|(?<=E)(?:NOTFOUND|AI_AGAIN|PIPE|PROTO)|(?<=E)(?:HOST|NET)UNREACH"
    r"|[A-Z]{1,19}(?:_[A-Z]{2,20}){1,6})\b"
)
_CODE = re.compile(r"[\w.:/-]{1,60}")
_WRAPPER = re.compile(
    r"(?i)^(?:axios|http|httprequest|httpclient|web|feign|requests?|client|server|url|api|rest)\w{0,20}"
    r"(?:error|exception)$"
)
"""What a library calls every failed call: it says less than the status itself."""
_SHOUTED = (
    *("ERR", "FAIL", "INVALID", "DENIED", "EXPIRED", "TIMEOUT", "TIMED_OUT", "NOT_", "MISMATCH"),
    *("UNREACHABLE", "UNAUTH", "FORBIDDEN", "REJECTED", "MISSING", "EXCEEDED", "RATE_LIMIT"),
    *("UNAVAILABLE", "BLOCKED", "REFUSED", "UNSUPPORTED", "SELF_SIGNED", "UNABLE", "UNKNOWN"),
    *("DISABLED", "SUSPENDED", "TOO_", "VIOLATION", "ABUSIVE", "UNVERIFIED"),
)


def is_http(code: str) -> bool:
    """Whether a code is an HTTP status of failure, and no code of the API's own."""
    return code in _HTTP


def telling(found: Iterable[Finding], *, answered: bool) -> list[Finding]:
    """The codes that say most: the API's own numbers, else names.

    An HTTP status is no code of an error, and where one was `answered`, it says more than the name
    that a library gives to every failed call.
    """
    found = [one for one in found if _CODE.fullmatch(one.value)]
    named = [one for one in found if not one.value.isdigit()]
    numbers = [one for one in found if one.value.isdigit()]
    particular = [one for one in named if not _WRAPPER.search(one.value)]
    return numbers or particular or ([] if answered else named)


def headings(text: str) -> Iterator[re.Match[str]]:
    """Codes of letters and digits at the head of a line or a sentence; no numbers of documents."""
    for found in _HEADING.finditer(text):
        at = found.start()
        if _HEAD.search(text, max(0, at - 9), at) and not found[1].startswith(_NUMBERED):
            yield found


def find(text: str, prose_text: str, words: Sequence[Hit]) -> list[Finding]:
    """Each code once, the surest first, and statuses as responses.

    `words` are the hits of the lexicon in the prose.
    """
    every = (
        *_numbers(text, prose_text, words),
        *_in_brackets(prose_text, words),
        *_statuses(prose_text, words),
        *_names(text),
    )
    first = {finding.value: finding for finding in reversed(every)}
    return [one for one in every if first[one.value] is one][:_CODES]


def _statuses(prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    for word in words:
        status = _STATUS_BEHIND.match(prose_text, word.end) if word.kind == "answers" else None
        if status:
            yield _finding("response", status[status.lastindex or 0], status.span(), HTTP_SURE)
    for plural in _PLURAL.finditer(prose_text) if _THREE_DIGITS.search(prose_text) else ():
        yield _finding("response", plural[plural.lastindex or 0], plural.span(), 0.55)


def _numbers(text: str, prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    for hashed in _HASHED.finditer(text):
        value = hashed[1] or hashed[2]
        sure = 0.9 if hashed[1] else 0.6
        if value in _FINE:  # '(#200)' is the API's own
            yield _finding("error_code", value, hashed.span(), sure)
        else:
            yield _number(value, hashed.span(), sure)
    for tagged in _TAGGED.finditer(text):
        yield _number(tagged[1], tagged.span(1), 0.85)
    for below in _SUBCODE.finditer(text):
        yield _finding("error_code", below[1], below.span(1), 0.85)
    fields = (*_DUMPED.finditer(text), *_FIELD.finditer(text)) if "=" in text else ()
    for field in fields:
        yield _number(field[1], field.span(1), 0.85)
    for word in words:
        after = _AFTER_WORD.match(prose_text, word.end) if word.kind == "error" else None
        if after and not _is_one_time(prose_text[word.start : word.end], after[1]):
            yield _number(after[1], (word.start, after.end()), 0.8)
        named = _NAME_BEHIND.match(prose_text, word.end) if word.kind in _TELLING else None
        if named:
            yield _finding("error_code", named[1], named.span(1), 0.6)
    for bare in _BARE.finditer(text):
        yield _number(bare[1], bare.span(), 0.6)


def _is_one_time(word: str, code: str) -> bool:
    return bool(_CODE_WORD.fullmatch(word.lower()) and _ONE_TIME.fullmatch(code))


def _in_brackets(prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """'Card was refused (ERR-1047)': a code behind what went wrong."""
    faults = [word.start for word in words if word.kind == "faults"]
    for found in _IN_BRACKETS.finditer(prose_text) if faults else ():
        if any(found.start() - _NEAR < fault < found.start() for fault in faults):
            yield _finding("error_code", found[1], found.span(1), 0.6)


def _names(text: str) -> Iterator[Finding]:
    """Names of errors; of NAMES_IN_CAPITALS those that say that something went wrong."""
    for head in headings(text):
        yield _finding("error_code", head[1], head.span(1), 0.6)
    for name in _NAME.finditer(text):
        if "_" not in name[0] or any(word in name[0] for word in _SHOUTED):
            yield _finding("error_code", name[0], name.span(), 0.55)


def _number(value: str, extent: prose.Extent, sure: float) -> Finding:
    """A number behind a word for an error: where it is an HTTP status it tells what came back."""
    if is_http(value) or value in _FINE:
        return _finding("response", value, extent, HTTP_SURE)
    return _finding("error_code", value, extent, sure)


def _finding(what: str, value: str, extent: prose.Extent, sure: float) -> Finding:
    return Finding(what, value, start=extent[0], end=extent[1], sure=sure)
