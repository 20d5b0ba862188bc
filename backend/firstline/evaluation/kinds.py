"""The kinds of facts that cases name, and when two values of a kind are the same.

What the intake finds is put into the same kinds here, so that cases do not depend on how it keeps
its findings.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import get_args

from firstline.domain.context import Finding
from firstline.intake.examples import Area, Kind
from firstline.intake.facts import requests
from firstline.intake.subjects import NOTHING

AREAS = tuple(area for area in get_args(Area.__value__) if area != NOTHING)
ISSUES = tuple(kind for kind in get_args(Kind.__value__) if kind != NOTHING)
IMPACTS = ("all", "group", "one", "detail")
TIMES = ("time", "until")
THERE = ("body", "steps", "logs", "screenshot")
"""Kinds of which only is said that they are there: `true`."""
MINUTE = 60_000
"""Milliseconds that two times may lie apart and are the same."""

_LEAST = 0.5  # share of the longer error message that the shorter one must be


def same(kind: str, one: str, other: str) -> bool:
    """Whether two values of a kind mean the same, both as `plain` gives them."""
    if kind in TIMES:
        return abs(int(one) - int(other)) <= MINUTE
    if kind == "error_message":
        shorter, longer = sorted((one, other), key=len)
        return shorter in longer and len(shorter) >= _LEAST * len(longer)
    return one == other


def plain(kind: str, value: str) -> str:
    """A value without what makes no difference; raises ValueError where it is none of the kind."""
    read = _PLAIN[kind](value.strip())
    if not read:
        raise ValueError(f"{kind} cannot be {value!r}")
    return read


def found(findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """What the intake found, as pairs of kind and plain value."""
    seen = (pair for finding in findings for pair in _seen(finding))
    return frozenset((kind, _read(kind, value)) for kind, value in seen if kind in _PLAIN and value)


def _read(kind: str, value: str) -> str:
    """What the intake found is wrong, not broken, where it is no value of the kind."""
    try:
        return plain(kind, value)
    except ValueError:
        return value


def _seen(finding: Finding) -> Iterator[tuple[str, str]]:
    match finding.what:
        case "time" | "until":
            if finding.moment is not None:
                yield finding.what, datetime.fromtimestamp(finding.moment / 1000, UTC).isoformat()
        case "request":
            # An answer in words is a request too, but names neither.
            if call := re.fullmatch(r"([A-Z]{3,7}) (\S+)", finding.value):
                yield from (("method", call[1]), ("endpoint", call[2].rstrip("…")))
        case "response":
            status = finding.value.split(" · ")[0]
            yield "status", status if re.fullmatch(r"[1-5]\d\d", status) else ""
        case "issue_kind" if finding.value == "other":
            return
        case kind:
            yield kind, "true" if kind in THERE else finding.value


def _time(value: str) -> str:
    """ISO 8601 with a zone, as milliseconds; without a zone nobody knows when that is."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} needs a zone: write it in UTC, with Z at the end")
    return str(int(moment.timestamp() * 1000))


def _endpoint(value: str) -> str:
    path = re.sub(r"^(?:https?://)?[^/]*", "", value, count=1) or "/"
    return requests.endpoint(re.split("[?#]", path)[0].rstrip("/") or "/")


def _address(value: str) -> str:
    host, slash, path = re.sub(r"^https?://", "", value).partition("/")
    return host.lower() + (_endpoint(slash + path).rstrip("/"))


def _one_of(*known: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in known:
            raise ValueError(f"expected one of {', '.join(known)}, not {value!r}")
        return value

    return read


def _code(value: str) -> str:
    return value.strip("#() ").casefold()


def _words(value: str) -> str:
    return " ".join(re.findall(r"\w+", value.casefold()))


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value).lstrip("0")


_PLAIN: Mapping[str, Callable[[str], str]] = {
    "method": str.upper,
    "address": _address,
    "endpoint": _endpoint,
    "body": _one_of("true"),
    "status": _digits,
    "error_code": _code,
    "error_message": _words,
    "message_id": str.strip,
    "trace_id": str.casefold,
    "phone": _digits,
    "area": _one_of(*AREAS),
    "issue_kind": _one_of(*ISSUES),
    "steps": _one_of("true"),
    "time": _time,
    "until": _time,
    "impact": _one_of(*IMPACTS),
    "logs": _one_of("true"),
    "screenshot": _one_of("true"),
}
KINDS = tuple(_PLAIN)
