"""Logs and stack traces that were pasted or attached, and webhook payloads (R23)."""

import re
from collections.abc import Iterator

from firstline.domain.context import Finding
from firstline.intake import prose

_SHOWN = 80
_LINES = 50  # lines of a log that are looked at
_TRACES = (
    re.compile(
        r"""\n(?:
          [ \t]{0,20}File[ ]"[^"\n]{1,300}",[ ]line[ ]\d+
        | [ \t]{1,20}at[ ][\w$.<>/\[\] ]{1,200}[ ]?\([^)\n]{1,300}:\d+
        | [ \t]{1,20}at[ ](?:\w{1,60}[.]){2,12}[\w<>`\[\]]{1,80}\(
        | [ \t]{0,20}\#\d{1,3}[ ](?:/|\{main\})[^\n]{0,300}
        | goroutine[ ]\d+[ ]\[
        | (?:PHP[ ])?Fatal[ ]error:[ ]
        )""",
        re.VERBOSE,
    ),
    re.compile(r"Traceback \(most recent call last\)"),
    re.compile(r'Exception in thread "'),
)
"""Each begins with a literal, so that a text without it is passed over at once."""
_LINE = re.compile(
    r"""^[ \t>]{0,8}\[?(?:
      \d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d
    | \d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d
    | [A-Z][a-z]{2}[ ]{1,2}\d{1,2}[ ]\d\d:\d\d:\d\d
    | \d{1,3}(?:\.\d{1,3}){3}[ ]-[ ]
    | (?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|NOTICE)\b[\]:|\- ]
    )[^\n]{12,2000}""",
    re.VERBOSE | re.MULTILINE,
)
_LEVEL = re.compile(r"\b(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|NOTICE)\b")
_PAYLOAD = re.compile(
    r"[\"']entry[\"']\s{0,4}:\s{0,4}\[|[\"']statuses[\"']\s{0,4}:\s{0,4}\["
    r"|[\"']wa_id[\"']\s{0,4}:|[\"']level[\"']\s{0,4}:\s{0,4}[\"'](?i:error|warn|info|debug|fatal)"
)
_THROWN = re.compile(
    r"^[ \t]{0,20}([A-Za-z_][\w.$\\]{2,120}(?:Error|Exception)\b[^\n]{0,200})", re.MULTILINE
)


def find(text: str) -> list[Finding]:
    """The log in a message, if there is one: shown by its error, or its first line."""
    if trace := _first_trace(text):
        thrown = _THROWN.search(text)
        shown = thrown[1] if thrown else text[slice(*trace)]
        return [_finding(shown, trace, 0.95)]
    lines = list(_first_lines(text))
    if len(lines) > 1 or (lines and _LEVEL.search(lines[0][0])):
        telling = next((line for line in lines if "ERROR" in line[0]), lines[0])
        return [_finding(telling[0], (lines[0].start(), lines[-1].end()), 0.9)]
    payload = _PAYLOAD.search(text)
    return [_finding(payload[0], payload.span(), 0.6)] if payload else []


def _first_trace(text: str) -> prose.Extent | None:
    """Where the first sign of a stack trace stands; the first line begins as the others do."""
    searched = f"\n{text}"
    found = filter(None, (pattern.search(searched) for pattern in _TRACES))
    places = ((one.start() + one[0].startswith("\n") - 1, one.end() - 1) for one in found)
    return min(places, default=None)


def _first_lines(text: str) -> Iterator[re.Match[str]]:
    for number, line in enumerate(_LINE.finditer(text)):
        if number == _LINES:
            return
        yield line


def _finding(shown: str, extent: prose.Extent, sure: float) -> Finding:
    value = " ".join(shown.split())
    value = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return Finding("logs", value, start=extent[0], end=extent[1], sure=sure)
