"""The text of an error as the system wrote it: in a body, a page, a log, or quoted (R23)."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from firstline.domain.context import Finding
from firstline.intake.lexicon import Hit

_SHOWN = 200
_FIELD = re.compile(
    r"[\"'](?:message|error_message|errorMessage|developer_message|detail|details|reason|description"
    r"|error_description|title|msg)[\"']\s{0,4}:\s{0,4}\"((?:[^\"\\\n]|\\.){4,600})"
)
_FIRST_OF_BODY = ("message", "developer_message", "errorMessage", "error_message", "msg")
_TAGGED = re.compile(
    r"<(message|mensagem|mensaje|meldung|nachricht|faultstring|detail|description|error|reason|title|h1)\b[^<>]{0,200}>\s{0,20}"
    r"([^<>]{4,400}?)\s{0,20}</\1>",
    re.IGNORECASE,
)
_THROWN = re.compile(
    r"(?:^|[\s:(])[A-Za-z_][\w.$\\]{2,120}(?:Error|Exception|Fault)(?: \[[A-Z_]{2,40}\])?"
    r": ([^\n]{4,400})",
    re.MULTILINE,
)
_GO = re.compile(r"https?://[^\s\"]{1,500}[ ]?\": ([a-z][^\"\n]{6,300})")
_LOGGED = re.compile(
    r"^[^\n]{0,80}\b(?:ERROR|FATAL|CRITICAL|SEVERE)\b[\]:|\- ]{1,4}([^\n]{6,400})", re.MULTILINE
)
_CURL = re.compile(
    r"\bc?URL error:? ?(?:\(?\d{1,3}\)?:? ?)?([A-Za-z][^\n]{6,300})|\bError: ([a-z][^\n]{6,200})"
    r"|\bcurl: \(\d{1,3}\) ([^\n]{6,300})"
)
_CMDLET = re.compile(r"^[A-Z][a-z]{2,12}-[A-Z][A-Za-z]{2,30} ?: ([^\n]{8,300})", re.MULTILINE)
_CALLED = re.compile(r"[ ](?:GET|POST|PUT|PATCH|DELETE)[ ](?:https?:/)?/")
"""Where the text of an error ends and the call begins that it is about."""
_HASHED = re.compile(r"(?:\(#\d{1,7}\)|\b1[0-9]{5}\b)[ :]{1,2}([A-Za-z][^\n\"'<>{}]{4,200})")
_LINES = (
    (_THROWN, 0.85, ("Error", "Exception", "Fault")),
    (_CURL, 0.8, ("rror", "curl:")),
    (_CMDLET, 0.8, ("-",)),
    (_HASHED, 0.8, ("(#", "13")),
    (_GO, 0.85, ("://",)),
    (_LOGGED, 0.7, ("ERROR", "FATAL", "CRITICAL", "SEVERE")),
)
"""How an error is told in lines, how sure that is, and what must stand there for it."""
_MOST = 50
_QUOTED = re.compile(
    r"(?<!\w)(?:[\"“„”]([^\"“”„«»\n]{8,300}?)[\"“”]|«([^«»\n]{8,300}?)»"
    r"|['`‘]([^\"`“”„«»\n]{8,300}?)['`’])(?!\w)"
)
_NEAR = 40  # characters between a word for an error and what it quotes


def find(text: str, words: Sequence[Hit]) -> list[Finding]:
    """The text of the error, the surest first; none where nothing but words tells of it."""
    every = (*_in_bodies(text), *_in_lines(text), *_quoted(text, words))
    return sorted(every, key=lambda finding: -finding.sure)[:1]


def _in_bodies(text: str) -> Iterator[Finding]:
    fields = list(islice(_FIELD.finditer(text), _MOST))
    best = next((f for f in fields if _name(f) in _FIRST_OF_BODY), None)
    if best is None and "rror" in text:
        best = next(iter(fields), None)
    if best:
        sure = 0.95 if "rror" in text else 0.6
        yield _finding(best[1].replace('\\"', '"'), best.span(1), sure)
    tagged = _TAGGED.search(text) if "</" in text else None
    if tagged:
        yield _finding(tagged[2].rpartition(" | ")[2], tagged.span(2), 0.8)


def _name(field: re.Match[str]) -> str:
    return field[0].split(":", 1)[0].strip(" \"'")


def _in_lines(text: str) -> Iterator[Finding]:
    for pattern, sure, signs in _LINES:
        found = pattern.search(text) if any(sign in text for sign in signs) else None
        if found:
            group = next(number for number, said in enumerate(found.groups(), 1) if said)
            yield _finding(found[group], found.span(group), sure)


def _quoted(text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """What stands in quotes behind a word for an error: 'it says error "Invalid parameter"'."""
    telling = (word for word in words if word.kind in {"error", "answers"})
    for word in islice(telling, _MOST):
        found = _QUOTED.search(text, word.end, word.end + _NEAR + 300)
        if found is None or found.start() - word.end > _NEAR:
            continue
        group = next(number for number, said in enumerate(found.groups(), 1) if said)
        if _is_said(found[group]):
            yield _finding(found[group], found.span(group), 0.6)
            return


def _is_said(quoted: str) -> bool:
    """Words, and no address, path or field."""
    return " " in quoted.strip() and "://" not in quoted and not quoted.startswith(("/", "{"))


def _finding(value: str, extent: tuple[int, int], sure: float) -> Finding:
    called = _CALLED.search(value)
    shown = " ".join(value[: called.start() if called else None].split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return Finding("error_message", shown, start=extent[0], end=extent[1], sure=sure)
