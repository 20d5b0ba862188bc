"""incident.io's widget format, whose address its dashboard shows; often `/api/v1/summary`.

https://docs.incident.io/status-pages/embedding, "Response structure". Such a page also serves
Statuspage's format, which says when an incident began; this one does not.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import Struct

from firstline.intake.incidents import Incident

from .parts import BODY, MOST, TITLE, AreasOf, moment

TOP = {"ongoing_incidents", "in_progress_maintenances"}
"""Names at the top of this format and of no other."""

_IMPACTS = {"degraded_performance": "minor", "partial_outage": "major", "full_outage": "critical"}


class _Component(Struct):
    name: str = ""
    group_name: str | None = ""


class _Event(Struct):
    id: str
    name: str
    status: str = ""
    url: str = ""
    last_update_message: str | None = ""
    current_worst_impact: str = ""
    affected_components: list[_Component] = []
    started_at: datetime | None = None
    scheduled_end_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class _Summary(Struct):
    page_url: str = ""
    ongoing_incidents: list[_Event] = []
    in_progress_maintenances: list[_Event] = []
    scheduled_maintenances: list[_Event] = []


def read(content: bytes, areas_of: AreasOf) -> tuple[Incident, ...]:
    """The incidents and windows that are not over; raises msgspec.MsgspecError."""
    summary = msgspec.json.decode(content, type=_Summary)
    return (*_incidents(summary, areas_of), *_windows(summary, areas_of))


def _incidents(summary: _Summary, areas_of: AreasOf) -> Iterator[Incident]:
    for event in summary.ongoing_incidents[:MOST]:
        if event.status != "resolved":
            yield _incident(event, summary.page_url, areas_of)


def _windows(summary: _Summary, areas_of: AreasOf) -> Iterator[Incident]:
    for status, events in (
        ("in_progress", summary.in_progress_maintenances),
        ("scheduled", summary.scheduled_maintenances),
    ):
        for event in events[:MOST]:
            yield msgspec.structs.replace(
                _incident(event, summary.page_url, areas_of),
                status=status,
                planned=True,
                started_at=moment(event.started_at or event.starts_at),
                ends_at=moment(event.scheduled_end_at or event.ends_at),
            )


def _incident(event: _Event, page: str, areas_of: AreasOf) -> Incident:
    groups = (component.group_name or "" for component in event.affected_components)
    names = (component.name for component in event.affected_components)
    return Incident(
        id=event.id,
        title=event.name[:TITLE],
        url=event.url or page,
        areas=areas_of([event.name, *names, *groups]),
        status=event.status or "investigating",
        impact=_IMPACTS.get(event.current_worst_impact, "none"),
        started_at=moment(event.started_at),
        body=(event.last_update_message or "")[:BODY],
    )
