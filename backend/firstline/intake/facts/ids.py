"""What an engineer finds things by: ids of messages, ids of traces, phone numbers (R23).

Found by the name of the field in which they stand (a JSON body, a header, a log line), by the
words for it in five languages, or by a form that nothing else has.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from firstline.domain.context import MOST, Finding
from firstline.intake.led import Led
from firstline.intake.lexicon import Hit

_NAMED, _WORDED, _FORM = 0.9, 0.8, 0.7
"""How sure an id is: its field has its name, a word for it stands before it, it looks like one."""
_MOST_LOOKED_AT = 200

_WAMID = Led(
    "wamid. gB",
    re.compile(r"\bwamid\.[A-Za-z0-9+/=_-]{6,200}|\bgB[A-Za-z]{2}[A-Za-z0-9_-]{16,60}\b"),
)
# Every field of JSON, headers, addresses and logs; what kind it is says its name, folded.
_FIELD = re.compile(
    r"([A-Za-z](?<![A-Za-z_-].)[A-Za-z_-]{1,40})"
    r"(?:[ \t]?[\"']?[ \t]{0,3}(?:=>|[:=])[ \t]{0,3}[\"']?|>)"
    r"(?=[A-Za-z0-9+(])"
)
_KINDS = {
    **dict.fromkeys(("messageid", "msgid", "mid", "wamid", "nachrichtenid"), "message_id"),
    **dict.fromkeys(
        (
            *("to", "from", "waid", "phone", "phonenumber", "displayphonenumber", "recipient"),
            *("recipientid", "recipientphone", "msisdn", "mobile", "contact", "sender"),
        ),
        "phone",
    ),
}
# 'x-fb-trace-id', 'requestId', 'CorrelationID', 'cf-ray': the names that systems give to such ids.
_TRACE = re.compile(
    r"x?(?:fb|amzn|b3|cf|ms|client|server)?(?:traceparent|debug|ray|trace|correlation|rid|reqid"
    r"|(?:trace|request|req|correlation|ray|tracking|operation|log|anfrage|korrelations|vorgangs"
    r"|requisicao|solicitacao|rastreio|solicitud|peticion|rastreo)id)"
)
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9+/=_.:-]{4,200}")
_NUMBER = re.compile(r"(?:whatsapp:)?(\+?\(?\d[\d ().-]{6,20}\d)(?!\w)")
_PHONE = re.compile(r"\+(?<![\w+./=-].)\d[\d ().-]{6,20}\d(?![\w/=])")
_FRESH = r"(?<![\w+./=:-].)(?<!\d[ -].)"
"""Behind its first sign: what a number without its country's code does not go on from."""
_LOCAL = re.compile(
    rf"(?:\({_FRESH}\d{{2,5}}\)[ .-]?\d{{3,5}}[ .-]?\d{{2,5}}(?:[ .-]?\d{{2,4}})?"
    rf"|8{_FRESH}[ .-]?\(?\d{{3}}\)?[ .-]\d{{3}}[ .-]?\d{{2}}[ .-]?\d{{2}}"
    rf"|0{_FRESH}"
    r"\d{1,4}(?:[ ]?/[ ]?|[ -])\d{2,9}(?:(?:[ ]-[ ]|[ -])\d{1,4}){0,4})(?![\w/]|[ .-]?\d)"
)
# In groups as people read a number out, or in one piece behind the code of a country.
_SPOKEN = re.compile(
    r"[1-9](?<![\w+./=:#-].)(?<!\d[ -].)(?:\d{0,2}[ ]\d{2,4}(?:[ -]\d{2,4}){1,4}"
    r"|(?<=7)\d{10}|(?<=8)[89]\d{9}|(?<=5)5\d{10,11}|(?<=4)[349]1?\d{9}|(?<=3)4[679]\d{8}"
    r"|(?<=5)[12467]\d{9,10}|(?<=1)[2-9]\d{9})"
    r"(?![\w/:=%€$]|[ .,:-]?\d|[ ]?[€$%£₽])"
)
# Whom a call is about: '/v1/contacts/4915255501188'.
_ADDRESSED = re.compile(
    r"/(?:contacts?|recipients?|customers?|subscribers?|users?|chats?|consents?|opt-?ins?)"
    r"/(?:%2B|\+)?([1-9]\d{9,14})(?![\w-])"
)
_ID_BEHIND = re.compile(
    r"[^\w\n]{0,6}(?:(?:is|ist|es|é|e|war|was|era|это|n[°ºr.]{1,2}|№)[^\w\n]{1,3})?"
    r"([A-Za-z0-9][A-Za-z0-9+/=_.:-]{5,200})"
)
_PHONE_BEHIND = re.compile(
    r"[^\w\n+(]{0,6}(?:(?:is|ist|es|é|e|war|era|это|n[°ºr.]{1,2}|№)[^\w\n+(]{1,3})?"
    r"(?:(?:the|die|der|el|la|o|a)[ ])?(\+?\(?\d[\d ().-]{6,20}\d)(?![\w/:])"
)
_DIGITS = range(8, 16)  # of a phone number with its country's code (ITU-T E.164)
_TELLING = re.compile(r"\d")


def find(text: str, prose_text: str, words: Sequence[Hit]) -> list[Finding]:
    """Each id once; `words` are the hits of the lexicon in the prose."""
    found: dict[tuple[str, str], Finding] = {}
    phones = (*_phones(text, (_PHONE, _LOCAL)), *_phones(prose_text, (_SPOKEN,)))
    every = (
        *_messages(text),
        *_fields(text),
        *phones,
        *(_finding("phone", f[1], f.span(1), _FORM) for f in _some(_ADDRESSED, text)),
        *_told(prose_text, words),
    )
    for finding in every:
        place = finding.what, _plain(finding)
        few = sum(what == finding.what for what, _ in found) < MOST
        if few and not any(_holds(known, finding) for known in found.values()):
            found.setdefault(place, finding)
    return list(found.values())


def _holds(known: Finding, other: Finding) -> bool:
    """Whether one is only a piece of another that is known: a number without its country."""
    return (
        known.what == other.what and known.start <= other.start < other.end <= known.end
    ) and known.value != other.value


def _plain(finding: Finding) -> str:
    digits = re.sub(r"\D", "", finding.value).lstrip("0")
    return digits if finding.what == "phone" else finding.value


def _messages(text: str) -> Iterator[Finding]:
    yield from (_finding("message_id", f[0], f.span(), _NAMED) for f in _some(_WAMID, text))


def _fields(text: str) -> Iterator[Finding]:
    for field in _FIELD.finditer(text):
        name = re.sub("[_-]", "", field[1]).lower()
        kind = _KINDS.get(name) or ("trace_id" if _TRACE.fullmatch(name) else "")
        if kind == "phone":
            number = _NUMBER.match(text, field.end())
            if number and _is_phone(number[1]):
                yield _finding("phone", number[1], number.span(1), _NAMED)
        elif kind:
            token = _TOKEN.match(text, field.end())
            if token and _is_id(token[0]):
                yield _finding(kind, token[0], token.span(), _NAMED)


def _phones(text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[Finding]:
    for pattern in patterns:
        for found in _some(pattern, text):
            if _is_phone(found[0]):
                yield _finding("phone", found[0], found.span(), _FORM)


def _told(prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """What stands behind a word for it: 'request id 7f3a…', 'номер +7 …'."""
    for word in words:
        if word.kind in {"message_id", "trace_id"}:
            behind = _ID_BEHIND.match(prose_text, word.end)
            if behind and _is_id(behind[1]):
                yield _finding(word.kind, behind[1], behind.span(1), _WORDED)
        elif word.kind == "phone":
            behind = _PHONE_BEHIND.match(prose_text, word.end)
            if behind and _is_phone(behind[1]):
                yield _finding("phone", behind[1], behind.span(1), _WORDED)


def _is_id(value: str) -> bool:
    """An id holds a digit and was not masked; a word does not."""
    return bool(_TELLING.search(value)) and "…" not in value


def _is_phone(value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    return len(digits) in _DIGITS and value.count("(") == value.count(")")


def _some(pattern: Led | re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text), _MOST_LOOKED_AT)


def _finding(what: str, value: str, extent: tuple[int, int], sure: float) -> Finding:
    return Finding(what, value.rstrip(".:-"), start=extent[0], end=extent[1], sure=sure)
