"""A turn in a terminal: what was said, and beside it what was understood."""

import textwrap
from collections.abc import Iterator
from itertools import zip_longest

from firstline.intake.rasa import Directive

from .trial import Heard

WIDE = 100
"""Columns from which two columns stand beside each other."""
GAP = "  │ "


def lines_of(heard: Heard) -> Iterator[str]:
    """What bot and desk said, each with its buttons, numbered."""
    for line in heard.lines:
        if line.who != "customer":
            yield f"{line.who}: {line.text}"
            yield from (f"[{at}] {choice.label}" for at, choice in enumerate(line.choices, 1))


def understood(heard: Heard) -> Iterator[str]:
    """Intent with confidence, what was found, what the bot wants, where the conversation stands."""
    if heard.intent:
        yield f"intent    {heard.intent.name} {heard.intent.confidence:.2f}"
    elif heard.away:
        yield "intent    none: the bot is away"
    for finding in heard.findings:
        value = " ".join(finding.value.split())
        zone = f" ({finding.zone})" if finding.zone else ""
        yield f"found     {finding.what} {finding.sure:.2f}: {value}{zone}"
    for directive in heard.directives:
        yield f"directive {told(directive)}"
    yield f"state     {heard.phase}, {heard.language}"


def told(directive: Directive) -> str:
    """A directive in a line: 'say ask.time', 'do hand_off'."""
    what = directive.what or directive.to
    words = (
        f"say {directive.say}" if directive.say else "",
        f"do {directive.do}" if directive.do else "",
        f"asks {directive.asks}" if directive.asks else "",
        what,
    )
    return " ".join(word for word in words if word)


def beside(left: list[str], right: list[str], width: int) -> Iterator[str]:
    """Two columns, or one below the other where there is no room."""
    if width < WIDE:
        yield from _wrapped(left, width)
        yield from (f"    {line}" for line in _wrapped(right, width - 4))
        return
    first = (width - len(GAP)) * 11 // 20
    second = width - first - len(GAP)
    for one, other in zip_longest(_wrapped(left, first), _wrapped(right, second), fillvalue=""):
        yield f"{one:<{first}}{GAP}{other}".rstrip()


def _wrapped(lines: list[str], width: int) -> list[str]:
    parts = (part for line in lines for part in line.splitlines())
    return [row for part in parts for row in textwrap.wrap(part, width) or [""]]
