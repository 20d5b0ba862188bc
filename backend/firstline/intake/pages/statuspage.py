"""Statuspage's public format (v2), which incident.io's pages serve as well.

`/api/v2/summary.json`, and where that is missing `/api/v2/incidents/unresolved.json`
(https://support.atlassian.com/statuspage/, "status API").
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import Struct

from firstline.intake.incidents import Incident

from .parts import BODY, MOST, TITLE, AreasOf, moment

_OVER = {"resolved", "postmortem", "completed"}


class _Named(Struct):
    name: str = ""


class _Update(Struct):
    body: str | None = ""


class _Listed(Struct):
    id: str
    name: str
    status: str = "investigating"
    impact: str | None = None
    shortlink: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    incident_updates: list[_Update] = []
    components: list[_Named] = []


class _Page(Struct, frozen=True):
    url: str = ""


class _Summary(Struct):
    incidents: list[_Listed]
    scheduled_maintenances: list[_Listed] = []
    page: _Page = _Page()


def read(content: bytes, areas_of: AreasOf) -> tuple[Incident, ...]:
    """The incidents and windows that are not over; raises msgspec.MsgspecError."""
    return tuple(_shown(msgspec.json.decode(content, type=_Summary), areas_of))


def _shown(summary: _Summary, areas_of: AreasOf) -> Iterator[Incident]:
    url = summary.page.url
    for listed in summary.incidents[:MOST]:
        if listed.status not in _OVER:
            yield _incident(listed, url, areas_of)
    for listed in summary.scheduled_maintenances[:MOST]:
        if listed.status not in _OVER:
            yield msgspec.structs.replace(
                _incident(listed, url, areas_of),
                planned=True,
                started_at=moment(listed.scheduled_for),
                ends_at=moment(listed.scheduled_until),
            )


def _incident(listed: _Listed, url: str, areas_of: AreasOf) -> Incident:
    newest = next(iter(listed.incident_updates), _Update())
    return Incident(
        id=listed.id,
        title=listed.name[:TITLE],
        url=listed.shortlink or url,
        areas=areas_of([listed.name, *(component.name for component in listed.components)]),
        status=listed.status,
        impact=listed.impact or "none",
        started_at=moment(listed.started_at or listed.created_at),
        body=(newest.body or "")[:BODY],
    )
