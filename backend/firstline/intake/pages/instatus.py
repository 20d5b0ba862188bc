"""Instatus' public format: `/summary.json` (https://instatus.com/help/api/public-data).

It names no components, so an incident's areas come from its title. What is not there is left out:
a page on which all is well has neither of the two lists.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct, field

from firstline.intake.incidents import Incident

from .parts import MOST, TITLE, AreasOf, moment

TOP = {"activeIncidents", "activeMaintenances"}
"""Names at the top of this format and of no other."""

_STATES = {"UP", "HASISSUES", "UNDERMAINTENANCE"}
_OVER = {"RESOLVED", "COMPLETED"}
_IMPACTS = {
    "DEGRADEDPERFORMANCE": "minor",
    "MINOROUTAGE": "minor",
    "PARTIALOUTAGE": "major",
    "MAJOROUTAGE": "critical",
}
_SCRIPT_DATE = "%a %b %d %Y %H:%M:%S GMT%z"  # as JavaScript prints it, without the zone's name


class _Page(Struct, frozen=True):
    status: str = ""
    url: str = ""


class _Incident(Struct):
    name: str
    id: str = ""
    started: str = ""
    status: str = "INVESTIGATING"
    impact: str = ""
    url: str = ""


class _Window(Struct):
    name: str
    id: str = ""
    start: str = ""
    status: str = "NOTSTARTEDYET"
    duration: int | float | str = 0
    """Minutes."""
    url: str = ""


class _Summary(Struct, rename="camel"):
    page: _Page = _Page()
    active_incidents: list[_Incident] = field(default_factory=list)
    active_maintenances: list[_Window] = field(default_factory=list)


def is_page(page: msgspec.Raw | None) -> bool:
    """Whether this is the `page` of a summary of this format: it carries one of three states."""
    try:
        return page is not None and msgspec.json.decode(page, type=_Page).status in _STATES
    except msgspec.DecodeError:
        return False


def read(content: bytes, areas_of: AreasOf) -> tuple[Incident, ...]:
    """The incidents and windows that are not over; raises msgspec.MsgspecError."""
    summary = msgspec.json.decode(content, type=_Summary)
    return (*_incidents(summary, areas_of), *_windows(summary, areas_of))


def _incidents(summary: _Summary, areas_of: AreasOf) -> Iterator[Incident]:
    for listed in summary.active_incidents[:MOST]:
        if listed.status not in _OVER:
            yield Incident(
                id=_id(listed),
                title=listed.name[:TITLE],
                url=listed.url or summary.page.url,
                areas=areas_of([listed.name]),
                status=listed.status.lower(),
                impact=_IMPACTS.get(listed.impact, "none"),
                started_at=moment(_date(listed.started)),
            )


def _windows(summary: _Summary, areas_of: AreasOf) -> Iterator[Incident]:
    for listed in summary.active_maintenances[:MOST]:
        if listed.status not in _OVER:
            start = _date(listed.start)
            length = timedelta(minutes=_minutes(listed.duration))
            yield Incident(
                id=_id(listed),
                title=listed.name[:TITLE],
                url=listed.url or summary.page.url,
                areas=areas_of([listed.name]),
                status="in_progress" if listed.status == "INPROGRESS" else "scheduled",
                planned=True,
                started_at=moment(start),
                ends_at=moment(start + length) if start and length else 0,
            )


def _id(listed: _Incident | _Window) -> str:
    """Its own, else the end of its address, which names it, else its name."""
    return listed.id or listed.url.rstrip("/").rpartition("/")[2] or listed.name[:TITLE]


def _date(written: str) -> datetime | None:
    """ISO 8601, or a date as JavaScript prints it; None where it is neither."""
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        pass
    try:
        return datetime.strptime(written.partition(" (")[0], _SCRIPT_DATE).astimezone(UTC)
    except ValueError:
        return None


def _minutes(written: float | str) -> float:
    try:
        return min(max(float(written), 0.0), 525_600.0)
    except ValueError:
        return 0.0
