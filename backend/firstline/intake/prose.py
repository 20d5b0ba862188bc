"""What of a message is prose, and what was pasted: code, addresses, JSON, headers, logs.

Everything here is linear in the length of the text, and blanks keep their place, so that a
span found in the prose is a span of the message.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

type Extent = tuple[int, int]
"""Where something stands in a text: first character, and the one after the last."""

KEPT_TEXTS = 16
"""Texts that are read once although several look-ups of a turn ask for them."""

PROSE_LIMIT = 8_000
"""Characters of prose that are read: as many as a chat message may have."""

COMMAND_LIMIT = 16_384
"""Characters that one pasted command may have."""

_BRACES = 20_000  # more than this in one message is no JSON that anybody reads
_FENCE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]{1,500}`", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s\"'<>`\\^]{1,2000}")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,500}>")
# What XML holds is a system's, not the customer's; what HTML sets off is his own.
_ELEMENT = re.compile(
    r"<(?!(?:p|b|i|u|a|em|strong|span|div|li|td|th|font|small|code|h[1-6]|blockquote)\b)"
    r"([A-Za-z][\w:.-]{0,40})(?:[ ][^<>]{0,200})?>[^<>]{0,500}</\1>"
)
_BRACE = re.compile(r"[{}\[\]]")
_CURL = re.compile(r"(?:curl(?<!\w....)(?:\.exe)?|wget(?<!\w....))[ \t]{1,8}(?=[-\"'h/$^])")
_ESCAPE = re.compile(r"[\\^][\\^]{0,6}(?=[\"'])")
_QUOTE = re.compile("[\"']")
_QUOTING = re.compile(r"\\.|[\"']")
_LINE = re.compile(r"\S[^\n]*")
_LINE_END = re.compile(r"[^\n]*\n?")
_PASTED_LINE = re.compile(
    r"""^[ \t>|]{0,40}(?=[A-Za-z_\#\[\d])(?:
      HTTP/\d[^\n]*
    | (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ ]\S+[ ]HTTP/\d[^\n]*
    | (?:Host|Accept|Authorization|Cookie|Set-Cookie|Date|Server|Via|Connection|ETag
       |[A-Z][A-Za-z0-9]{1,30}(?:-[A-Za-z0-9]{1,30}){1,5}):[ ][^\n]*
    | Traceback[ ]\(most[ ]recent[^\n]*
    | File[ ]"[^"\n]{1,300}",[ ]line[ ]\d+[^\n]*
    | at[ ][\w$.<>]{1,200}[ ]?\([^\n]*
    | \#\d{1,3}[ ](?:/|\{main)[^\n]*
    | Exception[ ]in[ ]thread[ ][^\n]*
    | (?:Caused[ ]by:[ ])?[A-Za-z_][\w.$]{1,120}(?:Error|Exception)(?::[^\n]*)?
    | \[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\n]{24,}
    | (?:import|from|const|let|var|def|return|public|private|use|require)[ ][^\n]*[;({'"=][^\n]*
    | import[ ][\w.]+
    | [A-Z][a-z]{2,12}-[A-Z][A-Za-z]{2,30}[ ]-[^\n]*
    | [A-Za-z_$][\w$.\[\]'"-]{0,80}[ ]?=[ ]?[^=\s][^\n]*
    | (?:await[ ]|new[ ])?[A-Za-z_$][\w$.>-]{0,80}\([^\n]*[;,{)(]
    | [A-Za-z_$][^\n]{0,300}[;{]
    )$""",
    re.VERBOSE | re.MULTILINE,
)


def blank(text: str, extents: Iterable[Extent]) -> str:
    """The text with spaces in place of the extents; line breaks and positions stay."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(extents):
        if end > done:
            gap = "\n".join(" " * len(line) for line in text[max(start, done) : end].split("\n"))
            parts += (text[done:start], gap)
            done = end
    return "".join((*parts, text[done:]))


def unescaped(text: str) -> str:
    """The text with spaces in place of what a shell needs before a quote; places stay."""
    return (
        _ESCAPE.sub(lambda found: " " * len(found[0]), text)
        if "\\" in text or "^" in text
        else text
    )


@lru_cache(KEPT_TEXTS)
def of(text: str) -> str:
    """The prose of a message: what was pasted is blanked, a long text's end is left out."""
    without_code = blank(
        text, (*_spans(_FENCE, text), *_elements(text), *_spans(_TAG, text), *commands(text))
    )
    without_lines = blank(without_code, _spans(_PASTED_LINE, without_code))
    last = (*_spans(_ADDRESS, without_lines), *braces(without_lines))
    return _start(blank(without_lines, last))


def commands(text: str) -> Iterator[Extent]:
    """Pasted cURL commands, with the lines that they go on in."""
    done = 0
    for found in _CURL.finditer(text):
        if found.start() >= done:
            done = _command_end(text, found.start())
            yield found.start(), done


def braces(text: str) -> list[Extent]:
    """The outermost balanced {...} and [...] that hold a quote: JSON and what looks like it."""
    found: list[Extent] = []
    opened: list[tuple[str, int]] = []
    for brace in islice(_BRACE.finditer(text), _BRACES):
        if brace[0] in "{[":
            opened.append((brace[0], brace.start()))
        elif opened and opened[-1][0] == ("{" if brace[0] == "}" else "["):
            start = opened.pop()[1]
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, brace.end()))
    return [(start, end) for start, end in found if _QUOTE.search(text, start, end)]


def _start(prose: str) -> str:
    """The text up to where `PROSE_LIMIT` characters of it were no blanks."""
    room = PROSE_LIMIT
    for line in _LINE.finditer(prose):
        room -= len(line[0])
        if room < 0:
            return prose[: line.end() + room]
    return prose


def _command_end(text: str, start: int) -> int:
    """A command ends with its line, unless the line goes on or leaves a quote open."""
    limit = min(len(text), start + COMMAND_LIMIT)
    at, quote = start, ""
    while at < limit:
        line = _LINE_END.match(text, at, limit)
        if line is None or line.end() == at:
            break
        at = line.end()
        quote = _open_quote(line[0], quote)
        if not quote and not line[0].rstrip().endswith(("\\", "^", "`")):
            break
    return at


def _open_quote(line: str, quote: str) -> str:
    """The quote that is still open at the end of a line, or nothing."""
    for found in _QUOTING.finditer(line):
        if found[0] in "\"'":
            quote = found[0] if not quote else "" if found[0] == quote else quote
    return quote


def _elements(text: str) -> Iterator[Extent]:
    return _spans(_ELEMENT, text) if "</" in text else iter(())


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Extent]:
    return (found.span() for found in pattern.finditer(text))
