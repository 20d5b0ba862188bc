"""The text of an error as the system wrote it: in a body, a page, a log, or quoted (R23)."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from firstline.domain.context import Finding
from firstline.intake.led import Led
from firstline.intake.lexicon import Hit

from . import responses, retold

_SHOWN = 200
_FIRST_OF_BODY = (
    *responses.MESSAGES,
    *("developer_message", "errorMessage", "error_message", "ErrorMessage", "Message"),
)
_NAMES = (
    *(*_FIRST_OF_BODY, "title", "msg", "reason", "detail", "details"),
    *("description", "error_description", "описание"),
)
_OF_ERROR = ("error", "err")
"""Fields that hold the text of the error in some logs, and its name in others."""
_FIELD = Led(
    (*_NAMES, "err"),
    re.compile(
        rf"(?<![\w.])({'|'.join((*_NAMES, *_OF_ERROR))})[\"'\]]?\s{{0,4}}(?::|=>?)\s{{0,4}}"
        r"(?:\"((?:[^\"\\\n]|\\.){4,600})|'((?:[^'\\\n]|\\.){4,600})')"
    ),
)
_DUMPED = re.compile(r"\[(?:message|error_message|title|details?)\] => ([^\n]{4,300})")
_PLAIN_BODY = re.compile(
    r"^[ \t]{0,8}HTTP/\d[^\n]{4,80}\n(?:[ \t]{0,8}[A-Za-z-]{2,40}:[^\n]{0,500}\n){0,30}[ \t]{0,8}\n"
    r"[ \t]{0,8}([A-Za-z][^\n<>{}\[\]]{4,200})$",
    re.MULTILINE,
)
_FAILED = Led(
    (
        *("rror", "HTTP/", "Status", "status", "ERROR", "faul", "Fehler", "fehler", "Erro", "erro"),
        *("'code", '"code', "'status", '"status', "шибк"),
    ),
    re.compile(
        r"rror|HTTP/[\d.]{1,3} [45]\d\d|[Ss]tatus ?[Cc]ode\w? [45]\d\d|ERROR|[\"']code[\"']\s{0,3}:"
        r"|[\"']status[\"']\s{0,3}:\s{0,3}[45]\d\d|faul|[Ff]ehler|[Ee]rro\b|шибк"
    ),
)
_TAGGED = re.compile(
    rf"<((?:\w{{1,12}}:)?\w{{0,12}}(?:{'|'.join(responses.MESSAGES)}|msg|text"
    r"|faultstring|details?|descri\w{4,6}|beschreibung|описание|error|reason|motivo|title|h1))\b"
    r"[^<>]{0,200}>\s{0,20}([^<>]{4,400}?)\s{0,20}</\1>",
    re.IGNORECASE,
)
_THROWN = re.compile(
    r"(?:^|[\s:(])[A-Za-z_][\w.$:\\]{2,120}(?:Error|Exception|Fault)(?: \[[A-Z_]{2,40}\])?"
    r": ([^\n]{4,400})",
    re.MULTILINE,
)
_RAISED = re.compile(
    r"^[ \t]{0,8}(?:[A-Za-z_]\w{1,40}(?:\.|::)){1,8}[A-Z]\w{2,60}: ([^\n]{4,400})", re.MULTILINE
)
_GO = re.compile(r"https?://[^\s\"]{1,500}[ ]?\": ([a-z][^\"\n]{6,300})")
_LOGGED = re.compile(
    r"^[^\n]{0,80}(?:\b(?:ERROR|FATAL|CRITICAL|SEVERE)\b[\]:|\- ]{1,4}"
    r"|\[(?:error|crit|alert|emerg)\] [\d#]{1,20}: (?:\*\d{1,12} )?)([^\n]{6,400})",
    re.MULTILINE,
)
_CURL = re.compile(
    r"\bc?URL error:? ?(?:\(?\d{1,3}\)?:? ?)?([A-Za-z][^\n]{6,300})|\bError: ([a-z][^\n]{6,200})"
    r"|\bcurl: \(\d{1,3}\) ([^\n]{6,300})|\bdesc = ([^\n\"]{6,300})|\bpanic: ([^\n]{6,300})"
)
_TLS = re.compile(
    r"\b((?:remote error: tls: |x509: |certificate verify failed|(?:ssl|tls)v?\d? ?alert )"
    r"[^\n()\[\]]{0,200})"
)
_CMDLET = re.compile(
    r"^(?:Invoke|Get|Set|New|Send|Start|Import)-[A-Z][A-Za-z]{2,30} ?: ([^\n{]{8,300})",
    re.MULTILINE,
)
_CALLED = re.compile(
    r"[ ](?:GET|POST|PUT|PATCH|DELETE)[ ](?:https?:/)?/|[ ](?:in|at)[ ]/\w"
    r"|[ ]for[ ](?:url:[ ])?https?:/"
    r"|[ ](?!port=|timeout=)[a-z][\w-]{2,30}=\S|[ ]from[ ](?:GET|POST|PUT|PATCH|DELETE)\b"
    r"|[ ]\((?:see[ ]http|Caused[ ]by)|[ ]\{\"|\{\w{1,20}=|, client: "
)
"""Where the text of an error ends, and the call, the file or the cause begins that it is about."""
_WRAPPED = re.compile(
    r"^(?:(?i:c?url) error \d{1,3}: |\d{3} (?:Client|Server) Error: "
    r"|(?:\[[^\]\n]{1,40}\] )?[\w.$]{3,80} - (?:[\w-]{2,30}=\S{1,80} ){0,4}"
    r"|(?:Get|Post|Put|Patch|Delete)[ ]{1,3}\"[^\"\n]{1,300}\": )"
)
_HASHED = re.compile(
    r"(?:\(#\d{1,7}\)|1(?<!\w.)[0-9]{5}\b)[ :]{1,2}"
    r"([A-Za-z][\w'’-]{0,30}[ ](?:[^\n\"<>{}«».]|\.\w){4,200})"
)
_LINES = (
    (_THROWN, 0.85, ("Error", "Exception", "Fault")),
    (_RAISED, 0.85, ("line ", "::", "Caused by")),
    (_CURL, 0.8, ("rror", "curl:", "desc =", "panic:")),
    (_TLS, 0.75, ("tls: ", "x509: ", "verify failed", " alert ")),
    (_CMDLET, 0.8, ("-",)),
    (_HASHED, 0.8, ("(#", "13")),
    (_GO, 0.96, ("://",)),
    (_LOGGED, 0.7, ("ERROR", "FATAL", "CRITICAL", "SEVERE", "[error]", "[crit]", "[alert]")),
    (_DUMPED, 0.9, ("] => ",)),
    (_PLAIN_BODY, 0.7, ("HTTP/",)),
)
"""How an error is told in lines, how sure that is, and what must stand there for it."""
_MOST = 50
_QUOTED = re.compile(
    r"(?<!\w)(?:[\"“„”]([^\"“”„«»\n]{8,300}?)[\"“”]|«([^«»\n]{8,300}?)»"
    r"|['`‘]([^\"`“”„«»\n]{8,300}?)['`’])(?!\w)"
)
_BARE = 0.45
"""How sure it is where only the status is repeated in words: any other text says more."""
_STATUS_ALONE = re.compile(responses.PHRASES, re.IGNORECASE)
_FAULTY_TAG = re.compile(r"<[\w:]{0,20}(?:error|fault|erro|fehler|ошибка)\b", re.IGNORECASE)
_NEAR = 40  # characters between a word for an error and what it quotes


def find(text: str, prose_text: str, words: Sequence[Hit], language: str) -> list[Finding]:
    """The text of the error, the surest first; `words` are the lexicon's hits in the prose."""
    pasted = sorted((*_in_bodies(text), *_in_lines(text)), key=lambda finding: -finding.sure)
    if pasted and pasted[0].sure > _BARE:
        return pasted[:1]
    return [*islice(_in_words(text, prose_text, words, language), 1), *pasted][:1]


def _in_words(text: str, prose_text: str, words: Sequence[Hit], language: str) -> Iterator[Finding]:
    """What the customer repeats, the surest first."""
    yield from _quoted(text, prose_text, words)
    yield from _faulty(text, words)
    for one in retold.find(prose_text, words, language):
        shown = " ".join(text[one.start : one.end].split())  # with the addresses that stand in it
        yield replace(one, value=shown[:_SHOWN]) if "  " in prose_text[one.start : one.end] else one
    yield from _reasons(text)


def _in_bodies(text: str) -> Iterator[Finding]:
    quoted = any(quote in text for quote in ('":', "':", '="', ": '", ': "', "=>"))
    every = list(islice(_FIELD.finditer(text), _MOST if quoted else 0))
    fields = [f for f in every if f[1] not in _OF_ERROR or " " in (f[2] or f[3]).strip()]
    best = next((f for f in fields if f[1] in _OF_ERROR), None)
    best = best or next((f for f in fields if f[1] in _FIRST_OF_BODY), None)
    failed = _FAILED.search(text) if fields else None
    if failed:  # 'msg' is what the customer's own log says of it
        best = best or next((f for f in fields if f[1] != "msg"), None) or next(iter(fields), None)
    if best:
        sure = 0.95 if failed else 0.6
        yield _finding(
            (best[2] or best[3]).replace('\\"', '"'), best.span(best.lastindex or 0), sure
        )
    faulty = _FAULTY_TAG.search(text) if "</" in text else None
    tagged = _TAGGED.search(text, faulty.start() if faulty else 0) if "</" in text else None
    if tagged:
        yield _finding(tagged[2].rpartition(" | ")[2], tagged.span(2), 0.8)


def _in_lines(text: str) -> Iterator[Finding]:
    for pattern, sure, signs in _LINES:
        found = pattern.search(text) if any(sign in text for sign in signs) else None
        if found:
            group = next(number for number, said in enumerate(found.groups(), 1) if said)
            finding = _finding(found[group], found.span(group), sure)
            if pattern is not _LOGGED or " " in finding.value:  # one word names the part that logs
                yield finding


def _quoted(text: str, prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """What stands in quotes behind a word for an error: 'it says error "Invalid parameter"'.

    In a sentence it tells of a fault, or is in another script: else a button or a template has it.
    """
    faults = [word.start for word in words if word.kind in {"faults", "error"}]
    telling = (word for word in words if word.kind in {"error", "answers", "says"})
    for word in islice(telling, _MOST):
        found = _QUOTED.search(text, word.end, word.end + _NEAR + 300)
        if found is None or found.start() - word.end > _NEAR:
            continue
        group = next(number for number, said in enumerate(found.groups(), 1) if said)
        start, end = found.span(group)
        pasted = not prose_text[start:end].strip()
        faulty = any(start <= fault < end for fault in faults)
        foreign = retold.is_foreign(prose_text, found[group])
        if _is_said(found[group]) and (pasted or faulty or foreign):
            yield _finding(found[group], (start, end), 0.6)
            return


def _faulty(text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """What stands in quotes and holds a word that texts of errors are made of."""
    faults = [word.start for word in words if word.kind == "faults"]
    for found in islice(_QUOTED.finditer(text), _MOST if faults else 0):
        group = next(number for number, said in enumerate(found.groups(), 1) if said)
        start, end = found.span(group)
        if _is_said(found[group]) and any(start <= fault < end for fault in faults):
            yield _finding(found[group], (start, end), 0.59)


def _reasons(text: str) -> Iterator[Finding]:
    """What a status is called: '413 Request Entity Too Large' is all that some answers say."""
    for found in islice(responses.REASON.finditer(text), 1):
        yield _finding(found[2], found.span(2), 0.5)


def _is_said(quoted: str) -> bool:
    """Words, and no address, path or field."""
    return " " in quoted.strip() and "://" not in quoted and not quoted.startswith(("/", "{"))


def _finding(value: str, extent: tuple[int, int], sure: float) -> Finding:
    value = _WRAPPED.sub("", value)
    called = _CALLED.search(value)
    shown = " ".join(value[: called.start() if called else None].split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    if _STATUS_ALONE.fullmatch(shown):
        sure = min(sure, _BARE)
    return Finding("error_message", shown, start=extent[0], end=extent[1], sure=sure)
